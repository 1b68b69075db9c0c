//! What the compiler and clippy warn of, in a function each, and functions with nothing to warn of.
//! `tests/mistakes.rs` compiles them twice, plain and annotated, and compares; as it is, the file is
//! empty.
#![allow(unexpected_cfgs)]

#[cfg(any(plain, annotated))]
pub mod warnings {
    //! The functions.
    #![warn(unsafe_code, clippy::pedantic, clippy::nursery)]

    #[cfg(annotated)]
    use cancel_safe::cancel_safe;
    use std::sync::Arc;
    use tokio::sync::mpsc::{Receiver, Sender};

    /// Nothing to warn of.
    ///
    /// # Errors
    ///
    /// None.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn forward(rx: &mut Receiver<String>, tx: &Sender<String>) -> Result<usize, String> {
        let mut count = 0;
        while let Some(item) = rx.recv().await {
            let length = item.len();
            if length > 3 && count < 7 {
                tx.send(item).await.map_err(|error| error.0)?;
            }
            count += length;
        }
        Ok(count)
    }

    /// Nothing to warn of but the pattern, which is not spoken of.
    #[cfg_attr(annotated, cancel_safe)]
    #[allow(irrefutable_let_patterns)]
    pub async fn always(rx: &mut Receiver<String>) -> usize {
        if let text = rx.recv().await {
            return text.map_or(0, |text| text.len());
        }
        let count = if let text = rx.recv().await { text.map_or(0, |text| text.len()) } else { 1 };
        while let text = rx.recv().await {
            if text.is_none() {
                break;
            }
        }
        count
    }

    /// What is dropped at once is spoken of.
    #[cfg_attr(annotated, cancel_safe)]
    #[warn(let_underscore_drop)]
    pub async fn let_underscore(rx: &mut Receiver<String>) {
        let _ = rx.recv().await;
    }

    /// What nobody takes is spoken of.
    #[cfg_attr(annotated, cancel_safe)]
    #[warn(unused_results)]
    pub async fn result(rx: &mut Receiver<String>) {
        rx.recv().await;
        rx.recv().await.unwrap();
        if rx.is_empty() {
            rx.recv().await;
        }
        rx.recv().await.map_or(0, |text| text.len()) + rx.len();
        rx.recv().await.map(|text| (text, 1));
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn each(tx: &Sender<u32>, numbers: &[u32]) -> bool {
        for (index, number) in numbers.iter().enumerate() {
            match number {
                0 => {}
                1..=9 if index > 1 => return tx.send(*number).await.is_ok(),
                _ => drop(tx.send(number + 1).await),
            }
        }
        numbers.is_empty() || tx.is_closed()
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn nested(rx: &mut Receiver<u32>) -> Option<u32> {
        let (first, second) = (rx.recv().await?, rx.recv().await?);
        let sum = if first > second { first + rx.recv().await? } else { second };
        let Some(last) = rx.recv().await else {
            return Some(sum);
        };
        Some(sum + last)
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn units(rx: &mut Receiver<u32>, tx: &Sender<()>) {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        while let Some(n) = rx.recv().await {
            tokio::task::yield_now().await;
            if n == 0 {
                tx.closed().await;
                return;
            }
        }
        tx.closed().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_variable(rx: &mut Receiver<u32>) {
        let unused = 1;
        rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_variable_that_awaits(rx: &mut Receiver<u32>) {
        let unused = rx.recv().await;
        rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_variable_at_the_end(rx: &mut Receiver<u32>, tx: &Sender<Option<u32>>) {
        if let Some(first) = rx.recv().await {
            tx.send(Some(first)).await;
            let unused = tx.send(rx.recv().await).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_labels(rx: &mut Receiver<u32>, tx: &Sender<u32>) {
        'unused: while let Some(n) = rx.recv().await {
            'used: for n in 0..n {
                'unused_too: for n in 0..n {
                    match tx.send(n).await {
                        Ok(()) if n == 3 => continue 'used,
                        Ok(()) => {}
                        Err(_) => break,
                    }
                }
            }
        }
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn bound_for_the_name(rx: &mut Receiver<u32>, tx: &Sender<u32>) -> u32 {
        for (_index, n) in [(1, 2), (3, 4)] {
            match tx.send(n).await {
                Ok(()) => {}
                Err(_closed) => tx.closed().await,
            }
        }
        if let (Some(_first), Some(second)) = (rx.recv().await, rx.recv().await) {
            let Err(_closed) = tx.send(second).await else {
                return rx.recv().await.unwrap_or(second);
            };
        }
        rx.recv().await.unwrap_or(1)
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_in_a_pattern(rx: &mut Receiver<u32>) {
        if let Some(unused) = rx.recv().await {
            rx.recv().await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_parameter(rx: &mut Receiver<u32>, unused: &u32) {
        rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_item_of_a_loop(tx: &Sender<u32>) {
        for unused in 0..3 {
            let _ = tx.send(1).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_mut(rx: &mut Receiver<u32>) -> usize {
        let mut text = String::new();
        rx.recv().await;
        text.len()
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_assignment(rx: &mut Receiver<u32>) -> u32 {
        let mut n = 1;
        n = 2;
        rx.recv().await.unwrap_or(n)
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn must_use(rx: &mut Receiver<u32>, text: &str) {
        text.parse::<u32>();
        rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn must_use_of_what_is_awaited(tx: &Sender<u32>) {
        tx.send(1).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unreachable(rx: &mut Receiver<u32>) -> u32 {
        rx.recv().await;
        return 1;
        println!("never");
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unreachable_that_awaits(rx: &mut Receiver<u32>) -> Option<u32> {
        while let Some(n) = rx.recv().await {
            if n > 1 {
                continue;
                rx.recv().await;
            }
            return Some(n);
            let _ = rx.recv().await;
            rx.recv().await;
        }
        rx.recv().await
    }

    /// Nothing to warn of: what ends each round jumps.
    #[allow(clippy::missing_errors_doc, clippy::needless_continue)]
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn rounds_that_jump(rx: &mut Receiver<u32>, tx: &Sender<u32>) -> Result<u32, ()> {
        while let Some(n) = rx.recv().await {
            tx.send(n).await.map_err(drop)?;
            match n {
                0 => continue,
                1 => break,
                n => return Ok(n),
            }
        }
        while let Some(n) = rx.recv().await {
            let more = rx.recv().await;
            if tx.send(n).await.is_err() || more.is_none() {
                return Err(());
            } else {
                continue;
            }
        }
        loop {
            match rx.recv().await {
                Some(0) => tx.send(1).await.map_err(drop)?,
                n => match n {
                    None => return Err(()),
                    Some(1) => continue,
                    Some(n) => return Ok(n),
                },
            }
        }
    }

    /// Nothing to warn of but what never ends.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn value_that_never_is(rx: &mut Receiver<u32>, tx: &Sender<u32>) -> Option<u32> {
        tx.send(1).await.ok()?;
        #[allow(clippy::diverging_sub_expression, unused_variables, unreachable_code)]
        let kept: u32 = return rx.recv().await;
        #[allow(unreachable_code)]
        tx.send(kept).await.ok().and(None)
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn moved_or_assigned(rx: &mut Receiver<u32>, names: &[&str]) -> Option<u32> {
        let mut name = rx.recv().await.map(|n| n.to_string());
        for n in [0, 1] {
            if n == 1 {
                drop(name);
                break;
            }
            for other in names.iter().map(|other| other.len()) {
                name = rx.recv().await.map(|n| format!("{n}{other}"));
            }
        }
        None
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn allowed(rx: &mut Receiver<u32>, n: u32) -> Option<u64> {
        #[allow(clippy::cast_lossless)]
        let wide = n as u64;
        #[expect(clippy::cast_lossless, clippy::cast_possible_truncation)]
        let (narrow, wider) = (n as u8, n as u64);
        #[expect(unused_mut)]
        let mut more = rx.recv().await?;
        #[expect(unused_assignments)]
        let mut last = 0;
        last = rx.recv().await?;
        Some(wide + wider + u64::from(narrow) + u64::from(more + last))
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_parentheses(rx: &mut Receiver<u32>) -> u32 {
        let n = (1);
        rx.recv().await.unwrap_or(n)
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unsafe_block_of_operands(tx: &Sender<u32>) -> bool {
        !unsafe { tx.send(std::mem::zeroed::<u32>()).await.is_ok() }
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn path_statement(rx: &mut Receiver<u32>) {
        let n = 1;
        rx.recv().await;
        n;
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe(stateless))]
    pub async fn no_candidate_for_must_use(millis: &u64) -> u64 {
        cancel_safe::assume_cancel_safe(async {}).await;
        millis + 1
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn needless_return(rx: &mut Receiver<u32>) -> Option<u32> {
        return rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn len_zero(rx: &mut Receiver<u32>, numbers: &[u32]) -> bool {
        rx.recv().await;
        numbers.len() == 0
    }

    #[cfg_attr(annotated, cancel_safe)]
    pub async fn redundant_clone(rx: &mut Receiver<u32>, text: &str) -> String {
        rx.recv().await;
        format!("{}", text)
    }

    /// Methods that do not mention what they are called on. Of those that others may call, clippy says
    /// nothing.
    #[allow(dead_code)]
    struct Stateless;

    #[cfg_attr(annotated, cancel_safe)]
    #[allow(dead_code)]
    impl Stateless {
        /// Nothing to warn of.
        #[cfg_attr(annotated, cancel_safe)]
        async fn unused_self(&self, rx: &mut Receiver<u32>) -> Option<u32> {
            rx.recv().await
        }

        /// Nothing to warn of.
        #[cfg_attr(annotated, cancel_safe(stateless))]
        async fn unused_self_stateless(&self, rx: &mut Receiver<u32>) -> Option<u32> {
            rx.recv().await
        }
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn guard_that_nobody_mentions(rx: &mut Receiver<u32>, busy: &Arc<u32>) -> u32 {
        let _busy: Arc<u32> = busy.clone();
        let first = rx.recv().await.unwrap_or(1);
        for _ in 0..first {
            let _again: Arc<u32> = busy.clone();
            rx.recv().await;
        }
        first
    }

    /// Nothing to warn of: what is bound is changed.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn changed_once_it_is_bound(rx: &mut Receiver<u32>, mut all: Vec<Vec<u32>>) -> usize {
        let mut count = 0;
        while let Some(mut one) = all.pop() {
            one.extend(rx.recv().await);
            count += one.len();
            if let Some(mut last) = one.pop() {
                last += rx.recv().await.unwrap_or(1);
                count += usize::from(last == 1);
            }
        }
        count
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn dead_code(rx: &mut Receiver<u32>) {
        rx.recv().await;
    }

    /// A value that nobody reads.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn unused_struct(tx: &Sender<String>, names: &[String]) {
        struct Name {
            name: String,
        }
        for name in names {
            let copy = Name { name: name.clone() };
            tx.send(name.clone()).await.unwrap();
            drop(Name { name: String::new() }.name);
        }
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn empty_loop(rx: &mut Receiver<u32>) {
        while let Some(_n) = rx.recv().await {}
    }

    /// Nothing to warn of but what it returns.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn braces(rx: &mut Receiver<String>) -> Option<usize> {
        let length = { rx.recv().await?.trim().len() };
        let one = { 1 };
        rx.recv().await?.trim();
        Some(length + one)
    }

    /// Behind an await, a lint speaks of a `let` as anywhere.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn late(rx: &mut Receiver<String>, name: &str) -> usize {
        rx.recv().await;
        let text = format!("{}", name);
        let length;
        if text.is_empty() {
            length = 1;
        } else {
            length = text.len();
        }
        length
    }

    /// Nothing to warn of: a clause of the condition uses the number.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn used_in_the_condition(tx: &Sender<String>, list: Vec<(u32, String)>) -> usize {
        if let Some((number, text)) = list.first()
            && *number < 5
        {
            drop(tx.send(text.clone()).await);
            return text.len();
        }
        0
    }

    /// One unused word.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn word_by_word(tx: &Sender<String>, line: &str) -> usize {
        let mut words = line.split(' ');
        let unused = words.next();
        let Some(verb) = words.next() else { return 0 };
        drop(tx.send(verb.to_owned()).await);
        match words.next() {
            Some("count") => {
                drop(tx.send(verb.to_owned()).await);
                words.next().map_or(0, str::len)
            }
            Some(_) | None => 1,
        }
    }

    /// Nothing to warn of.
    #[cfg_attr(annotated, cancel_safe)]
    pub async fn the_rest_of_the_words(tx: &Sender<String>, line: &str) -> usize {
        let mut words = line.split(' ');
        let Some(verb) = words.next() else { return 0 };
        drop(tx.send(verb.to_owned()).await);
        if let Some(key) = words.next() {
            drop(tx.send(key.to_owned()).await);
        }
        for word in words {
            drop(tx.send(word.to_owned()).await);
        }
        verb.len()
    }
}

fn main() {}
