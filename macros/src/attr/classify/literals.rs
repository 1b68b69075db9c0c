//! Values that are one of some literals.

use syn::Expr;

use crate::attr::ir::*;

/// Whether all that `value` may be is literals, of text that lives for ever.
pub(super) fn yields_literals(value: &Value) -> bool {
    let tail = |block: &Block| match block.stmts.last().map(|stmt| &stmt.kind) {
        Some(StmtKind::Value { value, semi: None, .. }) => yields_literals(value),
        Some(StmtKind::Plain(Code { code: syn::Stmt::Expr(tail, None), .. })) => {
            is_choice_of_literals(tail)
        }
        _ => false,
    };
    match value {
        Value::Simple(code) => is_choice_of_literals(&code.code),
        Value::Block(block) => block.label.is_none() && tail(block),
        Value::If(if_) => tail(&if_.then) && if_.otherwise.as_ref().is_some_and(yields_literals),
        Value::Match(match_) => {
            !match_.arms.is_empty()
                && match_.arms.iter().all(|arm| match &arm.body {
                    ArmBody::Plain(code) => is_choice_of_literals(&code.code),
                    ArmBody::Awaits { block, .. } => tail(block),
                })
        }
        Value::Loop(_) => false,
    }
}

/// `match n { 0 => "none", _ => "some" }`: a borrow, but one that can be kept.
fn is_choice_of_literals(expr: &Expr) -> bool {
    let tail = |block: &syn::Block| match block.stmts.last() {
        Some(syn::Stmt::Expr(tail, None)) => is_choice_of_literals(tail),
        _ => false,
    };
    match expr {
        Expr::Lit(lit) => matches!(lit.lit, syn::Lit::Str(_)),
        Expr::Block(e) => e.label.is_none() && tail(&e.block),
        Expr::If(e) => {
            let otherwise = e.else_branch.as_ref();
            tail(&e.then_branch) && otherwise.is_some_and(|(_, e)| is_choice_of_literals(e))
        }
        Expr::Match(e) => {
            !e.arms.is_empty() && e.arms.iter().all(|arm| is_choice_of_literals(&arm.body))
        }
        _ => false,
    }
}
