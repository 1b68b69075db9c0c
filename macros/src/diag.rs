//! All the errors of one input, reported together.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Error, Result};

use crate::catalogue;

/// Collects errors, so that one run of the compiler shows them all.
#[derive(Default)]
pub struct Errors {
    combined: Option<Error>,
    /// Lints; see `unread`.
    unread: TokenStream,
}

impl Errors {
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports `message` under all of `tokens`.
    pub fn push(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.combine(Error::new_spanned(tokens, message));
    }

    /// Reports `message` at `span`, where there are no tokens to underline.
    pub fn push_at(&mut self, span: Span, message: impl Display) {
        self.combine(Error::new(span, message));
    }

    pub fn combine(&mut self, error: Error) {
        match &mut self.combined {
            Some(combined) => combined.combine(error),
            None => self.combined = Some(error),
        }
    }

    /// `tokens`, which are put out as they are, are not what the parser knows. Nor are they what the
    /// compiler knows, most likely, which says so in its own words: it is not to be said twice. If
    /// they are, a lint says so, since lints are the last thing that the compiler looks at, and only
    /// if there was no error.
    pub fn unread(&mut self, what: &str, tokens: &TokenStream, error: &Error) {
        let message = format!("{what} cannot read this: {error}");
        // With a name, for it may stand in an `impl` block.
        let name = format_ident!("__UNREAD_{:X}", catalogue::number(&tokens.to_string()));
        self.unread.extend(quote_spanned! {error.span()=>
            #[allow(dead_code)]
            const #name: () = {
                #[must_use = #message]
                const fn unread() -> u8 {
                    0
                }
                #[deny(unused_must_use)]
                {
                    unread();
                }
            };
        });
    }

    pub fn append(&mut self, other: Errors) {
        other.combined.into_iter().for_each(|error| self.combine(error));
        self.unread.extend(other.unread);
    }

    pub fn is_empty(&self) -> bool {
        self.combined.is_none() && self.unread.is_empty()
    }

    pub fn finish(self) -> Result<()> {
        self.combined.map_or(Ok(()), Err)
    }

    /// The errors as items or statements: none where there are none.
    pub fn into_compile_errors(self) -> TokenStream {
        self.into_compile_errors_if(&TokenStream::new())
    }

    /// The errors as items, for where `condition` holds: attributes that say so.
    pub fn into_compile_errors_if(self, condition: &TokenStream) -> TokenStream {
        let errors = self.combined.into_iter().flatten().map(Error::into_compile_error);
        let unread = self.unread;
        quote!(#(#condition #errors)* #unread)
    }
}
