//! Calls that make a value of what they are given: `Some(x)`, `View(text)`.

use syn::{Expr, ExprCall, Ident};

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

/// `Some`, `View`, `Frame::Data`.
pub(crate) fn is_tuple_of_a_type(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}
