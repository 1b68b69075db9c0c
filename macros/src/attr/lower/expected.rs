//! The type that an operation expects of an operand.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, Pat};

use super::Lower;
use crate::attr::flatten::private;
use crate::attr::ir::*;
use crate::attr::pending;

impl Lower<'_> {
    /// `tx.send(Box::new(job))` sends a `Box<dyn Job>`, if that is what the channel is of. From the
    /// slot it could not be coerced any more; so the slot is of the type that the method expects.
    pub(super) fn expected_operand(&self, let_: &Let, next: AwaitId) -> TokenStream {
        let Some(Await { leaf, .. }) = self.awaits.get(next as usize - 1) else {
            return TokenStream::new();
        };
        let Leaf::Method { call, slots: Some(slots) } = leaf else { return TokenStream::new() };
        let (Some(Expr::Path(operand)), [true]) = (call.args.first(), &slots[..]) else {
            return TokenStream::new();
        };
        let is_its_slot =
            |pat: &Pat| matches!(pat, Pat::Ident(pat) if operand.path.is_ident(&pat.ident));
        if let_.origin != Origin::Slot || !is_its_slot(&let_.pat) {
            return TokenStream::new();
        }
        let private = private();
        let mut call = call.clone();
        for slot in &mut call.args {
            *slot = Expr::Verbatim(quote!(#private::expected(&#slot)));
        }
        pending::never(quote!(let _ = #call;))
    }
}
