//! The frame: a struct with a slot for each saved local, and what the checkpoint needs of it.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Generics, Type, parse_quote};

use super::generics::*;
use crate::attr::flatten::private;
use crate::attr::ir::*;
use crate::attr::parse::{Args, Context, Function};

/// A slot of the frame.
pub(super) struct Slot {
    ident: Ident,
    /// The type of the field.
    field: TokenStream,
    /// How it is read from outside: only what the source names.
    accessor: Option<TokenStream>,
    cfg: Vec<syn::Attribute>,
}

/// Gives each variable that some await saves a slot of its own.
pub(super) fn assign_slots(function: &Function, context: &Context, body: &mut Body) -> Vec<Slot> {
    let private = private();
    let mut taken = HashSet::new();
    let mut slots = Vec::new();
    for owned in &function.owned {
        let ty = without_self(&owned.ty, context);
        taken.insert(owned.slot.to_string());
        slots.push(Slot {
            ident: owned.slot.clone(),
            field: quote!(#private::Typed<#ty>),
            accessor: Some(ty.to_token_stream()),
            cfg: owned.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect(),
        });
    }
    let pending: HashSet<VarId> =
        body.awaits.iter().flat_map(|point| point.pending.iter().copied()).collect();
    for id in 0..body.vars.len() {
        if body.vars[id].slot.is_some() || !pending.contains(&id) {
            continue;
        }
        let same = body.vars[id].same_slot.and_then(|same| body.vars[same].slot.clone());
        let var = &mut body.vars[id];
        if same.is_some() {
            var.slot = same;
            continue;
        }
        let (field, accessor) = match &var.class {
            Class::Lent | Class::Rederived => continue,
            Class::Typed(ty) | Class::Rest(Some(ty)) => {
                let ty = without_self(ty, context);
                (quote!(#private::Typed<#ty>), ty.to_token_stream())
            }
            Class::Boxed | Class::Rest(None) => {
                let any = quote!((dyn #private::core::any::Any + #private::core::marker::Send));
                (quote!(#private::Boxed), any)
            }
            Class::Counted => {
                let count = quote!(#private::core::primitive::usize);
                (quote!(#private::Typed<#count>), count)
            }
        };
        let ident = free_name(&var.name, &mut taken);
        var.slot = Some(ident.clone());
        let accessor = (!var.name.starts_with("__")).then_some(accessor);
        slots.push(Slot { ident, field, accessor, cfg: var.cfg.clone() });
    }
    slots
}

fn free_name(name: &str, taken: &mut HashSet<String>) -> Ident {
    let name = name.trim_start_matches("r#");
    let mut free = name.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{name}_{number}");
    }
    syn::parse_str(&free).unwrap_or_else(|_| format_ident!("r#{free}"))
}

/// `Self` means nothing beside the impl block.
fn without_self(ty: &Type, context: &Context) -> Type {
    struct Replace<'a>(&'a Type);
    impl VisitMut for Replace<'_> {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if matches!(ty, Type::Path(path) if path.path.is_ident("Self")) {
                *ty = self.0.clone();
            } else if let Type::Path(path) = ty
                && path.qself.is_none()
                && path.path.segments.first().is_some_and(|first| first.ident == "Self")
            {
                let (self_ty, rest) = (self.0, path.path.segments.iter().skip(1));
                *ty = parse_quote!(<#self_ty>::#(#rest)::*);
            } else {
                visit_mut::visit_type_mut(self, ty);
            }
        }
    }
    let mut ty = ty.clone();
    if let Some(self_ty) = &context.self_ty {
        Replace(self_ty).visit_type_mut(&mut ty);
    }
    ty
}

pub(super) struct Frame {
    pub(super) ident: Ident,
    alias: Ident,
    /// The generic parameters that the slots mention, with their bounds.
    pub(super) generics: Generics,
    slots: Vec<Slot>,
}

impl Frame {
    pub(super) fn new(
        function: &Function,
        args: &Args,
        context: &Context,
        slots: Vec<Slot>,
    ) -> Self {
        let name = base_name(function, context);
        let alias = match &args.checkpoint {
            Some(alias) => alias.clone(),
            None => Ident::new(&format!("{name}Checkpoint"), function.sig.ident.span()),
        };
        let fields = slots.iter().map(|slot| &slot.field);
        let generics =
            used_generics(quote!(#(#fields)*), [&context.generics, &function.sig.generics]);
        Frame { ident: format_ident!("__{name}Frame"), alias, generics, slots }
    }

    pub(super) fn items(&self, function: &Function, awaits: &[Await]) -> TokenStream {
        let private = private();
        let Frame { ident, alias, generics, slots } = self;
        let vis = &function.vis;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let fields =
            slots.iter().map(|Slot { ident, field, cfg, .. }| quote!(#(#cfg)* #ident: #field,));
        let params = generics.params.iter().map(param_name);
        let params: Vec<_> = params.collect();
        let (alias_generics, alias_args) = match params.is_empty() {
            true => (TokenStream::new(), TokenStream::new()),
            false => {
                let declared = generics.params.iter().map(without_bounds);
                (quote!(<#(#declared),*>), quote!(<#(#params),*>))
            }
        };
        let doc = format!(
            "The checkpoint of [`{0}`]: what a cancelled call has left for the next one.",
            function.sig.ident
        );
        let accessors = slots.iter().filter_map(|Slot { ident, accessor, cfg, .. }| {
            let ty = accessor.as_ref()?;
            let doc = format!("`{ident}`, while it is saved.");
            Some(quote! {
                #[doc = #doc]
                #(#cfg)*
                #[allow(dead_code, private_interfaces, unreachable_pub)]
                #vis fn #ident(&self) -> #private::core::option::Option<&#ty> {
                    self.#ident.get()
                }
            })
        });
        let frame_impl = self.frame_impl(function, awaits);
        let clone_impl = self.clone_impl();
        let cfg: Vec<_> =
            function.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).collect();
        quote! {
            #(#cfg)*
            #[doc(hidden)]
            #[allow(unreachable_pub)]
            #vis struct #ident #impl_generics #where_clause { #(#fields)* }

            #(#cfg)*
            #[doc = #doc]
            #[allow(dead_code, unreachable_pub)]
            #vis type #alias #alias_generics = #private::Checkpoint<#ident #alias_args>;

            #(#cfg)*
            impl #impl_generics #ident #ty_generics #where_clause { #(#accessors)* }

            #(#cfg)*
            #clone_impl

            #frame_impl
        }
    }

    /// `impl Clone for ..`, where all slots are. The `for<'a>` lets the bounds be false.
    fn clone_impl(&self) -> TokenStream {
        let private = private();
        let Frame { ident, generics, slots, .. } = self;
        let mut bounded = generics.clone();
        // Where a `#[cfg]` may remove a slot, its type cannot be written here; what is never `Clone`
        // stands for it.
        let boxed = quote!(#private::Boxed);
        let fields = slots.iter().map(|slot| match slot.cfg.is_empty() {
            true => &slot.field,
            false => &boxed,
        });
        // The checkpoint of a recursive call, in a box, is `Clone` where this one is.
        let fields = fields.filter(|field| {
            let mut mentioned = HashSet::new();
            idents((*field).clone(), &mut mentioned);
            !mentioned.contains(&self.alias.to_string())
        });
        let bounds = fields.map(|field| -> syn::WherePredicate {
            parse_quote!(for<'__slot> #field: #private::core::clone::Clone)
        });
        bounded.make_where_clause().predicates.extend(bounds);
        let (impl_generics, ty_generics, where_clause) = bounded.split_for_impl();
        let clones = slots.iter().map(|Slot { ident, cfg, .. }| {
            quote!(#(#cfg)* #ident: #private::core::clone::Clone::clone(&self.#ident),)
        });
        quote! {
            impl #impl_generics #private::core::clone::Clone for #ident #ty_generics #where_clause {
                fn clone(&self) -> Self {
                    #ident { #(#clones)* }
                }
            }
        }
    }

    /// `impl Frame for ..`
    fn frame_impl(&self, function: &Function, awaits: &[Await]) -> TokenStream {
        let private = private();
        let Frame { ident, generics, slots, .. } = self;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let name = function.sig.ident.to_string();
        // The first slots are theirs, with types that mean the same beside an `impl` block.
        let owned_types = slots[..function.owned.len()].iter().map(|slot| &slot.accessor);
        let owned = owned_tuple(owned_types.map(ToTokens::to_token_stream));
        let owned_names: Vec<_> = function.owned.iter().map(|owned| &owned.slot).collect();
        let owned_pattern = owned_tuple(owned_names.iter().map(ToTokens::to_token_stream));
        let finishes = !owned_names.is_empty();
        let points = awaits.iter().map(|point| {
            let (span, text) = (point.token.span, &point.text);
            // All of the path has the span of the await, or it would be the attribute's line.
            let (file, line, column) = (
                quote_spanned!(span=> ::cancel_safe::__private::core::file!()),
                quote_spanned!(span=> ::cancel_safe::__private::core::line!()),
                quote_spanned!(span=> ::cancel_safe::__private::core::column!()),
            );
            quote!(#private::AwaitPoint::new(#file, #line, #column, #text))
        });
        let arms = slots.iter().enumerate().map(|(index, Slot { ident, cfg, .. })| {
            match index < owned_names.len() {
                true => quote!(#(#cfg)* #ident: #private::core::convert::From::from(#ident),),
                false => quote!(#(#cfg)* #ident: #private::core::default::Default::default(),),
            }
        });
        let clears = slots.iter().map(|Slot { ident, cfg, .. }| {
            quote!(#(#cfg)* { self.#ident = #private::core::default::Default::default(); })
        });
        let shows = slots.iter().map(|Slot { ident, cfg, .. }| {
            let name = ident.to_string();
            quote! {
                #(#cfg)*
                if let #private::core::option::Option::Some(__value) = #private::Show(&self.#ident).show() {
                    __out.field(#name, __value);
                }
            }
        });
        let cfg: Vec<_> =
            function.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).collect();
        quote! {
            #(#cfg)*
            impl #impl_generics #private::Frame for #ident #ty_generics #where_clause {
                const FUNCTION: &'static #private::core::primitive::str = #name;
                const FINISHES: #private::core::primitive::bool = #finishes;
                const AWAIT_POINTS: &'static [#private::AwaitPoint] = &[#(#points),*];

                fn clear(&mut self) { #(#clears)* }

                fn debug(&self, __out: &mut #private::core::fmt::DebugStruct<'_, '_>) {
                    #[allow(unused_imports)]
                    use #private::ShowOpaque as _;
                    #(#shows)*
                    let _ = __out;
                }
            }

            #(#cfg)*
            impl #impl_generics #private::Arm<#owned> for #ident #ty_generics #where_clause {
                fn arm(#owned_pattern: #owned) -> Self {
                    #ident { #(#arms)* }
                }
            }
        }
    }
}

/// The value itself for one, a tuple for several, `()` for none.
fn owned_tuple(parts: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    match parts.len() {
        1 => quote!(#(#parts)*),
        _ => quote!((#(#parts),*)),
    }
}

/// `SendAll` for `send_all`, `ConnectionReadFrame` for a method.
fn base_name(function: &Function, context: &Context) -> String {
    let method = camel_case(&function.sig.ident.to_string());
    match &context.self_ty {
        Some(Type::Path(path)) => {
            let ty = path.path.segments.last().map(|last| last.ident.to_string());
            format!("{}{method}", ty.unwrap_or_default())
        }
        _ => method,
    }
}

fn camel_case(name: &str) -> String {
    let words = name.trim_start_matches("r#").split('_');
    words
        .map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|first| first.to_uppercase().to_string());
            first.unwrap_or_default() + chars.as_str()
        })
        .collect()
}
