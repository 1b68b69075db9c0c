//! What some awaits of a statement need is restored for all of them.

use std::ops::Range;

use super::*;
use crate::attr::classify;
use crate::attr::liveness::Lives;

pub(super) struct Unify<'a> {
    pub(super) awaits: &'a mut Vec<Await>,
    pub(super) vars: &'a [Var],
    pub(super) lives: &'a Lives,
    pub(super) moved: &'a [Moved],
    pub(super) scope: Vec<VarId>,
    /// What is brought along to where a closure is written.
    pub(super) brought: VarSet,
}

impl Unify<'_> {
    pub(super) fn block(&mut self, block: &Block) {
        let depth = self.scope.len();
        let end = block.stmts.iter().map(|stmt| stmt.awaits.end).max().unwrap_or_default();
        for stmt in &block.stmts {
            match &stmt.kind {
                StmtKind::Let(let_) => {
                    let_.init.iter().for_each(|init| self.value(init, &stmt.awaits));
                    self.stands_once(let_, stmt.awaits.end..end);
                    self.scope.extend(&let_.vars);
                }
                StmtKind::Value { value, .. } => self.value(value, &stmt.awaits),
                StmtKind::Plain(_) => {}
            }
        }
        self.scope.truncate(depth);
    }

    fn value(&mut self, value: &Value, awaits: &Range<AwaitId>) {
        match value {
            Value::Simple(_) => {}
            Value::Block(block) if block.level => self.level(block, awaits),
            Value::Block(block) => self.block(block),
            Value::If(if_) => {
                self.block(&if_.then);
                let rest = if_.then_awaits.end..awaits.end;
                if_.otherwise.iter().for_each(|otherwise| self.value(otherwise, &rest));
            }
            Value::Match(match_) => {
                for arm in &match_.arms {
                    if let ArmBody::Awaits { block, .. } = &arm.body {
                        self.block(block);
                    }
                }
            }
            Value::Loop(loop_) => self.level(&loop_.body, awaits),
        }
    }

    /// What is declared outside of a level is restored where the level is entered. But what the
    /// level assigns before it reads it, is restored inside, and only where it is needed.
    fn level(&mut self, block: &Block, awaits: &Range<AwaitId>) {
        if !awaits.is_empty() {
            let mut uses = Uses::new();
            mentions(block, &mut uses);
            // Backwards, so that what a variable is derived from comes after it.
            for var in self.scope.clone().into_iter().rev() {
                let is_needed = self.lives.at_start(block, var) || self.brought.contains(&var);
                if self.is_saved(var) && !is_needed {
                    continue;
                }
                // The compiler does not see that a resumed call cannot leave before it assigns.
                let used = uses.contains(&var) || self.lives.behind_level(block, var);
                self.unify(var, awaits, used);
            }
        }
        self.block(block);
    }

    fn is_saved(&self, var: VarId) -> bool {
        !matches!(self.vars[var].class, Class::Lent | Class::Rederived | Class::Counted)
    }

    /// A fresh call comes by where a closure is written, and so do those that are resumed behind it:
    /// what one of them needs, all have to bring along.
    fn stands_once(&mut self, let_: &Let, awaits: Range<AwaitId>) {
        let derived =
            |var: &VarId| matches!(self.vars[*var].class, Class::Rederived | Class::Counted);
        if !let_.vars.iter().any(derived) || !classify::stands_once(let_) {
            return;
        }
        let passes = |this: &Self, id: AwaitId| {
            let_.vars.iter().any(|var| this.awaits[id as usize - 1].pending.contains(var))
        };
        for id in awaits.filter(|&id| passes(self, id)).collect::<Vec<_>>() {
            let index = id as usize - 1;
            for &var in self.scope.clone().iter().rev() {
                if self.lives.behind_let(let_, var) && !self.moved[index].contains(&Unassigned(var))
                {
                    self.add(var, index);
                    self.brought.insert(var);
                }
            }
        }
    }

    fn unify(&mut self, var: VarId, awaits: &Range<AwaitId>, used: bool) {
        let is_pending =
            |this: &Self, id: AwaitId| this.awaits[id as usize - 1].pending.contains(&var);
        let pending = awaits.clone().filter(|&id| is_pending(self, id)).count();
        if pending == awaits.len() || pending == 0 && !used {
            return;
        }
        for id in awaits.clone() {
            if is_pending(self, id) {
                continue;
            }
            // It may have been moved there. If so the compiler will say that it cannot be saved;
            // if it is `Copy`, which the macro cannot see, it can.
            let index = id as usize - 1;
            if !self.moved[index].contains(&Unassigned(var)) {
                self.add(var, index);
            }
        }
    }

    fn add(&mut self, var: VarId, index: usize) {
        if !self.awaits[index].pending.contains(&var) {
            self.awaits[index].pending.push(var);
            self.vars[var].operands.iter().for_each(|&operand| self.add(operand, index));
        }
    }
}

/// The variables that a block reads.
fn mentions(block: &Block, uses: &mut Uses) {
    for stmt in &block.stmts {
        match &stmt.kind {
            StmtKind::Plain(code) => read(&code.facts, uses),
            StmtKind::Value { value, .. } => value_mentions(value, uses),
            StmtKind::Let(let_) => {
                let_.init.iter().for_each(|init| value_mentions(init, uses));
                let_.diverge.iter().for_each(|diverge| read(&diverge.facts, uses));
            }
        }
    }
}

fn value_mentions(value: &Value, uses: &mut Uses) {
    match value {
        Value::Simple(code) => read(&code.facts, uses),
        Value::Block(block) => mentions(block, uses),
        Value::If(if_) => {
            read(&if_.cond.facts, uses);
            mentions(&if_.then, uses);
            if_.otherwise.iter().for_each(|otherwise| value_mentions(otherwise, uses));
        }
        Value::Match(match_) => {
            read(&match_.scrutinee.facts, uses);
            for arm in &match_.arms {
                arm.guard.iter().for_each(|guard| read(&guard.facts, uses));
                match &arm.body {
                    ArmBody::Plain(code) => read(&code.facts, uses),
                    ArmBody::Awaits { block, .. } => mentions(block, uses),
                }
            }
        }
        Value::Loop(loop_) => mentions(&loop_.body, uses),
    }
}

fn read(facts: &Facts, uses: &mut Uses) {
    let reads = facts.mentions.iter().filter(|mention| mention.how != How::Assign);
    reads.for_each(|mention| _ = uses.insert(mention.var));
}
