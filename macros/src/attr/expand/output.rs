//! What the function returns.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{FnArg, Lifetime, PatType, ReturnType, Type, parse_quote};

use super::generics::idents;
use crate::attr::flatten::private;
use crate::attr::parse;
use crate::hygiene;
use crate::visit_mut::{self, VisitMut};

/// The type that the function returns, with its lifetimes named where the checkpoint, a reference among
/// the parameters, would change what an elided one stands for.
pub(crate) fn output(sig: &mut syn::Signature, lent: &mut [PatType]) -> TokenStream {
    let mut output = match &sig.output {
        ReturnType::Default => {
            let at = sig.paren_token.span.close();
            return quote_spanned!(at=> ());
        }
        ReturnType::Type(_, ty) => (**ty).clone(),
    };
    let mut of_output = Lifetimes::default();
    of_output.visit_type_mut(&mut output);
    // An elided lifetime is that of a receiver which is a reference.
    let has_self = matches!(sig.inputs.first(), Some(FnArg::Receiver(this)) if parse::owned_self(this).is_none());
    if has_self || !of_output.found.contains(&None) {
        return nameable_output(&output);
    }
    let mut of_inputs = Lifetimes::default();
    of_inputs.visit_inputs(sig);
    let named = match &*of_inputs.found {
        [Some(named)] => named.clone(),
        [None] => {
            let named = Lifetime::new("'__lent", Span::call_site());
            let mut naming = Lifetimes { name_elided: Some(named.clone()), ..Default::default() };
            naming.visit_inputs(sig);
            lent.iter_mut().for_each(|lent| naming.visit_type_mut(&mut lent.ty));
            sig.generics.params.insert(0, parse_quote!(#named));
            named
        }
        // That there is none for it, the compiler says of a function pointer as of the function.
        _ => return returned_by_a_pointer(&output),
    };
    Lifetimes { name_elided: Some(named), ..Default::default() }.visit_type_mut(&mut output);
    nameable_output(&output)
}

/// `!` cannot be named as an associated type, but as what a function pointer returns.
pub(crate) fn nameable_output(output: &Type) -> TokenStream {
    match output {
        Type::Never(_) => returned_by_a_pointer(output),
        output => output.to_token_stream(),
    }
}

fn returned_by_a_pointer(output: &Type) -> TokenStream {
    let private = private();
    quote!(<fn() -> #output as #private::Returns>::Output)
}

/// The lifetimes of a type: `None` stands for one that is elided.
#[derive(Default)]
struct Lifetimes {
    found: Vec<Option<Lifetime>>,
    name_elided: Option<Lifetime>,
}

impl Lifetimes {
    fn visit_inputs(&mut self, sig: &mut syn::Signature) {
        for input in &mut sig.inputs {
            match input {
                FnArg::Typed(arg) => self.visit_type_mut(&mut arg.ty),
                FnArg::Receiver(receiver) => {
                    if let syn::ReceiverKind::Typed(_, ty) = &mut receiver.kind {
                        self.visit_type_mut(ty);
                    }
                }
            }
        }
    }

    fn elided(&mut self, at: Span) -> Option<Lifetime> {
        self.found.push(None);
        self.name_elided.as_ref().map(|named| Lifetime::new(&named.to_string(), at))
    }
}

impl VisitMut for Lifetimes {
    fn visit_type_reference_mut(&mut self, ty: &mut syn::TypeReference) {
        if ty.lifetime.is_none() {
            ty.lifetime = self.elided(ty.and_token.span);
            self.visit_type_mut(&mut ty.elem);
        } else {
            visit_mut::visit_type_reference_mut(self, ty);
        }
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "_" {
            self.found.push(Some(lifetime.clone()));
        } else if let Some(named) = self.elided(lifetime.span()) {
            *lifetime = named;
        }
    }

    // The lifetimes of these are their own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}

    fn visit_trait_bound_mut(&mut self, bound: &mut syn::TraitBound) {
        if bound.lifetimes.is_none() {
            visit_mut::visit_trait_bound_mut(self, bound);
        }
    }

    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _: &mut syn::ParenthesizedGenericArguments,
    ) {
    }
}

/// A `return` that never runs, so that the block's type is known from the start and what the body
/// returns is coerced to it. If there is no such type, the compiler says so of a `let` as it does of the
/// signature; of a generic argument it would say more.
pub(crate) fn pin_output(output: &TokenStream) -> TokenStream {
    let private = private();
    let mut mentioned = HashSet::new();
    idents(output.clone(), &mut mentioned);
    // `impl Trait` cannot be written here, and what never returns needs no type.
    if mentioned.contains("impl") || mentioned.contains("Returns") {
        return TokenStream::new();
    }
    let (local, value) = hygiene::shown_as("__output", hygiene::ends(output));
    quote! {
        if false {
            let #local: (#output,) = (#private::unreachable(),);
            return #value;
        }
    }
}
