//! Branches and loops, as statements and as values.

use super::features::Feature::*;
use super::generator::{Generator, Loop};
use super::pattern::{Pattern, Scrutinee};
use super::scope::{Mode, Ty};

/// What there is to branch and loop with.
#[derive(Clone, Copy)]
pub enum Control {
    Block,
    If,
    IfLet,
    Match,
    Loop,
    While,
    WhileLet,
    ForRange,
    ForOwned,
    ForRef,
}

const MATCHED: [Ty; 9] = [
    Ty::U32,
    Ty::Maybe,
    Ty::Outcome,
    Ty::MaybeText,
    Ty::Shape,
    Ty::Item,
    Ty::Pair,
    Ty::Bool,
    Ty::Text,
];

impl Generator<'_> {
    /// What is possible here.
    pub fn control_forms(&self, value: bool) -> Vec<(u32, Control)> {
        let forms = [
            (value, 1, Control::Block),
            (self.has(If), 4, Control::If),
            (self.has(IfLet), 3, Control::IfLet),
            (self.has(Match), 4, Control::Match),
            (self.has(Loop), 2, Control::Loop),
            (self.has(While) && !value, 2, Control::While),
            (self.has(WhileLet) && !value, 2, Control::WhileLet),
            (self.has(For) && !value, 2, Control::ForRange),
            (self.has(For) && !value, 2, Control::ForOwned),
            (self.has(ForRef) && !value && !self.iterable().is_empty(), 3, Control::ForRef),
        ];
        let possible = forms.into_iter().filter(|(possible, ..)| *possible);
        possible.map(|(_, weight, form)| (weight, form)).collect()
    }

    pub fn control_statement(&mut self) -> bool {
        let forms = self.control_forms(false);
        let form = self.choices.pick(&forms);
        let (text, diverges) = self.control(form, None);
        self.push(text);
        diverges
    }

    pub fn control_value(&mut self, ty: Ty) -> String {
        self.fuel = self.fuel.saturating_sub(1);
        let forms = self.control_forms(true);
        let form = self.choices.pick(&forms);
        let (text, _) = self.control(form, Some(ty));
        // Where a statement begins with it, it would be one by itself.
        format!("({text})")
    }

    fn control(&mut self, form: Control, value: Option<Ty>) -> (String, bool) {
        match form {
            Control::Block => {
                let block = self.block(value, false);
                (block.text, block.diverges && value.is_none())
            }
            Control::If => self.if_else(value),
            Control::IfLet => self.if_let(value),
            Control::Match => self.match_arms(value),
            Control::Loop => self.endless(value),
            Control::While => self.counted(),
            Control::WhileLet => self.while_let(),
            Control::ForRange => self.for_range(),
            Control::ForOwned => self.for_owned(),
            Control::ForRef => self.for_ref(),
        }
    }

    fn if_else(&mut self, value: Option<Ty>) -> (String, bool) {
        let condition = self.expr(Ty::Bool, 2);
        let mut text = format!("if {condition} ");
        let mut join = self.join();
        let then = self.block(value, true);
        text += &then.text;
        join.end(&mut self.scope, then.diverges);
        if value.is_some() || self.choices.percent(60) {
            join.start(&mut self.scope);
            let (otherwise, diverges) = if self.nesting < 4 && self.choices.percent(25) {
                self.nesting += 1;
                let otherwise = self.if_else(value);
                self.nesting -= 1;
                otherwise
            } else {
                let block = self.block(value, !join.diverges());
                (block.text, block.diverges)
            };
            text += " else ";
            text += &otherwise;
            join.end(&mut self.scope, diverges);
        } else {
            join.start(&mut self.scope);
            join.end(&mut self.scope, false);
        }
        (text, join.finish(&mut self.scope))
    }

    fn if_let(&mut self, value: Option<Ty>) -> (String, bool) {
        let len = self.scope.len();
        let mut conditions = vec![self.let_condition()];
        while self.has(Chains) && conditions.len() < 3 && self.choices.percent(40) {
            let condition = match self.choices.percent(50) {
                true => self.let_condition(),
                false => self.within(Lazy, |g| g.expr(Ty::Bool, 1)),
            };
            conditions.push(condition);
        }
        let mut join = self.join();
        let then = self.block(value, true);
        self.scope.leave(len);
        join.end(&mut self.scope, then.diverges);
        let mut text = format!("if {} {}", conditions.join(" && "), then.text);
        join.start(&mut self.scope);
        if value.is_some() || self.choices.percent(50) {
            let block = self.block(value, !join.diverges());
            text += &format!(" else {}", block.text);
            join.end(&mut self.scope, block.diverges);
        } else {
            join.end(&mut self.scope, false);
        }
        (text, join.finish(&mut self.scope))
    }

    /// `let PATTERN = VALUE`, whose bindings are in scope from then on.
    fn let_condition(&mut self) -> String {
        let ty = self.one_of(&MATCHED[1..7]);
        let scrutinee = self.scrutinee(ty);
        let pattern = self.refutable(&scrutinee);
        self.declare_bindings(&scrutinee, &pattern);
        format!("let {} = {}", pattern.text, scrutinee.text)
    }

    fn match_arms(&mut self, value: Option<Ty>) -> (String, bool) {
        let ty = self.one_of(&MATCHED);
        let scrutinee = self.scrutinee(ty);
        let mut join = self.join();
        let mut arms = Vec::new();
        for _ in 0..1 + self.choices.below(3) {
            let pattern = self.refutable(&scrutinee);
            join.start(&mut self.scope);
            let guarded = self.may_guard(&scrutinee) && self.choices.percent(25);
            let (arm, diverges) = self.arm(&scrutinee, &pattern, value, (guarded, true));
            join.end(&mut self.scope, diverges);
            arms.push(arm);
        }
        let pattern = self.irrefutable(&scrutinee);
        join.start(&mut self.scope);
        let flags = (false, !join.diverges());
        let (arm, diverges) = self.arm(&scrutinee, &pattern, value, flags);
        join.end(&mut self.scope, diverges);
        arms.push(arm);
        let text = format!("match {} {{\n{}\n}}", scrutinee.text, arms.join("\n"));
        (text, join.finish(&mut self.scope))
    }

    fn arm(
        &mut self,
        scrutinee: &Scrutinee,
        pattern: &Pattern,
        value: Option<Ty>,
        (guarded, may_diverge): (bool, bool),
    ) -> (String, bool) {
        let len = self.scope.len();
        self.declare_bindings(scrutinee, pattern);
        let mut head = pattern.text.clone();
        if guarded {
            let guard = self.pure(|g| g.expr(Ty::Bool, 1));
            head += &format!(" if {guard}");
        }
        if let Some(ty) = value
            && self.choices.percent(50)
        {
            let body = self.expr(ty, 2);
            self.scope.leave(len);
            return (format!("{head} => {body},"), false);
        }
        let block = self.block(value, may_diverge);
        self.scope.leave(len);
        (format!("{head} => {}", block.text), block.diverges)
    }

    /// A loop whose head is evaluated on each turn, and must not jump.
    fn looped(&mut self, head: impl FnOnce(&mut Self) -> String) -> (String, bool) {
        self.turning(None, |g| {
            let around = std::mem::take(&mut g.loops);
            let head = head(g);
            g.loops = around;
            head
        })
    }

    fn turning(
        &mut self,
        value: Option<Ty>,
        head: impl FnOnce(&mut Self) -> String,
    ) -> (String, bool) {
        let before = self.scope.snapshot();
        let len = self.scope.len();
        let label = (self.has(Labels) && self.choices.percent(40)).then(|| self.fresh("'l"));
        let written = label.as_ref().map_or(String::new(), |label| format!("{label}: "));
        self.scope.loops += 1;
        self.loops.push(Loop { label, value, gone: Vec::new() });
        let head = head(self);
        let farewell = self.farewell();
        let body = self.block(None, true).text;
        let body = body.strip_prefix("{\n").unwrap_or(&body);
        let ended = self.loops.pop().expect("pushed above");
        self.scope.loops -= 1;
        self.scope.leave(len);
        self.scope.restore(&before);
        for index in ended.gone {
            self.scope.take(index);
        }
        (format!("{written}{head}{farewell}{body}"), false)
    }

    /// `if .. { env.eat(x); break; }`, of a local from outside of the loop.
    fn farewell(&mut self) -> String {
        let Some(Loop { value: None, .. }) = self.loops.last() else {
            return String::new();
        };
        let outside = self.scope.loops - 1;
        let movable = self.scope.select(|scope, index| {
            let var = scope.var(index);
            var.loops == outside && !var.ty.is_copy() && scope.is_alone(index)
        });
        if !self.has(Moves) || movable.is_empty() || !self.choices.percent(25) {
            return String::new();
        }
        let condition = self.expr(Ty::Bool, 1);
        let index = self.one_of(&movable);
        // The condition may have made something depend on it.
        if !self.scope.is_alone(index) || !self.scope.var(index).live {
            return format!("let _ = {condition};\n");
        }
        let name = self.scope.var(index).name.clone();
        self.loops.last_mut().expect("within a loop").gone.push(index);
        format!("if {condition} {{\nenv.eat({name});\nbreak;\n}}\n")
    }

    fn counter(&mut self) -> String {
        let counter = self.fresh("turn");
        self.push(format!("let mut {counter} = 0;"));
        let index = self.scope.declare(counter.clone(), Ty::U32, Mode::Own, true);
        self.scope.var_mut(index).frozen = true;
        counter
    }

    fn endless(&mut self, value: Option<Ty>) -> (String, bool) {
        let turns = 1 + self.choices.below(3);
        // As a value it is one expression, so that the counter comes with it.
        let outside = std::mem::take(&mut self.lines);
        let len = self.scope.len();
        let counter = self.counter();
        let (looped, _) = self.turning(value, |g| {
            let value = value.map_or(String::new(), |ty| format!(" {}", g.expr(ty, 1)));
            format!("loop {{\n{counter} += 1;\nif {counter} > {turns} {{\nbreak{value};\n}}\n")
        });
        let text = format!("{}\n{looped}", self.lines.join("\n"));
        self.lines = outside;
        self.scope.leave(len);
        (format!("{{\n{text}\n}}"), false)
    }

    fn counted(&mut self) -> (String, bool) {
        let turns = 1 + self.choices.below(3);
        let counter = self.counter();
        self.looped(|g| {
            let more = match g.choices.percent(30) {
                true => format!(" && {}", g.within(Lazy, |g| g.expr(Ty::Bool, 1))),
                false => String::new(),
            };
            format!("while {counter} < {turns}{more} {{\n{counter} += 1;\n")
        })
    }

    fn while_let(&mut self) -> (String, bool) {
        let stack = match self.choices.percent(50) {
            true => {
                let list = self.expr(Ty::List, 2);
                let stack = self.fresh("stack");
                self.push(format!("let mut {stack} = {list};"));
                let index = self.scope.declare(stack.clone(), Ty::List, Mode::Own, true);
                self.scope.var_mut(index).frozen = true;
                Some(stack)
            }
            false => None,
        };
        self.looped(|g| {
            let name = g.fresh("y");
            let (pattern, value, ty) = match (stack, g.choices.below(3)) {
                (Some(stack), _) => (format!("Some({name})"), format!("{stack}.pop()"), Ty::U32),
                (None, 0) => (format!("Some({name})"), g.leaf(Ty::Maybe, 1), Ty::U32),
                (None, 1) => (format!("Ok({name})"), g.leaf(Ty::Outcome, 1), Ty::U32),
                (None, _) => (format!("Some({name})"), g.leaf(Ty::MaybeText, 1), Ty::Text),
            };
            g.scope.declare(name, ty, Mode::Own, false);
            format!("while let {pattern} = {value} {{\n")
        })
    }

    fn for_range(&mut self) -> (String, bool) {
        let bound = self.expr(Ty::U32, 2);
        let range = match self.choices.below(4) {
            0 => format!("0..{} % 4", bound),
            1 => format!("1..={} % 3", bound),
            2 => format!("(0..{} % 4).rev()", bound),
            _ => format!("(0..{} % 8).step_by(3)", bound),
        };
        self.looped(|g| {
            let name = g.fresh("i");
            let head = format!("for {name} in {range} {{\n");
            g.scope.declare(name, Ty::U32, Mode::Own, false);
            head
        })
    }

    fn for_owned(&mut self) -> (String, bool) {
        let (ty, values) = match self.choices.below(4) {
            0 | 1 => (Ty::U32, self.expr(Ty::List, 2)),
            2 => (Ty::Text, self.expr(Ty::MaybeText, 2)),
            _ => {
                let first = self.within(Literals, |g| g.expr(Ty::Text, 1));
                let second = self.within(Literals, |g| g.expr(Ty::Text, 1));
                (Ty::Text, format!("[{first}, {second}]"))
            }
        };
        let enumerated = self.has(Postfix) && self.choices.percent(25);
        self.looped(|g| {
            let (name, mutable) = (g.fresh("y"), g.choices.percent(25));
            let pattern = if mutable { format!("mut {name}") } else { name.clone() };
            g.scope.declare(name, ty, Mode::Own, mutable);
            match enumerated {
                true => format!("for (_, {pattern}) in {values}.into_iter().enumerate() {{\n"),
                false => format!("for {pattern} in {values} {{\n"),
            }
        })
    }

    fn iterable(&self) -> Vec<usize> {
        self.scope.select(|scope, index| scope.var(index).ty == Ty::List && scope.readable(index))
    }

    fn for_ref(&mut self) -> (String, bool) {
        let options = self.iterable();
        let index = self.one_of(&options);
        let n = self.choices.below(3);
        let var = self.scope.var(index).clone();
        let name = &var.name;
        let in_place = self.has(BorrowMut) && self.scope.writable(index);
        let (pattern, values, mode) = match self.choices.below(10) {
            0 if var.mode == Mode::Own => ("NAME", format!("&{name}"), Mode::Ref),
            0 | 1 => ("NAME", format!("{name}.iter()"), Mode::Ref),
            2 => ("NAME", format!("{name}.iter().rev()"), Mode::Ref),
            3 => ("NAME", format!("{name}.iter().skip({n})"), Mode::Ref),
            4 => ("(_, NAME)", format!("{name}.iter().enumerate()"), Mode::Ref),
            5 => ("&NAME", format!("{name}.iter()"), Mode::Own),
            6 => ("NAME", format!("{name}.iter().copied()"), Mode::Own),
            7 => ("NAME", format!("{name}.iter().map(|value| value ^ {n})"), Mode::Own),
            8 => ("NAME", format!("{name}.iter().filter(|value| **value > {n})"), Mode::Ref),
            _ if in_place => ("NAME", format!("{name}.iter_mut()"), Mode::RefMut),
            _ => ("(NAME, _)", format!("{name}.iter().zip(1..)"), Mode::Ref),
        };
        let mut frozen = vec![index];
        frozen.extend(var.borrows);
        let frozen: Vec<_> =
            frozen.into_iter().map(|index| (index, self.scope.var(index).frozen)).collect();
        if mode == Mode::RefMut {
            self.scope.write(index);
        } else {
            self.scope.read(index);
        }
        frozen.iter().for_each(|&(index, _)| self.scope.var_mut(index).frozen = true);
        let looped = self.looped(|g| {
            let name = g.fresh("y");
            let head = format!("for {} in {values} {{\n", pattern.replace("NAME", &name));
            let item = g.scope.declare(name, Ty::U32, mode, mode == Mode::RefMut);
            if mode != Mode::Own {
                g.scope.var_mut(item).borrows =
                    if var.mode == Mode::Ref { var.borrows } else { Some(index) };
            }
            if mode == Mode::RefMut {
                // Nobody else gets at the list meanwhile, nor at what it is borrowed from.
                g.scope.var_mut(index).live = false;
                if let Some(owner) = var.borrows {
                    g.scope.var_mut(owner).live = false;
                }
                g.scope.var_mut(item).borrows = None;
            }
            head
        });
        frozen.iter().for_each(|&(index, was)| self.scope.var_mut(index).frozen = was);
        looped
    }
}
