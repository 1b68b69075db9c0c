//! Errors, collected: one input may hold several mistakes, and all of them are reported.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Error, Result};

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    pub(crate) fn new() -> Self {
        Errors(None)
    }

    /// A mistake that spans all of `tokens`.
    pub(crate) fn push(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.combine(Error::new_spanned(tokens, message));
    }

    /// A mistake at one place.
    pub(crate) fn push_at(&mut self, span: Span, message: impl std::fmt::Display) {
        self.combine(Error::new(span, message));
    }

    pub(crate) fn combine(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    pub(crate) fn finish(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

/// `compile_error!` for every mistake in `error`.
pub(crate) fn compile_errors(error: &Error) -> TokenStream {
    error.to_compile_error()
}
