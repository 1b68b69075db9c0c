//! What is put out in the place of a function whose signature is refused.
//!
//! It is called like the function that it would have been, and its body is type-checked as typed: so
//! those who call it are not told of a mistake that is not theirs, and an editor finds what it looks
//! for.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr};

use super::expand::{self, Expanded};
use super::flatten::{self, private};
use super::instrument;
use super::parse::{self, Args, Context, Function, Owned};
use super::place;
use crate::visit_mut::{self, VisitMut};

/// Input:  `async fn read(rx: &mut Rx, limit: usize) -> Item { body }`
/// Output: `fn read(checkpoint: &mut Checkpoint<Refused<usize>>, rx: &mut Rx) -> impl CancelSafe<..> {
///              Marked::new(async move { let limit: usize = unreachable(); body }) }`
pub(super) fn expand(mut item: syn::ItemFn, args: &Args, context: &Context) -> Expanded {
    let private = private();
    let has_place =
        args.stateless.is_none() && (context.header.is_some() || !place::is_method(&item));
    // It would need a lifetime.
    let has_place = has_place
        && !(context.borrows() && item.sig.receiver().and_then(parse::owned_self).is_some());
    // What stands around the body is of no use to it.
    drop(instrument::take(&mut item, context));
    let function = &Function::new(item, None);
    let mut sig = function.sig.clone();
    let mut lent = function.lent.clone();
    let output = expand::output(&mut sig, &mut lent);
    let pin_output = expand::pin_output(&output);
    let attrs = function.attrs.iter().filter(|attr| !instrument::is_instrument(attr));
    let Function { vis, receiver, owned, block, .. } = function;
    let checkpoint = checkpoint(function, args);
    let body = body(block, owned.iter().any(Owned::is_self));
    let (inputs, body) = match args.leave_the_signature() || context.in_trait {
        true => (sig.inputs.to_token_stream(), body),
        false => {
            let receiver = receiver.iter();
            let inputs = quote!(#(#receiver,)* _: &mut #checkpoint, #(#lent,)*);
            (inputs, with_owned(owned, body))
        }
    };
    let code = expand::async_move(&sig, &quote!(#pin_output #body));
    let code = expand::future_of(&sig, quote!(#private::Marked::new), code);
    let syn::Signature { safety, abi, fn_token, ident, generics, .. } = &sig;
    let where_clause = &generics.where_clause;
    let (output, code) = (expand::returned(&output, &function.sig), expand::in_braces(block, code));
    let put_out = quote! {
        #(#attrs)*
        #[allow(refining_impl_trait)]
        #vis #safety #abi #fn_token #ident #generics(#inputs) #output #where_clause #code
    };
    let alias = || {
        let checkpoint = syn::parse2(checkpoint).ok()?;
        Some(expand::refused_alias(function, args, context, &checkpoint))
    };
    let items = has_place.then(alias).flatten().unwrap_or_default();
    Expanded { items, function: put_out }
}

/// The type of its checkpoint.
fn checkpoint(function: &Function, args: &Args) -> TokenStream {
    let private = private();
    let types = function.owned.iter().map(|owned| &owned.ty);
    let types = match (&args.stored_in, &*function.owned) {
        // It is made before there are any.
        (Some(_), _) => quote!(()),
        (None, [owned]) => owned.ty.to_token_stream(),
        (None, _) => quote!((#(#types),*)),
    };
    quote!(#private::Checkpoint<#private::Refused<#types>>)
}

/// The body with its owned parameters, whose values never come.
fn with_owned(owned: &[Owned], body: TokenStream) -> TokenStream {
    let private = private();
    let lets = owned.iter().map(|Owned { attrs, pat, ty, .. }| {
        let pat = instrument::renamed_self(pat.to_token_stream());
        quote!(#(#attrs)* let #pat: #ty = #private::unreachable();)
    });
    quote!(#(#lets)* #body)
}

/// The body as typed, without what only the macro understands.
fn body(block: &syn::Block, owns_self: bool) -> TokenStream {
    let mut block = block.clone();
    Plain.visit_block_mut(&mut block);
    if owns_self {
        OwnedSelf.visit_block_mut(&mut block);
    }
    let stmts = &block.stmts;
    quote!(#(#stmts)*)
}

struct Plain;

impl Plain {
    fn attrs(attrs: &mut Vec<Attribute>) {
        attrs.retain(|attr| !attr.path().is_ident("rederive"));
    }
}

impl VisitMut for Plain {
    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        Self::attrs(&mut local.attrs);
        visit_mut::visit_local_mut(self, local);
    }

    /// `_` in a call.
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        flatten::attrs(expr).into_iter().for_each(Self::attrs);
        let args = match expr {
            Expr::Call(call) => Some(&mut call.args),
            Expr::MethodCall(call) => Some(&mut call.args),
            _ => None,
        };
        for arg in args.into_iter().flatten() {
            if let Expr::Infer(infer) = arg {
                let checkpoint = flatten::inner(infer);
                *arg = Expr::Verbatim(quote!(&mut #checkpoint));
            }
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// An owned receiver is a local of another name. That of a function inside is its own.
struct OwnedSelf;

impl VisitMut for OwnedSelf {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.is_ident("self") {
            path.segments[0].ident = instrument::owned_self();
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        mac.tokens = instrument::renamed_self(std::mem::take(&mut mac.tokens));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
