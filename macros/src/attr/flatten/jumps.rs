//! `break` and `continue`: which loop they belong to, and those that the compiler has to refuse.

use quote::ToTokens;
use syn::{Expr, Lifetime, parse_quote};

use crate::attr::{instrument, macros};
use crate::visit::{self, Visit};
use crate::visit_mut::{self, VisitMut};

/// Gives the jumps of one loop its label.
pub(super) struct LabelJumps<'a>(pub(super) &'a Lifetime);

impl VisitMut for LabelJumps<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Break(e) => {
                e.label.get_or_insert_with(|| self.0.clone());
                visit_mut::visit_expr_break_mut(self, e);
            }
            Expr::Continue(e) => {
                e.label.get_or_insert_with(|| self.0.clone());
            }
            // Loops inside have jumps of their own; their conditions still belong to this one.
            Expr::While(e) => self.visit_expr_mut(&mut e.cond),
            Expr::ForLoop(e) => self.visit_expr_mut(&mut e.expr),
            Expr::Loop(_) | Expr::Closure(_) | Expr::Async(_) => {}
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }

    /// As in `println!("{}", match next { Some(n) => n, None => break })`.
    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let jumps = ["break", "continue"];
        if !jumps.iter().any(|jump| instrument::mentions(mac.tokens.clone(), jump)) {
            return;
        }
        if let Some(mut args) = macros::arguments(mac) {
            args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
            mac.tokens = args.into_token_stream();
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Whether a `break` hands a value out of the loop with this label and body.
pub(super) fn breaks_with_value(label: Option<&Lifetime>, body: &syn::Block) -> bool {
    struct Finder<'a> {
        label: Option<&'a Lifetime>,
        is_inside: bool,
        found: bool,
    }
    impl Finder<'_> {
        fn inside(&mut self, visit: impl FnOnce(&mut Self)) {
            let outside = std::mem::replace(&mut self.is_inside, true);
            visit(self);
            self.is_inside = outside;
        }
    }
    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_expr_break(&mut self, e: &'ast syn::ExprBreak) {
            let is_meant = match &e.label {
                None => !self.is_inside,
                label => label.as_ref() == self.label,
            };
            self.found |= is_meant && e.expr.is_some();
            visit::visit_expr_break(self, e);
        }
        fn visit_expr_loop(&mut self, e: &'ast syn::ExprLoop) {
            self.inside(|this| visit::visit_expr_loop(this, e));
        }
        fn visit_expr_while(&mut self, e: &'ast syn::ExprWhile) {
            self.inside(|this| visit::visit_expr_while(this, e));
        }
        fn visit_expr_for_loop(&mut self, e: &'ast syn::ExprForLoop) {
            self.inside(|this| visit::visit_expr_for_loop(this, e));
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut finder = Finder { label, is_inside: false, found: false };
    finder.visit_block(body);
    finder.found
}

/// Puts the jumps out of no loop into a block that they cannot leave either, so that the compiler
/// refuses them. The body stands in a labelled block, where it would only ask for the label.
pub(crate) fn strand(block: &mut syn::Block) {
    struct Strays;
    impl VisitMut for Strays {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            match expr {
                Expr::Break(syn::ExprBreak { label: None, .. })
                | Expr::Continue(syn::ExprContinue { label: None, .. }) => {
                    // In parentheses, since a block where a statement begins would end it.
                    *expr = parse_quote!(({
                        let _ = async { #expr };
                        loop {}
                    }));
                }
                Expr::Loop(_)
                | Expr::While(_)
                | Expr::ForLoop(_)
                | Expr::Closure(_)
                | Expr::Async(_)
                | Expr::Block(syn::ExprBlock { label: Some(_), .. }) => {}
                expr => visit_mut::visit_expr_mut(self, expr),
            }
        }
        fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    }
    Strays.visit_block_mut(block);
}
