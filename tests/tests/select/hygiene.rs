//! Nothing of ours is visible in the branches, and nothing of theirs disturbs us.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]

use ::cancel_safe::safe_select;

/// Everything that the expansion could have meant, and does not.
mod decoys {
    #![allow(dead_code, non_camel_case_types, unused_macros, unused_imports, clippy::all)]
    #![allow(clippy::nursery)]

    pub mod std {}
    pub mod core {}
    pub mod alloc {}
    pub mod cancel_safe {}
    pub mod __private {}
    pub struct Pin;
    pub struct Poll;
    pub struct Option;
    pub struct Result;
    pub struct Box;
    pub struct bool;
    pub struct u64;
    pub struct usize;
    pub trait Future {}
    pub trait IntoFuture {}
    pub trait Iterator {}
    pub const BRANCHES: &str = "theirs";
    pub enum Mask {}
    pub enum Out {}
    pub enum Out2 {}
    pub enum Out3 {}
    pub fn drop() {}
    macro_rules! unreachable {
        () => {
            compile_error!("theirs")
        };
    }
    macro_rules! panic {
        () => {
            compile_error!("theirs")
        };
    }
    pub(crate) use {panic, unreachable};
}

mod items {
    use ::std::assert_eq;
    use ::std::future::{pending, ready};

    #[allow(clippy::wildcard_imports, unused_imports)]
    use super::decoys::*;
    use super::safe_select;

    /// Variants that are not those of an option.
    #[derive(Debug, PartialEq, Eq)]
    #[allow(dead_code)]
    pub enum Own {
        Some(i32),
        None,
        Ok,
        Err,
        Ready,
        Pending,
    }
    #[allow(unused_imports)]
    use Own::{Err, None, Ok, Pending, Ready, Some};

    #[test]
    fn the_items_in_scope_are_theirs() {
        let yes = true;
        let run = async {
            safe_select! {
                own = ready(Some(3)), if yes => (own, BRANCHES),
                own = ready(None), if !yes => (own, BRANCHES),
                _ = pending::<()>() => (Ok, BRANCHES),
                else => (Err, BRANCHES),
            }
        };
        assert_eq!(::futures::executor::block_on(run), (Some(3), "theirs"));
    }

    #[test]
    fn an_option_is_still_an_option() {
        let run = async {
            safe_select! {
                ::std::option::Option::Some(v) = ready(::std::option::Option::Some(1)) => v,
                else => 2,
            }
        };
        assert_eq!(::futures::executor::block_on(run), 1);
    }

    #[test]
    fn with_complete_and_default() {
        let run = async {
            let never = pending::<i32>;
            let first = safe_select! { v = never() => v, default => 2 };
            first + safe_select! { biased; v = ready(1) => v, v = never() => v, complete => 3 }
        };
        assert_eq!(::futures::executor::block_on(run), 3);
    }
}

/// The parts of the expansion that only some branches have.
mod branches {
    use ::std::assert_eq;
    use ::std::boxed::Box as Boxed;
    use ::std::future::{Future, pending, ready};
    use ::std::pin::Pin as Pinned;

    #[allow(clippy::wildcard_imports, unused_imports)]
    use super::decoys::*;
    use super::safe_select;

    struct Slot(Pinned<Boxed<dyn Future<Output = i32>>>);

    impl Slot {
        const fn get(&mut self) -> &mut Self {
            self
        }
    }

    macro_rules! one {
        () => {
            ready(1)
        };
    }

    #[test]
    fn of_every_kind() {
        use ::futures::FutureExt as _;

        let (which, holder, function, reach, closure) = (0, 1, 2, 3, 4);
        let mut slot = Slot(Boxed::pin(pending()));
        let run = async {
            safe_select! {
                v = async {
                    safe_select! { biased; v = ready(which + holder) => v + reach, _ = pending::<()>() => closure }
                } => v + function,
                v = &mut slot.get().0 => v,
                v = one!() => v + 5,
                v = ready(6).boxed() => v,
                v = match which { 0 => ready(6), _ => ready(7) } => v,
                () = ::tokio::task::yield_now() => 6,
            }
        };
        assert_eq!(::futures::executor::block_on(run), 6);
    }
}

mod locals {
    use ::std::assert_eq;
    use ::std::future::ready;

    use super::safe_select;

