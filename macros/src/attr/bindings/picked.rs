//! What patterns pick for a block that awaits: borrows, which are picked again when a call is resumed,
//! and values, which are kept.

use quote::ToTokens;
use syn::Expr;

use super::{Resolver, stale};
use crate::attr::flatten::Part;
use crate::attr::ir::*;
use crate::attr::{classify, flatten};

/// What a pattern matches.
pub(super) struct Picked {
    /// What the borrows among its bindings are picked from, as variables and as tokens.
    pub(super) operands: Vec<VarId>,
    pub(super) source: Vec<String>,
    /// Whether each binding borrows.
    pub(super) borrows: Vec<bool>,
    pub(super) may_be_lent: bool,
}

impl Resolver<'_> {
    pub(super) fn picked(&mut self, pick: &Pick, matched: &Code<Expr>, clauses: Vec<Part>) {
        let vars = self.vars_in_scope();
        let (mut borrowed, mut kept) = (Vec::new(), Vec::new());
        for clause in clauses {
            let mut parts = Vec::new();
            clause.smallest(&mut parts);
            let (again, values): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| {
                // What is found by a value that was moved meanwhile is not found again.
                classify::is_borrow(&part.matched, vars) && !mentions_any(&part.matched, &kept)
            });
            borrowed.extend(again);
            kept.extend(values);
        }
        let is_borrowed = |ident: &syn::Ident| {
            let binds = |parts: &[Part]| parts.iter().any(|part| part.binds(ident));
            binds(&borrowed) && !binds(&kept)
        };
        let bindings = pick.bindings.iter().zip(&pick.by_ref).zip(&pick.copied);
        let borrows = bindings
            .map(|((ident, &by_ref), &copied)| by_ref || !copied && is_borrowed(ident))
            .collect::<Vec<_>>();
        let mentions = matched.facts.mentions.iter().map(|mention| mention.var);
        let (source, operands) = match kept.is_empty() || pick.by_ref.contains(&true) {
            true => (stale::words(stale::matched(&matched.code)), mentions.collect()),
            false => {
                let source: Vec<_> =
                    borrowed.iter().flat_map(|part| words(&part.matched)).collect();
                let is_in = |&var: &VarId| source.contains(&vars.all[var].ident.to_string());
                let operands = mentions.filter(is_in).collect();
                (source, operands)
            }
        };
        let may_be_lent = classify::may_be_lent(&matched.code, vars);
        self.picks.insert(pick.id, Picked { operands, source, borrows, may_be_lent });
    }
}

/// What the clauses of a condition match.
pub(super) fn clauses(cond: &Expr) -> Vec<Part> {
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
