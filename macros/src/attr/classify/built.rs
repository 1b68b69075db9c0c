//! Values that are built on borrows: `(&name, 3)`, `View { text: &text }`.

use proc_macro2::Ident;
use syn::Expr;

use super::{Vars, is_borrow};
use crate::attr::ir::Class;
use crate::attr::repeatable;

/// A tuple, array or option of borrows and literals: it has no effect when it is dropped, so it may
/// be built again. Of any other type, nobody knows what its destructor does.
pub(super) fn is_built_again(expr: &Expr, vars: Vars<'_>) -> bool {
    fn is_part(part: &Expr, vars: Vars<'_>) -> bool {
        matches!(part, Expr::Lit(_)) || is_borrow(part, vars) || is_built(part, vars)
    }
    fn is_built(expr: &Expr, vars: Vars<'_>) -> bool {
        match expr {
            Expr::Paren(e) => is_built(&e.expr, vars),
            Expr::Tuple(e) => e.elems.iter().all(|part| is_part(part, vars)),
            Expr::Array(e) => e.elems.iter().all(|part| is_part(part, vars)),
            Expr::Call(e) => {
                repeatable::is_wrapping(e) && e.args.iter().all(|part| is_part(part, vars))
            }
            _ => false,
        }
    }
    is_built(expr, vars) && is_built_on_borrow(expr, vars)
}

/// Whether a value holds a borrow of a local for certain, by how it is built.
pub(super) fn is_built_on_borrow(expr: &Expr, vars: Vars<'_>) -> bool {
    let is_part = |part: &Expr| is_lent(part, vars) || is_built_on_borrow(part, vars);
    match expr {
        Expr::Paren(e) => is_built_on_borrow(&e.expr, vars),
        Expr::Tuple(e) => e.elems.iter().any(is_part),
        Expr::Array(e) => e.elems.iter().any(is_part),
        Expr::Struct(e) => e.fields.iter().any(|field| is_part(&field.expr)),
        Expr::Call(e) => repeatable::is_tuple_of_a_type(&e.func) && e.args.iter().any(is_part),
        _ => false,
    }
}

fn is_lent(part: &Expr, vars: Vars<'_>) -> bool {
    let Some(lender) = lender(part).and_then(|lender| vars.named(lender)) else { return false };
    match part {
        // What is made again may be a number.
        Expr::Path(_) => matches!(lender.class, Class::Lent),
        part => is_borrow(part, vars),
    }
}

/// What a borrow is of: `name` of `&name.part` and of `name.trim()`.
fn lender(borrow: &Expr) -> Option<&Ident> {
    match borrow {
        Expr::Reference(e) => lender(&e.expr),
        Expr::Paren(e) => lender(&e.expr),
        Expr::Try(e) => lender(&e.expr),
        Expr::MethodCall(e) => lender(&e.receiver),
        Expr::Field(e) => lender(&e.base),
        Expr::Index(e) => lender(&e.expr),
        Expr::Unary(e) => lender(&e.expr),
        place => repeatable::root(place),
    }
}
