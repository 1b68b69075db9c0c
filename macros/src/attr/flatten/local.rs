//! `let`, and what its initializer keeps alive.

use syn::spanned::Spanned;
use syn::{Expr, Pat, parse_quote_spanned};

use super::lookup::finds_by_call;
use super::syntax::*;
use super::{Flatten, generated, repeatable};
use crate::attr::ir::*;

/// Takes out of an expression what has to be in a local before.
type Hoist<'e> = fn(&mut Flatten<'e>, &mut Expr, &mut Vec<Stmt>);

impl<'e> Flatten<'e> {
    pub(super) fn local(&mut self, local: syn::Local, steps: Vec<Step>) -> StmtKind {
        let is_stepped = self.is_stepped(&local);
        let syn::Local { mut attrs, let_token, pat, init, semi_token, .. } = local;
        let mut origin = if is_stepped { Origin::Stepped } else { Origin::User };
        attrs.retain(|attr| {
            if attr.path().is_ident("rederive") {
                origin = Origin::Rederive;
            } else if attr.path().is_ident("__item") {
                origin = Origin::Item;
            } else {
                return true;
            }
            false
        });
        let (pat, ty) = match pat {
            Pat::Type(typed) => (*typed.pat, Some(*typed.ty)),
            pat => (pat, None),
        };
        let (init, diverge) = match init {
            Some(init) => (Some(*init.expr), init.diverge.map(|(_, expr)| *expr)),
            None => (None, None),
        };
        if let Some(else_block) = &diverge
            && awaits(else_block)
        {
            return self.let_else_await(attrs, let_token, pat, ty, init, diverge);
        }
        let init = init.map(|init| match attrs.is_empty() || !awaits(&init) {
            true => self.value(init),
            false => self.level_value(init),
        });
        let diverge = diverge.map(Code::new);
        StmtKind::Let(Box::new(Let {
            attrs,
            let_token,
            pat,
            ty,
            init,
            diverge,
            origin,
            steps,
            again: None,
            vars: Vec::new(),
            semi: Some(semi_token),
        }))
    }

