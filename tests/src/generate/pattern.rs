//! Patterns, and what is matched.

use super::features::Feature::*;
use super::generator::Generator;
use super::scope::{Mode, Ty};

/// What is matched, and how its parts are bound.
pub struct Scrutinee {
    pub text: String,
    pub ty: Ty,
    bind: Bind,
    /// What the bindings borrow.
    root: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bind {
    /// The value is there to be taken apart.
    Move,
    /// It is a place, and `ref` is written.
    RefKeyword,
    /// It is a reference.
    Ref,
    /// It is a mutable reference.
    RefMut,
}

/// A pattern, and what it binds.
pub struct Pattern {
    pub text: String,
    bindings: Vec<(String, Ty, bool)>,
}

impl Pattern {
    fn new(text: impl Into<String>) -> Self {
        Pattern { text: text.into(), bindings: Vec::new() }
    }
}

impl Generator<'_> {
    /// Something of type `ty` to match.
    pub fn scrutinee(&mut self, ty: Ty) -> Scrutinee {
        let value = |text| Scrutinee { text, ty, bind: Bind::Move, root: None };
        let places = self.scope.select(|scope, index| {
            scope.var(index).ty == ty && scope.readable(index) && !ty.is_copy()
        });
        if ty == Ty::Text {
            return self.text_scrutinee(&places);
        }
        if places.is_empty() || self.choices.percent(50) {
            return value(self.expr(ty, 2));
        }
        let index = self.one_of(&places);
        let var = self.scope.var(index).clone();
        if var.mode == Mode::Ref {
            return Scrutinee { text: var.name, ty, bind: Bind::Ref, root: var.borrows };
        }
        let (name, root) = (&var.name, Some(index));
        let mut binds = vec![(2, Bind::Ref)];
        if var.mode == Mode::Own {
            binds.push((2, Bind::RefKeyword));
        }
        if var.mode == Mode::Own && self.has(BorrowMut) && self.scope.writable(index) {
            binds.push((1, Bind::RefMut));
        }
        if self.has(Moves) && self.may_move && self.scope.movable(index) {
            binds.push((3, Bind::Move));
        }
        let bind = self.choices.pick(&binds);
        let text = match bind {
            Bind::Move => {
                self.scope.take(index);
                return value(name.clone());
            }
            Bind::RefMut => {
                self.scope.write(index);
                format!("&mut {name}")
            }
            Bind::Ref => {
                self.scope.read(index);
                let star = if var.mode == Mode::RefMut { "*" } else { "" };
                format!("&{star}{name}")
            }
            Bind::RefKeyword => {
                self.scope.read(index);
                name.clone()
            }
        };
        Scrutinee { text, ty, bind, root }
    }

    fn text_scrutinee(&mut self, places: &[usize]) -> Scrutinee {
        let (text, root) = if places.is_empty() || self.choices.percent(30) {
            let value = self.within(HeldTemporaries, |g| g.expr(Ty::Text, 2));
            (format!("{value}.as_str()"), None)
        } else {
            let index = self.one_of(places);
            self.scope.read(index);
            let var = self.scope.var(index);
            let root = if var.mode == Mode::Ref { var.borrows } else { Some(index) };
            (format!("&{}[..]", var.name), root)
        };
        Scrutinee { text, ty: Ty::Text, bind: Bind::Ref, root }
    }

    /// Declares what `pattern` binds.
    pub fn declare_bindings(&mut self, scrutinee: &Scrutinee, pattern: &Pattern) {
        let mode = match scrutinee.bind {
            Bind::Move => Mode::Own,
            Bind::Ref | Bind::RefKeyword => Mode::Ref,
            Bind::RefMut => Mode::RefMut,
        };
        for (name, ty, mutable) in &pattern.bindings {
            let mutable = *mutable || mode == Mode::RefMut;
            let index = self.scope.declare(name.clone(), *ty, mode, mutable);
            if mode != Mode::Own {
                self.scope.var_mut(index).borrows = scrutinee.root;
            }
        }
    }

    /// Whether a guard may look at what is matched.
    pub fn may_guard(&self, scrutinee: &Scrutinee) -> bool {
        scrutinee.bind != Bind::RefMut
    }

