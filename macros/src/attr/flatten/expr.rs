//! Awaits within an expression: all but one that comes before everything else are hoisted.

use std::collections::HashSet;

use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Pat, Stmt as SynStmt};

use super::syntax::*;
use super::{Flatten, generated, macros, make, repeatable, temporaries, written_out};
use crate::attr::ir::*;

const MESSAGE: &str = "the message of an assertion awaits only if it fails [await-in-macro]\n\
                       help: compare in an `if`, and await there: `if a != b { panic!(..) }`";

impl Flatten<'_> {
    /// Takes all awaits out of `expr` but one that comes before everything else in it.
    pub(super) fn head(&mut self, mut expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        if is_control(&expr) {
            return self.hoist(expr, out);
        }
        match &mut expr {
            Expr::Await(_) => {
                let Expr::Await(e) = expr else { return expr };
                return self.await_(e, out);
            }
            place if is_place(place) => {
                self.place(place, false, out);
                return expr;
            }
            Expr::Binary(e) if is_lazy(&e.op) && awaits(&e.right) => {
                let Expr::Binary(e) = expr else { return expr };
                return self.lazy(e, out);
            }
            Expr::Macro(_) => {
                let Expr::Macro(e) = expr else { return expr };
                return self.macro_(e, out);
            }
            _ => {}
        }
        let places = match &expr {
            Expr::Assign(_) => Places::At(1),
            Expr::Binary(e) if repeatable::is_assignment(&e.op) => Places::At(1),
            // `a.max(b)` reads `a` before `b`.
            Expr::MethodCall(call) if repeatable::takes_by_value(&call.method) => Places::None,
            Expr::Call(_) | Expr::MethodCall(_) | Expr::Reference(_) => Places::At(0),
            _ => Places::None,
        };
        match is_settled_target(&expr) {
            true => self.sequence(children(&mut expr), places, out),
            // By its type, `+=` might evaluate the left side before the await, and once more behind it.
            false => self.hoist_sequence(children(&mut expr), places, None, out),
        }
        expr
    }

    /// A macro whose arguments are known to be expressions, or known not to be.
    fn macro_(&mut self, mut e: syn::ExprMacro, out: &mut Vec<Stmt>) -> Expr {
        if let Some(matches) = macros::matches(&e.mac) {
            return self.hoist(Expr::Match(matches), out);
        }
        if let Some(written) = written_out(&e.mac) {
            return self.hoist(written, out);
        }
        if let Some((mut value, mut length)) = macros::repeated(&e.mac) {
            self.hoist_sequence(vec![&mut value, &mut length], Places::None, None, out);
            e.mac.tokens = quote!(#value; #length);
            return Expr::Macro(e);
        }
        let Some(mut args) = macros::arguments(&e.mac) else {
            let name = e.mac.path.to_token_stream().to_string().replace(' ', "");
            self.errors.push(
                &e.mac.path,
                format!(
                    "`#[cancel_safe]` cannot see the await inside `{name}!` [await-in-macro]\n\
                     help: {}",
                    macros::instead(&e.mac),
                ),
            );
            return Expr::Macro(e);
        };
        if macros::compares(&e.mac) {
            // It is made only if they differ.
            let messages = args.iter().skip(2).filter(|message| awaits(message));
            messages.for_each(|message| self.errors.push(message, MESSAGE));
        }
        let values = args.iter_mut().map(macros::argument_value);
        // Nobody looks for awaits inside of macros any more.
        let places = match macros::borrows(&e.mac) {
            true => Places::All,
            false => Places::None,
        };
        self.hoist_sequence(values.collect(), places, None, out);
        e.mac.tokens = args.into_token_stream();
        Expr::Macro(e)
    }

    /// Operands in the order of evaluation: what comes before an await has to keep its value.
    fn sequence(&mut self, children: Vec<&mut Expr>, places: Places, out: &mut Vec<Stmt>) {
        let first_effect = children.iter().position(|child| !is_constant(child));
        self.hoist_sequence(children, places, first_effect, out);
    }

    /// An await may stay in the `head`, if it is the only one.
    fn hoist_sequence(
        &mut self,
        children: Vec<&mut Expr>,
        places: Places,
        head: Option<usize>,
        out: &mut Vec<Stmt>,
    ) {
        let Some(last) = children.iter().rposition(|child| awaits(child)) else { return };
        let names: Vec<_> = children.iter().map(|child| idents(child)).collect();
        let at = first_await_in(children[last]);
        let changed: Vec<_> =
            children.iter().map(|child| changed_in(child, &self.lent_mut)).collect();
        for (index, child) in children.into_iter().enumerate().take(last + 1) {
            let behind = &names[index + 1..=last];
            // The compiler lets nobody change what is borrowed: so it is a copy that is used here.
            let is_copy = repeatable::root(child).is_some_and(|root| {
                changed[index + 1..=last].iter().any(|names| names.contains(&root.to_string()))
            });
            let is_place_here = places.contains(index) && !is_copy;
            if is_place_here && is_place(child) {
                self.place(child, index < last, out);
                continue;
            }
            let in_head = index == last && head == Some(last);
            if is_place_here && !in_head && is_part(child) {
                match index == last && !repeatable::is_place(child) {
                    true => {
                        let part = take(child);
                        *child = self.hoist_awaited(part, out);
                    }
                    false => self.hoist_base(child, out),
                }
                continue;
            }
            let expr = take(child);
            let first = out.len();
            *child = if in_head {
                self.head(expr, out)
            } else if awaits(&expr) || !self.waits(&expr, behind) {
                match is_place_here {
                    true => self.hoist_borrowed(expr, out),
                    false if index == last => self.hoist_awaited(expr, out),
                    false => self.hoist_value(expr, out),
                }
            } else {
                expr
            };
            if index < last {
                temporaries::ask_early(&mut out[first..], at);
            }
        }
    }

    /// Of a borrow from an awaited value, `&x.await` or `x.await.as_str()`, the value is hoisted
    /// and the borrow stays: so that the value lives long enough.
    pub(super) fn hoist_borrowed(&mut self, expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        match strip_parens(expr) {
            Expr::Reference(mut e) => {
                self.hoist_base(&mut e.expr, out);
                Expr::Reference(e)
            }
            Expr::MethodCall(mut call)
                if repeatable::yields_borrow(&call)
                    && awaits(&call.receiver)
                    && call.args.iter().all(|arg| self.may_wait(arg)) =>
            {
                self.hoist_base(&mut call.receiver, out);
                Expr::MethodCall(call)
            }
            // A borrow is made again.
            borrow if !awaits(&borrow) && repeatable::may_be_borrow(&borrow) => {
                self.hoist_unchanged(borrow, out)
            }
            // What is matched part by part.
            Expr::Tuple(mut e) if e.elems.iter().any(repeatable::may_be_borrow) => {
                self.hoist_parts(e.elems.iter_mut().collect(), out);
                Expr::Tuple(e)
            }
            expr => self.hoist(expr, out),
        }
    }

    /// The awaits of `let (word, n) = (line.trim(), rx.recv().await);`.
    pub(super) fn hoist_awaited_parts(&mut self, pat: &Pat, init: &mut Expr, out: &mut Vec<Stmt>) {
        let (pat, value) = match (pat, &*init) {
            (Pat::Paren(pat), Expr::Paren(init)) => (&*pat.pat, &*init.expr),
            whole => whole,
        };
        if let (Pat::Tuple(_), Expr::Tuple(tuple)) = (pat, value)
            && awaits(value)
            && tuple.elems.iter().any(repeatable::may_be_borrow)
        {
            let tuple = take(init);
            *init = self.hoist_borrowed(tuple, out);
        }
    }

    /// Hoists the parts of a tuple up to the last that awaits, but for borrows that may wait.
    fn hoist_parts(&mut self, parts: Vec<&mut Expr>, out: &mut Vec<Stmt>) {
        let ahead = parts.iter().rposition(|part| awaits(part)).map_or(0, |last| last + 1);
        for part in parts.into_iter().take(ahead) {
            if self.may_wait(part) {
                continue;
            }
            let expr = take(part);
            *part = match repeatable::may_be_borrow(&expr) {
                true => self.hoist_borrowed(expr, out),
                false => self.hoist_value(expr, out),
            };
        }
    }

    /// Hoists the value that a borrowed place is part of.
    fn hoist_base(&mut self, expr: &mut Expr, out: &mut Vec<Stmt>) {
        match expr {
            place if is_place(place) => self.place(place, true, out),
            Expr::Field(e) => self.hoist_base(&mut e.base, out),
            Expr::Paren(e) => self.hoist_base(&mut e.expr, out),
            Expr::Unary(e) if matches!(e.op, syn::UnOp::Deref(_)) => {
                self.hoist_base(&mut e.expr, out);
            }
            Expr::Index(e) => {
                self.hoist_base(&mut e.expr, out);
                self.keep(&mut e.index, out);
            }
            base => {
                let owned = take(base);
                *base = self.hoist_borrowed(owned, out);
            }
        }
    }

    /// Takes the awaits out of a place, and what an await that comes after it could change.
    pub(super) fn place(&mut self, expr: &mut Expr, awaits_after: bool, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Field(e) => self.place(&mut e.base, awaits_after, out),
            Expr::Paren(e) => self.place(&mut e.expr, awaits_after, out),
            Expr::Unary(e) => self.place(&mut e.expr, awaits_after, out),
            Expr::Index(e) => {
                self.place(&mut e.expr, awaits_after || awaits(&e.index), out);
                if awaits(&e.index) || awaits_after && !self.may_wait(&e.index) {
                    let index = take(&mut e.index);
                    *e.index = self.hoist_value(index, out);
                }
            }
            _ => {}
        }
    }

    /// Whether an operand may be read after what is evaluated behind it.
    fn waits(&self, expr: &Expr, behind: &[HashSet<String>]) -> bool {
        self.may_wait(expr) || self.is_left_alone(expr, behind)
    }

    /// Whether what is evaluated behind it does not mention it: a part of a local, which nobody else
    /// can change in the meantime.
    fn is_left_alone(&self, expr: &Expr, behind: &[HashSet<String>]) -> bool {
        let is_other = |name: &String| behind.iter().all(|names| !names.contains(name));
        match expr {
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
                let name = ident.to_string();
                !self.lent.contains(&name) && is_other(&name)
            }),
            Expr::Field(e) => self.is_left_alone(&e.base, behind),
            Expr::Paren(e) => self.is_left_alone(&e.expr, behind),
            Expr::Closure(_) => idents(expr).iter().all(is_other),
            _ => false,
        }
    }

    pub(super) fn may_wait(&self, expr: &Expr) -> bool {
        let stable = |ident: &Ident| !self.mutable.contains(&ident.to_string());
        repeatable::may_wait(expr, &stable)
    }

    /// `l && r.await` is `if l { r.await } else { false }`.
    fn lazy(&mut self, e: syn::ExprBinary, out: &mut Vec<Stmt>) -> Expr {
        let (left, right) = (strip_parens(*e.left), strip_parens(*e.right));
        let span = generated(e.op.span());
        let is_and = matches!(e.op, syn::BinOp::And(_));
        let known = make::bool(!is_and, span);
        let (then, otherwise) = if is_and { (right, known) } else { (known, right) };
        let [then, otherwise] =
            [then, otherwise].map(|value| make::block(vec![SynStmt::Expr(value, None)], span));
        let otherwise = make::block_expr(None, otherwise, span);
        self.hoist(make::if_(make::paren(left, span), then, Some(otherwise), span), out)
    }
}

/// Whether the left side of `a += b.await` is the same before the await and behind it.
fn is_settled_target(expr: &Expr) -> bool {
    let Expr::Binary(e) = expr else { return true };
    let is_again = || repeatable::is_repeatable(&e.left) || repeatable::may_be_borrow(&e.left);
    !repeatable::is_assignment(&e.op)
        || is_again() && idents(&e.left).is_disjoint(&idents(&e.right))
}

/// Which operands stand for places, that are assigned or borrowed.
#[derive(Clone, Copy)]
enum Places {
    None,
    At(usize),
    All,
}

impl Places {
    fn contains(self, index: usize) -> bool {
        match self {
            Places::None => false,
            Places::At(place) => place == index,
            Places::All => true,
        }
    }
}
