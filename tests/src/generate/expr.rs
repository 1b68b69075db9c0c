//! Expressions, from their type down.

use super::features::Feature::*;
use super::generator::{Generator, Ret};
use super::scope::{Mode, Ty};

#[derive(Clone, Copy)]
enum Form {
    Literal,
    Var,
    Leaf,
    Compute,
    Control,
    Question,
    Next,
    Call(usize),
}

impl Generator<'_> {
    /// An expression of type `ty`, which can be followed by a method call.
    pub fn expr(&mut self, ty: Ty, depth: u32) -> String {
        let mut forms = vec![(2, Form::Literal)];
        if !self.readable(ty).is_empty() {
            forms.push((6, Form::Var));
        }
        if self.may_await {
            forms.push((5, Form::Leaf));
            forms.extend(self.callees_of(ty).map(|callee| (3, Form::Call(callee))));
        }
        if depth > 0 {
            forms.push((4, Form::Compute));
        }
        if depth > 0 && self.may_await && self.has(Values) && self.fuel > 2 && self.nesting < 4 {
            forms.push((2, Form::Control));
        }
        if self.may_await && depth > 0 && self.has(Try) && self.question_source(ty).is_some() {
            forms.push((4, Form::Question));
        }
        if ty == Ty::U32 && self.has(Effects) && self.may_move {
            forms.push((1, Form::Next));
        }
        match self.choices.pick(&forms) {
            Form::Literal => self.literal(ty),
            Form::Var => self.variable(ty),
            Form::Leaf => self.leaf(ty, depth),
            Form::Compute => self.compute(ty, depth - 1),
            Form::Control => self.control_value(ty),
            Form::Question => {
                let source = self.question_source(ty).expect("checked above");
                let source = self.expr(source, depth - 1);
                format!("{source}?")
            }
            Form::Next => "env.next()".to_string(),
            Form::Call(callee) => self.call(callee),
        }
    }

    /// The operation that yields `ty`, awaited.
    pub fn leaf(&mut self, ty: Ty, depth: u32) -> String {
        let arg = match depth.checked_sub(1) {
            Some(depth) => self.within(Args, |g| g.expr(Ty::U32, depth)),
            None => self.pure(|g| g.expr(Ty::U32, 0)),
        };
        format!("env.{}({arg}).await", ty.leaf())
    }

    fn readable(&self, ty: Ty) -> Vec<usize> {
        self.scope.select(|scope, index| scope.var(index).ty == ty && scope.readable(index))
    }

    fn literal(&mut self, ty: Ty) -> String {
        let n = self.choices.below(10);
        match ty {
            Ty::U32 => n.to_string(),
            Ty::Bool => (n % 2 == 1).to_string(),
            Ty::Text => format!("String::from(\"l{n}\")"),
            Ty::List if n == 0 => "Vec::<u32>::new()".to_string(),
            Ty::List => format!("Vec::from([{n}, {}])", n + 1),
            Ty::Maybe => format!("Some({n})"),
            Ty::MaybeText => format!("Some(String::from(\"l{n}\"))"),
            Ty::Outcome => format!("Ok::<u32, Fault>({n})"),
            Ty::Pair => format!("({n}, String::from(\"l{n}\"))"),
            Ty::Item => format!("(Item {{ id: {n}, name: String::from(\"l{n}\") }})"),
            Ty::Shape => format!("Shape::Line({n})"),
        }
    }

    fn variable(&mut self, ty: Ty) -> String {
        let options = self.readable(ty);
        let index = self.one_of(&options);
        self.use_var(index)
    }

    /// The value of a local: copied, moved or cloned.
    pub fn use_var(&mut self, index: usize) -> String {
        let moves = !self.scope.var(index).ty.is_copy()
            && self.may_move
            && self.has(Moves)
            && self.scope.movable(index)
            && self.choices.percent(50);
        if moves {
            self.scope.take(index);
        } else {
            self.scope.read(index);
        }
        let var = self.scope.var(index);
        let name = &var.name;
        match (var.mode, var.ty) {
            (Mode::Own, ty) if ty.is_copy() => name.clone(),
            (_, ty) if ty.is_copy() => format!("(*{name})"),
            (Mode::Own, _) if moves => name.clone(),
            (Mode::Ref | Mode::RefMut, Ty::List) => format!("{name}.to_vec()"),
            (Mode::Ref | Mode::RefMut, Ty::Text) => format!("{name}.to_string()"),
            _ => format!("{name}.clone()"),
        }
    }

    /// A number from a local of another type, without moving it.
    fn projection(&mut self, index: usize) -> String {
        self.scope.read(index);
        let n = self.choices.below(10);
        let var = self.scope.var(index);
        let name = &var.name;
        match var.ty {
            Ty::U32 | Ty::Bool => unreachable!("read as they are"),
            Ty::Text => format!("({name}.len() as u32)"),
            Ty::List if n < 3 => format!("({name}.len() as u32)"),
            Ty::List if n < 6 => format!("sum(&{name})"),
            Ty::List => format!("{name}.first().copied().unwrap_or({n})"),
            Ty::Maybe => format!("{name}.unwrap_or({n})"),
            Ty::MaybeText => format!("{name}.as_ref().map_or({n}, |text| text.len() as u32)"),
            Ty::Outcome => format!("(*{name}.as_ref().unwrap_or(&{n}))"),
            Ty::Pair if n < 5 => format!("{name}.0"),
            Ty::Pair => format!("({name}.1.len() as u32)"),
            Ty::Item if n < 5 => format!("{name}.id"),
            Ty::Item => format!("({name}.name.len() as u32)"),
            Ty::Shape => format!("{name}.size()"),
        }
    }

    fn compute(&mut self, ty: Ty, depth: u32) -> String {
        match ty {
            Ty::U32 => self.number(depth),
            Ty::Bool => self.condition(depth),
            Ty::Text => self.text(depth),
            Ty::List => self.list(depth),
            Ty::Maybe => match self.choices.below(4) {
                0 => self.wrapped("Some", Ty::U32, depth),
                1 => {
                    let left = self.within(Postfix, |g| g.expr(Ty::U32, depth));
                    let right = self.within(Args, |g| g.expr(Ty::U32, depth));
                    format!("u32::checked_sub({left}, {right})")
                }
                2 => {
                    let outcome = self.within(Postfix, |g| g.expr(Ty::Outcome, depth));
                    format!("{outcome}.ok()")
                }
                _ => {
                    let list = self.within(Postfix, |g| g.expr(Ty::List, depth));
                    format!("{list}.first().copied()")
                }
            },
            Ty::MaybeText => self.wrapped("Some", Ty::Text, depth),
            Ty::Outcome => match self.choices.below(3) {
                0 => self.wrapped("Ok::<u32, Fault>", Ty::U32, depth),
                1 => format!("Err::<u32, Fault>({})", self.wrapped("Fault", Ty::U32, depth)),
                _ => {
                    let maybe = self.within(Postfix, |g| g.expr(Ty::Maybe, depth));
                    let code = self.within(Args, |g| g.expr(Ty::U32, depth));
                    format!("{maybe}.ok_or(Fault({code}))")
                }
            },
            Ty::Pair => {
                let number = self.within(Literals, |g| g.expr(Ty::U32, depth));
                let text = self.within(Literals, |g| g.expr(Ty::Text, depth));
                format!("({number}, {text})")
            }
            Ty::Item => self.item(depth),
            Ty::Shape => match self.choices.below(2) {
                0 => self.wrapped("Shape::Line", Ty::U32, depth),
                _ => {
                    let name = self.within(Literals, |g| g.expr(Ty::Text, depth));
                    let size = self.within(Literals, |g| g.expr(Ty::U32, depth));
                    format!("(Shape::Named {{ name: {name}, size: {size} }})")
                }
            },
        }
    }

    fn wrapped(&mut self, constructor: &str, ty: Ty, depth: u32) -> String {
        let value = self.within(Args, |g| g.expr(ty, depth));
        format!("{constructor}({value})")
    }

    fn number(&mut self, depth: u32) -> String {
        let projected = self.scope.select(|scope, index| {
            !matches!(scope.var(index).ty, Ty::U32 | Ty::Bool) && scope.readable(index)
        });
        match self.choices.below(9) {
            0 => format!("({} % LIMIT)", self.binary("+", depth)),
            1 => self.binary("^", depth),
            2 => {
                let left = self.within(Args, |g| g.expr(Ty::U32, depth));
                let right = self.within(Args, |g| g.expr(Ty::U32, depth));
                format!("mix({left}, {right})")
            }
            3 | 4 if !projected.is_empty() => {
                let index = self.one_of(&projected);
                self.projection(index)
            }
            5 => {
                let text = self.within(Postfix, |g| g.expr(Ty::Text, depth));
                format!("({text}.len() as u32)")
            }
            6 => {
                let list = self.within(Temporaries, |g| g.expr(Ty::List, depth));
                format!("sum(&{list})")
            }
            7 => {
                let elements = [(); 3].map(|()| self.within(Index, |g| g.expr(Ty::U32, depth)));
                let index = self.within(Index, |g| g.expr(Ty::U32, depth));
                format!("[{}][({index} % 3) as usize]", elements.join(", "))
            }
            _ => {
                let item = self.within(Postfix, |g| g.expr(Ty::Item, depth));
                format!("{item}.id")
            }
        }
    }

    fn binary(&mut self, operator: &str, depth: u32) -> String {
        let left = self.within(Operators, |g| g.expr(Ty::U32, depth));
        let right = self.within(Operators, |g| g.expr(Ty::U32, depth));
        format!("({left} {operator} {right})")
    }

    /// A condition.
    pub fn condition(&mut self, depth: u32) -> String {
        match self.choices.below(6) {
            0 => self.binary("<", depth),
            1 => self.binary("==", depth),
            2 => format!("(!{})", self.within(Operators, |g| g.expr(Ty::Bool, depth))),
            3 => self.lazy("&&", depth),
            4 => self.lazy("||", depth),
            _ => {
                let list = self.within(Postfix, |g| g.expr(Ty::List, depth));
                format!("{list}.is_empty()")
            }
        }
    }

    fn lazy(&mut self, operator: &str, depth: u32) -> String {
        let left = self.within(Lazy, |g| g.expr(Ty::Bool, depth));
        let right = self.within(Lazy, |g| g.expr(Ty::Bool, depth));
        format!("({left} {operator} {right})")
    }

    fn text(&mut self, depth: u32) -> String {
        match self.choices.below(5) {
            0 => {
                // Borrowed until the call: a local can be assigned anew meanwhile, if it has been
                // moved, but not if it is borrowed. So there are no moves.
                let left = self.unmoving(|g| g.within(Temporaries, |g| g.expr(Ty::Text, depth)));
                let right = self.unmoving(|g| g.within(Temporaries, |g| g.expr(Ty::Text, depth)));
                format!("glue(&{left}, &{right})")
            }
            1 => {
                let left = self.within(Operators, |g| g.expr(Ty::Text, depth));
                let right = self.within(Operators, |g| g.expr(Ty::Text, depth));
                format!("clip({left} + &{right})")
            }
            2 if self.has(Macros) => self.formatted(depth),
            3 => {
                let item = self.within(Postfix, |g| g.expr(Ty::Item, depth));
                format!("{item}.name")
            }
            _ => {
                let pair = self.within(Postfix, |g| g.expr(Ty::Pair, depth));
                format!("{pair}.1")
            }
        }
    }

    fn formatted(&mut self, depth: u32) -> String {
        let operand = self.within(MacroAwaits, |g| g.unmoving(|g| g.expr(Ty::U32, depth)));
        let shown = self.scope.select(|scope, index| scope.readable(index));
        if shown.is_empty() {
            return format!("clip(format!(\"{{}}\", {operand}))");
        }
        let index = self.one_of(&shown);
        self.scope.read(index);
        let name = &self.scope.var(index).name;
        format!("clip(format!(\"{{}}{{{name}:?}}\", {operand}))")
    }

    fn list(&mut self, depth: u32) -> String {
        match self.choices.below(4) {
            0 => {
                let list = self.within(Args, |g| g.expr(Ty::List, depth));
                let value = self.within(Args, |g| g.expr(Ty::U32, depth));
                format!("extend({list}, {value})")
            }
            1 if self.has(Macros) => {
                let first = self.within(MacroAwaits, |g| g.expr(Ty::U32, depth));
                let second = self.within(MacroAwaits, |g| g.expr(Ty::U32, depth));
                format!("vec![{first}, {second}]")
            }
            2 => {
                let list = self.within(Postfix, |g| g.expr(Ty::List, depth));
                let n = self.choices.below(10);
                format!("{list}.into_iter().map(|value| value ^ {n}).collect::<Vec<u32>>()")
            }
            _ => {
                let first = self.within(Literals, |g| g.expr(Ty::U32, depth));
                let second = self.within(Literals, |g| g.expr(Ty::U32, depth));
                format!("Vec::from([{first}, {second}])")
            }
        }
    }

    fn item(&mut self, depth: u32) -> String {
        match self.choices.below(4) {
            0 => {
                let id = self.within(Literals, |g| g.expr(Ty::U32, depth));
                let name = self.within(Literals, |g| g.expr(Ty::Text, depth));
                format!("(Item {{ id: {id}, name: {name} }})")
            }
            // Evaluated as written, not as declared.
            1 => {
                let name = self.within(Literals, |g| g.expr(Ty::Text, depth));
                let id = self.within(Literals, |g| g.expr(Ty::U32, depth));
                format!("(Item {{ name: {name}, id: {id} }})")
            }
            2 => {
                let id = self.within(Literals, |g| g.expr(Ty::U32, depth));
                let rest = self.within(Literals, |g| g.expr(Ty::Item, depth));
                format!("(Item {{ id: {id}, ..{rest} }})")
            }
            _ => {
                let item = self.within(Args, |g| g.expr(Ty::Item, depth));
                let name = self.within(Args, |g| g.expr(Ty::Text, depth));
                format!("rename({item}, {name})")
            }
        }
    }

    /// What `?` turns into `ty` here.
    fn question_source(&self, ty: Ty) -> Option<Ty> {
        match (self.ret, ty) {
            (Ret::Result(_), Ty::U32) => Some(Ty::Outcome),
            (Ret::Option(_), Ty::U32) => Some(Ty::Maybe),
            (Ret::Option(_), Ty::Text) => Some(Ty::MaybeText),
            _ => None,
        }
    }

    /// What the function returns.
    pub fn returned(&mut self, depth: u32) -> String {
        match self.ret {
            Ret::Value(ty) => self.expr(ty, depth),
            Ret::Result(ty) if self.choices.percent(80) => {
                let value = self.within(Args, |g| g.expr(ty, depth));
                format!("Ok({value})")
            }
            Ret::Result(_) => {
                let code = self.within(Args, |g| g.expr(Ty::U32, depth));
                format!("Err(Fault({code}))")
            }
            Ret::Option(ty) if self.choices.percent(80) => {
                let value = self.within(Args, |g| g.expr(ty, depth));
                format!("Some({value})")
            }
            Ret::Option(_) => "None".to_string(),
        }
    }
}
