//! What awaits behind a `return`: the compiler would say nothing of it, for resuming leads there.

use quote::quote;
use syn::{Expr, Stmt as SynStmt, Token};

use super::syntax::stmt_awaits;
use crate::attr::ir::*;
use crate::hygiene;

/// What stands before a statement that nothing reaches, if it awaits, for the compiler to report in
/// its place.
pub(super) fn reported(stmt: &SynStmt, next: AwaitId) -> Option<Stmt> {
    if !stmt_awaits(stmt) {
        return None;
    }
    let (first, last) = hygiene::ends(stmt);
    let unit = hygiene::underlined(quote!(()), (first, last));
    let unit = Expr::Verbatim(quote!(#[allow(clippy::no_effect)] #unit));
    let unit = Code::new(SynStmt::Expr(unit, Some(Token![;](last))));
    Some(Stmt { kind: StmtKind::Plain(unit), awaits: next..next })
}
