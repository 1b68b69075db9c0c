//! The declarations of the catalogue: [`declare!`](crate::declare) for everybody, and on top of
//! it `catalogue!`, whose rows are in the table too.

/// Tells the compiler what dropping the futures of your operations does, so that they can be
/// awaited in `#[cancel_safe]` functions and be branches of `safe_select!`, or are refused in your
/// own words.
///
/// A row has the generic parameters, the type of the receiver, the methods and a verdict:
///
/// | verdict | |
/// |---|---|
/// | `safe` | dropping the future and making it again loses nothing |
/// | `queues("message")` | it gives up a place in a queue, which `requeue(..)` accepts |
/// | `loses("message: what is lost", "what to write instead")` | refused, in these words |
/// | `resumes(Verdict)` | an operation with progress, see below |
///
/// ```
/// struct Mailbox<T>(Vec<T>);
///
/// impl<T> Mailbox<T> {
///     async fn take(&mut self) -> Option<T> {
///         self.0.pop()
///     }
///
///     async fn put(&mut self, item: T) {
///         self.0.push(item);
///     }
/// }
///
/// cancel_safe::declare! {
///     [T] Mailbox<T>: take => safe;
///     [T] Mailbox<T>: put => loses(
///         "`Mailbox::put` is not cancel-safe: the item is lost if another branch wins",
///         "use `try_put`"
///     );
/// }
/// ```
///
/// # Operations with progress
///
/// An operation that loses something elsewhere can resume in a `#[cancel_safe]` function. Its
/// verdict is a type of its own, which says how it takes the receiver (`shared` or `unique`), and
/// what happens to an argument that is passed by value: it is an `item` that is handed over at the
/// last instant and stays in its slot until then, or it is taken `by_copy` or `by_mut`. The method
/// `resume1` (for one argument; `resume0`, `resume2`, `resume3`) starts the operation, or goes on
/// with it: what it has noted in [`Progress`](crate::Progress) is there again, and what it has not
/// taken from the slot is still in it. It is dropped whenever the call is cancelled. The call is
/// written as ever; its arguments are locals, literals, or borrows of what has a name.
///
/// ```
/// use cancel_safe::{Handover, Progress, cancel_safe};
/// # struct Mailbox<T>(Vec<T>);
/// # impl<T> Mailbox<T> {
/// #     async fn room(&mut self) {}
/// #     async fn put(&mut self, item: T) { self.0.push(item); }
/// # }
///
/// cancel_safe::declare! {
///     /// The item stays in its slot until there is room for it.
///     pub struct Put: unique(item),
///         "`Mailbox::put` is not cancel-safe: the item is lost if another branch wins",
///         "here, wait for `room()`, and use `try_put`";
///
///     [T] Mailbox<T>: put => resumes(Put);
/// }
///
/// impl Put {
///     pub async fn resume1<T>(
///         self,
///         mailbox: &mut Mailbox<T>,
///         item: impl Handover<T>,
///         _: &mut Progress,
///     ) {
///         mailbox.room().await;
///         mailbox.put(item.hand_over()).await;
///     }
/// }
///
/// /// Cancelled while it waits for room, it has the letter still.
/// #[cancel_safe]
/// async fn deliver(mailbox: &mut Mailbox<String>, names: &[&str]) {
///     for name in names {
///         let letter = format!("dear {name}");
///         mailbox.put(letter).await;
///     }
/// }
/// ```
///
/// # Types of other crates
///
/// For these a trait comes first, which has to be in scope where they are used.
///
/// ```
/// mod vouched {
///     cancel_safe::declare! {
///         /// Checked in version 1.4 of `other`.
///         pub trait Vouched;
///
///         [T] std::collections::VecDeque<T>: pop_async => safe;
///     }
/// }
///
/// use vouched::Vouched as _;
/// ```
#[macro_export]
macro_rules! declare {
    // One row after the other, for a lane of the look-up.
    (@rows $Lane:ident) => {};
    (@rows $Lane:ident
        $(#[$meta:meta])* $vis:vis struct $Verdict:ident: $form:ident($operand:ident),
            $message:literal, $instead:literal;
        $($rest:tt)*
    ) => {
        $crate::declare! { @resumes [$(#[$meta])*] $vis $Verdict $form $operand $message, $instead }
        $crate::declare! { @rows $Lane $($rest)* }
    };
    (@rows $Lane:ident [$($generics:tt)*] $Receiver:ty: $($method:ident),+ => $kind:ident; $($rest:tt)*) => {
        $crate::declare! { @row $Lane [$($generics)*] $Receiver, [$($method)+] $kind }
        $crate::declare! { @rows $Lane $($rest)* }
    };
    (@rows $Lane:ident [$($generics:tt)*] $Receiver:ty: $($method:ident),+ => $kind:ident $words:tt; $($rest:tt)*) => {
        $crate::declare! { @row $Lane [$($generics)*] $Receiver, [$($method)+] $kind $words }
        $crate::declare! { @rows $Lane $($rest)* }
    };

    // The verdict of a row.
    (@row $Lane:ident $generics:tt $Receiver:ty, $methods:tt safe) => {
        $crate::declare! { @audited $Lane $generics $Receiver, $methods $crate::__private::Safe }
    };
    (@row $Lane:ident $generics:tt $Receiver:ty, $methods:tt yields($Output:ty)) => {
        $crate::declare! {
            @audited $Lane $generics $Receiver, $methods $crate::__private::SafeYielding<$Output>
        }
    };
    (@row $Lane:ident $generics:tt $Receiver:ty, $methods:tt resumes($Verdict:ty)) => {
        $crate::declare! { @audited $Lane $generics $Receiver, $methods $Verdict }
    };
    (@row $Lane:ident $generics:tt $Receiver:ty, $methods:tt queues($message:literal)) => {
        const _: () = {
            $crate::declare! { @refusal $message,
                "dropped, it gives up its place in the queue; nothing else is lost [loses-its-place]",
                "if that is fine, say so: `requeue(..)`",
                "to keep the place, hold the future outside and await `&mut future`"
            }
            $crate::declare! { @audited $Lane $generics $Receiver, $methods Refusal }
        };
    };
    (@row $Lane:ident $generics:tt $Receiver:ty, $methods:tt
        loses($message:literal, $instead:literal)) => {
        const _: () = {
            $crate::declare! { @refusal $message,
                "dropped whenever another branch wins, or the call is cancelled [loses-on-cancel]",
                $instead
            }
            $crate::declare! { @audited $Lane $generics $Receiver, $methods Refusal }
        };
    };

    // What the look-up finds.
    (@audited $Lane:ident $generics:tt $Receiver:ty, [$($method:ident)+] $Verdict:ty) => {
        $($crate::declare! { @found $Lane $generics $Receiver, $method $Verdict })+
    };
    (@found Vouched [$($generics:tt)*] $Receiver:ty, $method:ident $Verdict:ty) => {
        impl<$($generics)*> Vouch
            for $crate::__private::Probe<
                { $crate::__private::method(stringify!($method)) },
                $Receiver,
            >
        {
            type Verdict = $Verdict;
        }
    };
    (@found $Lane:ident [$($generics:tt)*] $Receiver:ty, $method:ident $Verdict:ty) => {
        impl<$($generics)*> $crate::__private::Audited<
            { $crate::__private::method(stringify!($method)) },
            $crate::__private::lanes::$Lane,
        > for $Receiver {
            type Verdict = $Verdict;
        }
    };

    // A verdict that refuses.
    (@refusal $message:literal, $label:literal $(, $note:literal)+) => {
        /// Refused.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Refusal;

        $crate::declare! { @verdict plain [] Refusal }

        impl Refusal {
            /// A time limit. Refused already.
            pub fn time<T>(self, limit: T, _: &mut $crate::Progress) -> T {
                limit
            }

            /// An operand that sits in a slot. Refused already.
            pub fn operand<V>(self, slot: &mut $crate::__private::core::option::Option<V>) -> V {
                $crate::__private::take_out(slot)
            }
        }

        $crate::declare! { @refuse [] Refusal, $message, $label $(, $note)+ }
    };

    // Refuses to mark.
    (@refuse [$($generics:tt)*] $Verdict:ty, $message:literal, $label:literal $(, $note:literal)+) => {
        const _: () = {
            /// Holds for no future.
            #[diagnostic::on_unimplemented(message = $message, label = $label, $(note = $note),+)]
            pub trait CancelSafe {}

            impl<$($generics)*> $Verdict {
                /// Refused.
                pub fn mark<F: ::core::future::IntoFuture + CancelSafe>(
                    self,
                    future: F,
                ) -> $crate::Marked<F::IntoFuture> {
                    $crate::Marked::new(future.into_future())
                }

                /// Refused.
                pub fn remake<F: ::core::future::IntoFuture + CancelSafe>(
                    self,
                    future: F,
                    _: &mut $crate::Progress,
                ) -> $crate::Marked<F::IntoFuture> {
                    $crate::Marked::new(future.into_future())
                }
            }
        };
    };

    // The verdict on an operation with progress. It is its own token.
    (@resumes [$($meta:tt)*] $vis:vis $Verdict:ident $form:ident $operand:ident
        $message:literal, $instead:literal) => {
        $($meta)*
        #[derive(Clone, Copy, Debug, Default)]
        $vis struct $Verdict;

        $crate::declare! { @verdict $form [] $Verdict }

        impl $Verdict {
            $crate::declare! { @operand $operand }
        }

        $crate::declare! { @refuse [] $Verdict, $message,
            "dropped whenever another branch wins [loses-on-cancel]",
            "in a `#[cancel_safe]` function it resumes where it was", $instead
        }

        impl $crate::__private::Known for $Verdict {
            const FACT: $crate::Fact = $crate::Fact::Resumes {
                lost: $crate::__private::lost_says($message),
                instead: $instead,
            };
        }
    };

    // What happens to an operand that sits in a slot.
    (@operand item) => {
        /// Leaves the item in its slot, until it is handed over.
        #[inline]
        pub fn operand<V>(
            self,
            slot: &mut $crate::__private::core::option::Option<V>,
        ) -> &mut $crate::__private::core::option::Option<V> {
            slot
        }
    };
    (@operand by_mut) => {
        /// Lends what is in the slot.
        #[inline]
        pub fn operand<V>(self, slot: &mut $crate::__private::core::option::Option<V>) -> &mut V {
            $crate::__private::lend(slot)
        }
    };
    (@operand by_copy) => {
        /// Copies the operand.
        #[inline]
        pub fn operand<V: $crate::__private::Repeatable>(
            self,
            slot: &mut $crate::__private::core::option::Option<V>,
        ) -> V {
            $crate::__private::copy_out(slot)
        }
    };

    // The tokens of a verdict that is its own.
    (@verdict plain [$($generics:tt)*] $Verdict:ty) => {
        $crate::declare! { @tokens [$($generics)*] $Verdict, Plain
            $Verdict, $crate::__private::Nope, $crate::__private::Nope
        }
    };
    (@verdict shared [$($generics:tt)*] $Verdict:ty) => {
        $crate::declare! { @tokens [$($generics)*] $Verdict, Shared
            $crate::__private::Nope, $Verdict, $crate::__private::Nope
        }
    };
    (@verdict unique [$($generics:tt)*] $Verdict:ty) => {
        $crate::declare! { @tokens [$($generics)*] $Verdict, Unique
            $crate::__private::Nope, $crate::__private::Nope, $Verdict
        }
    };
    (@tokens [$($generics:tt)*] $Verdict:ty, $Form:ident $Plain:ty, $Shared:ty, $Unique:ty) => {
        impl<$($generics)*> $crate::__private::Verdict for $Verdict {
            const FORM: $crate::__private::Form = $crate::__private::Form::$Form;
            type Plain = $Plain;
            type Shared = $Shared;
            type Unique = $Unique;

            #[inline]
            fn plain(self) -> $Plain {
                $crate::declare!(@token Plain $Form self)
            }

            #[inline]
            fn shared(self) -> $Shared {
                $crate::declare!(@token Shared $Form self)
            }

            #[inline]
            fn unique(self) -> $Unique {
                $crate::declare!(@token Unique $Form self)
            }
        }
    };
    (@token Plain Plain $self:ident) => { $self };
    (@token Shared Shared $self:ident) => { $self };
    (@token Unique Unique $self:ident) => { $self };
    (@token $asked:ident $form:ident $self:ident) => { $crate::__private::not_this_form() };

    (@ $($rest:tt)*) => {
        ::core::compile_error!("`declare!` does not know this form of a row");
    };

    // Types of other crates.
    ($(#[$meta:meta])* $vis:vis trait $Vouched:ident; $($rows:tt)*) => {
        $(#[$meta])*
        $vis trait $Vouched {
            /// What the audit found.
            type Verdict: $crate::__private::core::default::Default;

            /// What the audit found.
            fn verdict(&self) -> Self::Verdict {
                $crate::__private::core::default::Default::default()
            }
        }

        const _: () = {
            use $Vouched as Vouch;

            impl<const METHOD: u64, R: ?Sized> Vouch for $crate::__private::Probe<METHOD, &R>
            where
                $crate::__private::Probe<METHOD, R>: Vouch,
            {
                type Verdict = <$crate::__private::Probe<METHOD, R> as Vouch>::Verdict;
            }

            impl<const METHOD: u64, R: ?Sized> Vouch for $crate::__private::Probe<METHOD, &mut R>
            where
                $crate::__private::Probe<METHOD, R>: Vouch,
            {
                type Verdict = <$crate::__private::Probe<METHOD, R> as Vouch>::Verdict;
            }

            $crate::declare! { @rows Vouched $($rows)* }
        };
    };

    ($($rows:tt)*) => {
        $crate::declare! { @rows Inherent $($rows)* }
    };
}

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
            => $kind:ident $(($($words:tt)*))?;
    )+) => {
        $(
            $crate::declare! { @row
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
pub(super) use catalogue;

/// Rows for functions, which are in `function::names` under the module and name that stand behind
/// their paths.
///
/// ```text
/// functions! { ROWS "tokio 1.54":
///     "tokio::task::yield_now" task::yield_now => safe;
/// }
/// ```
#[allow(unused_macros)]
macro_rules! functions {
    ($ROWS:ident $krate:literal: $(
        $name:literal $module:ident::$function:ident => $kind:ident $(($($words:tt)*))?;
    )+) => {
        $(
            $crate::catalogue::declare::functions! {
                @ (concat!(stringify!($module), "::", stringify!($function)))
                $kind $(($($words)*))?
            }
            #[cfg(cancel_safe_asks_itself)]
            const _: () = {
                #[allow(unused_imports)]
                use $crate::probe::{Unaudited as _, method};
                use $crate::function::same;

                const NAME: u64 = method(concat!(stringify!($module), "::", stringify!($function)));

                fn ask<A>(function: A) {
                    let question = same::<NAME, _, _>(&function, &function);
                    let _marked = question.verdict().mark(::core::future::pending::<()>());
                }
            };
        )+

        pub(in $crate::catalogue) const $ROWS: &[$crate::Row] = &[$(
            $crate::Row {
                krate: $krate,
                receiver: $name,
                methods: &["()"],
                fact: $crate::catalogue::declare::fact!($kind $(($($words)*))?),
            }
        ),+];
    };
    (@ ($name:expr) safe) => {
        $crate::catalogue::declare::functions! { @ ($name) resumes($crate::probe::Safe) }
    };
    (@ ($name:expr) resumes($Verdict:ty)) => {
        impl $crate::function::AuditedFunction<{ $crate::probe::method($name) }>
            for $crate::function::Functions
        {
            type Verdict = $Verdict;
        }
    };
    (@ ($name:expr) loses($message:literal, $instead:literal)) => {
        const _: () = {
            $crate::declare! { @refusal $message,
                "dropped whenever another branch wins, or the call is cancelled [loses-on-cancel]",
                $instead
            }
            $crate::catalogue::declare::functions! { @ ($name) resumes(Refusal) }
        };
    };
}
#[allow(unused_imports)]
pub(super) use functions;

/// Asks about the operations of a row, and marks a future: refused rows do not compile. For the
/// test that reads these errors.
#[cfg(cancel_safe_asks_itself)]
macro_rules! ask {
    (@ [$($generics:tt)*] $Receiver:ty, $method:ident, $Output:ty) => {
        const _: () = {
            #[allow(unused_imports)]
            use $crate::probe::{Unaudited as _, method, probe};

            fn ask<$($generics)*>(receiver: &$Receiver) {
                let verdict = probe::<{ method(stringify!($method)) }, _>(receiver).verdict();
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
pub(super) use ask;

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
pub(super) use fact;

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
pub(super) use cancel_safe;
