//! The generic parameters that a frame needs.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, WherePredicate};

use crate::attr::flatten::private;

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
    let names: HashSet<String> = all.iter().map(|param| param_name(param).to_string()).collect();
    let predicates = sources.iter().filter_map(|generics| generics.where_clause.as_ref());
    let predicates: Vec<_> = predicates.flat_map(|clause| &clause.predicates).collect();
    loop {
        let before = used.len();
        let params: Vec<_> = all.iter().filter(|param| is_used(param, &used)).collect();
        params.iter().for_each(|param| idents(param.to_token_stream(), &mut used));
        // `I: IntoIterator<Item = T>` is about `I`, and is needed with what it says of that.
        for predicate in &predicates {
            let WherePredicate::Type(of_type) = predicate else { continue };
            let mut subject = HashSet::new();
            idents(of_type.bounded_ty.to_token_stream(), &mut subject);
            let mut params = subject.intersection(&names).peekable();
            if params.peek().is_some() && params.all(|param| used.contains(param)) {
                idents(predicate.to_token_stream(), &mut used);
            }
        }
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
    for predicate in predicates {
        let mut mentioned = HashSet::new();
        idents(predicate.to_token_stream(), &mut mentioned);
        let of_params: Vec<_> = mentioned.intersection(&names).collect();
        if !of_params.is_empty() && of_params.iter().all(|&name| used.contains(name)) {
            generics.make_where_clause().predicates.push(predicate.clone());
        }
    }
    generics
}

/// What mentions the type parameters that `fields` do not: those that only a bound of another mentions.
pub(super) fn marker(generics: &Generics, fields: TokenStream) -> Option<TokenStream> {
    let mut mentioned = HashSet::new();
    idents(fields, &mut mentioned);
    let types = generics.type_params().map(|param| &param.ident);
    let unused: Vec<_> = types.filter(|ident| !mentioned.contains(&ident.to_string())).collect();
    let private = private();
    (!unused.is_empty())
        .then(|| quote!(#private::core::marker::PhantomData<(#(fn() -> *const #unused,)*)>))
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
