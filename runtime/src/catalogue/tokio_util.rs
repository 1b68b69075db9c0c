//! tokio-util. Its framed transports are sinks and streams: see the futures crates.

use std::future::Future;

use tokio_util::sync::{
    CancellationToken, WaitForCancellationFuture, WaitForCancellationFutureOwned,
};
use tokio_util::task::task_tracker::{TaskTrackerWaitFuture, TrackedFuture};
use tokio_util::task::{AbortOnDropHandle, JoinMap, JoinQueue};

use super::Row;
use super::declare::{cancel_safe, catalogue};
use crate::marks::CancelSafe;

pub(super) const LISTS: &[&[Row]] = &[
    ROWS,
    FUTURES,
    WRAPPERS,
    LOSERS,
    #[cfg(feature = "tokio-net")]
    net::FUTURES,
];

cancel_safe! { FUTURES "tokio-util 0.7" Safe:
    "tokio_util::sync::CancellationToken::cancelled" [] WaitForCancellationFuture<'_>;
    "tokio_util::sync::CancellationToken::cancelled_owned" [] WaitForCancellationFutureOwned;
    "tokio_util::task::TaskTracker::wait" [] TaskTrackerWaitFuture<'_>;
}

cancel_safe! { WRAPPERS "tokio-util 0.7" Inner:
    "tokio_util::task::TaskTracker::track_future" [F: CancelSafe] TrackedFuture<F>;
}

catalogue! { ROWS "tokio-util 0.7" Inherent:
    "tokio_util::task::JoinMap" [K, V, S] JoinMap<K, V, S>: join_next, shutdown => safe;
    "tokio_util::task::JoinQueue" [T] JoinQueue<T>:
        join_next, join_next_with_id, shutdown => safe;
    "tokio_util::task::JoinQueue" [T] JoinQueue<T>: join_all => loses(
        "`JoinQueue::join_all` is not cancel-safe: if another branch wins, the outputs so far \
         are lost, and the other tasks are aborted",
        "use `join_next` in a loop, with a `Vec` outside"
    );
    "tokio_util::sync::CancellationToken" [] CancellationToken:
        run_until_cancelled, run_until_cancelled_owned => loses(
            "`CancellationToken::run_until_cancelled` is only as cancel-safe as what it runs: \
             if another branch wins, that future is dropped half-way",
            "select on `token.cancelled()` and the future itself"
        );
}

catalogue! { LOSERS "tokio-util 0.7" Tokio:
    "tokio_util::task::AbortOnDropHandle" [T] AbortOnDropHandle<T>: await => loses(
        "an `AbortOnDropHandle` that is awaited by value is not cancel-safe: if another branch \
         wins, the task is aborted, and its output lost",
        "keep the handle outside, and await `&mut handle`; where the abort is meant, `abandon(..)`"
    );
    "tokio_util::future::FutureExt" [F: Future] F:
        with_cancellation_token, with_cancellation_token_owned => loses(
            "`with_cancellation_token` is only as cancel-safe as the future it is called on: if \
             another branch wins, that future is dropped half-way",
            "select on `token.cancelled()` and the future itself"
        );
}

#[cfg(feature = "tokio-net")]
mod net {
    use tokio_util::net::ListenerAcceptFut;

    use crate::catalogue::declare::cancel_safe;

    cancel_safe! { FUTURES "tokio-util 0.7" Safe:
        "tokio_util::net::Listener::accept" [L] ListenerAcceptFut<'_, L>;
    }
}