    /// In `let x = &make();` the value lives as long as `x`. An assignment would not extend its
    /// life, so it becomes a local.
    pub(super) fn extended(&mut self, expr: &mut Expr, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Reference(e) => {
                self.extended_place(&mut e.expr, e.mutability.is_some(), out);
            }
            Expr::Paren(e) => self.extended(&mut e.expr, out),
            Expr::Cast(e) => self.extended(&mut e.expr, out),
            Expr::Tuple(e) => self.in_turn(e.elems.iter_mut().collect(), Self::extended, out),
            Expr::Array(e) => self.in_turn(e.elems.iter_mut().collect(), Self::extended, out),
            Expr::Struct(e) => {
                let fields = e.fields.iter_mut().map(|field| &mut field.expr);
                self.in_turn(fields.collect(), Self::extended, out);
            }
            _ => {}
        }
    }

    /// Does the same with several parts. What becomes a local does not overtake those in front of it.
    pub(super) fn in_turn(&mut self, parts: Vec<&mut Expr>, hoist: Hoist<'e>, out: &mut Vec<Stmt>) {
        let stays: Vec<_> = parts.iter().map(|part| self.needs_none(part, hoist)).collect();
        let last = stays.iter().rposition(|stays| !stays).unwrap_or(0);
        for (index, part) in parts.into_iter().enumerate() {
            // A borrow is made where it stands, or again.
            let is_value = awaits(part) || stays[index] && !repeatable::may_be_borrow(part);
            match index < last && is_value && !self.may_wait(part) {
                true => {
                    let value = take(part);
                    *part = self.hoist_value(value, out);
                }
                false => hoist(self, part, out),
            }
        }
    }

    fn extended_place(&mut self, expr: &mut Expr, changes: bool, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Path(_) => {}
            // It lives for ever.
            constant if !changes && is_promoted(constant) => {}
            Expr::Field(e) => self.extended_place(&mut e.base, changes, out),
            Expr::Index(e) => self.extended_place(&mut e.expr, changes, out),
            Expr::Paren(e) => self.extended_place(&mut e.expr, changes, out),
            Expr::Reference(e) => {
                self.extended_place(&mut e.expr, changes || e.mutability.is_some(), out);
            }
            Expr::Unary(e) if matches!(e.op, syn::UnOp::Deref(_)) => {
                self.extended_place(&mut e.expr, changes, out);
            }
            expr => {
                self.keep_keys(expr, out);
                let value = take(expr);
                // A borrow is made again: `&line.trim()[1..]`.
                *expr = match changes && !repeatable::may_be_borrow(&value) {
                    true => self.hoist(value, out),
                    false => self.hoist_unchanged(value, out),
                };
            }
        }
    }

    /// A borrow is borrowed again by the same indices, also where their variables have changed.
    pub(super) fn keep_operands(&mut self, borrow: &mut Expr, out: &mut Vec<Stmt>) {
        match borrow {
            Expr::Index(e) => {
                self.keep_operands(&mut e.expr, out);
                self.keep(&mut e.index, out);
            }
            Expr::Range(e) => {
                e.start.iter_mut().chain(&mut e.end).for_each(|bound| self.keep(bound, out));
            }
            // A key is moved into the map: it is made again.
            Expr::MethodCall(e) if e.method == "entry" => {
                self.keep_operands(&mut e.receiver, out);
            }
            Expr::MethodCall(e) => {
                self.keep_operands(&mut e.receiver, out);
                e.args.iter_mut().for_each(|arg| match arg {
                    Expr::Closure(_) => {}
                    arg if repeatable::is_iterable_again(arg) => self.keep_operands(arg, out),
                    // A borrow that is passed on, as in `unwrap_or((line, ""))`.
                    Expr::Tuple(_) | Expr::MethodCall(_) if repeatable::is_borrow(arg) => {
                        self.keep_operands(arg, out);
                    }
                    arg => self.keep(arg, out),
                });
            }
            Expr::Field(e) => self.keep_operands(&mut e.base, out),
            Expr::Reference(e) => self.keep_operands(&mut e.expr, out),
            Expr::Unary(e) => self.keep_operands(&mut e.expr, out),
            Expr::Paren(e) => self.keep_operands(&mut e.expr, out),
            Expr::Group(e) => self.keep_operands(&mut e.expr, out),
            Expr::Cast(e) => self.keep_operands(&mut e.expr, out),
            Expr::Try(e) => self.keep_operands(&mut e.expr, out),
            // What looks at its argument, or holds it: `str::from_utf8(&buf[..end])`, `Some(&buf[..end])`.
            Expr::Call(e) => self.keep_parts(e.args.iter_mut().collect(), out),
            Expr::Tuple(e) => self.keep_parts(e.elems.iter_mut().collect(), out),
            Expr::Array(e) => self.keep_parts(e.elems.iter_mut().collect(), out),
            _ => {}
        }
    }

    /// The same of several parts. What has an effect is not overtaken by what is kept of those behind it.
    fn keep_parts(&mut self, parts: Vec<&mut Expr>, out: &mut Vec<Stmt>) {
        let kept = parts.iter().rposition(|part| !self.keeps_operands(part)).unwrap_or(0);
        let overtaken = parts[..kept].iter().rposition(|part| !self.is_calm(part));
        for (index, part) in parts.into_iter().enumerate() {
            let is_overtaken = overtaken.is_some_and(|last| index <= last);
            match is_overtaken && !repeatable::may_be_borrow(part) && !self.may_wait(part) {
                true => {
                    let value = take(part);
                    *part = self.hoist_value(value, out);
                }
                false => self.keep_operands(part, out),
            }
        }
    }

    /// Whether evaluating a part has no effect, but to take an item of a named iterator.
    fn is_calm(&self, part: &Expr) -> bool {
        match part {
            Expr::Paren(e) => self.is_calm(&e.expr),
            Expr::Tuple(e) => e.elems.iter().all(|part| self.is_calm(part)),
            Expr::Array(e) => e.elems.iter().all(|part| self.is_calm(part)),
            part => {
                let is_borrow = repeatable::may_be_borrow(part) || self.is_step(part);
                !awaits(part) && (repeatable::is_repeatable(part) || is_borrow)
            }
        }
    }

    /// Whether there is nothing to keep.
    pub(super) fn keeps_operands(&mut self, borrow: &Expr) -> bool {
        self.needs_none(borrow, Self::keep_operands)
    }

    /// Whether an expression needs no statements in front of it.
    fn needs_none(&mut self, expr: &Expr, hoist: Hoist<'e>) -> bool {
        let mut needed = Vec::new();
        if awaits(expr) {
            return false;
        }
        let names = self.names;
        hoist(self, &mut expr.clone(), &mut needed);
        self.names = names;
        needed.is_empty()
    }

    /// What is borrowed may be a part of a value, which need not have a size.
    pub(super) fn keep_borrowed(&mut self, value: &mut Expr, out: &mut Vec<Stmt>) {
        match value {
            Expr::Index(e) => {
                self.keep_borrowed(&mut e.expr, out);
                self.keep(&mut e.index, out);
            }
            Expr::Field(e) => self.keep_borrowed(&mut e.base, out),
            Expr::Unary(e) => self.keep_borrowed(&mut e.expr, out),
            Expr::Paren(e) => self.keep_borrowed(&mut e.expr, out),
            place if repeatable::is_place(place) => {}
            found if finds_by_call(found) => {
                self.keep_keys(found, out);
                self.keep_borrowed(found, out);
            }
            borrow if !awaits(borrow) && repeatable::may_be_borrow(borrow) => {
                // Of a branch with a guard, it is made where the future is.
                if self.guarded.is_none() {
                    let value = take(borrow);
                    *borrow = self.hoist_unchanged(value, out);
                }
            }
            value => self.keep(value, out),
        }
    }

    pub(super) fn keep(&mut self, operand: &mut Expr, out: &mut Vec<Stmt>) {
        match operand {
            Expr::Range(_) => return self.keep_operands(operand, out),
            // The value is kept, and borrowed again.
            Expr::Reference(e) if !repeatable::is_place(&e.expr) => {
                return self.keep_borrowed(&mut e.expr, out);
            }
            _ => {}
        }
        if !self.may_wait(operand) {
            let expr = take(operand);
            // What is cloned may be no copy: it is moved where it is used.
            let is_clone = matches!(&expr, Expr::MethodCall(call) if call.method == "clone");
            let (span, kept) = (generated(expr.span()), self.hoist(expr, out));
            *operand = match is_clone {
                true => parse_quote_spanned!(span=> #kept.clone()),
                false => kept,
            };
        }
    }
}

/// `[1, 2, 3]` behind a `&`.
fn is_promoted(value: &Expr) -> bool {
    match value {
        Expr::Lit(_) => true,
        Expr::Unary(e) => matches!(e.op, syn::UnOp::Neg(_)) && is_promoted(&e.expr),
        Expr::Array(e) => e.elems.iter().all(is_promoted),
        Expr::Tuple(e) => e.elems.iter().all(is_promoted),
        Expr::Reference(e) => e.mutability.is_none() && is_promoted(&e.expr),
        _ => false,
    }
}
