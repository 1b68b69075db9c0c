//! What is asked about the branches, in code that never runs.
//!
//! The compiler checks its types and does no more with it; but it does so much around each block of
//! its own that all questions are put in one.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};

use super::names::Names;

/// Questions, and what their answers are bound to.
#[derive(Default)]
pub struct Questions {
    patterns: Vec<TokenStream>,
    questions: Vec<TokenStream>,
}

impl Questions {
    pub fn len(&self) -> usize {
        self.questions.len()
    }

    pub fn ask(&mut self, pattern: impl ToTokens, question: TokenStream) {
        self.patterns.push(pattern.into_token_stream());
        self.questions.push(question);
    }

    /// `let (first, (second, third)) = ..;`, where the traits `asks` are in scope.
    pub fn put(&self, names: &Names, asks: &TokenStream) -> TokenStream {
        if self.questions.is_empty() {
            return TokenStream::new();
        }
        let span = names.span();
        let pair = |left, right| quote_spanned!(span=> (#left, #right));
        let questions = in_pairs(&self.questions, &pair);
        let answers = names.never_run(&quote_spanned!(span=> use #asks; #questions));
        let patterns = in_pairs(&self.patterns, &pair);
        quote_spanned!(span=> let #patterns = #answers;)
    }
}

/// Joins two and two, so that what comes out is not nested deeper than it has to be.
pub fn in_pairs(
    items: &[TokenStream],
    join: &impl Fn(TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    match items {
        [] => TokenStream::new(),
        [item] => item.clone(),
        _ => {
            let (left, right) = items.split_at(items.len().div_ceil(2));
            join(in_pairs(left, join), in_pairs(right, join))
        }
    }
}
