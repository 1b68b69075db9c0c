//! What the arguments of a macro mention, as far as their tokens tell.

use proc_macro2::{Group, Ident, Literal, Spacing, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::Parser;

use super::mentions::Visitor;
use super::parts;
use crate::attr::macros;

impl Visitor<'_, '_> {
    pub(super) fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let mut out: Vec<TokenTree> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(mut token) = tokens.next() {
            match &mut token {
                TokenTree::Ident(ident) if !is_member(&out) => {
                    // `name = value` and `name: value` name no variable, nor does `self::name`.
                    let names = matches!(tokens.peek(), Some(TokenTree::Punct(punct))
                        if punct.as_char() == ':'
                            || punct.as_char() == '=' && punct.spacing() == Spacing::Alone);
                    if !names {
                        let path = parts::path_in(tokens.clone());
                        self.mention_part(ident, &path);
                    }
                }
                TokenTree::Group(group) => {
                    let span = group.span();
                    let mut inner = Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(span);
                    *group = inner;
                }
                TokenTree::Literal(literal) => self.captures(literal),
                _ => {}
            }
            out.push(token);
        }
        out.into_iter().collect()
    }

    /// `"{x} {y:?}"` mentions `x` and `y`.
    fn captures(&mut self, literal: &mut Literal) {
        let mut text = literal.to_string();
        let mut renamed = false;
        // From the end, so that what is before keeps its place.
        for range in macros::captures(&text).into_iter().rev() {
            let parser = |input: syn::parse::ParseStream<'_>| Ident::parse_any(input);
            let Ok(mut ident) = parser.parse_str(&text[range.clone()]) else { continue };
            ident.set_span(literal.span());
            if self.mention(&mut ident) {
                renamed = true;
                text.replace_range(range, &ident.to_string());
            }
        }
        if renamed && let Ok(mut new) = text.parse::<Literal>() {
            new.set_span(literal.span());
            *literal = new;
        }
    }
}

/// Whether the next identifier is a field or method: behind a single dot.
fn is_member(before: &[TokenTree]) -> bool {
    let dot = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '.');
    let mut last = before.iter().rev();
    dot(last.next()) && !dot(last.next())
}
