//! Borrows that are made again: `map.get(&key)`.
//!
//! Only its type says whether such a call borrows, and does not take something out. So it is asked.

use proc_macro2::{Delimiter, Group, Span};
use quote::quote;
use syn::Expr;

use crate::attr::{classify, flatten, repeatable};
use crate::hygiene;
use crate::visit_mut::{self, VisitMut};

/// `map.get(&key)` as `again(map.get(&key))`, which asks.
pub(super) fn borrow(expr: &mut Expr) {
    Again.visit_expr_mut(expr);
}

/// The same for what is matched, and the parts of it.
pub(super) fn matched(expr: &mut Expr, vars: classify::Vars<'_>) {
    match expr {
        Expr::Tuple(e) => e.elems.iter_mut().for_each(|part| matched(part, vars)),
        Expr::Paren(e) => matched(&mut e.expr, vars),
        part if classify::is_borrow(part, vars) => borrow(part),
        _ => {}
    }
}

/// The same for all that a condition matches.
pub(super) fn condition(cond: &mut Expr, vars: classify::Vars<'_>) {
    match cond {
        Expr::Let(e) => matched(&mut e.expr, vars),
        Expr::Paren(e) => condition(&mut e.expr, vars),
        Expr::Binary(e)
            if flatten::condition_has_let(&e.left) || flatten::condition_has_let(&e.right) =>
        {
            condition(&mut e.left, vars);
            condition(&mut e.right, vars);
        }
        _ => {}
    }
}

struct Again;

impl VisitMut for Again {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        // What is not there is no borrow.
        if super::diverges(expr) {
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && repeatable::is_uncertain(call)
        {
            let path = quote!(::cancel_safe::errors::BorrowedAgain::__again);
            let ends = hygiene::shown(call);
            // An argument that is no tuple, or stands in the source, the compiler would suggest to borrow.
            let mut argument = Group::new(Delimiter::Parenthesis, quote!(#call,));
            argument.set_span(Span::mixed_site().located_at(call.method.span()));
            *expr = Expr::Verbatim(hygiene::call(path, quote!(#argument), ends));
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
}
