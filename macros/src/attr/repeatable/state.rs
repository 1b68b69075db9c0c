//! Values that are lent to be changed, and that nothing else names: `&mut [0; 4]`, `Some(1).as_mut()`. What is
//! done to one would be undone if it were made again.

use syn::{Expr, Ident, UnOp};

use super::{is_constructor, is_place, may_be_borrow, methods, root, yields_mutable};

/// Whether an operand lends one, or a part of it does.
pub(crate) fn makes_state(operand: &mut Expr) -> bool {
    match parts(operand) {
        Some(parts) => parts.into_iter().any(makes_state),
        None => lent_state(operand).is_some(),
    }
}

/// The parts of an operand that is put together.
pub(crate) fn parts(operand: &mut Expr) -> Option<Vec<&mut Expr>> {
    match operand {
        Expr::Paren(e) => parts(&mut e.expr),
        Expr::Group(e) => parts(&mut e.expr),
        Expr::Tuple(e) => Some(e.elems.iter_mut().collect()),
        Expr::Array(e) => Some(e.elems.iter_mut().collect()),
        Expr::Call(e) if is_constructor(e) => Some(e.args.iter_mut().collect()),
        Expr::Struct(e) => Some(e.fields.iter_mut().map(|field| &mut field.expr).collect()),
        _ => None,
    }
}

/// The one that an annotated method is called on.
pub(crate) fn receiver_state(receiver: &mut Expr) -> Option<&mut Expr> {
    let is_part = matches!(receiver, Expr::MethodCall(_)) && yields_mutable(receiver);
    let value = if is_part { lent_state(receiver) } else { value_of(receiver) };
    value.filter(|value| has_state(value))
}

/// The value that an operand lends: `make()` of `make().as_mut().unwrap()`.
pub(crate) fn lent_state(lent: &mut Expr) -> Option<&mut Expr> {
    let yields_part = yields_mutable(lent);
    match lent {
        Expr::Paren(e) => lent_state(&mut e.expr),
        Expr::Group(e) => lent_state(&mut e.expr),
        Expr::Try(e) => lent_state(&mut e.expr),
        Expr::Field(e) => lent_state(&mut e.base),
        Expr::Index(e) => lent_state(&mut e.expr),
        Expr::Reference(e) if e.mutability.is_some() => value_of(&mut e.expr),
        Expr::MethodCall(call) => {
            let (receiver, args) = (&mut call.receiver, &mut call.args);
            let of_receiver = match methods::is_mutable(&call.method) {
                true => value_of(receiver),
                // `unwrap` of what was lent
                false => lent_state(receiver).filter(|_| yields_part),
            };
            // `unwrap_or(&mut make())`
            of_receiver.or_else(|| args.iter_mut().find_map(lent_state))
        }
        _ => None,
    }
}

/// The value that what is lent is a part of, if it is no place.
fn value_of(lent: &mut Expr) -> Option<&mut Expr> {
    if is_place(lent) {
        // Of a constant, as of `None`, it is a copy that is lent.
        return root(lent).is_none_or(is_constant).then(|| whole(lent));
    }
    let is_value = match &*lent {
        Expr::Paren(_) | Expr::Group(_) | Expr::Field(_) | Expr::Index(_) => false,
        Expr::Unary(e) => !matches!(e.op, UnOp::Deref(_)),
        // What it changes is what it borrows.
        Expr::Closure(e) => e.capture.is_some(),
        // A socket is read through a reference to it; a slice is read by shortening the reference.
        Expr::Reference(e) => !is_place(&e.expr) || matches!(*e.expr, Expr::Index(_)),
        // What is found in a map is a part of it.
        Expr::MethodCall(call) if call.method == "entry" => false,
        Expr::MethodCall(call) => {
            yields_slice(&call.method) || !yields_mutable(lent) && !may_be_borrow(lent)
        }
        value => !may_be_borrow(value),
    };
    match lent {
        value if is_value => Some(value),
        Expr::Paren(e) => value_of(&mut e.expr),
        Expr::Group(e) => value_of(&mut e.expr),
        Expr::Field(e) => value_of(&mut e.base),
        Expr::Index(e) => value_of(&mut e.expr),
        Expr::Unary(e) => value_of(&mut e.expr),
        Expr::MethodCall(_) => lent_state(lent),
        _ => None,
    }
}

/// `list` of `list[0].name`.
fn whole(place: &mut Expr) -> &mut Expr {
    match place {
        Expr::Paren(e) => whole(&mut e.expr),
        Expr::Group(e) => whole(&mut e.expr),
        Expr::Field(e) => whole(&mut e.base),
        Expr::Index(e) => whole(&mut e.expr),
        Expr::Unary(e) => whole(&mut e.expr),
        place => place,
    }
}

/// Whether a value holds more than references: what is done through one is not undone.
fn has_state(value: &Expr) -> bool {
    let has_part = |part: &Expr| !may_be_borrow(part) && (is_local(part) || has_state(part));
    match value {
        Expr::Paren(e) => has_state(&e.expr),
        Expr::Tuple(e) => e.elems.iter().any(has_part),
        Expr::Array(e) => e.elems.iter().any(has_part),
        Expr::Call(e) => e.args.iter().any(has_part),
        Expr::Struct(e) => e.fields.iter().any(|field| has_part(&field.expr)),
        Expr::Path(_) | Expr::Closure(_) | Expr::Reference(_) => false,
        _ => true,
    }
}

fn is_local(part: &Expr) -> bool {
    is_place(part) && !root(part).is_none_or(is_constant)
}

fn is_constant(name: &Ident) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}

fn yields_slice(method: &Ident) -> bool {
    const SLICES: &[&str] = &["as_bytes", "as_bytes_mut", "as_mut_slice", "as_ref", "as_slice"];
    SLICES.iter().any(|slice| method == slice)
}
