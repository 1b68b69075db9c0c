//! The function, its frame and the name of its checkpoint.

mod docs;
mod frame;
mod generics;
mod impls;
mod output;
mod slots;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Token;

use self::frame::Frame;
pub(crate) use self::frame::refused_alias;
pub(crate) use self::output::{nameable_output, output, pin_output};
use self::slots::assign_slots;
use super::flatten::{self, private};
use super::ir::*;
use super::lower::{self, Lower, Names};
use super::parse::{Args, Context, Function};
use crate::hygiene;

/// What the macro puts beside the function, and the function.
pub(crate) struct Expanded {
    pub(crate) items: TokenStream,
    pub(crate) function: TokenStream,
}

pub(crate) fn expand(
    function: &Function,
    args: &Args,
    context: &Context,
    body: &mut Body,
    ends: bool,
) -> Expanded {
    let slots = assign_slots(function, context, body);
    let frame = Frame::new(function, args, context, slots);
    let items = frame.items(function, &body.awaits);
    let function = frame.function(function, args, body, ends);
    Expanded { items, function }
}

impl Frame {
    fn function(&self, function: &Function, args: &Args, body: &Body, ends: bool) -> TokenStream {
        let names = Names::new();
        let mut sig = function.sig.clone();
        let Function { attrs, vis, receiver, lent, .. } = function;
        let mut lent = lent.clone();
        let output = output(&mut sig, &mut lent);
        let receiver = receiver.iter();
        // One that has none is to be reported.
        let docs = is_documented(attrs).then(|| docs::cancel_safety(body));
        // No other ABI has room for the caller's place.
        let track_caller = sig.abi.is_none().then(|| quote!(#[track_caller]));
        let (imports, pin_output) = (lower::imports(), pin_output(&output));
        let code = code(body, ends, &names);
        let code = quote!(#imports #pin_output #code);
        let code = match &function.instrumented {
            Some(instrumented) => instrumented.code(function, body, &names, &code),
            None => code,
        };
        let (parameter, code) = match &args.stored_in {
            Some(place) => (None, self.stored(&sig, place, &names.core, &code)),
            None => {
                let (parameter, code) = self.passed(&sig, &names.core, &code);
                (Some(parameter), code)
            }
        };
        let syn::Signature { safety, abi, fn_token, ident, generics, .. } = &sig;
        let where_clause = &generics.where_clause;
        let used = used(&lent, body);
        let code = in_braces(&function.block, quote!(#used #code));
        let output = returned(&output, &function.sig);
        quote! {
            #(#attrs)*
            #docs
            #track_caller
            #[allow(refining_impl_trait)]
            // An arm that never ends hands its value on all the same. And an `async fn` captures its
            // `self`, mentioned or not.
            #[allow(clippy::diverging_sub_expression, clippy::unused_self)]
            #vis #safety #abi #fn_token #ident #generics(#(#receiver,)* #parameter #(#lent,)*)
                #output #where_clause
                #code
        }
    }

    /// The parameter and the code of a function that is passed its checkpoint.
    fn passed(
        &self,
        sig: &syn::Signature,
        core: &Ident,
        body: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let private = private();
        let frame = &self.ident;
        let (_, ty_generics, _) = self.generics.split_for_impl();
        let turbofish = ty_generics.as_turbofish();
        let checkpoint = Ident::new("checkpoint", Span::mixed_site());
        let body = async_move(sig, body);
        let future = quote!(#private::Resumable::<#frame #turbofish, _>::new);
        let future = future_of(sig, future, quote!(__status, #body));
        let code = quote! {
            let (__status, mut #core) = #private::Checkpoint::enter(#checkpoint);
            #future
        };
        (quote!(#checkpoint: &mut #private::Checkpoint<#frame #ty_generics>,), code)
    }

    /// The code of a function that keeps its checkpoint in a field: while it runs, the checkpoint
    /// is out of the field, so that the body may use all of the receiver.
    fn stored(
        &self,
        sig: &syn::Signature,
        place: &syn::Expr,
        core: &Ident,
        body: &TokenStream,
    ) -> TokenStream {
        let private = private();
        let frame = &self.ident;
        let (_, ty_generics, _) = self.generics.split_for_impl();
        let turbofish = ty_generics.as_turbofish();
        // Of the same type and at the same place each time, so that a field of another type is
        // reported once.
        let at = Span::mixed_site().located_at(hygiene::ends(place).0);
        let place = quote_spanned! {at=> {
            let __place: &mut #private::Checkpoint<#frame #ty_generics> = &mut #place;
            __place
        }};
        let body = async_block(async_span(sig), body, None);
        let code = quote! {
            let _ = #private::Checkpoint::enter(#place);
            let mut __checkpoint =
                #private::core::mem::replace(#place, #private::Checkpoint::taken());
            let __result = {
                let (__status, mut #core) = #private::Checkpoint::enter(&mut __checkpoint);
                #private::Leaf::new(
                    #private::Resumable::<#frame #turbofish, _>::new(__status, #body)
                ).await
            };
            *#place = __checkpoint;
            match __result {
                #private::core::result::Result::Ok(__value) => __value,
                #private::core::result::Result::Err(#private::Cancelled) => #private::never().await,
            }
        };
        let code = async_move(sig, &code);
        future_of(sig, quote!(#private::Stored::new), code)
    }
}

/// The parameters that the body mentions. Where something is wrong with a pattern of it, the compiler
/// does not see what is behind, and would call them unused.
fn used(lent: &[syn::PatType], body: &Body) -> Option<TokenStream> {
    let is_used =
        |ident: &Ident| body.vars.iter().find(|var| *ident == var.name).is_some_and(Var::is_used);
    let bindings = lent.iter().flat_map(|lent| flatten::bindings(&lent.pat));
    // One that is only assigned is to be reported.
    let names = bindings.filter(|binding| binding.mutability.is_none() && is_used(&binding.ident));
    let names: Vec<_> = names.map(|binding| binding.ident).collect();
    (!names.is_empty()).then(|| quote!(let _ = (#(&#names,)*);))
}

/// The code of the body, from its first statement to the value of its future.
fn code(body: &Body, ends: bool, names: &Names) -> TokenStream {
    let private = private();
    let lower = Lower::new(body, names);
    let block = lower.level(&body.root);
    // A `return` of what never yields would be unreachable, and rustc would say so.
    if body.awaits.is_empty() {
        return without_braces(block);
    }
    let questions = lower.questions();
    let (declarations, asks) = (questions.declarations(), questions.asks());
    let value = match ends {
        // In braces of ours, for those of the user would be `unused_braces`.
        true => quote!(return { #block };),
        // A value behind a `return` is not one of the labelled block, but of the function.
        false => quote! {
            let __value = #block;
            #[allow(unreachable_code)]
            return __value;
        },
    };
    let cancelled = &names.cancelled;
    quote! {
        #declarations
        #cancelled: { #value }
        #asks
        #private::never().await
    }
}

/// What is in a block that stands in braces of ours: those of the user would be `unused_braces`.
fn without_braces(block: TokenStream) -> TokenStream {
    let mut tokens = block.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) => group.stream(),
        _ => block,
    }
}

/// The block that the function's future is, as if it were the user's: of what a block of a macro has
/// captured, the compiler does not say the name. A function that calls itself is told so at its `async`.
pub(crate) fn async_move(sig: &syn::Signature, code: &TokenStream) -> TokenStream {
    let at = async_span(sig);
    async_block(at, code, Some(Token![move](at)))
}

fn async_block(at: Span, code: &TokenStream, capture: Option<Token![move]>) -> TokenStream {
    let mut braces = Group::new(Delimiter::Brace, code.clone());
    braces.set_span(at);
    quote_spanned!(at=> async #capture #braces)
}

fn async_span(sig: &syn::Signature) -> Span {
    sig.asyncness.map_or_else(Span::mixed_site, |token| token.span)
}

/// `make(args)`, the value of the function. What is wrong with its lifetimes is reported at the return
/// type.
pub(crate) fn future_of(sig: &syn::Signature, make: TokenStream, args: TokenStream) -> TokenStream {
    let (start, end) = output_ends(sig);
    let mixed = Span::mixed_site();
    // Only from end to end: in an `impl` that is not annotated, the frame's name is another error.
    let call = quote!(#make(#args));
    hygiene::between(call, (mixed.located_at(start), mixed.located_at(end)))
}

fn output_ends(sig: &syn::Signature) -> (Span, Span) {
    match &sig.output {
        syn::ReturnType::Default => [sig.paren_token.span.close(); 2].into(),
        syn::ReturnType::Type(_, ty) => hygiene::ends(ty),
    }
}

/// `-> impl CancelSafe<Output = ..>`, which begins and ends like the source: of a function whose
/// signature ends in generated code the compiler does not say that nobody calls it. Only the hygiene
/// of its `impl` is ours: from edition 2024 on, it captures all lifetimes.
pub(crate) fn returned(output: &TokenStream, sig: &syn::Signature) -> TokenStream {
    let private = private();
    let (start, end) = output_ends(sig);
    let start = Span::mixed_site().located_at(start);
    let (impl_, end) = (quote_spanned!(start=> impl), quote_spanned!(end=> >));
    quote!(-> #impl_ #private::CancelSafe<Output = #output #end)
}

/// `code` in the braces of `block`: what is reported of the function is reported at it, and not at
/// the attribute.
pub(crate) fn in_braces(block: &syn::Block, code: TokenStream) -> TokenStream {
    let mut braces = Group::new(Delimiter::Brace, code);
    braces.set_span(block.brace_token.span.join());
    braces.into_token_stream()
}

pub(crate) fn is_documented(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("doc"))
}
