//! Hands the macros on, under another name, from a dependency that is renamed.

pub use renamed::{self as inner, safe_select as choose};

/// A macro that uses ours inside of its own.
#[macro_export]
macro_rules! or_else {
    ($future:expr, $other:expr) => {
        $crate::choose! { value = $future => value, () = $other => 0 }
    };
}

/// Here the path of the crate is `renamed`.
pub async fn here() -> u8 {
    renamed::safe_select! {
        value = std::future::ready(1) => value,
        _ = std::future::pending::<()>() => 2,
    }
}
