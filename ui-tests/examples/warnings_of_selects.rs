//! What the compiler and clippy warn of in a select that has the form of `futures::select!`.
//! `tests/mistakes.rs` compiles them twice, with that macro and with ours, and compares; as it is, the
//! file is empty.
#![allow(unexpected_cfgs)]

#[cfg(any(plain, annotated))]
pub mod warnings {
    //! The functions.
    #![warn(
        clippy::pedantic,
        clippy::nursery,
        let_underscore_drop,
        unused_results,
        clippy::as_conversions,
        clippy::shadow_reuse,
        clippy::shadow_same,
        clippy::shadow_unrelated,
        clippy::unwrap_used
    )]

    #[cfg(annotated)]
    use cancel_safe::safe_select as select;
    use futures::channel::{mpsc, oneshot};
    #[cfg(plain)]
    use futures::select;
    use futures::{FutureExt as _, StreamExt as _};

    /// Until either ends.
    pub async fn sums(rx: &mut mpsc::Receiver<u32>, mut done: &mut oneshot::Receiver<()>) -> u32 {
        let mut sum = 0;
        loop {
            select! {
                item = rx.next() => match item {
                    Some(item) => sum += item,
                    None => break,
                },
                _ = done => break,
                complete => break,
            }
        }
        sum
    }

    /// An unused variable, and a cast.
    pub async fn lengths(
        rx: &mut mpsc::Receiver<String>,
        other: &mut mpsc::Receiver<u32>,
    ) -> usize {
        let mut count = 0;
        loop {
            select! {
                item = rx.select_next_some() => {
                    let copy = item.clone();
                    count += copy.len();
                }
                number = other.select_next_some() => {
                    let unused = 3;
                    count += number as usize;
                }
                default => return count,
                complete => panic!("over"),
            }
        }
    }

    /// Shadowed names, a redundant `else`.
    pub async fn until_both(a: oneshot::Receiver<u32>, b: oneshot::Receiver<u32>) -> u32 {
        let mut a = a.fuse();
        let mut b = b.fuse();
        let mut sum = 0;
        loop {
            let value = select! {
                x = a => x.unwrap(),
                y = b => { let y = y; y.unwrap_or_default() }
                complete => return sum,
            };
            sum += value;
            if sum > 10 {
                return sum;
            } else {
                sum += 1;
            }
        }
    }

    /// A dropped value, a `return` too many.
    pub async fn last_number(rx: &mut mpsc::Receiver<Result<u32, String>>) -> Result<u32, String> {
        let number = select! {
            item = rx.next() => item.unwrap()?,
        };
        let _ = select! {
            item = rx.next() => item,
            default => None,
        };
        select! {
            _item = rx.next() => (),
            default => (),
        }
        return Ok(number);
    }

    /// Not inlined.
    pub async fn prints(rx: &mut mpsc::Receiver<u32>) {
        let mut tasks = futures::stream::FuturesUnordered::new();
        tasks.push(futures::future::ready(1));
        loop {
            select! { () = futures::future::ready(()).fuse() => {}, complete => break }
            select! {
                x = tasks.next() => if let Some(x) = x { println!("{}", x) },
                y = rx.next() => { if y.is_none() { break; } }
                complete => break
            }
        }
    }
}

fn main() {}
