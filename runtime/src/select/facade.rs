//! The macro that users call.

macro_rules! documented {
    ($facade:item) => {
        #[doc = include_str!("safe_select.md")]
        #[doc = ""]
        #[doc = include_str!("from_tokio.md")]
        #[doc = include_str!("from_futures.md")]
        #[macro_export]
        $facade
    };
}

// As a reader of the documentation sees it.
#[cfg(doc)]
documented! {
    macro_rules! safe_select {
        (
            $(biased;)?
            $(
                $pattern:pat = $future:expr $(, if $condition:expr)? => $handler:expr,
            )*
            $(default => $default:expr,)?
            $(else => $else:expr $(,)?)?
        ) => { ... };
    }
}

// The macro behind it is given the path of this crate, which may have been renamed or
// re-exported.
#[cfg(not(doc))]
documented! {
    macro_rules! safe_select {
        // What `#[cancel_safe]` leaves of one that it takes apart: the name, which is used.
        (@used) => {};
        ($($branches:tt)*) => {{
            $crate::__private::__safe_select! { ($crate) $($branches)* }
        }};
    }
}
