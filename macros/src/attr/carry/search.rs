//! Which local has to be carried, and into which loop?

use std::ops::Range;

use super::Found;
use crate::attr::ir::*;
use crate::attr::liveness::Lives;
use crate::attr::moves::{self, Moved};

pub(super) struct Search<'a> {
    pub(super) vars: &'a [Var],
    pub(super) lives: &'a Lives,
    pub(super) moved: &'a [Moved],
}

impl Search<'_> {
    pub(super) fn block(&self, block: &Block, scope: &mut Vec<VarId>) -> Option<Found> {
        let depth = scope.len();
        let found = block.stmts.iter().find_map(|stmt| match &stmt.kind {
            StmtKind::Plain(_) => None,
            StmtKind::Value { value, .. } => self.value(value, &stmt.awaits, scope),
            StmtKind::Let(let_) => {
                let init = let_.init.as_ref();
                let found = init.and_then(|init| self.value(init, &stmt.awaits, scope));
                scope.extend(&let_.vars);
                found
            }
        });
        scope.truncate(depth);
        found
    }

    fn value(
        &self,
        value: &Value,
        awaits: &Range<AwaitId>,
        scope: &mut Vec<VarId>,
    ) -> Option<Found> {
        match value {
            _ if awaits.is_empty() => None,
            Value::Simple(_) => None,
            Value::Block(block) => self.block(block, scope),
            Value::If(if_) => self.block(&if_.then, scope).or_else(|| {
                let rest = if_.then_awaits.end..awaits.end;
                self.value(if_.otherwise.as_ref()?, &rest, scope)
            }),
            Value::Match(match_) => match_.arms.iter().find_map(|arm| match &arm.body {
                ArmBody::Plain(_) => None,
                ArmBody::Awaits { block, .. } => self.block(block, scope),
            }),
            Value::Loop(loop_) => {
                let found = scope.iter().find(|&&var| self.has_to_be(var, loop_, awaits, scope));
                let found = found.map(|&var| Found {
                    var,
                    label: loop_.label.clone(),
                    awaits: awaits.clone(),
                    outlives: self.lives.behind_level(&loop_.body, var),
                });
                found.or_else(|| self.block(&loop_.body, scope))
            }
        }
    }

    /// Whether each round begins with the local, and some awaits find it moved.
    fn has_to_be(
        &self,
        var: VarId,
        loop_: &Loop,
        awaits: &Range<AwaitId>,
        scope: &[VarId],
    ) -> bool {
        let is_saved = matches!(self.vars[var].class, Class::Typed(_) | Class::Boxed);
        let is_borrowed = scope.iter().any(|&other| self.vars[other].operands.contains(&var));
        let is_gone = |id: AwaitId| {
            let index = id as usize - 1;
            moves::is_moved(&self.moved[index], var) && !self.lives.pending[index].contains(&var)
        };
        is_saved
            && !is_borrowed
            && self.vars[var].cfg.is_empty()
            && self.lives.at_start(&loop_.body, var)
            && awaits.clone().any(is_gone)
    }
}
