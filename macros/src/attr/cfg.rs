//! What a `#[cfg]` decides behind us: the versions of a function, each under the condition that it is
//! for.

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::{Attribute, FnArg, ImplItem, ImplItemFn, parse_quote};

use super::flatten;
use crate::visit::{self, Visit};
use crate::visit_mut::{self, VisitMut};

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

/// The function where a `let` of a name that something else has as well is there, and where it is not: its
/// name would mean the one or the other.
///
/// ```text
/// Input:  async fn f() { #[cfg(p)] let n = 1; #[cfg(not(p))] let n = 2; .. }
/// Output: #[cfg(p)] async fn f() { let n = 1; .. }
///         #[cfg(not(p))] async fn f() { let n = 2; .. }
/// ```
pub(crate) fn split_let(item: &syn::ItemFn) -> Option<[syn::ItemFn; 2]> {
    let mut names = Names::default();
    for input in &item.sig.inputs {
        if let FnArg::Typed(arg) = input {
            names.visit_pat(&arg.pat);
        }
    }
    names.visit_block(&item.block);
    let predicate = names.ambiguous()?;
    let (mut with, mut without) = (item.clone(), item.clone());
    Decide { predicate: &predicate, holds: true }.visit_block_mut(&mut with.block);
    Decide { predicate: &predicate, holds: false }.visit_block_mut(&mut without.block);
    with.attrs.push(parse_quote!(#[cfg(#predicate)]));
    without.attrs.push(parse_quote!(#[cfg(not(#predicate))]));
    Some([with, without])
}

/// How often each name is bound, and the `let`s that may not be there.
#[derive(Default)]
struct Names {
    count: HashMap<String, usize>,
    conditional: Vec<(TokenStream, Vec<String>)>,
}

impl Names {
    /// What decides what a name means.
    fn ambiguous(self) -> Option<TokenStream> {
        let is_taken = |name: &String| self.count.get(name).is_some_and(|&count| count > 1);
        let mut lets = self.conditional.into_iter();
        let (predicate, _) = lets.find(|(_, names)| names.iter().any(is_taken))?;
        Some(negated(&predicate).unwrap_or(predicate))
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        *self.count.entry(pat.ident.to_string()).or_default() += 1;
        visit::visit_pat_ident(self, pat);
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        for stmt in &block.stmts {
            if let syn::Stmt::Local(local) = stmt
                && let Some(predicate) = local.attrs.iter().find_map(predicate)
            {
                let bindings = flatten::bindings(&local.pat).into_iter();
                let names = bindings.map(|binding| binding.ident.to_string()).collect();
                self.conditional.push((predicate, names));
            }
        }
        visit::visit_block(self, block);
    }
}

/// Leaves out what is not there if `predicate` holds, or does not; and of what is there, the condition.
struct Decide<'a> {
    predicate: &'a TokenStream,
    holds: bool,
}

impl Decide<'_> {
    /// Whether an attribute is decided, and how.
    fn decided(&self, attr: &Attribute) -> Option<bool> {
        let given = predicate(attr)?;
        let is_it = |given: &TokenStream| given.to_string() == self.predicate.to_string();
        match negated(&given) {
            _ if is_it(&given) => Some(self.holds),
            Some(given) if is_it(&given) => Some(!self.holds),
            _ => None,
        }
    }
}

impl VisitMut for Decide<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts.retain_mut(|stmt| {
            let Some(attrs) = stmt_attrs(stmt) else { return true };
            let is_out = attrs.iter().any(|attr| self.decided(attr) == Some(false));
            attrs.retain(|attr| self.decided(attr).is_none());
            !is_out
        });
        visit_mut::visit_block_mut(self, block);
    }
}

/// The attributes of a statement that may be decided about.
fn stmt_attrs(stmt: &mut syn::Stmt) -> Option<&mut Vec<Attribute>> {
    match stmt {
        syn::Stmt::Local(local) => Some(&mut local.attrs),
        syn::Stmt::Macro(mac) => Some(&mut mac.attrs),
        _ => None,
    }
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
