//! The declarations of the catalogue: one list of rows per ecosystem, from which come the look-up,
//! the words of a refusal, and the table in the documentation.

/// Rows of the catalogue, for a lane of the look-up.
///
/// ```text
/// catalogue! { ROWS "tokio 1.54" Inherent:
///     "path in the docs" [generics] Receiver: methods => safe;
///     "path in the docs" [generics] Receiver: methods => yields(Output);
///     "path in the docs" [generics] Receiver: methods => resumes(Verdict);
///     "path in the docs" [generics] Receiver: methods => queues("message");
///     "path in the docs" [generics] Receiver: methods => loses("message", "what", "instead");
/// }
/// ```
macro_rules! catalogue {
    ($ROWS:ident $krate:literal $Lane:ident: $(
        $name:literal $generics:tt $Receiver:ty: $($method:ident),+
            => $kind:ident $(($($words:tt)*))?;
    )+) => {
        $(
            $crate::catalogue::declare::row! {
                $Lane $generics $Receiver, [$($method)+] $kind $(($($words)*))?
            }
        )+

        pub(in $crate::catalogue) const $ROWS: &[$crate::catalogue::Row] = &[$(
            $crate::catalogue::Row {
                krate: $krate,
                receiver: $name,
                methods: &[$(stringify!($method)),+],
                fact: $crate::catalogue::declare::fact!($kind $(($($words)*))?),
            }
        ),+];
    };
}
pub(super) use catalogue;

/// The look-up of a row.
macro_rules! row {
    ($Lane:ident $generics:tt $Receiver:ty, $methods:tt safe) => {
        $crate::catalogue::declare::audited! {
            $Lane $generics $Receiver, $methods $crate::probe::Safe
        }
    };
    ($Lane:ident $generics:tt $Receiver:ty, $methods:tt yields($Output:ty)) => {
        $crate::catalogue::declare::audited! {
            $Lane $generics $Receiver, $methods $crate::probe::SafeYielding<$Output>
        }
    };
    ($Lane:ident $generics:tt $Receiver:ty, $methods:tt resumes($Verdict:ty)) => {
        $crate::catalogue::declare::audited! { $Lane $generics $Receiver, $methods $Verdict }
    };
    ($Lane:ident $generics:tt $Receiver:ty, $methods:tt queues($message:literal)) => {
        const _: () = {
            $crate::catalogue::declare::refusal! { $message,
                "dropped, it gives up its place in the queue; nothing else is lost",
                "if that is fine, say so: `requeue(..)`",
                "to keep the place, hold the future outside and await `&mut future`",
            }
            $crate::catalogue::declare::audited! { $Lane $generics $Receiver, $methods Refusal }
        };
    };
    ($Lane:ident $generics:tt $Receiver:ty, $methods:tt
        loses($message:literal, $lost:literal, $instead:literal)) => {
        const _: () = {
            $crate::catalogue::declare::refusal! { $message, $lost, $instead }
            $crate::catalogue::declare::audited! { $Lane $generics $Receiver, $methods Refusal }
        };
    };
}
pub(super) use row;

/// The implementations of `Audited` of a row.
macro_rules! audited {
    ($Lane:ident $generics:tt $Receiver:ty, [$($method:ident)+] $Verdict:ty) => {$(
        $crate::catalogue::declare::audited! { @ $Lane $generics $Receiver, $method $Verdict }
    )+};
    (@ $Lane:ident [$($generics:tt)*] $Receiver:ty, $method:ident $Verdict:ty) => {
        impl<$($generics)*>
            $crate::probe::Audited<
                { $crate::probe::method(stringify!($method)) },
                $crate::lanes::$Lane,
            > for $Receiver
        {
            type Verdict = $Verdict;
        }
    };
}
pub(super) use audited;

/// What the table says about a row.
macro_rules! fact {
    (safe) => {
        $crate::catalogue::Fact::Safe
    };
    (yields $Output:tt) => {
        $crate::catalogue::Fact::Safe
    };
    (resumes($Verdict:ty)) => {
        <$Verdict>::FACT
    };
    (queues($message:literal)) => {
        $crate::catalogue::Fact::Queues
    };
    (loses($message:literal, $lost:literal, $instead:literal)) => {
        $crate::catalogue::Fact::Loses { lost: $lost, instead: $instead }
    };
}
pub(super) use fact;

