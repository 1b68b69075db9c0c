//! The functions of the catalogue.

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
        $name:literal $module:ident::$function:ident => $kind:tt $(($($words:tt)*))?;
    )+) => {
        $(
            $crate::catalogue::declare::functions! {
                @ [$kind] (concat!(stringify!($module), "::", stringify!($function)))
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
                    let _marked = question.__verdict().mark(::core::future::pending::<()>());
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
    (@ [$($row:tt)*] ($name:expr) safe) => {
        $crate::catalogue::declare::functions! { @ [$($row)*] ($name) resumes($crate::verdict::Safe) }
    };
    (@ [$($row:tt)*] ($name:expr) resumes($Verdict:ty)) => {
        impl $crate::function::AuditedFunction<{ $crate::probe::method($name) }>
            for $crate::function::Functions
        {
            type Verdict = $Verdict;
        }
    };
    (@ [$($row:tt)*] ($name:expr) loses($message:literal, $instead:literal)) => {
        const _: () = {
            $crate::__verdict! { refusal [$($row)*] $message,
                "dropped whenever another branch wins, or the call is cancelled [loses-on-cancel]",
                $instead
            }
            $crate::catalogue::declare::functions! { @ [$($row)*] ($name) resumes(Refusal) }
        };
    };
}
#[allow(unused_imports)]
pub(in crate::catalogue) use functions;
