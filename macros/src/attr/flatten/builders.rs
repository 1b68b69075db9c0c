//! Builders whose methods lend them: of `OpenOptions::new().read(true).open(path).await`, what is needed behind
//! the await is the builder, and not the borrow of it that `read` yields.

use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Ident, parse_quote_spanned};

use super::generated;

/// Of tokio, those that are used as temporaries, and what is awaited of them. A type of that name of which
/// something else is awaited may be another, whose methods take it by value.
const BUILDERS: &[(&str, &[&str])] =
    &[("Command", &["output", "status"]), ("DirBuilder", &["create"]), ("OpenOptions", &["open"])];

/// ```text
/// Input:  Command::new("ls").arg("-l").arg("/").output()
/// Output: { let mut builder = Command::new("ls"); builder.arg("-l"); builder.arg("/"); builder }.output()
/// ```
pub(super) fn owned(awaited: &mut ExprMethodCall) {
    let mut calls = Vec::new();
    let chain = &mut *awaited.receiver;
    let Some((ty, new)) = builder(chain, &mut calls) else { return };
    let is_awaited = |(name, methods): &(&str, &[&str])| {
        ty == name && methods.iter().any(|method| awaited.method == method)
    };
    if calls.is_empty() || !BUILDERS.iter().any(is_awaited) {
        return;
    }
    let new = new.clone();
    let span = generated(chain.span());
    let calls = calls.into_iter().rev().map(|call| {
        let (method, turbofish, args) = (&call.method, &call.turbofish, &call.args);
        quote_spanned!(span=> __builder.#method #turbofish(#args);)
    });
    *chain = parse_quote_spanned! {span=> {
        let mut __builder = #new;
        #(#calls)*
        __builder
    }};
}

/// What a chain of calls begins with, `Type::new(..)`; the calls from the last to the first.
fn builder<'e>(
    chain: &'e Expr,
    calls: &mut Vec<&'e ExprMethodCall>,
) -> Option<(&'e Ident, &'e Expr)> {
    match chain {
        Expr::MethodCall(call) => {
            calls.push(call);
            builder(&call.receiver, calls)
        }
        Expr::Call(new) => {
            let Expr::Path(path) = &*new.func else { return None };
            let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
            let (name, ty) = (names.next()?, names.next()?);
            (name == "new").then_some((ty, chain))
        }
        _ => None,
    }
}
