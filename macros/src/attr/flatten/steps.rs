//! Iterators that have a name, and of which nothing is done but to take items: `let mut words =
//! line.split(' ');` and `words.next()`, and in the end `words.collect()` or `for word in words`. They are
//! counted, and made again. An item of one is found again by how many were taken before it.

use quote::quote_spanned;
use syn::{Expr, ExprMethodCall, Pat, Token, parse_quote, parse_quote_spanned};

use super::named_iterators::{declared, iterated, stepped};
use super::syntax::*;
use super::{Flatten, generated, private, repeatable};
use crate::attr::ir::*;
use crate::visit::{self, Visit};

impl Flatten<'_> {
    /// Whether `local` declares such an iterator.
    pub(super) fn is_stepped(&self, local: &syn::Local) -> bool {
        declared(local).is_some_and(|(name, _)| self.stepped.contains(&name))
    }

    /// Notes how many items were taken before those that an initializer takes.
    pub(super) fn steps(&mut self, init: &Expr, out: &mut Vec<Stmt>) -> Vec<Step> {
        if self.stepped.is_empty() || awaits(init) {
            return Vec::new();
        }
        let mut taken = Taken::default();
        taken.visit_expr(init);
        taken.iters.retain(|iter| self.stepped.contains(&iter.to_string()));
        taken.maybe.retain(|iter| self.stepped.contains(&iter.to_string()));
        // Nobody knows how many.
        if !taken.maybe.is_empty() {
            return Vec::new();
        }
        let private = private();
        let steps = taken.iters.into_iter().map(|iter| {
            let span = generated(iter.span());
            let count = Code::new(parse_quote!(#private::Counted::count(&#iter)));
            let at = self.next();
            let index = self.temporary(Value::Simple(count), Origin::Temporary, at..at, span, out);
            if let Some(StmtKind::Let(let_)) = out.last_mut().map(|stmt| &mut stmt.kind)
                && let Pat::Ident(pat) = &mut let_.pat
            {
                pat.mutability = None;
                let_.ty = Some(parse_quote!(#private::core::primitive::usize));
            }
            Step { iter, index, source: None }
        });
        steps.collect()
    }

    /// `for item in words` as `while let Some(item) = words.next()`.
    pub(super) fn rest(&self, e: &syn::ExprForLoop) -> Option<syn::ExprWhile> {
        let iter = iterated(e).filter(|iter| self.stepped.contains(&iter.to_string()))?;
        let (span, iter_span) = (generated(e.for_token.span), generated(iter.span()));
        let private = private();
        let next: Expr = parse_quote_spanned!(iter_span=> #iter.next());
        let (pat, mut body) = (&e.pat, e.body.clone());
        let some = quote_spanned!(iter_span=> #private::core::option::Option::Some);
        let cond = match &**pat {
            Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                parse_quote_spanned!(iter_span=> let #some(#pat) = #next)
            }
            // The compiler says so where it does not match each item.
            pat => {
                let bound = parse_quote_spanned!(iter_span=> let #pat = __item;);
                body.stmts.insert(0, bound);
                parse_quote_spanned!(iter_span=> let #some(__item) = #next)
            }
        };
        Some(syn::ExprWhile {
            attrs: Vec::new(),
            label: e.label.clone(),
            while_token: Token![while](span),
            cond: Box::new(cond),
            body,
        })
    }

    /// The next item, which is matched, goes into a local before.
    pub(super) fn keep_step(&mut self, matched: &mut Expr, out: &mut Vec<Stmt>) {
        if self.is_step(matched) {
            self.keep_operands(matched, out);
            let step = take(matched);
            *matched = self.hoist_unchanged(step, out);
        } else if let Expr::Tuple(e) = matched {
            // Nothing but the iterator notices when it is asked.
            e.elems.iter_mut().for_each(|part| self.keep_step(part, out));
        }
    }

    /// The same of a `let` whose `else` awaits.
    pub(super) fn keep_checked_step(
        &mut self,
        local: &mut syn::Local,
        out: &mut Vec<Stmt>,
    ) -> bool {
        let Some(init) = &mut local.init else { return false };
        let is_checked = init.diverge.iter().any(|(_, diverge)| awaits(diverge));
        let is_step = is_checked && self.is_step(&init.expr);
        if is_step {
            self.keep_step(&mut init.expr, out);
        }
        is_step
    }

    /// Whether a value is made of the next item, or of several.
    pub(super) fn is_step(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(e) => self.is_step(&e.expr),
            Expr::Try(e) => self.is_step(&e.expr),
            Expr::Tuple(e) => {
                let is_part = |part: &Expr| {
                    let is_calm = repeatable::is_repeatable(part);
                    is_calm || repeatable::may_hold_borrow(part) || self.is_step(part)
                };
                e.elems.iter().all(is_part) && e.elems.iter().any(|part| self.is_step(part))
            }
            Expr::MethodCall(call) => match stepped(call) {
                Some(iter) => self.stepped.contains(&iter.to_string()),
                None => self.is_step(&call.receiver),
            },
            _ => false,
        }
    }
}

/// The iterators of which items are taken, each once.
#[derive(Default)]
struct Taken {
    iters: Vec<syn::Ident>,
    /// Those of which an item may be taken or not.
    maybe: Vec<syn::Ident>,
}

impl Taken {
    fn maybe(&mut self, visit: impl FnOnce(&mut Self)) {
        let always = std::mem::take(&mut self.iters);
        visit(self);
        let taken = std::mem::replace(&mut self.iters, always);
        self.maybe.extend(taken);
    }
}

impl<'ast> Visit<'ast> for Taken {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::If(e) => {
                self.visit_expr(&e.cond);
                self.maybe(|this| {
                    this.visit_block(&e.then_branch);
                    e.else_branch.iter().for_each(|(_, otherwise)| this.visit_expr(otherwise));
                });
            }
            Expr::Match(e) => {
                self.visit_expr(&e.expr);
                self.maybe(|this| {
                    e.arms.iter().for_each(|arm| this.visit_expr(&arm.body));
                    e.arms.iter().for_each(|arm| this.visit_pat(&arm.pat));
                });
            }
            Expr::Binary(e) if is_lazy(&e.op) => {
                self.visit_expr(&e.left);
                self.maybe(|this| this.visit_expr(&e.right));
            }
            // What a block takes may be of an iterator of its own.
            Expr::Block(_)
            | Expr::Unsafe(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_) => {
                self.maybe(|this| visit::visit_expr(this, expr));
            }
            expr => visit::visit_expr(self, expr),
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if let Some(iter) = stepped(call)
            && !self.iters.contains(iter)
        {
            self.iters.push(iter.clone());
        }
        visit::visit_expr_method_call(self, call);
    }
}