/// A verdict that refuses, in the words of the operation.
macro_rules! refusal {
    ($message:literal, $lost:literal $(, $note:literal)+ $(,)?) => {
        /// Refused.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Refusal;

        $crate::probe::verdict!(plain [] Refusal);

        impl Refusal {
            /// A time limit. Refused already.
            pub fn time<T>(self, limit: T, _: &mut $crate::progress::Progress) -> T {
                limit
            }

            /// An operand that sits in a slot. Refused already.
            pub fn operand<T>(self, slot: &mut Option<T>) -> T {
                $crate::probe::take_out(slot)
            }
        }

        $crate::catalogue::declare::refuse! { [] Refusal, $message, $lost $(, $note)+ }
    };
}
pub(super) use refusal;

/// Makes a verdict refuse to mark, in the words of the operation.
macro_rules! refuse {
    ([$($generics:tt)*] $Verdict:ty, $message:literal, $lost:literal $(, $note:literal)+ $(,)?) => {
        const _: () = {
            /// Holds for no future.
            #[diagnostic::on_unimplemented(message = $message, label = $lost, $(note = $note),+)]
            pub trait CancelSafe {}

            impl<$($generics)*> $Verdict {
                /// Refused.
                pub fn mark<F: ::core::future::IntoFuture + CancelSafe>(
                    self,
                    future: F,
                ) -> $crate::marks::Marked<F::IntoFuture> {
                    $crate::marks::Marked::new(future.into_future())
                }

                /// Refused.
                pub fn remake<F: ::core::future::IntoFuture + CancelSafe>(
                    self,
                    future: F,
                    _: &mut $crate::progress::Progress,
                ) -> $crate::marks::Marked<F::IntoFuture> {
                    $crate::marks::Marked::new(future.into_future())
                }
            }
        };
    };
}
pub(super) use refuse;

/// The verdict on an operation with progress: its form, what it does with an operand that sits in
/// a slot, and its refusal where it cannot resume. The type is its own token; what it has besides
/// is `resumeN`, for `N` arguments.
///
/// ```text
/// resumes! {
///     /// What is kept.
///     unique ReadExact(by_mut)
///     "`AsyncReadExt::read_exact` is not cancel-safe", "what is lost", "what to write instead"
/// }
/// ```
macro_rules! resumes {
    ($(#[$meta:meta])* $form:ident $Verdict:ident($operand:ident)
        $message:literal, $lost:literal, $instead:literal $(,)?) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $Verdict;

        $crate::probe::verdict!($form [] $Verdict);

        impl $Verdict {
            pub(in $crate::catalogue) const FACT: $crate::catalogue::Fact =
                $crate::catalogue::Fact::Resumes { lost: $lost, instead: $instead };

            $crate::catalogue::declare::operand!($operand);
        }

        $crate::catalogue::declare::refuse! { [] $Verdict, $message, $lost,
            "in a `#[cancel_safe]` function it resumes where it was",
            $instead
        }
    };
}
pub(super) use resumes;

/// What an operation with progress does with an operand that sits in a slot.
macro_rules! operand {
    (item) => {
        /// Leaves the item in its slot, until it is handed over.
        #[inline]
        pub fn operand<V>(self, slot: &mut Option<V>) -> &mut Option<V> {
            slot
        }
    };
    (by_mut) => {
        /// Lends what is in the slot.
        #[inline]
        pub fn operand<V>(self, slot: &mut Option<V>) -> &mut V {
            $crate::probe::lend(slot)
        }
    };
    (by_copy) => {
        /// Copies the operand.
        #[inline]
        pub fn operand<V: $crate::probe::Repeatable>(self, slot: &mut Option<V>) -> V {
            $crate::probe::copy_out(slot)
        }
    };
}
pub(super) use operand;

/// Futures that are cancel-safe (`Safe`), and wrappers that are where what they wrap is (`Inner`).
macro_rules! cancel_safe {
    ($ROWS:ident $krate:literal $Fact:ident: $($name:literal $generics:tt $Future:ty;)+) => {
        $($crate::catalogue::declare::cancel_safe! { @ $generics $Future })+

        pub(in $crate::catalogue) const $ROWS: &[$crate::catalogue::Row] = &[$(
            $crate::catalogue::Row {
                krate: $krate,
                receiver: $name,
                methods: &["await"],
                fact: $crate::catalogue::Fact::$Fact,
            }
        ),+];
    };
    (@ [$($generics:tt)*] $Future:ty) => {
        // An error is not to list the whole catalogue.
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::marks::CancelSafe for $Future
        where
            Self: ::core::future::Future,
        {
        }
    };
}
pub(super) use cancel_safe;
