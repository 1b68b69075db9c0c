//! `pin!` in front of an await: what it pins is in a place that ends with the call, while the local
//! has to outlive the call. So it is pinned in a box, which is what is saved.

use proc_macro2::Span;
use quote::ToTokens as _;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Block, Expr, Ident, Macro, Stmt, Token, parse_quote, parse_quote_spanned};

use super::syntax::stmt_awaits;
use super::{call_at, generated};

/// ```text
/// Input:
///     let mut limit = pin!(sleep(limit));
///     tokio::pin!(call);
/// Output:
///     let mut limit = pinned(sleep(limit));
///     let mut call = pinned(call);
/// ```
pub(super) fn in_boxes(block: &mut Block) {
    if !block.stmts.iter().any(pins) {
        return;
    }
    let Some(last) = block.stmts.iter().rposition(stmt_awaits) else { return };
    let behind = block.stmts.split_off(last + 1);
    for stmt in std::mem::take(&mut block.stmts) {
        boxed(stmt, &mut block.stmts);
    }
    block.stmts.extend(behind);
}

fn pins(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Macro(stmt) => is_pin(&stmt.mac),
        Stmt::Local(local) => local.init.as_ref().is_some_and(|init| pins_value(&init.expr)),
        _ => false,
    }
}

fn pins_value(value: &Expr) -> bool {
    match value {
        Expr::Macro(value) => is_pin(&value.mac),
        Expr::Paren(value) => pins_value(&value.expr),
        Expr::Tuple(value) => value.elems.iter().any(pins_value),
        _ => false,
    }
}

/// That of the standard library is a value, those of tokio and futures are statements.
fn is_pin(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "pin" || last.ident == "pin_mut")
}

fn boxed(stmt: Stmt, out: &mut Vec<Stmt>) {
    match stmt {
        // A type that is written says that it is no box.
        Stmt::Local(mut local) if !matches!(local.pat, syn::Pat::Type(_)) => {
            local.init.iter_mut().for_each(|init| boxed_value(&mut init.expr, out));
            out.push(Stmt::Local(local));
        }
        Stmt::Macro(stmt) if is_pin(&stmt.mac) => match locals(&stmt.mac) {
            Some(locals) => {
                out.push(used(&stmt.mac));
                out.extend(locals);
            }
            None => out.push(Stmt::Macro(stmt)),
        },
        stmt => out.push(stmt),
    }
}

fn boxed_value(value: &mut Expr, out: &mut Vec<Stmt>) {
    match value {
        Expr::Macro(pinned) if is_pin(&pinned.mac) => {
            if let Ok(operand) = pinned.mac.parse_body::<Expr>() {
                out.push(used(&pinned.mac));
                *value = pinned_at(pinned.span(), &operand);
            }
        }
        Expr::Paren(value) => boxed_value(&mut value.expr, out),
        Expr::Tuple(value) => value.elems.iter_mut().for_each(|value| boxed_value(value, out)),
        _ => {}
    }
}

/// `pin!(a, b)` or `pin! { let a = make(); }`
fn locals(mac: &Macro) -> Option<Vec<Stmt>> {
    let names = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(mac.tokens.clone());
    if let Ok(names) = names {
        let local = |name: &Ident| pinned_local(name, &parse_quote!(#name));
        return Some(names.iter().map(local).collect());
    }
    let stmts = Block::parse_within.parse2(mac.tokens.clone()).ok()?;
    stmts
        .into_iter()
        .map(|stmt| match stmt {
            Stmt::Local(syn::Local { pat: syn::Pat::Ident(pat), init: Some(init), .. }) => {
                Some(pinned_local(&pat.ident, &init.expr))
            }
            _ => None,
        })
        .collect()
}

fn pinned_local(name: &Ident, operand: &Expr) -> Stmt {
    let pinned = pinned_at(operand.span(), operand);
    parse_quote_spanned!(generated(name.span())=>
        #[allow(unused_mut)]
        let mut #name = #pinned;
    )
}

fn pinned_at(span: Span, operand: &Expr) -> Expr {
    let call = call_at(span, "pinned", &operand.to_token_stream());
    parse_quote!(#call)
}

/// The compiler does not see the macro any more, but that its name was imported.
fn used(mac: &Macro) -> Stmt {
    let path = &mac.path;
    parse_quote_spanned!(Span::mixed_site()=>
        #[allow(unused)]
        if false {
            let unit = ();
            #path!(unit);
        }
    )
}
