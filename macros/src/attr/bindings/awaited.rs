//! What an await point mentions: its leaf, and what it takes by value.

use std::mem;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;

use super::mentions::Visitor;
use crate::attr::flatten;
use crate::attr::ir::*;
use crate::diag::Errors;
use crate::visit_mut::VisitMut;

impl Visitor<'_, '_> {
    pub(super) fn await_point(&mut self, id: AwaitId) {
        self.facts.await_point = Some(id);
        self.resolver.passed = id;
        let index = id as usize - 1;
        let Some(point) = self.resolver.awaits.get_mut(index) else { return };
        let mut operands = mem::take(&mut point.operands);
        let never = Leaf::Other(Expr::Verbatim(TokenStream::new()));
        let mut leaf = mem::replace(&mut point.leaf, never);
        self.restore_borrowed(&mut leaf);
        let mut kept = self.keep(&mut leaf);
        operands.retain(|ident| kept.as_ref() != Some(ident));
        match &mut leaf {
            Leaf::Method { call, .. } => self.visit_expr_method_call_mut(call),
            Leaf::Other(expr) => {
                self.visit_expr_mut(expr);
                self.mark(expr);
            }
            Leaf::Select(select) => {
                for branch in &mut select.branches {
                    branch.guard.iter_mut().for_each(|guard| self.visit_expr_mut(guard));
                    self.visit_expr_mut(&mut branch.future);
                }
                let private = flatten::private();
                let answer = crate::select::wait_inside(select, &quote!(#private::Leaf));
                let errors = mem::take(&mut select.errors);
                self.resolver.errors.extend(errors.finish().err());
                leaf = Leaf::Answer(answer);
            }
            Leaf::Answer(_) => {}
        }
        operands.retain_mut(|ident| {
            let saved = self.owned(ident).is_some();
            self.mention(ident);
            saved
        });
        kept.iter_mut().for_each(|ident| _ = self.mention(ident));
        let scope = self.resolver.scope.clone();
        if let Some(point) = self.resolver.awaits.get_mut(index) {
            point.operands = operands;
            point.kept = kept;
            point.leaf = leaf;
            point.scope = scope;
        }
    }

    /// Marks the future in a wrapper by what the catalogue says of it.
    fn mark(&mut self, expr: &mut Expr) {
        // A `match` is ours, around a wrapper that keeps its deadline.
        if !flatten::is_wrapped(expr) && !matches!(expr, Expr::Match(_)) {
            return;
        }
        let krate = flatten::krate(expr.span());
        let mut errors = Errors::new();
        let mut mark =
            |future: &Expr| Expr::Verbatim(crate::select::mark_inside(future, &krate, &mut errors));
        match expr {
            Expr::Call(call) => {
                let wrapped = crate::select::wrapped_argument(&call.func);
                let argument = wrapped.and_then(|index| call.args.iter_mut().nth(index));
                argument.into_iter().for_each(|argument| *argument = mark(argument));
            }
            expr => *expr = mark(expr),
        }
        self.resolver.errors.extend(errors.finish().err());
    }

    /// Puts operands that turned out to be borrows back in place.
    fn restore_borrowed(&mut self, leaf: &mut Leaf) {
        let Leaf::Method { call, slots: Some(slots) } = leaf else { return };
        for (arg, slot) in call.args.iter_mut().zip(slots) {
            let Expr::Path(path) = &*arg else { continue };
            let Some(ident) = path.path.get_ident() else { continue };
            if let Some(operand) = self.resolver.borrowed.get(&ident.to_string()) {
                *arg = operand.clone();
                *slot = false;
            }
        }
    }
}
