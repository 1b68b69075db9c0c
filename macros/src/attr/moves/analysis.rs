//! The forward analysis: what each await finds moved.

use std::collections::HashMap;

use super::*;
use crate::attr::classify;

pub(super) struct Analysis<'a> {
    pub(super) vars: &'a [Var],
    parts: &'a [LocalPart],
    /// The parts that are taken in a round, and were in the one before.
    pub(super) taken_twice: VarSet,
    pub(super) moved: Vec<Moved>,
    /// What may be moved where a jump to a label arrives.
    jumps: HashMap<Jumped, Moved>,
}

type Jumped = (bool, String);

/// What may be moved. Code that no control reaches is compiled too, as if what comes before it went on.
#[derive(Clone)]
pub(super) struct State {
    moved: Moved,
    pub(super) reached: bool,
}

impl State {
    pub(super) fn start() -> Self {
        State { moved: Moved::new(), reached: true }
    }

    fn arriving(moved: Moved) -> Self {
        State { moved, reached: true }
    }

    /// Where both meet. What does not get there does not count.
    fn join(mut self, other: State) -> State {
        match (self.reached, other.reached) {
            (true, false) => self,
            (false, true) => other,
            _ => {
                self.moved.extend(&other.moved);
                self
            }
        }
    }
}

impl<'a> Analysis<'a> {
    pub(super) fn new(vars: &'a [Var], parts: &'a [LocalPart], awaits: usize) -> Self {
        Analysis {
            vars,
            parts,
            taken_twice: VarSet::new(),
            moved: vec![Moved::new(); awaits],
            jumps: HashMap::new(),
        }
    }

    pub(super) fn block(&mut self, block: &Block, state: State) -> State {
        let end = block.stmts.iter().fold(state, |state, stmt| self.stmt(stmt, state));
        match &block.label {
            Some(label) => self.arrive(end, (true, label.ident.to_string())),
            None => end,
        }
    }

    /// Where the jumps to a label meet what comes by itself.
    fn arrive(&mut self, state: State, label: Jumped) -> State {
        match self.jumps.remove(&label) {
            Some(moved) => state.join(State::arriving(moved)),
            None => state,
        }
    }

    pub(super) fn stmt(&mut self, stmt: &Stmt, state: State) -> State {
        match &stmt.kind {
            StmtKind::Plain(code) => self.code(&code.facts, state),
            StmtKind::Value { value, .. } => self.value(value, state),
            StmtKind::Let(let_) => {
                let mut state = match &let_.init {
                    Some(init) => self.value(init, state),
                    None => state,
                };
                if let Some(diverge) = &let_.diverge {
                    self.code(&diverge.facts, state.clone());
                }
                for &var in &let_.vars {
                    let assigned = let_.init.is_some() || matches!(let_.origin, Origin::Picked(_));
                    match assigned {
                        true => state.moved.assigned(var),
                        false => state.moved.declared(var),
                    }
                    self.whole(var, &mut state.moved);
                    let part = self.vars.get(var).and_then(|var| var.part);
                    part.into_iter().for_each(|part| _ = state.moved.parted.insert(part));
                }
                state
            }
        }
    }

    fn value(&mut self, value: &Value, state: State) -> State {
        match value {
            Value::Simple(code) => self.code(&code.facts, state),
            Value::Block(block) => self.block(block, state),
            Value::If(if_) => {
                let state = self.code(&if_.cond.facts, state);
                let then = self.block(&if_.then, state.clone());
                let otherwise = match &if_.otherwise {
                    Some(otherwise) => self.value(otherwise, state),
                    None => state,
                };
                then.join(otherwise)
            }
            Value::Match(match_) => {
                let state = self.code(&match_.scrutinee.facts, state);
                let ends = match_.arms.iter().map(|arm| match &arm.body {
                    ArmBody::Plain(code) => self.code(&code.facts, state.clone()),
                    ArmBody::Awaits { block, .. } => self.block(block, state.clone()),
                });
                let end = ends.reduce(State::join);
                // There is nothing that a `match` without an arm could yield.
                end.unwrap_or(State { reached: false, ..state })
            }
            Value::Loop(loop_) => self.loop_(loop_, state),
        }
    }

    fn loop_(&mut self, loop_: &Loop, mut head: State) -> State {
        let label = loop_.label.ident.to_string();
        loop {
            let end = self.block(&loop_.body, head.clone());
            let end = self.arrive(end, (false, label.clone()));
            if !(end.reached && head.moved.extend(&end.moved)) {
                break;
            }
        }
        match self.jumps.remove(&(true, label)) {
            Some(moved) => State::arriving(moved),
            None => State { reached: false, ..head },
        }
    }

    fn code(&mut self, facts: &Facts, mut state: State) -> State {
        if let Some(id) = facts.await_point {
            let moved = self.moved.get_mut(id as usize - 1);
            moved.into_iter().for_each(|moved| _ = moved.extend(&state.moved));
            // Nothing tells the compiler that no call is resumed behind a `return`.
            state.reached = true;
        }
        for mention in &facts.mentions {
            match mention.how {
                How::Take if !self.is_copied(mention.var) => {
                    state.moved.insert(MovedOut(mention.var));
                }
                How::Borrow | How::Take => {}
                How::Assign => {
                    state.moved.assigned(mention.var);
                    self.whole(mention.var, &mut state.moved);
                }
                How::TakePart(part) => {
                    if !state.moved.parted.insert(part) {
                        self.taken_twice.insert(part);
                    }
                }
                How::AssignPart(part) => self.put_in(part, &mut state.moved),
            }
        }
        for var in facts.taken.iter().filter(|&var| !self.is_copied(var)) {
            state.moved.there.remove(&var);
        }
        for (jump, _) in facts.jumps.iter().filter(|_| state.reached) {
            let target = match jump {
                Jump::Return => continue,
                Jump::Break(label) => (true, label.clone()),
                Jump::Continue(label) => (false, label.clone()),
            };
            self.jumps.entry(target).or_default().extend(&state.moved);
        }
        state.reached &= !facts.diverges;
        state
    }

    /// Nothing is missing of it any more.
    fn whole(&self, var: VarId, moved: &mut Moved) {
        self.retain_parts(moved, |part| part.var != var);
    }

    /// What was taken out of there before is there again.
    fn put_in(&self, part: PartId, moved: &mut Moved) {
        let Some(put) = self.parts.get(part) else { return };
        self.retain_parts(moved, |part| part.var != put.var || !part.path.starts_with(&put.path));
    }

    fn retain_parts(&self, moved: &mut Moved, stays: impl Fn(&LocalPart) -> bool) {
        let is_put_in = |&part: &PartId| self.parts.get(part).is_some_and(|part| !stays(part));
        let put_in = moved.parted.iter().filter(is_put_in).collect::<Vec<_>>();
        put_in.iter().for_each(|part| moved.parted.remove(part));
    }

    /// Whether taking a variable by value leaves it there, as its type says.
    fn is_copied(&self, var: VarId) -> bool {
        let class = self.vars.get(var).map(|var| &var.class);
        matches!(class, Some(Class::Typed(ty)) if classify::is_copy(ty))
    }
}
