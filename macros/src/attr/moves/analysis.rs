//! The forward analysis: what each await finds moved.

use std::collections::HashMap;

use super::*;

pub(super) struct Analysis {
    pub(super) moved: Vec<Moved>,
    /// What may be moved where a jump to a label arrives.
    pub(super) jumps: HashMap<Jumped, Moved>,
}

type Jumped = (bool, String);

/// `None` is where no control arrives.
type State = Option<Moved>;

fn join(a: State, b: State) -> State {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.extend(&b);
            Some(a)
        }
        (a, b) => a.or(b),
    }
}

impl Analysis {
    pub(super) fn block(&mut self, block: &Block, state: Moved) -> State {
        let end = block.stmts.iter().try_fold(state, |state, stmt| self.stmt(stmt, state));
        match &block.label {
            Some(label) => join(end, self.jumps.remove(&(true, label.ident.to_string()))),
            None => end,
        }
    }

    fn stmt(&mut self, stmt: &Stmt, state: Moved) -> State {
        match &stmt.kind {
            StmtKind::Plain(code) => self.code(&code.facts, state),
            StmtKind::Value { value, .. } => self.value(value, state),
            StmtKind::Let(let_) => {
                let mut state = match &let_.init {
                    Some(init) => self.value(init, state)?,
                    None => state,
                };
                if let Some(diverge) = &let_.diverge {
                    self.code(&diverge.facts, state.clone());
                }
                for &var in &let_.vars {
                    let assigned = let_.init.is_some() || matches!(let_.origin, Origin::Picked(_));
                    state.remove(&MovedOut(var));
                    match assigned {
                        true => state.remove(&Unassigned(var)),
                        false => _ = state.insert(Unassigned(var)),
                    }
                }
                Some(state)
            }
        }
    }

    fn value(&mut self, value: &Value, state: Moved) -> State {
        match value {
            Value::Simple(code) => self.code(&code.facts, state),
            Value::Block(block) => self.block(block, state),
            Value::If(if_) => {
                let state = self.code(&if_.cond.facts, state)?;
                let then = self.block(&if_.then, state.clone());
                let otherwise = match &if_.otherwise {
                    Some(otherwise) => self.value(otherwise, state),
                    None => Some(state),
                };
                join(then, otherwise)
            }
            Value::Match(match_) => {
                let state = self.code(&match_.scrutinee.facts, state)?;
                match_.arms.iter().fold(None, |end, arm| {
                    let arm = match &arm.body {
                        ArmBody::Plain(code) => self.code(&code.facts, state.clone()),
                        ArmBody::Awaits { block, .. } => self.block(block, state.clone()),
                    };
                    join(end, arm)
                })
            }
            Value::Loop(loop_) => {
                let label = loop_.label.ident.to_string();
                let mut head = state;
                loop {
                    let end = self.block(&loop_.body, head.clone());
                    let end = join(end, self.jumps.remove(&(false, label.clone())));
                    if !end.is_some_and(|end| head.extend(&end)) {
                        break self.jumps.remove(&(true, label));
                    }
                }
            }
        }
    }

    fn code(&mut self, facts: &Facts, mut state: Moved) -> State {
        if let Some(id) = facts.await_point
            && let Some(moved) = self.moved.get_mut(id as usize - 1)
        {
            moved.extend(&state);
        }
        for mention in &facts.mentions {
            match mention.how {
                How::Borrow => {}
                How::Take => _ = state.insert(MovedOut(mention.var)),
                How::Assign => {
                    state.remove(&MovedOut(mention.var));
                    state.remove(&Unassigned(mention.var));
                }
            }
        }
        for jump in &facts.jumps {
            let target = match jump {
                Jump::Return => continue,
                Jump::Break(label) => (true, label.clone()),
                Jump::Continue(label) => (false, label.clone()),
            };
            self.jumps.entry(target).or_default().extend(&state);
        }
        (!facts.diverges).then_some(state)
    }
}
