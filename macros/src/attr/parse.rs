//! The attribute's arguments, and the signature it stands on.

use proc_macro2::{Span, TokenStream};
use quote::format_ident;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, FnArg, GenericParam, Ident, Pat, Receiver, Signature, Token, Type, TypeParam,
    Visibility, parse_quote,
};

use super::classify;
use crate::diag::Errors;

/// `#[cancel_safe(..)]`
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) checkpoint: Option<Ident>,
    pub(crate) stored_in: Option<Expr>,
    pub(crate) stateless: Option<Span>,
}

enum Arg {
    Checkpoint(Ident),
    StoredIn(Expr),
    Stateless(Span),
}

impl Parse for Arg {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: Ident = input.parse()?;
        if name == "checkpoint" {
            input.parse::<Token![=]>()?;
            input.parse().map(Arg::Checkpoint)
        } else if name == "stored_in" {
            input.parse::<Token![=]>()?;
            input.parse().map(Arg::StoredIn)
        } else if name == "stateless" {
            Ok(Arg::Stateless(name.span()))
        } else {
            let message = format!(
                "`#[cancel_safe]` has no argument `{name}` [unknown-argument]\n\
                 help: it has `checkpoint = Name`, `stored_in = self.field` and `stateless`"
            );
            Err(syn::Error::new(name.span(), message))
        }
    }
}

impl Args {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        use syn::parse::Parser;
        let mut args = Args::default();
        let parsed = Punctuated::<Arg, Token![,]>::parse_terminated.parse2(tokens);
        for arg in parsed.map_err(|error| errors.combine(error)).into_iter().flatten() {
            let duplicate = match arg {
                Arg::Checkpoint(name) => args.checkpoint.replace(name).map(|name| name.span()),
                Arg::StoredIn(place) => args.stored_in.replace(place).map(|_| Span::call_site()),
                Arg::Stateless(span) => args.stateless.replace(span),
            };
            if let Some(span) = duplicate {
                errors.push_at(span, "this argument is given twice [repeated-argument]");
            }
        }
        if let (Some(span), true) =
            (args.stateless, args.checkpoint.is_some() || args.stored_in.is_some())
        {
            errors.push_at(
                span,
                "a `stateless` function has no checkpoint to name or to store [stateless-checkpoint]\n\
                 help: keep one of the two arguments",
            );
        }
        args
    }
}

/// What surrounds a method.
#[derive(Default)]
pub(crate) struct Context {
    pub(crate) self_ty: Option<Type>,
    pub(crate) generics: syn::Generics,
    pub(crate) in_trait: bool,
}

/// An annotated function.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    /// As the source has it, but for `impl Trait` parameters, which are named.
    pub(crate) sig: Signature,
    pub(crate) receiver: Option<Receiver>,
    /// Passed anew on each call.
    pub(crate) lent: Vec<syn::PatType>,
    /// Part of the checkpoint.
    pub(crate) owned: Vec<Owned>,
    pub(crate) block: syn::Block,
}

pub(crate) struct Owned {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) pat: Pat,
    pub(crate) ty: Type,
    /// The name of its slot.
    pub(crate) slot: Ident,
}

impl Function {
    pub(crate) fn new(item: syn::ItemFn, errors: &mut Errors) -> Self {
        let syn::ItemFn { attrs, vis, mut sig, block, .. } = item;
        check_signature(&sig, errors);

        name_impl_trait(&mut sig);
        let (mut receiver, mut lent, mut owned) = (None, Vec::new(), Vec::new());
        for (index, input) in sig.inputs.iter().enumerate() {
            match input {
                FnArg::Receiver(this) => match owned_self(this) {
                    Some(ty) => owned.push(Owned {
                        attrs: this.attrs.clone(),
                        pat: parse_self(this),
                        ty,
                        slot: Ident::new("this", Span::call_site()),
                    }),
                    None => receiver = Some(this.clone()),
                },
                FnArg::Typed(arg) if classify::borrows(&arg.ty) => {
                    check_lent(arg, errors);
                    lent.push(arg.clone());
                }
                FnArg::Typed(arg) => owned.push(Owned {
                    attrs: arg.attrs.clone(),
                    pat: (*arg.pat).clone(),
                    ty: (*arg.ty).clone(),
                    slot: match &*arg.pat {
                        Pat::Ident(pat) => {
                            Ident::new(&pat.ident.to_string().replace("r#", ""), Span::call_site())
                        }
                        _ => format_ident!("argument_{}", index + 1),
                    },
                }),
            }
        }
        Function { attrs, vis, sig, receiver, lent, owned, block: *block }
    }
}

