//! Which variables may have been moved when an await point is reached?
//!
//! A forward analysis, the counterpart of [`liveness`](super::liveness). Its result widens what is
//! pending: a variable that some awaits of a statement need is restored for all of them, as long
//! as it is there to be saved.

mod analysis;
mod borrows;
mod parts;
mod unify;

use self::analysis::{Analysis, State};
use self::unify::Unify;
use super::ir::*;
use super::var_set::VarSet;
use crate::diag::Errors;

#[derive(Clone, Default)]
pub(crate) struct Moved {
    /// The variables that may not be there, each by its reason.
    gone: VarSet,
    /// Those that may be there: on another way, they may be gone.
    there: VarSet,
    /// What may have been taken out of those that are there.
    parted: VarSet,
}

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
        self.gone.contains(&gone.number())
    }

    fn insert(&mut self, gone: Gone) -> bool {
        self.gone.insert(gone.number())
    }

    fn remove(&mut self, gone: &Gone) {
        self.gone.remove(&gone.number());
    }

    fn declared(&mut self, var: VarId) {
        self.remove(&MovedOut(var));
        self.insert(Unassigned(var));
        self.there.remove(&var);
    }

    fn assigned(&mut self, var: VarId) {
        self.remove(&MovedOut(var));
        self.remove(&Unassigned(var));
        self.there.insert(var);
    }

    /// Adds all of `other`, and says whether any was new.
    fn extend(&mut self, other: &Moved) -> bool {
        self.gone.extend(&other.gone)
            | self.there.extend(&other.there)
            | self.parted.extend(&other.parted)
    }
}

type Uses = VarSet;

/// Makes each variable pending at all awaits of a level inside of its scope, or at none. Says whether
/// control can reach the end of the body.
pub(crate) fn unify(body: &mut Body, errors: &mut Errors) -> bool {
    let Found { moved, taken_twice, ends } = analyse(body);
    // Live by what is known of the code between; but what is not assigned yet, it assigns first.
    for (point, gone) in body.awaits.iter_mut().zip(&moved) {
        point.pending.retain(|&var| !gone.contains(&Unassigned(var)));
    }
    let mut unify = Unify {
        awaits: &mut body.awaits,
        vars: &body.vars,
        lives: &body.lives,
        moved: &moved,
        scope: Vec::new(),
        brought: VarSet::new(),
    };
    unify.block(&body.root);
    borrows::check(body, errors);
    borrows::note_types(body, &moved);
    parts::note(body, &moved, &taken_twice);
    ends
}

/// What may be gone at each await.
pub(crate) fn moved(body: &Body) -> Vec<Moved> {
    analyse(body).moved
}

pub(crate) fn is_moved(gone: &Moved, var: VarId) -> bool {
    gone.contains(&MovedOut(var))
}

struct Found {
    /// What may be gone at each await.
    moved: Vec<Moved>,
    taken_twice: VarSet,
    /// Whether control can reach the end.
    ends: bool,
}

fn analyse(body: &Body) -> Found {
    let mut analysis = Analysis::new(&body.vars, &body.parts, body.awaits.len());
    let ends = analysis.block(&body.root, State::start()).reached;
    Found { moved: analysis.moved, taken_twice: analysis.taken_twice, ends }
}

/// Whether control can reach the end of `block`.
pub(crate) fn ends(block: &Block) -> bool {
    // What is moved does not matter here.
    Analysis::new(&[], &[], 0).block(block, State::start()).reached
}

/// Whether `block` has a value: control reaches its end, or what stands there would have one.
pub(crate) fn yields(block: &Block) -> bool {
    let Some(last) = block.stmts.last() else { return true };
    match &last.kind {
        StmtKind::Value { value: Value::Block(inner), semi: None, .. } => {
            yields(inner) || ends(block)
        }
        StmtKind::Value { semi: None, .. }
        | StmtKind::Plain(Code { code: syn::Stmt::Expr(_, None), .. }) => {
            Analysis::new(&[], &[], 0).stmt(last, State::start()).reached
        }
        _ => ends(block),
    }
}

fn is_gone(gone: &Moved, var: VarId) -> bool {
    gone.contains(&MovedOut(var)) || gone.contains(&Unassigned(var))
}
