//! What is evaluated without an effect that anyone could see.

use quote::quote;
use syn::{Expr, Ident, Macro};

use crate::attr::macros;

/// Methods that look at their receiver or make something of it, and change nothing. None of them
/// calls a closure.
pub fn is_getter(method: &Ident) -> bool {
    const GETTERS: &[&str] = &[
        "as_bytes",
        "as_deref",
        "as_deref_mut",
        "as_micros",
        "as_millis",
        "as_mut",
        "as_mut_slice",
        "as_path",
        "as_pin_mut",
        "as_pin_ref",
        "as_ref",
        "as_secs",
        "as_slice",
        "as_str",
        "borrow",
        "borrow_mut",
        "checked_add",
        "checked_sub",
        "clone",
        "cloned",
        "copied",
        "deref",
        "deref_mut",
        "expect",
        "first",
        "first_mut",
        "get",
        "get_mut",
        "get_ref",
        "into",
        "is_empty",
        "is_err",
        "is_none",
        "is_ok",
        "is_some",
        "iter",
        "iter_mut",
        "last",
        "last_mut",
        "len",
        "max",
        "min",
        "ok",
        "ok_or",
        "saturating_add",
        "saturating_sub",
        "subsec_nanos",
        "to_owned",
        "to_string",
        "to_vec",
        "unwrap",
        "unwrap_or",
        "wrapping_add",
        "wrapping_sub",
    ];
    GETTERS.iter().any(|getter| method == getter)
}

/// `Some(..)`, `Duration::from_secs(..)`, `Type::new(..)`
pub fn is_constructor(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let is_type = |name: &String| name.starts_with(char::is_uppercase);
    let Some(last) = names.next() else { return false };
    is_type(&last)
        || names.next().is_some_and(|owner| {
            is_type(&owner) && (matches!(&*last, "new" | "pin") || last.starts_with("from_"))
        })
}

/// One whose value has no state but that of what it is given.
pub fn is_plain_constructor(func: &Expr) -> bool {
    const VARIANTS: &[&str] = &["Err", "Left", "Ok", "Right", "Some"];
    const OWNERS: &[&str] = &["Box", "Pin"];
    let Expr::Path(path) = func else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    names.next().is_some_and(|last| VARIANTS.iter().any(|variant| last == variant))
        || names.next().is_some_and(|owner| OWNERS.iter().any(|name| owner == name))
}

pub fn is_mutable_borrow(expr: &Expr) -> bool {
    matches!(expr, Expr::Reference(reference) if reference.mutability.is_some())
}

/// `format!(..)` and its kin, and what only tells whether to panic.
pub fn is_pure(mac: &Macro) -> bool {
    let name = name(mac);
    name.trim_start_matches("debug_").starts_with("assert") || macros::is_pure(mac)
}

/// `vec![..]` as the array that it is given.
pub fn array(mac: &Macro) -> Option<Expr> {
    let tokens = &mac.tokens;
    if name(mac) == "vec" { syn::parse2(quote!([#tokens])).ok() } else { None }
}

/// A macro that evaluates nothing.
pub fn is_constant(mac: &Macro) -> bool {
    matches!(&*name(mac), "concat" | "env" | "line" | "stringify")
}

fn name(mac: &Macro) -> String {
    mac.path.segments.last().map_or_else(String::new, |last| last.ident.to_string())
}
