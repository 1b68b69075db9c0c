//! Temporaries that an awaiting statement keeps until its end: `m.lock()` of
//! `match m.lock().id { .. }`.
//!
//! What an expression yields is kept across an await, and its temporaries are not. For most nobody
//! sees that. A lock would be released, so the compiler is asked whether one is among them.

use proc_macro2::{Ident, Span};
use quote::{quote, quote_spanned};
use syn::{Expr, UnOp, parse_quote};

use super::patterns::bindings;
use super::syntax::*;
use super::{generated, private, repeatable};
use crate::attr::ir::*;
use crate::hygiene;

/// Asks about the temporaries of what has been evaluated ahead of the await at `at`.
pub(super) fn ask_early(stmts: &mut [Stmt], at: Span) {
    for stmt in stmts {
        match &mut stmt.kind {
            // An item of a list or a text is no guard.
            StmtKind::Let(let_) if !let_.steps.is_empty() => {}
            StmtKind::Let(let_) if let_.origin == Origin::Temporary => {
                let_.init.iter_mut().for_each(|init| ask_in_value(init, at));
            }
            _ => {}
        }
    }
}

fn ask_in_value(value: &mut Value, at: Span) {
    match value {
        // `map.entry(key).or_default()` is made again as it is.
        Value::Simple(code) if repeatable::may_be_borrow(&code.code) => {}
        Value::Simple(code) => ask(&mut code.code, at),
        // The statements in front of it are those that it needs.
        Value::Block(block) => {
            if let Some(Stmt { kind: StmtKind::Value { value, .. }, .. }) = block.stmts.last_mut() {
                ask_in_value(value, at);
            }
        }
        _ => {}
    }
}

/// Asks about the temporaries that the block behind a condition, which awaits at `at`, is under: those
/// of its `let`s.
pub(super) fn ask_in_condition(cond: &mut Expr, at: Span) {
    match cond {
        Expr::Let(e) => {
            let is_bound = !bindings(&e.pat).is_empty();
            ask_scrutinee(&mut e.expr, &Held { at, is_bound });
        }
        Expr::Paren(e) => ask_in_condition(&mut e.expr, at),
        Expr::Binary(e) if is_lazy(&e.op) => {
            ask_in_condition(&mut e.left, at);
            ask_in_condition(&mut e.right, at);
        }
        _ => {}
    }
}

/// What is matched, and held while an arm awaits.
pub(super) struct Held {
    pub(super) at: Span,
    /// Whether something of it is bound there.
    pub(super) is_bound: bool,
}

/// Asks about what is matched, and its temporaries.
pub(super) fn ask_scrutinee(scrutinee: &mut Expr, held: &Held) {
    if !ask_whole(scrutinee, held) {
        ask(scrutinee, held.at);
    }
}

/// Asks about what is matched, which is a temporary itself where nothing of it is bound: what is bound is
/// asked about by its name.
pub(super) fn ask_whole(scrutinee: &mut Expr, held: &Held) -> bool {
    // What is only looked at, `make().as_str()`, is a local of its own, and asked about as that.
    let looks = repeatable::borrowed_temporary(scrutinee).is_some()
        || matches!(&*scrutinee, Expr::MethodCall(call) if repeatable::yields_borrow(call));
    let asks = !held.is_bound && !looks && computes(scrutinee);
    if asks {
        let ends = hygiene::ends(scrutinee);
        ask(scrutinee, held.at);
        let value = take(scrutinee);
        let question = if may_lock(&value) { "scrutinee" } else { "temporary" };
        *scrutinee = asked(question, value, ends, held.at);
    }
    asks
}

/// Asks about the temporaries of `expr`, which would live on at the await at `at`.
pub(super) fn ask(expr: &mut Expr, at: Span) {
    match expr {
        Expr::Field(e) => ask_base(&mut e.base, at),
        Expr::Index(e) => {
            ask_base(&mut e.expr, at);
            ask(&mut e.index, at);
        }
        Expr::MethodCall(e) => {
            // A guard is taken out of a `Result`; and what awaits makes a local of what stands in front.
            let is_wrapped = ["expect", "unwrap"].iter().any(|method| e.method == method);
            if is_wrapped {
                ask(&mut e.receiver, at);
            } else if !e.args.iter().any(awaits) {
                ask_base(&mut e.receiver, at);
            }
            e.args.iter_mut().for_each(|arg| ask(arg, at));
        }
        Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => ask_base(&mut e.expr, at),
        // What stands behind `&&` is evaluated, or not, in a scope of its own.
        Expr::Binary(e) if is_lazy(&e.op) => ask(&mut e.left, at),
        expr => children(expr).into_iter().for_each(|child| ask(child, at)),
    }
}

/// Asks about the value that is used in place, as in `value.part`.
fn ask_base(base: &mut Expr, at: Span) {
    if let Expr::Paren(e) = base {
        return ask_base(&mut e.expr, at);
    }
    let ends = hygiene::ends(base);
    ask(base, at);
    if computes(base) {
        let value = take(base);
        *base = asked("temporary", value, ends, at);
    }
}

/// Whether a value is made here, which nobody knows to be no guard.
fn computes(value: &Expr) -> bool {
    let computes = match value {
        Expr::Await(_) => true,
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_) => !repeatable::may_be_borrow(value),
        Expr::Macro(e) => marked(&e.mac).is_some(),
        _ => false,
    };
    computes && !repeatable::is_repeatable(value) && !is_iterator(value)
}

fn is_iterator(value: &Expr) -> bool {
    let names = ["into_iter", "iter", "iter_mut"];
    let is_made = |call: &syn::ExprMethodCall| names.iter().any(|name| call.method == name);
    matches!(value, Expr::MethodCall(call) if is_made(call)) || repeatable::is_chain(value)
}

/// Whether an `Option` or a `Result` may have a guard in it, by the name of what yields it. Of others, as of
/// `text.parse()`, it may not be known yet what is in them.
fn may_lock(value: &Expr) -> bool {
    const WORDS: &[&str] =
        &["acquire", "borrow", "guard", "lock", "permit", "read", "reserve", "write"];
    let name = match value {
        Expr::MethodCall(call) => call.method.to_string(),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path
                .path
                .segments
                .iter()
                .next_back()
                .map_or_else(String::new, |last| last.ident.to_string()),
            _ => return false,
        },
        Expr::Await(e) => return may_lock(&e.base),
        Expr::Paren(e) => return may_lock(&e.expr),
        Expr::Tuple(e) => return e.elems.iter().any(may_lock),
        _ => return true,
    };
    !name.starts_with("from_") && WORDS.iter().any(|word| name.contains(word))
}

/// `value`, of whose type the compiler is asked whether it is a guard.
fn asked(question: &str, value: Expr, ends: (Span, Span), at: Span) -> Expr {
    let span = generated(ends.0);
    let (private, noted) = (private(), Ident::new("__noted", span));
    let question = Ident::new(question, span);
    let (local, shown) = hygiene::shown_as("__temporary", ends);
    let refuse = quote_spanned!(at=> ::cancel_safe::errors::EndsBeforeAwaits::__asked);
    let ask = quote_spanned! {span=>
        |#noted| { let #local = (#noted.#question().on(#noted),); #refuse(#shown) }
    };
    // Of what it is a part of, it is where an error begins.
    let value = hygiene::call(quote!(#private::temporary), quote!(#value, #ask), ends);
    parse_quote!(#value)
}
