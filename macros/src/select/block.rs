//! `async { .. }` as a branch: what can be proved about it.
//!
//! It loses nothing if on every way through it there is no await, for then it is not begun before
//! it ends; or one await, of a cancel-safe future, outside of any loop and with no effect before
//! it: what follows runs in the poll that the await ends in. That nothing is moved into the block,
//! and dropped with it, the compiler proves, see [`proof`](super::proof).

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Block, Expr, ExprAsync, Local, Macro, Pat, Stmt, Token};

use super::effects;
use super::future::{Caller, is_optional, is_wrapper, wrapped_argument};
use super::parse::Select;
use super::polled::is_poll_fn;
use crate::attr::{is_claim, macros};
use crate::made::{self, Fault};
use crate::timers;

/// Why a block is refused.
#[derive(Clone)]
pub struct Refusal {
    pub tokens: TokenStream,
    pub message: &'static str,
}

const TWO: &str = "a second await: dropped here, the block loses what it has done [block-await]\n\
                   help: make it an `async fn` with `#[cancel_safe]`; if it may be lost, say \
                   `abandon(..)`";
const LOOP: &str = "an await in a loop: dropped here, the block loses the rounds before [block-loop]\n\
                    help: make it an `async fn` with `#[cancel_safe]`; if they may be lost, say \
                    `abandon(..)`";
const EFFECT: &str = "this runs before the await, and again when the block is made again [block-effect]\n\
                      help: put it before the block, or make the block an `async fn` with \
                      `#[cancel_safe]`";
const HELD: &str = "what this takes in is lost with it, for it is made anew with the block [block-effect]\n\
                    help: make it before the block, and keep it; or make the block an `async fn` with \
                    `#[cancel_safe]`";
const POLLED: &str = "what this closure has changed in the block is lost with it [block-effect]\n\
                      help: make `poll_fn(..)` the branch, without a block around it";
const UNKNOWN: &str = "cannot see whether this macro awaits [await-in-macro]\n\
                       help: put it behind the await, or before the block";
const MACRO: &str = "an await inside of this macro cannot be seen [await-in-macro]\n\
                     help: put what it awaits into a `let` before it";

/// Whether the block loses nothing, as far as syntax tells.
pub fn prove(block: &ExprAsync, krate: &TokenStream, caller: Caller) -> Step {
    let mut walk = Walk {
        krate,
        caller,
        way: Some(Way::default()),
        loops: 0,
        has_await: false,
        unknown: None,
    };
    walk.block(&block.block)?;
    match walk.unknown {
        Some(refusal) if !walk.has_await => Err(refusal),
        _ => Ok(()),
    }
}

type Step = Result<(), Refusal>;

/// What has happened on the ways that lead to a point of the block.
#[derive(Clone, Default)]
struct Way {
    awaited: bool,
    effect: Option<Refusal>,
}

impl Way {
    fn join(self, other: Way) -> Way {
        Way { awaited: self.awaited || other.awaited, effect: self.effect.or(other.effect) }
    }
}

/// Goes through a block in the order of evaluation.
struct Walk<'a> {
    krate: &'a TokenStream,
    caller: Caller,
    /// None where no way leads: behind a `return`.
    way: Option<Way>,
    loops: usize,
    has_await: bool,
    /// A macro that nobody knows: it might be what awaits.
    unknown: Option<Refusal>,
}

