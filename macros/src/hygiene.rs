//! Names that user code neither sees nor disturbs, and the spans that errors show.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// Where our tokens come from.
#[derive(Clone, Copy)]
pub struct Site(Span);

impl Site {
    /// Our tokens come from the `macro_rules!` facade that `$crate` was written in. Its hygiene
    /// hides our locals, and errors name the facade rather than the macro behind it.
    pub fn of_facade(krate: &TokenStream) -> Self {
        Site(first_span(krate.clone()).unwrap_or_else(Span::mixed_site))
    }

    pub fn span(self) -> Span {
        self.0
    }

    /// A local of ours.
    pub fn local(self, name: &str) -> Ident {
        Ident::new(name, self.0)
    }

    /// A span that errors show at `span`, and that resolves names of ours.
    pub fn shown_at(self, span: Span) -> Span {
        self.0.located_at(span)
    }

    /// The ends of `tokens`, for names of ours: an expression of ours that begins with the one
    /// and ends with the other is underlined by the compiler as if it were `tokens`. Spans cannot
    /// be joined on stable.
    pub fn ends(self, tokens: &impl ToTokens) -> (Span, Span) {
        let tokens = tokens.to_token_stream();
        let first = first_span(tokens.clone()).unwrap_or(self.0);
        let last = last_span(tokens).unwrap_or(first);
        (self.shown_at(first), self.shown_at(last))
    }
}

fn first_span(tokens: TokenStream) -> Option<Span> {
    match tokens.into_iter().next()? {
        // What another macro captured as one fragment stands in a group without delimiters.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            first_span(group.stream())
        }
        TokenTree::Group(group) => Some(group.span_open()),
        token => Some(token.span()),
    }
}

fn last_span(tokens: TokenStream) -> Option<Span> {
    match tokens.into_iter().last()? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            last_span(group.stream())
        }
        TokenTree::Group(group) => Some(group.span_close()),
        token => Some(token.span()),
    }
}
