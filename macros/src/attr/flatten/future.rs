//! Futures that are made again with what they stand in: a branch of a select, or a wrapper.

use syn::Expr;

use super::operands::First;
use super::syntax::*;
use super::{Flatten, builders};
use crate::attr::ir::*;
use crate::made::{self, Fault};
use crate::select::{is_optional, is_wrapper, wrapped_argument};
use crate::timers;

impl Flatten<'_> {
    /// What making `future` takes, where it is a branch of a select or in a wrapper.
    pub(super) fn future_operands(&mut self, future: &mut Expr, out: &mut Vec<Stmt>) {
        match future {
            Expr::Async(_) => {}
            // A block that is nothing but a future.
            Expr::Block(e) if e.label.is_none() && only_value(&e.block).is_some() => {
                if let Some(syn::Stmt::Expr(value, None)) = e.block.stmts.pop() {
                    *future = value;
                    self.future_operands(future, out);
                }
            }
            code if made::is_code(code) && !awaits(code) => self.refuse_all(made::again(code)),
            // The argument of a macro of the user's stands in a group.
            Expr::Paren(paren) => self.future_operands(&mut paren.expr, out),
            Expr::Group(group) => self.future_operands(&mut group.expr, out),
            Expr::Call(call) if is_claim(call) => {}
            Expr::Call(call) => match wrapped_argument(&call.func) {
                None => {
                    self.checkpoints(&mut call.args, out);
                    let operands = std::iter::once(&mut *call.func).chain(&mut call.args);
                    self.operands(operands.collect(), First::Callee, out);
                }
                Some(wrapped) => {
                    let is_optional = is_optional(&call.func);
                    for (index, arg) in call.args.iter_mut().enumerate() {
                        match index == wrapped {
                            true if is_optional => self.option_operands(arg, out),
                            true => self.future_operands(arg, out),
                            false => self.operands(vec![arg], First::Operand, out),
                        }
                    }
                }
            },
            Expr::MethodCall(call) if is_wrapper(call) => {
                self.future_operands(&mut call.receiver, out);
                self.operands(call.args.iter_mut().collect(), First::Operand, out);
            }
            Expr::MethodCall(call) => {
                self.checkpoints(&mut call.args, out);
                builders::owned(call);
                let operands = std::iter::once(&mut *call.receiver).chain(&mut call.args);
                self.operands(operands.collect(), First::Receiver, out);
            }
            other => self.operands(vec![other], First::Operand, out),
        }
    }

    /// Refuses a checkpoint that is dropped with the future: `f(_)` and `f(&mut Checkpoint::new())`. What was
    /// pending in it when another branch wins, or the time is up, would be gone.
    pub(super) fn refuse_dropped(&mut self, future: &Expr) {
        match future {
            Expr::Paren(e) => self.refuse_dropped(&e.expr),
            Expr::Group(e) => self.refuse_dropped(&e.expr),
            Expr::Call(call) if is_claim(call) => {}
            Expr::Call(call) => match wrapped_argument(&call.func) {
                Some(wrapped) => {
                    call.args.iter().nth(wrapped).into_iter().for_each(|it| self.refuse_dropped(it))
                }
                None => self.refuse_inline(&call.args),
            },
            Expr::MethodCall(call) if is_wrapper(call) => self.refuse_dropped(&call.receiver),
            Expr::MethodCall(call) => self.refuse_inline(&call.args),
            _ => {}
        }
    }

    /// The same of what is awaited, where a time limit may end it.
    pub(super) fn refuse_limited(&mut self, awaited: &Expr) {
        match awaited {
            Expr::Call(call) => {
                let wrapped = wrapped_argument(&call.func).and_then(|it| call.args.iter().nth(it));
                match wrapped {
                    Some(wrapped) if is_limit(&call.func) => self.refuse_dropped(wrapped),
                    Some(wrapped) => self.refuse_limited(wrapped),
                    None => {}
                }
            }
            Expr::MethodCall(call) if is_wrapper(call) => match names_limit(&call.method) {
                true => self.refuse_dropped(&call.receiver),
                false => self.refuse_limited(&call.receiver),
            },
            _ => {}
        }
    }

    fn refuse_inline<'a>(&mut self, args: impl IntoIterator<Item = &'a Expr>) {
        for arg in args.into_iter().filter(|arg| is_inline_checkpoint(arg)) {
            self.errors.push(
                arg,
                "this checkpoint is dropped, with all that is pending in it, when another branch wins or \
                 the time is up [loses-on-cancel]\n\
                 help: let it outlive that: `let mut pending = ..;` in front of the loop, and `&mut pending` \
                 here\n\
                 help: if losing its work is what you want, write `abandon(..)`",
            );
        }
    }

    /// Of `rx.as_mut().map(|rx| rx.recv())`.
    fn option_operands(&mut self, option: &mut Expr, out: &mut Vec<Stmt>) {
        match option {
            Expr::Paren(e) => self.option_operands(&mut e.expr, out),
            Expr::MethodCall(map) => {
                self.operands(vec![&mut *map.receiver], First::Receiver, out);
                map.args.iter().for_each(|arg| self.refuse_all(made::again_of_option(arg)));
            }
            Expr::Call(some) => {
                some.args.iter_mut().for_each(|future| self.future_operands(future, out));
            }
            option => self.future_operands(option, out),
        }
    }

    /// What code that makes a future again must not do.
    fn refuse_all(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            match fault {
                Fault::Timer(timer) => self.errors.push(timer, timers::IN_CODE),
                Fault::Effect(effect) => self.errors.push(
                    effect,
                    "this is evaluated again when a cancelled call goes on, and may have an effect \
                     [evaluated-twice]\n\
                     help: evaluate it once, in a statement in front of the await",
                ),
            }
        }
    }
}

/// `_`, `&mut Checkpoint::new()`, `&mut Checkpoint::with(item)`.
fn is_inline_checkpoint(arg: &Expr) -> bool {
    match arg {
        Expr::Infer(_) => true,
        Expr::Reference(e) => match &*e.expr {
            Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
                if path.path.segments.iter().rev().nth(1).is_some_and(|ty| ty.ident == "Checkpoint")),
            _ => false,
        },
        _ => false,
    }
}

/// `value` of `{ value }`.
fn only_value(block: &syn::Block) -> Option<&Expr> {
    match &*block.stmts {
        [syn::Stmt::Expr(value, None)] => Some(value),
        _ => None,
    }
}
