//! The types of verdicts: `__verdict!`, on which [`declare!`](crate::declare) and the catalogue
//! stand.

/// What [`declare!`](crate::declare) makes of a verdict. It changes without notice.
#[doc(hidden)]
#[macro_export]
macro_rules! __verdict {
    // A verdict that refuses.
    (refusal [$($row:tt)*] $message:literal, $label:literal $(, $note:literal)+) => {
        /// Refused.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Refusal;

        $crate::__verdict! { verdict plain [] Refusal }

        impl Refusal {
            /// A time limit. Refused already.
            pub fn time<T: $crate::__private::Itself>(self, limit: T, _: &mut $crate::Progress) -> T::Itself {
                limit.itself()
            }

            /// An operand that sits in a slot. Refused already.
            pub fn operand<V>(self, slot: &mut $crate::__private::core::option::Option<V>) -> V {
                $crate::__private::take_out(slot)
            }
        }

        $crate::__verdict! { refuse [$($row)*] [] Refusal, $message, $label $(, $note)+ }
    };

    // Refuses to mark. The compiler shows the bound, so it is a word of the row.
    (refuse [$($row:tt)*] [$($generics:tt)*] $Verdict:ty, $message:literal, $label:literal $(, $note:literal)+) => {
        mod refused {
            /// Holds for no future.
            #[diagnostic::on_unimplemented(message = $message, label = $label, $(note = $note),+)]
            pub trait CancelSafe {}
        }

        use refused::CancelSafe as $($row)*;

        // The compiler is not to say that an implementation is all that is missing.
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> refused::CancelSafe for $Verdict {}

        $crate::__verdict! { marks [$($generics)*] $Verdict: ::core::future::IntoFuture + $($row)* }

        impl<$($generics)*> $Verdict {
            /// Refused.
            pub fn remake<F: ::core::future::IntoFuture + $($row)*>(
                self,
                future: F,
                _: &mut $crate::Progress,
            ) -> $crate::Marked<F::IntoFuture> {
                $crate::Marked::new(future.into_future())
            }
        }
    };

    // Marks what meets the bounds.
    (marks [$($generics:tt)*] $Verdict:ty: $($bounds:tt)*) => {
        impl<$($generics)*> $Verdict {
            /// Marks the future of the operation, unless that is refused.
            #[inline]
            pub fn mark<F: $($bounds)*>(self, future: F) -> $crate::Marked<F::IntoFuture> {
                $crate::Marked::new(future.into_future())
            }

            /// What a branch of `safe_select!` polls.
            #[doc(hidden)]
            pub fn polled<F: $($bounds)*>(self, future: F) -> $crate::Marked<F::IntoFuture> {
                self.mark(future)
            }
        }

        $crate::__verdict! { settles [$($generics)*] $Verdict }
    };

    // What a branch of `safe_select!` makes of a future that has been marked, or refused.
    (settles [$($generics:tt)*] $Verdict:ty) => {
        impl<$($generics)*> $Verdict {
            /// There is nothing more to ask.
            #[doc(hidden)]
            pub fn ask_type<F>(&self, _: &F) -> $crate::__private::select::Answered<Self> {
                $crate::__private::select::Answered::new()
            }
        }

        impl<F: ::core::future::IntoFuture, $($generics)*>
            $crate::__private::select::Settle<F, $crate::Marked<F::IntoFuture>> for $Verdict
        {
            #[inline]
            fn settle(future: F) -> $crate::Marked<F::IntoFuture> {
                $crate::Marked::new(future.into_future())
            }
        }
    };

    // The verdict on an operation with progress. It is its own token.
    (resumes [$($row:tt)*] [$($meta:tt)*] $vis:vis $Verdict:ident $form:ident $operand:ident
        $message:literal, $instead:literal) => {
        $($meta)*
        #[derive(Clone, Copy, Debug, Default)]
        $vis struct $Verdict;

        $crate::__verdict! { verdict $form [] $Verdict }

        impl $Verdict {
            $crate::__verdict! { operand $operand }
        }

        $crate::__verdict! { miscalled [] $Verdict }

        const _: () = {
            $crate::__verdict! { refuse [$($row)*] [] $Verdict, $message,
                "dropped whenever another branch wins, or a time limit ends [loses-on-cancel]",
                "awaited by itself in a `#[cancel_safe]` function, it resumes where it was: race that function, or limit \
                 its time", $instead
            }
        };

        impl $crate::__private::Known for $Verdict {
            const FACT: $crate::Fact = $crate::Fact::Resumes {
                lost: $crate::__private::lost_says($message),
                instead: $instead,
            };
        }
    };

    // Called with as many arguments as it does not take, a token is looked up further.
    (miscalled [$($generics:tt)*] $Verdict:ty) => {
        #[doc(hidden)]
        impl<$($generics)*> $crate::__private::core::ops::Deref for $Verdict {
            type Target = $crate::__private::Miscalled;

            fn deref(&self) -> &$crate::__private::Miscalled {
                &$crate::__private::Miscalled
            }
        }
    };

    // What happens to an operand that sits in a slot.
    (operand item) => {
        /// Leaves the item in its slot, until it is handed over.
        #[inline]
        pub fn operand<V>(
            self,
            slot: &mut $crate::__private::core::option::Option<V>,
        ) -> &mut $crate::__private::core::option::Option<V> {
            slot
        }
    };
    (operand by_mut) => {
        /// Lends what is in the slot.
        #[inline]
        pub fn operand<S: $crate::__private::Waits>(self, slot: &mut S) -> &mut S::Value {
            $crate::__private::lend(slot.__slot())
        }
    };
    (operand by_copy) => {
        /// Copies the operand.
        #[inline]
        pub fn operand<S: $crate::__private::Waits<Value: $crate::__private::Repeatable>>(
            self,
            slot: &mut S,
        ) -> S::Value {
            $crate::__private::copy_out(slot.__slot())
        }
    };

    // The tokens of a verdict that is its own.
    (verdict plain [$($generics:tt)*] $Verdict:ty) => {
        $crate::__verdict! { verdict plain_or_guarded [$($generics)*] $Verdict, $Verdict }
    };
    (verdict plain_or_guarded [$($generics:tt)*] $Verdict:ty, $InGuard:ty) => {
        impl<$($generics)*> $Verdict {
            /// The future of the only form that applies.
            #[inline]
            pub fn only<F>(self, future: F) -> F {
                future
            }
        }

        $crate::__verdict! { tokens [$($generics)*] $Verdict, $InGuard, Plain $Verdict:
            $Verdict, $crate::__private::Nope, $crate::__private::Nope
        }
    };
    (verdict shared [$($generics:tt)*] $Verdict:ty) => {
        $crate::__verdict! { tokens [$($generics)*] $Verdict, $Verdict, Shared $crate::__private::Miscalled:
            $crate::__private::Nope, $Verdict, $crate::__private::Nope
        }
    };
    (verdict unique [$($generics:tt)*] $Verdict:ty) => {
        $crate::__verdict! { tokens [$($generics)*] $Verdict, $Verdict, Unique $crate::__private::Miscalled:
            $crate::__private::Nope, $crate::__private::Nope, $Verdict
        }
    };
    // An operation of a trait, which a method of the type itself may shadow. It does not resume behind a
    // guard, which has not got the trait.
    (verdict unique_of_tokio [$($generics:tt)*] $Verdict:ty) => {
        $crate::__verdict! { tokens [$($generics)*] $Verdict, $crate::__private::BehindGuard, Unique
            $crate::__private::Miscalled:
            $crate::__private::OfTokio, $crate::__private::Nope, $Verdict
        }
    };
    (verdict unique_of_named [$($generics:tt)*] $Verdict:ty) => {
        $crate::__verdict! { tokens [$($generics)*] $Verdict, $crate::__private::BehindGuard, Unique
            $crate::__private::Miscalled:
            $crate::__private::OfNamed<$Verdict>, $crate::__private::Nope, $Verdict
        }
    };
    (tokens [$($generics:tt)*] $Verdict:ty, $InGuard:ty, $Form:ident $Miscalled:ty:
        $Plain:ty, $Shared:ty, $Unique:ty) => {
        impl<$($generics)*> $crate::__private::Verdict for $Verdict {
            const FORM: $crate::__private::Form = $crate::__private::Form::$Form;
            type Miscalled = $Miscalled;
            type InGuard = $InGuard;
            type Plain = $Plain;
            type Shared = $Shared;
            type Unique = $Unique;

            #[inline]
            fn __plain(self) -> $Plain {
                $crate::__verdict!(token Plain $Form self)
            }

            #[inline]
            fn __shared(self) -> $Shared {
                $crate::__verdict!(token Shared $Form self)
            }

            #[inline]
            fn __unique(self) -> $Unique {
                $crate::__verdict!(token Unique $Form self)
            }
        }
    };
    (token Plain Plain $self:ident) => { $self };
    (token Shared Shared $self:ident) => { $self };
    (token Unique Unique $self:ident) => { $self };
    (token $asked:ident $form:ident $self:ident) => { $crate::__private::not_this_form() };

    // A mistake.
    (operand $operand:ident) => {
        ::core::compile_error!(::core::concat!(
            "a verdict leaves an argument by value as an `item` in its slot, or takes it `by_copy` \
             or `by_mut`, not `",
            ::core::stringify!($operand),
            "` [declare-syntax]"
        ));
    };
    (verdict $form:ident $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "a verdict takes its receiver `shared` or `unique`, not `",
            ::core::stringify!($form),
            "` [declare-syntax]"
        ));
    };
}
