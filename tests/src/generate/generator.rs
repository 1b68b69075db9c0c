//! The state of the generator, and what its parts share.

use super::choices::Choices;
use super::features::{Feature, Features};
use super::scope::{Scope, Snapshot, Ty};

/// What a function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ret {
    Value(Ty),
    Result(Ty),
    Option(Ty),
}

impl Ret {
    pub fn name(self) -> String {
        match self {
            Ret::Value(ty) => ty.name().to_string(),
            Ret::Result(ty) => format!("Result<{}, Fault>", ty.name()),
            Ret::Option(ty) => format!("Option<{}>", ty.name()),
        }
    }
}

/// A function that the one under way may call.
#[derive(Clone, Debug)]
pub struct Callee {
    pub name: String,
    pub ret: Ret,
    /// Takes `numbers: &[u32]`.
    pub takes_list: bool,
    /// Takes `start: u32`, by value.
    pub takes_start: bool,
}

/// A loop around the point under way.
#[derive(Clone, Debug)]
pub struct Loop {
    pub label: Option<String>,
    /// The type that `break` yields.
    pub value: Option<Ty>,
    /// Locals that are moved before a `break`.
    pub gone: Vec<usize>,
}

pub struct Generator<'a> {
    pub choices: &'a mut Choices,
    pub features: Features,
    pub scope: Scope,
    pub loops: Vec<Loop>,
    pub ret: Ret,
    pub callees: Vec<Callee>,
    /// How many statements are left.
    pub fuel: u32,
    /// How many blocks there are around this point.
    pub nesting: u32,
    /// The statements of the block under way.
    pub lines: Vec<String>,
    /// Whether an expression may contain an await here.
    pub may_await: bool,
    /// Whether an expression may move a local here.
    pub may_move: bool,
    pub names: u32,
}

/// A block, with its braces.
pub struct Block {
    pub text: String,
    /// Never reaches its end.
    pub diverges: bool,
}

/// Joins the ways through several branches.
pub struct Join {
    before: Snapshot,
    after: Option<Snapshot>,
}

impl<'a> Generator<'a> {
    pub fn new(choices: &'a mut Choices, features: Features, ret: Ret, fuel: u32) -> Self {
        Generator {
            choices,
            features,
            scope: Scope::default(),
            loops: Vec::new(),
            ret,
            callees: Vec::new(),
            fuel,
            nesting: 0,
            lines: Vec::new(),
            may_await: true,
            may_move: true,
            names: 0,
        }
    }

    pub fn has(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    /// A name that is not in use.
    pub fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    /// One of several.
    pub fn one_of<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.choices.below(options.len() as u32) as usize]
    }

    pub fn ty(&mut self) -> Ty {
        let options: Vec<_> = Ty::ALL.into_iter().map(|ty| (ty_weight(ty), ty)).collect();
        self.choices.pick(&options)
    }

    pub fn push(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// What `make` makes, with awaits only if `feature` is on.
    pub fn within<R>(&mut self, feature: Feature, make: impl FnOnce(&mut Self) -> R) -> R {
        let may_await = self.may_await && self.has(feature);
        self.with(may_await, self.may_move, make)
    }

    /// What `make` makes without moves.
    pub fn unmoving<R>(&mut self, make: impl FnOnce(&mut Self) -> R) -> R {
        self.with(self.may_await, false, make)
    }

    /// What `make` makes without awaits and moves.
    pub fn pure<R>(&mut self, make: impl FnOnce(&mut Self) -> R) -> R {
        self.with(false, false, make)
    }

    fn with<R>(&mut self, may_await: bool, may_move: bool, make: impl FnOnce(&mut Self) -> R) -> R {
        let before = (self.may_await, self.may_move);
        (self.may_await, self.may_move) = (may_await, may_move);
        let made = make(self);
        (self.may_await, self.may_move) = before;
        made
    }

    /// A block. With `value`, it ends in an expression of that type, unless it diverges and
    /// `may_diverge`.
    pub fn block(&mut self, value: Option<Ty>, may_diverge: bool) -> Block {
        let outside = std::mem::take(&mut self.lines);
        let len = self.scope.len();
        self.nesting += 1;
        let diverges = self.statements(60);
        if let Some(ty) = value
            && !(diverges && may_diverge)
        {
            let tail = self.expr(ty, 2);
            self.push(tail);
        }
        self.nesting -= 1;
        self.scope.leave(len);
        let lines = std::mem::replace(&mut self.lines, outside);
        Block { text: format!("{{\n{}\n}}", lines.join("\n")), diverges }
    }

    pub fn join(&self) -> Join {
        Join { before: self.scope.snapshot(), after: None }
    }
}

impl Join {
    /// Begins a branch.
    pub fn start(&self, scope: &mut Scope) {
        scope.restore(&self.before);
    }

    /// Ends a branch.
    pub fn end(&mut self, scope: &mut Scope, diverges: bool) {
        if diverges {
            return;
        }
        if let Some(after) = &self.after {
            scope.merge(after);
        }
        self.after = Some(scope.snapshot());
    }

    /// Whether all branches so far diverge.
    pub fn diverges(&self) -> bool {
        self.after.is_none()
    }

    /// Goes on after the branches. Whether this is never reached.
    pub fn finish(self, scope: &mut Scope) -> bool {
        scope.restore(self.after.as_ref().unwrap_or(&self.before));
        self.after.is_none()
    }
}

fn ty_weight(ty: Ty) -> u32 {
    match ty {
        Ty::U32 => 6,
        Ty::Text | Ty::List => 4,
        _ => 2,
    }
}
