//! The generic parameters that a frame needs.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics};

/// The parameters that `tokens` mention, and those that the bounds of these mention.
pub(super) fn used_generics(tokens: TokenStream, sources: [&Generics; 2]) -> Generics {
    let mut used = HashSet::new();
    idents(tokens, &mut used);
    let all: Vec<&GenericParam> = sources.iter().flat_map(|generics| &generics.params).collect();
    let is_used = |param: &GenericParam, used: &HashSet<String>| match param {
        GenericParam::Lifetime(_) => false,
        GenericParam::Type(param) => used.contains(&param.ident.to_string()),
        GenericParam::Const(param) => used.contains(&param.ident.to_string()),
    };
    loop {
        let before = used.len();
        let params: Vec<_> = all.iter().filter(|param| is_used(param, &used)).collect();
        params.iter().for_each(|param| idents(param.to_token_stream(), &mut used));
        if used.len() == before {
            break;
        }
    }
    let mut generics = Generics::default();
    generics.params.extend(all.iter().filter(|param| is_used(param, &used)).map(|&param| {
        let mut param = param.clone();
        if let GenericParam::Type(param) = &mut param {
            param.default = None;
        }
        param
    }));
    let names: HashSet<String> = all.iter().map(|param| param_name(param).to_string()).collect();
    let predicates = sources.iter().filter_map(|generics| generics.where_clause.as_ref());
    for predicate in predicates.flat_map(|clause| &clause.predicates) {
        let mut mentioned = HashSet::new();
        idents(predicate.to_token_stream(), &mut mentioned);
        let of_params: Vec<_> = mentioned.intersection(&names).collect();
        if !of_params.is_empty() && of_params.iter().all(|&name| used.contains(name)) {
            generics.make_where_clause().predicates.push(predicate.clone());
        }
    }
    generics
}

pub(super) fn idents(tokens: TokenStream, out: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => _ = out.insert(ident.to_string()),
            TokenTree::Group(group) => idents(group.stream(), out),
            _ => {}
        }
    }
}

pub(super) fn param_name(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => param.ident.to_token_stream(),
    }
}

pub(super) fn without_bounds(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Const(param) => {
            let (ident, ty) = (&param.ident, &param.ty);
            quote!(const #ident: #ty)
        }
        param => param_name(param),
    }
}
