//! Mistakes that the type check finds, each in a function of its own. `tests/mistakes.rs` compiles
//! them twice, plain and annotated, and compares; as it is, the file is empty.
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

    struct Point {
        x: u32,
        y: u32,
    }

    mod other {
        pub struct Private {
            secret: u32,
        }

        impl Private {
            pub fn new() -> Self {
                Private { secret: 1 }
            }
            fn hidden(&self) {}
        }
    }

    enum Choice {
        A,
        B(u32),
        C,
    }

    fn takes(n: u32) {}
    fn shows(it: impl std::fmt::Display) {}

    #[cfg_attr(annotated, cancel_safe)]
    async fn mismatch_in_let(rx: &mut Receiver<u32>) {
        let n: u32 = "one";
        rx.recv().await;
        takes(n);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn mismatch_behind_an_await(rx: &mut Receiver<u32>) {
        rx.recv().await;
        takes("one");
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn mismatch_of_what_is_awaited(rx: &mut Receiver<u32>) {
        let n: u32 = rx.recv().await;
        takes(n);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn mismatch_as_an_argument(rx: &mut Receiver<u32>) {
        takes(rx.recv().await);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn method_of_what_is_awaited(rx: &mut Receiver<u32>) {
        rx.recv().await.missing();
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn method_that_is_awaited(rx: &mut Receiver<u32>) {
        rx.recvv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn too_many_arguments_awaited(rx: &mut Receiver<u32>) {
        rx.recv(1).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn too_many_arguments(rx: &mut Receiver<u32>) {
        rx.recv().await;
        takes(1, 2);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn too_few_arguments(rx: &mut Receiver<u32>) {
        takes();
        rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn unknown_name(rx: &mut Receiver<u32>) {
        let n = unknown;
        rx.recv().await;
        takes(n);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn unknown_function(rx: &mut Receiver<u32>) {
        unknown(rx.recv().await);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn unknown_type(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let n: Unknown = 1;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_field(rx: &mut Receiver<u32>) {
        let p = Point { x: 1 };
        rx.recv().await;
        takes(p.x);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn field_twice(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let p = Point { x: 1, y: 2, x: 3 };
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn unknown_field(rx: &mut Receiver<u32>) {
        let p = Point { x: 1, y: 2 };
        rx.recv().await;
        takes(p.z);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn private_field(rx: &mut Receiver<u32>) {
        let p = other::Private::new();
        rx.recv().await;
        takes(p.secret);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn private_method(rx: &mut Receiver<u32>) {
        let p = other::Private::new();
        rx.recv().await;
        p.hidden();
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_arm(rx: &mut Receiver<u32>, choice: &Choice) {
        match choice {
            Choice::A => rx.recv().await,
            Choice::B(n) => Some(*n),
        };
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_arm_of_what_is_awaited(rx: &mut Receiver<u32>) {
        match rx.recv().await {
            Some(n) => takes(n),
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_return(rx: &mut Receiver<u32>) -> u32 {
        rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn mismatch_of_the_return(rx: &mut Receiver<u32>) -> u32 {
        rx.recv().await
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn mismatch_of_an_early_return(rx: &mut Receiver<u32>) -> u32 {
        if rx.recv().await.is_none() {
            return "none";
        }
        1
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn if_without_else(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let n: u32 = if true {
            1
        };
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn branches_differ(rx: &mut Receiver<u32>) {
        let n = if rx.recv().await.is_some() { 1 } else { "two" };
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn arms_differ(rx: &mut Receiver<u32>) {
        let n = match rx.recv().await {
            Some(n) => n,
            None => "none",
        };
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn question_mark_of_unit(rx: &mut Receiver<u32>) {
        rx.recv().await?;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn question_mark_converts(rx: &mut Receiver<u32>) -> Result<(), u8> {
        rx.recv().await.ok_or("closed")?;
        Ok(())
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn await_of_a_number(n: &u32) {
        3.await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn condition(rx: &mut Receiver<u32>) {
        if 3 {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn condition_that_awaits(rx: &mut Receiver<u32>) {
        if rx.recv().await {
            takes(1);
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn operator(rx: &mut Receiver<u32>) {
        let n = rx.recv().await.unwrap() + "one";
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn bound(rx: &mut Receiver<u32>) {
        rx.recv().await;
        shows(Point { x: 1, y: 2 });
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn call_of_a_number(rx: &mut Receiver<u32>) {
        let n = 1;
        rx.recv().await;
        n(2);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn index(rx: &mut Receiver<u32>, numbers: &[u32]) {
        rx.recv().await;
        takes(numbers["one"]);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn dereference(rx: &mut Receiver<u32>) {
        let n = 1_u32;
        rx.recv().await;
        takes(*n);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_a_number(rx: &mut Receiver<u32>) {
        for n in 3 {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_a_written_number(rx: &mut Receiver<u32>) {
        let number: u32 = 3;
        for n in number {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_a_point(rx: &mut Receiver<u32>) {
        let point = Point { x: 1, y: 2 };
        for n in point {
            rx.recv().await;
            takes(n);
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_a_lent_point(rx: &mut Receiver<u32>, point: &mut Point) {
        for n in point {
            rx.recv().await;
            takes(n);
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_a_call(rx: &mut Receiver<u32>) {
        for n in other::Private::new() {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_a_borrow(rx: &mut Receiver<u32>) {
        let point = Point { x: 1, y: 2 };
        for n in &point {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_an_argument(rx: &mut Receiver<u32>, it: &Point) {
        for n in it {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_what_was_awaited_and_is_no_iterator(rx: &mut Receiver<Point>, n: u32) {
        for n in rx.recv().await.unwrap() {
            std::future::ready(()).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_over_numbers_as_pairs(rx: &mut Receiver<u32>, it: Vec<u32>) {
        for (a, b) in it {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn break_outside_of_a_loop(rx: &mut Receiver<u32>) {
        rx.recv().await;
        break;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn unknown_label(rx: &mut Receiver<u32>) {
        loop {
            rx.recv().await;
            break 'outer;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn assignment(rx: &mut Receiver<u32>) {
        let mut n = 1_u32;
        rx.recv().await;
        n = "two";
        takes(n);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn pattern(rx: &mut Receiver<u32>) {
        let (a, b) = rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn pattern_of_a_variant(rx: &mut Receiver<u32>, choice: &Choice) {
        if let Choice::B(a, b) = choice {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn cast(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let n = "one" as u32;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn else_that_ends(rx: &mut Receiver<u32>) {
        let Some(n) = rx.recv().await else { takes(1) };
        takes(n);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn closure(rx: &mut Receiver<u32>) {
        rx.recv().await;
        let add = |n: u32| n + 1;
        add("one");
    }

    async fn select_handler(rx: &mut Receiver<u32>) -> u32 {
        pick! {
            n = rx.recv() => n,
        }
    }

    async fn select_unknown_name(rx: &mut Receiver<u32>) -> u32 {
        pick! {
            n = rx.recv() => unknown,
        }
    }

    async fn select_unknown_method(rx: &mut Receiver<u32>) -> u32 {
        pick! {
            n = rx.recvv() => 1,
        }
    }

    async fn select_arguments(rx: &mut Receiver<u32>) -> u32 {
        pick! {
            n = rx.recv(3) => 1,
        }
    }

    async fn select_pattern(rx: &mut Receiver<u32>) -> u32 {
        pick! {
            (a, b) = rx.recv() => 1,
        }
    }

    async fn select_method_in_handler(rx: &mut Receiver<u32>) -> u32 {
        pick! {
            n = rx.recv() => n.missing(),
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn select_inside(rx: &mut Receiver<u32>) -> u32 {
        pick! {
            n = rx.recv() => n,
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn equals_that_was_meant(rx: &mut Receiver<u32>) -> u32 {
        let mut n = rx.recv().await.unwrap_or(0);
        if rx.recv().await.unwrap_or(0) = 0 {
            n = 1;
        }
        n
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn slice_as_parameter(rx: &mut Receiver<u32>, data: [u8]) -> Option<u32> {
        rx.recv().await
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn unsized_parameter<T: ?Sized>(rx: &mut Receiver<u32>, data: T) -> Option<u32> {
        rx.recv().await
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn item_of_another_type(rx: &mut Receiver<u32>, line: &str) -> usize {
        let mut words = line.split(' ');
        let first = words.next().unwarp();
        rx.recv().await;
        let second: usize = words.next();
        rx.recv().await;
        second
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn items_of_another_type(rx: &mut Receiver<u32>, line: &str) -> usize {
        let mut words = line.split(' ');
        while let Some((word, _)) = words.next() {
            rx.recv().await;
        }
        let mut numbers = line.chars();
        for number in numbers {
            rx.recv().await;
            takes(number);
        }
        0
    }
}

fn main() {}
