//! Calls of other annotated functions.
//!
//! Plain and annotated, they are written in different ways. The two are put between `«` and `»`,
//! with `¦` between them.

use super::generator::{Callee, Generator, Ret};
use super::scope::{Mode, Ty};

impl Generator<'_> {
    /// The functions that yield `ty` and need nothing but a call.
    pub fn callees_of(&self, ty: Ty) -> impl Iterator<Item = usize> + use<> {
        let yields = |callee: &Callee| match callee.ret {
            Ret::Value(value) => value == ty,
            Ret::Result(value) => value == Ty::U32 && ty == Ty::Outcome,
            Ret::Option(value) => match value {
                Ty::U32 => ty == Ty::Maybe,
                Ty::Text => ty == Ty::MaybeText,
                _ => false,
            },
        };
        let fits: Vec<_> = (0..self.callees.len())
            .filter(|&index| yields(&self.callees[index]) && !self.callees[index].takes_start)
            .collect();
        fits.into_iter()
    }

    /// A call with the short form of an inner checkpoint.
    pub fn call(&mut self, callee: usize) -> String {
        let Callee { name, takes_list, .. } = self.callees[callee].clone();
        let list = if takes_list { self.lent_list() } else { String::new() };
        format!("{name}(«¦_, »env{list}).await")
    }

    /// A call with a checkpoint that is a local.
    pub fn call_statement(&mut self, callee: usize) {
        let Callee { name, takes_list, takes_start, ret } = self.callees[callee].clone();
        let checkpoint = self.fresh("inner");
        let mut start = String::new();
        if takes_start {
            let value = self.expr(Ty::U32, 2);
            start = self.fresh("start");
            self.push(format!("let {start} = {value};"));
            self.push(format!("«¦let mut {checkpoint} = Checkpoint::with({start});»"));
            start = format!("«, {start}¦»");
        } else {
            self.push(format!("«¦let mut {checkpoint} = Checkpoint::new();»"));
        }
        let list = if takes_list { self.lent_list() } else { String::new() };
        let returned = self.fresh("x");
        self.push(format!(
            "let {returned} = {name}(«¦&mut {checkpoint}, »env{list}{start}).await;"
        ));
        match ret {
            Ret::Value(ty) => {
                self.scope.declare(returned, ty, Mode::Own, false);
            }
            Ret::Result(_) | Ret::Option(_) => self.push(format!("env.log({returned});")),
        }
    }

    fn lent_list(&mut self) -> String {
        let lists = self
            .scope
            .select(|scope, index| scope.var(index).ty == Ty::List && scope.readable(index));
        if lists.is_empty() {
            return ", &[1, 2]".to_string();
        }
        let index = self.one_of(&lists);
        self.scope.read(index);
        format!(", &{}", self.scope.var(index).name)
    }
}

/// The plain half of a text with both.
pub fn plain(text: &str) -> String {
    half(text, |both| both.split_once('¦').map_or("", |(plain, _)| plain))
}

/// The annotated half of a text with both.
pub fn annotated(text: &str) -> String {
    half(text, |both| both.split_once('¦').map_or("", |(_, annotated)| annotated))
}

fn half(mut text: &str, choose: impl Fn(&str) -> &str) -> String {
    let mut halved = String::new();
    while let Some((before, rest)) = text.split_once('«') {
        let (both, after) = rest.split_once('»').expect("each of them is closed");
        halved += before;
        halved += choose(both);
        text = after;
    }
    halved + text
}
