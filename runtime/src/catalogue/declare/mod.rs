//! The declarations of the catalogue: [`declare!`](crate::declare) for everybody, and on top of
//! it, for the crates that are in the table too, those of `rows` and `functions`.

mod functions;
mod rows;
mod verdict;

#[allow(unused_imports)]
pub(super) use functions::functions;
#[cfg(cancel_safe_asks_itself)]
pub(super) use rows::ask;
#[allow(unused_imports)]
pub(super) use rows::{cancel_safe, catalogue, fact, named};

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
/// # mod other {
/// #     #[derive(Default)]
/// #     pub struct Feed(u32);
/// #     impl Feed {
/// #         pub async fn next(&mut self) -> u32 { self.0 += 1; self.0 }
/// #         pub async fn drain(&mut self) -> Vec<u32> { vec![self.next().await] }
/// #     }
/// # }
/// mod vouched {
///     cancel_safe::declare! {
///         /// Checked in version 1.4 of `other`.
///         pub trait Vouched;
///
///         [] super::other::Feed: next => safe;
///         [] super::other::Feed: drain => loses(
///             "`Feed::drain` is not cancel-safe: what it has collected is lost if another branch wins",
///             "use `next` in a loop"
///         );
///     }
/// }
///
/// use cancel_safe::safe_select;
/// use vouched::Vouched as _;
///
/// # async fn example(feed: &mut other::Feed) {
/// safe_select! {
///     item = feed.next() => println!("{item}"),
///     // `feed.drain()` would be refused here, in the words above.
///     () = std::future::pending() => {}
/// }
/// # }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! declare {
    // One row after the other, for a lane of the look-up.
    (@rows $Lane:ident) => {};
    (@rows $Lane:ident
        $(#[$meta:meta])* $vis:vis struct $Verdict:ident: $form:tt($operand:ident),
            $message:literal, $instead:literal;
        $($rest:tt)*
    ) => {
        $crate::__verdict! {
            resumes [$form] [$(#[$meta])*] $vis $Verdict $form $operand $message, $instead
        }
        $crate::declare! { @rows $Lane $($rest)* }
    };
    (@rows $Lane:ident $(#[$meta:meta])* $vis:vis struct $($rest:tt)*) => {
        ::core::compile_error!(
            "expected `struct Verdict: shared(item), \"message: what is lost\", \"what to write \
             instead\";` [declare-syntax]"
        );
    };
    (@rows $Lane:ident [$($generics:tt)*] $Receiver:ty: $($method:ident),+ => $kind:tt; $($rest:tt)*) => {
        $crate::declare! { @row [$kind] $Lane [$($generics)*] $Receiver, [$($method)+] $kind }
        $crate::declare! { @rows $Lane $($rest)* }
    };
    (@rows $Lane:ident [$($generics:tt)*] $Receiver:ty: $($method:ident),+ => $kind:tt $words:tt; $($rest:tt)*) => {
        $crate::declare! { @row [$kind] $Lane [$($generics)*] $Receiver, [$($method)+] $kind $words }
        $crate::declare! { @rows $Lane $($rest)* }
    };

    // The verdict of a row. Its word is there twice, first to be shown: what is passed on by
    // `$(..)*` keeps its place in the source.
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt safe) => {
        $crate::declare! { @audited $Lane $generics $Receiver, $methods $crate::__private::Safe }
    };
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt yields($Output:ty)) => {
        $crate::declare! {
            @audited $Lane $generics $Receiver, $methods $crate::__private::SafeYielding<$Output>
        }
    };
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt resumes($Verdict:ty)) => {
        $crate::declare! { @audited $Lane $generics $Receiver, $methods $Verdict }
    };
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt queues($message:literal)) => {
        const _: () = {
            $crate::__verdict! { refusal [$($row)*] $message,
                "dropped, it gives up its place in the queue; nothing else is lost [loses-its-place]",
                "if that is fine, say so: `requeue(..)`",
                "to keep the place, hold the future outside and await `&mut future`"
            }
            $crate::declare! { @audited $Lane $generics $Receiver, $methods Refusal }
        };
    };
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt
        loses($message:literal, $instead:literal)) => {
        const _: () = {
            $crate::__verdict! { refusal [$($row)*] $message,
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

    // A mistake in a verdict.
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt loses $($words:tt)?) => {
        ::core::compile_error!(
            "`loses` takes two texts: `loses(\"message: what is lost\", \"what to write instead\")` \
             [declare-syntax]"
        );
    };
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt queues $($words:tt)?) => {
        ::core::compile_error!("`queues` takes one text: `queues(\"message\")` [declare-syntax]");
    };
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt resumes $($words:tt)?) => {
        ::core::compile_error!(
            "`resumes` takes the type of a verdict: `resumes(Verdict)` [declare-syntax]"
        );
    };
    (@row [$($row:tt)*] $Lane:ident $generics:tt $Receiver:ty, $methods:tt $kind:ident $($words:tt)?) => {
        ::core::compile_error!(::core::concat!(
            "`",
            ::core::stringify!($kind $($words)?),
            "` is no verdict: write `safe`, `queues(..)`, `loses(..)` or `resumes(..)` \
             [declare-syntax]"
        ));
    };

    // A mistake in a row, which ends at the next `;`.
    (@rows $Lane:ident $($rest:tt)*) => {
        $crate::declare! { @no_row $Lane [] $($rest)* }
    };
    (@no_row $Lane:ident [$($row:tt)*] ; $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "expected `[generics] Type: methods => verdict;`, found `",
            ::core::stringify!($($row)*),
            ";` [declare-syntax]"
        ));
        $crate::declare! { @rows $Lane $($rest)* }
    };
    (@no_row $Lane:ident [$($row:tt)*]) => {
        ::core::compile_error!(::core::concat!(
            "expected `;` after `",
            ::core::stringify!($($row)*),
            "` [declare-syntax]"
        ));
    };
    (@no_row $Lane:ident [$($row:tt)*] $next:tt $($rest:tt)*) => {
        $crate::declare! { @no_row $Lane [$($row)* $next] $($rest)* }
    };

    // Types of other crates.
    ($(#[$meta:meta])* $vis:vis trait $Vouched:ident; $($rows:tt)*) => {
        $(#[$meta])*
        $vis trait $Vouched {
            /// What the audit found.
            type Verdict: $crate::__private::core::default::Default;

            /// What the audit found.
            fn __verdict(&self) -> Self::Verdict {
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
