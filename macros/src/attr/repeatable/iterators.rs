//! Iterators that can be made again.

use syn::{Expr, ExprMethodCall, Lit};

use super::{borrows, closures, is_borrow, is_place, is_repeatable, methods};

/// Whether `expr` makes an iterator that can be made again and advanced to where it was. That it
/// yields the same then, its type has to say; see `pending` in the runtime.
pub(crate) fn is_iterable_again(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_iterable_again(&e.expr),
        Expr::Group(e) => is_iterable_again(&e.expr),
        Expr::Range(_) => is_repeatable(expr),
        Expr::Reference(e) => is_place(&e.expr),
        // As `&mut iter`: that a new one goes on behind the last, the type says.
        Expr::MethodCall(call) if call.method == "by_ref" && call.args.is_empty() => {
            is_place(&call.receiver)
        }
        Expr::MethodCall(call) => {
            is_source(call)
                || is_iterable_again(&call.receiver) && is_pure_step(call)
                || is_borrow(expr)
        }
        _ => is_borrow(expr),
    }
}

/// Whether `expr` is an iterator that nobody else holds.
pub(crate) fn is_chain(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_chain(&e.expr),
        Expr::Group(e) => is_chain(&e.expr),
        Expr::Range(_) => is_repeatable(expr),
        Expr::MethodCall(call) => is_source(call) || is_chain(&call.receiver) && is_pure_step(call),
        _ => false,
    }
}

/// Whether a chain iterates over text or a list that is borrowed, as far as names tell: `file.lines()` would read.
pub(crate) fn is_of_text_or_list(chain: &Expr, is_text: &dyn Fn(&syn::Ident) -> bool) -> bool {
    let Expr::MethodCall(call) = chain else { return false };
    if !is_source(call) {
        // Behind its end, this one may go on.
        return call.method != "map_while"
            && is_pure_step(call)
            && is_of_text_or_list(&call.receiver, is_text);
    }
    let may_read = match &*call.method.to_string() {
        "bytes" | "lines" => match &*call.receiver {
            Expr::Path(path) => !path.path.get_ident().is_some_and(is_text),
            receiver => !is_borrow(receiver) && !matches!(receiver, Expr::Index(_)),
        },
        _ => call
            .args
            .iter()
            .any(|arg| matches!(arg, Expr::Lit(lit) if matches!(lit.lit, Lit::Byte(_)))),
    };
    !may_read && !yields_mutable(chain)
}

/// The value that a chain iterates over, where nothing names it: of `make().iter().rev()`, `make()`.
pub(crate) fn iterated_temporary(chain: &mut Expr) -> Option<&mut Expr> {
    match chain {
        Expr::Paren(e) => iterated_temporary(&mut e.expr),
        Expr::Group(e) => iterated_temporary(&mut e.expr),
        Expr::Reference(e) => iterated_value(&mut e.expr),
        Expr::MethodCall(call) => match is_iterating(call) {
            true => iterated_value(&mut call.receiver),
            false if is_pure_step(call) => iterated_temporary(&mut call.receiver),
            false => None,
        },
        _ => None,
    }
}

fn iterated_value(expr: &mut Expr) -> Option<&mut Expr> {
    match expr {
        Expr::Array(_) | Expr::Repeat(_) => Some(expr),
        expr => borrows::temporary(expr),
    }
}

fn is_iterating(call: &ExprMethodCall) -> bool {
    methods::is_iterating(&call.method)
        || !call.args.is_empty() && methods::is_iterating_by(&call.method)
}

fn is_source(call: &ExprMethodCall) -> bool {
    let is_argument = |arg: &Expr| match arg {
        Expr::Closure(_) => closures::is_pure(arg),
        arg => is_repeatable(arg),
    };
    is_iterating(call)
        && (is_place(&call.receiver) || is_borrow(&call.receiver))
        && call.args.iter().all(is_argument)
}

/// An adaptor that only the next item has to do with: of its closure, one call more is not seen.
pub(super) fn is_pure_step(call: &ExprMethodCall) -> bool {
    // What the loop has changed might not be chosen again.
    methods::is_adapting(&call.method)
        && !chooses_what_changes(call)
        && call.args.iter().all(|arg| is_argument(call, arg))
}

/// Whether what is lent to be changed is chosen by something that may be changed with it:
/// `jobs.iter_mut().find(|job| job.is_idle)`. What it is looked up by does not change.
pub(crate) fn chooses_what_changes(call: &ExprMethodCall) -> bool {
    let chooses = methods::is_choosing(&call.method)
        && yields_mutable(&call.receiver)
        && !(call.args.len() == 1 && call.args.iter().all(closures::is_lookup));
    chooses || matches!(&*call.receiver, Expr::MethodCall(inner) if chooses_what_changes(inner))
}

/// Whether a value is such an item, or a part of one.
pub(crate) fn is_chosen(value: &Expr) -> bool {
    match value {
        Expr::Paren(e) => is_chosen(&e.expr),
        Expr::Reference(e) => is_chosen(&e.expr),
        Expr::Field(e) => is_chosen(&e.base),
        Expr::MethodCall(call) => chooses_what_changes(call),
        _ => false,
    }
}

pub(crate) fn yields_mutable(iter: &Expr) -> bool {
    match iter {
        Expr::Paren(e) => yields_mutable(&e.expr),
        Expr::Group(e) => yields_mutable(&e.expr),
        Expr::Reference(e) => e.mutability.is_some(),
        Expr::MethodCall(call) => {
            methods::is_mutable(&call.method) || yields_mutable(&call.receiver)
        }
        _ => false,
    }
}

/// A call that uses a chain up, and makes a value of it.
pub(super) fn ends_in_a_value(call: &ExprMethodCall) -> bool {
    methods::is_folding(&call.method) && call.args.iter().all(|arg| is_argument(call, arg))
}

/// Whether all items of a chain are borrows for certain: `list.iter().map(|item| item.as_str())`.
pub(crate) fn yields_borrows(chain: &Expr) -> bool {
    let Expr::MethodCall(call) = chain else { return false };
    match &*call.method.to_string() {
        "enumerate" | "filter" | "rev" | "skip" | "skip_while" | "step_by" | "take"
        | "take_while" => yields_borrows(&call.receiver),
        "filter_map" | "map" | "map_while" => {
            yields_borrows(&call.receiver) && call.args.iter().all(borrows::makes_borrow)
        }
        "bytes" | "char_indices" | "chars" | "match_indices" => false,
        _ => is_source(call),
    }
}

/// A closure that only computes, or a value.
fn is_argument(call: &ExprMethodCall, arg: &Expr) -> bool {
    match methods::takes_closure(&call.method) {
        true => closures::is_pure(arg),
        false => is_repeatable(arg) || is_iterable_again(arg),
    }
}
