//! Which variables may have been moved when an await point is reached?
//!
//! A forward analysis, the counterpart of [`liveness`](super::liveness). Its result widens what is
//! pending: a variable that some awaits of a statement need is restored for all of them, as long
//! as it is there to be saved.

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

use super::classify;
use super::ir::*;
use super::liveness::Lives;
use super::var_set::VarSet;
use crate::diag::Errors;

/// The variables that may not be there, each by its reason.
#[derive(Clone, Default)]
pub(crate) struct Moved(VarSet);

/// Why a variable may not be there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gone {
    Moved(VarId),
    /// `let x;`, and not assigned yet.
    Unassigned(VarId),
}

use Gone::{Moved as MovedOut, Unassigned};

impl Gone {
    /// Two numbers for each variable.
    fn number(self) -> usize {
        match self {
            MovedOut(var) => 2 * var,
            Unassigned(var) => 2 * var + 1,
        }
    }
}

impl Moved {
    fn new() -> Self {
        Self::default()
    }

    fn contains(&self, gone: &Gone) -> bool {
        self.0.contains(&gone.number())
    }

    fn insert(&mut self, gone: Gone) -> bool {
        self.0.insert(gone.number())
    }

    fn remove(&mut self, gone: &Gone) {
        self.0.remove(&gone.number());
    }

    /// Adds all of `other`, and says whether any was new.
    fn extend(&mut self, other: &Moved) -> bool {
        self.0.extend(&other.0)
    }
}

type Uses = VarSet;

/// Makes each variable pending at all awaits of a level inside of its scope, or at none. Says whether control can
/// reach the end of the body.
pub(crate) fn unify(body: &mut Body, lives: &Lives, errors: &mut Errors) -> bool {
    let (moved, ends) = analyse(body);
    // Live by what is known of the code between; but what is not assigned yet, it assigns first.
    for (point, gone) in body.awaits.iter_mut().zip(&moved) {
        point.pending.retain(|&var| !gone.contains(&Unassigned(var)));
    }
    let mut unify = Unify {
        awaits: &mut body.awaits,
        vars: &body.vars,
        lives,
        moved: &moved,
        scope: Vec::new(),
        level_start: 0,
    };
    unify.block(&body.root);
    check_borrows(body, errors);
    note_types(body, &moved);
    ends
}

/// What may be gone at each await.
pub(crate) fn moved(body: &Body) -> Vec<Moved> {
    analyse(body).0
}

pub(crate) fn is_moved(gone: &Moved, var: VarId) -> bool {
    gone.contains(&MovedOut(var))
}

fn analyse(body: &Body) -> (Vec<Moved>, bool) {
    let mut analysis =
        Analysis { moved: vec![Moved::new(); body.awaits.len()], jumps: HashMap::new() };
    let ends = analysis.block(&body.root, Moved::new()).is_some();
    (analysis.moved, ends)
}

/// The type of a local is noted at the first await at which it is in scope and has not been moved.
fn note_types(body: &mut Body, moved: &[Moved]) {
    let mut points: Vec<_> = body.awaits.iter_mut().zip(moved).collect();
    // Where a `#[cfg]` may remove the await, only what is noted nowhere else.
    // But that at each of them, for only one may be there.
    points.sort_by_key(|(point, _)| !point.cfg.is_empty());
    let mut certain = Uses::new();
    for (point, moved) in points {
        for &var in &point.scope {
            let is_pending = point.pending.contains(&var);
            let asks = match body.vars[var].class {
                Class::Boxed => is_pending || !is_gone(moved, var),
                Class::Rest(None) => is_pending,
                Class::Rederived => !is_gone(moved, var),
                Class::Counted => is_pending && body.vars[var].origin != Origin::IteratorAgain,
                _ => false,
            };
            let is_visible = body.vars[var].is_used() || body.vars[var].is_initialized;
            let asks = asks && !body.vars[var].refused;
            let is_certain = point.cfg.is_empty();
            if asks && is_visible && !certain.contains(&var) {
                point.noted.push(var);
                if is_certain {
                    certain.insert(var);
                }
            }
        }
    }
}

/// What borrows, and cannot be borrowed again, must not be needed after a cancel.
fn check_borrows(body: &mut Body, errors: &mut Errors) {
    for id in 0..body.vars.len() {
        let is_refused = |&operand: &VarId| body.vars[operand].refused;
        let follows = body.vars[id].operands.iter().any(is_refused);
        let var = &mut body.vars[id];
        let pending = || body.awaits.iter().find(|point| point.pending.contains(&id));
        if !follows && let Some(stale) = var.stale {
            let mut behind = body.awaits.iter().skip(stale as usize);
            if let Some(point) = behind.find(|point| point.pending.contains(&id)) {
                var.refused = true;
                errors.push_at(
                    var.ident.span(),
                    format!(
                        "`{}` cannot be borrowed again at `{}.await`: what it comes from is assigned \
                         before [borrowed-across-await]\n\
                         help: keep an owned value, or end its use before the assignment",
                        var.name, point.text,
                    ),
                );
                continue;
            }
        }
        // What comes of a borrow that is refused is no mistake of its own.
        if !var.rederivable
            && !follows
            && let Some(point) = pending()
        {
            var.refused = true;
            errors.push_at(
                var.ident.span(),
                format!(
                    "`{}` borrows, so it cannot be saved at `{}.await` [borrowed-across-await]\n\
                     help: if evaluating its initializer again makes the same borrow, say so: \
                     `#[rederive] let ..`\n\
                     help: otherwise keep an owned value, or end its use before the await",
                    var.name, point.text,
                ),
            );
        }
    }
}

/// Whether control can reach the end of `block`.
pub(crate) fn ends(block: &Block) -> bool {
    let mut analysis = Analysis { moved: Vec::new(), jumps: HashMap::new() };
    analysis.block(block, Moved::new()).is_some()
}

fn is_gone(gone: &Moved, var: VarId) -> bool {
    gone.contains(&MovedOut(var)) || gone.contains(&Unassigned(var))
}

struct Analysis {
    moved: Vec<Moved>,
    /// What may be moved where a jump to a label arrives.
    jumps: HashMap<Jumped, Moved>,
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
    fn block(&mut self, block: &Block, state: Moved) -> State {
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

struct Unify<'a> {
    awaits: &'a mut Vec<Await>,
    vars: &'a [Var],
    lives: &'a Lives,
    moved: &'a [Moved],
    scope: Vec<VarId>,
    /// Where in `scope` that of the level begins.
    level_start: usize,
}

impl Unify<'_> {
    fn block(&mut self, block: &Block) {
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

    /// What is declared outside of a level is restored where the level is entered.
    fn level(&mut self, block: &Block, awaits: &Range<AwaitId>) {
        if !awaits.is_empty() {
            let mut uses = Uses::new();
            mentions(block, &mut uses);
            // Backwards, so that what a variable is derived from comes after it.
            for var in self.scope.clone().into_iter().rev() {
                // The compiler does not see that a resumed call cannot leave before it assigns.
                let used = uses.contains(&var) || self.lives.behind_level(block, var);
                self.unify(var, awaits, used);
            }
        }
        let level_start = mem::replace(&mut self.level_start, self.scope.len());
        self.block(block);
        self.level_start = level_start;
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
            for &var in self.scope.clone()[self.level_start..].iter().rev() {
                if self.lives.behind_let(let_, var) && !self.moved[index].contains(&Unassigned(var))
                {
                    self.add(var, index);
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
