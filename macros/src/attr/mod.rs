//! `#[cancel_safe]`.

mod bindings;
mod classify;
mod expand;
mod flatten;
mod ir;
mod liveness;
mod lower;
pub(crate) mod macros;
mod moves;
mod parse;
mod pending;
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
    let mut errors = Errors::new();
    let expanded = match syn::parse2(item)? {
        syn::Item::Fn(item) => {
            let args = Args::parse(args, &mut errors);
            let Expanded { items, function } =
                function(item, &args, &Context::default(), &mut errors);
            quote!(#items #function)
        }
        syn::Item::Impl(item) => {
            if !args.is_empty() {
                errors.push(
                    &args,
                    "`#[cancel_safe]` takes no arguments on an `impl` block [argument-on-impl]\n\
                     help: put them on the method that they are about",
                );
            }
            methods(item, &mut errors)
        }
        item => {
            errors.push(
                item,
                "`#[cancel_safe]` belongs on an `async fn` or on an `impl` block [wrong-item]",
            );
            TokenStream::new()
        }
    };
    errors.finish()?;
    Ok(expanded)
}

/// The annotated methods of an `impl` block, and beside it what they need.
fn methods(mut item: syn::ItemImpl, errors: &mut Errors) -> TokenStream {
    let context = Context {
        self_ty: Some((*item.self_ty).clone()),
        generics: item.generics.clone(),
        in_trait: item.trait_.is_some(),
    };
    let mut beside = TokenStream::new();
    for member in &mut item.items {
        let syn::ImplItem::Fn(method) = member else { continue };
        let is_ours = |attr: &syn::Attribute| {
            attr.path().segments.last().is_some_and(|last| last.ident == "cancel_safe")
        };
        let Some(index) = method.attrs.iter().position(is_ours) else { continue };
        let args = match method.attrs.remove(index).meta {
            syn::Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        let args = Args::parse(args, errors);
        let method: syn::ItemFn = syn::ItemFn {
            attrs: method.attrs.clone(),
            vis: method.vis.clone(),
            sig: method.sig.clone(),
            block: Box::new(method.block.clone()),
            modifiers: Default::default(),
        };
        let Expanded { items, function } = function(method, &args, &context, errors);
        beside.extend(items);
        *member = syn::ImplItem::Verbatim(function);
    }
    quote!(#beside #item)
}

/// parse, bindings, liveness, moves, lower, expand.
fn function(item: syn::ItemFn, args: &Args, context: &Context, errors: &mut Errors) -> Expanded {
    if args.stateless.is_some() {
        let function = stateless::expand(item, errors);
        return Expanded { items: TokenStream::new(), function };
    }
    let function = Function::new(item, errors);
    parse::check_place(&function, args, context, errors);
    let mut body = body(&function, errors);
    liveness::analyse(&mut body, errors);
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
    let mut resolver = Resolver::new(&mut awaits, &function.block);
    if let Some(receiver) = &function.receiver {
        resolver.lent(&proc_macro2::Ident::new("self", receiver.self_token.span));
    }
    for lent in &function.lent {
        for binding in flatten::bindings(&lent.pat) {
            resolver.lent(&binding.ident);
        }
    }
    resolver.level(&mut root);
    resolver.errors.into_iter().for_each(|error| errors.combine(error));
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
