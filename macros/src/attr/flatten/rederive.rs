//! `#[rederive]` before `if let`, `while let` and `match`: what is matched is made again as a local is.

use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, parse_quote_spanned};

use super::attrs::attrs;
use super::syntax::*;
use super::{Flatten, generated};
use crate::attr::ir::*;

impl Flatten<'_> {
    /// ```text
    /// Input:  #[rederive] match find(line) { .. }
    /// Output: { #[rederive] let matched = find(line); match matched { .. } }
    /// ```
    pub(super) fn rederived(&mut self, mut expr: Expr) -> Expr {
        let Some(attr) = take_rederive(&mut expr) else { return expr };
        if !awaits(&expr) {
            return expr;
        }
        let span = generated(expr.span());
        let name = self.fresh("matched", span);
        let matched = match &mut expr {
            Expr::Match(e) => Some(&mut *e.expr),
            Expr::If(e) => clause(&mut e.cond),
            Expr::While(e) => clause(&mut e.cond),
            _ => None,
        };
        let Some(matched) = matched else {
            self.errors.push(
                attr,
                "`#[rederive]` stands before `let`, `for`, `match`, and an `if let` or `while let` of one \
                 clause [wrong-item]\n\
                 help: give what is made again a name in front of it: `#[rederive] let value = ..;`",
            );
            return expr;
        };
        let value = std::mem::replace(matched, parse_quote_spanned!(span=> #name));
        let local = quote_spanned!(span=> #attr let #name = #value;);
        match expr {
            Expr::While(e) => {
                let (label, cond, body) = (e.label, e.cond, e.body);
                parse_quote_spanned!(span=> #label loop { #local if #cond #body else { break } })
            }
            expr => parse_quote_spanned!(span=> { #local #expr }),
        }
    }

    /// Of `#[rederive] let x = find(list, key().await);`, what is awaited is kept, and the rest made again.
    pub(super) fn await_once(&mut self, local: &mut syn::Local, out: &mut Vec<Stmt>) {
        let is_again = local.attrs.iter().any(|attr| attr.path().is_ident("rederive"));
        let Some(init) = local.init.as_mut().filter(|_| is_again) else { return };
        let mut rest = (*init.expr).clone();
        let mut awaited = Vec::new();
        take_awaits(&mut rest, &mut awaited);
        // What is made again is not what is awaited, nor changed by that.
        let (of_rest, changed_by_rest) = (idents(&rest), changed_in(&rest, &self.lent_mut));
        let is_apart = |part: &Expr| {
            changed_in(part, &self.lent_mut).is_disjoint(&of_rest)
                && idents(part).is_disjoint(&changed_by_rest)
        };
        if awaited.iter().all(is_apart) {
            self.hoist_awaits(&mut init.expr, out);
        }
    }

    fn hoist_awaits(&mut self, expr: &mut Expr, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Await(_) => {
                let value = take(expr);
                *expr = self.hoist(value, out);
            }
            expr if is_control(expr) || !awaits(expr) => {}
            expr => children(expr).into_iter().for_each(|part| self.hoist_awaits(part, out)),
        }
    }

    /// ```text
    /// Input:  #[rederive] let PAT = init else { f().await; return };
    /// Output: #[rederive] let matched = init; #[rederive] let PAT = matched else { f().await; return };
    /// ```
    pub(super) fn rederived_first(&mut self, local: &mut syn::Local) -> Option<syn::Stmt> {
        let index = local.attrs.iter().position(|attr| attr.path().is_ident("rederive"))?;
        let init = local
            .init
            .as_mut()
            .filter(|init| init.diverge.as_ref().is_some_and(|(_, diverge)| awaits(diverge)))?;
        let span = generated(local.let_token.span);
        let (attr, name) = (&local.attrs[index], self.fresh("matched", span));
        let value = std::mem::replace(&mut *init.expr, parse_quote_spanned!(span=> #name));
        Some(parse_quote_spanned!(span=> #attr let #name = #value;))
    }
}

fn take_awaits(expr: &mut Expr, awaited: &mut Vec<Expr>) {
    match expr {
        Expr::Await(_) => awaited.push(take(expr)),
        expr if is_control(expr) || !awaits(expr) => {}
        expr => children(expr).into_iter().for_each(|part| take_awaits(part, awaited)),
    }
}

/// The value of `let pattern = value`.
fn clause(cond: &mut Expr) -> Option<&mut Expr> {
    match cond {
        Expr::Let(clause) => Some(&mut *clause.expr),
        Expr::Paren(e) => clause(&mut e.expr),
        _ => None,
    }
}

fn take_rederive(expr: &mut Expr) -> Option<Attribute> {
    // A loop that awaits iterates again.
    if matches!(expr, Expr::ForLoop(_)) && awaits(expr) {
        return None;
    }
    let attrs = attrs(expr)?;
    let index = attrs.iter().position(|attr| attr.path().is_ident("rederive"))?;
    Some(attrs.remove(index))
}
