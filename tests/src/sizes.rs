//! Functions that are written once, and compiled plain and with `#[cancel_safe]`: how large are
//! their futures, and their checkpoints?

use std::mem::{size_of, size_of_val};

use cancel_safe::Checkpoint;
use tokio::io::duplex;
use tokio::sync::mpsc;

/// What a function and its twin take, in bytes.
pub struct Size {
    pub name: &'static str,
    pub plain: usize,
    pub safe: usize,
    pub checkpoint: usize,
    /// The sum of the checkpoint's slots.
    pub slots: usize,
}

macro_rules! twins {
    ($($function:item)*) => {
        mod plain {
            use super::uses::*;

            $($function)*
        }

        mod safe {
            use super::uses::*;

            $(#[cancel_safe] $function)*
        }
    };
}

mod uses {
    pub use cancel_safe::cancel_safe;
    pub use std::future::ready;
    pub use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
    pub use tokio::sync::mpsc::{Receiver, Sender};
    pub use tokio::time::{Duration, sleep};
}

twins! {
    pub async fn three_locals(times: &u64) -> u64 {
        let mut left: u64 = *times;
        let mut sum: u64 = 0;
        let mut last: u64 = 1;
        while left > 0 {
            ready(()).await;
            sum += last;
            last ^= left;
            left -= 1;
        }
        sum
    }

    pub async fn nothing_saved(rx: &mut Receiver<u64>) -> Option<u64> {
        rx.recv().await
    }

    pub async fn receive(rx: &mut Receiver<u64>, sum: &mut u64) {
        while let Some(item) = rx.recv().await {
            *sum += item;
        }
    }

    pub async fn large_locals(rx: &mut Receiver<u64>) -> u64 {
        let first: [u64; 16] = [1; 16];
        let second: [u64; 32] = [2; 32];
        let item = rx.recv().await.unwrap_or_default();
        first[0] + second[31] + item
    }

    pub async fn forward(rx: &mut Receiver<u64>, tx: &Sender<u64>) {
        while let Some(item) = rx.recv().await {
            if tx.send(item).await.is_err() {
                break;
            }
        }
    }

    pub async fn echo(stream: &mut DuplexStream, buf: &mut [u8]) {
        while stream.read_exact(&mut buf[..]).await.is_ok() {
            if stream.write_all(&buf[..]).await.is_err() {
                break;
            }
        }
    }

    pub async fn pause(times: &u32) {
        for _ in 0..*times {
            sleep(Duration::from_millis(1)).await;
        }
    }
}

/// Of one function: its arguments, and the types that its slots hold.
macro_rules! size {
    ($name:ident($($arg:expr),*) [$($Slot:ty),*]) => {{
        let plain = size_of_val(&plain::$name($($arg),*));
        let mut pending = Checkpoint::new();
        let safe = size_of_val(&safe::$name(&mut pending, $($arg),*));
        let checkpoint = size_of_val(&pending);
        let slots = 0 $(+ size_of::<Option<$Slot>>())*;
        Size { name: stringify!($name), plain, safe, checkpoint, slots }
    }};
}

/// A boxed slot: the value, and the name of its type.
type Boxed = (Box<dyn std::any::Any + Send>, &'static str);

pub fn sizes() -> Vec<Size> {
    let (tx, mut rx) = mpsc::channel(1);
    let (mut stream, _other) = duplex(1);
    vec![
        size!(three_locals(&1) [u64, u64, u64]),
        size!(nothing_saved(&mut rx) []),
        size!(receive(&mut rx, &mut 0) []),
        size!(large_locals(&mut rx) [[u64; 16], [u64; 32]]),
        size!(forward(&mut rx, &tx)[Boxed]),
        size!(echo(&mut stream, &mut []) []),
        size!(pause(&1)[usize, Boxed]),
    ]
}