    fn bind(&mut self, scrutinee: &Scrutinee, pattern: &mut Pattern, ty: Ty) -> String {
        let name = self.fresh("y");
        let mutable = scrutinee.bind == Bind::Move && self.choices.percent(20);
        pattern.bindings.push((name.clone(), ty, mutable));
        match scrutinee.bind {
            Bind::RefKeyword => format!("ref {name}"),
            _ if mutable => format!("mut {name}"),
            _ => name,
        }
    }

    /// A pattern that may fail to match.
    pub fn refutable(&mut self, scrutinee: &Scrutinee) -> Pattern {
        let mut pattern = Pattern::new("");
        let p = &mut pattern;
        let n = self.choices.below(8);
        let kind = self.choices.below(4);
        let text = match (scrutinee.ty, kind) {
            (Ty::U32, 0) => n.to_string(),
            (Ty::U32, 1) => format!("{n} | {}", n + 3),
            (Ty::U32, 2) => format!("{n}..={}", n + 4),
            (Ty::U32, _) => format!("{} @ {n}..={}", self.bind(scrutinee, p, Ty::U32), n + 4),
            (Ty::Bool, _) => n.is_multiple_of(2).to_string(),
            (Ty::Text, 0 | 1) => format!("\"t{n}\""),
            (Ty::Text, _) => format!("\"t{n}\" | \"t{}\"", n + 1),
            (Ty::List, _) => unreachable!("lists are not matched"),
            (Ty::Maybe, 0) => format!("Some({n})"),
            (Ty::Maybe, 1) => format!("Some({n} | {})", n + 3),
            (Ty::Maybe, 2) => {
                format!("Some({} @ {n}..={})", self.bind(scrutinee, p, Ty::U32), n + 5)
            }
            (Ty::Maybe, _) => format!("Some({})", self.bind(scrutinee, p, Ty::U32)),
            (Ty::MaybeText, 0) => "None".to_string(),
            (Ty::MaybeText, _) => format!("Some({})", self.bind(scrutinee, p, Ty::Text)),
            (Ty::Outcome, 0 | 1) => format!("Ok({})", self.bind(scrutinee, p, Ty::U32)),
            (Ty::Outcome, 2) => format!("Ok({n}..)"),
            (Ty::Outcome, _) => format!("Err(Fault({}))", self.bind(scrutinee, p, Ty::U32)),
            (Ty::Pair, 0) => format!("({n}, _)"),
            (Ty::Pair, 1) => format!("({n}.., {})", self.bind(scrutinee, p, Ty::Text)),
            (Ty::Pair, _) => {
                let number = self.bind(scrutinee, p, Ty::U32);
                format!("({number} @ 0..={n}, {})", self.bind(scrutinee, p, Ty::Text))
            }
            (Ty::Item, 0) => format!("Item {{ id: {n}, .. }}"),
            (Ty::Item, 1) => {
                format!("Item {{ id: {n}.., name: {} }}", self.bind(scrutinee, p, Ty::Text))
            }
            (Ty::Item, _) => {
                format!("Item {{ id: {} @ {n}.., .. }}", self.bind(scrutinee, p, Ty::U32))
            }
            (Ty::Shape, 0) => "Shape::Dot".to_string(),
            (Ty::Shape, 1) => format!("Shape::Line({})", self.bind(scrutinee, p, Ty::U32)),
            (Ty::Shape, 2) => {
                let size = self.bind(scrutinee, p, Ty::U32);
                format!("Shape::Line({size}) | Shape::Named {{ size: {size}, .. }}")
            }
            (Ty::Shape, _) => {
                let name = self.bind(scrutinee, p, Ty::Text);
                let size = self.bind(scrutinee, p, Ty::U32);
                format!("Shape::Named {{ name: {name}, size: {size} }}")
            }
        };
        pattern.text = text;
        pattern
    }

    /// A pattern that always matches.
    pub fn irrefutable(&mut self, scrutinee: &Scrutinee) -> Pattern {
        if scrutinee.ty == Ty::Text || self.choices.percent(50) {
            return Pattern::new("_");
        }
        let mut pattern = Pattern::new("");
        // Bound as a whole.
        pattern.text = self.bind(scrutinee, &mut pattern, scrutinee.ty);
        pattern
    }
}
