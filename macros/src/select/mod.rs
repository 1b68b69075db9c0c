//! `safe_select!`.

mod block;
mod effects;
mod expand;
mod fused;
mod future;
mod names;
mod parse;
mod pattern;
mod place;
mod polled;
mod proof;
mod questions;
mod ready;
#[cfg(test)]
mod tests;
mod validate;

pub(crate) use effects::is_mutable_borrow;
pub(crate) use future::{is_optional, is_wrapper, limited_argument, wrapped_argument};
pub(crate) use parse::Select;
pub(crate) use polled::is_poll_fn;

use future::Caller;
use proc_macro2::{Ident, TokenStream};
use syn::parse::Parser as _;

/// `($crate) branch, branch, ..` to an expression.
pub fn safe_select(input: TokenStream) -> TokenStream {
    let parser = |input: syn::parse::ParseStream<'_>| input.parse::<Select>();
    match parser.parse2(input) {
        Ok(mut select) => {
            let names = names::Names::new(&select.krate);
            validate::validate(&mut select);
            future::mark(&mut select, &names, Caller::Plain);
            expand::expand(select, &names)
        }
        Err(error) => error.into_compile_error(),
    }
}

/// A `safe_select!` inside of something that looks into it, with the errors that it is to report.
fn read(tokens: &TokenStream, krate: &TokenStream) -> syn::Result<Select> {
    let parser = |input: syn::parse::ParseStream<'_>| input.parse::<Select>();
    let mut select = parser.parse2(quote::quote!((#krate) #tokens))?;
    validate::validate(&mut select);
    Ok(select)
}

/// A `safe_select!` inside of an annotated function, which awaits it and runs its handlers itself:
/// if nothing is wrong with it.
pub(crate) fn parse_inside(tokens: &TokenStream, krate: &TokenStream) -> Option<Select> {
    read(tokens, krate).ok().filter(|select| select.errors.is_empty())
}

/// A future that an annotated function awaits, marked as if it were a branch.
pub(crate) fn mark_inside(
    future: &syn::Expr,
    krate: &TokenStream,
    errors: &mut crate::diag::Errors,
) -> TokenStream {
    future::mark_one(future, &names::Names::new(krate), errors)
}

/// A block that waits for the branches, and yields what `leaf` makes of their output.
pub(crate) fn wait_inside(select: &mut Select, leaf: &TokenStream) -> TokenStream {
    let names = names::Names::new(&select.krate);
    future::mark(select, &names, Caller::Annotated);
    expand::wait(select, &names, leaf)
}

/// The handlers: a `match` of the output.
pub(crate) fn choose_inside(select: &Select, output: &Ident) -> TokenStream {
    expand::choose(select, &names::Names::new(&select.krate), output)
}
