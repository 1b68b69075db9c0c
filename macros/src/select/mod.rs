//! `safe_select!`.

mod block;
mod expand;
mod future;
mod names;
mod parse;
mod pattern;
mod validate;

use proc_macro2::TokenStream;
use syn::parse::Parser as _;

/// `($crate) branch, branch, ..` to an expression.
pub fn safe_select(input: TokenStream) -> TokenStream {
    let parser = |input: syn::parse::ParseStream<'_>| input.parse::<parse::Select>();
    match parser.parse2(input) {
        Ok(mut select) => {
            let names = names::Names::new(&select.krate);
            validate::validate(&mut select);
            future::mark(&mut select, &names);
            expand::expand(select, &names)
        }
        Err(error) => error.into_compile_error(),
    }
}
