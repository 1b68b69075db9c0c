//! What the programs of `catalogue/programs.rs` have in common. That test writes them, and compiles
//! this file for what the compiler says of them.
#![cfg(cancel_safe_asks_itself)]
#![allow(dead_code, unused_imports)]

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex as Raw;
use futures::channel::mpsc::UnboundedReceiver as Receiver;

type Items = Receiver<u8>;
type Strings = futures::stream::Map<
    Receiver<String>,
    fn(String) -> Result<String, futures::channel::mpsc::SendError>,
>;
type Lists = Receiver<Vec<u8>>;
type Pairs = Receiver<(u8, u8)>;
type Tries = futures::stream::BoxStream<'static, Result<u8, ()>>;
type TryLists = Receiver<Result<Vec<u8>, ()>>;

type Error = Box<dyn std::error::Error>;

tokio::task_local! {
    static KEY: u8;
}

include!(concat!(env!("CARGO_TARGET_TMPDIR"), "/programs.rs"));
