//! Timers that do not tell their deadline.

use crate::marks::Marked;
use crate::operand::{Itself, Repeatable, Waits, copy_out};
use crate::progress::Progress;

use super::Row;

pub(super) const LISTS: &[&[Row]] = &[
    #[cfg(feature = "async-io")]
    async_io::ROWS,
    #[cfg(feature = "futures-timer")]
    futures_timer::ROWS,
    #[cfg(feature = "embassy-time")]
    embassy_time::ROWS,
    #[cfg(feature = "embassy-time")]
    embassy_time::TICKER,
];

/// A timer that is made anew. In a `safe_select!` it starts over, as the code says; in an
/// annotated function it would do so unseen.
#[derive(Clone, Copy, Debug, Default)]
pub struct StartsOver;

crate::__verdict! { verdict plain [] StartsOver }
crate::__verdict! { marks [] StartsOver: IntoFuture }

/// Holds for no future.
#[diagnostic::on_unimplemented(
    message = "this timer starts over when the call is cancelled and made again [timer-starts-over]",
    label = "its deadline is lost on cancel",
    note = "keep the timer in a local: `let mut timer = ..; (&mut timer).await`"
)]
pub trait KeepsItsDeadline {}

impl StartsOver {
    /// Refused.
    pub fn remake<F: Future + KeepsItsDeadline>(self, timer: F, _: &mut Progress) -> Marked<F> {
        Marked::new(timer)
    }

    /// An argument of the function that makes the future.
    #[inline]
    pub fn time<T: Itself>(self, time: T, _: &mut Progress) -> T::Itself {
        time.itself()
    }

    /// An operand that sits in a slot.
    #[inline]
    pub fn operand<S: Waits<Value: Repeatable>>(self, slot: &mut S) -> S::Value {
        copy_out(slot.__slot())
    }
}

#[cfg(feature = "async-io")]
mod async_io {
    use async_io::Timer;

    use crate::catalogue::declare::cancel_safe;

    cancel_safe! { ROWS "async-io 2.6" Safe:
        "async_io::Timer" [] Timer;
    }

    crate::declare! { @audited Foreign [] Timer, [await] super::StartsOver }
}

#[cfg(feature = "futures-timer")]
mod futures_timer {
    use futures_timer::Delay;

    use crate::catalogue::declare::cancel_safe;

    cancel_safe! { ROWS "futures-timer 3.0" Safe:
        "futures_timer::Delay" [] Delay;
    }

    crate::declare! { @audited Foreign [] Delay, [await] super::StartsOver }
}

#[cfg(feature = "embassy-time")]
mod embassy_time {
    use embassy_time::{Ticker, Timer};

    use crate::catalogue::declare::{cancel_safe, catalogue};

    cancel_safe! { ROWS "embassy-time 0.5" Safe:
        "embassy_time::Timer" [] Timer;
    }

    catalogue! { TICKER "embassy-time 0.5" Inherent:
        "embassy_time::Ticker" [] Ticker: next => safe;
    }

    crate::declare! { @audited Foreign [] Timer, [await] super::StartsOver }
}
