//! An `async` block as the compiler gets to see it: twice, once to prove that it takes nothing.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Block, Expr, ExprAsync, ExprAwait, Macro, Stmt};

use super::block;
use super::future::Marker;
use super::parse::Select;
use crate::attr::macros;
use crate::hygiene;
use crate::visit_mut::{self, VisitMut};

impl Marker<'_> {
    /// Input: `async { rx.recv().await }`
    ///
    /// Output: `proved(async { owned(rx.recv()).await }, &output)`, and a closure that is never
    /// called, with no awaits, for the compiler to prove that the block moves nothing into itself.
    pub(super) fn async_block(&self, block: &ExprAsync) -> Expr {
        let span = self.names.span();
        if let Err(refusal) = block::prove(block, &self.names.krate, self.caller) {
            self.errors.borrow_mut().push(refusal.tokens, refusal.message);
            let marked = self.names.support("marked");
            return Expr::Verbatim(quote_spanned!(span=> #marked(#block)));
        }
        let output = self.names.numbered("output", self.proofs.borrow().len());
        let [type_of, proved] = ["output", "proved"].map(|name| self.names.support(name));
        let check = self.check(block, &output);
        let check = quote_spanned! {span=>
            let #output = #type_of();
            if false {
                #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
                {
                    #check
                }
                loop {}
            }
        };
        let mut marked = block.clone();
        rewrite(&mut marked.block, &mut Marked(self));
        if self.depth.get() > 0 {
            return Expr::Verbatim(quote_spanned!(span=> { #check #proved(#marked, &#output) }));
        }
        // Before any future is made, as a verdict.
        self.proofs.borrow_mut().push(check);
        Expr::Verbatim(quote_spanned!(span=> #proved(#marked, &#output)))
    }

    /// ```text
    /// let closure = (|| once(|| { output_of(rx.recv()) }, &output),);
    /// TakesNothing::__checked(Async(closure.0));
    /// ```
    ///
    /// The closure inside is called once, as the block is run once: what it yields may borrow from
    /// what it mentions. Its type is that of the block, which may be inferred from the handler.
    fn check(&self, block: &ExprAsync, output: &Ident) -> TokenStream {
        let (names, span) = (self.names, self.names.span());
        let mut body = block.block.clone();
        rewrite(&mut body, &mut WithoutAwaits(self));
        let (check, kind) = match block.capture {
            Some(_) => ("OwnsNothing", "AsyncMove"),
            None => ("TakesNothing", "Async"),
        };
        let (capture, closure) = (&block.capture, names.local("closure"));
        let bars = quote_spanned!(names.site.shown_at(block.async_token.span)=> ||);
        let once = quote_spanned!(span=> #bars #body, &#output);
        let once = hygiene::call(names.support("once"), once, names.site.ends(block));
        let shown = names.wrapped_at(kind, &names.first_field_at("closure", block), block);
        let check = names.asked(check, &shown, block);
        quote_spanned! {span=>
            let #closure = (#capture #bars #once,);
            #check;
        }
    }
}

/// What becomes of the awaits of a block.
trait Awaits {
    fn await_(&mut self, wait: &mut ExprAwait) -> Expr;
    fn select(&mut self, mac: &Macro) -> Option<Expr>;
}

/// They get marked.
struct Marked<'a>(&'a Marker<'a>);

impl Awaits for Marked<'_> {
    fn await_(&mut self, wait: &mut ExprAwait) -> Expr {
        self.0.deeper(|| self.0.owned(&mut wait.base));
        Expr::Await(wait.clone())
    }

    /// The macro of that name that has been looked into, whatever is in scope.
    fn select(&mut self, mac: &Macro) -> Option<Expr> {
        let (krate, tokens) = (&self.0.names.krate, &mac.tokens);
        let span = self.0.names.span();
        Some(Expr::Verbatim(quote_spanned!(span=> #krate::safe_select! { #tokens })))
    }
}

/// They are replaced by what has the same type and takes the same.
struct WithoutAwaits<'a>(&'a Marker<'a>);

impl Awaits for WithoutAwaits<'_> {
    fn await_(&mut self, wait: &mut ExprAwait) -> Expr {
        let ends = self.0.names.site.ends(wait);
        let output_of = self.0.names.support("output_of");
        Expr::Verbatim(hygiene::call(output_of, wait.base.to_token_stream(), ends))
    }

    fn select(&mut self, mac: &Macro) -> Option<Expr> {
        let select = super::read(&mac.tokens, &self.0.names.krate).ok()?;
        Some(Expr::Verbatim(self.choice(&select)))
    }
}

impl WithoutAwaits<'_> {
    /// Input: `a = x, if c => X, b = y => Y`
    ///
    /// Output: `{ !(c); match which() { 0 => match output_of(x) { a => X }, .. } }`
    fn choice(&self, select: &Select) -> TokenStream {
        let (names, span) = (self.0.names, self.0.names.span());
        let (unreachable, output_of) = (&names.unreachable, names.support("output_of"));
        let which = names.support("which");
        let guards = select.branches.iter().filter_map(|branch| branch.guard.as_ref());
        let guards = guards.map(|guard| names.negated(guard));
        let arms = select.branches.iter().enumerate().map(|(index, branch)| {
            let index = Literal::usize_suffixed(index);
            let (pattern, future, handler) = (&branch.pattern, &branch.future, &branch.handler);
            quote_spanned! {span=>
                #index => match #output_of(#future) { #pattern => #handler, _ => #unreachable() },
            }
        });
        let others =
            select.fallback.iter().chain(&select.default).enumerate().map(|(index, arm)| {
                let index = Literal::usize_suffixed(super::validate::MAX_BRANCHES + index);
                let handler = &arm.handler;
                quote_spanned!(span=> #index => #handler,)
            });
        quote_spanned! {span=>
            {
                #(#guards;)*
                match #which() { #(#arms)* #(#others)* _ => #unreachable() }
            }
        }
    }
}

/// Changes what is awaited by the block itself.
fn rewrite(block: &mut Block, awaits: &mut impl Awaits) {
    Rewrite(awaits).visit_block_mut(block);
}

struct Rewrite<'a, A>(&'a mut A);

impl<A: Awaits> Rewrite<'_, A> {
    fn select(&mut self, mac: &Macro) -> Option<Expr> {
        macros::is_select(mac).then(|| self.0.select(mac)).flatten()
    }
}

impl<A: Awaits> VisitMut for Rewrite<'_, A> {
    fn visit_expr_mut(&mut self, node: &mut Expr) {
        match node {
            Expr::Await(wait) => {
                // As an argument of ours, it would not need them.
                while let Expr::Paren(paren) = &*wait.base {
                    wait.base = paren.expr.clone();
                }
                *node = self.0.await_(wait);
            }
            Expr::Macro(mac) => {
                if let Some(select) = self.select(&mac.mac) {
                    *node = select;
                }
            }
            Expr::Closure(_) | Expr::Async(_) => {}
            _ => visit_mut::visit_expr_mut(self, node),
        }
    }

    fn visit_stmt_mut(&mut self, node: &mut Stmt) {
        match node {
            Stmt::Macro(stmt) => {
                if let Some(select) = self.select(&stmt.mac) {
                    *node = Stmt::Expr(select, stmt.semi_token);
                }
            }
            _ => visit_mut::visit_stmt_mut(self, node),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
