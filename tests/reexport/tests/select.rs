//! The macro finds its crate, whatever it is called, and where the caller does not depend on it.

use std::future::{Future, pending, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("nothing waits here"),
    }
}

#[test]
fn renamed() {
    assert_eq!(now(reexport::here()), 1);
}

#[test]
fn reexported_under_another_name() {
    let value = now(async {
        reexport::choose! {
            value = ready(1) => value,
            value = pending(), if true => value,
            Some(value) = ready(Some(2)), if false => value,
        }
    });
    assert_eq!(value, 1);
}

#[test]
fn by_the_path_of_the_module() {
    let value = now(async {
        reexport::inner::safe_select! { value = ready(1) => value }
    });
    assert_eq!(value, 1);
}

#[test]
fn inside_of_a_macro_of_another_crate() {
    let value = now(async { reexport::or_else!(ready(1), pending()) });
    assert_eq!(value, 1);
}

#[test]
fn with_a_select_in_a_block() {
    let value = now(async {
        reexport::choose! {
            value = async {
                reexport::inner::safe_select! { value = ready(1) => value, _ = pending::<()>() => 2 }
            } => value,
            _ = &mut Box::pin(pending::<()>()) => 3,
        }
    });
    assert_eq!(value, 1);
}
