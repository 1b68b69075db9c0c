//! Macros that evaluate less than they are given, or show its source. Written out, an await in them waits
//! where it does in the macro, and is shown as it is written.

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{Expr, Macro, parse_quote_spanned};

use super::syntax::source_text;
use super::{generated, private};
use crate::attr::macros;

/// ```text
/// assert!(c, "{}", m)   =>  if !(c) { panic!("{}", m) }
/// assert!(c)            =>  if !(c) { panic!("assertion failed: {}", "c") }
/// debug_assert_eq!(..)  =>  if cfg!(debug_assertions) { assert_eq!(..) }
/// dbg!(x)               =>  match x { value => { eprintln!(.., "x", &value); value } }
/// ```
pub(super) fn written_out(mac: &Macro) -> Option<Expr> {
    let name = &mac.path.segments.last()?.ident;
    match &*name.to_string() {
        "assert" => assert(mac),
        "dbg" => dbg(mac),
        debug => checked_in_debug(mac, debug.strip_prefix("debug_")?),
    }
}

fn assert(mac: &Macro) -> Option<Expr> {
    let (span, private) = (generated(mac.path.span()), private());
    let mut args = macros::arguments(mac)?.into_iter();
    let condition = args.next()?;
    let message: Vec<_> = args.collect();
    let panic: Expr = match &*message {
        [] => {
            let source = source_text(&condition);
            parse_quote_spanned!(span=> #private::core::panic!("assertion failed: {}", #source))
        }
        message => parse_quote_spanned!(span=> #private::core::panic!(#(#message),*)),
    };
    Some(parse_quote_spanned!(span=> if !(#condition) { #panic }))
}

fn checked_in_debug(mac: &Macro, name: &str) -> Option<Expr> {
    if !matches!(name, "assert" | "assert_eq" | "assert_ne") {
        return None;
    }
    let (span, private) = (generated(mac.path.span()), private());
    let mut mac = mac.clone();
    if let Some(last) = mac.path.segments.last_mut() {
        last.ident = Ident::new(name, last.ident.span());
    }
    Some(parse_quote_spanned!(span=> if #private::core::cfg!(debug_assertions) { #mac }))
}

fn dbg(mac: &Macro) -> Option<Expr> {
    let (span, at) = (generated(mac.path.span()), mac.path.span());
    let args = macros::arguments(mac)?;
    let mut args = args.into_iter();
    let (value, None) = (args.next()?, args.next()) else { return None };
    let source = source_text(&value);
    let place: Expr = parse_quote_spanned!(at=> (::std::file!(), ::std::line!(), ::std::column!()));
    Some(parse_quote_spanned! {span=>
        match (#value,) {
            (__value,) => {
                let (__file, __line, __column) = #place;
                ::std::eprintln!("[{}:{}:{}] {} = {:#?}", __file, __line, __column, #source, &__value);
                __value
            }
        }
    })
}
