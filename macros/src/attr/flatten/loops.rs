//! Loops, all of which become `loop`.

use std::mem;

use proc_macro2::Span;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Lifetime, Pat, Stmt as SynStmt, Token, parse_quote, parse_quote_spanned};

use super::jumps::{LabelJumps, breaks_with_value};
use super::patterns::bindings;
use super::syntax::*;
use super::{Flatten, generated, generated_block, make, private, repeatable, temporaries};
use crate::attr::instrument;
use crate::attr::ir::*;
use crate::hygiene;
use crate::visit_mut::VisitMut;

impl Flatten<'_> {
    pub(super) fn loop_(&mut self, mut e: syn::ExprLoop) -> Value {
        let label = self.loop_label(e.label, None, &mut e.body);
        self.loop_value(label, e.loop_token, e.body)
    }

    fn loop_value(&mut self, label: Lifetime, loop_token: Token![loop], body: syn::Block) -> Value {
        self.loops.push(label.clone());
        let body = self.block(body);
        self.loops.pop();
        Value::Loop(Box::new(Loop { label, loop_token, body }))
    }

    /// `while c { .. }` is `loop { if c { .. } else { break } }`.
    pub(super) fn while_(&mut self, mut e: syn::ExprWhile) -> Value {
        // A `let` that was meant.
        let is_assigned = matches!(*e.cond, Expr::Assign(_));
        if is_assigned || breaks_with_value(e.label.as_ref().map(|label| &label.name), &e.body) {
            return refused(Expr::While(e));
        }
        let label = self.loop_label(e.label, Some(&e.cond), &mut e.body);
        let span = generated(e.while_token.span);
        let (cond, then) = (e.cond, e.body);
        let ends = SynStmt::Expr(make::break_(&label, None, span), None);
        let ends = make::block_expr(None, make::block(vec![ends], span), span);
        let round = SynStmt::Expr(make::if_(*cond, then, Some(ends), span), None);
        self.loop_value(label, Token![loop](span), make::block(vec![round], span))
    }

    /// `for p in e { .. }` is `let i = e.into_iter(); loop { let p = i.next() or break; .. }`.
    pub(super) fn for_(&mut self, mut e: syn::ExprForLoop, origin: Origin) -> Value {
        if breaks_with_value(e.label.as_ref().map(|label| &label.name), &e.body) {
            return refused(Expr::ForLoop(e));
        }
        if block_awaits(&e.body)
            && let Some(rest) = self.rest(&e)
        {
            return self.while_(rest);
        }
        let (span, iterable_span) = (generated(e.for_token.span), generated(e.expr.span()));
        let private = private();
        let mut before = Vec::new();
        let body_awaits = block_awaits(&e.body);
        let (shown, is_hoisted) = (hygiene::ends(&e.expr), awaits(&e.expr));
        if is_hoisted {
            e.expr = Box::new(match body_awaits {
                true => self.hoist_borrowed(*e.expr, &mut before),
                false => self.hoist_awaited(*e.expr, &mut before),
            });
        }
        if !body_awaits {
            return self.wrap(before, Value::Simple(Code::new(Expr::ForLoop(e))), span);
        }
        let label = self.loop_label(e.label, None, &mut e.body);
        let at = first_await(&e.body);
        temporaries::ask_early(&mut before, at);
        let iter = self.iterator(*e.expr, origin, is_hoisted.then_some(shown), at, &mut before);
        // What may stand bare in a `for` has to be in parentheses in a `let`: `A(x) | B(x)`.
        let mut pat = match *e.pat {
            pat @ Pat::Or(_) => parse_quote_spanned!(iterable_span=> (#pat)),
            pat => pat,
        };
        let parts = self.parts_of_item(&mut pat, iterable_span);
        let stmts = e.body.stmts;
        let advance = quote!(#private::core::iter::Iterator::next);
        let iterator = hygiene::underlined(quote_spanned!(iterable_span=> &mut #iter), shown);
        let advance = hygiene::call(advance, iterator, shown);
        let advance: SynStmt = parse_quote_spanned! {iterable_span=>
            #[__item]
            let #pat = match #advance {
                #private::core::option::Option::Some(__item) => __item,
                #private::core::option::Option::None => break #label,
            };
        };
        let mut body = syn::Block { brace_token: e.body.brace_token, stmts: vec![advance] };
        body.stmts.extend(parts.into_iter().chain(stmts));
        let (value, awaits) = self.ranged(|this| this.loop_value(label, Token![loop](span), body));
        let kind = StmtKind::Value { attrs: Vec::new(), value, semi: None };
        before.push(Stmt { kind, awaits });
        Value::Block(generated_block(before, span))
    }

    /// What a pattern refers to has to have a name: `let item = ..; let (ref a, b) = item;`.
    fn parts_of_item(&mut self, pat: &mut Pat, span: Span) -> Option<SynStmt> {
        let refers: Vec<_> = bindings(pat).into_iter().filter(|binding| binding.by_ref).collect();
        if refers.is_empty() {
            return None;
        }
        let changes = refers.iter().any(|binding| binding.changes);
        let mutability = changes.then(|| Token![mut](Span::mixed_site()));
        let name = self.fresh("item", span);
        let item = parse_quote_spanned!(span=> #mutability #name);
        let parts = mem::replace(pat, item);
        Some(parse_quote_spanned!(span=> let #parts = #name;))
    }

    /// The iterator of a `for`, in a local, and the round awaits at `at`. What was hoisted is shown as
    /// what stood in its place.
    fn iterator(
        &mut self,
        mut iterable: Expr,
        origin: Origin,
        hoisted: Option<(Span, Span)>,
        at: Span,
        out: &mut Vec<Stmt>,
    ) -> Ident {
        let span = generated(iterable.span());
        self.name_array(&mut iterable, out);
        let changes = repeatable::yields_mutable(&iterable);
        if let Some(value) = repeatable::iterated_temporary(&mut iterable) {
            let owned = take(value);
            *value = match changes {
                true => self.hoist(owned, out),
                false => self.hoist_unchanged(owned, out),
            };
        }
        let counted = origin == Origin::IteratorAgain || repeatable::is_iterable_again(&iterable);
        if counted {
            self.keep_operands(&mut iterable, out);
        } else {
            let private = private();
            let into_iter = quote!(#private::core::iter::IntoIterator::into_iter);
            // As for `next`: what is no iterator is reported once.
            let shown = hoisted.unwrap_or_else(|| hygiene::ends(&iterable));
            temporaries::ask(&mut iterable, at);
            let iterated = match hoisted {
                Some(shown) => hygiene::underlined(iterable.to_token_stream(), shown),
                None => iterable.to_token_stream(),
            };
            let call = hygiene::call(into_iter, iterated, shown);
            iterable = parse_quote!(#call);
        }
        let next = self.next();
        self.temporary(Value::Simple(Code::new(iterable)), origin, next..next, span, out)
    }

    /// Of `for part in [&head, &body]` an iterator that owns the borrows would have a destructor. One that borrows
    /// the array has none, and ends before what is borrowed is saved.
    ///
    /// ```text
    /// Output: let parts = [&head, &body]; for part in parts.iter().copied()
    /// ```
    fn name_array(&mut self, iterable: &mut Expr, out: &mut Vec<Stmt>) {
        match iterable {
            Expr::Paren(e) => self.name_array(&mut e.expr, out),
            Expr::MethodCall(call) if !matches!(*call.receiver, Expr::Array(_)) => {
                self.name_array(&mut call.receiver, out);
            }
            Expr::MethodCall(call) if call.method == "into_iter" && call.args.is_empty() => {
                let mut array = take(&mut call.receiver);
                self.name_array(&mut array, out);
                match array {
                    Expr::Array(_) => *call.receiver = array,
                    named => *iterable = named,
                }
            }
            Expr::Array(array)
                if !array.elems.is_empty()
                    && array.elems.iter().all(|part| self.is_borrow(part)) =>
            {
                let span = generated(iterable.span());
                let mut array = take(iterable);
                self.keep_operands(&mut array, out);
                let array = self.hoist_unchanged(array, out);
                *iterable = parse_quote_spanned!(span=> #array.iter().copied());
            }
            _ => {}
        }
    }

    /// Whether it is one, as far as names tell.
    fn is_borrow(&self, value: &Expr) -> bool {
        match value {
            Expr::Path(path) => {
                let name = path.path.get_ident().map(ToString::to_string);
                name.is_some_and(|it| self.borrows.contains(&it) && !self.lent_mut.contains(&it))
            }
            Expr::Tuple(e) => e.elems.iter().all(|part| self.is_borrow(part)),
            value => {
                let is_shared = !awaits(value) && !repeatable::yields_mutable(value);
                is_shared && repeatable::may_be_borrow(value)
            }
        }
    }

    /// The label of a loop that awaits. Its jumps are labelled, for they may end up in a labelled
    /// block of ours, where a jump without a label is an error. A label of the user's that no jump
    /// mentions goes to an empty block, so that the compiler says that it is unused.
    fn loop_label(
        &mut self,
        label: Option<syn::Label>,
        cond: Option<&Expr>,
        body: &mut syn::Block,
    ) -> Lifetime {
        let is_used = |label: &syn::Label| {
            let label = label.name.ident.to_string();
            let tokens = cond.into_token_stream().into_iter().chain(body.to_token_stream());
            instrument::mentions(tokens.collect(), &label)
        };
        let (used, unused) = match label {
            Some(label) if is_used(&label) => (label.name, None),
            label => (self.fresh_label("loop"), label),
        };
        LabelJumps(&used).visit_block_mut(body);
        let unused = unused.map(|label| -> SynStmt { parse_quote!(#label {}) });
        body.stmts.splice(0..0, unused);
        used
    }
}

/// As it is written, for the compiler refuses it: a `while` and a `for` have no value.
fn refused(expr: Expr) -> Value {
    Value::Simple(Code::new(expr))
}
