//! Mistakes that the borrow check finds, which comes after that of the types; see there.
#![allow(unexpected_cfgs)]

#[cfg(any(plain, annotated))]
mod mistakes {
    #![allow(warnings)]

    #[cfg(annotated)]
    use cancel_safe::{cancel_safe, safe_select as pick};
    use tokio::sync::mpsc::Receiver;

    /// What the plain code has for a select: one branch after the other.
    #[cfg(plain)]
    macro_rules! pick {
        ($($pattern:pat = $future:expr => $handler:expr),* $(,)?) => {
            loop { $(match $future.await { $pattern => break $handler })* }
        };
    }

    fn takes(text: String) {}
    fn adds(to: &mut u32, n: &mut u32) {}

    #[cfg_attr(annotated, cancel_safe)]
    async fn moved_before_an_await(rx: &mut Receiver<u32>) {
        let text = String::new();
        takes(text);
        rx.recv().await;
        takes(text);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn moved_behind_an_await(rx: &mut Receiver<u32>) {
        let text = String::new();
        rx.recv().await;
        takes(text);
        takes(text);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn moved_in_a_loop(rx: &mut Receiver<u32>) {
        let text = String::new();
        while rx.recv().await.is_some() {
            takes(text);
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn moved_in_one_branch(rx: &mut Receiver<u32>) {
        let text = String::new();
        if rx.recv().await.is_some() {
            takes(text);
        }
        println!("{text}");
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn borrowed_twice(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let mut n = 1;
        adds(&mut n, &mut n);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn not_mut(rx: &mut Receiver<u32>) {
        let text = String::new();
        rx.recv().await;
        text.push('a');
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn not_mut_and_awaited(rx: &Receiver<u32>) {
        rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn assigned_twice(rx: &mut Receiver<u32>) {
        let n = 1;
        rx.recv().await;
        n = 2;
        println!("{n}");
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn moved_out_of_a_reference(rx: &mut Receiver<u32>, texts: &Option<String>) {
        rx.recv().await;
        takes(texts.unwrap());
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn moved_out_of_an_index(rx: &mut Receiver<u32>, texts: &[String]) {
        rx.recv().await;
        takes(texts[0]);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn not_assigned(rx: &mut Receiver<u32>) {
        let n: u32;
        rx.recv().await;
        println!("{n}");
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn assigned_while_borrowed(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let mut n = 1;
        let borrowed = &n;
        n = 2;
        println!("{borrowed}");
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn changed_through_a_reference(rx: &mut Receiver<u32>, n: &u32) {
        *n = rx.recv().await.unwrap();
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn captured_and_used(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let text = String::new();
        let closure = move || takes(text);
        println!("{text}");
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn does_not_live_long_enough(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let longest;
        {
            let text = String::new();
            longest = &text;
        }
        println!("{longest}");
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn one_that_shadows(rx: &mut Receiver<u32>) {
        let text = 3;
        let text = text.to_string();
        rx.recv().await;
        text.push('a');
    }

    /// No mistake of the plain function.
    #[cfg_attr(annotated, cancel_safe)]
    async fn a_part_that_is_moved(rx: &mut Receiver<u32>) {
        let parts = (String::new(), String::new());
        takes(parts.0);
        rx.recv().await;
        takes(parts.1);
    }

    async fn select_moved(mut rx: Receiver<u32>) {
        let text = String::new();
        pick! {
            n = rx.recv() => takes(text),
        }
        takes(text);
    }

    async fn select_not_mut(rx: Receiver<u32>) {
        pick! {
            n = rx.recv() => drop(n),
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn changed_while_iterated(rx: &mut Receiver<u32>, mut line: String) -> usize {
        let mut words = line.split(' ');
        let first = words.next();
        rx.recv().await;
        line.clear();
        let second = words.next();
        rx.recv().await;
        first.map_or(0, str::len) + second.map_or(0, str::len)
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn collected_and_iterated(rx: &mut Receiver<u32>, line: &str) -> usize {
        let mut words = line.split(' ');
        let all: Vec<&str> = words.collect();
        rx.recv().await;
        words.next().map_or(0, str::len) + all.len()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn item_that_may_not_match(rx: &mut Receiver<u32>, list: &[Option<u32>]) -> u32 {
        let mut items = list.iter();
        items.next();
        for Some(item) in items {
            rx.recv().await;
        }
        0
    }
}

fn main() {}
