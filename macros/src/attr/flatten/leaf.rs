//! What is awaited, and its operands.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{Expr, Token, parse_quote_spanned};

use super::make::{self, marker, path};
use super::syntax::*;
use super::{Flatten, generated, inner, repeatable, temporaries};
use crate::attr::ir::*;
use crate::hygiene;

type Arguments = syn::punctuated::Punctuated<Expr, Token![,]>;

/// An operation with progress takes no more than these, or else it would need a `resume4`.
const MOST_OPERANDS: usize = 3;

/// The operations that may have progress, so that code for resuming them is generated too.
const WITH_PROGRESS: &[&str] = &[
    "feed",
    "send",
    "send_async",
    "send_all",
    "read_exact",
    "read_line",
    "read_to_end",
    "read_to_string",
    "read_until",
    "write_all",
    "write_all_buf",
    "wait",
    "broadcast",
    "read_u16",
    "read_u32",
    "read_u64",
    "read_u128",
    "read_i16",
    "read_i32",
    "read_i64",
    "read_i128",
    "read_f32",
    "read_f64",
    "read_u16_le",
    "read_u32_le",
    "read_u64_le",
    "read_u128_le",
    "read_i16_le",
    "read_i32_le",
    "read_i64_le",
    "read_i128_le",
    "read_f32_le",
    "read_f64_le",
    "write_u16",
    "write_u32",
    "write_u64",
    "write_u128",
    "write_i16",
    "write_i32",
    "write_i64",
    "write_i128",
    "write_f32",
    "write_f64",
    "write_u16_le",
    "write_u32_le",
    "write_u64_le",
    "write_u128_le",
    "write_i16_le",
    "write_i32_le",
    "write_i64_le",
    "write_i128_le",
    "write_f32_le",
    "write_f64_le",
];

