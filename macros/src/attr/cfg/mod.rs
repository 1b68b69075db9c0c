//! What a `#[cfg]` decides behind us: the versions of a function, each under the condition that it is
//! for.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::{Attribute, FnArg, ImplItem, ImplItemFn, parse_quote};

pub(crate) use statements::split as split_statement;

mod elements;
mod statements;

/// The conditions under which an item is there.
pub(crate) fn conditions(attrs: &[Attribute]) -> TokenStream {
    let conditions = attrs.iter().filter(|attr| is_cfg(attr));
    quote!(#(#conditions)*)
}

fn is_cfg(attr: &Attribute) -> bool {
    attr.path().is_ident("cfg")
}

/// The attribute, or one that may become it.
pub(crate) fn is_ours(attr: &Attribute) -> bool {
    attr.path().segments.last().is_some_and(|last| last.ident == "cancel_safe")
        || Conditional::of(attr).is_some()
}

/// `#[cfg_attr(predicate, first, second)]`, one of which is ours. On an `impl` block and on its methods,
/// that of the block is expanded while those of the methods are as they are written.
struct Conditional {
    predicate: TokenStream,
    attrs: Vec<Attribute>,
}

impl Conditional {
    fn of(attr: &Attribute) -> Option<Self> {
        let syn::Meta::List(list) = &attr.meta else { return None };
        if !attr.path().is_ident("cfg_attr") {
            return None;
        }
        let tokens: Vec<_> = list.tokens.clone().into_iter().collect();
        let is_comma =
            |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
        let parts = tokens.split(is_comma).filter(|part| !part.is_empty());
        let mut parts = parts.map(|part| part.iter().cloned().collect::<TokenStream>());
        let predicate = parts.next()?;
        let attrs = Attribute::parse_outer.parse2(quote!(#(#[#parts])*)).ok()?;
        attrs.iter().any(is_ours).then_some(Conditional { predicate, attrs })
    }
}

/// The member of an `impl` block with and without an attribute that it may have: each where it holds.
pub(crate) fn versions(member: ImplItem) -> Vec<ImplItem> {
    let split = match &member {
        ImplItem::Fn(method) => split_attribute(method),
        _ => None,
    };
    match split {
        Some(both) => both.into_iter().flat_map(|one| versions(ImplItem::Fn(one))).collect(),
        None => vec![member],
    }
}

/// Input:  `#[cfg_attr(p, cancel_safe)] async fn f()`
/// Output: `#[cfg(p)] #[cancel_safe] async fn f()`, `#[cfg(not(p))] async fn f()`
fn split_attribute(method: &ImplItemFn) -> Option<[ImplItemFn; 2]> {
    let given = |(index, attr)| Some((index, Conditional::of(attr)?));
    let (index, given) = method.attrs.iter().enumerate().find_map(given)?;
    let Conditional { predicate, attrs } = given;
    let (mut with, mut without) = (method.clone(), method.clone());
    with.attrs.splice(index..=index, attrs);
    with.attrs.push(parse_quote!(#[cfg(#predicate)]));
    without.attrs.remove(index);
    without.attrs.push(parse_quote!(#[cfg(not(#predicate))]));
    Some([with, without])
}

/// The function with its first parameter that has a `#[cfg]`, and without it: each where it holds.
pub(crate) fn split_parameter(item: &syn::ItemFn) -> Option<[syn::ItemFn; 2]> {
    let attrs = |input: &FnArg| match input {
        FnArg::Receiver(this) => this.attrs.clone(),
        FnArg::Typed(arg) => arg.attrs.clone(),
    };
    let index = item.sig.inputs.iter().position(|input| attrs(input).iter().any(is_cfg))?;
    let (mut with, mut without) = (item.clone(), item.clone());
    let input = with.sig.inputs.iter_mut().nth(index)?;
    let (cfgs, others): (Vec<_>, Vec<_>) = attrs(input).into_iter().partition(is_cfg);
    match input {
        FnArg::Receiver(this) => this.attrs = others,
        FnArg::Typed(arg) => arg.attrs = others,
    }
    let inputs = without.sig.inputs.into_iter().enumerate();
    without.sig.inputs = inputs.filter(|(at, _)| *at != index).map(|(_, input)| input).collect();
    let predicates = cfgs.iter().filter_map(|attr| match &attr.meta {
        syn::Meta::List(list) => Some(list.tokens.clone()),
        _ => None,
    });
    let all = quote!(all(#(#predicates),*));
    with.attrs.push(parse_quote!(#[cfg(#all)]));
    without.attrs.push(parse_quote!(#[cfg(not(#all))]));
    Some([with, without])
}

/// `p` of `#[cfg(p)]`.
fn predicate(attr: &Attribute) -> Option<TokenStream> {
    match &attr.meta {
        syn::Meta::List(list) if is_cfg(attr) => Some(list.tokens.clone()),
        _ => None,
    }
}

/// `p` of `not(p)`.
fn negated(predicate: &TokenStream) -> Option<TokenStream> {
    let mut tokens = predicate.clone().into_iter();
    match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(not)), Some(TokenTree::Group(inner)), None) if not == "not" => {
            Some(inner.stream())
        }
        _ => None,
    }
}