    #[test]
    fn the_locals_in_scope_are_theirs() {
        let (futures, future, select, output, value) = (1, 2, 3, 4, 5);
        let (stored, verdict, probe, kind, outcome) = (6, 7, 8, 9, 10);
        let (off_0, off_1, name, cx, this) = (11, 12, 13, 14, 15);
        let run = async {
            safe_select! {
                biased;
                (a, b) = ready((futures + future + select, output + value)),
                    if off_0 == 11 && off_1 == 12 =>
                    a + b + stored + verdict + probe + kind + outcome + off_0 + off_1 + name + cx + this,
                [future, name] = ready([future, name]) => future + name,
            }
        };
        assert_eq!(::futures::executor::block_on(run), 120);
    }

    #[test]
    fn the_names_of_branches_do_not_meet() {
        let run = async {
            let value = ready(1);
            safe_select! {
                value = value => safe_select! {
                    output = ready(value + 1) => output + value,
                    value = ready(9), if value == 9 => value,
                },
                futures = ready(7), if false => futures,
            }
        };
        assert_eq!(::futures::executor::block_on(run), 3);
    }
}

/// Traits that everything implements, whose methods have the names that ours could have.
mod methods {
    use ::std::assert_eq;
    use ::std::future::{Ready, pending, ready};
    use ::std::option::Option::Some;

    use super::safe_select;

    macro_rules! nosy {
        ($trait:ident $receiver:tt: $($method:ident)*) => {
            #[allow(dead_code)]
            trait $trait: ::std::marker::Sized {$(
                fn $method $receiver -> u8 {
                    0
                }
            )*}

            impl<T> $trait for T {}
        };
    }

    struct Slot(u8);

    impl Slot {
        async fn get(&self) -> u8 {
            ready(self.0).await
        }

        fn part(&self) -> (u8, Ready<u8>) {
            (0, ready(self.0))
        }
    }

    macro_rules! three {
        () => {
            ready(3)
        };
    }

    macro_rules! are_not_called {
        ($module:ident: $receiver:tt) => {
            mod $module {
                use super::*;

                nosy! {
                    Nosy $receiver:
                    checked check future holder in_branch kind lend lends lent mark
                    marked moved name name_in_futures output output_of pair pattern probe proved
                    remake some take verdict
                }

                #[test]
                fn are_not_called() {
                    use ::futures::FutureExt as _;

                    let (slot, mut rest) = (Slot(2), ready(Some(4)));
                    let (mut fused, named) = (ready(3).fuse(), ready(3));
                    let run = async {
                        safe_select! {
                            biased;
                            v = pending::<u8>(), if slot.0 == 0 => v,
                            Some(v) = &mut rest, if slot.0 == 0 => v,
                            v = ::cancel_safe::abandon(slot.get()), if false => v,
                            v = fused, if false => v,
                            v = named, if false => v,
                            v = &mut slot.part().1, if false => v,
                            v = three!(), if false => v,
                            v = async { ready(2).await }, if false => v,
                            v = ::std::future::poll_fn(|_| ::std::task::Poll::Ready(2)), if false => v,
                            v = ready(3_u8).boxed(), if false => v,
                            () = ::tokio::task::yield_now(), if false => 0,
                            v = ready(3_u8) => v.verdict() + v.kind() + v.name() + 1,
                            else => 0,
                        }
                    };
                    assert_eq!(::futures::executor::block_on(run), 1);
                }
            }
        };
    }

    are_not_called! { by_reference: (&self) }
    are_not_called! { by_value: (self) }
}

/// Inside other macros, which have names of their own.
mod macros {
    use ::std::assert_eq;
    use ::std::future::{pending, ready};

    use super::safe_select;

    macro_rules! first {
        ($($name:ident = $future:expr),+ $(,)?) => {
            safe_select! { $($name = $future => $name),+ }
        };
    }

    macro_rules! or_zero {
        ($future:expr) => {{
            let output = 0;
            safe_select! { biased; value = $future => value + output, _ = pending::<()>() => output }
        }};
    }

    #[test]
    fn keep_their_names_apart() {
        let run = async {
            let output = 5;
            first!(a = ready(1), b = ready(1)) + or_zero!(ready(output))
        };
        assert_eq!(::futures::executor::block_on(run), 6);
    }
}
