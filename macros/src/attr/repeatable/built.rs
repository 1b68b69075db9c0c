//! Values that are built on borrows: `(&name, 3)`, `View { text: &text }`.

use syn::{Expr, ExprCall, Ident};

use super::root;

/// A tuple, array or option of borrows and literals: it has no effect when it is dropped, so it may
/// be built again.
pub(crate) fn is_built_again(expr: &Expr) -> bool {
    let is_part =
        |part: &Expr| matches!(part, Expr::Lit(_)) || is_plain_borrow(part) || is_built_again(part);
    match expr {
        Expr::Paren(e) => is_built_again(&e.expr),
        Expr::Tuple(e) => e.elems.iter().all(is_part) && is_built_on_borrow(expr),
        Expr::Array(e) => e.elems.iter().all(is_part) && is_built_on_borrow(expr),
        Expr::Call(e) => is_wrapping(e) && e.args.iter().all(is_part) && is_built_on_borrow(expr),
        _ => false,
    }
}

/// `Some(..)` and the like: of any other type, nobody knows what its destructor does.
pub(crate) fn is_wrapping(call: &ExprCall) -> bool {
    let Expr::Path(function) = &*call.func else { return false };
    function.path.segments.last().is_some_and(|last| is_wrapper(&last.ident))
}

/// `View(..)`: of a type that may have a destructor.
pub(crate) fn makes_a_type(call: &ExprCall) -> bool {
    is_tuple_of_a_type(&call.func) && !is_wrapping(call)
}

pub(crate) fn is_wrapper(name: &Ident) -> bool {
    let names = ["Borrowed", "Err", "Ok", "Some"];
    names.iter().any(|wrapper| name == wrapper)
}

/// Whether a value holds a borrow for certain, by how it is built.
pub(crate) fn is_built_on_borrow(expr: &Expr) -> bool {
    let is_part = |part: &Expr| is_plain_borrow(part) || is_built_on_borrow(part);
    match expr {
        Expr::Paren(e) => is_built_on_borrow(&e.expr),
        Expr::Tuple(e) => e.elems.iter().any(is_part),
        Expr::Array(e) => e.elems.iter().any(is_part),
        Expr::Struct(e) => e.fields.iter().any(|field| is_part(&field.expr)),
        Expr::Call(e) => is_tuple_of_a_type(&e.func) && e.args.iter().any(is_part),
        _ => false,
    }
}

/// `Some`, `View`, `Frame::Data`.
fn is_tuple_of_a_type(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}

/// `&name`, `&mut self.name`: of a local, or of a part of it that no index says.
fn is_plain_borrow(expr: &Expr) -> bool {
    fn is_plain(place: &Expr) -> bool {
        match place {
            Expr::Path(_) => true,
            Expr::Field(e) => is_plain(&e.base),
            Expr::Paren(e) => is_plain(&e.expr),
            _ => false,
        }
    }
    let Expr::Reference(e) = expr else { return false };
    let is_local = |root: &Ident| !root.to_string().starts_with(char::is_uppercase);
    is_plain(&e.expr) && root(&e.expr).is_some_and(is_local)
}
