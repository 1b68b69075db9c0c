//! Pieces of syntax, put together by hand: `parse_quote!` prints what it is given, and parses it
//! again.

use proc_macro2::{Literal, Span};
use quote::ToTokens;
use syn::{Expr, Ident, Lifetime, Local, LocalInit, Pat, Stmt, Token, token};

use super::super::ir::AwaitId;

/// Stands for the value of await `id` until it is lowered.
pub(super) fn marker(id: AwaitId, span: Span) -> Expr {
    let mac = syn::Macro {
        path: Ident::new("__await", span).into(),
        bang_token: Token![!](span),
        delimiter: syn::MacroDelimiter::Paren(token::Paren(span)),
        tokens: Literal::u32_unsuffixed(id).into_token_stream(),
    };
    Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac })
}

pub(super) fn path(ident: Ident) -> Expr {
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: ident.into() })
}

/// `::cancel_safe::__private::names`
pub(super) fn private_path(names: &[&str], span: Span) -> Expr {
    let names = ["cancel_safe", "__private"].iter().chain(names);
    let segments = names.map(|name| syn::PathSegment::from(Ident::new(name, span)));
    let path = syn::Path { leading_colon: Some(Token![::](span)), segments: segments.collect() };
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path })
}

/// `func(arg)`
pub(super) fn call(func: Expr, arg: Expr, span: Span) -> Expr {
    let args = std::iter::once(arg).collect();
    let (func, paren_token) = (Box::new(func), token::Paren(span));
    Expr::Call(syn::ExprCall { attrs: Vec::new(), func, paren_token, args })
}

/// `(expr,).0`, underlined from end to end.
pub(super) fn underlined(expr: Expr, (first, last): (Span, Span)) -> Expr {
    let (paren_token, comma) = (token::Paren(first), Token![,](last));
    let elems = [syn::punctuated::Pair::Punctuated(expr, comma)].into_iter().collect();
    let tuple = Expr::Tuple(syn::ExprTuple { attrs: Vec::new(), paren_token, elems });
    let member = syn::Member::Unnamed(syn::Index { index: 0, span: last });
    let (attrs, dot_token) = (Vec::new(), Token![.](last));
    Expr::Field(syn::ExprField { attrs, base: Box::new(tuple), dot_token, member })
}

/// `(expr)`
pub(super) fn paren(expr: Expr, span: Span) -> Expr {
    let paren_token = token::Paren(span);
    Expr::Paren(syn::ExprParen { attrs: Vec::new(), paren_token, expr: Box::new(expr) })
}

/// `!expr`
pub(super) fn not(expr: Expr, span: Span) -> Expr {
    let op = syn::UnOp::Not(Token![!](span));
    Expr::Unary(syn::ExprUnary { attrs: Vec::new(), op, expr: Box::new(expr) })
}

/// `{ stmts }`
pub(super) fn block(stmts: Vec<Stmt>, span: Span) -> syn::Block {
    syn::Block { brace_token: token::Brace(span), stmts }
}

/// `label: { stmts }`, or without the label.
pub(super) fn block_expr(label: Option<&Lifetime>, block: syn::Block, span: Span) -> Expr {
    let label = label.map(|name| syn::Label { name: name.clone(), colon_token: Token![:](span) });
    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label, block })
}

/// `break label value`
pub(super) fn break_(label: &Lifetime, value: Option<Expr>, span: Span) -> Expr {
    Expr::Break(syn::ExprBreak {
        attrs: Vec::new(),
        break_token: Token![break](span),
        label: Some(label.clone()),
        expr: value.map(Box::new),
    })
}

/// `if cond then else otherwise`
pub(super) fn if_(cond: Expr, then: syn::Block, otherwise: Option<Expr>, span: Span) -> Expr {
    Expr::If(syn::ExprIf {
        attrs: Vec::new(),
        if_token: Token![if](span),
        cond: Box::new(cond),
        then_branch: then,
        else_branch: otherwise.map(|expr| (Token![else](span), Box::new(expr))),
    })
}

/// `let pat = init else diverge;`
pub(super) fn let_(pat: Pat, init: Expr, diverge: Option<Expr>, span: Span) -> Stmt {
    Stmt::Local(Local {
        attrs: Vec::new(),
        let_token: Token![let](span),
        modifiers: Default::default(),
        pat,
        init: Some(LocalInit {
            eq_token: Token![=](span),
            expr: Box::new(init),
            diverge: diverge.map(|expr| (Token![else](span), Box::new(expr))),
        }),
        semi_token: Token![;](span),
    })
}

/// `ident`, as a pattern.
pub(super) fn name(ident: Ident) -> Pat {
    Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: None,
        ident,
        subpat: None,
    })
}

/// `(pat)`
pub(super) fn paren_pat(pat: Pat, span: Span) -> Pat {
    let paren_token = token::Paren(span);
    Pat::Paren(syn::PatParen { attrs: Vec::new(), paren_token, pat: Box::new(pat) })
}

/// `true` or `false`
pub(super) fn bool(value: bool, span: Span) -> Expr {
    let lit = syn::Lit::Bool(syn::LitBool { value, span });
    Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit })
}
