//! `futures::future`.

use futures_util::future::{
    Abortable, AlwaysReady, CatchUnwind, Either, ErrInto, Fuse, Inspect, InspectErr, InspectOk,
    IntoFuture, Join, JoinAll, Lazy, Map, MapErr, MapInto, MapOk, MapOkOrElse, NeverError, OkInto,
    OptionFuture, Pending, Ready, RemoteHandle, Select, SelectAll, TryFuture, TryJoin, TryJoinAll,
    TrySelect, UnitError, UnwrapOrElse,
};

use crate::catalogue::declare::{cancel_safe, catalogue};
use crate::marks::CancelSafe;

cancel_safe! { FUTURES "futures-util 0.3" Safe:
    "futures_util::future::Ready" [T] Ready<T>;
    "futures_util::future::Pending" [T] Pending<T>;
    "futures_util::future::AlwaysReady" [T, F: Fn() -> T] AlwaysReady<T, F>;
    "futures_util::future::Lazy" [F] Lazy<F>;
}

// What a combinator does to the output, it does when the future has ended.
cancel_safe! { WRAPPERS "futures-util 0.3" Inner:
    "futures_util::future::Fuse" [F: CancelSafe] Fuse<F>;
    "futures_util::future::Map" [F: CancelSafe, G] Map<F, G>;
    "futures_util::future::MapInto" [F: CancelSafe, T] MapInto<F, T>;
    "futures_util::future::MapOk" [F: CancelSafe + TryFuture, G] MapOk<F, G>;
    "futures_util::future::MapErr" [F: CancelSafe + TryFuture, G] MapErr<F, G>;
    "futures_util::future::MapOkOrElse" [F: CancelSafe + TryFuture, G, H] MapOkOrElse<F, G, H>;
    "futures_util::future::UnwrapOrElse" [F: CancelSafe + TryFuture, G] UnwrapOrElse<F, G>;
    "futures_util::future::OkInto" [F: CancelSafe + TryFuture, T] OkInto<F, T>;
    "futures_util::future::ErrInto" [F: CancelSafe + TryFuture, E] ErrInto<F, E>;
    "futures_util::future::IntoFuture" [F: CancelSafe + TryFuture] IntoFuture<F>;
    "futures_util::future::Inspect" [F: CancelSafe, G] Inspect<F, G>;
    "futures_util::future::InspectOk" [F: CancelSafe + TryFuture, G] InspectOk<F, G>;
    "futures_util::future::InspectErr" [F: CancelSafe + TryFuture, G] InspectErr<F, G>;
    "futures_util::future::UnitError" [F: CancelSafe] UnitError<F>;
    "futures_util::future::NeverError" [F: CancelSafe] NeverError<F>;
    "futures_util::future::CatchUnwind" [F: CancelSafe] CatchUnwind<F>;
    "futures_util::future::Abortable" [F: CancelSafe] Abortable<F>;
    "futures_util::future::OptionFuture" [F: CancelSafe] OptionFuture<F>;
    "futures_util::future::Either" [A: CancelSafe, B: CancelSafe] Either<A, B>;
    "futures_util::future::Select" [A: CancelSafe, B: CancelSafe] Select<A, B>;
    "futures_util::future::TrySelect" [A: CancelSafe, B: CancelSafe] TrySelect<A, B>;
    "futures_util::future::SelectAll" [F: CancelSafe] SelectAll<F>;
}

catalogue! { LOSERS "futures-util 0.3" Futures:
    "futures_util::future::RemoteHandle" [T] RemoteHandle<T>: await => loses(
        "a `RemoteHandle` that is awaited by value is not cancel-safe: if another branch wins, \
         the remote future is dropped, and its output lost",
        "keep the handle outside, and await `&mut handle`; where the remote future is given up with \
         it, `abandon(..)`"
    );
    "futures_util::future::join" [A: Future, B: Future] Join<A, B>: await => loses(
        "`join` is not cancel-safe: if another branch wins, the outputs of those that have \
         ended are lost",
        "keep the joined future outside, and await `&mut joined`"
    );
    "futures_util::future::try_join" [A: TryFuture, B: TryFuture] TryJoin<A, B>: await => loses(
        "`try_join` is not cancel-safe: if another branch wins, the outputs of those that have \
         ended are lost",
        "keep the joined future outside, and await `&mut joined`"
    );
    "futures_util::future::join_all" [F: Future] JoinAll<F>: await => loses(
        "`join_all` is not cancel-safe: if another branch wins, the outputs of those that have \
         ended are lost",
        "keep a `FuturesUnordered` outside, and take from it with `next`"
    );
    "futures_util::future::try_join_all" [F: TryFuture] TryJoinAll<F>: await => loses(
        "`try_join_all` is not cancel-safe: if another branch wins, the outputs of those that \
         have ended are lost",
        "keep a `FuturesUnordered` outside, and take from it with `try_next`"
    );
}