impl Walk<'_> {
    fn await_(&mut self, shown: &impl ToTokens) -> Step {
        self.has_await = true;
        if self.loops > 0 {
            return Err(refusal(shown, LOOP));
        }
        let Some(way) = &mut self.way else { return Ok(()) };
        match way.effect.take() {
            _ if way.awaited => return Err(refusal(shown, TWO)),
            Some(effect) => return Err(effect),
            None => way.awaited = true,
        }
        Ok(())
    }

    fn effect(&mut self, of: &impl ToTokens) {
        self.effect_as(of, EFFECT);
    }

    fn effect_as(&mut self, of: &impl ToTokens, message: &'static str) {
        if let Some(way) = &mut self.way {
            way.effect.get_or_insert_with(|| refusal(of, message));
        }
    }

    /// What is made of a `&mut` may have a state of its own, as a reader with a buffer.
    fn holder<'e>(&mut self, of: &impl ToTokens, parts: impl IntoIterator<Item = &'e Expr>) {
        if parts.into_iter().any(effects::is_mutable_borrow) {
            self.effect_as(of, HELD);
        }
    }

    /// Takes one of several ways.
    fn one_of<T>(
        &mut self,
        ways: impl IntoIterator<Item = T>,
        mut walk: impl FnMut(&mut Self, T) -> Step,
    ) -> Step {
        let start = self.way.clone();
        let mut end = None;
        for way in ways {
            self.way.clone_from(&start);
            walk(self, way)?;
            end = match (end, self.way.take()) {
                (Some(one), Some(other)) => Some(Way::join(one, other)),
                (one, other) => one.or(other),
            };
        }
        self.way = end;
        Ok(())
    }

    /// Takes a way or goes past it.
    fn perhaps(&mut self, mut walk: impl FnMut(&mut Self) -> Step) -> Step {
        self.one_of([true, false], |this, taken| if taken { walk(this) } else { Ok(()) })
    }

    fn block(&mut self, block: &Block) -> Step {
        block.stmts.iter().try_for_each(|stmt| match stmt {
            Stmt::Local(local) => self.local(local),
            Stmt::Expr(expr, _) => self.expr(expr),
            Stmt::Macro(stmt) => self.macro_(&stmt.mac),
            Stmt::Item(_) => Ok(()),
        })
    }

    fn local(&mut self, local: &Local) -> Step {
        let Some(init) = &local.init else { return Ok(()) };
        self.expr(&init.expr)?;
        if let Some((_, diverging)) = &init.diverge {
            let onward = self.way.clone();
            self.expr(diverging)?;
            self.way = onward;
        }
        Ok(())
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Step {
        exprs.into_iter().try_for_each(|expr| self.expr(expr))
    }

    fn expr(&mut self, expr: &Expr) -> Step {
        match expr {
            Expr::Await(wait) => {
                self.operands(&wait.base)?;
                self.await_(&wait.await_token)
            }
            Expr::Lit(_) | Expr::Path(_) | Expr::Closure(_) | Expr::Async(_) | Expr::Infer(_) => {
                Ok(())
            }
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Field(field) => self.expr(&field.base),
            Expr::Reference(reference) => self.expr(&reference.expr),
            Expr::Unary(unary) => self.expr(&unary.expr),
            Expr::Cast(cast) => self.expr(&cast.expr),
            Expr::Try(attempt) => self.expr(&attempt.expr),
            Expr::Let(condition) => self.expr(&condition.expr),
            Expr::Tuple(tuple) => self.exprs(&tuple.elems),
            Expr::Array(array) => self.exprs(&array.elems),
            Expr::Repeat(repeat) => self.expr(&repeat.expr),
            Expr::Range(range) => self.exprs(range.start.iter().chain(&range.end).map(|e| &**e)),
            Expr::Index(index) => self.exprs([&*index.expr, &*index.index]),
            Expr::Struct(value) => {
                self.exprs(value.fields.iter().map(|field| &field.expr))?;
                self.exprs(value.rest.as_deref())?;
                self.holder(value, value.fields.iter().map(|field| &field.expr));
                Ok(())
            }
            Expr::Block(block) => self.block(&block.block),
            Expr::Unsafe(block) => self.block(&block.block),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Assign(assign) => {
                self.exprs([&*assign.right, &*assign.left])?;
                self.effect(assign);
                Ok(())
            }
            Expr::MethodCall(_) | Expr::Call(_) => self.call(expr),
            Expr::Macro(mac) => self.macro_(&mac.mac),
            _ => self.control_flow(expr),
        }
    }

    fn control_flow(&mut self, expr: &Expr) -> Step {
        match expr {
            Expr::Return(value) => {
                self.exprs(value.expr.as_deref())?;
                self.way = None;
                Ok(())
            }
            // As if it went on: to where it leads, it takes along no more than that.
            Expr::Break(value) => self.exprs(value.expr.as_deref()),
            Expr::Continue(_) => Ok(()),
            Expr::If(choice) => {
                self.expr(&choice.cond)?;
                self.one_of([true, false], |this, taken| match &choice.else_branch {
                    _ if taken => this.block(&choice.then_branch),
                    Some((_, otherwise)) => this.expr(otherwise),
                    None => Ok(()),
                })
            }
            Expr::Match(choice) => {
                self.expr(&choice.expr)?;
                let guards = choice.arms.iter().filter_map(|arm| match &arm.pat {
                    Pat::Guard(pattern) => Some(&*pattern.guard),
                    _ => None,
                });
                self.exprs(guards)?;
                self.one_of(&choice.arms, |this, arm| this.expr(&arm.body))
            }
            Expr::Loop(rounds) => self.in_loop(|this| this.block(&rounds.body)),
            Expr::While(rounds) => self.in_loop(|this| {
                this.expr(&rounds.cond)?;
                this.block(&rounds.body)
            }),
            Expr::ForLoop(rounds) => {
                self.expr(&rounds.expr)?;
                // It advances an iterator.
                self.effect(&rounds.expr);
                self.in_loop(|this| this.block(&rounds.body))
            }
            _ => Err(refusal(expr, EFFECT)),
        }
    }

    fn in_loop(&mut self, walk: impl FnMut(&mut Self) -> Step) -> Step {
        self.loops += 1;
        let walked = self.perhaps(walk);
        self.loops -= 1;
        walked
    }

    fn binary(&mut self, binary: &syn::ExprBinary) -> Step {
        self.expr(&binary.left)?;
        if matches!(binary.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) {
            return self.perhaps(|this| this.expr(&binary.right));
        }
        self.expr(&binary.right)?;
        // `+=` and its kin are the operators of several characters that end in `=`, but compare
        // not.
        let operator = binary.op.to_token_stream().to_string();
        if operator.ends_with('=') && !matches!(&*operator, "==" | "!=" | "<=" | ">=") {
            self.effect(binary);
        }
        Ok(())
    }

    fn call(&mut self, expr: &Expr) -> Step {
        let is_pure = match expr {
            Expr::MethodCall(call) => {
                self.expr(&call.receiver)?;
                self.exprs(&call.args)?;
                effects::is_getter(&call.method)
            }
            Expr::Call(call) => {
                self.expr(&call.func)?;
                self.exprs(&call.args)?;
                if !effects::is_plain_constructor(&call.func) {
                    self.holder(call, &call.args);
                }
                effects::is_constructor(&call.func)
            }
            _ => true,
        };
        if !is_pure {
            self.effect(expr);
        }
        Ok(())
    }

    /// The operands of the future that is awaited. Making it is no effect: it is not begun yet.
    fn operands(&mut self, future: &Expr) -> Step {
        if self.caller == Caller::Annotated && timers::is_timer(future) {
            return Err(refusal(future, timers::IN_BLOCK));
        }
        self.operands_of_any(future)
    }

    fn operands_of_any(&mut self, future: &Expr) -> Step {
        match future {
            Expr::MethodCall(call) => {
                match is_wrapper(call) {
                    true => self.operands(&call.receiver)?,
                    false => self.expr(&call.receiver)?,
                }
                self.exprs(&call.args)
            }
            // It may count in a local.
            Expr::Call(call) if is_poll_fn(call) => Err(refusal(call, POLLED)),
            // Whoever claims something about a timer has thought of it.
            Expr::Call(call) if is_claim(call) => {
                self.expr(&call.func)?;
                call.args.iter().try_for_each(|argument| self.operands_of_any(argument))
            }
            Expr::Call(call) => {
                self.expr(&call.func)?;
                let wrapped = wrapped_argument(&call.func);
                let is_optional = is_optional(&call.func);
                call.args.iter().enumerate().try_for_each(|(index, argument)| match wrapped {
                    Some(wrapped) if wrapped == index && is_optional => self.option(argument),
                    Some(wrapped) if wrapped == index => self.operands(argument),
                    _ => self.expr(argument),
                })
            }
            Expr::Paren(inner) => self.operands(&inner.expr),
            Expr::Group(inner) => self.operands(&inner.expr),
            Expr::Reference(reference) => self.operands(&reference.expr),
            _ => self.expr(future),
        }
    }

    /// `rx.as_mut().map(|rx| rx.recv())`
    fn option(&mut self, option: &Expr) -> Step {
        let Expr::MethodCall(map) = option else { return self.operands(option) };
        self.expr(&map.receiver)?;
        for fault in map.args.iter().flat_map(made::again_of_option) {
            match fault {
                Fault::Timer(_) if self.caller == Caller::Annotated => {
                    return Err(refusal(option, timers::IN_BLOCK));
                }
                Fault::Timer(_) => {}
                Fault::Effect(_) => self.effect(option),
            }
        }
        Ok(())
    }

    fn macro_(&mut self, mac: &Macro) -> Step {
        if macros::is_select(mac) {
            return match super::read(&mac.tokens, self.krate) {
                Ok(select) => self.select(mac, &select),
                // Reported where it is expanded.
                Err(_) => Ok(()),
            };
        }
        if macros::awaits(mac) {
            return Err(refusal(&mac.path, MACRO));
        }
        if let Some(choice) = macros::matches(mac) {
            return self.control_flow(&Expr::Match(choice));
        }
        if let Some(array) = effects::array(mac) {
            return self.expr(&array);
        }
        let arguments = macros::arguments(mac);
        self.exprs(arguments.iter().flat_map(Punctuated::<Expr, Token![,]>::iter))?;
        let is_seen = arguments.is_some() || effects::is_constant(mac);
        if macros::diverges(mac) {
            self.way = None;
        } else if !is_seen || !effects::is_pure(mac) {
            self.effect(&mac.path);
        }
        // One that awaits where it is not expected to does not compile, since the proof has it in
        // a closure that is not `async`.
        if !is_seen && !macros::borrows(mac) {
            self.unknown.get_or_insert_with(|| refusal(&mac.path, UNKNOWN));
        }
        Ok(())
    }

    /// A select in the block awaits once, and then runs one of its handlers.
    fn select(&mut self, mac: &Macro, select: &Select) -> Step {
        self.exprs(select.branches.iter().filter_map(|branch| branch.guard.as_ref()))?;
        select.branches.iter().try_for_each(|branch| self.operands(&branch.future))?;
        match select.default {
            None => self.await_(&mac.path)?,
            Some(_) => self.effect(&mac.path),
        }
        self.one_of(select.handlers(), Self::expr)
    }
}

fn refusal(tokens: &impl ToTokens, message: &'static str) -> Refusal {
    Refusal { tokens: tokens.to_token_stream(), message }
}
