//! Whether the function stands where there is a place for its checkpoint.

use syn::{Expr, FnArg, Signature};

use super::classify;
use super::flatten;
use super::instrument;
use super::parse::{self, Args, Context};
use crate::diag::Errors;
use crate::visit::{self, Visit};

/// That it cannot be `const` or variadic, the compiler says of the item as it is written.
pub(super) fn check_signature(sig: &Signature, errors: &mut Errors) {
    if sig.asyncness.is_none() {
        errors.push(
            sig.fn_token,
            "`#[cancel_safe]` belongs on an `async fn`; this one is not `async` [not-async]",
        );
    }
}

/// A checkpoint needs a type beside the function. A stored one is made before there are owned
/// parameters, and a trait's methods cannot take one.
pub(super) fn check(item: &syn::ItemFn, args: &Args, context: &Context, errors: &mut Errors) {
    let sig = &item.sig;
    if args.stateless.is_some() || args.misread {
        return;
    }
    if context.header.is_none() && is_method(item) {
        errors.push(
            &sig.ident,
            "the `impl` block of this method is not annotated [unannotated-impl]\n\
             help: put a plain `#[cancel_safe]` on it too: it makes room for the checkpoint beside it",
        );
        return;
    }
    if let Some(receiver) = sig.receiver()
        && parse::owned_self(receiver).is_some()
        && context.borrows()
    {
        errors.push(
            receiver,
            "`self` borrows, and a checkpoint cannot keep a borrow [borrowed-across-await]\n\
             help: take `&self` or `&mut self`, or let the type own its data",
        );
        return;
    }
    match &args.stored_in {
        Some(place) => check_stored(sig, place, errors),
        None if context.in_trait => errors.push(
            &sig.ident,
            "a method of a trait has no place for a checkpoint parameter [trait-method]\n\
             help: keep the checkpoint in a field, `#[cancel_safe(stored_in = self.field)]`, or use \
             `stateless`",
        ),
        None => {}
    }
}

fn check_stored(sig: &Signature, place: &Expr, errors: &mut Errors) {
    if let Some(receiver) = sig.receiver()
        && is_field_of_self(place)
        && matches!(receiver.kind, syn::ReceiverKind::Reference(_, _, None))
    {
        errors.push(
            receiver,
            "the checkpoint in a field of `self` changes with each call [stored-shared]\n\
             help: take `&mut self`",
        );
    }
    for owned in sig.inputs.iter().filter(|input| is_owned(input)) {
        errors.push(
            owned,
            "an owned parameter cannot be combined with `stored_in` [stored-owned]\n\
             help: take a reference: the checkpoint is there before the call, and each \
             further call would bring one more value",
        );
    }
}

/// `self.a.b`
fn is_field_of_self(place: &Expr) -> bool {
    match place {
        Expr::Field(field) => is_field_of_self(&field.base),
        Expr::Path(path) => path.path.is_ident("self"),
        _ => false,
    }
}

/// Whether a parameter becomes part of the checkpoint.
fn is_owned(input: &FnArg) -> bool {
    match input {
        FnArg::Receiver(receiver) => parse::owned_self(receiver).is_some(),
        FnArg::Typed(arg) => !classify::borrows(&arg.ty),
    }
}

/// Whether the function can stand in an `impl` block only: it has a receiver, or names `Self`.
pub(super) fn is_method(item: &syn::ItemFn) -> bool {
    struct NamesSelf(bool);
    impl<'ast> Visit<'ast> for NamesSelf {
        fn visit_ident(&mut self, ident: &'ast syn::Ident) {
            self.0 |= ident == "Self";
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            self.0 |= instrument::mentions(mac.tokens.clone(), "Self");
        }
        /// There it is another one.
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut names_self = NamesSelf(false);
    visit::visit_item_fn(&mut names_self, item);
    item.sig.receiver().is_some() || names_self.0
}

/// Whether the function awaits: it was meant to be `async`.
pub(super) fn awaits(item: &syn::ItemFn) -> bool {
    let block = (*item.block).clone();
    flatten::awaits(&Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block }))
}
