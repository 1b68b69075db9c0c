//! Statements.

use super::features::Feature::*;
use super::generator::Generator;
use super::scope::{Mode, Ty};

#[derive(Clone, Copy)]
enum Form {
    Log,
    Leaf,
    Let,
    Show(usize),
    Change(usize),
    Assign(usize),
    Eat(usize),
    Destructure,
    LetElse,
    Borrow(usize),
    BorrowMut(usize),
    Swap(usize),
    Deferred,
    Closure,
    Odd,
    Control,
    Call(usize),
    Return,
    Jump,
}

impl Generator<'_> {
    /// Statements, each of which is followed by another in so many of 100 cases. Whether the
    /// last one diverges.
    pub fn statements(&mut self, another: u32) -> bool {
        while self.fuel > 0 {
            self.fuel -= 1;
            let form = self.statement_form();
            if self.statement(form) {
                return true;
            }
            if !self.choices.percent(another) {
                return false;
            }
        }
        false
    }

    fn statement_form(&mut self) -> Form {
        let mut forms = vec![(4, Form::Log), (6, Form::Leaf), (8, Form::Let)];
        let shown = self.scope.select(|scope, index| scope.readable(index));
        forms.extend(shown.iter().map(|&index| (1, Form::Show(index))));
        let changed = self.scope.select(|scope, index| {
            let var = scope.var(index);
            scope.writable(index) && matches!(var.ty, Ty::U32 | Ty::List | Ty::Text)
        });
        forms.extend(changed.into_iter().map(|index| (2, Form::Change(index))));
        if self.has(Assign) {
            let assigned = self.scope.assignable();
            forms.extend(assigned.into_iter().map(|index| (1, Form::Assign(index))));
        }
        if self.has(Moves) && self.may_move {
            let eaten = self
                .scope
                .select(|scope, index| !scope.var(index).ty.is_copy() && scope.movable(index));
            forms.extend(eaten.into_iter().map(|index| (1, Form::Eat(index))));
            let swapped = self.scope.select(|scope, index| {
                matches!(scope.var(index).ty, Ty::List | Ty::Text) && scope.writable(index)
            });
            forms.extend(swapped.into_iter().map(|index| (1, Form::Swap(index))));
        }
        if self.has(Destructure) {
            forms.push((2, Form::Destructure));
        }
        if self.has(Borrow) {
            let borrowed = self
                .scope
                .select(|scope, index| scope.readable(index) && scope.var(index).mode != Mode::Ref);
            forms.extend(borrowed.into_iter().map(|index| (1, Form::Borrow(index))));
        }
        if self.has(BorrowMut) {
            let borrowed = self
                .scope
                .select(|scope, index| scope.writable(index) && scope.var(index).mode == Mode::Own);
            forms.extend(borrowed.into_iter().map(|index| (1, Form::BorrowMut(index))));
        }
        if self.has(Deferred) {
            forms.push((2, Form::Deferred));
        }
        if self.has(Closures) {
            forms.push((2, Form::Closure));
        }
        if self.has(Blocks) {
            forms.push((2, Form::Odd));
        }
        forms.extend((0..self.callees.len()).map(|callee| (2, Form::Call(callee))));
        if self.nesting < 4 && self.fuel > 1 {
            if self.has(LetElse) {
                forms.push((2, Form::LetElse));
            }
            if !self.control_forms(false).is_empty() {
                forms.push((14, Form::Control));
            }
            if self.has(Return) && self.nesting > 0 {
                forms.push((1, Form::Return));
            }
            if !self.loops.is_empty() {
                forms.push((3, Form::Jump));
            }
        }
        self.choices.pick(&forms)
    }

    fn statement(&mut self, form: Form) -> bool {
        match form {
            Form::Log => {
                let ty = self.ty();
                let value = self.within(Args, |g| g.expr(ty, 1));
                self.push(format!("env.log({value});"));
            }
            Form::Leaf => {
                let ty = self.ty();
                let leaf = self.leaf(ty, 2);
                let ignored = self.one_of(&["", "", "", "let _ = ", "_ = "]);
                self.push(format!("{ignored}{leaf};"));
            }
            Form::Let => self.let_value(),
            Form::Show(index) => {
                self.scope.read(index);
                let name = &self.scope.var(index).name;
                self.push(format!("env.show(&{name}).await;"));
            }
            Form::Change(index) => self.change(index),
            Form::Assign(index) => {
                let ty = self.scope.var(index).ty;
                let value = self.expr(ty, 3);
                // The value may have borrowed it, or made a loop depend on it.
                if self.scope.is_assignable(index) {
                    self.scope.write(index);
                    self.scope.var_mut(index).live = true;
                    let var = self.scope.var(index);
                    let star = if var.mode == Mode::RefMut { "*" } else { "" };
                    self.push(format!("{star}{} = {value};", self.scope.var(index).name));
                } else {
                    self.push(format!("let _ = {value};"));
                }
            }
            Form::Eat(index) => {
                self.scope.take(index);
                let name = &self.scope.var(index).name;
                self.push(format!("env.eat({name});"));
            }
            Form::Swap(index) => {
                self.scope.write(index);
                let (name, ty) = (self.scope.var(index).name.clone(), self.scope.var(index).ty);
                let star = if self.scope.var(index).mode == Mode::RefMut { "" } else { "&mut " };
                let old = self.fresh("old");
                self.push(format!("let {old} = std::mem::take({star}{name});"));
                self.scope.declare(old, ty, Mode::Own, false);
            }
            Form::Destructure => self.destructure(),
            Form::LetElse => self.let_else(),
            Form::Borrow(index) => self.borrow(index),
            Form::BorrowMut(index) => {
                self.scope.write(index);
                let (name, ty) = (self.scope.var(index).name.clone(), self.scope.var(index).ty);
                let borrow = self.fresh("edit");
                self.push(format!("let {borrow} = &mut {name};"));
                let borrow = self.scope.declare(borrow, ty, Mode::RefMut, true);
                self.scope.var_mut(borrow).borrows = Some(index);
            }
            Form::Deferred => self.deferred(),
            Form::Closure => self.closure(),
            Form::Odd => return self.odd(),
            Form::Call(callee) => self.call_statement(callee),
            Form::Control => return self.control_statement(),
            Form::Return => {
                let value = self.returned(2);
                self.push(format!("return {value};"));
                return true;
            }
            Form::Jump => {
                let jump = self.jump();
                self.push(jump);
                return true;
            }
        }
        false
    }

    fn let_value(&mut self) {
        let ty = self.ty();
        let value = self.expr(ty, 3);
        let mutable = self.choices.percent(50);
        let typed = self.has(Typed) && self.choices.percent(30);
        let name = self.new_name();
        let mutability = if mutable { "mut " } else { "" };
        let annotation = if typed { format!(": {}", ty.name()) } else { String::new() };
        self.push(format!("let {mutability}{name}{annotation} = {value};"));
        self.scope.declare(name, ty, Mode::Own, mutable);
    }

    /// A new name, or that of another local.
    fn new_name(&mut self) -> String {
        let others = self.scope.select(|_, _| true);
        if self.has(Shadow) && !others.is_empty() && self.choices.percent(15) {
            let index = self.one_of(&others);
            return self.scope.var(index).name.clone();
        }
        self.fresh("x")
    }

    fn change(&mut self, index: usize) {
        let (name, ty) = (self.scope.var(index).name.clone(), self.scope.var(index).ty);
        let star = if self.scope.var(index).mode == Mode::Own { "" } else { "*" };
        if ty == Ty::U32 {
            let value = self.within(Compound, |g| g.expr(Ty::U32, 2));
            if self.scope.var(index).live && self.scope.writable(index) {
                self.scope.write(index);
                let operator = self.one_of(&["^=", "+=", "|="]);
                self.push(format!("{star}{name} {operator} {value};"));
                self.push(format!("{star}{name} %= LIMIT;"));
            } else {
                self.push(format!("let _ = {value};"));
            }
            return;
        }
        // It is borrowed while the argument is evaluated.
        self.scope.write(index);
        let frozen = std::mem::replace(&mut self.scope.var_mut(index).frozen, true);
        if ty == Ty::List {
            let value = self.within(Args, |g| g.expr(Ty::U32, 2));
            self.push(format!("{name}.push({value});"));
            self.push(format!("{name}.truncate(6);"));
        } else {
            let value = self.within(Temporaries, |g| g.expr(Ty::Text, 2));
            self.push(format!("{name}.push_str(&{value});"));
            self.push(format!("{name}.truncate(12);"));
        }
        self.scope.var_mut(index).frozen = frozen;
    }

    fn destructure(&mut self) {
        let (number, text) = (self.fresh("x"), self.fresh("x"));
        let (ty, pattern) = match self.choices.below(3) {
            0 => (Ty::Pair, format!("({number}, {text})")),
            1 => (Ty::Item, format!("Item {{ id: {number}, name: {text} }}")),
            _ => (Ty::Pair, format!("({number}, mut {text})")),
        };
        let value = self.expr(ty, 3);
        let mutable = pattern.contains("mut ");
        self.push(format!("let {pattern} = {value};"));
        self.scope.declare(number, Ty::U32, Mode::Own, false);
        self.scope.declare(text, Ty::Text, Mode::Own, mutable);
    }

    fn let_else(&mut self) {
        let (ty, pattern, bound) = match self.choices.below(4) {
            0 => (Ty::Maybe, "Some(NAME)", Ty::U32),
            1 => (Ty::Outcome, "Ok(NAME)", Ty::U32),
            2 => (Ty::MaybeText, "Some(NAME)", Ty::Text),
            _ => (Ty::Maybe, "Some(NAME @ 5..)", Ty::U32),
        };
        let value = self.expr(ty, 2);
        // A brace at the end of the value would be taken for an error.
        let value = if value.ends_with('}') { format!("({value})") } else { value };
        let mut join = self.join();
        let outside = std::mem::take(&mut self.lines);
        let len = self.scope.len();
        self.nesting += 1;
        let diverges = self.choices.percent(40) && self.statements(20);
        if !diverges {
            let out = self.way_out();
            self.push(out);
        }
        self.nesting -= 1;
        self.scope.leave(len);
        let lines = std::mem::replace(&mut self.lines, outside);
        join.end(&mut self.scope, true);
        join.finish(&mut self.scope);
        let name = self.new_name();
        let pattern = pattern.replace("NAME", &name);
        self.push(format!("let {pattern} = {value} else {{\n{}\n}};", lines.join("\n")));
        self.scope.declare(name, bound, Mode::Own, false);
    }

    /// Leaves the block, one way or another.
    fn way_out(&mut self) -> String {
        if !self.loops.is_empty() && self.choices.percent(60) {
            return self.jump();
        }
        let value = self.returned(1);
        format!("return {value};")
    }

    /// `break` or `continue`.
    pub fn jump(&mut self) -> String {
        let innermost = self.loops.len() - 1;
        let labelled: Vec<_> =
            (0..=innermost).filter(|&index| self.loops[index].label.is_some()).collect();
        let index = match !labelled.is_empty() && self.choices.percent(50) {
            true => Some(self.one_of(&labelled)),
            false => None,
        };
        let target = self.loops[index.unwrap_or(innermost)].clone();
        let label = match (index, target.label) {
            (Some(_), Some(label)) => format!(" {label}"),
            _ => String::new(),
        };
        if self.choices.percent(40) {
            return format!("continue{label};");
        }
        match target.value {
            Some(ty) => {
                let value = self.expr(ty, 1);
                format!("break{label} {value};")
            }
            None => format!("break{label};"),
        }
    }

    fn borrow(&mut self, index: usize) {
        self.scope.read(index);
        let (name, ty) = (self.scope.var(index).name.clone(), self.scope.var(index).ty);
        let is_mut = self.scope.var(index).mode == Mode::RefMut;
        let (ty, borrow) = match (ty, self.choices.below(3)) {
            _ if is_mut => (ty, format!("&*{name}")),
            (Ty::List, 0) => (ty, format!("&{name}[..]")),
            (Ty::List, 1) => (ty, format!("{name}.as_slice()")),
            (Ty::Text, 0) => (ty, format!("{name}.as_str()")),
            (Ty::Text, 1) => (ty, format!("&{name}[..]")),
            (Ty::Item, 0) => (Ty::Text, format!("&{name}.name")),
            (Ty::Item, 1) => (Ty::Text, format!("{name}.name.as_str()")),
            (Ty::Pair, 0) => (Ty::Text, format!("&{name}.1")),
            _ => (ty, format!("&{name}")),
        };
        let view = self.fresh("view");
        self.push(format!("let {view} = {borrow};"));
        let view = self.scope.declare(view, ty, Mode::Ref, false);
        self.scope.var_mut(view).borrows = Some(index);
    }

    fn deferred(&mut self) {
        let ty = self.ty();
        let condition = self.expr(Ty::Bool, 2);
        let name = self.fresh("x");
        let mut join = self.join();
        let mut branches = Vec::new();
        for _ in 0..2 {
            join.start(&mut self.scope);
            let value = self.expr(ty, 2);
            branches.push(format!("{{\n{name} = {value};\n}}"));
            join.end(&mut self.scope, false);
        }
        join.finish(&mut self.scope);
        self.push(format!("let {name};"));
        self.push(format!("if {condition} {}", branches.join(" else ")));
        self.scope.declare(name, ty, Mode::Own, false);
    }

    fn closure(&mut self) {
        let name = self.fresh("apply");
        let len = self.scope.len();
        self.scope.loops += 1;
        self.scope.declare("value".to_string(), Ty::U32, Mode::Own, false);
        let body = self.pure(|g| g.expr(Ty::U32, 2));
        self.scope.leave(len);
        self.scope.loops -= 1;
        let (first, second) = (self.choices.below(10), self.choices.below(10));
        self.push(format!("let {name} = |value: u32| {body};"));
        self.push(format!("env.log({name}({first}));"));
        self.push(format!("env.log({name}({second}));"));
    }

    /// What is rare.
    fn odd(&mut self) -> bool {
        let n = self.choices.below(10);
        match self.choices.below(6) {
            0 => {
                let (block, diverges) = self.bare_block();
                self.push(block);
                return diverges;
            }
            1 => {
                let (block, diverges) = self.bare_block();
                self.push(format!("unsafe {block}"));
                return diverges;
            }
            2 => {
                let name = self.fresh("LOCAL");
                self.push(format!("const {name}: u32 = {n};\nenv.log({name});"));
            }
            3 => {
                let name = self.fresh("local");
                let arg = self.within(Args, |g| g.expr(Ty::U32, 1));
                self.push(format!("fn {name}(n: u32) -> u32 {{\nn ^ {n}\n}}"));
                self.push(format!("env.log({name}({arg}));"));
            }
            4 => {
                let leaf = self.leaf(Ty::U32, 1);
                self.push(format!("#[cfg(all())]\n{leaf};"));
                self.push(format!("#[cfg(any())]\nenv.step({n}).await;"));
            }
            _ => {
                let leaf = self.leaf(Ty::U32, 1);
                self.push(format!("#[allow(unused_must_use)]\n{leaf};"));
            }
        }
        false
    }

    fn bare_block(&mut self) -> (String, bool) {
        let block = self.block(None, true);
        (block.text, block.diverges)
    }
}
