//! Which awaits may come first, and which behind another. Those on the ways of an `if` or a `match` exclude each
//! other.

use std::mem;

use proc_macro2::Span;
use syn::spanned::Spanned;

use crate::attr::{bindings, macros};
use crate::visit::{self, Visit};

#[derive(Default)]
pub(super) struct Awaits {
    pub(super) first: Vec<Span>,
    pub(super) second: Vec<Span>,
    /// Whether there may have been one on the way to what is visited.
    before: bool,
}

impl Awaits {
    pub(super) fn of(visit: impl FnOnce(&mut Awaits)) -> Awaits {
        let mut awaits = Awaits::default();
        visit(&mut awaits);
        awaits
    }

    fn point(&mut self, span: Span) {
        match mem::replace(&mut self.before, true) {
            false => self.first.push(span),
            true => self.second.push(span),
        }
    }

    /// One of several ways from a place, at which there may have been an await `before`. Says whether there may have
    /// been one where it leads on.
    fn way(&mut self, before: bool, leads_on: bool, visit: impl FnOnce(&mut Self)) -> bool {
        self.before = before;
        visit(self);
        self.before && leads_on
    }
}

impl<'ast> Visit<'ast> for Awaits {
    fn visit_expr_await(&mut self, e: &'ast syn::ExprAwait) {
        visit::visit_expr_await(self, e);
        self.point(e.await_token.span);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if macros::is_select(mac) {
            self.point(mac.path.span());
        }
    }

    fn visit_expr_if(&mut self, e: &'ast syn::ExprIf) {
        self.visit_expr(&e.cond);
        let before = self.before;
        let leads_on = !bindings::block_diverges(&e.then_branch);
        let then = self.way(before, leads_on, |this| this.visit_block(&e.then_branch));
        let otherwise = match &e.else_branch {
            Some((_, otherwise)) => {
                let leads_on = !bindings::diverges(otherwise);
                self.way(before, leads_on, |this| this.visit_expr(otherwise))
            }
            None => before,
        };
        self.before = then || otherwise;
    }

    fn visit_expr_match(&mut self, e: &'ast syn::ExprMatch) {
        self.visit_expr(&e.expr);
        let before = self.before;
        let mut any = false;
        for arm in &e.arms {
            any |= self.way(before, !bindings::diverges(&arm.body), |this| {
                this.visit_pat(&arm.pat);
                this.visit_expr(&arm.body);
            });
        }
        self.before = any;
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let Some(init) = &local.init else { return };
        self.visit_expr(&init.expr);
        let before = self.before;
        if let Some((_, diverge)) = &init.diverge {
            self.way(before, false, |this| this.visit_expr(diverge));
        }
        self.before = before;
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
