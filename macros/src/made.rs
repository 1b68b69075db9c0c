//! Code that makes a future, and is run again when a cancelled call goes on: that is right as long as it
//! does nothing else. What it evaluates on the way must have no effect, and no timer may begin with it.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Block, Expr, ExprCall, ExprClosure, Pat, Stmt};

use crate::attr::{is_borrow, is_claim, is_repeatable, makes_a_type};
use crate::select::{is_optional, is_wrapper, wrapped_argument};
use crate::timers::{is_timer, is_timers_name};

/// What must not be in such code.
pub enum Fault {
    /// It may have an effect, which would be there twice.
    Effect(TokenStream),
    /// It would start over.
    Timer(TokenStream),
}

/// Looks through a block, an `if` or a `match` that makes a future.
pub fn again(code: &Expr) -> Vec<Fault> {
    let mut made = Made(Vec::new());
    made.code(code);
    made.0
}

/// Looks through the function that makes a future of what is in an option: `|rx| rx.recv()`.
pub fn again_of_option(map: &Expr) -> Vec<Fault> {
    let mut made = Made(Vec::new());
    made.function(map);
    made.0
}

/// Whether an expression is more than a call: something that has to be looked through.
pub fn is_code(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_code(&e.expr),
        Expr::Call(call) => called_closure(call).is_some(),
        expr => matches!(expr, Expr::Block(_) | Expr::Unsafe(_) | Expr::If(_) | Expr::Match(_)),
    }
}

/// `(|| sleep(limit))()`
fn called_closure(call: &ExprCall) -> Option<&ExprClosure> {
    fn closure(func: &Expr) -> Option<&ExprClosure> {
        match func {
            Expr::Paren(e) => closure(&e.expr),
            Expr::Closure(closure) => Some(closure),
            _ => None,
        }
    }
    closure(&call.func)
}

struct Made(Vec<Fault>);

impl Made {
    /// What has the future for its value.
    fn code(&mut self, code: &Expr) {
        match code {
            // It goes elsewhere, or has a proof of its own.
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Async(_) => {}
            timer if is_timer(timer) => self.0.push(Fault::Timer(timer.to_token_stream())),
            Expr::MethodCall(e) => {
                match is_wrapper(e) {
                    true => self.code(&e.receiver),
                    false => self.value(&e.receiver),
                }
                e.args.iter().for_each(|arg| self.value(arg));
            }
            Expr::Call(e) if is_claim(e) => {}
            Expr::Call(e) => self.call(e),
            code => self.ways(code, &mut Self::code),
        }
    }

    /// What is evaluated besides.
    fn value(&mut self, value: &Expr) {
        match value {
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {}
            Expr::Let(e) => self.value(&e.expr),
            // Nobody knows what its destructor does.
            Expr::Struct(_) => self.0.push(Fault::Effect(value.to_token_stream())),
            Expr::Call(call) if makes_a_type(call) => {
                self.0.push(Fault::Effect(value.to_token_stream()));
            }
            value if is_repeatable(value) || is_borrow(value) => {}
            value => self.ways(value, &mut Self::value),
        }
    }

    /// Something with several ends, of which each is a `part`.
    fn ways(&mut self, code: &Expr, part: &mut dyn FnMut(&mut Self, &Expr)) {
        match code {
            Expr::Paren(e) => part(self, &e.expr),
            Expr::Group(e) => part(self, &e.expr),
            Expr::Block(e) => self.block(&e.block, part),
            Expr::Unsafe(e) => self.block(&e.block, part),
            Expr::If(e) => {
                self.value(&e.cond);
                self.block(&e.then_branch, part);
                e.else_branch.iter().for_each(|(_, otherwise)| part(self, otherwise));
            }
            Expr::Match(e) => {
                self.value(&e.expr);
                for arm in &e.arms {
                    if let Pat::Guard(guarded) = &arm.pat {
                        self.value(&guarded.guard);
                    }
                    part(self, &arm.body);
                }
            }
            value if is_repeatable(value) || is_borrow(value) => {}
            value => self.0.push(Fault::Effect(value.to_token_stream())),
        }
    }

    fn block(&mut self, block: &Block, part: &mut dyn FnMut(&mut Self, &Expr)) {
        for (index, stmt) in block.stmts.iter().enumerate() {
            let is_last = index + 1 == block.stmts.len();
            match stmt {
                Stmt::Expr(tail, None) if is_last => part(self, tail),
                Stmt::Local(local) => {
                    local.init.iter().for_each(|init| self.value(&init.expr));
                }
                Stmt::Item(_) => {}
                stmt => self.0.push(Fault::Effect(stmt.to_token_stream())),
            }
        }
    }

    fn call(&mut self, call: &ExprCall) {
        if let Some(closure) = called_closure(call) {
            self.code(&closure.body);
        }
        let wrapped = wrapped_argument(&call.func);
        for (index, arg) in call.args.iter().enumerate() {
            match wrapped {
                Some(wrapped) if wrapped == index && is_optional(&call.func) => self.option(arg),
                Some(wrapped) if wrapped == index => self.code(arg),
                _ => self.value(arg),
            }
        }
    }

    /// `rx.as_mut().map(|rx| rx.recv())`
    fn option(&mut self, option: &Expr) {
        match option {
            Expr::MethodCall(map) => {
                self.value(&map.receiver);
                map.args.iter().for_each(|function| self.function(function));
            }
            Expr::Call(some) => some.args.iter().for_each(|future| self.code(future)),
            option => self.code(option),
        }
    }

    fn function(&mut self, function: &Expr) {
        match function {
            Expr::Closure(closure) => self.code(&closure.body),
            Expr::Path(path) if is_timers_name(&path.path) => {
                self.0.push(Fault::Timer(path.to_token_stream()));
            }
            _ => {}
        }
    }
}
