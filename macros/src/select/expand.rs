//! From the branches to an expression. Makes no errors.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Pat;

use super::future::marked;
use super::parse::{Branch, Select};
use super::pattern::{Delivery, delivery, is_plain};
use super::validate::MAX_BRANCHES;
use crate::hygiene::{ends, local};

/// Input: the branches
///
/// Output:
/// ```text
/// {
///     let off_1: bool = !(condition);
///     let output = {
///         let futures = (first, if off_1 { None } else { Some { 0: second } });
///         let select = { let futures = futures; ... };
///         select.await
///     };
///     match output { Out2::_0(pattern) => handler, .. }
/// }
/// ```
pub fn expand(mut select: Select) -> TokenStream {
    select.branches.truncate(MAX_BRANCHES);
    let errors = std::mem::take(&mut select.errors).into_compile_errors();
    if select.branches.is_empty() {
        return without_branches(&select, &errors);
    }
    let expansion = Expansion::new(&select);
    let conditions = expansion.conditions();
    let futures = expansion.futures();
    let run = expansion.run();
    let arms = expansion.arms();
    let output = local("output");
    quote! {
        {
            #errors
            #conditions
            let #output = {
                #futures
                #run
            };
            match #output { #arms }
        }
    }
}

fn without_branches(select: &Select, errors: &TokenStream) -> TokenStream {
    let krate = &select.krate;
    let arm = select.fallback.as_ref().or(select.default.as_ref()).map(|arm| &arm.handler);
    match arm {
        Some(handler) => quote!({ #errors #handler }),
        None => quote!({ #errors #krate::__private::core::unreachable!() }),
    }
}

struct Expansion<'a> {
    select: &'a Select,
    /// `$crate::__private::select`
    support: TokenStream,
    /// `$crate::__private::core::option::Option`
    option: TokenStream,
    /// The enum of the outputs.
    out: TokenStream,
}

impl<'a> Expansion<'a> {
    fn new(select: &'a Select) -> Self {
        let krate = &select.krate;
        let support = quote!(#krate::__private::select);
        let out = format_ident!("Out{}", select.branches.len(), span = Span::mixed_site());
        Expansion {
            select,
            option: quote!(#krate::__private::core::option::Option),
            out: quote!(#support::#out),
            support,
        }
    }

    fn numbered(&self) -> impl Iterator<Item = (usize, &'a Branch)> {
        self.select.branches.iter().enumerate()
    }

    /// Conditions come first, all of them, since they may look at what the futures borrow.
    fn conditions(&self) -> TokenStream {
        let krate = &self.select.krate;
        self.numbered()
            .filter_map(|(index, branch)| {
                let (off, guard) = (off(index), branch.guard.as_ref()?);
                Some(quote!(let #off: #krate::__private::core::primitive::bool = !(#guard);))
            })
            .collect()
    }

    /// One tuple, in one `let`, with no call around a future: temporaries live as long as the
    /// compiler lets those of a `let` live.
    fn futures(&self) -> TokenStream {
        let futures = local("futures");
        let option = &self.option;
        let values = self.numbered().map(|(index, branch)| {
            let future = marked(&self.select.krate, &branch.future);
            if branch.guard.is_none() {
                return future;
            }
            let off = off(index);
            quote!(if #off { #option::None } else { #option::Some { 0: #future } })
        });
        quote!(let #futures = (#(#values,)*);)
    }

    /// The block around `futures` ends their life before the await, so that having been borrowed
    /// does not keep a second copy of them in the state of the caller.
    fn run(&self) -> TokenStream {
        let support = &self.support;
        let (futures, select) = (local("futures"), local("select"));
        let branches: Vec<_> =
            self.numbered().map(|(index, branch)| self.branch(index, branch)).collect();
        let tree = self.tree(&branches);
        let order = if self.select.biased || branches.len() == 1 { "biased" } else { "fair" };
        let order = Ident::new(order, Span::mixed_site());
        let select_now = match self.select.default {
            Some(_) => quote!(#support::poll_now(#select)),
            None => quote!(#select.await),
        };
        quote! {
            let #select = {
                let #futures = #futures;
                #support::#order(#tree)
            };
            #select_now
        }
    }

    /// Halves, so that the types are not nested deeper than they have to be.
    fn tree(&self, branches: &[TokenStream]) -> TokenStream {
        match branches {
            [] => TokenStream::new(),
            [branch] => branch.clone(),
            _ => {
                let support = &self.support;
                let (left, right) = branches.split_at(branches.len().div_ceil(2));
                let (left, right) = (self.tree(left), self.tree(right));
                quote!(#support::pair(#left, #right))
            }
        }
    }

    fn branch(&self, index: usize, branch: &Branch) -> TokenStream {
        let option = &self.option;
        let (futures, future) = (local("futures"), local("future"));
        let field = Literal::usize_unsuffixed(index);
        if branch.guard.is_none() {
            return self.checked(index, branch, &quote!(#futures.#field));
        }
        let checked = self.checked(index, branch, &quote!(#future));
        quote! {
            match #futures.#field {
                #option::Some(#future) => #option::Some(#checked),
                #option::None => #option::None,
            }
        }
    }

    /// Asks whether the future is cancel-safe by its type. Written so that an error underlines
    /// the whole expression of the branch.
    fn checked(&self, index: usize, branch: &Branch, future: &TokenStream) -> TokenStream {
        let support = &self.support;
        let (first, last) = ends(&branch.future);
        let (stored, verdict) = (local("stored"), local("verdict"));
        let shown = Ident::new("stored", first);
        let mut field = Literal::usize_unsuffixed(0);
        field.set_span(last);
        let outcome = self.outcome(index, branch);
        quote! {
            {
                let #stored = (#future,);
                let #verdict = {
                    use #support::Unaudited as _;
                    #support::probe::<{ #support::AWAIT }, _>(&#stored.0).verdict()
                };
                #support::branch(#verdict.mark(#shown.#field), #outcome)
            }
        }
    }

    fn outcome(&self, index: usize, branch: &Branch) -> TokenStream {
        let (support, out) = (&self.support, &self.out);
        let variant = variant(index);
        match delivery(&branch.pattern) {
            Delivery::Present(_) => quote!(#support::Present(#out::#variant)),
            Delivery::Whole(_) | Delivery::Refused(_) => quote!(#support::Whole(#out::#variant)),
        }
    }

    fn arms(&self) -> TokenStream {
        let out = &self.out;
        let mut arms: TokenStream = self
            .numbered()
            .map(|(index, branch)| {
                let (variant, handler) = (variant(index), &branch.handler);
                let (pattern, body) = self.delivered(&delivery(&branch.pattern), handler);
                quote!(#out::#variant(#pattern) => #body,)
            })
            .collect();
        arms.extend(self.fallback());
        arms
    }

    /// The pattern of a match arm, and its body.
    fn delivered(
        &self,
        delivery: &Delivery<'_>,
        handler: &syn::Expr,
    ) -> (TokenStream, TokenStream) {
        let krate = &self.select.krate;
        let value = local("value");
        match delivery {
            Delivery::Whole(pattern) | Delivery::Present(pattern) if is_plain(pattern) => {
                (quote!(#pattern), quote!(#handler))
            }
            Delivery::Whole(pattern) | Delivery::Present(pattern) => {
                (quote!(#value), quote!({ let #pattern = #value; #handler }))
            }
            // Reported already. What remains is to give the names in the pattern their types.
            Delivery::Refused(refusal) => {
                let pattern: &Pat = refusal.pattern;
                let body = quote! {
                    match #value {
                        #pattern => #handler,
                        #[allow(unreachable_patterns)]
                        _ => #krate::__private::core::unreachable!(),
                    }
                };
                (quote!(#value), body)
            }
        }
    }

    /// What happens when no branch has yielded. With neither arm, some branch always does.
    fn fallback(&self) -> TokenStream {
        let (support, out) = (&self.support, &self.out);
        let fallback = self.select.fallback.as_ref().map(|fallback| &fallback.handler);
        let default = self.select.default.as_ref().map(|default| &default.handler);
        match (fallback, default) {
            (Some(fallback), Some(default)) => {
                quote!(#out::Off => #fallback, #out::Waiting => #default,)
            }
            (Some(fallback), None) => {
                quote!(#out::Off => #fallback, #out::Waiting => #support::never_waits(),)
            }
            (None, Some(default)) => quote!(#out::Off | #out::Waiting => #default,),
            (None, None) => quote!(#out::Off | #out::Waiting => #support::nothing_left(),),
        }
    }
}

fn off(index: usize) -> Ident {
    local(&format!("off_{index}"))
}

fn variant(index: usize) -> Ident {
    local(&format!("_{index}"))
}
