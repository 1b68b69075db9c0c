//! The locals of a generated function, and what may be done with them at this point.

/// The types of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Ty {
    U32,
    Bool,
    Text,
    List,
    Maybe,
    MaybeText,
    Outcome,
    Pair,
    Item,
    Shape,
}

impl Ty {
    /// All of them, the simplest first.
    pub const ALL: [Ty; 10] = [
        Ty::U32,
        Ty::Text,
        Ty::List,
        Ty::Bool,
        Ty::Maybe,
        Ty::MaybeText,
        Ty::Outcome,
        Ty::Pair,
        Ty::Item,
        Ty::Shape,
    ];

    /// How the type is written.
    pub fn name(self) -> &'static str {
        match self {
            Ty::U32 => "u32",
            Ty::Bool => "bool",
            Ty::Text => "String",
            Ty::List => "Vec<u32>",
            Ty::Maybe => "Option<u32>",
            Ty::MaybeText => "Option<String>",
            Ty::Outcome => "Result<u32, Fault>",
            Ty::Pair => "(u32, String)",
            Ty::Item => "Item",
            Ty::Shape => "Shape",
        }
    }

    /// The operation of the environment that yields it.
    pub fn leaf(self) -> &'static str {
        match self {
            Ty::U32 => "step",
            Ty::Bool => "flag",
            Ty::Text => "text",
            Ty::List => "list",
            Ty::Maybe => "maybe",
            Ty::MaybeText => "maybe_text",
            Ty::Outcome => "attempt",
            Ty::Pair => "pair",
            Ty::Item => "item",
            Ty::Shape => "shape",
        }
    }

    /// Whether a use copies it.
    pub fn is_copy(self) -> bool {
        matches!(self, Ty::U32 | Ty::Bool | Ty::Maybe)
    }
}

/// How a local holds its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The value itself.
    Own,
    /// `&T`, `&str` or `&[T]`.
    Ref,
    /// `&mut T`.
    RefMut,
}

/// A local.
#[derive(Clone, Debug)]
pub struct Var {
    pub name: String,
    pub ty: Ty,
    pub mode: Mode,
    /// Declared with `mut`, or a `&mut`.
    pub mutable: bool,
    /// Holds a value on every way to this point.
    pub live: bool,
    /// How many loops it has been declared in.
    pub loops: usize,
    /// Whose value it borrows.
    pub borrows: Option<usize>,
    /// Neither assigned nor moved: the end of a loop depends on it.
    pub frozen: bool,
}

/// The locals in scope, innermost last.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    vars: Vec<Var>,
    /// How many loops (and closures) there are around this point.
    pub loops: usize,
}

/// Which locals hold a value.
pub struct Snapshot(Vec<bool>);

impl Scope {
    /// Adds a local that holds a value. Its index.
    pub fn declare(&mut self, name: String, ty: Ty, mode: Mode, mutable: bool) -> usize {
        let loops = self.loops;
        let (live, borrows, frozen) = (true, None, false);
        self.vars.push(Var { name, ty, mode, mutable, live, loops, borrows, frozen });
        self.vars.len() - 1
    }

    /// A local.
    pub fn var(&self, index: usize) -> &Var {
        &self.vars[index]
    }

    /// A local.
    pub fn var_mut(&mut self, index: usize) -> &mut Var {
        &mut self.vars[index]
    }

    /// The number of locals: what [`leave`](Self::leave) goes back to.
    pub fn len(&self) -> usize {
        self.vars.len()
    }

    /// Ends the scope of all locals but the first `len`.
    pub fn leave(&mut self, len: usize) {
        self.vars.truncate(len);
    }

    /// The locals that can be named.
    fn visible(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.vars.len()).filter(|&index| {
            let name = &self.vars[index].name;
            self.vars[index + 1..].iter().all(|later| later.name != *name)
        })
    }

    /// The locals that satisfy `wanted`, by what they are and what is allowed.
    pub fn select(&self, wanted: impl Fn(&Self, usize) -> bool) -> Vec<usize> {
        self.visible().filter(|&index| self.var(index).live && wanted(self, index)).collect()
    }

    /// Whether it can be read: no mutable borrow of it lives on.
    pub fn readable(&self, index: usize) -> bool {
        self.borrowers(index)
            .all(|borrower| self.var(borrower).mode == Mode::Ref || self.may_end(borrower))
    }

    /// Whether it can be changed in place or assigned.
    pub fn writable(&self, index: usize) -> bool {
        let var = self.var(index);
        var.mutable && !var.frozen && self.unshared(index)
    }

    /// Whether it can be moved away.
    pub fn movable(&self, index: usize) -> bool {
        let var = self.var(index);
        var.mode == Mode::Own && !var.frozen && var.loops == self.loops && self.unshared(index)
    }

    /// Whether it is an owned value that nothing depends on.
    pub fn is_alone(&self, index: usize) -> bool {
        let var = self.var(index);
        var.mode == Mode::Own && !var.frozen && self.borrowers(index).next().is_none()
    }

    /// Whether it can be assigned, though it may hold nothing.
    pub fn is_assignable(&self, index: usize) -> bool {
        let holds_or_owns = self.var(index).live || self.var(index).mode == Mode::Own;
        holds_or_owns && self.writable(index)
    }

    /// The locals that can be assigned.
    pub fn assignable(&self) -> Vec<usize> {
        self.visible().filter(|&index| self.is_assignable(index)).collect()
    }

    /// Whether what borrows it may be given up.
    fn unshared(&self, index: usize) -> bool {
        self.borrowers(index).all(|borrower| self.may_end(borrower))
    }

    /// Whether a borrow may be given up, with all that comes out of it.
    fn may_end(&self, borrower: usize) -> bool {
        let var = self.var(borrower);
        var.loops == self.loops && !var.frozen && self.unshared(borrower)
    }

    fn borrowers(&self, index: usize) -> impl Iterator<Item = usize> {
        let borrows = move |&other: &usize| {
            let var = self.var(other);
            var.live && var.borrows == Some(index)
        };
        (0..self.vars.len()).filter(borrows)
    }

    /// Ends a borrow, and all that comes out of it.
    fn end(&mut self, borrower: usize) {
        self.write(borrower);
        self.vars[borrower].live = false;
    }

    /// Notes that it is read, which ends mutable borrows of it.
    pub fn read(&mut self, index: usize) {
        let is_mutable = |&borrower: &usize| self.var(borrower).mode == Mode::RefMut;
        let ended: Vec<_> = self.borrowers(index).filter(is_mutable).collect();
        ended.into_iter().for_each(|borrower| self.end(borrower));
    }

    /// Notes that it is changed, which ends all borrows of it.
    pub fn write(&mut self, index: usize) {
        let ended: Vec<_> = self.borrowers(index).collect();
        ended.into_iter().for_each(|borrower| self.end(borrower));
    }

    /// Notes that it is moved away.
    pub fn take(&mut self, index: usize) {
        self.write(index);
        self.vars[index].live = false;
    }

    /// Which locals hold a value now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.vars.iter().map(|var| var.live).collect())
    }

    /// Goes back to what was.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        for (var, &live) in self.vars.iter_mut().zip(&snapshot.0) {
            var.live = live;
        }
    }

    /// Of two ways to this point, the other was `other`.
    pub fn merge(&mut self, other: &Snapshot) {
        for (var, &live) in self.vars.iter_mut().zip(&other.0) {
            var.live &= live;
        }
    }
}
