//! Which local has to be carried, and into which level?

use std::ops::Range;

use syn::Lifetime;

use super::borrowers::Borrower;
use super::{Found, level_of};
use crate::attr::ir::*;
use crate::attr::liveness::Lives;
use crate::attr::moves::{self, Moved};

pub(super) struct Search<'a> {
    pub(super) vars: &'a [Var],
    pub(super) lives: &'a Lives,
    pub(super) moved: &'a [Moved],
}

impl Search<'_> {
    pub(super) fn block<'b>(&self, block: &'b Block, scope: &mut Vec<&'b Let>) -> Option<Found> {
        let depth = scope.len();
        let found = block.stmts.iter().find_map(|stmt| match &stmt.kind {
            StmtKind::Plain(_) => None,
            StmtKind::Value { value, .. } => self.value(value, &stmt.awaits, scope),
            StmtKind::Let(let_) => {
                let init = let_.init.as_ref();
                let found = init.and_then(|init| self.value(init, &stmt.awaits, scope));
                scope.push(let_);
                found
            }
        });
        scope.truncate(depth);
        found
    }

    fn value<'b>(
        &self,
        value: &'b Value,
        awaits: &Range<AwaitId>,
        scope: &mut Vec<&'b Let>,
    ) -> Option<Found> {
        if awaits.is_empty() {
            return None;
        }
        if let Some(level) = level_of(value) {
            let label = match value {
                Value::Loop(loop_) => Some(&loop_.label),
                _ => None,
            };
            return self.into(level, label, awaits, scope).or_else(|| self.block(level, scope));
        }
        match value {
            Value::Simple(_) | Value::Loop(_) => None,
            Value::Block(block) => self.block(block, scope),
            Value::If(if_) => self.block(&if_.then, scope).or_else(|| {
                let rest = if_.then_awaits.end..awaits.end;
                self.value(if_.otherwise.as_ref()?, &rest, scope)
            }),
            Value::Match(match_) => match_.arms.iter().find_map(|arm| match &arm.body {
                ArmBody::Plain(_) => None,
                ArmBody::Awaits { block, .. } => self.block(block, scope),
            }),
        }
    }

    /// What has to be carried into a level.
    fn into(
        &self,
        level: &Block,
        label: Option<&Lifetime>,
        awaits: &Range<AwaitId>,
        scope: &[&Let],
    ) -> Option<Found> {
        let vars = scope.iter().flat_map(|let_| &let_.vars);
        let mut wanted = vars.filter(|&&var| self.has_to_be(var, level, awaits));
        wanted.find_map(|&var| {
            Some(Found {
                var,
                level,
                label: label.cloned(),
                awaits: awaits.clone(),
                outlives: self.lives.behind_level(level, var),
                borrowers: self.borrowers(var, level, scope)?,
            })
        })
    }

    /// Whether each round begins with the local, and some awaits find it moved.
    fn has_to_be(&self, var: VarId, level: &Block, awaits: &Range<AwaitId>) -> bool {
        let is_saved = matches!(self.vars[var].class, Class::Typed(_) | Class::Boxed);
        let is_gone = |id: AwaitId| {
            let index = id as usize - 1;
            moves::is_moved(&self.moved[index], var) && !self.lives.pending[index].contains(&var)
        };
        is_saved
            && self.vars[var].cfg.is_empty()
            && self.lives.at_start(level, var)
            && awaits.clone().any(is_gone)
    }

    /// What borrows from the local, and is needed in the level; unless it cannot be borrowed again, or
    /// is needed behind the level too: then nothing has been moved, but copied.
    fn borrowers(&self, var: VarId, level: &Block, scope: &[&Let]) -> Option<Vec<Borrower>> {
        let mut from = vec![var];
        let mut borrowers = Vec::new();
        for let_ in scope {
            let mut operands = let_.vars.iter().flat_map(|&var| &self.vars[var].operands);
            let is_needed = |&var: &VarId| self.lives.at_start(level, var);
            if operands.any(|operand| from.contains(operand)) && let_.vars.iter().any(is_needed) {
                let is_ended = |&var: &VarId| !self.lives.behind_level(level, var);
                let all = let_.vars.iter().all(|var| is_needed(var) && is_ended(var));
                borrowers.push(Borrower::of(let_, self.vars).filter(|_| all)?);
                from.extend(&let_.vars);
            }
        }
        Some(borrowers)
    }
}
