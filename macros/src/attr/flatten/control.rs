//! `if` and `match`.

use std::collections::HashSet;

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::{Expr, Lifetime, Pat, Stmt as SynStmt, Token, parse_quote_spanned};

use super::lookup::finds_by_call;
use super::patterns::*;
use super::syntax::*;
use super::temporaries::{self, Held};
use super::{Flatten, found_by_place, generated, make, repeatable};
use crate::attr::bindings;
use crate::attr::ir::*;

impl Flatten<'_> {
    pub(super) fn if_(&mut self, mut e: syn::ExprIf) -> Value {
        let span = generated(e.if_token.span);
        let then_awaits = block_awaits(&e.then_branch);
        let mut before = Vec::new();
        // What the clause makes of what it awaits lives as long as the block.
        if let Expr::Let(clause) = &mut *e.cond
            && awaits(&clause.expr)
            && !then_awaits
        {
            let matched = take(&mut clause.expr);
            *clause.expr = self.hoist_awaited(matched, &mut before);
        }
        if condition_has_let(&e.cond) && awaits(&e.cond) {
            return self.if_let_await(e);
        }
        match &mut *e.cond {
            Expr::Let(clause) if then_awaits => {
                self.keep_referred([&*clause.pat], &mut clause.expr, &mut before);
                self.keep_step(&mut clause.expr, &mut before);
                self.keep_scrutinee(&mut clause.expr, &mut before);
            }
            // A later clause's operands must not be evaluated before an earlier clause.
            cond if then_awaits && (self.changes_later(cond) || refers_to_values(cond)) => {
                return self.if_let_await(e);
            }
            // What is borrowed from another binding is not handed over together with that.
            cond if then_awaits && borrows_further(cond, &e.then_branch) => {
                return self.if_let_await(e);
            }
            _ => {}
        }
        if then_awaits {
            temporaries::ask_in_condition(&mut e.cond, first_await(&e.then_branch));
        }
        // An assignment is a `==` or a `let` that was meant, which the compiler says of all of it.
        let cond = match awaits(&e.cond) && !matches!(*e.cond, Expr::Assign(_)) {
            true => self.hoist_value(*e.cond, &mut before),
            false => *e.cond,
        };
        if !then_awaits && !e.else_branch.iter().any(|(_, otherwise)| awaits(otherwise)) {
            e.cond = Box::new(cond);
            return self.wrap(before, Value::Simple(Code::new(Expr::If(e))), span);
        }
        let bindings = condition_bindings(&cond);
        let pick = (!bindings.is_empty()).then(|| self.pick(bindings));
        let (mut then, then_awaits) = self.ranged(|this| this.block(e.then_branch));
        let pick = pick.filter(|_| !then_awaits.is_empty());
        if let Some(pick) = &pick {
            then.stmts.insert(0, picked(pick, then_awaits.start));
        }
        let otherwise = e.else_branch.map(|(_, otherwise)| self.value(*otherwise));
        let cond = Code::new(cond);
        let value = If { if_token: e.if_token, cond, then, then_awaits, otherwise, pick };
        self.wrap(before, Value::If(Box::new(value)), span)
    }

    /// A condition with both `let` and `.await`: clause by clause.
    ///
    /// ```text
    /// if a && let P = b.await && c { T } else { E }
    /// 'done: { 'otherwise: { if !a { break 'otherwise } let P = b.await else { break 'otherwise };
    ///     if !c { break 'otherwise } break 'done { T } } E }
    /// ```
    fn if_let_await(&mut self, e: syn::ExprIf) -> Value {
        let span = generated(e.if_token.span);
        let (done, otherwise) = (self.fresh_label("chosen"), self.fresh_label("unchosen"));
        let mut clauses = Vec::new();
        conjuncts(*e.cond, &mut clauses);
        let mut stmts: Vec<SynStmt> = Vec::new();
        // What always holds leaves nothing to the `else`: the compiler is not to say so of ours.
        if clauses.iter().all(always_holds) {
            clauses.push(parse_quote_spanned!(span=> true));
        }
        let held_at = block_awaits(&e.then_branch).then(|| first_await(&e.then_branch));
        for mut clause in clauses {
            if let Some(at) = held_at {
                temporaries::ask_in_condition(&mut clause, at);
            }
            self.clause(clause, &otherwise, held_at.is_some(), span, &mut stmts);
        }
        let diverges = bindings::block_diverges(&e.then_branch);
        let is_empty = e.then_branch.stmts.is_empty();
        let then = make::paren(make::block_expr(None, e.then_branch, span), span);
        let then = match diverges {
            true => then,
            // Of a `{}` behind a `break`, clippy would say that it is not needed.
            false => make::break_(&done, Some(then).filter(|_| !is_empty), span),
        };
        stmts.push(SynStmt::Expr(then, Some(Token![;](span))));
        let chosen = make::block_expr(Some(&otherwise), make::block(stmts, span), span);
        let tail = match e.else_branch {
            Some((_, otherwise)) => make::paren(*otherwise, span),
            None => make::block_expr(None, make::block(Vec::new(), span), span),
        };
        let stmts = vec![SynStmt::Expr(chosen, None), SynStmt::Expr(tail, None)];
        self.value(make::block_expr(Some(&done), make::block(stmts, span), span))
    }

    /// A clause of a condition as a statement, which breaks to `otherwise` where it does not hold.
    fn clause(
        &mut self,
        clause: Expr,
        otherwise: &Lifetime,
        then_awaits: bool,
        span: Span,
        out: &mut Vec<SynStmt>,
    ) {
        let failed = make::break_(otherwise, None, span);
        let failed = make::block(vec![SynStmt::Expr(failed, None)], span);
        let Expr::Let(mut clause) = clause else {
            let unmet = make::not(make::paren(clause, span), span);
            out.push(SynStmt::Expr(make::if_(unmet, failed, None, span), None));
            return;
        };
        let in_part = !then_awaits && awaited_part(&mut clause.expr).is_some();
        let value = match in_part {
            true => awaited_part(&mut clause.expr),
            false if found_by_place::is_in(&clause.expr) => None,
            false => repeatable::borrowed_temporary(&mut clause.expr),
        };
        if let Some(value) = value {
            let (name, owned) = (self.fresh("value", span), take(value));
            out.push(make::let_(make::name(name.clone()), owned, None, span));
            *value = make::path(name);
        }
        let (pat, expr) = (*clause.pat, make::paren(*clause.expr, span));
        out.push(match is_irrefutable(&pat) {
            true => make::let_(pat, expr, None, span),
            false => {
                let failed = make::block_expr(None, failed, span);
                make::let_(make::paren_pat(pat, span), expr, Some(failed), span)
            }
        });
    }

    /// What an arm binds by reference is matched again: by the same indices, and in the same value.
    fn keep_scrutinee(&mut self, scrutinee: &mut Expr, out: &mut Vec<Stmt>) {
        self.find_by_place(scrutinee, out);
        match scrutinee {
            Expr::Tuple(e) => {
                self.in_turn(e.elems.iter_mut().collect(), Self::keep_temporary, out);
            }
            _ => self.keep_temporary(scrutinee, out),
        }
        self.keep_keys(scrutinee, out);
        if repeatable::may_hold_borrow(scrutinee) {
            self.keep_operands(scrutinee, out);
        }
    }

    /// The value that is looked at, where nothing names it.
    fn keep_temporary(&mut self, scrutinee: &mut Expr, out: &mut Vec<Stmt>) {
        if let Some(value) = repeatable::borrowed_temporary(scrutinee) {
            let owned = take(value);
            *value = self.hoist_unchanged(owned, out);
        }
    }

    /// Whether a clause of a condition borrows by something that may change.
    fn changes_later(&mut self, cond: &Expr) -> bool {
        match cond {
            Expr::Let(e) if self.is_step(&e.expr) || finds_by_call(&e.expr) => true,
            Expr::Let(e) => repeatable::may_hold_borrow(&e.expr) && !self.keeps_operands(&e.expr),
            Expr::Paren(e) => self.changes_later(&e.expr),
            Expr::Binary(e) if condition_has_let(cond) => {
                self.changes_later(&e.left) || self.changes_later(&e.right)
            }
            _ => false,
        }
    }

    fn pick(&mut self, bindings: Vec<NamedBinding>) -> Pick {
        self.picks += 1;
        Pick { id: self.picks, bindings }
    }

    pub(super) fn match_(&mut self, e: syn::ExprMatch) -> Value {
        let mut awaiting = e.arms.iter().filter(|arm| awaits(&arm.body)).peekable();
        let held = awaiting.peek().map(|arm| first_await_in(&arm.body)).map(|at| Held {
            at,
            is_bound: awaiting.flat_map(|arm| bindings(&arm.pat)).next().is_some(),
        });
        self.match_held(e, held)
    }

    /// The same of a `match` that stands for a `let else`: that drops its temporaries before the `else`.
    pub(super) fn match_unheld(&mut self, e: syn::ExprMatch) -> Value {
        self.match_held(e, None)
    }

    fn match_held(&mut self, mut e: syn::ExprMatch, held: Option<Held>) -> Value {
        let span = e.match_token.span;
        let mut before = Vec::new();
        let arms_await =
            e.arms.iter().any(|arm| awaits(&arm.body) || guard(&arm.pat).is_some_and(awaits));
        if let Some(held) = &held
            && awaits(&e.expr)
        {
            temporaries::ask_whole(&mut e.expr, held);
        }
        let scrutinee = match awaits(&e.expr) {
            true if arms_await => self.hoist_borrowed(*e.expr, &mut before),
            true => self.hoist_awaited(*e.expr, &mut before),
            false => *e.expr,
        };
        if !arms_await {
            e.expr = Box::new(scrutinee);
            let value = Value::Simple(Code::new(Expr::Match(e)));
            return self.wrap(before, value, span);
        }
        let mut scrutinee = scrutinee;
        let awaiting = e.arms.iter().filter(|arm| awaits(&arm.body)).map(|arm| &arm.pat);
        self.keep_referred(awaiting, &mut scrutinee, &mut before);
        self.keep_step(&mut scrutinee, &mut before);
        self.keep_scrutinee(&mut scrutinee, &mut before);
        if let Some(held) = &held {
            temporaries::ask_early(&mut before, held.at);
            temporaries::ask_scrutinee(&mut scrutinee, held);
        }
        let arms = e.arms.into_iter().map(|arm| self.arm(arm)).collect();
        let value = Match { match_token: e.match_token, scrutinee: Code::new(scrutinee), arms };
        self.wrap(before, Value::Match(Box::new(value)), span)
    }

    fn arm(&mut self, arm: syn::Arm) -> Arm {
        let (pat, guard) = match arm.pat {
            Pat::Guard(guarded) => (*guarded.pat, Some(guarded.guard)),
            pat => (pat, None),
        };
        let guard = guard.map(|guard| {
            if awaits(&guard) {
                self.errors.push(
                    &guard,
                    "an await in a match guard cannot be resumed [await-in-guard]\n\
                     help: await in the arm, or in a `let` before the `match`",
                );
            }
            Code::new(*guard)
        });
        let body = arm.body;
        if !awaits(&body) {
            let body = ArmBody::Plain(Code::new(*body));
            return Arm { attrs: arm.attrs, pat, guard, body };
        }
        let bindings = bindings(&pat);
        let (mut block, awaits) = self.ranged(|this| match *body {
            Expr::Block(e) if e.label.is_none() && e.attrs.is_empty() => this.block(e.block),
            body => this.expr_block(body),
        });
        let pick = self.pick(bindings);
        if !pick.bindings.is_empty() {
            block.stmts.insert(0, picked(&pick, awaits.start));
        }
        let body = ArmBody::Awaits { block, pick };
        Arm { attrs: arm.attrs, pat, guard, body }
    }
}

