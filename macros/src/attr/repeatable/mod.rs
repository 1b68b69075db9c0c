//! Which expressions may be evaluated again.
//!
//! Only what is certain: a literal, a place, a borrow, arithmetic, and calls that are known to read,
//! to borrow or to convert. For the rest, it is evaluated once, and its value kept.

mod borrows;
mod built;
mod chosen;
mod closures;
mod iterators;
mod methods;
mod state;

use syn::{Expr, ExprCall, ExprMethodCall, UnOp};

pub(crate) use self::borrows::{borrowed_temporary, is_borrow, may_be_borrow};
pub(crate) use self::built::{is_tuple_of_a_type, is_wrapping, makes_a_type};
pub(crate) use self::chosen::{Choice, Way, choose_by, for_each_value};
pub(crate) use self::closures::is_pure;
pub(crate) use self::iterators::{
    chooses_what_changes, is_chain, is_chosen, is_iterable_again, is_of_text_or_list,
    iterated_temporary, yields_borrows, yields_mutable,
};
pub(crate) use self::methods::{
    consumes, is_calm, is_choosing, is_folding, is_mutable, takes_by_value, yields_borrow,
};
pub(crate) use self::state::{lent_state, makes_state, parts, receiver_state};

/// Whether evaluating `expr` again yields the same and has no effect.
pub(crate) fn is_repeatable(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) | Expr::Closure(_) | Expr::Infer(_) => true,
        Expr::Field(e) => is_repeatable(&e.base) && !uses_up(&e.base),
        Expr::Reference(e) => is_repeatable(&e.expr),
        Expr::Paren(e) => is_repeatable(&e.expr),
        Expr::Group(e) => is_repeatable(&e.expr),
        Expr::Cast(e) => is_repeatable(&e.expr),
        Expr::Unary(e) => is_repeatable(&e.expr),
        Expr::Index(e) => is_repeatable(&e.expr) && is_repeatable(&e.index),
        Expr::Binary(e) => {
            !is_assignment(&e.op) && is_repeatable(&e.left) && is_repeatable(&e.right)
        }
        Expr::Tuple(e) => e.elems.iter().all(is_repeatable),
        Expr::Array(e) => e.elems.iter().all(is_repeatable),
        Expr::Repeat(e) => is_repeatable(&e.expr) && is_repeatable(&e.len),
        Expr::Range(e) => e.start.iter().chain(&e.end).all(|bound| is_repeatable(bound)),
        Expr::Struct(e) => {
            e.fields.iter().all(|field| is_repeatable(&field.expr))
                && e.rest.iter().all(|rest| is_repeatable(rest))
        }
        Expr::Call(call) => is_constructor(call) && call.args.iter().all(is_repeatable),
        Expr::MethodCall(call) => is_pure_call(call),
        Expr::Macro(e) => super::macros::arguments(&e.mac)
            .is_some_and(|args| super::macros::is_pure(&e.mac) && args.iter().all(is_repeatable)),
        _ => false,
    }
}

pub(crate) fn is_comparison(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_))
}

pub(crate) fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

/// `Some(x)`, `Frame::Data(x)`; and of functions the few that everybody knows.
pub(crate) fn is_constructor(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    let name = last.ident.to_string();
    let known =
        ["from_secs", "from_millis", "from_micros", "from_nanos", "from_secs_f32", "from_secs_f64"];
    name.starts_with(char::is_uppercase) || known.contains(&&*name)
}

/// Whether a local may be moved into what is only read: `Item { name }.id`.
fn uses_up(built: &Expr) -> bool {
    fn takes(part: &Expr) -> bool {
        match part {
            Expr::Path(path) => path.path.get_ident().is_some(),
            part => uses_up(part),
        }
    }
    match built {
        Expr::Paren(e) => uses_up(&e.expr),
        Expr::Group(e) => uses_up(&e.expr),
        Expr::Tuple(e) => e.elems.iter().any(takes),
        Expr::Array(e) => e.elems.iter().any(takes),
        Expr::Call(e) => e.args.iter().any(takes),
        Expr::Struct(e) => e.fields.iter().any(|field| takes(&field.expr)),
        _ => false,
    }
}

/// A method that is known by its name and its arguments to do nothing but compute.
fn is_pure_call(call: &ExprMethodCall) -> bool {
    let args = || call.args.iter().all(is_repeatable);
    if uses_up(&call.receiver) {
        return false;
    }
    if is_chain(&call.receiver) {
        return iterators::is_pure_step(call) || iterators::ends_in_a_value(call);
    }
    match methods::kind(&call.method, call.args.len()) {
        Some(methods::Kind::Reads) => is_repeatable(&call.receiver) && args(),
        // The closure is called here and now.
        Some(methods::Kind::Calls) => {
            is_repeatable(&call.receiver) && call.args.iter().all(is_pure)
        }
        None => false,
    }
}

