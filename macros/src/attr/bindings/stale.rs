//! A borrow that comes out of a reference, as `&cursor.rest[0]` does, outlives an assignment to where
//! that reference is: `cursor.rest = &cursor.rest[1..]`, or `rest = &rest[1..]`. Made again behind it, it would
//! be another.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, UnOp};

use super::Resolver;
use crate::attr::ir::*;
use crate::attr::{flatten, macros};

impl Resolver<'_> {
    /// `place = ..`. What comes out of `place` and lives on cannot be made again from here.
    pub(super) fn assigned(&mut self, place: &Expr) {
        let place = match place {
            Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => &*e.expr,
            Expr::Path(_) => return,
            place => place,
        };
        let place = words(place.to_token_stream());
        self.go_stale(|this, var| {
            let source = this.sources.get(&var);
            source.is_some_and(|source| source.windows(place.len()).any(|part| *part == *place))
        });
    }

    /// The same of a local. While it is borrowed from, the compiler lets nobody assign it: but it may be a
    /// reference itself.
    pub(super) fn reassigned(&mut self, local: VarId) {
        self.go_stale(|this, var| this.vars[var].operands.contains(&local));
    }

    fn go_stale(&mut self, comes_out: impl Fn(&Self, VarId) -> bool) {
        for index in 0..self.scope.len() {
            let var = self.scope[index];
            if comes_out(self, var) && !is_stale(&self.vars[var]) {
                self.vars[var].stale.push(self.passed..AwaitId::MAX);
                self.gone_stale.push(var);
            }
        }
    }

    /// Where a block ends that returns: what it has assigned does not concern what comes behind it.
    pub(super) fn fresh_since(&mut self, count: usize) {
        self.fresh_beside(count);
        self.gone_stale.truncate(count);
    }

    /// Where a branch ends: what it has assigned does not concern the branches beside it.
    pub(super) fn fresh_beside(&mut self, count: usize) {
        for &var in &self.gone_stale[count..] {
            if let Some(stale) = self.vars[var].stale.last_mut() {
                stale.end = stale.end.min(self.passed);
            }
        }
    }

    /// Where branches meet, what one of them has assigned may be assigned.
    pub(super) fn stale_since(&mut self, count: usize) {
        self.stale_from(self.passed, count);
    }

    /// Where a loop ends: what one round has assigned, the next one finds assigned from its start.
    pub(super) fn stale_from(&mut self, passed: AwaitId, count: usize) {
        for &var in self.gone_stale[count..].iter().filter(|var| self.scope.contains(var)) {
            match self.vars[var].stale.last_mut() {
                Some(stale) if stale.end == AwaitId::MAX => stale.start = stale.start.min(passed),
                _ => self.vars[var].stale.push(passed..AwaitId::MAX),
            }
        }
    }

    /// Notes what `var` is made from.
    pub(super) fn comes_from(&mut self, var: VarId, source: &[String]) {
        self.sources.insert(var, source.to_vec());
    }
}

fn is_stale(var: &Var) -> bool {
    var.stale.last().is_some_and(|stale| stale.end == AwaitId::MAX)
}

/// What a condition or a `match` looks at, without its patterns.
pub(super) fn matched(scrutinee: &Expr) -> TokenStream {
    match scrutinee {
        Expr::Let(e) => e.expr.to_token_stream(),
        Expr::Paren(e) => matched(&e.expr),
        Expr::Binary(e) if flatten::condition_has_let(scrutinee) => {
            [matched(&e.left), matched(&e.right)].into_iter().collect()
        }
        scrutinee => scrutinee.to_token_stream(),
    }
}

/// The tokens of an expression, one after the other.
pub(super) fn words(tokens: TokenStream) -> Vec<String> {
    fn collect(tokens: TokenStream, out: &mut Vec<String>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    out.push(format!("{:?}", group.delimiter()));
                    collect(group.stream(), out);
                }
                token => out.push(token.to_string()),
            }
        }
    }
    let mut out = Vec::new();
    collect(tokens, &mut out);
    out
}

/// Whether a block returns at its end.
pub(super) fn ends_by_return(block: &Block) -> bool {
    block.stmts.last().is_some_and(|last| match &last.kind {
        StmtKind::Plain(code) => returns(&code.code),
        StmtKind::Value { value: Value::Simple(code), .. } => is_return(&code.code),
        StmtKind::Value { value: Value::Block(block), .. } => ends_by_return(block),
        _ => false,
    })
}

pub(super) fn returns(last: &syn::Stmt) -> bool {
    match last {
        syn::Stmt::Expr(expr, _) => is_return(expr),
        syn::Stmt::Macro(stmt) => macros::diverges(&stmt.mac),
        _ => false,
    }
}

fn is_return(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) => true,
        Expr::Macro(e) => macros::diverges(&e.mac),
        _ => false,
    }
}
