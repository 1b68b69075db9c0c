//! Which function is called? Looked up by the compiler, like the operations in `probe`.
//!
//! The future of a function cannot be recognised by a receiver. But the function has a type of
//! its own, and whether two types are the same is something that method resolution can tell:
//! however it was imported, `ctrl_c` is either tokio's or another one.
//!
//! Generated code, where the name of the function is in [`names`]:
//!
//! ```text
//! let mut verdict = None;
//! if false {
//!     let function = PATH;
//!     verdict = Some(same::<NAME, _, _>(&function, &names::ctrl_c).verdict());
//!     let future = function(ARGS);
//!     loop {}
//! }
//! verdict_of(verdict).remake(PATH(ARGS), progress)
//! ```
//!
//! with the trait [`Unaudited`](crate::probe::Unaudited) in scope, or its counterpart for
//! `safe_select!`. `NAME` is [`method`](crate::probe::method) of the name.

use core::marker::PhantomData;
use core::ops::Deref;

use crate::probe::End;

/// A question: are these two the same function?
pub struct Same<const NAME: u64, A, B>(PhantomData<fn() -> (A, B)>);

/// Asks whether `a` is the function `b` of the catalogue.
#[inline]
pub fn same<const NAME: u64, A, B>(_: &A, _: &B) -> Same<NAME, A, B> {
    Same(PhantomData)
}

/// A function that has been audited, by the number of its name.
pub trait AuditedFunction<const NAME: u64> {
    /// What the audit found.
    type Verdict: Default;
}

/// Where the rows are.
#[derive(Debug)]
pub enum Functions {}

impl<const NAME: u64, A> Same<NAME, A, A>
where
    Functions: AuditedFunction<NAME>,
{
    /// The catalogue's answer.
    #[inline]
    pub fn verdict(&self) -> <Functions as AuditedFunction<NAME>>::Verdict {
        Default::default()
    }
}

impl<const NAME: u64, A, B> Deref for Same<NAME, A, B> {
    type Target = End;

    #[inline]
    fn deref(&self) -> &End {
        &End::HERE
    }
}

/// The functions that are in the catalogue, by their names: none that is generic, as nothing would
/// say which one is meant where the user's function is another. A name whose feature is off stands
/// for a function that nobody calls.
#[allow(missing_docs)]
pub mod names {
    macro_rules! names {
        ($($feature:literal: $($path:ident)::+ $name:ident;)*) => {$(
            #[cfg(feature = $feature)]
            pub use $($path)::+::$name;
            #[cfg(not(feature = $feature))]
            pub fn $name() {}
        )*};
    }

    names! {
        "tokio": tokio::task yield_now;
        "tokio": tokio::task::coop consume_budget;
        "tokio-signal": tokio::signal ctrl_c;
    }
}
