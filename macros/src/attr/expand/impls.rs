//! What the checkpoint needs of a frame.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::frame::Frame;
use super::generics::idents;
use super::slots::Slot;
use crate::attr::flatten::private;
use crate::attr::ir::*;
use crate::attr::parse::Function;

impl Frame {
    /// `impl Frame for ..`
    pub(super) fn frame_impl(&self, function: &Function, awaits: &[Await]) -> TokenStream {
        let private = private();
        let Frame { ident, generics, slots, .. } = self;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let name = function.sig.ident.to_string();
        let finishes = (!function.owned.is_empty())
            .then(|| quote!(const FINISHES: #private::core::primitive::bool = true;));
        let points = awaits.iter().map(await_point);
        let clears = slots.iter().map(|Slot { ident, cfg, .. }| {
            quote!(#(#cfg)* { self.#ident = #private::core::default::Default::default(); })
        });
        let clears = match function.owned.is_empty() {
            true => quote!(*self = #private::Arm::__arm(());),
            false => quote!(#(#clears)*),
        };
        // What waits to be passed on is read by the name of its local, and shown there.
        let passed: HashSet<_> = slots.iter().flat_map(|slot| &slot.passed).collect();
        let named = slots.iter().filter(|slot| !passed.contains(&slot.ident));
        let shows = named.filter(|slot| slot.shown.is_some());
        let shows = shows.map(|Slot { ident, shown, passed, cfg, .. }| {
            let value = quote!(#private::Show(&self.#ident).__show());
            let or = quote!(#(.or_else(|| #private::Show(&self.#passed).__show()))*);
            quote!(#(#cfg)* { #private::show(__out, #shown, #value #or); })
        });
        quote! {
            impl #impl_generics #private::Frame for #ident #ty_generics #where_clause {
                const FUNCTION: &'static #private::core::primitive::str = #name;
                #finishes
                const AWAIT_POINTS: &'static [#private::AwaitPoint] = &[#(#points),*];

                #[inline]
                fn __clear(&mut self) { #clears }

                #[inline]
                fn __debug(&self, __out: &mut #private::core::fmt::DebugStruct<'_, '_>) {
                    #[allow(unused_imports)]
                    use #private::ShowOpaque as _;
                    #(#shows)*
                    let _ = __out;
                }
            }
        }
    }

    /// `impl Arm<..> for ..`: the owned parameters are in their slots from the first call on.
    pub(super) fn arm_impl(&self, function: &Function) -> TokenStream {
        let private = private();
        let Frame { ident, generics, slots, .. } = self;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        // The first slots are theirs, with types that mean the same beside an `impl` block.
        let (owned, rest) = slots.split_at(function.owned.len());
        let types = tuple(owned.iter().map(|slot| slot.accessor.to_token_stream()));
        let pattern = tuple(owned.iter().map(|slot| slot.ident.to_token_stream()));
        let owned = owned.iter().map(|Slot { ident, cfg, .. }| {
            quote!(#(#cfg)* #ident: #private::core::convert::From::from(#ident),)
        });
        let rest = rest.iter().map(|Slot { ident, cfg, .. }| {
            quote!(#(#cfg)* #ident: #private::core::default::Default::default(),)
        });
        quote! {
            impl #impl_generics #private::Arm<#types> for #ident #ty_generics #where_clause {
                #[inline]
                fn __arm(#pattern: #types) -> Self {
                    #ident { #(#owned)* #(#rest)* }
                }
            }
        }
    }

    /// `impl Clone for ..`, where all slots are. The `for<'a>` lets the bounds be false.
    pub(super) fn clone_impl(&self) -> TokenStream {
        let private = private();
        let Frame { ident, generics, slots, .. } = self;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let predicates = where_clause.into_iter().flat_map(|clause| &clause.predicates);
        // Where a `#[cfg]` may remove a slot, its type cannot be written here; what is never `Clone`
        // stands for it.
        let boxed = quote!(#private::Boxed);
        let fields = slots.iter().map(|slot| match slot.cfg.is_empty() {
            true => &slot.field,
            false => &boxed,
        });
        let mut bounded = HashSet::new();
        let fields = fields.filter(|field| bounded.insert(field.to_string()));
        // The checkpoint of a recursive call, in a box, is `Clone` where this one is.
        let fields = fields.filter(|field| {
            let mut mentioned = HashSet::new();
            idents((*field).clone(), &mut mentioned);
            !mentioned.contains(&self.alias.to_string())
        });
        let clones = slots.iter().map(|Slot { ident, cfg, .. }| {
            quote!(#(#cfg)* #ident: #private::core::clone::Clone::clone(&self.#ident),)
        });
        quote! {
            impl #impl_generics #private::core::clone::Clone for #ident #ty_generics
            where
                #(#predicates,)*
                #(for<'__slot> #fields: #private::core::clone::Clone,)*
            {
                #[inline]
                fn clone(&self) -> Self {
                    #ident { #(#clones)* }
                }
            }
        }
    }
}

fn await_point(point: &Await) -> TokenStream {
    let private = private();
    let (span, text) = (point.token.span, &point.text);
    // All of the path has the span of the await, or it would be the attribute's line.
    let (file, line, column) = (
        quote_spanned!(span=> ::cancel_safe::__private::core::file!()),
        quote_spanned!(span=> ::cancel_safe::__private::core::line!()),
        quote_spanned!(span=> ::cancel_safe::__private::core::column!()),
    );
    quote!(#private::AwaitPoint::new(#file, #line, #column, #text))
}

/// The value itself for one, a tuple for several, `()` for none.
fn tuple(parts: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    match parts.len() {
        1 => quote!(#(#parts)*),
        _ => quote!((#(#parts),*)),
    }
}
