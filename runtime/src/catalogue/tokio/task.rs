//! `tokio::task`.

use tokio::task::coop::{Coop, Unconstrained};
use tokio::task::futures::TaskLocalFuture;
use tokio::task::{JoinHandle, JoinSet, LocalSet};

use crate::catalogue::declare::{cancel_safe, catalogue};
use crate::marks::CancelSafe;

catalogue! { ROWS "tokio 1.54" Inherent:
    "tokio::task::JoinSet" [T] JoinSet<T>: join_next, join_next_with_id, shutdown => safe;
    "tokio::task::JoinSet" [T] JoinSet<T>: join_all => loses(
        "`JoinSet::join_all` is not cancel-safe: if another branch wins, the outputs so far are \
         lost, and the other tasks are aborted",
        "use `join_next` in a loop, with a `Vec` outside"
    );
    "tokio::task::LocalSet" [] LocalSet: run_until => loses(
        "`LocalSet::run_until` is only as cancel-safe as the future it runs: if another branch \
         wins, that future is dropped half-way",
        "keep the future outside, and pass it as `&mut future`: \
         `assume_cancel_safe(set.run_until(&mut future))`"
    );
}

catalogue! { FUTURES "tokio 1.54" Tokio:
    "tokio::task::JoinHandle" [T] JoinHandle<T>: await => loses(
        "a `JoinHandle` that is awaited by value is not cancel-safe: if another branch wins, \
         the task goes on, but its output is lost",
        "keep the handle outside, and await `&mut handle`; where giving up the output is meant, \
         `abandon(..)`"
    );
    "tokio::task::LocalSet" [] LocalSet: await => loses(
        "a `LocalSet` that is awaited by value is not cancel-safe: if another branch wins, all \
         its tasks are dropped",
        "keep the set outside, and await `&mut set`; where its tasks are given up with it, \
         `abandon(..)`"
    );
}

cancel_safe! { WRAPPERS "tokio 1.54" Inner:
    "tokio::task::coop::Coop" [F: CancelSafe] Coop<F>;
    "tokio::task::coop::Unconstrained" [F: CancelSafe] Unconstrained<F>;
    "tokio::task::futures::TaskLocalFuture" [T: 'static, F: CancelSafe] TaskLocalFuture<T, F>;
}
