//! What the tests of the catalogue share.

pub mod transport;

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// A future that borrows the state of a test.
pub type Call<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Writes out what `#[cancel_safe]` generates at an await point. An argument is `by` itself or in
/// a `slot`.
macro_rules! resume {
    ($receiver:ident.$method:ident($($kind:ident $arg:expr),*), $progress:expr) => {{
        #[allow(unused_imports)]
        use cancel_safe::__private::{Unaudited as _, Form, Lend as _, Verdict as _, form, method, probe};
        #[allow(unused_variables)]
        let progress: &mut cancel_safe::Progress = $progress;
        let verdict = probe::<{ method(stringify!($method)) }, _>(&$receiver).__verdict();
        // What follows the call of a token that does not apply is unreachable.
        #[allow(unused_variables)]
        let future = match form(&verdict) {
            Form::Plain => {
                let t = verdict.__plain();
                t.only(t.mark($receiver.$method($(resume!(@arg t $kind $arg)),*)))
            }
            Form::Shared => {
                let t = verdict.__shared();
                resume!(@call t, $receiver.cancel_safe_shared(), [$($kind $arg),*], progress)
            }
            Form::Unique => {
                let t = verdict.__unique();
                resume!(@call t, $receiver.cancel_safe_unique(), [$($kind $arg),*], progress)
            }
        };
        future.await
    }};
    (@call $t:ident, $receiver:expr, [], $progress:ident) => {
        $t.resume0($receiver, $progress)
    };
    (@call $t:ident, $receiver:expr, [$k1:ident $a1:expr], $progress:ident) => {
        $t.resume1($receiver, resume!(@arg $t $k1 $a1), $progress)
    };
    (@call $t:ident, $receiver:expr, [$k1:ident $a1:expr, $k2:ident $a2:expr], $progress:ident) => {
        $t.resume2($receiver, resume!(@arg $t $k1 $a1), resume!(@arg $t $k2 $a2), $progress)
    };
    (@arg $t:ident by $arg:expr) => { $arg };
    (@arg $t:ident slot $arg:expr) => { $t.operand(&mut $arg) };
}
pub(crate) use resume;

/// Writes out what `#[cancel_safe]` generates where it awaits something that is not a method call.
macro_rules! remake {
    ($($function:ident)::+($limit:expr, $inner:expr), $progress:expr) => {{
        #[allow(unused_imports)]
        use cancel_safe::__private::{AWAIT, Unaudited as _, probe, verdict_of};
        let progress: &mut cancel_safe::Progress = $progress;
        let mut verdict = None;
        #[allow(unreachable_code, unused_assignments)]
        if false {
            let future = $($function)::+($limit, $inner);
            verdict = Some(probe::<AWAIT, _>(&future).__verdict());
            loop {}
        }
        let verdict = verdict_of(verdict);
        let future = $($function)::+(verdict.time($limit, progress), $inner);
        verdict.remake(future, progress).await
    }};
    ($future:expr, $progress:expr) => {{
        #[allow(unused_imports)]
        use cancel_safe::__private::{AWAIT, Unaudited as _, probe};
        let progress: &mut cancel_safe::Progress = $progress;
        match $future {
            future => {
                let verdict = probe::<AWAIT, _>(&future).__verdict();
                verdict.remake(future, progress).await
            }
        }
    }};
}
pub(crate) use remake;

/// Polls once, with a waker that does nothing.
pub fn poll<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Runs a call to its end. After the suspension number `i` it is dropped and made again if the
/// bit `i` of `cancels` is set. Yields how often it was suspended, and its output.
pub fn drive<S, T>(
    state: &mut S,
    cancels: u32,
    make: &dyn for<'a> Fn(&'a mut S) -> Call<'a, T>,
) -> (u32, T) {
    let mut suspensions = 0;
    loop {
        let mut call = make(state);
        loop {
            match poll(call.as_mut()) {
                Poll::Ready(output) => return (suspensions, output),
                Poll::Pending => suspensions += 1,
            }
            assert!(suspensions < 1000, "the call does not end");
            if suspensions <= 32 && cancels >> (suspensions - 1) & 1 == 1 {
                break;
            }
        }
    }
}

/// Runs a call under every schedule of cancels over its first 12 suspensions, and compares the
/// state and the output with those of a run without a cancel. Yields the number of suspensions,
/// the output, and what `see` has seen of the state.
pub fn every_schedule<S, T: PartialEq + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    start: impl Fn() -> S,
    make: &dyn for<'a> Fn(&'a mut S) -> Call<'a, T>,
    see: impl Fn(S) -> V,
) -> (u32, T, V) {
    let mut plain = start();
    let (suspensions, output) = drive(&mut plain, 0, make);
    let expected = (output, see(plain));
    for cancels in 0..1 << suspensions.min(12) {
        let mut state = start();
        let (_, output) = drive(&mut state, cancels, make);
        assert_eq!((output, see(state)), expected, "cancelled at {cancels:#b}");
    }
    (suspensions, expected.0, expected.1)
}

/// Whether the future is not ready at its first poll.
pub fn is_pending(future: impl Future) -> bool {
    poll(pin!(future)).is_pending()
}

/// Asks the catalogue about a call, and makes its future. Does not compile if it is refused.
macro_rules! branch {
    ($receiver:ident.$method:ident($($arg:expr),*)) => {
        {
            #[allow(unused_imports)]
            use cancel_safe::__private::{Unaudited as _, method, probe};
            probe::<{ method(stringify!($method)) }, _>(&$receiver).__verdict()
        }
        .mark($receiver.$method($($arg),*))
    };
}
pub(crate) use branch;

/// Drops the future of an operation before and after the event that it waits for. Each time it is
/// made again, it yields what it waited for.
macro_rules! loses_nothing {
    ($receiver:ident.$method:ident($($arg:expr),*), $event:expr => $output:pat) => {{
        for _ in 0..3 {
            let future = branch!($receiver.$method($($arg),*));
            assert!(is_pending(future), "{} is ready", stringify!($method));
        }
        let _ = $event;
        let output = soon(branch!($receiver.$method($($arg),*))).await;
        assert!(matches!(output, $output), "{}: {output:?}", stringify!($method));

        let mut waiting = Box::pin(branch!($receiver.$method($($arg),*)));
        assert!(poll(waiting.as_mut()).is_pending(), "{} is ready", stringify!($method));
        let _ = $event;
        drop(waiting);
        let output = soon(branch!($receiver.$method($($arg),*))).await;
        assert!(matches!(output, $output), "{}: {output:?}", stringify!($method));
    }};
}
pub(crate) use loses_nothing;

/// Waits for what has to be there soon.
pub async fn soon<T>(future: impl Future<Output = T>) -> T {
    let limit = std::time::Duration::from_secs(5);
    tokio::time::timeout(limit, future).await.expect("nothing comes: it was lost")
}
