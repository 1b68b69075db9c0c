//! `async { .. }` as a branch: what can be proved about it.
//!
//! It loses nothing if it has no await, for then it is not begun before it ends; or one await, of
//! a cancel-safe future, with nothing consumed and no effect before it: what follows runs in the
//! poll that the await ends in. That nothing is consumed the compiler proves, see
//! [`Marker`](super::future::Marker).

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprAsync, ExprAwait, Local, Macro, Stmt};

use super::future::{is_wrapper, wrapped_argument};

/// Why a block is refused.
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
const MACRO: &str = "cannot see whether this macro awaits [await-in-macro]\n\
                     help: put it behind the await, or before the block";

/// Whether the block loses nothing, as far as syntax tells.
pub fn prove(block: &ExprAsync) -> Result<(), Refusal> {
    let mut awaits = Awaits::default();
    awaits.visit_block(&block.block);
    match (awaits.refusal, awaits.count) {
        (Some(refusal), _) => Err(refusal),
        (None, 0) => Ok(()),
        (None, _) => before_await(&block.block).map(drop),
    }
}

/// Counts the awaits of a block. Other functions, closures and async blocks await for themselves.
#[derive(Default)]
struct Awaits {
    count: usize,
    in_loop: bool,
    refusal: Option<Refusal>,
}

impl Awaits {
    fn refuse(&mut self, tokens: &impl ToTokens, message: &'static str) {
        self.refusal.get_or_insert_with(|| refusal(tokens, message));
    }

    fn in_loop(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.in_loop, true);
        visit(self);
        self.in_loop = outer;
    }
}

impl<'ast> Visit<'ast> for Awaits {
    fn visit_expr_await(&mut self, node: &'ast ExprAwait) {
        visit::visit_expr_await(self, node);
        self.count += 1;
        if self.in_loop {
            self.refuse(&node.await_token, LOOP);
        } else if self.count > 1 {
            self.refuse(&node.await_token, TWO);
        }
    }

    fn visit_expr_loop(&mut self, node: &'ast syn::ExprLoop) {
        self.in_loop(|awaits| visit::visit_expr_loop(awaits, node));
    }

    fn visit_expr_while(&mut self, node: &'ast syn::ExprWhile) {
        self.in_loop(|awaits| visit::visit_expr_while(awaits, node));
    }

    fn visit_expr_for_loop(&mut self, node: &'ast syn::ExprForLoop) {
        self.visit_expr(&node.expr);
        self.in_loop(|awaits| awaits.visit_block(&node.body));
    }

