//! embassy-sync.

use core::borrow::BorrowMut;
use core::future::{Future, poll_fn};
use core::task::{Context, Poll, ready};

use embassy_sync::blocking_mutex::raw::RawMutex;
use embassy_sync::channel::{self, Channel, DynamicReceiver, DynamicSender, TrySendError};
use embassy_sync::mutex::Mutex;
use embassy_sync::once_lock::OnceLock;
use embassy_sync::pipe::{Pipe, Reader, Writer};
use embassy_sync::pubsub::{DynPublisher, DynSubscriber, Publisher, Subscriber};
use embassy_sync::rwlock::RwLock;
use embassy_sync::semaphore::{FairSemaphore, GreedySemaphore};
use embassy_sync::signal::Signal;
use embassy_sync::{watch, zerocopy_channel};

use super::Row;
use super::declare::catalogue;
use crate::operand::{Handover, take_out};
use crate::progress::Progress;

pub(super) const LISTS: &[&[Row]] = &[ROWS];

catalogue! { ROWS "embassy-sync 0.8" Inherent:
    "embassy_sync::channel::Channel" [M: RawMutex, T, const N: usize] Channel<M, T, N>:
        receive, ready_to_receive => safe;
    "embassy_sync::channel::Receiver" [M: RawMutex, T, const N: usize]
        channel::Receiver<'_, M, T, N>: receive, ready_to_receive => safe;
    "embassy_sync::channel::DynamicReceiver" [T] DynamicReceiver<'_, T>: receive => safe;
    "embassy_sync::channel::Channel" [M: RawMutex, T, const N: usize] Channel<M, T, N>:
        send => resumes(Send);
    "embassy_sync::channel::Sender" [M: RawMutex, T, const N: usize] channel::Sender<'_, M, T, N>:
        send => resumes(Send);
    "embassy_sync::channel::DynamicSender" [T] DynamicSender<'_, T>: send => resumes(Send);
    "embassy_sync::mutex::Mutex" [M: RawMutex, T: ?Sized] Mutex<M, T>: lock => safe;
    "embassy_sync::rwlock::RwLock" [M: RawMutex, T: ?Sized] RwLock<M, T>: read, write => safe;
    "embassy_sync::once_lock::OnceLock" [T] OnceLock<T>: get => safe;
    "embassy_sync::signal::Signal" [M: RawMutex, T] Signal<M, T>: wait => safe;
    "embassy_sync::pipe::Pipe" [M: RawMutex, const N: usize] Pipe<M, N>: read, write => safe;
    "embassy_sync::pipe::Pipe" [M: RawMutex, const N: usize] Pipe<M, N>: write_all => loses(
        "`embassy_sync::pipe::Pipe::write_all` is not cancel-safe: if another branch wins, a \
         part may have been written, and the next call starts over",
        "use `write` in a loop, with a count outside"
    );
    "embassy_sync::pipe::Reader" [M: RawMutex, const N: usize] Reader<'_, M, N>:
        read, fill_buf => safe;
    "embassy_sync::pipe::Writer" [M: RawMutex, const N: usize] Writer<'_, M, N>: write => safe;
    "embassy_sync::pubsub::Subscriber"
        [M: RawMutex, T: Clone, const CAP: usize, const SUBS: usize, const PUBS: usize]
        Subscriber<'_, M, T, CAP, SUBS, PUBS>: next_message, next_message_pure => safe;
    "embassy_sync::pubsub::DynSubscriber" [T: Clone] DynSubscriber<'_, T>:
        next_message, next_message_pure => safe;
    "embassy_sync::pubsub::Publisher"
        [M: RawMutex, T: Clone, const CAP: usize, const SUBS: usize, const PUBS: usize]
        Publisher<'_, M, T, CAP, SUBS, PUBS>: publish => loses(
            "`embassy_sync::pubsub::Publisher::publish` is not cancel-safe: the message is lost \
             if another branch wins before there is room for it",
            "use `try_publish`"
        );
    "embassy_sync::pubsub::DynPublisher" [T: Clone] DynPublisher<'_, T>: publish => loses(
        "`embassy_sync::pubsub::DynPublisher::publish` is not cancel-safe: the message is lost \
         if another branch wins before there is room for it",
        "use `try_publish`"
    );
    "embassy_sync::semaphore::GreedySemaphore" [M: RawMutex] GreedySemaphore<M>:
        acquire, acquire_all => safe;
    "embassy_sync::semaphore::FairSemaphore" [M: RawMutex, const N: usize] FairSemaphore<M, N>:
        acquire, acquire_all => queues(
            "`FairSemaphore::acquire` gives up its place in the queue when it is dropped"
        );
    "embassy_sync::watch::Receiver" [M: RawMutex, T: Clone, const N: usize]
        watch::Receiver<'_, M, T, N>: get, get_and, changed, changed_and => safe;
    "embassy_sync::watch::DynReceiver" [T: Clone] watch::DynReceiver<'_, T>:
        get, get_and, changed, changed_and => safe;
    "embassy_sync::zerocopy_channel::Receiver" [M: RawMutex, T] zerocopy_channel::Receiver<'_, M, T>:
        receive => safe;
    "embassy_sync::zerocopy_channel::Sender" [M: RawMutex, T] zerocopy_channel::Sender<'_, M, T>:
        send => safe;
}

crate::declare! {
    /// The item stays in its slot until there is room for it.
    pub struct Send: shared(item),
    "`embassy_sync::channel::Channel::send` is not cancel-safe: the message is lost if another \
     branch wins before there is room for it",
    "here, wait with `poll_fn(|cx| channel.poll_ready_to_send(cx))`, and `try_send` in the handler";
}

/// What can be sent to.
pub trait Sender {
    /// What is sent.
    type Item;

    /// Waits for room.
    fn poll_ready_to_send(&self, cx: &mut Context<'_>) -> Poll<()>;

    /// Sends if there is room.
    fn try_send(&self, item: Self::Item) -> Result<(), TrySendError<Self::Item>>;
}

macro_rules! senders {
    ($([$($generics:tt)*] $Sender:ty;)+) => {$(
        impl<T, $($generics)*> Sender for $Sender {
            type Item = T;

            fn poll_ready_to_send(&self, cx: &mut Context<'_>) -> Poll<()> {
                <$Sender>::poll_ready_to_send(self, cx)
            }

            fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
                <$Sender>::try_send(self, item)
            }
        }
    )+};
}

senders! {
    [M: RawMutex, const N: usize] Channel<M, T, N>;
    [M: RawMutex, const N: usize] channel::Sender<'_, M, T, N>;
    [] DynamicSender<'_, T>;
}

impl Send {
    /// Sends the item.
    pub fn resume1<C: Sender>(
        self,
        channel: &C,
        item: impl Handover<C::Item>,
        _: &mut Progress,
    ) -> impl Future<Output = ()> {
        let mut slot = item.into_slot();
        poll_fn(move |cx| {
            loop {
                ready!(channel.poll_ready_to_send(cx));
                match channel.try_send(take_out(slot.borrow_mut())) {
                    Ok(()) => return Poll::Ready(()),
                    // Somebody else was faster.
                    Err(TrySendError::Full(item)) => *slot.borrow_mut() = Some(item),
                }
            }
        })
    }
}
