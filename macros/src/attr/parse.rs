//! The attribute's arguments, and the signature it stands on.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{
    Attribute, Expr, FnArg, GenericParam, Ident, Pat, Receiver, Signature, Token, Type, TypeParam,
    Visibility, parse_quote,
};

use super::instrument::Instrumented;
use super::{classify, flatten};
use crate::diag::Errors;
use crate::visit_mut::{self, VisitMut};

/// `#[cancel_safe(..)]`
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) checkpoint: Option<Ident>,
    pub(crate) stored_in: Option<Expr>,
    pub(crate) stateless: Option<Span>,
    /// One of these two was meant, but could not be read.
    pub(crate) misread: bool,
    /// Of a method that is expanded for the second time: the `impl` block, without its items.
    pub(crate) method: Option<syn::ItemImpl>,
}

impl Args {
    /// A slip costs one error and one argument.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut args = Args::default();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                let parsed = args.parse_one(input, errors);
                parsed.unwrap_or_else(|error| errors.combine(error));
                skip_argument(input)?;
            }
            Ok(())
        };
        parser.parse2(tokens).unwrap_or_else(|error| errors.combine(error));
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

    /// Whether the function is called as it is written.
    pub(crate) fn leave_the_signature(&self) -> bool {
        self.stored_in.is_some() || self.stateless.is_some() || self.misread
    }

    fn parse_one(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let name: Ident = input.parse()?;
        let twice = match &*name.to_string() {
            "checkpoint" => {
                let value = value(&name, "Name", input)?;
                self.checkpoint.replace(value).is_some()
            }
            "stored_in" => {
                // Until it is read.
                self.misread = true;
                let place: Expr = value(&name, "self.field", input)?;
                if !matches!(place, Expr::Field(_) | Expr::Index(_) | Expr::Unary(_)) {
                    errors.push(
                        &place,
                        "`stored_in` takes a field of the receiver [argument-value]\n\
                         help: `stored_in = self.field`",
                    );
                    return Ok(());
                }
                self.misread = false;
                self.stored_in.replace(place).is_some()
            }
            "stateless" => self.stateless.replace(name.span()).is_some(),
            "__method" => {
                let header;
                syn::parenthesized!(header in input);
                self.method.replace(header.parse()?).is_some()
            }
            unknown => {
                self.misread |= unknown.starts_with("st");
                errors.push(
                    &name,
                    format!(
                        "`#[cancel_safe]` has no argument `{name}` [unknown-argument]\n\
                         help: it has `checkpoint = Name`, `stored_in = self.field` and `stateless`"
                    ),
                );
                return Ok(());
            }
        };
        if twice {
            errors.push(&name, format!("`{name}` is given twice [repeated-argument]"));
        }
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error("expected `,` before the next argument [argument-value]"));
        }
        Ok(())
    }
}

/// The value of an argument. Where it is missing, the error is at the name: there is nothing else.
fn value<T: Parse>(name: &Ident, example: &str, input: ParseStream<'_>) -> syn::Result<T> {
    let missing = || {
        let message = format!("`{name}` takes a value: `{name} = {example}` [argument-value]");
        syn::Error::new(name.span(), message)
    };
    let equals: Option<Token![=]> = input.parse()?;
    if equals.is_none() || input.is_empty() || input.peek(Token![,]) {
        return Err(missing());
    }
    input.parse().map_err(|_| missing())
}

