//! The operands of what is awaited: evaluated once and kept, or again when the call goes on.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::Expr;

use super::guarded::may_be_made_again;
use super::overlap::Lent;
use super::syntax::*;
use super::{Flatten, repeatable};
use crate::attr::ir::*;

/// What stands in front of the other operands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// What a method is called on.
    Receiver,
    /// What is called.
    Callee,
    /// Nothing but another operand.
    Operand,
}

/// One of several operands.
struct Operand<'a> {
    index: usize,
    first: First,
    /// Whether the method may change its receiver as it goes on: it has a checkpoint.
    keeps_receiver: bool,
    lent: &'a Lent,
    /// Whether it may be left where it is, as far as it is concerned itself.
    stays: bool,
    /// The last that may not.
    last: Option<usize>,
    /// What those behind it mention that may not.
    behind: &'a [HashSet<String>],
}

impl Operand<'_> {
    fn is_receiver(&self) -> bool {
        self.index == 0 && self.first == First::Receiver
    }

    /// The value in it that is lent, and that nothing names.
    fn state<'e>(&self, operand: &'e mut Expr) -> Option<&'e mut Expr> {
        match self.is_receiver() {
            true => self.keeps_receiver.then(|| repeatable::receiver_state(operand)).flatten(),
            false => repeatable::lent_state(operand),
        }
    }

    fn makes_state(&self, operand: &mut Expr) -> bool {
        match self.is_receiver() {
            true => self.state(operand).is_some(),
            false => repeatable::makes_state(operand),
        }
    }

    fn is_changed(&self, operand: &Expr) -> bool {
        self.lent.changes(self.index, operand)
    }

    fn is_behind_all(&self) -> bool {
        self.last.is_none_or(|last| self.index > last)
    }

    /// Whether nothing behind it mentions what it is a part of.
    fn is_left_alone(&self, operand: &Expr) -> bool {
        let root = idents(operand);
        repeatable::is_place(operand) && self.behind.iter().all(|names| names.is_disjoint(&root))
    }
}

impl Flatten<'_> {
    /// The operands of a leaf are evaluated again on resume, unless that would be noticed.
    pub(super) fn operands(
        &mut self,
        mut children: Vec<&mut Expr>,
        first: First,
        out: &mut Vec<Stmt>,
    ) {
        let is_method = first == First::Receiver;
        let lent = Lent::of(&children, is_method, &self.beside, &self.borrows);
        let keeps_receiver = is_method && children.get(1).is_some_and(|arg| lends_mut(arg));
        let of = |index| Operand {
            index,
            first,
            keeps_receiver,
            lent: &lent,
            stays: false,
            last: None,
            behind: &[],
        };
        let stays = |(index, child): (usize, &mut &mut Expr)| {
            !of(index).makes_state(child)
                && !lent.changes(index, child)
                && !awaits(child)
                && repeatable::is_repeatable(child)
                && !repeatable::is_chosen(child)
        };
        let stays: Vec<_> = children.iter_mut().enumerate().map(stays).collect();
        // What is evaluated now may change what is left in place before it.
        let last = stays.iter().rposition(|stays| !stays);
        let effects = children.iter().zip(&stays).map(|(child, stays)| match stays {
            true => HashSet::new(),
            false => idents(child),
        });
        let behind: Vec<HashSet<String>> = effects.collect();
        for (index, child) in children.into_iter().enumerate() {
            let behind = &behind[index + 1..];
            self.operand(child, Operand { stays: stays[index], last, behind, ..of(index) }, out);
        }
    }

    fn operand(&mut self, child: &mut Expr, mut it: Operand<'_>, out: &mut Vec<Stmt>) {
        let is_called =
            it.index == 0 && it.first != First::Operand && repeatable::is_borrowed_place(child);
        // A receiver is borrowed by the call, once its arguments are there; or before them, and
        // then they do not change it.
        if is_called && it.is_receiver() && !it.is_behind_all() {
            return self.keep_operands(child, out);
        }
        let is_mixed = it.is_changed(child) || repeatable::makes_state(child);
        if is_mixed && repeatable::parts(child).is_some() {
            return self.parts(child, it.lent, out);
        }
        while let Some(state) = it.state(child) {
            let value = take(state);
            *state = self.hoist(value, out);
            it.stays = repeatable::is_repeatable(child) && !awaits(child);
            it.last = it.last.filter(|last| *last != it.index);
        }
        // A borrow is found again by the same key.
        if it.is_changed(child) && repeatable::may_be_borrow(child) {
            self.keep_operands(child, out);
            // One that is found by a reference to what changes cannot be, and is refused as a local.
            if it.is_changed(child) {
                let borrow = take(child);
                *child = self.hoist(borrow, out);
            }
            return;
        }
        let may_wait = is_called || self.may_wait(child) || it.is_left_alone(child);
        if it.stays && (it.is_behind_all() || may_wait) {
            return;
        }
        match it.is_receiver() {
            true => self.hoist_receiver(child, out),
            false => {
                let expr = take(child);
                *child = self.hoist_operand(expr, out);
            }
        }
    }

    /// Of what is put together, each part in its turn.
    fn parts(&mut self, operand: &mut Expr, lent: &Lent, out: &mut Vec<Stmt>) {
        let beside = std::mem::replace(&mut self.beside, lent.all());
        if let Some(parts) = repeatable::parts(operand) {
            self.operands(parts, First::Operand, out);
        }
        self.beside = beside;
    }

    /// Of a part of what a call yields, the call is hoisted: the part is borrowed where it is.
    fn hoist_receiver(&mut self, receiver: &mut Expr, out: &mut Vec<Stmt>) {
        match receiver {
            Expr::Field(e) if !repeatable::is_place(&e.base) => {
                self.hoist_receiver(&mut e.base, out);
            }
            Expr::Index(_) => self.keep_borrowed(receiver, out),
            // A borrow is made again.
            borrow if repeatable::may_be_borrow(borrow) && !awaits(borrow) => {
                let expr = take(borrow);
                *borrow = self.hoist_unchanged(expr, out);
            }
            receiver => {
                let expr = take(receiver);
                *receiver = self.hoist_operand(expr, out);
            }
        }
    }

    /// Of `&mut make()` and `make().as_bytes()`, the call is hoisted and the borrow stays.
    fn hoist_operand(&mut self, mut expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        self.keep_keys(&mut expr, out);
        // Of a branch with a guard, it is made where the future is.
        if self.guarded.is_some() && may_be_made_again(&expr) {
            return expr;
        }
        if let Some(value) = repeatable::borrowed_temporary(&mut expr) {
            let owned = take(value);
            *value = self.hoist_unchanged(owned, out);
            if repeatable::is_repeatable(&expr) {
                return expr;
            }
        }
        match expr {
            // A part is borrowed where it is, by an index that is evaluated once.
            Expr::Reference(mut e) if is_part_of_value(&e.expr) => {
                self.keep_borrowed(&mut e.expr, out);
                Expr::Reference(e)
            }
            Expr::Reference(mut e) => {
                *e.expr = match e.mutability.is_some() && self.is_step(&e.expr) {
                    true => self.hoist(*e.expr, out),
                    false => self.hoist_operand(*e.expr, out),
                };
                Expr::Reference(e)
            }
            mut step if self.is_step(&step) => {
                self.keep_operands(&mut step, out);
                self.hoist_unchanged(step, out)
            }
            borrow if !awaits(&borrow) && repeatable::may_be_borrow(&borrow) => {
                self.hoist_unchanged(borrow, out)
            }
            expr => self.hoist(expr, out),
        }
    }
}

