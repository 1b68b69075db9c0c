//! `#[cancel_safe]`.

mod bindings;
mod classify;
mod expand;
mod flatten;
mod ir;
mod liveness;
mod lower;
mod macros;
mod moves;
mod parse;
mod repeatable;
mod stateless;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Token;

use self::bindings::Resolver;
use self::expand::Expanded;
use self::flatten::Flatten;
use self::ir::{Body, Code, Let, Origin, Stmt, StmtKind, Value, VarId};
use self::parse::{Args, Context, Function};
use crate::diag::Errors;

pub(crate) fn cancel_safe(args: TokenStream, item: TokenStream) -> TokenStream {
    match expand_item(args, item.clone()) {
        Ok(tokens) => tokens,
        Err(error) => {
            // The item survives, so that the editor and the rest of the crate still see it.
            let errors = error.to_compile_error();
            quote!(#item #errors)
        }
    }
}

fn expand_item(args: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    match syn::parse2(item)? {
        syn::Item::Fn(item) => {
            let mut errors = Errors::new();
            let args = Args::parse(args, &mut errors);
            if args.stateless.is_some() {
                let function = stateless::expand(item, &mut errors);
                errors.finish()?;
                return Ok(function);
            }
            let expanded = function(item, &args, &Context::default(), &mut errors);
            errors.finish()?;
            let Expanded { items, function } = expanded;
            Ok(quote!(#items #function))
        }
        item => Err(syn::Error::new_spanned(
            item,
            "`#[cancel_safe]` belongs on an `async fn` or on an `impl` block",
        )),
    }
}

/// parse, bindings, liveness, moves, lower, expand.
fn function(item: syn::ItemFn, args: &Args, context: &Context, errors: &mut Errors) -> Expanded {
    let function = Function::new(item, errors);
    let mut body = body(&function, errors);
    liveness::analyse(&mut body);
    let ends = moves::unify(&mut body, errors);
    expand::expand(&function, args, context, &mut body, ends)
}

fn body(function: &Function, errors: &mut Errors) -> Body {
    let mut flatten = Flatten::new(&function.block, errors);
    let mut root = flatten.block(function.block.clone());
    let mut awaits = flatten.awaits;
    for (index, owned) in function.owned.iter().enumerate() {
        root.stmts.insert(index, owned_let(owned));
    }
    let mut resolver = Resolver::new(&mut awaits, classify::local_names(&function.block));
    if let Some(receiver) = &function.receiver {
        resolver.lent(&proc_macro2::Ident::new("self", receiver.self_token.span));
    }
    for lent in &function.lent {
        for binding in flatten::bindings(&lent.pat) {
            resolver.lent(&binding.ident);
        }
    }
    resolver.level(&mut root);
    let mut vars = resolver.vars;
    for (stmt, owned) in root.stmts.iter().zip(&function.owned) {
        if let StmtKind::Let(let_) = &stmt.kind
            && let (syn::Pat::Ident(_), [var]) = (&owned.pat, &*let_.vars)
        {
            let var: VarId = *var;
            vars[var].slot = Some(owned.slot.clone());
        }
    }
    Body { root, awaits, vars }
}

/// `let items: Vec<Item> = <out of the frame>;`
fn owned_let(owned: &parse::Owned) -> Stmt {
    let (core, slot) = (proc_macro2::Ident::new("__core", Span::mixed_site()), &owned.slot);
    let init = syn::Expr::Verbatim(quote!(#core.frame.#slot.take()));
    let kind = StmtKind::Let(Box::new(Let {
        attrs: owned.attrs.clone(),
        let_token: Token![let](Span::mixed_site()),
        pat: owned.pat.clone(),
        ty: Some(owned.ty.clone()),
        init: Some(Value::Simple(Code::new(init))),
        diverge: None,
        origin: Origin::Owned,
        vars: Vec::new(),
    }));
    Stmt { kind, awaits: 1..1 }
}
