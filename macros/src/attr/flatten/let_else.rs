//! `let .. else` whose `else` awaits.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Pat, Stmt as SynStmt, Token, parse_quote, parse_quote_spanned};

use super::parts::Part;
use super::patterns::*;
use super::syntax::*;
use super::{Flatten, generated, private, repeatable};
use crate::attr::ir::*;
use crate::hygiene;

impl Flatten<'_> {
    /// ```text
    /// Input:  let PAT = init else { .. }
    /// Output: let (a, b) = match match init { PAT => Some((a, b)), _ => None } {
    ///             Some(chosen) => chosen, None => { .. }
    ///         }
    /// ```
    ///
    /// What does not match is dropped before the `else`.
    pub(super) fn let_else_await(
        &mut self,
        attrs: Vec<syn::Attribute>,
        let_token: Token![let],
        pat: Pat,
        ty: Option<syn::Type>,
        init: Option<Expr>,
        diverge: Option<Expr>,
    ) -> StmtKind {
        let bindings = bindings(&pat);
        let idents = bindings.iter().map(|binding| &binding.ident);
        let inner = without_mut(pat);
        let init = match ty {
            Some(ty) => quote!({ let __typed: #ty = #init; __typed }),
            None => init.into_token_stream(),
        };
        let allow = hygiene::allow_handed_on(idents.clone());
        let private = private();
        let option = quote!(#private::core::option::Option);
        let chosen: syn::ExprMatch = parse_quote! {
            match match #private::core::convert::identity(#init) {
                #allow #inner => #option::Some((#(#idents,)*)),
                _ => #option::None,
            } {
                #option::Some(__chosen) => __chosen,
                #option::None => #diverge
            }
        };
        let pats = bindings.iter().map(|binding| {
            let (mutability, ident) = (binding.mutability, &binding.ident);
            quote!(#mutability #ident)
        });
        let pat = Pat::parse_tuple(quote!((#(#pats,)*)));
        StmtKind::Let(Box::new(Let {
            attrs,
            let_token,
            pat,
            ty: None,
            init: Some(self.match_unheld(chosen)),
            diverge: None,
            origin: Origin::User,
            steps: Vec::new(),
            again: None,
            vars: Vec::new(),
            semi: None,
        }))
    }

    /// Of `let (Some(word), Some(n)) = (words.get(0), count()) else { f().await; return };` the same: what is no
    /// borrow goes into locals, of which a pattern that binds nothing moves nothing.
    ///
    /// ```text
    /// 'matched: { 'unmatched: { let Some(_) = words.get(0) else { break 'unmatched }; .. break 'matched; } drop(n); .. }
    /// ```
    pub(super) fn parts_checked_first(
        &mut self,
        local: &mut syn::Local,
        out: &mut Vec<Stmt>,
    ) -> Option<SynStmt> {
        let init = local.init.as_mut()?;
        let (_, diverge) = init.diverge.as_mut()?;
        let (Pat::Tuple(_), Expr::Tuple(tuple)) = (&local.pat, &mut *init.expr) else {
            return None;
        };
        let mixed = tuple.elems.iter().any(repeatable::may_be_borrow);
        if !awaits(diverge) || !mixed || tuple.elems.iter().any(awaits) {
            return None;
        }
        let span = generated(local.let_token.span);
        let mut dropped = TokenStream::new();
        for part in &mut tuple.elems {
            if repeatable::may_be_borrow(part) {
                self.keep_operands(part, out);
                continue;
            }
            let value = take(part);
            *part = self.hoist(value, out);
            // What does not match is dropped before the `else`.
            dropped.extend(quote_spanned!(span=> { let _dropped = #part; }));
        }
        let parts = Part::new(&init.expr, &local.pat).split()?;
        let [matched, unmatched] = ["matched", "unmatched"].map(|name| self.fresh_label(name));
        let checks = parts.iter().filter_map(|part| {
            let (pat, part) = (without_bindings(part.pat()), &part.matched);
            let check = quote_spanned!(span=> let #pat = #part else { break #unmatched; };);
            (!is_irrefutable(&pat)).then_some(check)
        });
        let checks: TokenStream = checks.collect();
        let private = private();
        let never = parse_quote_spanned!(span=> { #private::core::unreachable!() });
        let diverge = std::mem::replace(&mut **diverge, never);
        Some(parse_quote_spanned! {span=>
            #matched: {
                #unmatched: { #checks break #matched; }
                #dropped
                #diverge
            }
        })
    }
}

/// Of `let Some(x) = map.get(&key) else { f().await; return };` the `else` that awaits, as a statement
/// before it: so the `let` has none that does, and borrows again like any other.
pub(super) fn borrow_checked_first(local: &mut syn::Local, is_step: bool) -> Option<SynStmt> {
    let init = local.init.as_mut()?;
    let (_, diverge) = init.diverge.as_mut()?;
    let is_again = local.attrs.iter().any(|attr| attr.path().is_ident("rederive"));
    let refers = is_place(&init.expr) && bindings(&local.pat).iter().any(|binding| binding.by_ref);
    let borrows = is_again || refers || is_step || repeatable::holds_borrows(&init.expr);
    if !awaits(diverge) || awaits(&init.expr) || !borrows {
        return None;
    }
    let span = generated(local.let_token.span);
    let private = private();
    let never = parse_quote_spanned!(span=> { #private::core::unreachable!() });
    let diverge = std::mem::replace(&mut **diverge, never);
    let (pat, borrow) = (without_bindings(local.pat.clone()), &init.expr);
    Some(parse_quote_spanned!(span=> if let #pat = #borrow {} else #diverge))
}