impl Flatten<'_> {
    pub(super) fn await_(&mut self, e: syn::ExprAwait, out: &mut Vec<Stmt>) -> Expr {
        let text = source_text(&e.base);
        let start = hygiene::ends(&e.base).0;
        let span = e.base.span();
        let base = strip_parens(*e.base);
        let first = out.len();
        let leaf = match base {
            mut base if is_wrapped(&base) => {
                self.future_operands(&mut base, out);
                // A function that limits has the progress of the checkpoint.
                match &mut base {
                    Expr::Call(call) => self.keep_deadlines_within(call, out),
                    base => self.keep_deadlines(base, out),
                }
                Leaf::Other(base)
            }
            Expr::MethodCall(call) => self.method_leaf(call, out),
            Expr::Call(call) => self.call_leaf(call, out),
            base if awaits(&base) => Leaf::Other(self.hoist(base, out)),
            base if is_future_expr(&base) => Leaf::Other(base),
            base => Leaf::Other(self.hoist(base, out)),
        };
        temporaries::ask_early(&mut out[first..], e.await_token.span);
        let operands = match &leaf {
            Leaf::Method { slots: None, call } => {
                leaf_operands(&Expr::MethodCall((**call).clone()))
            }
            Leaf::Method { call, .. } => owned_receiver(call),
            Leaf::Other(expr) => leaf_operands(expr),
            _ => Vec::new(),
        };
        let id = self.next();
        self.awaits.push(Await {
            leaf,
            start,
            token: e.await_token,
            text,
            operands,
            kept: None,
            cfg: Vec::new(),
            pending: Vec::new(),
            scope: Vec::new(),
            noted: Vec::new(),
        });
        marker(id, span)
    }

    fn method_leaf(&mut self, mut call: syn::ExprMethodCall, out: &mut Vec<Stmt>) -> Leaf {
        let name = call.method.to_string();
        // Who takes more than the value that is sent is none of them.
        let with_progress = WITH_PROGRESS.contains(&&*name)
            && !is_miscalled(&call)
            && !call.args.iter().any(is_made_of_borrows);
        self.checkpoints(&mut call.args, out);
        let written: Vec<_> =
            call.args.iter().map(|arg| (is_local(arg), hygiene::ends(arg))).collect();
        let mut operands = vec![&mut *call.receiver];
        operands.extend(call.args.iter_mut());
        self.operands(operands, true, out);
        let may_be_of_a_user =
            call.args.len() <= MOST_OPERANDS && call.args.iter().all(is_plain_operand);
        if !with_progress && !may_be_of_a_user {
            return Leaf::Method { call: Box::new(call), slots: None };
        }
        let mut slots = Vec::new();
        for (arg, (was_local, ends)) in call.args.iter_mut().zip(written) {
            // Whether a local is a borrow is known only when names are resolved; see `classify`.
            let is_slot = match with_progress {
                true => !is_view(arg),
                false => is_local(arg),
            };
            if is_slot {
                let span = generated(arg.span());
                let is_hoisted = !was_local && is_local(arg);
                let expr = match take(arg) {
                    hoisted if is_hoisted => make::underlined(hoisted, ends),
                    expr => expr,
                };
                let some = make::private_path(&["core", "option", "Option", "Some"], span);
                let value = make::call(some, expr, span);
                let next = self.next();
                let value = Value::Simple(Code::new(value));
                let ident = self.temporary(value, Origin::Slot, next..next, span, out);
                *arg = path(ident);
            }
            slots.push(is_slot);
        }
        Leaf::Method { call: Box::new(call), slots: Some(slots) }
    }

    fn call_leaf(&mut self, mut call: syn::ExprCall, out: &mut Vec<Stmt>) -> Leaf {
        self.checkpoints(&mut call.args, out);
        // Who claims something about a future claims it of the whole expression: it stays as it is.
        if !is_claim(&call) {
            let mut operands = vec![&mut *call.func];
            operands.extend(call.args.iter_mut());
            self.operands(operands, false, out);
        }
        Leaf::Other(Expr::Call(call))
    }

    /// Where an argument is `_`, a checkpoint for the callee goes there.
    fn checkpoints(&mut self, args: &mut Arguments, out: &mut Vec<Stmt>) {
        for arg in args {
            if let Expr::Infer(infer) = arg {
                let span = infer.underscore_token.span;
                let new = Expr::Verbatim(inner(infer));
                let checkpoint = self.hoist(new, out);
                let span = generated(span);
                *arg = parse_quote_spanned!(span=> &mut #checkpoint);
            }
        }
    }

    /// The operands of a leaf are evaluated again on resume, unless that would be noticed. Of a method, the
    /// first is the receiver.
    pub(super) fn operands(
        &mut self,
        children: Vec<&mut Expr>,
        is_method: bool,
        out: &mut Vec<Stmt>,
    ) {
        let stays = |child: &Expr| !awaits(child) && repeatable::is_repeatable(child);
        // What is evaluated now may change what is left in place before it.
        let last = children.iter().rposition(|child| !stays(child));
        let effects = children.iter().map(|child| match stays(child) {
            true => HashSet::new(),
            false => idents(child),
        });
        let mut behind: Vec<HashSet<String>> = effects.collect();
        for (index, child) in children.into_iter().enumerate() {
            behind[index].clear();
            let is_last = last.is_none_or(|last| index > last);
            let is_kept = |place: &Expr| {
                let root = idents(place);
                repeatable::is_place(place) && behind.iter().all(|idents| idents.is_disjoint(&root))
            };
            // A receiver is borrowed by the call, once its arguments are there; or before them, and
            // then they do not change it.
            let is_receiver = index == 0 && repeatable::is_borrowed_place(child);
            if stays(child) && (is_last || is_receiver || self.may_wait(child) || is_kept(child)) {
                continue;
            }
            match is_method && index == 0 {
                true => self.hoist_receiver(child, out),
                false => {
                    let expr = take(child);
                    *child = self.hoist_operand(expr, out);
                }
            }
        }
    }

    /// Of a part of what a call yields, the call is hoisted: the part is borrowed where it is.
    fn hoist_receiver(&mut self, receiver: &mut Expr, out: &mut Vec<Stmt>) {
        match receiver {
            Expr::Field(e) if !repeatable::is_place(&e.base) => {
                self.hoist_receiver(&mut e.base, out);
            }
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
        if let Some(value) = repeatable::borrowed_temporary(&mut expr) {
            let owned = take(value);
            *value = self.hoist_unchanged(owned, out);
            if repeatable::is_repeatable(&expr) {
                return expr;
            }
        }
        match expr {
            Expr::Reference(mut e) => {
                *e.expr = self.hoist_operand(*e.expr, out);
                Expr::Reference(e)
            }
            expr => self.hoist(expr, out),
        }
    }

    /// What making `future` takes, where it is a branch of a select or in a wrapper.
    pub(super) fn future_operands(&mut self, future: &mut Expr, out: &mut Vec<Stmt>) {
        match future {
            Expr::Async(_) | Expr::Block(_) => {}
            // The argument of a macro of the user's stands in a group.
            Expr::Paren(paren) => self.future_operands(&mut paren.expr, out),
            Expr::Group(group) => self.future_operands(&mut group.expr, out),
            Expr::Call(call) if is_claim(call) => {}
            Expr::Call(call) => match crate::select::wrapped_argument(&call.func) {
                None => {
                    self.checkpoints(&mut call.args, out);
                    let operands = std::iter::once(&mut *call.func).chain(&mut call.args);
                    self.operands(operands.collect(), false, out);
                }
                Some(wrapped) => {
                    for (index, arg) in call.args.iter_mut().enumerate() {
                        match index == wrapped {
                            true => self.future_operands(arg, out),
                            false => self.operands(vec![arg], false, out),
                        }
                    }
                }
            },
            Expr::MethodCall(call) if crate::select::is_wrapper(call) => {
                self.future_operands(&mut call.receiver, out);
                self.operands(call.args.iter_mut().collect(), false, out);
            }
            Expr::MethodCall(call) => {
                self.checkpoints(&mut call.args, out);
                let operands = std::iter::once(&mut *call.receiver).chain(&mut call.args);
                self.operands(operands.collect(), true, out);
            }
            other => self.operands(vec![other], false, out),
        }
    }
}

/// Whether it has the name of an operation that may have progress, but more arguments.
pub(crate) fn is_miscalled(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    let most = if name == "read_until" { 2 } else { 1 };
    call.args.len() > most && WITH_PROGRESS.contains(&&*name)
}

/// Whether it has as many arguments as each operation of that name.
pub(crate) fn is_well_called(call: &syn::ExprMethodCall) -> bool {
    let takes_none = ["wait", "read_u", "read_i", "read_f"];
    let takes = match &*call.method.to_string() {
        "read_until" => 2,
        "read" | "write" => 1,
        name if !WITH_PROGRESS.contains(&name) => return false,
        name if takes_none.iter().any(|none| name.starts_with(none)) => 0,
        _ => 1,
    };
    call.args.len() == takes
}

/// What is only looked at: it is not handed over, and needs no slot.
fn is_view(arg: &Expr) -> bool {
    match arg {
        Expr::Reference(_) => true,
        Expr::MethodCall(call) => repeatable::yields_borrow(call) || repeatable::is_borrow(arg),
        arg => repeatable::is_borrow(arg),
    }
}

/// An argument whose type does not depend on the method, so that the call may be an operation with
/// progress of a user, of any name.
fn is_plain_operand(arg: &Expr) -> bool {
    matches!(arg, Expr::Lit(_)) || repeatable::is_place(arg) || repeatable::is_borrow(arg)
}

/// `Some(&name)`, `Event { name: &name, id }`: nothing that could wait in a slot.
fn is_made_of_borrows(arg: &Expr) -> bool {
    let is_part = |part: &Expr| {
        matches!(part, Expr::Reference(_))
            || repeatable::is_borrow(part)
            || is_made_of_borrows(part)
    };
    match arg {
        Expr::Call(e) => repeatable::is_repeatable(arg) && e.args.iter().any(is_part),
        Expr::Tuple(e) => e.elems.iter().any(is_part),
        Expr::Struct(e) => e.fields.iter().any(|field| is_part(&field.expr)),
        _ => false,
    }
}

fn is_local(arg: &Expr) -> bool {
    matches!(arg, Expr::Path(path) if path.path.get_ident().is_some())
}

/// What may be awaited as it stands: a future that is made or named anew on resume.
fn is_future_expr(expr: &Expr) -> bool {
    repeatable::is_repeatable(expr) || matches!(expr, Expr::Async(_))
}

/// Locals that making a future uses by value, and would move unless they are `Copy`: `call(x)`,
/// `call(x + 1)`, `call(&x.unwrap())`.
pub(super) fn leaf_operands(leaf: &Expr) -> Vec<Ident> {
    let mut idents = Vec::new();
    by_value(leaf, &mut idents);
    idents
}

/// The receiver of `lock_owned`, `cancelled_owned` and the like.
fn owned_receiver(call: &syn::ExprMethodCall) -> Vec<Ident> {
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
