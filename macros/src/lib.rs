//! The macros of `cancel-safe`. Depend on that crate, not on this one.

mod attr;
mod catalogue;
mod diag;
mod hygiene;
mod made;
mod select;
mod shadowed;
#[cfg(test)]
mod survives;
#[cfg(test)]
mod tests;
mod timers;
mod visit;
mod visit_mut;

use proc_macro::TokenStream;

/// See `cancel_safe::cancel_safe`.
#[proc_macro_attribute]
pub fn cancel_safe(args: TokenStream, item: TokenStream) -> TokenStream {
    attr::cancel_safe(args.into(), item.into()).into()
}

/// See `cancel_safe::safe_select!`, which puts the path of its crate in front.
#[doc(hidden)]
#[proc_macro]
pub fn __safe_select(input: TokenStream) -> TokenStream {
    select::safe_select(input.into()).into()
}
