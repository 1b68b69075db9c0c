//! What the function returns.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{FnArg, Lifetime, ReturnType, Type, parse_quote};

use super::generics::idents;
use crate::attr::flatten::private;
use crate::attr::parse;
use crate::visit_mut::{self, VisitMut};

/// The type that the function returns, with its lifetimes named where the checkpoint would make
/// an elided one ambiguous.
pub(crate) fn output(sig: &mut syn::Signature) -> TokenStream {
    let mut output = match &sig.output {
        ReturnType::Default => return quote!(()),
        ReturnType::Type(_, ty) => (**ty).clone(),
    };
    // An elided lifetime is that of a receiver which is a reference.
    let has_self = matches!(sig.inputs.first(), Some(FnArg::Receiver(this)) if parse::owned_self(this).is_none());
    if !has_self {
        let mut namer = NameElided { used: false };
        namer.visit_type_mut(&mut output);
        if namer.used {
            for input in &mut sig.inputs {
                if let FnArg::Typed(arg) = input {
                    NameElided { used: false }.visit_type_mut(&mut arg.ty);
                }
            }
            sig.generics.params.insert(0, parse_quote!('__lent));
        }
    }
    nameable_output(&output)
}

/// `!` cannot be named as an associated type, but as what a function pointer returns.
pub(crate) fn nameable_output(output: &Type) -> TokenStream {
    let private = private();
    match output {
        Type::Never(never) => quote!(<fn() -> #never as #private::Returns>::Output),
        output => output.to_token_stream(),
    }
}

struct NameElided {
    used: bool,
}

impl VisitMut for NameElided {
    fn visit_type_reference_mut(&mut self, ty: &mut syn::TypeReference) {
        if ty.lifetime.is_none() {
            self.used = true;
            ty.lifetime = Some(Lifetime::new("'__lent", ty.and_token.span));
        }
        visit_mut::visit_type_reference_mut(self, ty);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            self.used = true;
            *lifetime = Lifetime::new("'__lent", lifetime.span());
        }
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}

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
    quote! {
        if false {
            let __output: #output = #private::unreachable();
            return __output;
        }
    }
}