/// Whether only the type of what a call yields says that it has no effect.
pub(crate) fn is_uncertain(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    let looks = match call.args.is_empty() {
        true => {
            &["back", "first", "first_key_value", "front", "last", "last_key_value", "peek"][..]
        }
        // Without an argument, `get` is not that of a list or a map.
        false => &["get", "get_key_value"],
    };
    looks.contains(&&*name) && !is_chain(&call.receiver)
}

/// A place, `a.b[c].d`, or a dereference of one: nothing is computed.
pub(crate) fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(e) => is_place(&e.base),
        Expr::Paren(e) => is_place(&e.expr),
        Expr::Group(e) => is_place(&e.expr),
        Expr::Index(e) => is_place(&e.expr) && is_repeatable(&e.index),
        Expr::Unary(e) => matches!(e.op, UnOp::Deref(_)) && is_place(&e.expr),
        _ => false,
    }
}

/// A place, or what borrows from one without anything else: `io.get_mut()`.
pub(crate) fn is_borrowed_place(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_borrowed_place(&e.expr),
        Expr::MethodCall(call) => {
            methods::is_borrowing(&call.method)
                && call.args.is_empty()
                && is_borrowed_place(&call.receiver)
        }
        place => is_place(place),
    }
}

/// What can only be copied out of a list: `words[0]`, `words[1..]`, `pairs[i].1`.
pub(crate) fn is_item(expr: &Expr) -> bool {
    match expr {
        Expr::Index(_) => is_place(expr),
        Expr::Field(e) => is_item(&e.base),
        Expr::Paren(e) => is_item(&e.expr),
        _ => false,
    }
}

/// Whether a value may have to be made again, as a borrow or as what holds some.
pub(crate) fn may_hold_borrow(expr: &Expr) -> bool {
    match held(expr) {
        Some(parts) => parts.into_iter().any(may_hold_borrow),
        None => is_item(expr) || may_be_borrow(expr),
    }
}

/// Whether a value is made of nothing but borrows, and what is the same when it is evaluated again.
pub(crate) fn holds_borrows(expr: &Expr) -> bool {
    fn is_again(expr: &Expr) -> bool {
        match (held(expr), expr) {
            (Some(parts), _) => parts.into_iter().all(is_again),
            (None, borrow) if may_be_borrow(borrow) => true,
            // It may be moved.
            (None, Expr::Path(_) | Expr::Call(_) | Expr::Struct(_)) => false,
            (None, expr) => is_repeatable(expr),
        }
    }
    is_again(expr) && may_hold_borrow(expr)
}

/// The parts of a tuple, an array, or an option.
fn held(expr: &Expr) -> Option<Vec<&Expr>> {
    match expr {
        Expr::Paren(e) => Some(vec![&*e.expr]),
        Expr::Group(e) => Some(vec![&*e.expr]),
        Expr::Tuple(e) => Some(e.elems.iter().collect()),
        Expr::Array(e) => Some(e.elems.iter().collect()),
        Expr::Call(e) if is_wrapping(e) => Some(e.args.iter().collect()),
        _ => None,
    }
}

/// The variable that a place is part of.
pub(crate) fn root(place: &Expr) -> Option<&syn::Ident> {
    match place {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Field(e) => root(&e.base),
        Expr::Paren(e) => root(&e.expr),
        Expr::Group(e) => root(&e.expr),
        Expr::Index(e) => root(&e.expr),
        Expr::Unary(e) => root(&e.expr),
        _ => None,
    }
}

/// Whether an operand may be read after what is evaluated behind it, and be the same: a constant,
/// a borrow of a place, or a path of which `is_stable` knows that nobody assigns it.
pub(crate) fn may_wait(expr: &Expr, is_stable: &dyn Fn(&syn::Ident) -> bool) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Infer(_) => true,
        // What moves into it does so now.
        Expr::Closure(e) => e.capture.is_none() || closures::names(&e.body).iter().all(is_stable),
        Expr::Path(path) => path.path.get_ident().is_none_or(is_stable),
        Expr::Reference(e) if matches!(*e.expr, Expr::Lit(_)) => true,
        Expr::Reference(e) => is_place(&e.expr) && may_wait_place(&e.expr, is_stable),
        Expr::Paren(e) => may_wait(&e.expr, is_stable),
        Expr::Group(e) => may_wait(&e.expr, is_stable),
        Expr::Cast(e) => may_wait(&e.expr, is_stable),
        Expr::Tuple(e) => e.elems.iter().all(|e| may_wait(e, is_stable)),
        Expr::Call(call) => {
            is_constructor(call) && call.args.iter().all(|e| may_wait(e, is_stable))
        }
        _ => false,
    }
}

fn may_wait_place(place: &Expr, is_stable: &dyn Fn(&syn::Ident) -> bool) -> bool {
    match place {
        Expr::Field(e) => may_wait_place(&e.base, is_stable),
        Expr::Unary(e) => may_wait_place(&e.expr, is_stable),
        Expr::Index(e) => may_wait_place(&e.expr, is_stable) && may_wait(&e.index, is_stable),
        _ => true,
    }
}
