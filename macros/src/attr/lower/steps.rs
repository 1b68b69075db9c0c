//! Items of a named iterator, taken by a fresh call and found again by a resumed one.

use quote::quote;
use syn::Expr;

use super::Lower;
use crate::attr::bindings;
use crate::attr::ir::*;

impl Lower<'_> {
    /// An initializer that stands once, for fresh calls and for resumed ones.
    ///
    /// ```text
    /// match core.at { 0 => words.next(), _ => line.split(' ').nth(index) }.map(|word| ..)
    /// ```
    pub(super) fn steps_once(&self, let_: &Let) -> Option<Expr> {
        let Some(Value::Simple(Code { code, .. })) = &let_.init else { return None };
        let (mut init, at) = (code.clone(), self.names.at());
        if let_.again.is_some() {
            bindings::for_each_step(&mut init, &let_.steps, &mut |fresh, again| {
                Expr::Verbatim(quote!((match #at { 0 => #fresh, _ => #again })))
            });
        }
        Some(init)
    }
}
