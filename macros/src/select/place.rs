//! References as branches: does what they refer to end with the branch?

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::{Expr, ExprMacro, ExprReference, UnOp};

use super::future::Marker;

/// What an expression refers to.
pub enum Place<'a> {
    /// Something that exists without it.
    Named,
    /// A value that it makes.
    Value,
    /// A part of a value that it makes, or something that this value refers to.
    Within(&'a Expr),
}

pub fn of(expr: &Expr) -> Place<'_> {
    let within = match expr {
        Expr::Path(_) => return Place::Named,
        Expr::Paren(paren) => return of(&paren.expr),
        Expr::Group(group) => return of(&group.expr),
        Expr::Field(field) => &field.base,
        Expr::Index(index) => &index.expr,
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => &unary.expr,
        _ => return Place::Value,
    };
    match of(within) {
        Place::Value => Place::Within(within),
        place => place,
    }
}

impl Marker<'_> {
    /// Input: `&mut task.get().future`
    ///
    /// It is kept elsewhere if the root, `task.get()`, is a reference, and ends with the branch if
    /// that is a value.
    pub(super) fn within(&self, root: &Expr, reference: &ExprReference) -> Expr {
        let (reach, holder) = (self.names.support("reach"), self.names.local("holder"));
        let borrowed = self.borrowed(&reference.expr);
        let ends = quote_spanned!(self.names.span()=> #holder.__ends(#borrowed));
        let check = self.names.checked_in_place(&ends, &reference.expr);
        let question = quote_spanned! {self.names.span()=> {
            let #holder = {
                use #reach::{Boxed as _, Lent as _, Owned as _};
                (&&#reach::probe(&#root)).__holder()
            };
            #check
        }};
        self.asked(question, reference)
    }

    /// A macro may well have made what its reference refers to.
    pub(super) fn made_by_macro(&self, mac: &ExprMacro) -> Expr {
        let (reach, stored) = (self.names.support("reach"), self.names.local("stored"));
        let ends = quote_spanned! {self.names.span()=>
            #reach::probe(&#stored.0).__ends(&#stored.0)
        };
        let check = self.names.checked_in_place(&ends, mac);
        let question = quote_spanned! {self.names.span()=> {
            use #reach::Elsewhere as _;
            let #stored = (#mac,);
            #check
        }};
        self.asked(question, mac)
    }

    /// `&expr`, underlined as if it were `expr`.
    fn borrowed(&self, expr: &Expr) -> TokenStream {
        quote_spanned!(self.names.site.ends(expr).0=> &#expr)
    }

    /// `expr`, with a question put before it.
    fn asked(&self, question: TokenStream, expr: &impl ToTokens) -> Expr {
        let span = self.names.span();
        if self.depth.get() > 0 {
            let answer = self.names.never_run(&question);
            return Expr::Verbatim(quote_spanned!(span=> match #answer { _ => #expr }));
        }
        self.questions.borrow_mut().ask(quote_spanned!(span=> _), question);
        Expr::Verbatim(expr.to_token_stream())
    }
}
