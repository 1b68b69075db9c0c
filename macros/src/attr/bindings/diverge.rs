//! Code that never goes on.

use syn::Expr;

use crate::attr::macros;

pub(crate) fn diverges(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Macro(e) => macros::diverges(&e.mac),
        Expr::Call(e) => never_returns(&e.func),
        Expr::Block(e) => e.label.is_none() && block_diverges(&e.block),
        Expr::Unsafe(e) => block_diverges(&e.block),
        Expr::Paren(e) => diverges(&e.expr),
        Expr::If(e) => match &e.else_branch {
            Some((_, otherwise)) => block_diverges(&e.then_branch) && diverges(otherwise),
            None => false,
        },
        Expr::Match(e) => !e.arms.is_empty() && e.arms.iter().all(|arm| diverges(&arm.body)),
        _ => false,
    }
}

/// Whether control never reaches the end of a block.
pub(crate) fn block_diverges(block: &syn::Block) -> bool {
    match block.stmts.last() {
        // The value of a block says what its type is, also where no control reaches it.
        Some(syn::Stmt::Expr(value, None)) => diverges(value),
        _ => block.stmts.iter().any(stmt_diverges),
    }
}

pub(crate) fn stmt_diverges(stmt: &syn::Stmt) -> bool {
    match stmt {
        syn::Stmt::Expr(expr, _) => diverges(expr),
        syn::Stmt::Macro(stmt) => macros::diverges(&stmt.mac),
        _ => false,
    }
}

/// The functions that are known to return `!`: two of the standard library, two of ours.
fn never_returns(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let mut segments = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (last, before) = (segments.next(), segments.next());
    matches!(
        (before.as_deref(), last.as_deref()),
        (Some("process"), Some("exit" | "abort"))
            | (Some("select"), Some("nothing_left" | "never_waits"))
    )
}
