//! Builders whose methods lend them: of `OpenOptions::new().read(true).open(path).await`, what is needed behind
//! the await is the builder, and not the borrow of it that `read` yields.

use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, parse_quote_spanned};

use super::generated;

/// Of tokio and std, those that are used as temporaries.
const BUILDERS: &[&str] = &["Command", "DirBuilder", "OpenOptions"];

/// ```text
/// Input:  Command::new("ls").arg("-l").arg("/")
/// Output: { let mut builder = Command::new("ls"); builder.arg("-l"); builder.arg("/"); builder }
/// ```
pub(super) fn owned(chain: &mut Expr) {
    let mut calls = Vec::new();
    let Some(new) = builder(chain, &mut calls).cloned() else { return };
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

/// What a chain of calls begins with, if that is such a builder; the calls from the last to the first.
fn builder<'e>(chain: &'e Expr, calls: &mut Vec<&'e ExprMethodCall>) -> Option<&'e Expr> {
    match chain {
        Expr::MethodCall(call) => {
            calls.push(call);
            builder(&call.receiver, calls)
        }
        Expr::Call(new) => {
            let Expr::Path(path) = &*new.func else { return None };
            let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
            let (name, ty) = (names.next()?, names.next()?);
            let is_builder = name == "new" && BUILDERS.iter().any(|builder| ty == builder);
            (is_builder && !calls.is_empty()).then_some(chain)
        }
        _ => None,
    }
}
