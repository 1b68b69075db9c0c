//! The operands of an awaited call that are evaluated again: do they stay where they are?

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Expr, Lifetime};

use super::Lower;
use crate::attr::flatten::{self, private};
use crate::attr::ir::*;
use crate::attr::{classify, pending, repeatable};
use crate::hygiene;
use crate::visit::{self, Visit};

type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;

/// What is asked about the operands of a call.
#[derive(Default)]
pub(super) struct Checks {
    /// Before the call.
    pub(super) before: TokenStream,
    /// When the call has been made.
    asked: Vec<Asked>,
}

/// An operand.
struct Asked {
    /// What its type was noted in.
    noted: Ident,
    shown: Span,
}

impl Checks {
    pub(super) fn of_no_call(before: TokenStream) -> Self {
        Checks { before, asked: Vec::new() }
    }

    /// Asks about the operands. If what is called does not exist, there is nothing to ask.
    pub(super) fn after(&self, future: &TokenStream) -> TokenStream {
        let private = private();
        let ask = |Asked { noted, shown }: &Asked| {
            let operand = Ident::new("__operand", flatten::generated(*shown));
            let check = operand_check(&operand);
            quote!(let #operand = #private::passed(&#future, #noted); #check)
        };
        pending::never(self.asked.iter().map(ask).collect())
    }
}

impl Lower<'_> {
    /// Asks of each operand that is passed by value whether it stays where it is.
    pub(super) fn operand_checks(&self, point: &Await) -> TokenStream {
        let operands = point.operands.iter().filter(|ident| !self.is_copy(ident));
        let checks: TokenStream = operands.map(operand_check).collect();
        let again = operands_again(point);
        quote!(#checks #again)
    }

    /// The same of a call. An argument is asked as what it is passed as: one of another type is reported, and
    /// nothing else is said of it.
    pub(super) fn argument_checks(&self, point: &Await, args: &mut Arguments) -> Checks {
        let private = private();
        let operands = point.operands.iter().filter(|ident| !self.is_copy(ident));
        let mut notes = TokenStream::new();
        let mut asked = Vec::new();
        for operand in operands {
            let noted = format_ident!("__passed{}", asked.len(), span = Span::mixed_site());
            let in_place =
                |arg: &&mut Expr| matches!(&**arg, Expr::Path(path) if path.path.is_ident(operand));
            let note = match args.iter_mut().find(in_place) {
                Some(arg) => {
                    *arg = Expr::Verbatim(noted_in_place(operand, &noted));
                    None
                }
                None => Some(quote!(#noted.is(&#operand);)),
            };
            notes.extend(quote!(let #noted = #private::Noted::new(); #note));
            asked.push(Asked { noted, shown: operand.span() });
        }
        let again = operands_again(point);
        Checks { before: quote!(#notes #again), asked }
    }

    /// Whether the type is written, and tells.
    fn is_copy(&self, ident: &Ident) -> bool {
        let var = self.vars.iter().find(|var| var.ident == *ident);
        var.is_some_and(|var| matches!(&var.class, Class::Typed(ty) if classify::is_copy(ty)))
    }
}

/// An argument, noted as what it is passed as.
///
/// ```text
/// 'argument: {
///     let given = 'typed: { if false { break 'argument expected; break 'typed expected; } break 'typed n; };
///     noted.is(&given);
///     given
/// }
/// ```
fn noted_in_place(operand: &Ident, noted: &Ident) -> TokenStream {
    let span = flatten::generated(operand.span());
    let given = Ident::new("__given", span);
    let (argument, typed) = (Lifetime::new("'__argument", span), Lifetime::new("'__typed", span));
    let expected = pending::never(quote_spanned! {span=>
        let __expected;
        break #argument __expected;
        break #typed __expected;
    });
    quote_spanned! {span=>
        #argument: {
            let #given = #typed: { #expected break #typed #operand; };
            #noted.is(&#given);
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
