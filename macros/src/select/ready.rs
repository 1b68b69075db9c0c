//! `ready(queue.pop_front())` as a branch: what has been taken out of the queue is in the future, and is
//! dropped with it when another branch wins.

use syn::{Expr, ExprCall, Stmt};

use super::effects;
use super::parse::Select;
use crate::attr::is_calm;
use crate::diag::Errors;
use crate::visit::{self, Visit};

const TAKEN: &str = "taken before the branch is polled, and lost when another branch wins [loses-on-cancel]\n\
                     help: take it when the branch is polled: `async { .. }`";

/// Refuses branches that hold what they have taken from elsewhere.
pub fn check(select: &Select, errors: &mut Errors) {
    for branch in &select.branches {
        let mut taken = Taken(Vec::new());
        future(&branch.future, &mut taken);
        if let Some(taken) = taken.0.first() {
            errors.push(taken, TAKEN);
        }
    }
}

/// Looks into what a future of `ready` is made of, and into what comes before it in a block.
fn future<'e>(expr: &'e Expr, taken: &mut Taken<'e>) {
    match expr {
        Expr::Paren(e) => future(&e.expr, taken),
        Expr::Group(e) => future(&e.expr, taken),
        Expr::Call(call) if is_ready(call) => {
            call.args.iter().for_each(|arg| taken.visit_expr(arg))
        }
        Expr::Block(e) => {
            let Some((Stmt::Expr(last, None), before)) = e.block.stmts.split_last() else {
                return;
            };
            if matches!(last, Expr::Call(call) if is_ready(call)) {
                before.iter().filter_map(value).for_each(|value| taken.visit_expr(value));
            }
            future(last, taken);
        }
        _ => {}
    }
}

/// What a statement evaluates.
fn value(stmt: &Stmt) -> Option<&Expr> {
    match stmt {
        Stmt::Local(local) => local.init.as_ref().map(|init| &*init.expr),
        Stmt::Expr(expr, _) => Some(expr),
        Stmt::Item(_) | Stmt::Macro(_) => None,
    }
}

fn is_ready(call: &ExprCall) -> bool {
    let Expr::Path(function) = &*call.func else { return false };
    function.path.segments.last().is_some_and(|last| last.ident == "ready")
}

/// Calls that may take something out of what they are called on or given.
struct Taken<'e>(Vec<&'e Expr>);

impl Taken<'_> {
    fn is_taking(expr: &Expr) -> bool {
        match expr {
            Expr::MethodCall(call) => !is_calm(&call.method, call.args.len()),
            Expr::Call(call) => call.args.iter().any(effects::is_mutable_borrow),
            _ => false,
        }
    }
}

impl<'e> Visit<'e> for Taken<'e> {
    fn visit_expr(&mut self, expr: &'e Expr) {
        match expr {
            Expr::Closure(_) | Expr::Async(_) => {}
            expr if Self::is_taking(expr) => self.0.push(expr),
            expr => visit::visit_expr(self, expr),
        }
    }
}
