//! A choice between borrows, `match list.first() { Some(first) => first, None => return }`, that is made again: it
//! does not leave this time.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Expr;

use super::Lower;
use crate::attr::ir::*;
use crate::attr::repeatable::{self, Choice};
use crate::attr::{bindings, classify};

impl Lower<'_> {
    /// The initializer of a `let`, where a resumed call makes it again.
    pub(super) fn chosen_again(&self, let_: &Let) -> Option<TokenStream> {
        let mismatch = self.mismatch();
        let again = leaving(classify::init(let_)?, |_| mismatch.clone())?;
        let again = self.simple(&again);
        Some(quote!({
            #[allow(unused_variables)]
            let __chosen = #again;
            __chosen
        }))
    }

    /// The same where it stands once, for fresh calls and for resumed ones.
    pub(super) fn once_init(&self, let_: &Let) -> Option<TokenStream> {
        let (at, mismatch) = (self.names.at(), self.mismatch());
        let init = self.steps_once(let_)?;
        let leaving = leaving(&init, |leave| quote!({ if #at != 0 { #mismatch } #leave }));
        Some(self.simple(&leaving.unwrap_or(init)))
    }
}

/// `init`, of which those ways are replaced that leave.
fn leaving(init: &Expr, leave: impl Fn(&Expr) -> TokenStream) -> Option<Expr> {
    Choice::of(init)?;
    let (mut init, mut leaves) = (init.clone(), false);
    repeatable::for_each_value(&mut init, &mut |value| {
        if bindings::diverges(value) {
            leaves = true;
            *value = Expr::Verbatim(leave(value));
        }
    });
    leaves.then_some(init)
}
