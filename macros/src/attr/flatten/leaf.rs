//! What is awaited.

use syn::spanned::Spanned;
use syn::{Expr, Token, parse_quote_spanned};

use super::make::{self, marker, path};
use super::operands::{First, leaf_operands, owned_receiver};
use super::syntax::*;
use super::{Flatten, builders, generated, inner, repeatable, temporaries};
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
                self.refuse_limited(&base);
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
        let mut operands = match &leaf {
            Leaf::Method { slots: None, call } => {
                leaf_operands(&Expr::MethodCall((**call).clone()))
            }
            Leaf::Method { call, .. } => owned_receiver(call),
            Leaf::Other(expr) => leaf_operands(expr),
            _ => Vec::new(),
        };
        // A borrow that cannot be made again is refused as that.
        operands.retain(|name| !out[first..].iter().any(|stmt| lends_mutable(stmt, name)));
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
            parted: Vec::new(),
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
        builders::owned(&mut call);
        let written: Vec<_> =
            call.args.iter().map(|arg| (is_local(arg), hygiene::ends(arg))).collect();
        let mut operands = vec![&mut *call.receiver];
        operands.extend(call.args.iter_mut());
        self.operands(operands, First::Receiver, out);
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
            self.operands(operands, First::Callee, out);
        }
        Leaf::Other(Expr::Call(call))
    }

    /// Where an argument is `_`, a checkpoint for the callee goes there.
    pub(super) fn checkpoints(&mut self, args: &mut Arguments, out: &mut Vec<Stmt>) {
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
}

/// Whether a local of ours of that name is a `&mut`, as far as its form says so.
fn lends_mutable(stmt: &Stmt, name: &syn::Ident) -> bool {
    let StmtKind::Let(let_) = &stmt.kind else { return false };
    let is_it = matches!(&let_.pat, syn::Pat::Ident(pat) if pat.ident == *name);
    let lends = |init: &Code<Expr>| repeatable::yields_mutable(&init.code);
    is_it && matches!(&let_.init, Some(Value::Simple(init)) if lends(init))
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
        "read" | "write" | "read_buf" | "write_buf" => 1,
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
