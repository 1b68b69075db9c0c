//! Names that user code neither sees nor disturbs, and the spans that errors show.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// A local of ours.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The first and the last span of `tokens`, for names of ours.
///
/// An expression of ours that begins with the one and ends with the other is underlined by the
/// compiler as if it were `tokens`. Spans cannot be joined on stable.
pub fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let tokens = tokens.to_token_stream();
    let first = first_span(tokens.clone()).unwrap_or_else(Span::mixed_site);
    let last = last_span(tokens).unwrap_or(first);
    (located_at(first), located_at(last))
}

/// A span that errors show at `span`, and that resolves names of ours.
pub fn located_at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

fn first_span(tokens: TokenStream) -> Option<Span> {
    match tokens.into_iter().next()? {
        // What a macro captured as one fragment stands in a group without delimiters.
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::None => {
            first_span(group.stream())
        }
        TokenTree::Group(group) => Some(group.span_open()),
        token => Some(token.span()),
    }
}

fn last_span(tokens: TokenStream) -> Option<Span> {
    match tokens.into_iter().last()? {
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::None => {
            last_span(group.stream())
        }
        TokenTree::Group(group) => Some(group.span_close()),
        token => Some(token.span()),
    }
}
