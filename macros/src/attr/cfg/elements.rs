//! Elements, arguments, fields and arms that a `#[cfg]` decides about. What awaits among others is evaluated in a
//! statement of its own, so it has to be known which of them are there.

use std::mem;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, FieldValue, Token};

use super::predicate;
use crate::attr::{flatten, macros};

/// What decides about an element, if one of its list awaits.
pub(super) fn decided_by(list: &Expr) -> Option<TokenStream> {
    if !flatten::awaits(list) {
        return None;
    }
    let mut found = None;
    retain(&mut list.clone(), &mut |attrs| {
        found = found.take().or_else(|| attrs.iter().find_map(predicate));
        true
    });
    found
}

/// Leaves out the elements that do not stay, by their attributes.
pub(super) fn retain(list: &mut Expr, stays: &mut dyn FnMut(&mut Vec<Attribute>) -> bool) {
    match list {
        Expr::Array(e) => exprs(&mut e.elems, stays),
        Expr::Call(e) => exprs(&mut e.args, stays),
        Expr::Match(e) => e.arms.retain_mut(|arm| stays(&mut arm.attrs)),
        Expr::MethodCall(e) => exprs(&mut e.args, stays),
        Expr::Struct(e) => each(&mut e.fields, |field: &mut FieldValue| stays(&mut field.attrs)),
        Expr::Tuple(e) => exprs(&mut e.elems, stays),
        Expr::Macro(e) => {
            if let Some(mut args) = macros::arguments(&e.mac) {
                exprs(&mut args, stays);
                e.mac.tokens = args.into_token_stream();
            }
        }
        _ => {}
    }
}

fn exprs(
    list: &mut Punctuated<Expr, Token![,]>,
    stays: &mut dyn FnMut(&mut Vec<Attribute>) -> bool,
) {
    each(list, |expr| flatten::attrs(expr).is_none_or(&mut *stays));
}

fn each<T>(list: &mut Punctuated<T, Token![,]>, mut stays: impl FnMut(&mut T) -> bool) {
    let pairs = mem::take(list).into_pairs();
    *list = pairs.filter_map(|mut pair| stays(pair.value_mut()).then_some(pair)).collect();
}
