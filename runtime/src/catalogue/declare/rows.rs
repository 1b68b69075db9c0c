//! The rows of the catalogue.

/// Rows of the catalogue, for a lane of the look-up: those of [`declare!`](crate::declare), each
/// with the path of the receiver in the documentation. `yields(Output)` is `safe` for a method of
/// a trait.
///
/// ```text
/// catalogue! { ROWS "tokio 1.54" Inherent:
///     "tokio::sync::mpsc::Receiver" [T] mpsc::Receiver<T>: recv, recv_many => safe;
/// }
/// ```
#[allow(unused_macros)]
macro_rules! catalogue {
    ($ROWS:ident $krate:literal $Lane:ident: $(
        $name:literal $generics:tt $Receiver:ty: $($method:ident),+
            => $kind:tt $(($($words:tt)*))?;
    )+) => {
        $(
            $crate::declare! { @row [$kind]
                $Lane $generics $Receiver, [$($method)+] $kind $(($($words)*))?
            }
            #[cfg(cancel_safe_asks_itself)]
            $crate::catalogue::declare::ask! {
                $generics $Receiver, [$($method)+] $kind $(($($words)*))?
            }
        )+

        pub(in $crate::catalogue) const $ROWS: &[$crate::Row] = &[$(
            $crate::Row {
                krate: $krate,
                receiver: $name,
                methods: &[$(stringify!($method)),+],
                fact: $crate::catalogue::declare::fact!($kind $(($($words)*))?),
            }
        ),+];
    };
}
#[allow(unused_imports)]
pub(in crate::catalogue) use catalogue;

/// Asks about the operations of a row, and marks a future: refused rows do not compile. For the
/// test that reads these errors.
#[cfg(cancel_safe_asks_itself)]
macro_rules! ask {
    (@ [$($generics:tt)*] $Receiver:ty, $method:ident, $Output:ty) => {
        const _: () = {
            #[allow(unused_imports)]
            use $crate::probe::{Unaudited as _, method, probe};

            fn ask<$($generics)*>(receiver: &$Receiver) {
                let verdict = probe::<{ method(stringify!($method)) }, _>(receiver).__verdict();
                let _marked = verdict.mark(::core::future::pending::<$Output>());
            }
        };
    };
    ($generics:tt $Receiver:ty, [$($method:ident)+] yields $Output:tt) => {
        $($crate::catalogue::declare::ask! { @ $generics $Receiver, $method, _ })+
    };
    ($generics:tt $Receiver:ty, [$($method:ident)+] $kind:ident $($words:tt)?) => {
        $($crate::catalogue::declare::ask! { @ $generics $Receiver, $method, () })+
    };
}
#[cfg(cancel_safe_asks_itself)]
pub(in crate::catalogue) use ask;

/// What the table says about a row.
#[allow(unused_macros)]
macro_rules! fact {
    (safe) => {
        $crate::Fact::Safe
    };
    (yields $Output:tt) => {
        $crate::Fact::Safe
    };
    (resumes($Verdict:ty)) => {
        <$Verdict as $crate::catalogue::facts::Known>::FACT
    };
    (queues($message:literal)) => {
        $crate::Fact::Queues
    };
    (loses($message:literal, $instead:literal)) => {
        $crate::Fact::Loses {
            lost: $crate::catalogue::facts::lost_says($message),
            instead: $instead,
        }
    };
}
#[allow(unused_imports)]
pub(in crate::catalogue) use fact;

/// Futures that are cancel-safe (`Safe`), and wrappers that are where what they wrap is (`Inner`).
#[allow(unused_macros)]
macro_rules! cancel_safe {
    ($ROWS:ident $krate:literal $Fact:ident: $($name:literal $generics:tt $Future:ty;)+) => {
        $($crate::catalogue::declare::cancel_safe! { @ $generics $Future })+

        pub(in $crate::catalogue) const $ROWS: &[$crate::Row] = &[$(
            $crate::Row {
                krate: $krate,
                receiver: $name,
                methods: &["await"],
                fact: $crate::Fact::$Fact,
            }
        ),+];
    };
    (@ [$($generics:tt)*] $Future:ty) => {
        // An error is not to list the whole catalogue.
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::CancelSafe for $Future
        where
            Self: ::core::future::Future,
        {
        }
    };
}
#[allow(unused_imports)]
pub(in crate::catalogue) use cancel_safe;

/// The futures that operations with progress have where they are called as they are written. A method
/// of the type itself that shadows one of them has another.
#[allow(unused_macros)]
macro_rules! named {
    ($([$($generics:tt)*] $Verdict:ty = $Future:ty, of $Receiver:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::errors::FutureOf<$Verdict, $Receiver>
            for $Future
        {
        }
    )+};
}
#[allow(unused_imports)]
pub(in crate::catalogue) use named;
