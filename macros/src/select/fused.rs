//! Which futures may have completed before: those that exist without the select.

use syn::{Expr, Stmt};

use super::effects::is_getter;
use super::future::{is_wrapper, wrapped_argument};
use super::parse::Select;
use crate::attr::is_claim;

impl Select {
    /// Whether a future that says that it is terminated is not polled. `futures::select!` polls none of
    /// those, and `tokio::select!` all: of a stream that has ended it takes the `None`.
    pub fn skips_terminated(&self, future: &Expr) -> bool {
        self.is_of_futures() || is_kept(future)
    }
}

/// Whether the expression of a branch makes no future, but gets one from elsewhere.
fn is_kept(future: &Expr) -> bool {
    match future {
        Expr::Paren(e) => is_kept(&e.expr),
        Expr::Group(e) => is_kept(&e.expr),
        Expr::MethodCall(e) if is_wrapper(e) => is_kept(&e.receiver),
        // It panics where the stream has ended.
        Expr::MethodCall(e) => e.method == "select_next_some" || is_getter(&e.method),
        Expr::Call(e) => {
            let wrapped = if is_claim(e) { Some(0) } else { wrapped_argument(&e.func) };
            wrapped.and_then(|index| e.args.iter().nth(index)).is_some_and(is_kept)
        }
        Expr::Async(_) => false,
        Expr::Block(e) => match e.block.stmts.last() {
            Some(Stmt::Expr(tail, None)) => is_kept(tail),
            _ => false,
        },
        _ => true,
    }
}
