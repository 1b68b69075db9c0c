//! The slots of a frame: one for each local that some await saves.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
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
    /// What `Debug` calls it, if it shows it.
    pub(super) shown: Option<String>,
    /// How it is read from outside: only what the source names.
    pub(super) accessor: Option<TokenStream>,
    /// The local that it has the name of.
    local: Option<VarId>,
    /// More slots in which that waits to be passed on.
    pub(super) passed: Vec<Ident>,
    pub(super) cfg: Vec<syn::Attribute>,
}

impl Slot {
    /// One in which there is nothing.
    pub(super) fn marker(field: TokenStream) -> Self {
        Slot {
            ident: Ident::new("__params", Span::call_site()),
            field,
            shown: None,
            accessor: None,
            local: None,
            passed: Vec::new(),
            cfg: Vec::new(),
        }
    }
}

/// Gives each variable that some await saves a slot of its own.
pub(super) fn assign_slots(function: &Function, context: &Context, body: &mut Body) -> Vec<Slot> {
    let private = private();
    let mut taken = HashSet::new();
    let mut slots = Vec::new();
    for owned in &function.owned {
        let ty = without_self(&owned.ty, context);
        taken.insert(owned.slot.to_string().trim_start_matches("r#").to_owned());
        slots.push(Slot {
            ident: owned.slot.clone(),
            field: quote!(#private::Typed<#ty>),
            shown: Some(owned.slot.to_string()),
            accessor: Some(ty.to_token_stream()),
            local: None,
            passed: Vec::new(),
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
        let cfg = var.cfg.clone();
        let local = var.passed.unwrap_or(id);
        let named = &body.vars[local];
        let ident = free_name(&named.name, &mut taken);
        let shown = shown(named).map_or_else(|| ident.to_string(), str::to_owned);
        let is_shown = !named.is_unnamed() && named.origin != Origin::Stepped;
        let accessor = is_shown.then_some(accessor);
        let accessor =
            accessor.filter(|read| !is_read_already(&mut slots, local, named, &ident, read));
        body.vars[id].slot = Some(ident.clone());
        slots.push(Slot {
            ident,
            field,
            shown: Some(shown),
            accessor,
            local: Some(local),
            passed: Vec::new(),
            cfg,
        });
    }
    slots
}

/// What has no name, in a word.
fn shown(var: &Var) -> Option<&'static str> {
    match var.origin {
        _ if !var.is_unnamed() => None,
        Origin::Iterator | Origin::IteratorAgain => Some("rest"),
        _ => Some("operand"),
    }
}

/// Whether a slot is read by the name of `local` already, which then reads `another` too.
fn is_read_already(
    slots: &mut [Slot],
    local: VarId,
    named: &Var,
    another: &Ident,
    accessor: &TokenStream,
) -> bool {
    let is_it = |slot: &&mut Slot| {
        let is_same = |read: &TokenStream| read.to_string() == accessor.to_string();
        (slot.local == Some(local) || named.slot.as_ref() == Some(&slot.ident))
            && slot.accessor.as_ref().is_some_and(is_same)
    };
    let Some(slot) = slots.iter_mut().find(is_it) else { return false };
    slot.passed.push(another.clone());
    true
}

fn free_name(name: &str, taken: &mut HashSet<String>) -> Ident {
    // No field is called `self`, raw or not.
    let name = if name == "self" { "this" } else { name.trim_start_matches("r#") };
    let mut free = name.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{name}_{number}");
    }
    syn::parse_str(&free).unwrap_or_else(|_| format_ident!("r#{free}"))
}
