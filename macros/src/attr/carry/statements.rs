//! The statements that carrying makes.

use std::ops::Range;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Expr, Token};

use crate::attr::ir::*;

pub(super) fn piece<T>(code: T, mentions: impl IntoIterator<Item = (VarId, How)>) -> Code<T> {
    let mentions = mentions.into_iter().map(|(var, how)| Mention { var, how }).collect();
    Code { code, facts: Facts { mentions, ..Facts::default() } }
}

/// `let ident = value;`
pub(super) fn binding(
    ident: &Ident,
    is_mutable: bool,
    var: VarId,
    value: Value,
    awaits: Range<AwaitId>,
) -> Stmt {
    let mutability = is_mutable.then(|| Token![mut](Span::mixed_site()));
    let kind = StmtKind::Let(Box::new(Let {
        attrs: Vec::new(),
        let_token: Token![let](Span::mixed_site()),
        pat: syn::Pat::Ident(syn::PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability,
            ident: ident.clone(),
            subpat: None,
        }),
        ty: None,
        init: Some(value),
        diverge: None,
        origin: Origin::Temporary,
        steps: Vec::new(),
        again: None,
        vars: vec![var],
        semi: None,
    }));
    Stmt { kind, awaits }
}

pub(super) fn expression(value: Value, semi: Option<Token![;]>, awaits: Range<AwaitId>) -> Stmt {
    Stmt { kind: StmtKind::Value { attrs: Vec::new(), value, semi }, awaits }
}

/// The item of a `for`. It mentions nothing but its iterator.
pub(super) fn is_item(stmt: &Stmt) -> bool {
    matches!(&stmt.kind, StmtKind::Let(let_) if let_.origin == Origin::Item)
}

/// What was the value of a block, `()`, becomes a statement.
pub(super) fn end_statement(stmt: &mut Stmt) {
    // The unit of a loop, which is ours.
    if let StmtKind::Plain(Code { code: syn::Stmt::Expr(Expr::Verbatim(unit), _), .. }) =
        &mut stmt.kind
    {
        *unit = quote!(#[allow(clippy::no_effect)] #unit);
    }
    let semi = match &mut stmt.kind {
        StmtKind::Value { semi, .. } => semi,
        StmtKind::Plain(Code { code: syn::Stmt::Expr(_, semi), .. }) => semi,
        _ => return,
    };
    semi.get_or_insert(Token![;](Span::mixed_site()));
}
