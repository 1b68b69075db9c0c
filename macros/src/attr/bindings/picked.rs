//! What patterns pick for a block that awaits: borrows, which are picked again when a call is resumed,
//! and values, which are kept.

use quote::ToTokens;
use syn::{Expr, Ident};

use super::parts::Apart;
use super::{Resolver, stale};
use crate::attr::flatten::{NamedBinding, Part};
use crate::attr::ir::*;
use crate::attr::{classify, flatten, repeatable};
use crate::visit::{self, Visit};

/// What a pattern matches.
pub(super) struct Picked {
    /// What the borrows among its bindings are picked from.
    pub(super) operands: Vec<VarId>,
    /// The same of each binding, as tokens.
    pub(super) sources: Vec<Vec<String>>,
    /// Whether each binding borrows.
    pub(super) borrows: Vec<bool>,
    /// What decides whether the block runs at all, as tokens.
    pub(super) decides: Vec<String>,
    pub(super) may_be_lent: bool,
    /// The parts of locals that are matched.
    pub(super) apart: Vec<Apart>,
}

impl Resolver<'_> {
    pub(super) fn pick_by_condition(&mut self, pick: &Pick, cond: &Code<Expr>) {
        let mut picked = self.pick(pick, cond, clauses(&cond.code));
        picked.decides = decides(&cond.code);
        self.picks.insert(pick.id, picked);
    }

    pub(super) fn pick_by_arm(&mut self, pick: &Pick, arm: &Arm, matched: &Code<Expr>) {
        let mut picked = self.pick(pick, matched, vec![Part::new(&matched.code, &arm.pat)]);
        // What refers to a temporary ends with the `match`, and has no destructor.
        if !refers_to_temporary(&matched.code) {
            picked.decides = arm.guard.iter().flat_map(|guard| words(&guard.code)).collect();
        }
        self.picks.insert(pick.id, picked);
    }

    fn pick(&self, pick: &Pick, matched: &Code<Expr>, clauses: Vec<Part>) -> Picked {
        let mentions = matched.facts.mentions.iter().map(|mention| mention.var).collect();
        let apart = |part: &Part| Apart::of(&part.matched, &part.cases, &matched.facts);
        let apart = clauses.iter().filter_map(apart).collect();
        Picked { apart, ..self.picked(&pick.bindings, mentions, &matched.code, clauses) }
    }

    /// The same of `let (word, n) = (line.trim(), 3);`, where that is no borrow as a whole.
    pub(super) fn picked_by_let(&self, let_: &Let) -> Option<Picked> {
        let matched = classify::init(let_)?;
        let is_whole = classify::stands_once(let_) || let_.ty.is_some();
        if is_whole || classify::is_borrow(matched, self.vars_in_scope()) {
            return None;
        }
        let clauses = Part::new(matched, &let_.pat).split()?;
        let mentions = self.without_steps(classify::operands(let_), let_);
        Some(self.picked(&flatten::bindings(&let_.pat), mentions, matched, clauses))
    }

    fn picked(
        &self,
        bindings: &[NamedBinding],
        mentions: Vec<VarId>,
        matched: &Expr,
        clauses: Vec<Part>,
    ) -> Picked {
        let vars = self.vars_in_scope();
        let (mut again, mut kept) = (Vec::new(), Vec::new());
        for clause in clauses {
            let parts = clause.clone().smallest();
            let (borrows, values): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| {
                // What is found by a value that was moved meanwhile is not found again.
                classify::is_borrow(&part.matched, vars) && !mentions_any(&part.matched, &kept)
            });
            let is_bound = |ident: &Ident| borrows.iter().any(|part: &Part| part.binds(ident));
            // Nor where a value that may have been moved tells what was bound.
            match !values.is_empty() && clause.is_told_by_all(&is_bound) {
                true => kept.push(clause),
                false => {
                    again.extend(borrows);
                    kept.extend(values);
                }
            }
        }
        let refers = bindings.iter().any(|binding| binding.by_ref);
        let is_whole = kept.is_empty() || refers;
        let source = again.iter().flat_map(|part| words(&part.matched)).collect::<Vec<_>>();
        let is_in_source =
            |&var: &VarId| is_whole || source.contains(&vars.all[var].ident.to_string());
        let source_of = |binding: &NamedBinding| {
            let parts = again.iter().filter(|part| part.binds(&binding.ident)).collect::<Vec<_>>();
            match refers || parts.is_empty() {
                true => stale::words(stale::matched(matched)),
                false => parts.iter().flat_map(|part| words(&part.matched)).collect(),
            }
        };
        let is_again = |binding: &NamedBinding| {
            let binds = |parts: &[Part]| parts.iter().any(|part| part.binds(&binding.ident));
            binding.by_ref || !binding.copied && binds(&again) && !binds(&kept)
        };
        Picked {
            operands: mentions.into_iter().filter(is_in_source).collect(),
            sources: bindings.iter().map(source_of).collect(),
            borrows: bindings.iter().map(is_again).collect(),
            may_be_lent: classify::may_be_lent(matched, vars),
            decides: Vec::new(),
            apart: Vec::new(),
        }
    }
}

/// What the clauses of a condition mention, but for the first, which nothing is bound for.
fn decides(cond: &Expr) -> Vec<String> {
    let mut clauses = Vec::new();
    flatten::conjuncts(cond.clone(), &mut clauses);
    let mentions = clauses.iter().skip(1).map(|clause| match clause {
        Expr::Let(clause) => words(&clause.expr),
        clause => words(clause),
    });
    mentions.flatten().collect()
}

/// `Some(&make())`
fn refers_to_temporary(matched: &Expr) -> bool {
    struct Temporaries(bool);
    impl<'ast> Visit<'ast> for Temporaries {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= matches!(expr, Expr::Reference(e) if !repeatable::is_place(&e.expr));
            visit::visit_expr(self, expr);
        }
    }
    let mut temporaries = Temporaries(false);
    temporaries.visit_expr(matched);
    temporaries.0
}

/// What the clauses of a condition match.
fn clauses(cond: &Expr) -> Vec<Part> {
    let mut clauses = Vec::new();
    flatten::conjuncts(cond.clone(), &mut clauses);
    let lets = clauses.iter().filter_map(|clause| match clause {
        Expr::Let(clause) => Some(Part::new(&clause.expr, &clause.pat)),
        _ => None,
    });
    lets.collect()
}

/// Whether an expression mentions what any of these parts binds.
fn mentions_any(expr: &Expr, parts: &[Part]) -> bool {
    let words = words(expr);
    let mut bound = parts.iter().flat_map(Part::bindings);
    bound.any(|binding| words.contains(&binding.ident.to_string()))
}

fn words(expr: &Expr) -> Vec<String> {
    stale::words(expr.to_token_stream())
}
