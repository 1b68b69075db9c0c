//! The macros of `cancel-safe`. Depend on that crate, not on this one.

mod attr;
mod diag;

use proc_macro::TokenStream;

/// See `cancel_safe::cancel_safe`.
#[proc_macro_attribute]
pub fn cancel_safe(args: TokenStream, item: TokenStream) -> TokenStream {
    attr::cancel_safe(args.into(), item.into()).into()
}
