//! The slots of a frame: one for each local that some await saves.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::attr::flatten::private;
use crate::attr::ir::*;
use crate::attr::parse::{Context, Function};
use crate::attr::self_type::without_self;

/// A slot of the frame. What is made of it is `#[inline]`: so it is compiled where it is used, and
/// where it is not, not at all.
pub(super) struct Slot {
    pub(super) ident: Ident,
    /// The type of the field.
    pub(super) field: TokenStream,
    /// How it is read from outside: only what the source names.
    pub(super) accessor: Option<TokenStream>,
    pub(super) cfg: Vec<syn::Attribute>,
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
