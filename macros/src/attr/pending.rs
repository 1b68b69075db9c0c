//! Whether a local may be in scope across an await, and whether it can be saved there.
//!
//! That depends on its type, which the compiler may only find out at the end of the function. So
//! the type is noted at an await, and asked about behind the body; see `pending` in the runtime.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::flatten::private;
use super::ir::*;
use crate::hygiene;

/// What the types of locals have to answer.
pub(crate) struct Questions<'a> {
    pub(crate) vars: &'a [Var],
    pub(crate) parts: &'a [LocalPart],
    pub(crate) awaits: &'a [Await],
}

impl Questions<'_> {
    /// Each variable whose type is noted, and where first.
    fn noted(&self) -> impl Iterator<Item = (VarId, &Await)> {
        let mut seen = HashSet::new();
        let noted =
            self.awaits.iter().flat_map(|point| point.noted.iter().map(move |&var| (var, point)));
        noted.filter(move |(var, _)| seen.insert(*var))
    }

    /// Where the variable and the await at which it is noted are there; `first` is the first of those.
    fn cfg(&self, var: VarId, first: &Await) -> TokenStream {
        let cfg = &self.vars[var].cfg;
        // There is no other.
        if first.cfg.is_empty() {
            return quote!(#(#cfg)*);
        }
        let points = self.awaits.iter().filter(|point| point.noted.contains(&var));
        let cfgs = points.map(|point| {
            let predicates = point.cfg.iter().filter_map(|attr| match &attr.meta {
                syn::Meta::List(list) => Some(&list.tokens),
                _ => None,
            });
            quote!(all(#(#predicates),*))
        });
        quote!(#(#cfg)* #[cfg(any(#(#cfgs),*))])
    }

    /// Only what some await saves has a slot.
    fn is_saved(&self, var: VarId) -> bool {
        let var = &self.vars[var];
        matches!(var.class, Class::Boxed | Class::Rest(None)) && var.slot.is_some()
    }

    /// `let (noted, slot) = (Noted::new(), Slot::new());`, before the body.
    pub(crate) fn declarations(&self) -> TokenStream {
        let private = private();
        let declarations = self.noted().map(|(var, first)| {
            let (cfg, noted, kind) = (self.cfg(var, first), noted(var), kind(var));
            let kind = self.is_saved(var).then(|| quote!(#cfg let #kind = #private::Slot::new();));
            quote!(#cfg let #noted = #private::Noted::new(); #kind)
        });
        declarations.collect()
    }

    /// Notes the types of locals, in code that is never compiled.
    pub(crate) fn notes(&self, point: &Await) -> TokenStream {
        let is_visible = |var: &Var| var.is_used() && !var.noted_early;
        let visible = point.noted.iter().filter(|&&id| is_visible(&self.vars[id]));
        let notes = visible.map(|&id| self.note(id));
        never(notes.chain(self.found_again(point)).chain(self.parted(point)).collect())
    }

    /// Of `let name = q.name; x.await; q.id`, `q` is not saved unless `name` is a copy.
    fn parted(&self, point: &Await) -> impl Iterator<Item = TokenStream> {
        let private = private();
        point.parted.iter().map(move |&id| {
            let LocalPart { place, bound, .. } = &self.parts[id];
            // One that nobody uses is not in sight here.
            let is_used = |var: &VarId| self.vars[*var].is_used();
            let bound =
                bound.as_ref().map(|vars| vars.iter().copied().filter(is_used).collect::<Vec<_>>());
            let declared = |var: &VarId| Span::mixed_site().located_at(self.vars[*var].declared);
            let ends = match bound.as_deref() {
                Some([]) => return TokenStream::new(),
                Some([first, .., last]) => (declared(first), declared(last)),
                Some([var]) => (declared(var), declared(var)),
                None => hygiene::shown(place),
            };
            let asked = match bound.as_deref() {
                Some([var]) => self.vars[*var].ident.to_token_stream(),
                Some(vars) => {
                    let bound = vars.iter().map(|&var| &self.vars[var].ident);
                    quote!((#(#private::value_of(&#bound)),*))
                }
                None => place.to_token_stream(),
            };
            let (local, shown) = hygiene::shown_as("__part", ends);
            let path = quote!(::cancel_safe::errors::StaysWhole::__asked);
            let question = hygiene::call(path, shown, ends);
            quote!({ let #local = (&#asked,); #question; })
        })
    }

    /// Of `let tx = map.get(&item.key)?; tx.send(item).await`, `item` waits in a slot, and `tx` is not found again.
    fn found_again(&self, point: &Await) -> impl Iterator<Item = TokenStream> {
        let pending = |&var: &VarId| point.pending.contains(&var);
        let slots = point.pending.iter().filter(|&&id| self.vars[id].origin == Origin::Slot);
        let moved = slots.flat_map(move |&slot| self.moved_into(slot).map(move |id| (slot, id)));
        moved.filter(move |(_, id)| pending(id)).filter_map(move |(slot, id)| {
            let finds = |&&var: &&VarId| {
                let Var { class, operands, .. } = &self.vars[var];
                matches!(class, Class::Rederived | Class::Counted) && operands.contains(&id)
            };
            let found = point.pending.iter().find(finds)?;
            let (at, shown) = (self.vars[slot].declared, self.vars[*found].declared);
            let (ident, local) = (&self.vars[id].ident, Ident::new("__local", shown));
            let path = quote_spanned!(at=> ::cancel_safe::errors::FoundAgain::__asked);
            Some(quote!({ let #local = &#ident; #path(#local); }))
        })
    }

    fn moved_into(&self, slot: VarId) -> impl Iterator<Item = VarId> {
        let is_saved = |&id: &VarId| matches!(self.vars[id].class, Class::Boxed | Class::Typed(_));
        let takes = &self.vars[slot].takes;
        let values = takes.iter().filter(|&&id| self.vars[id].origin == Origin::Temporary);
        let within = values.flat_map(|&value| &self.vars[value].takes);
        takes.iter().chain(within).copied().filter(is_saved)
    }

    /// The same where they are declared.
    pub(crate) fn early_notes(&self, let_: &Let) -> TokenStream {
        let is_early = |var: &Var| var.is_used() && var.noted_early;
        let early = let_.vars.iter().filter(|&&id| is_early(&self.vars[id]));
        let notes = early.filter_map(|&id| {
            let (_, first) = self.noted().find(|(var, _)| *var == id)?;
            let (cfg, note) = (self.cfg(id, first), self.note(id));
            Some(quote!(#cfg { #note }))
        });
        never(notes.collect())
    }

    fn note(&self, id: VarId) -> TokenStream {
        let Var { ident, cfg, class, .. } = &self.vars[id];
        let noted = noted(id);
        let is = match class {
            Class::Rest(_) => quote!(is_in),
            Class::Counted => quote!(is_counted),
            _ => quote!(is),
        };
        quote!(#(#cfg)* { #noted.#is(&#ident); })
    }

    /// `init`, whose type is noted if it is asked about; `whole`, as one value in any case.
    pub(crate) fn noted_value(&self, id: VarId, init: TokenStream, whole: bool) -> TokenStream {
        if self.noted().any(|(var, _)| var == id) {
            let noted = noted(id);
            let note = never(quote!(#noted.is(&__value);));
            return quote!(match (#init,) { (__value,) => { #note __value } });
        }
        match whole {
            true => quote!(match (#init,) { (__value,) => __value }),
            false => init,
        }
    }

    /// Asks, behind the body.
    pub(crate) fn asks(&self) -> TokenStream {
        let all: HashMap<VarId, &Await> = self.noted().collect();
        let asks = self.noted().map(|(id, point)| {
            let var = &self.vars[id];
            let cfg = self.cfg(id, point);
            let refused_before = self.refused_before(id, &cfg, &all);
            let question = Ident::new(self.question(id), Span::mixed_site());
            // An error underlines the variable and the await, and does not point at the attribute.
            let shown = Ident::new("__local", var.declared);
            let noted = noted(id);
            let refusals = self.refusals(id).iter().map(|refusal| {
                let at = point.token.span;
                let refusal = Ident::new(refusal, at);
                let path = quote_spanned!(at=> ::cancel_safe::errors::#refusal::__asked);
                quote!(#path(#shown);)
            });
            let decide = self.is_saved(id).then(|| {
                let kind = kind(id);
                quote!(#kind.is(__verdict);)
            });
            let on = match refused_before {
                Some(verdict) => quote!(#verdict.unless_refused(__verdict, #noted)),
                None => quote!(__verdict.on(#noted)),
            };
            quote! {
                #cfg {
                    let __verdict = #noted.#question();
                    let #shown = #on;
                    #(#refusals)*
                    #decide
                }
            }
        });
        never(asks.collect())
    }

    /// The verdict on the iterator that an item comes from, on what the same pattern binds in front of it, or
    /// on what waits in a slot. Where that is refused, so is this, for the same reason.
    fn refused_before(
        &self,
        id: VarId,
        cfg: &TokenStream,
        asked: &HashMap<VarId, &Await>,
    ) -> Option<TokenStream> {
        // It has to be there where this is.
        let is_there = |before: VarId, first: &Await| {
            let of_before = self.cfg(before, first);
            of_before.is_empty() || of_before.to_string() == cfg.to_string()
        };
        let is_asked =
            |before: &VarId| asked.get(before).is_some_and(|first| is_there(*before, first));
        let is_iterator = |&iterator: &VarId| {
            self.vars[iterator].origin == Origin::Iterator && self.is_saved(iterator)
        };
        let iterator = self.vars[id].item_of.filter(is_iterator).filter(is_asked);
        let in_front = || {
            let binds = |&var: &VarId| self.is_saved(var) && !self.vars[var].has_place_for_type;
            let first = self.vars[id].first;
            (first..id).rev().find(|var| binds(var) && is_asked(var)).filter(|_| binds(&id))
        };
        let passed = || {
            let mut passed = self.vars[id].takes.iter().copied();
            passed.find(|var| self.is_saved(*var) && is_asked(var))
        };
        let before = iterator.or_else(in_front).or_else(passed)?;
        let (noted, question) =
            (noted(before), Ident::new(self.question(before), Span::mixed_site()));
        Some(quote!(#noted.#question()))
    }

    /// The traits that may refuse the local.
    fn refusals(&self, id: VarId) -> &'static [&'static str] {
        match self.question(id) {
            "stepped" => &["NamedStartsAnew"],
            "counted" => &["StartsAnew"],
            "unsaved" => &["NotHeldAcrossAwaits"],
            "iterator" | "lent_iterator" => &[
                "NotHeldAcrossAwaits",
                "KeepsTheRest",
                "IteratorOwnsItsData",
                "IteratorSavedUntyped",
            ],
            "value" if self.vars[id].is_chosen => {
                &["NotHeldAcrossAwaits", "KeepsTheRest", "IsNotChosen", "ValueSavedUntyped"]
            }
            "value" => {
                &["NotHeldAcrossAwaits", "KeepsTheRest", "ValueOwnsItsData", "ValueSavedUntyped"]
            }
            _ if self.vars[id].has_place_for_type && self.vars[id].mutability.is_some() => {
                &["NotHeldAcrossAwaits", "KeepsTheRest", "OwnsWhatChanges", "SavedUntyped"]
            }
            _ if self.vars[id].has_place_for_type => {
                &["NotHeldAcrossAwaits", "KeepsTheRest", "OwnsItsData", "SavedUntyped"]
            }
            _ if self.vars[id].origin == Origin::Slot => {
                &["NotHeldAcrossAwaits", "KeepsTheRest", "ValueOwnsItsData", "SavedUntyped"]
            }
            _ => &["NotHeldAcrossAwaits", "KeepsTheRest", "PartOwnsItsData", "SavedUntyped"],
        }
    }

    fn question(&self, id: VarId) -> &'static str {
        let var = &self.vars[id];
        match var.origin {
            Origin::Stepped if matches!(var.class, Class::Counted) => "stepped",
            _ if matches!(var.class, Class::Counted) => "counted",
            _ if !self.is_saved(id) => "unsaved",
            Origin::Iterator if var.may_be_lent => "lent_iterator",
            Origin::Iterator => "iterator",
            Origin::Temporary => "value",
            Origin::Slot if var.may_be_lent => "value",
            // Text may live for ever, and there is no place to say so.
            Origin::Slot => "bound",
            _ if var.may_be_lent => "lent",
            _ if var.has_place_for_type => "local",
            _ => "bound",
        }
    }
}

/// The variable that notes the type of a local.
fn noted(var: VarId) -> Ident {
    Ident::new(&format!("__noted{var}"), Span::mixed_site())
}

/// The variable that says how it is saved.
pub(crate) fn kind(var: VarId) -> Ident {
    Ident::new(&format!("__kind{var}"), Span::mixed_site())
}

/// Code that is type-checked, and nothing else.
pub(crate) fn never(code: TokenStream) -> TokenStream {
    if code.is_empty() {
        return code;
    }
    let private = private();
    quote! {
        #[allow(unreachable_code, clippy::used_underscore_binding)]
        if false {
            let __nowhere = #private::nowhere();
            #code
        }
    }
}