/// `let (a, mut b);`, assigned from what the pattern picked.
fn picked(pick: &Pick, at: AwaitId) -> Stmt {
    let pats = pick.bindings.iter().map(|binding| {
        let (mutability, ident) = (binding.mutability, &binding.ident);
        quote!(#mutability #ident)
    });
    let pat = Pat::parse_tuple(quote!((#(#pats,)*)));
    let kind = StmtKind::Let(Box::new(Let {
        attrs: Vec::new(),
        let_token: Token![let](Span::mixed_site()),
        pat,
        ty: None,
        init: None,
        diverge: None,
        origin: Origin::Picked(pick.id),
        steps: Vec::new(),
        again: None,
        vars: Vec::new(),
        semi: None,
    }));
    Stmt { kind, awaits: at..at }
}

/// Whether a `let` in a condition binds a part of what has no name.
fn refers_to_values(cond: &Expr) -> bool {
    match cond {
        Expr::Let(e) => !is_place(&e.expr) && bindings(&e.pat).iter().any(|binding| binding.by_ref),
        Expr::Paren(e) => refers_to_values(&e.expr),
        Expr::Binary(e) if condition_has_let(cond) => {
            refers_to_values(&e.left) || refers_to_values(&e.right)
        }
        _ => false,
    }
}

fn always_holds(clause: &Expr) -> bool {
    matches!(clause, Expr::Let(clause) if is_irrefutable(&clause.pat))
}

pub(super) fn guard(pat: &Pat) -> Option<&Expr> {
    match pat {
        Pat::Guard(guarded) => Some(&guarded.guard),
        _ => None,
    }
}

/// Whether a clause of a condition borrows from what another binds, to change it, and both are used in the block.
fn borrows_further(cond: &Expr, block: &syn::Block) -> bool {
    let mut clauses = Vec::new();
    conjuncts(cond.clone(), &mut clauses);
    let in_block = bindings::words(block.to_token_stream());
    let mut bound = HashSet::new();
    clauses.iter().any(|clause| {
        let Expr::Let(clause) = clause else { return false };
        let mentioned = bindings::words(clause.expr.to_token_stream());
        let lends = mentioned.iter().any(|word| word == "mut" || word.ends_with("_mut"));
        let is_further =
            lends && mentioned.iter().any(|name| bound.contains(name) && in_block.contains(name));
        bound.extend(bindings(&clause.pat).into_iter().map(|binding| binding.ident.to_string()));
        is_further
    })
}
