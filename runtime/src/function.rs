//! Which function is called? Looked up by the compiler, like the operations in `probe`.
//!
//! The future of a function cannot be recognised by a receiver. But the function has a type of
//! its own, and whether two types are the same is something that method resolution can tell:
//! however it was imported, `ctrl_c` is either tokio's or another one.
//!
//! Generated code, where `MODULE::NAME` is a function of [`names`] that is called like this one:
//!
//! ```text
//! let mut verdict = None;
//! if false {
//!     let function = PATH;
//!     verdict = Some(
//!         same::<{ method("MODULE::NAME") }, _, _>(&function, &names::MODULE::NAME).__verdict(),
//!     );
//!     let future = function(ARGS);
//!     loop {}
//! }
//! ```
//!
//! with the trait [`Unaudited`] in scope, or its counterpart for `safe_select!`. What follows is
//! that of a method call whose receiver is the first argument.
//!
//! Both functions may be generic. If they are the same, so are their parameters, which the
//! arguments decide. If not, [`Sampled`] decides those of ours.

use core::marker::PhantomData;

use crate::probe::Unaudited;
use crate::verdict::Unknown;

/// A question: are these two the same function?
pub struct Same<const NAME: u64, A, B>(PhantomData<fn() -> (A, B)>);

/// Asks whether `a` is the function `b` of the catalogue.
#[inline]
pub fn same<const NAME: u64, A, B>(_: &A, _: &B) -> Same<NAME, A, B> {
    Same(PhantomData)
}

/// A function that has been audited, by the number of its name and module in [`names`].
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
    pub fn __verdict(&self) -> <Functions as AuditedFunction<NAME>>::Verdict {
        Default::default()
    }
}

/// The first answer that says something, where two functions of that name have been audited.
pub trait Otherwise<Other> {
    /// The verdict.
    type Verdict: Default;

    /// This answer, or else the other.
    fn __otherwise(self, _: Other) -> Self::Verdict
    where
        Self: Sized,
    {
        Self::Verdict::default()
    }
}

impl<Other: Default> Otherwise<Other> for Unknown {
    type Verdict = Other;
}

/// A function of the catalogue, which takes the arguments of some sample: they decide what its
/// generic parameters are.
pub trait Sampled<const NAME: u64> {}

/// What the look-up finds where the functions differ.
impl<const NAME: u64, A, B: Sampled<NAME>> Unaudited<()> for Same<NAME, A, B> {
    type Verdict = Unknown;
}

/// The functions that are in the catalogue, by their modules, or by the types whose functions they
/// are. Where the feature is off, functions that nobody calls stand for them.
#[allow(missing_docs)]
pub mod names {
    use super::Sampled;
    use crate::probe::method;

    macro_rules! names {
        ($($feature:literal mod $module:ident: $($path:ident)::+ { $($rest:tt)* })*) => {$(
            #[cfg(feature = $feature)]
            pub mod $module {
                names! { @used ($($path)::+) $($rest)* }
            }
            #[cfg(not(feature = $feature))]
            pub mod $module {
                names! { @stub $($rest)* }
            }
            names! { @sampled $feature stringify!($module), $($rest)* }
        )*};
        (@used ($($path:ident)::+) $($function:ident $sample:tt)*) => {
            pub use $($path)::+::{$($function),*};
        };
        (@stub $($function:ident $sample:tt)*) => {
            $(pub fn $function() {})*
        };
        (@sampled $feature:literal $module:expr, $($function:ident ($($Sample:ty),*))*) => {$(
            names! { @sample $feature concat!($module, "::", stringify!($function)), ($($Sample),*) }
        )*};
        (@sample $feature:literal $name:expr, ($($Sample:ty),*)) => {
            #[cfg(feature = $feature)]
            impl<F: Fn($($Sample),*) -> O, O> Sampled<{ method($name) }> for F {}
            #[cfg(not(feature = $feature))]
            impl<F> Sampled<{ method($name) }> for F {}
        };
    }

    /// The same for functions of a type.
    macro_rules! types {
        ($($feature:literal $Type:ident: $($path:ident)::+ { $($function:ident $sample:tt)* })*) => {$(
            #[cfg(feature = $feature)]
            pub use $($path)::+::$Type;
            #[cfg(not(feature = $feature))]
            #[derive(Debug)]
            pub enum $Type {}
            #[cfg(not(feature = $feature))]
            impl $Type {
                $(pub fn $function() {})*
            }
            names! { @sampled $feature stringify!($Type), $($function $sample)* }
        )*};
    }

    names! {
        "tokio" mod task: tokio::task {
            yield_now()
        }
        "tokio" mod coop: tokio::task::coop {
            consume_budget()
        }
        "tokio" mod io: tokio::io {
            copy(&'static mut tokio::io::Empty, &'static mut tokio::io::Empty)
            copy_buf(&'static mut tokio::io::Empty, &'static mut tokio::io::Empty)
            copy_bidirectional(&'static mut tokio::io::Empty, &'static mut tokio::io::Empty)
            copy_bidirectional_with_sizes(
                &'static mut tokio::io::Empty, &'static mut tokio::io::Empty, usize, usize
            )
        }
        "futures" mod futures_io: futures_util::io {
            copy(futures_util::io::Empty, &'static mut futures_util::io::Sink)
            copy_buf(futures_util::io::Empty, &'static mut futures_util::io::Sink)
        }
        "tokio-signal" mod signal: tokio::signal {
            ctrl_c()
        }
        "tokio-net" mod net: tokio::net {
            lookup_host(&'static str)
        }
        "tokio-fs" mod fs: tokio::fs {
            canonicalize(&'static str)
            copy(&'static str, &'static str)
            create_dir(&'static str)
            create_dir_all(&'static str)
            hard_link(&'static str, &'static str)
            metadata(&'static str)
            read(&'static str)
            read_dir(&'static str)
            read_link(&'static str)
            read_to_string(&'static str)
            remove_dir(&'static str)
            remove_dir_all(&'static str)
            remove_file(&'static str)
            rename(&'static str, &'static str)
            set_permissions(&'static str, std::fs::Permissions)
            symlink_metadata(&'static str)
            try_exists(&'static str)
            write(&'static str, &'static str)
        }
    }

    types! {
        "tokio-fs" File: tokio::fs {
            create(&'static str)
            create_new(&'static str)
            open(&'static str)
        }
        "tokio-net" TcpListener: tokio::net {
            bind(&'static str)
        }
        "tokio-net" TcpStream: tokio::net {
            connect(&'static str)
        }
        "tokio-net" UdpSocket: tokio::net {
            bind(&'static str)
        }
    }
}
