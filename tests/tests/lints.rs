//! Generated code under the strictest lints of a user's crate.

#![forbid(unsafe_code)]
#![deny(warnings, unused, missing_docs, unreachable_pub, clippy::pedantic, clippy::nursery)]
#![deny(rust_2018_idioms, unused_qualifications, single_use_lifetimes, trivial_casts)]
#![no_implicit_prelude]

use ::cancel_safe::{Checkpoint, cancel_safe};
use ::std::iter::Extend as _;
use ::std::option::Option::{self, None, Some};
use ::std::string::String;
use ::std::vec::Vec;
use ::tokio::sync::mpsc::{Receiver, Sender};

/// Sends what it receives, and counts.
#[cancel_safe]
pub async fn forward(rx: &mut Receiver<String>, tx: &Sender<String>, limit: usize) -> usize {
    let mut count = 0;
    while let Some(item) = rx.recv().await {
        if count == limit {
            break;
        }
        let length: usize = item.len();
        if tx.send(item).await.is_err() {
            return count;
        }
        count += length;
    }
    count
}

/// As short as can be: nothing is said of its braces.
#[cancel_safe]
#[cfg_attr(any(), rustfmt::skip)]
pub async fn one() -> usize { 1 }

/// The same with an `if` that awaits, and a reference to a part.
#[cancel_safe]
#[cfg_attr(any(), rustfmt::skip)]
pub async fn add(rx: &mut Receiver<u32>, sum: &mut Option<u32>) { if let Some(ref mut sum) = *sum { *sum += rx.recv().await.unwrap_or(0); } }

/// An attribute in its body is one of the function.
#[cancel_safe]
pub async fn inside(rx: &mut Receiver<u32>) {
    #![allow(unused_variables)]
    let n = rx.recv().await;
}

/// For ever.
///
/// # Panics
///
/// With what it receives.
#[cancel_safe]
pub async fn for_ever(rx: &mut Receiver<String>) -> ! {
    loop {
        match rx.recv().await {
            Some(item) if item.is_empty() => ::std::panic!("{item}"),
            Some(_) => {}
            None => ::std::process::exit(1),
        }
    }
}

/// All of them.
#[cancel_safe]
pub async fn all<'a>(rx: &mut Receiver<String>, into: &'a mut Vec<String>) -> Option<&'a String> {
    for _ in 0..3 {
        let item = rx.recv().await?;
        into.push(item);
    }
    let last = rx.recv().await;
    into.extend(last);
    into.last()
}

/// Of what each pattern binds, one is not needed any more behind the await.
#[cancel_safe]
pub async fn parts(rx: &mut Receiver<String>) -> usize {
    let mut pair = (String::new(), Vec::new());
    let (name, list) = (&mut pair.0, &mut pair.1);
    name.push('a');
    list.extend(rx.recv().await);
    list.extend(rx.recv().await);
    match &mut pair {
        (name, list) if list.len() > 1 => {
            name.push('b');
            list.extend(rx.recv().await);
            list.clear();
        }
        _ => {}
    }
    for (name, length) in [("c", 1), ("d", 2)] {
        pair.0.push_str(name);
        _ = rx.recv().await;
        pair.1.truncate(length);
    }
    if let Some((_, value)) = pair.0.split_once('=') {
        _ = rx.recv().await;
        return value.len();
    }
    0
}

#[test]
fn compiles() {
    let pending = Checkpoint::with(3);
    let (tx, mut rx) = ::tokio::sync::mpsc::channel(1);
    let mut pending = pending;
    ::std::mem::drop(forward(&mut pending, &mut rx, &tx));
}

/// Says that it goes on, and what it was told.
#[cancel_safe]
pub async fn tell(tx: &Sender<()>, failed: &Sender<String>, text: &str) -> u32 {
    let _ = tx.send(()).await;
    match text.parse() {
        ::std::result::Result::Ok(number) => number,
        ::std::result::Result::Err(_) => {
            let _ = failed.send(String::new()).await;
            0
        }
    }
}

/// Has nothing to do in a case.
#[cancel_safe]
pub async fn unless(rx: &mut Receiver<u32>, done: bool) {
    if done {
    } else {
        rx.recv().await;
    }
}

/// Several awaits on a line.
#[cancel_safe]
#[cfg_attr(any(), rustfmt::skip)]
pub async fn several(rx: &mut Receiver<u32>) -> Option<u32> { pair(rx.recv().await, None); pair(rx.recv().await, rx.recv().await) }

const fn pair(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    if a.is_none() { b } else { a }
}