fn check_signature(sig: &Signature, errors: &mut Errors) {
    if sig.asyncness.is_none() {
        errors.push(
            sig.fn_token,
            "`#[cancel_safe]` belongs on an `async fn`; this one is not `async` [not-async]",
        );
    }
    if let Some(constness) = &sig.constness {
        errors.push(constness, "an `async fn` cannot be `const`");
    }
    if let Some(variadic) = &sig.variadic {
        errors.push(variadic, "`#[cancel_safe]` does not support variadic functions");
    }
}

/// A stored checkpoint is made before there are owned parameters, and a trait's methods cannot
/// take one.
pub(crate) fn check_place(
    function: &Function,
    args: &Args,
    context: &Context,
    errors: &mut Errors,
) {
    match &args.stored_in {
        Some(_) => {
            for owned in &function.owned {
                errors.push(
                    &owned.ty,
                    "an owned parameter cannot be combined with `stored_in` [stored-owned]\n\
                     help: take a reference: the checkpoint is there before the call, and each \
                     further call would bring one more value",
                );
            }
        }
        None if context.in_trait => errors.push(
            &function.sig.ident,
            "a method of a trait has no place for a checkpoint parameter [trait-method]\n\
             help: keep the checkpoint in a field, `#[cancel_safe(stored_in = self.field)]`, or use \
             `stateless`",
        ),
        None if function.receiver.is_some() && context.self_ty.is_none() => errors.push(
            &function.sig.ident,
            "the `impl` block of this method is not annotated [unannotated-impl]\n\
             help: put a plain `#[cancel_safe]` on it too: it makes room for the checkpoint beside it",
        ),
        None => {}
    }
}

/// A lent parameter comes anew on each call, so a change to the binding itself would be lost.
fn check_lent(arg: &syn::PatType, errors: &mut Errors) {
    let Pat::Ident(pat) = &*arg.pat else { return };
    let Some(mutability) = &pat.mutability else { return };
    let name = &pat.ident;
    errors.push(
        mutability,
        format!(
            "`{name}` is passed anew on each call: what is assigned to it is lost on cancel [mut-lent]\n\
             help: take it without `mut`, and keep the part that changes (an index, an owned copy) \
             in a local"
        ),
    );
}

/// The type of a receiver that is taken by value.
fn owned_self(receiver: &Receiver) -> Option<Type> {
    match &receiver.kind {
        syn::ReceiverKind::Value => Some(parse_quote!(Self)),
        syn::ReceiverKind::Typed(_, ty) if !classify::borrows(ty) => Some((**ty).clone()),
        _ => None,
    }
}

fn parse_self(receiver: &Receiver) -> Pat {
    Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: receiver.mutability,
        ident: Ident::new("self", receiver.self_token.span),
        subpat: None,
    })
}

/// Input: `fn f(x: impl Into<String>)`
/// Output: `fn f<__Impl1: Into<String>>(x: __Impl1)`
fn name_impl_trait(sig: &mut Signature) {
    struct Namer(Vec<TypeParam>);
    impl VisitMut for Namer {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            visit_mut::visit_type_mut(self, ty);
            if let Type::ImplTrait(imp) = ty {
                let ident = format_ident!("__Impl{}", self.0.len() + 1);
                let bounds = imp.bounds.clone();
                self.0.push(parse_quote!(#ident: #bounds));
                *ty = parse_quote!(#ident);
            }
        }
    }
    let mut namer = Namer(Vec::new());
    for input in &mut sig.inputs {
        if let FnArg::Typed(arg) = input
            && !classify::borrows(&arg.ty)
        {
            namer.visit_type_mut(&mut arg.ty);
        }
    }
    sig.generics.params.extend(namer.0.into_iter().map(GenericParam::Type));
}