    fn visit_macro(&mut self, node: &'ast Macro) {
        if !is_sync(node) {
            self.refuse(&node.path, MACRO);
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
}

/// Changes or replaces what is awaited by the block itself.
pub fn replace_awaits(block: &mut Block, replace: impl FnMut(&mut ExprAwait) -> Option<Expr>) {
    Replace(replace).visit_block_mut(block);
}

struct Replace<F>(F);

impl<F: FnMut(&mut ExprAwait) -> Option<Expr>> VisitMut for Replace<F> {
    fn visit_expr_mut(&mut self, node: &mut Expr) {
        match node {
            Expr::Await(wait) => {
                if let Some(instead) = (self.0)(wait) {
                    *node = instead;
                }
            }
            Expr::Closure(_) | Expr::Async(_) => {}
            _ => visit_mut::visit_expr_mut(self, node),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The macros of the standard library and of the loggers, which do not await by themselves.
fn is_sync(mac: &Macro) -> bool {
    const SYNC: &[&str] = &[
        "assert",
        "assert_eq",
        "assert_ne",
        "concat",
        "dbg",
        "debug",
        "debug_assert",
        "debug_assert_eq",
        "debug_assert_ne",
        "env",
        "eprint",
        "eprintln",
        "error",
        "format",
        "format_args",
        "info",
        "log",
        "matches",
        "panic",
        "print",
        "println",
        "stringify",
        "todo",
        "trace",
        "unimplemented",
        "unreachable",
        "vec",
        "warn",
        "write",
        "writeln",
    ];
    let known =
        mac.path.segments.last().is_some_and(|last| SYNC.iter().any(|name| last.ident == name));
    known && !mentions_await(mac.tokens.clone())
}

fn mentions_await(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => mentions_await(group.stream()),
        proc_macro2::TokenTree::Ident(ident) => ident == "await",
        _ => false,
    })
}

/// Whether the await was met on the way, with no effect before it.
type Met = Result<bool, Refusal>;

/// In evaluation order: the await, or else something without effect.
fn before_await(block: &Block) -> Met {
    for stmt in &block.stmts {
        let met = match stmt {
            Stmt::Local(local) => before_in_local(local)?,
            Stmt::Expr(expr, _) => before(expr)?,
            Stmt::Item(_) => false,
            Stmt::Macro(mac) => return Err(refusal(mac, EFFECT)),
        };
        if met {
            return Ok(true);
        }
    }
    Ok(false)
}

fn before_in_local(local: &Local) -> Met {
    match &local.init {
        Some(init) => before(&init.expr),
        None => Ok(false),
    }
}

fn before(expr: &Expr) -> Met {
    match expr {
        Expr::Await(wait) => operands(&wait.base).map(|()| true),
        Expr::Lit(_) | Expr::Path(_) | Expr::Closure(_) | Expr::Async(_) => Ok(false),
        Expr::Paren(inner) => before(&inner.expr),
        Expr::Group(inner) => before(&inner.expr),
        Expr::Field(field) => before(&field.base),
        Expr::Reference(reference) => before(&reference.expr),
        Expr::Unary(unary) => before(&unary.expr),
        Expr::Cast(cast) => before(&cast.expr),
        Expr::Try(attempt) => met_or(before(&attempt.expr)?, expr),
        Expr::Return(value) => value.expr.as_deref().map_or(Ok(false), before),
        Expr::Break(value) => value.expr.as_deref().map_or(Ok(false), before),
        Expr::Tuple(tuple) => in_order(&tuple.elems),
        Expr::Array(array) => in_order(&array.elems),
        Expr::Struct(value) => in_order(value.fields.iter().map(|field| &field.expr)),
        Expr::Index(index) => in_order([&*index.expr, &*index.index]),
        Expr::Binary(binary) => before_in_binary(binary, expr),
        Expr::Assign(assign) => met_or(before(&assign.right)?, expr),
        Expr::Let(condition) => before(&condition.expr),
        Expr::If(branch) => before_in_if(branch),
        Expr::Match(choice) => before_in_match(choice),
        Expr::Block(block) => before_await(&block.block),
        Expr::MethodCall(call) => {
            let met = before(&call.receiver)? || in_order(&call.args)?;
            if is_getter(&call.method) { Ok(met) } else { met_or(met, expr) }
        }
        Expr::Call(call) => {
            let met = in_order(&call.args)?;
            if is_constructor(&call.func) { Ok(met) } else { met_or(met, expr) }
        }
        _ => Err(refusal(expr, EFFECT)),
    }
}

/// The operands of the future that is awaited. Making it is no effect: it is not begun yet.
fn operands(future: &Expr) -> Result<(), Refusal> {
    match future {
        Expr::MethodCall(call) => {
            match is_wrapper(call) {
                true => operands(&call.receiver)?,
                false => drop(before(&call.receiver)?),
            }
            in_order(&call.args).map(drop)
        }
        Expr::Call(call) => {
            let wrapped = wrapped_argument(&call.func);
            call.args.iter().enumerate().try_for_each(|(index, argument)| match wrapped {
                Some(wrapped) if wrapped == index => operands(argument),
                _ => before(argument).map(drop),
            })
        }
        Expr::Paren(inner) => operands(&inner.expr),
        Expr::Group(inner) => operands(&inner.expr),
        Expr::Reference(reference) => operands(&reference.expr),
        _ => before(future).map(drop),
    }
}

fn in_order<'a>(exprs: impl IntoIterator<Item = &'a Expr>) -> Met {
    for expr in exprs {
        if before(expr)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What happens behind the await is no matter; before it, `expr` would be an effect.
fn met_or(met: bool, expr: &Expr) -> Met {
    if met { Ok(true) } else { Err(refusal(expr, EFFECT)) }
}

fn before_in_binary(binary: &syn::ExprBinary, expr: &Expr) -> Met {
    let met = in_order([&*binary.left, &*binary.right])?;
    // `+=` and its kin are the operators of several characters that end in `=`, but compare not.
    let operator = binary.op.to_token_stream().to_string();
    let assigns = operator.ends_with('=') && !matches!(&*operator, "==" | "!=" | "<=" | ">=");
    if assigns { met_or(met, expr) } else { Ok(met) }
}

fn before_in_if(branch: &syn::ExprIf) -> Met {
    if before(&branch.cond)? {
        return Ok(true);
    }
    let then = before_await(&branch.then_branch)?;
    let otherwise = match &branch.else_branch {
        Some((_, otherwise)) => before(otherwise)?,
        None => false,
    };
    Ok(then || otherwise)
}

fn before_in_match(choice: &syn::ExprMatch) -> Met {
    if before(&choice.expr)? {
        return Ok(true);
    }
    choice.arms.iter().try_fold(false, |met, arm| Ok(before(&arm.body)? || met))
}

/// Methods that look at their receiver or make something of it, and change nothing.
fn is_getter(method: &syn::Ident) -> bool {
    const GETTERS: &[&str] = &[
        "as_bytes",
        "as_deref",
        "as_deref_mut",
        "as_mut",
        "as_mut_slice",
        "as_ref",
        "as_slice",
        "as_str",
        "borrow",
        "clone",
        "deref",
        "deref_mut",
        "get",
        "get_mut",
        "get_ref",
        "into",
        "is_empty",
        "is_none",
        "is_some",
        "iter",
        "len",
        "to_owned",
        "to_string",
        "to_vec",
    ];
    GETTERS.iter().any(|getter| method == getter)
}

/// `Some(..)`, `Duration::from_secs(..)`, `Type::new(..)`
fn is_constructor(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let is_type = |name: String| name.starts_with(char::is_uppercase);
    match (names.next(), names.next()) {
        (Some(last), _) if is_type(last.clone()) => true,
        (Some(last), Some(owner)) => is_type(owner) && (last == "new" || last.starts_with("from_")),
        _ => false,
    }
}

fn refusal(tokens: &impl ToTokens, message: &'static str) -> Refusal {
    Refusal { tokens: tokens.to_token_stream(), message }
}
