//! The frame: a struct with a slot for each saved local, and what the checkpoint needs of it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Generics, Type};

use super::generics::*;
use super::slots::Slot;
use crate::attr::cfg;
use crate::attr::flatten::private;
use crate::attr::ir::*;
use crate::attr::parse::{Args, Context, Function};
use crate::attr::self_type::without_self;

pub(super) struct Frame {
    pub(super) ident: Ident,
    pub(super) alias: Ident,
    /// What it is the frame of, for the documentation: `send_all` or `Connection::read`.
    path: String,
    /// The generic parameters that the slots mention, with their bounds.
    pub(super) generics: Generics,
    pub(super) slots: Vec<Slot>,
}

impl Frame {
    pub(super) fn new(
        function: &Function,
        args: &Args,
        context: &Context,
        mut slots: Vec<Slot>,
    ) -> Self {
        let alias = alias_name(function, args, context);
        let fields: TokenStream = slots.iter().map(|slot| slot.field.clone()).collect();
        let generics = used_generics(fields.clone(), [&context.generics, &function.sig.generics]);
        slots.extend(marker(&generics, fields).map(Slot::marker));
        let path = path(function, context);
        Frame { ident: frame_name(&alias), alias, path, generics, slots }
    }

    pub(super) fn items(&self, function: &Function, awaits: &[Await]) -> TokenStream {
        let items = [
            self.declaration(function),
            self.alias(function),
            self.accessors(function),
            self.clone_impl(),
            self.frame_impl(function, awaits),
            self.arm_impl(function),
        ];
        let condition = cfg::conditions(&function.attrs);
        quote!(#(#condition #items)*)
    }

    fn declaration(&self, function: &Function) -> TokenStream {
        let Frame { ident, generics, slots, .. } = self;
        let vis = &function.vis;
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        // A checkpoint that is given up drops them as a function does: the last one first.
        let fields = slots
            .iter()
            .rev()
            .map(|Slot { ident, field, cfg, .. }| quote!(#(#cfg)* #ident: #field,));
        quote! {
            #[doc(hidden)]
            #[allow(unreachable_pub)]
            #vis struct #ident #impl_generics #where_clause { #(#fields)* }
        }
    }

    /// `type SendAllCheckpoint = ..`
    fn alias(&self, function: &Function) -> TokenStream {
        let private = private();
        let Frame { ident, alias, path, generics, .. } = self;
        let args = generics.params.iter().map(param_name);
        let args = (!generics.params.is_empty()).then(|| quote!(<#(#args),*>));
        let doc = format!(
            "The checkpoint of [`{path}`]: what a cancelled call has left for the next one."
        );
        let alias =
            alias_of(function, alias, generics, &quote!(#private::Checkpoint<#ident #args>));
        quote!(#[doc = #doc] #alias)
    }

    /// How what is saved is read from outside.
    fn accessors(&self, function: &Function) -> TokenStream {
        let private = private();
        let Frame { ident, generics, slots, .. } = self;
        let vis = &function.vis;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let accessors = slots.iter().filter_map(|Slot { ident, accessor, passed, cfg, .. }| {
            let ty = accessor.as_ref()?;
            let passed = passed.iter().map(|passed| quote!(.or_else(|| self.#passed.get())));
            let doc = format!("`{ident}`, while it is saved.");
            Some(quote! {
                #[doc = #doc]
                #(#cfg)*
                #[allow(dead_code, private_interfaces, unreachable_pub)]
                #[inline]
                #vis fn #ident(&self) -> #private::core::option::Option<&#ty> {
                    self.#ident.get()#(#passed)*
                }
            })
        });
        quote!(impl #impl_generics #ident #ty_generics #where_clause { #(#accessors)* })
    }
}

/// The name of the checkpoint of a function that is refused.
pub(crate) fn refused_alias(
    function: &Function,
    args: &Args,
    context: &Context,
    checkpoint: &Type,
) -> TokenStream {
    let condition = cfg::conditions(&function.attrs);
    let checkpoint = without_self(checkpoint, context).into_token_stream();
    let generics = used_generics(checkpoint.clone(), [&context.generics, &function.sig.generics]);
    let alias = alias_of(function, &alias_name(function, args, context), &generics, &checkpoint);
    quote!(#condition #alias)
}

fn alias_of(
    function: &Function,
    alias: &Ident,
    generics: &Generics,
    checkpoint: &TokenStream,
) -> TokenStream {
    let vis = &function.vis;
    let declared = generics.params.iter().map(without_bounds);
    let declared = (!generics.params.is_empty()).then(|| quote!(<#(#declared),*>));
    quote! {
        #[allow(dead_code, unreachable_pub)]
        #vis type #alias #declared = #checkpoint;
    }
}

fn alias_name(function: &Function, args: &Args, context: &Context) -> Ident {
    let name = base_name(function, context);
    let alias = || Ident::new(&format!("{name}Checkpoint"), function.sig.ident.span());
    args.checkpoint.clone().unwrap_or_else(alias)
}

fn path(function: &Function, context: &Context) -> String {
    let name = &function.sig.ident;
    match &context.self_ty {
        Some(Type::Path(ty)) => {
            let names = ty.path.segments.iter().map(|segment| format!("{}::", segment.ident));
            names.chain([name.to_string()]).collect()
        }
        _ => name.to_string(),
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

/// `OfSendAll` for `SendAllCheckpoint`: errors speak of a `Checkpoint<OfSendAll>`. An argument of the
/// attribute names both, should the name be taken.
fn frame_name(alias: &Ident) -> Ident {
    let alias = alias.to_string();
    let name = alias.trim_start_matches("r#");
    format_ident!("Of{}", name.strip_suffix("Checkpoint").unwrap_or(name))
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
