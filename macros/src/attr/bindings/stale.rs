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

    /// Where a block ends: if it returns, what it has assigned does not concern what comes behind it.
    pub(super) fn block_ends(&mut self, end: Option<End>, count: usize) {
        match end {
            Some(End::Returns) => {
                self.fresh_beside(count);
                self.gone_stale.truncate(count);
            }
            // What a block has assigned that jumps concerns what is there where it jumps to.
            Some(End::Breaks(label)) => {
                self.fresh_beside(count);
                let stale = self.gone_stale.split_off(count);
                self.broken.extend(stale.into_iter().map(|var| (label.clone(), var)));
            }
            Some(End::Continues) => {
                self.fresh_beside(count);
                let stale = self.gone_stale.split_off(count);
                self.continued.extend(stale);
            }
            None => {}
        }
    }

    /// Where a loop ends that such blocks go on with.
    pub(super) fn stale_in_next(&mut self, count: usize) {
        let continued = self.continued.split_off(count);
        self.gone_stale.extend(continued);
    }

    /// Where a labelled block ends, which only those break out of that say so.
    pub(super) fn stale_behind_block(&mut self, label: &str, count: usize) {
        let is_here = |(to, _): &(Option<String>, VarId)| to.as_deref() == Some(label);
        let (here, further) = self.broken.split_off(count).into_iter().partition(is_here);
        self.broken.extend::<Vec<_>>(here);
        self.stale_behind(count);
        self.broken.extend::<Vec<_>>(further);
    }

    /// Where that ends which such blocks break out of.
    pub(super) fn stale_behind(&mut self, count: usize) {
        for (_, var) in self.broken.drain(count..) {
            if self.scope.contains(&var) && !is_stale(&self.vars[var]) {
                self.vars[var].stale.push(self.passed..AwaitId::MAX);
                self.gone_stale.push(var);
            }
        }
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
pub(crate) fn words(tokens: TokenStream) -> Vec<String> {
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

/// How a block ends, where control does not go on behind it.
pub(super) enum End {
    Returns,
    /// With this label.
    Breaks(Option<String>),
    Continues,
}

pub(super) fn end(block: &Block) -> Option<End> {
    match &block.stmts.last()?.kind {
        StmtKind::Plain(code) => end_of_stmt(&code.code),
        StmtKind::Value { value: Value::Simple(code), .. } => end_of_expr(&code.code),
        StmtKind::Value { value: Value::Block(block), .. } => end(block),
        _ => None,
    }
}

pub(super) fn end_of_stmt(last: &syn::Stmt) -> Option<End> {
    match last {
        syn::Stmt::Expr(expr, _) => end_of_expr(expr),
        syn::Stmt::Macro(stmt) if macros::diverges(&stmt.mac) => Some(End::Returns),
        _ => None,
    }
}

fn end_of_expr(expr: &Expr) -> Option<End> {
    match expr {
        Expr::Return(_) => Some(End::Returns),
        Expr::Break(e) => Some(End::Breaks(e.label.as_ref().map(|label| label.ident.to_string()))),
        Expr::Continue(_) => Some(End::Continues),
        Expr::Macro(e) if macros::diverges(&e.mac) => Some(End::Returns),
        _ => None,
    }
}
