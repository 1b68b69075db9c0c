//! `let`: a declaration at the start of the block, and an assignment where it stood.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Meta, Pat, Token, parse_quote};

use super::ways::is_derived;
use super::*;
use crate::attr::classify;
use crate::attr::flatten::{self, Part, private};
use crate::attr::ir::*;
use crate::hygiene::{self, allow_handed_on};

impl Lower<'_> {
    /// The declaration of the variables of a `let` that stands before an await.
    pub(super) fn declaration(&self, stmt: &Stmt) -> TokenStream {
        let StmtKind::Let(let_) = &stmt.kind else { return TokenStream::new() };
        let vars = self.hoisted(let_);
        let declarations = vars.iter().map(|&&id| {
            let var = &self.vars[id];
            let (mutability, ident) = (var.mutability, &var.ident);
            let attrs = let_.attrs.iter().map(allowed);
            let ty = match (&let_.pat, &let_.ty) {
                (Pat::Ident(pat), Some(ty)) if pat.by_ref.is_none() => quote!(: #ty),
                _ => TokenStream::new(),
            };
            let carried = var.carried.then(|| quote!(#[allow(unused_mut)]));
            let decides = var.decides.then(|| quote!(#[allow(unused_variables)]));
            // It is the user's where the source has no value for it.
            let (let_token, semi) = match let_.init {
                None => (let_.let_token, let_.semi.unwrap_or_default()),
                Some(_) => Default::default(),
            };
            quote!(#(#attrs)* #carried #decides #let_token #mutability #ident #ty #semi)
        });
        declarations.collect()
    }

    /// The variables of a `let` that live as long as the block. One that is never mentioned stays
    /// where it is, so that the compiler says so; but `_guard` is not meant to be mentioned.
    pub(super) fn hoisted<'l>(&self, let_: &'l Let) -> Vec<&'l VarId> {
        let_.vars.iter().filter(|&&var| self.is_used(var)).collect()
    }

    pub(super) fn is_used(&self, var: VarId) -> bool {
        self.vars[var].is_used()
    }

    pub(super) fn attributed_assign(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let assign = self.attributed(let_, self.assign(let_, init));
        match &let_.init {
            // What would assign it is ours.
            Some(Value::Simple(init)) if init.facts.diverges => {
                quote!(#[allow(unreachable_code)] { #assign })
            }
            _ => assign,
        }
    }

    /// What the user says of a `let` is said of its initializer too.
    fn attributed(&self, let_: &Let, assign: TokenStream) -> TokenStream {
        let mut attrs = let_.attrs.iter().filter(|attr| is_of_init(attr)).peekable();
        match attrs.peek() {
            None => assign,
            Some(_) => {
                let attrs = attrs.map(allowed);
                quote!(#(#attrs)* { #assign })
            }
        }
    }

    pub(super) fn plain_let(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let Let { attrs, let_token, pat, ty, .. } = let_;
        let ty = ty.iter();
        // A local that is not mentioned is not in sight at the await: its type is noted here. And where
        // its value comes out of a block of ours, the compiler would take it for assigned, and not
        // for unused.
        let init = match (&*let_.vars, pat) {
            (&[var], Pat::Ident(_)) if !self.is_used(var) => {
                let is_block = matches!(let_.init, Some(Value::Block(_)));
                self.questions().noted_value(var, init, is_block)
            }
            _ => init,
        };
        let init = let_.init.as_ref().map(|_| {
            let init = before_else(let_, init);
            quote!(= #init)
        });
        let diverge = let_.diverge.iter().map(|diverge| &diverge.code);
        // A lint may speak of it, and shows it where it is if all of the statement is the user's.
        let semi = let_.semi.unwrap_or_default();
        quote!(#(#attrs)* #let_token #pat #(: #ty)* #init #(else #diverge)* #semi)
    }

    /// Assigns the variables of a `let` from `init`.
    pub(super) fn assign(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let pat = (self.without_mut(let_), None);
        let assign = self.assign_or(let_, pat, init, self.diverge(let_), |_| true);
        let notes = self.questions().early_notes(let_);
        quote!(#assign #notes)
    }

    /// Whether any resumed call needs a variable. Of one that is assigned and never read, the compiler
    /// would say so.
    pub(super) fn is_ever_pending(&self, var: VarId) -> bool {
        self.awaits.iter().any(|point| point.pending.contains(&var))
    }

    /// `assigned`, as a resumed call does it again. It matches again: what comes behind the `else`
    /// is not on its way, and need not be ready for it.
    pub(super) fn assign_again(&self, let_: &Let, assigned: &TokenStream) -> TokenStream {
        // What was saved is not assigned again.
        let is_made = |var: VarId| self.is_ever_pending(var) && is_derived(&self.vars[var]);
        let all_needed = let_.vars.iter().all(|&var| is_made(var));
        if let Some(parts) = self.parts_again(let_, is_made) {
            return parts;
        }
        let chosen = self.chosen_again(let_);
        if let_.diverge.is_none() && all_needed && chosen.is_none() && let_.again.is_none() {
            return may_be_unread(let_, assigned.clone());
        }
        let mismatch = self.mismatch();
        let mismatch = let_.diverge.as_ref().map(|_| quote!({ #mismatch }));
        let init = chosen
            .or_else(|| let_.again.as_ref().map(|again| self.simple(again)))
            .unwrap_or_else(|| self.fresh_init(let_));
        let (pat, changed) = flatten::without_values(self.without_mut(let_));
        let allow = changed
            .then(|| quote!(#[allow(irrefutable_let_patterns, non_shorthand_field_patterns)]));
        let is_needed = |var| all_needed || is_made(var);
        let assign = self.assign_or(let_, (pat, allow), init, mismatch, is_needed);
        may_be_unread(let_, self.attributed(let_, assign))
    }

    /// Those parts of a tuple that a resumed call matches again: `(word,) = { let (word,) = (line.trim(),); (word,) };`
    fn parts_again(&self, let_: &Let, is_made: impl Fn(VarId) -> bool) -> Option<TokenStream> {
        let made = let_.vars.iter().filter(|&&var| is_made(var));
        let idents: Vec<_> = made.map(|&var| &self.vars[var].ident).collect();
        let whole = Part::new(classify::init(let_)?, &let_.pat);
        whole.split()?;
        let is_needed = |ident: &Ident| idents.contains(&ident);
        let parts = whole.clone().smallest();
        let all_needed = parts.iter().all(|part| part.bindings().any(|it| is_needed(&it.ident)));
        if idents.is_empty() || all_needed && idents.len() == let_.vars.len() {
            return None;
        }
        let (init, pat) = whole.again(&is_needed);
        let init = self.simple(&init);
        let mismatch = self.mismatch();
        let mismatch = let_.diverge.iter().map(|_| quote!(else { #mismatch }));
        Some(quote! {
            (#(#idents,)*) = {
                #[allow(irrefutable_let_patterns, non_shorthand_field_patterns, unused_variables)]
                let #pat = #init #(#mismatch)*;
                (#(#idents,)*)
            };
        })
    }

    /// What comes behind the `else` of a `let`. Where it stands once, resumed calls pass there too.
    fn diverge(&self, let_: &Let) -> Option<TokenStream> {
        let code = &let_.diverge.as_ref()?.code;
        if !self.has_way_point(let_) || !classify::stands_once(let_) {
            return Some(code.to_token_stream());
        }
        let (code, at, mismatch) =
            (parenthesized(code.to_token_stream()), self.names.at(), self.mismatch());
        Some(quote!({ if #at != 0 { #mismatch } #code }))
    }

    fn assign_or(
        &self,
        let_: &Let,
        (pat, lints): (Pat, Option<TokenStream>),
        init: TokenStream,
        diverge: Option<TokenStream>,
        is_needed: impl Fn(VarId) -> bool,
    ) -> TokenStream {
        let vars = self.hoisted(let_);
        let idents: Vec<_> = vars.iter().map(|&&var| &self.vars[var].ident).collect();
        if matches!(let_.origin, Origin::Picked(_)) {
            return match idents.is_empty() {
                true => quote!(#init;),
                false => quote!((#(#idents,)*) = #init;),
            };
        }
        if let (Pat::Ident(pat), None, [ident]) = (&let_.pat, &let_.diverge, &*idents)
            && pat.by_ref.is_none()
            && pat.subpat.is_none()
        {
            let (eq, semi) = (Token![=](ident.span()), let_.semi.unwrap_or_default());
            let init = in_our_braces(init);
            return quote!(#ident #eq #init #semi);
        }
        let targets = vars.iter().map(|&&var| match is_needed(var) {
            true => self.vars[var].ident.to_token_stream(),
            false => quote!(_),
        });
        let (targets, tuple) = match &*idents {
            [ident] => (ident.to_token_stream(), ident.to_token_stream()),
            idents => (quote!((#(#targets),*)), quote!((#(#idents),*))),
        };
        let Let { let_token, semi, .. } = let_;
        let (ty, semi) = (let_.ty.iter(), semi.unwrap_or_default());
        let init = before_else(let_, init);
        let else_ = diverge.map(|diverge| quote!(else #diverge));
        let allow = allow_handed_on(idents.iter().copied());
        let eq = assigns(let_.pat.span());
        quote!(#targets #eq { #lints #let_token #pat #(: #ty)* = #init #else_ #semi #allow #tuple };)
    }

    /// The pattern of `let_`, whose variables are only handed on.
    pub(super) fn without_mut(&self, let_: &Let) -> Pat {
        let unused: Vec<_> = let_.vars.iter().filter(|&&var| !self.is_used(var)).collect();
        match unused.is_empty() {
            true => flatten::without_mut(let_.pat.clone()),
            false => let_.pat.clone(),
        }
    }

    /// The initializer, for a fresh call and for one that passes a way-point.
    pub(super) fn fresh_init(&self, let_: &Let) -> TokenStream {
        let init = self.init(let_);
        let (private, at) = (private(), self.names.at());
        let counted = let_.vars.iter().find(|&&var| matches!(self.vars[var].class, Class::Counted));
        let passes = self.has_way_point(let_);
        match counted {
            Some(&var) if passes => {
                let slot = self.names.slot(&self.vars[var].slot, init.span());
                let ends = hygiene::shown(&init);
                let count = quote_spanned!(init.span()=> match #at { 0 => 0, _ => #slot.take() });
                let resume = match let_.origin {
                    Origin::Stepped => quote!(#private::Counted::behind),
                    _ => quote!(#private::Counted::resume),
                };
                hygiene::call(resume, quote!(#init, #count), ends)
            }
            Some(_) => quote_spanned!(init.span()=> #private::Counted::new(#init)),
            None if passes && let_.origin == Origin::Item => self.item_again(let_, init),
            None if passes && classify::stands_once(let_) => self.once_init(let_).unwrap_or(init),
            None if let_.origin == Origin::Slot => self.operand_of_call(let_).unwrap_or(init),
            None => init,
        }
    }

    /// `match iter.next() { .. }`, where a resumed call may not find the end.
    fn item_again(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let Some(Value::Simple(Code { code: Expr::Match(next), .. })) = &let_.init else {
            return init;
        };
        let Some(none) = next.arms.last() else { return init };
        let (private, at) = (private(), self.names.at());
        let (next, end, mismatch) = (&next.expr, &none.body, self.mismatch());
        quote! {
            match #next {
                #private::core::option::Option::Some(__item) => __item,
                #private::core::option::Option::None if #at != 0 => #mismatch,
                #private::core::option::Option::None => #end,
            }
        }
    }

    /// An initializer that does not await.
    pub(super) fn init(&self, let_: &Let) -> TokenStream {
        match &let_.init {
            Some(init) => self.plain(init),
            None => TokenStream::new(),
        }
    }
}

/// What is assigned again for some awaits. Of several variables, these may need but one.
pub(super) fn may_be_unread(let_: &Let, again: TokenStream) -> TokenStream {
    match let_.vars.len() {
        0 | 1 => again,
        _ => quote!(#[allow(unused_assignments)] { #again }),
    }
}

/// The `=` of an assignment to what is declared at a place, which the compiler shows there.
fn assigns(declared: Span) -> Token![=] {
    Token![=](Span::mixed_site().located_at(declared))
}

fn is_of_init(attr: &Attribute) -> bool {
    ["cfg", "allow", "expect", "warn", "deny"].iter().any(|name| attr.path().is_ident(name))
}

/// An attribute of a `let`, for the declaration or for the initializer that comes of it. What it expects
/// is met by one of them, so it is allowed in both.
fn allowed(attr: &Attribute) -> Attribute {
    let mut attr = attr.clone();
    if let Meta::List(list) = &mut attr.meta
        && list.path.is_ident("expect")
    {
        list.path = parse_quote!(allow);
    }
    attr
}

/// A block that is assigned, in braces of ours: those of the user would be `unused_braces`, which those of
/// a `let` are not.
pub(super) fn in_our_braces(init: TokenStream) -> TokenStream {
    let Some(block) = lone_block(&init) else { return init };
    let mut ours = Group::new(Delimiter::Brace, block.stream());
    ours.set_span(Span::mixed_site().located_at(block.span()));
    ours.into_token_stream()
}

/// What ends in a brace may not stand before `else`.
fn before_else(let_: &Let, init: TokenStream) -> TokenStream {
    match let_.diverge {
        Some(_) => quote!((#init)),
        None => init,
    }
}
