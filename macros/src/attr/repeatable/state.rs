//! Values that are lent to be changed, and that nothing else names: `&mut [0; 4]`, `&mut &data[..]`. What is
//! done to one would be undone if it were made again.

use syn::{Expr, ExprReference, Ident};

use super::{is_place, may_be_borrow, root};

/// Whether an operand is such a value, or holds one.
pub(crate) fn makes_state(operand: &Expr) -> bool {
    match operand {
        Expr::Paren(e) => makes_state(&e.expr),
        Expr::Group(e) => makes_state(&e.expr),
        Expr::Tuple(e) => e.elems.iter().any(makes_state),
        Expr::Call(e) => e.args.iter().any(makes_state),
        Expr::Struct(e) => e.fields.iter().any(|field| makes_state(&field.expr)),
        Expr::Reference(e) => is_state(e),
        _ => false,
    }
}

/// Whether what is lent is a value, and no place.
pub(crate) fn is_state(lent: &ExprReference) -> bool {
    lent.mutability.is_some() && changes(&lent.expr)
}

fn changes(value: &Expr) -> bool {
    match value {
        Expr::Paren(e) => changes(&e.expr),
        Expr::Group(e) => changes(&e.expr),
        // What it changes is what it borrows.
        Expr::Closure(e) => e.capture.is_some(),
        // A socket is read through a reference to it; a slice is read by shortening the reference.
        Expr::Reference(e) => !is_place(&e.expr) || matches!(*e.expr, Expr::Index(_)),
        Expr::MethodCall(e) => !may_be_borrow(value) || yields_slice(&e.method),
        // Of a constant, as of `None`, it is a copy that is lent.
        place if is_place(place) => root(place).is_none_or(is_constant),
        value => !may_be_borrow(value),
    }
}

fn is_constant(name: &Ident) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}

fn yields_slice(method: &Ident) -> bool {
    const SLICES: &[&str] = &["as_bytes", "as_bytes_mut", "as_mut_slice", "as_ref", "as_slice"];
    SLICES.iter().any(|slice| method == slice)
}
