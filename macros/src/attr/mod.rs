//! `#[cancel_safe]`.

mod bindings;
mod carry;
mod cfg;
mod classify;
mod expand;
mod flatten;
pub(crate) mod half_read;
mod instrument;
mod ir;
mod lent;
mod liveness;
mod lower;
pub(crate) mod macros;
mod moves;
mod only_lent;
mod parse;
mod pending;
mod place;
mod refused;
mod repeatable;
mod self_type;
mod stateless;
mod var_set;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Token;

use self::bindings::Resolver;
use self::expand::Expanded;
use self::flatten::Flatten;
pub(crate) use self::flatten::is_claim;
use self::instrument::Instrumented;
use self::ir::{Body, Code, Let, Origin, Stmt, StmtKind, Value, VarId};
use self::liveness::Lives;
use self::parse::{Args, Context, Function};
pub(crate) use self::repeatable::{is_borrow, is_calm, is_repeatable, makes_a_type};
use crate::diag::Errors;

pub(crate) fn cancel_safe(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    // The item survives any error, so that the editor and the rest of the crate still see it.
    let expanded = match syn::parse2(item.clone()) {
        Ok(parsed) => expand_item(args, parsed, &mut errors),
        Err(error) => {
            errors.unread("`#[cancel_safe]`", &item, &error);
            match half_read::item(&item) {
                Some(parsed) => expand_item(args, parsed, &mut errors),
                None => item,
            }
        }
    };
    let errors = errors.into_compile_errors();
    quote!(#expanded #errors)
}

fn expand_item(args: TokenStream, item: syn::Item, errors: &mut Errors) -> TokenStream {
    match item {
        syn::Item::Fn(mut item) => {
            before_the_function(&mut item.attrs);
            let is_read = !half_read::is_as_typed(&item.block);
            let instrumented = instrument::is_instrumented(&item.attrs) && is_read;
            if instrumented && item.sig.asyncness.is_some() {
                return instrument::first(&item, &args, &Context::default());
            }
            let args = Args::parse(args, errors);
            let Some(header) = &args.method else {
                let context = Context::default();
                let Expanded { items, function } = function(item, &args, &context, errors);
                return quote!(#items #function);
            };
            // What it needs stands beside the `impl` block already.
            function(item, &args, &Context::of(header), errors).function
        }
        syn::Item::Impl(item) => {
            if !args.is_empty() {
                errors.push(
                    &args,
                    "`#[cancel_safe]` takes no arguments on an `impl` block [argument-on-impl]\n\
                     help: put them on the method that they are about",
                );
            }
            methods(item)
        }
        mut item => {
            errors.push(
                parse::name(&item),
                "`#[cancel_safe]` belongs on an `async fn` or on an `impl` block [wrong-item]",
            );
            if let syn::Item::Trait(item) = &mut item {
                without_ours(item);
            }
            item.into_token_stream()
        }
    }
}

/// `#![allow(..)]` in a body is about the function as well, and the body becomes another one.
fn before_the_function(attrs: &mut [syn::Attribute]) {
    attrs.iter_mut().for_each(|attr| attr.style = syn::AttrStyle::Outer);
}

/// Those inside would be refused as well.
fn without_ours(item: &mut syn::ItemTrait) {
    for member in &mut item.items {
        if let syn::TraitItem::Fn(method) = member {
            method.attrs.retain(|attr| !cfg::is_ours(attr));
        }
    }
}

/// The annotated methods of an `impl` block, and beside it what they need.
fn methods(mut item: syn::ItemImpl) -> TokenStream {
    let context = Context::of(&item);
    let mut beside = TokenStream::new();
    item.items = item.items.into_iter().flat_map(cfg::versions).collect();
    for member in &mut item.items {
        let syn::ImplItem::Fn(method) = member else { continue };
        let Some(index) = method.attrs.iter().position(cfg::is_ours) else { continue };
        before_the_function(&mut method.attrs);
        let tokens = match method.attrs.remove(index).meta {
            syn::Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        let mut of_method = Errors::new();
        let args = Args::parse(tokens.clone(), &mut of_method);
        let method: syn::ItemFn = syn::ItemFn {
            attrs: method.attrs.clone(),
            vis: method.vis.clone(),
            sig: method.sig.clone(),
            block: Box::new(method.block.clone()),
            modifiers: Default::default(),
        };
        let condition = cfg::conditions(&method.attrs);
        let is_read = !half_read::is_as_typed(&method.block);
        let again = (instrument::is_instrumented(&method.attrs) && is_read).then(|| method.clone());
        let Expanded { items, mut function } = function(method, &args, &context, &mut of_method);
        beside.extend(items);
        if let (Some(method), true) = (again, of_method.is_empty()) {
            function = instrument::first(&method, &tokens, &context);
        }
        beside.extend(of_method.into_compile_errors_if(&condition));
        *member = syn::ImplItem::Verbatim(function);
    }
    quote!(#beside #item)
}

/// parse, flatten, bindings, carry, liveness, moves, lower, expand.
///
/// What is wrong in the body does not stand in the way of the signature, by which others call the
/// function: so they are not told of a mistake that is not theirs.
fn function(item: syn::ItemFn, args: &Args, context: &Context, errors: &mut Errors) -> Expanded {
    if let Some(versions) = cfg::split_parameter(&item).or_else(|| cfg::split_statement(&item)) {
        let [with, without] = versions.map(|item| {
            let mut of_version = Errors::new();
            let expanded = function(item, args, context, &mut of_version);
            // What is wrong with both is said once.
            if errors.is_empty() {
                errors.append(of_version);
            }
            expanded
        });
        let Expanded { mut items, function: mut both } = with;
        items.extend(without.items);
        both.extend(without.function);
        return Expanded { items, function: both };
    }
    let mut refusals = Errors::new();
    place::check_signature(&item.sig, &mut refusals);
    place::check(&item, args, context, &mut refusals);
    let is_plain = item.sig.asyncness.is_none() && !place::awaits(&item);
    let is_refused = !refusals.is_empty() || args.misread;
    errors.append(refusals);
    if parse::compiler_refuses(&item.sig) || is_plain {
        return as_written(&item);
    }
    if half_read::is_as_typed(&item.block) {
        return refused::expand(item, args, context);
    }
    let mut of_body = Errors::new();
    lent::check(&item, args, &mut of_body);
    let expanded = expanded(item.clone(), args, context, &mut of_body);
    // What was refused may have left a hole.
    let is_refused = is_refused
        || !of_body.is_empty() && syn::parse2::<syn::ImplItem>(expanded.function.clone()).is_err();
    errors.append(of_body);
    match is_refused {
        true => refused::expand(item, args, context),
        false => expanded,
    }
}

fn expanded(
    mut item: syn::ItemFn,
    args: &Args,
    context: &Context,
    errors: &mut Errors,
) -> Expanded {
    self_type::spell_out(&mut item, context);
    let instrumented = instrument::take(&mut item, context);
    if args.stateless.is_some() {
        let function = stateless::expand(item, instrumented.as_ref(), errors);
        return Expanded { items: TokenStream::new(), function };
    }
    let instrumented = match args.stored_in {
        Some(_) => instrumented.map(Instrumented::borrowing),
        None => instrumented,
    };
    let function = Function::new(item, instrumented);
    let mut body = body(&function, args, context, errors);
    carry::carry(&mut body);
    liveness::analyse(&mut body, errors);
    let ends = moves::unify(&mut body, errors);
    function.instrumented.iter().for_each(|_| instrument::save_span(&mut body));
    expand::expand(&function, args, context, &mut body, ends)
}

fn as_written(item: &syn::ItemFn) -> Expanded {
    Expanded { items: TokenStream::new(), function: item.to_token_stream() }
}

fn body(function: &Function, args: &Args, context: &Context, errors: &mut Errors) -> Body {
    let mut block = function.block.clone();
    flatten::named_futures_in_place(&mut block, errors);
    let mut flatten = Flatten::new(function, errors);
    flatten::strand(&mut block);
    flatten::keys_unless_changed(&mut block);
    let mut root = flatten.block(block);
    let mut awaits = flatten.awaits;
    for (index, owned) in function.owned.iter().enumerate() {
        root.stmts.insert(index, owned_let(owned));
    }
    let mut resolver = Resolver::new(&mut awaits, &function.block);
    if args.stored_in.is_some() {
        // A field has no name for what is chosen with each call.
        resolver.is_not_nameable(&function.sig.generics);
    }
    if let Some(receiver) = &function.receiver {
        let this = proc_macro2::Ident::new("self", receiver.self_token.span);
        let shared = matches!(receiver.kind, syn::ReceiverKind::Reference(_, _, None));
        resolver.lent(&this, !shared);
    }
    for lent in &function.lent {
        for binding in flatten::bindings(&lent.pat) {
            let changes = !matches!(&*lent.ty, syn::Type::Reference(ty) if ty.mutability.is_none());
            let var = resolver.lent(&binding.ident, changes);
            var.is_socket = classify::is_socket(&lent.ty, false);
            var.lists_borrows = classify::is_list_of_borrows(&lent.ty);
        }
    }
    resolver.level(&mut root);
    resolver.errors.into_iter().for_each(|error| errors.combine(error));
    let (mut vars, parts) = (resolver.vars, resolver.parts);
    classify::note_static(&mut vars, [&context.generics, &function.sig.generics]);
    for (stmt, owned) in root.stmts.iter().zip(&function.owned) {
        if let StmtKind::Let(let_) = &stmt.kind
            && let (syn::Pat::Ident(_), [var]) = (&owned.pat, &*let_.vars)
        {
            let var: VarId = *var;
            vars[var].slot = Some(owned.slot.clone());
        }
    }
    Body { root, awaits, vars, parts, lives: Lives::default() }
}

/// `let items: Vec<Item> = <out of the frame>;`
fn owned_let(owned: &parse::Owned) -> Stmt {
    let slot = lower::Names::new().slot(&owned.slot, Span::call_site());
    let init = syn::Expr::Verbatim(quote!(#slot.take()));
    let kind = StmtKind::Let(Box::new(Let {
        attrs: owned.attrs.clone(),
        let_token: Token![let](Span::mixed_site()),
        pat: owned.pat.clone(),
        ty: Some(owned.ty.clone()),
        init: Some(Value::Simple(Code::new(init))),
        diverge: None,
        origin: Origin::Owned,
        steps: Vec::new(),
        again: None,
        vars: Vec::new(),
        semi: None,
    }));
    Stmt { kind, awaits: 1..1 }
}