/// `list[n]`, `make().part`, `*make()`
fn is_part_of_value(lent: &Expr) -> bool {
    match lent {
        Expr::Index(_) | Expr::Field(_) => true,
        Expr::Unary(e) => matches!(e.op, syn::UnOp::Deref(_)),
        Expr::Paren(e) => is_part_of_value(&e.expr),
        _ => false,
    }
}

fn lends_mut(arg: &Expr) -> bool {
    matches!(arg, Expr::Reference(e) if e.mutability.is_some())
}

/// Locals that making a future uses by value, and would move unless they are `Copy`: `call(x)`,
/// `call(x + 1)`, `call(&x.unwrap())`.
pub(super) fn leaf_operands(leaf: &Expr) -> Vec<Ident> {
    let mut idents = Vec::new();
    by_value(leaf, &mut idents);
    idents
}

/// The receiver of `lock_owned`, `cancelled_owned` and the like.
pub(super) fn owned_receiver(call: &syn::ExprMethodCall) -> Vec<Ident> {
    let mut idents = Vec::new();
    if makes_owned(call) {
        by_value(&call.receiver, &mut idents);
    }
    idents
}

/// Whether the future owns what it is made from.
fn makes_owned(call: &syn::ExprMethodCall) -> bool {
    const OWNED: &[&str] = &[
        "acquire_many_owned",
        "acquire_owned",
        "cancelled_owned",
        "lock_owned",
        "notified_owned",
        "read_owned",
        "reserve_many_owned",
        "reserve_owned",
        "write_owned",
    ];
    OWNED.iter().any(|owned| call.method == owned)
}

fn by_value(expr: &Expr, idents: &mut Vec<Ident>) {
    match expr {
        Expr::Path(path) => idents.extend(path.path.get_ident().cloned()),
        Expr::Paren(e) => by_value(&e.expr, idents),
        Expr::Group(e) => by_value(&e.expr, idents),
        expr => within(expr, idents),
    }
}

/// Those that are used by value within something that may be a place.
fn within(expr: &Expr, idents: &mut Vec<Ident>) {
    match expr {
        Expr::Paren(e) => within(&e.expr, idents),
        Expr::Group(e) => within(&e.expr, idents),
        Expr::Tuple(e) => e.elems.iter().for_each(|e| by_value(e, idents)),
        Expr::Array(e) => e.elems.iter().for_each(|e| by_value(e, idents)),
        Expr::Struct(e) => e.fields.iter().for_each(|field| by_value(&field.expr, idents)),
        Expr::Call(e) => e.args.iter().for_each(|e| by_value(e, idents)),
        Expr::MethodCall(e) => {
            let consumes = repeatable::consumes(&e.method) && repeatable::is_repeatable(expr);
            match consumes || makes_owned(e) {
                true => by_value(&e.receiver, idents),
                false => within(&e.receiver, idents),
            }
            e.args.iter().for_each(|e| by_value(e, idents));
        }
        Expr::Binary(e) if !repeatable::is_comparison(&e.op) => {
            by_value(&e.left, idents);
            by_value(&e.right, idents);
        }
        Expr::Reference(e) => within(&e.expr, idents),
        Expr::Field(e) => within(&e.base, idents),
        _ => {}
    }
}