/// Goes to where the next argument seems to begin.
fn skip_argument(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// What surrounds a method.
#[derive(Default)]
pub(crate) struct Context {
    pub(crate) self_ty: Option<Type>,
    pub(crate) generics: syn::Generics,
    pub(crate) in_trait: bool,
    /// The `impl` block, of whose items only the types are left.
    pub(crate) header: Option<syn::ItemImpl>,
}

impl Context {
    /// Of the methods of an `impl` block.
    pub(crate) fn of(item: &syn::ItemImpl) -> Self {
        let is_type = |item: &&syn::ImplItem| matches!(item, syn::ImplItem::Type(_));
        let items = item.items.iter().filter(is_type).cloned().collect();
        let header = syn::ItemImpl { attrs: Vec::new(), items, ..item.clone() };
        Context {
            self_ty: Some((*item.self_ty).clone()),
            generics: item.generics.clone(),
            in_trait: item.trait_.is_some(),
            header: Some(header),
        }
    }

    /// Whether `Self` does.
    pub(crate) fn borrows(&self) -> bool {
        self.self_ty.as_ref().is_some_and(classify::borrows)
    }
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
    /// What stands around the block.
    pub(crate) instrumented: Option<Instrumented>,
}

pub(crate) struct Owned {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) pat: Pat,
    pub(crate) ty: Type,
    /// The name of its slot.
    pub(crate) slot: Ident,
}

impl Owned {
    /// Whether it is the receiver.
    pub(crate) fn is_self(&self) -> bool {
        matches!(&self.pat, Pat::Ident(pat) if pat.ident == "self")
    }
}

impl Function {
    pub(crate) fn new(item: syn::ItemFn, instrumented: Option<Instrumented>) -> Self {
        let syn::ItemFn { attrs, vis, mut sig, block, .. } = item;
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
                    lent.push(arg.clone());
                }
                FnArg::Typed(arg) => owned.push(Owned {
                    attrs: arg.attrs.clone(),
                    pat: (*arg.pat).clone(),
                    ty: (*arg.ty).clone(),
                    slot: match &*arg.pat {
                        Pat::Ident(pat) => {
                            let mut slot = pat.ident.clone();
                            slot.set_span(Span::call_site());
                            slot
                        }
                        _ => format_ident!("argument_{}", index + 1),
                    },
                }),
            }
        }
        Function { attrs, vis, sig, receiver, lent, owned, block: *block, instrumented }
    }
}

/// What names an item, for an error to underline.
pub(crate) fn name(item: &syn::Item) -> TokenStream {
    match item {
        syn::Item::Const(item) => item.ident.to_token_stream(),
        syn::Item::Enum(item) => item.ident.to_token_stream(),
        syn::Item::Mod(item) => item.ident.to_token_stream(),
        syn::Item::Static(item) => item.ident.to_token_stream(),
        syn::Item::Struct(item) => item.ident.to_token_stream(),
        syn::Item::Trait(item) => item.ident.to_token_stream(),
        syn::Item::Type(item) => item.ident.to_token_stream(),
        syn::Item::Union(item) => item.ident.to_token_stream(),
        item => item.to_token_stream(),
    }
}

/// Whether the compiler has something to say of the signature that it would say of the expansion in
/// other words, or more than once.
pub(crate) fn compiler_refuses(sig: &Signature) -> bool {
    let args = || {
        sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(arg) => Some(arg),
            FnArg::Receiver(_) => None,
        })
    };
    let mut names = HashSet::new();
    let mut bindings = args().flat_map(|arg| flatten::bindings(&arg.pat));
    sig.constness.is_some()
        || sig.variadic.is_some()
        || args().any(|arg| is_unsized(&arg.ty, &sig.generics))
        || !bindings.all(|binding| names.insert(binding.ident.to_string()))
}

/// `[u8]`, `str`, `dyn Trait`, or `T` with `T: ?Sized`
fn is_unsized(ty: &Type, generics: &syn::Generics) -> bool {
    let is_maybe = |bound: &syn::TypeParamBound| matches!(bound, syn::TypeParamBound::Trait(bound) if bound.maybe.is_some());
    match ty {
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Path(path) => {
            path.path.is_ident("str")
                || generics.type_params().any(|param| {
                    path.path.is_ident(&param.ident) && param.bounds.iter().any(is_maybe)
                })
        }
        _ => false,
    }
}

/// The type of a receiver that is taken by value.
pub(crate) fn owned_self(receiver: &Receiver) -> Option<Type> {
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
