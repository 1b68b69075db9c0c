//! One function, plain and annotated: both have to do the same.

use std::fmt::Debug;

use cancel_safe::Checkpoint;
use cancel_safe::testing::{Check, Log};

use crate::env::Env;

/// Expands to a test of that name, which holds an annotated function, under all schedules of
/// cancels over its first 12 suspensions, to what the same function without the attribute does.
///
/// ```ignore
/// twice! {
///     async fn two(env: &mut Env) -> u32 {
///         env.get(1).await + env.get(2).await
///     }
/// }
/// ```
///
/// Arguments besides the first go before the function: those that are passed anew with each
/// call, then those that the checkpoint is made with.
///
/// ```ignore
/// twice! {
///     (env, &[1, 2]; String::from("owned"))
///     async fn more(env: &mut Env, lent: &[u32], owned: String) { .. }
/// }
/// ```
#[macro_export]
macro_rules! twice {
    (
        ($env:ident $(, $lent:expr)* $(; $($owned:expr),+)?)
        $(#[$attr:meta])* async fn $name:ident $($rest:tt)*
    ) => {
        #[test]
        fn $name() {
            mod plain {
                #[allow(unused_imports)]
                use super::*;
                $(#[$attr])* pub async fn $name $($rest)*
            }
            mod annotated {
                #[allow(unused_imports)]
                use super::*;
                #[::cancel_safe::cancel_safe]
                $(#[$attr])* pub async fn $name $($rest)*
            }
            $crate::twice::check(
                stringify!($name),
                || ::cancel_safe::Checkpoint::with(($($($owned),+)?)),
                async |$env, _| plain::$name($env $(, $lent)* $($(, $owned)+)?).await,
                async |$env, pending| annotated::$name(pending, $env $(, $lent)*).await,
            );
        }
    };
    ($(#[$attr:meta])* async fn $($rest:tt)*) => {
        $crate::twice! { (env) $(#[$attr])* async fn $($rest)* }
    };
}

/// Runs `annotated` under all schedules against `plain`.
#[track_caller]
pub fn check<F, T: Debug>(
    name: &str,
    checkpoint: impl Fn() -> Checkpoint<F>,
    plain: impl AsyncFn(&mut Env, &mut Checkpoint<F>) -> T,
    annotated: impl AsyncFn(&mut Env, &mut Checkpoint<F>) -> T,
) {
    let report = Check::new().random(200).run_against(
        |log: Log| (Env::new(log), checkpoint()),
        // Not everything that a function returns can be compared, say `Box<dyn Error>`.
        async |(env, pending)| format!("{:?}", plain(env, pending).await),
        async |(env, pending)| format!("{:?}", annotated(env, pending).await),
    );
    println!(
        "{name}: {} suspensions, {} schedules, {} cancels",
        report.suspensions, report.schedules, report.cancels
    );
}
