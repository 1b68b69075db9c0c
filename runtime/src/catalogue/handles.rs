//! Futures that are handles: dropped, they give up what they are a handle of.

use super::Row;

pub(super) const LISTS: &[&[Row]] = &[
    #[cfg(feature = "async-task")]
    async_task::ROWS,
    #[cfg(feature = "event-listener")]
    event_listener::ROWS,
    #[cfg(feature = "oneshot")]
    oneshot::ROWS,
];

#[cfg(feature = "async-task")]
mod async_task {
    use async_task::{FallibleTask, Task};

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "async-task 4.7" Foreign:
        "async_task::Task" [T, M] Task<T, M>: await => loses(
            "a `Task` that is awaited by value is not cancel-safe: if another branch wins, the \
             task is cancelled, and its output lost",
            "keep the task outside, and await `&mut task`; where the cancel is meant, `abandon(..)`"
        );
        "async_task::FallibleTask" [T, M] FallibleTask<T, M>: await => loses(
            "a `FallibleTask` that is awaited by value is not cancel-safe: if another branch \
             wins, the task is cancelled, and its output lost",
            "keep the task outside, and await `&mut task`; where the cancel is meant, `abandon(..)`"
        );
    }
}

#[cfg(feature = "event-listener")]
mod event_listener {
    use event_listener::EventListener;

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "event-listener 5.4" Foreign:
        "event_listener::EventListener" [T] EventListener<T>: await => loses(
            "an `EventListener` that is awaited by value is not cancel-safe: an event that \
             comes between two calls of `listen` is missed",
            "keep the listener outside, and await `&mut listener`; where what comes in between does \
             not matter, `abandon(..)`"
        );
    }
}

#[cfg(feature = "oneshot")]
mod oneshot {
    use oneshot::{AsyncReceiver, Receiver};

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "oneshot 0.2" Foreign:
        "oneshot::AsyncReceiver" [T] AsyncReceiver<T>: await => loses(
            "an `AsyncReceiver` that is awaited by value is not cancel-safe: the message is \
             lost with the receiver if another branch wins",
            "keep the receiver outside, and await `&mut receiver`; where the message is not wanted \
             any more, `abandon(..)`"
        );
        "oneshot::Receiver" [T] Receiver<T>: await => loses(
            "a `oneshot::Receiver` that is awaited by value is not cancel-safe: the message is \
             lost with the receiver if another branch wins",
            "keep the `AsyncReceiver` outside, and await `&mut receiver`; where the message is not \
             wanted any more, `abandon(..)`"
        );
    }
}
