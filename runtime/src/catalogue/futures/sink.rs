//! `SinkExt`.

use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::sink::{Close, Flush, SendAll, Sink};
use futures_util::stream::TryStream;

use crate::catalogue::declare::{cancel_safe, catalogue, named};
use crate::catalogue::{Fact, Row, lost_says};
use crate::lanes::Futures;
use crate::operand::Handover;
use crate::probe::{Ask, Probe, method};
use crate::progress::Progress;

cancel_safe! { FUTURES "futures-util 0.3" Safe:
    "futures_util::sink::SinkExt::flush" [S: ?Sized, T] Flush<'_, S, T>;
    "futures_util::sink::SinkExt::close" [S: ?Sized, T] Close<'_, S, T>;
}

catalogue! { LOSERS "futures-util 0.3" Futures:
    "futures_util::sink::SinkExt::send_all" [S: ?Sized, T: TryStream] SendAll<'_, S, T>:
        await => loses(
            "`SinkExt::send_all` is not cancel-safe: if another branch wins, the item it has \
             taken from the stream is lost",
            "use `next` in a loop, and `send`"
        );
}

/// The verdicts on `send` and `feed`. A `Sink` is generic in its items, so the rows cannot be
/// [`catalogue!`]'s: see [`Ask`].
macro_rules! sends {
    ($ROWS:ident: $($(#[$meta:meta])* $method:ident $Verdict:ident
        $message:literal, $instead:literal;)+) => {
        pub(in crate::catalogue) const $ROWS: &[Row] = &[$(Row {
            krate: "futures-util 0.3",
            receiver: "futures_util::sink::SinkExt",
            methods: &[stringify!($method)],
            fact: Fact::Resumes { lost: lost_says($message), instead: $instead },
        }),+];

        $(
            $(#[$meta])*
            #[derive(Debug)]
            pub struct $Verdict<T>(PhantomData<fn(T)>);

            impl<T> Clone for $Verdict<T> {
                fn clone(&self) -> Self {
                    *self
                }
            }

            impl<T> Copy for $Verdict<T> {}

            impl<T> Default for $Verdict<T> {
                fn default() -> Self {
                    $Verdict(PhantomData)
                }
            }

            impl<T> $Verdict<T> {
                /// Leaves the item in its slot, until it is handed over. It says of what type it
                /// is, where the sink takes several.
                #[inline]
                pub fn operand(self, slot: &mut Option<T>) -> &mut Option<T> {
                    slot
                }
            }

            crate::__verdict! { verdict unique_of_named [T] $Verdict<T> }
            crate::__verdict! { miscalled [T] $Verdict<T> }

            const _: () = {
                crate::__verdict! { refuse [$method] [T] $Verdict<T>, $message,
                    "dropped whenever another branch wins, or a time limit ends [loses-on-cancel]",
                    "awaited by itself in a `#[cancel_safe]` function, it resumes where it was: race that function, or limit \
                 its time",
                    $instead
                }
            };

            impl<T, S: Sink<T> + Unpin + ?Sized> Ask<T>
                for Probe<{ method(stringify!($method)) }, S, Futures>
            {
                type Verdict = $Verdict<T>;
            }

            #[cfg(cancel_safe_asks_itself)]
            crate::catalogue::declare::ask! {
                [S: Sink<u8> + Unpin + ?Sized] S, [$method] resumes
            }
        )+
    };
}

sends! { ROWS:
    /// The item stays in its slot until the sink takes it; then only the flush is left to do.
    send Send
        "`SinkExt::send` is not cancel-safe: the item is lost if another branch wins before the \
         sink is ready for it",
        "here, wait with `poll_fn(|cx| sink.poll_ready_unpin(cx))`, `start_send_unpin` in the \
         handler, and `flush`";
    /// The item stays in its slot until the sink takes it.
    feed Feed
        "`SinkExt::feed` is not cancel-safe: the item is lost if another branch wins before the \
         sink is ready for it",
        "here, wait with `poll_fn(|cx| sink.poll_ready_unpin(cx))`, and `start_send_unpin` in \
         the handler";
}

named! {
    [S: ?Sized, T] Send<T> = futures_util::sink::Send<'_, S, T>, of S;
    [S: ?Sized, T] Feed<T> = futures_util::sink::Feed<'_, S, T>, of S;
}

impl<T> Send<T> {
    /// Sends the item, and flushes the sink.
    pub fn resume1<S: Sink<T> + Unpin + ?Sized>(
        self,
        sink: &mut S,
        item: impl Handover<T>,
        progress: &mut Progress,
    ) -> impl Future<Output = Result<(), S::Error>> {
        let mut item = Some(item);
        poll_fn(move |cx| {
            let mut sink = Pin::new(&mut *sink);
            if !matches!(progress, Progress::HandedOver) {
                ready!(hand_over(sink.as_mut(), cx, &mut item))?;
                *progress = Progress::HandedOver;
            }
            let result = ready!(sink.poll_flush(cx));
            progress.finish();
            Poll::Ready(result)
        })
    }
}

impl<T> Feed<T> {
    /// Sends the item.
    pub fn resume1<S: Sink<T> + Unpin + ?Sized>(
        self,
        sink: &mut S,
        item: impl Handover<T>,
        _: &mut Progress,
    ) -> impl Future<Output = Result<(), S::Error>> {
        let mut item = Some(item);
        poll_fn(move |cx| hand_over(Pin::new(&mut *sink), cx, &mut item))
    }
}

fn hand_over<T, S: Sink<T> + ?Sized>(
    mut sink: Pin<&mut S>,
    cx: &mut Context<'_>,
    item: &mut Option<impl Handover<T>>,
) -> Poll<Result<(), S::Error>> {
    ready!(sink.as_mut().poll_ready(cx))?;
    let item = item.take().expect("polled after it was ready");
    Poll::Ready(sink.start_send(item.hand_over()))
}
