//! The operands of an awaited call that are evaluated again: do they stay where they are?

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, Lifetime};

use super::Lower;
use crate::attr::flatten::{self, private};
use crate::attr::ir::*;
use crate::attr::{classify, pending, repeatable};
use crate::hygiene;
use crate::visit::{self, Visit};

type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;

impl Lower<'_> {
    /// Asks of each operand that is passed by value whether it stays where it is. An argument is asked
    /// in its place, as what it is passed as: one of another type is reported, and nothing else is
    /// said of it.
    pub(super) fn operand_checks(
        &self,
        point: &Await,
        args: Option<&mut Arguments>,
    ) -> TokenStream {
        let mut operands: Vec<_> =
            point.operands.iter().filter(|ident| !self.is_copy(ident)).collect();
        let again = operands_again(point);
        for arg in args.into_iter().flatten() {
            let Expr::Path(path) = &*arg else { continue };
            if let Some(index) = operands.iter().position(|ident| path.path.is_ident(*ident)) {
                *arg = Expr::Verbatim(checked_in_place(operands.swap_remove(index)));
            }
        }
        let checks: TokenStream = operands.into_iter().map(operand_check).collect();
        quote!(#checks #again)
    }

    /// Whether the type is written, and tells.
    fn is_copy(&self, ident: &Ident) -> bool {
        let var = self.vars.iter().find(|var| var.ident == *ident);
        var.is_some_and(|var| matches!(&var.class, Class::Typed(ty) if classify::is_copy(ty)))
    }
}

/// An argument, which is asked as what it is passed as.
///
/// ```text
/// 'argument: {
///     let given = 'typed: { if false { break 'argument expected; break 'typed expected; } break 'typed n; };
///     check(&given);
///     given
/// }
/// ```
fn checked_in_place(operand: &Ident) -> TokenStream {
    let span = flatten::generated(operand.span());
    let given = Ident::new("__given", span);
    let (argument, typed) = (Lifetime::new("'__argument", span), Lifetime::new("'__typed", span));
    let expected = pending::never(quote_spanned! {span=>
        let __expected;
        break #argument __expected;
        break #typed __expected;
    });
    let check = operand_check(&given);
    quote_spanned! {span=>
        #argument: {
            let #given = #typed: { #expected break #typed #operand; };
            #check
            #given
        }
    }
}

/// Checks that operands which are evaluated again do nothing but borrow, in code that never runs.
fn operands_again(point: &Await) -> Option<TokenStream> {
    struct Uncertain(Vec<TokenStream>);
    impl<'ast> Visit<'ast> for Uncertain {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            visit::visit_expr_method_call(self, call);
            if repeatable::is_uncertain(call) {
                let (first, last) = hygiene::shown(call);
                // As for `operand_check`.
                let span = Span::mixed_site().located_at(first);
                let ends = (span, Span::mixed_site().located_at(last));
                let path = quote!(::cancel_safe::errors::BorrowedAgain::__checked);
                let check = hygiene::call(path, quote_spanned!(span=> &#call), ends);
                self.0.push(quote!(#check;));
            }
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    }
    let mut uncertain = Uncertain(Vec::new());
    match &point.leaf {
        Leaf::Method { call, .. } => {
            uncertain.visit_expr(&call.receiver);
            call.args.iter().for_each(|arg| uncertain.visit_expr(arg));
        }
        Leaf::Other(Expr::Call(call)) if flatten::is_claim(call) => {}
        Leaf::Other(Expr::Call(call)) => call.args.iter().for_each(|arg| uncertain.visit_expr(arg)),
        _ => {}
    }
    let checks = uncertain.0;
    (!checks.is_empty()).then(|| pending::never(quote!(#(#checks)*)))
}

/// Asks whether an operand of an awaited call stays where it is.
pub(crate) fn operand_check(ident: &Ident) -> TokenStream {
    let private = private();
    let path = quote!(#private::Repeatable::__checked);
    let ends = hygiene::shown(ident);
    let check = hygiene::call(path, quote_spanned!(ends.0=> &#ident), ends);
    quote!(#check;)
}
