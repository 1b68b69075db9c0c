//! All the errors of one input, reported together.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Error, Result};

/// Collects errors, so that one run of the compiler shows them all.
#[derive(Default)]
pub struct Errors {
    combined: Option<Error>,
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

    pub fn append(&mut self, other: Errors) {
        other.combined.into_iter().for_each(|error| self.combine(error));
    }

    pub fn is_empty(&self) -> bool {
        self.combined.is_none()
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
        quote!(#(#condition #errors)*)
    }
}
