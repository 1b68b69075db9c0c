//! The macro that users call.

/// Waits on several futures at once, and goes on with the first that yields. Compiles only where
/// dropping the others loses nothing.
#[macro_export]
macro_rules! safe_select {
    ($($branches:tt)*) => {{
        $crate::__private::__safe_select! { ($crate) $($branches)* }
    }};
}
