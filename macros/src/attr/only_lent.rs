//! Whether a parameter that is `mut` is only lent: `log.as_mut()` of an `Option<&mut T>`, and a closure that is
//! called. Neither changes what it is.

use proc_macro2::Ident;
use syn::{Expr, Pat, Stmt};

use super::{flatten, instrument};
use crate::visit::{self, Visit};

const LENDING: &[&str] = &["as_deref", "as_deref_mut", "as_mut", "as_ref", "is_none", "is_some"];

pub(super) fn is_only_lent(name: &Ident, block: &syn::Block) -> bool {
    let mut mentions = Mentions { name, all_lend: true };
    mentions.visit_block(block);
    mentions.all_lend
}

struct Mentions<'a> {
    name: &'a Ident,
    all_lend: bool,
}

impl Mentions<'_> {
    fn is_it(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Path(path) if path.path.is_ident(self.name))
    }

    fn binds(&self, pat: &Pat) -> bool {
        flatten::bindings(pat).iter().any(|binding| binding.ident == *self.name)
    }

    fn is_bound_by(&self, cond: &Expr) -> bool {
        match cond {
            Expr::Let(clause) => self.binds(&clause.pat),
            Expr::Binary(e) => self.is_bound_by(&e.left) || self.is_bound_by(&e.right),
            _ => false,
        }
    }

    /// Behind a binding of that name, the name is another's.
    fn behind(&mut self, cond: &Expr, block: &syn::Block) {
        self.visit_expr(cond);
        if !self.is_bound_by(cond) {
            self.visit_block(block);
        }
    }
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::MethodCall(call) if self.is_it(&call.receiver) => {
                self.all_lend &= LENDING.iter().any(|lending| call.method == lending);
                call.args.iter().for_each(|arg| self.visit_expr(arg));
            }
            Expr::Call(call) if self.is_it(&call.func) => {
                call.args.iter().for_each(|arg| self.visit_expr(arg));
            }
            Expr::If(e) => {
                self.behind(&e.cond, &e.then_branch);
                e.else_branch.iter().for_each(|(_, otherwise)| self.visit_expr(otherwise));
            }
            Expr::While(e) => self.behind(&e.cond, &e.body),
            Expr::Match(e) => {
                self.visit_expr(&e.expr);
                for arm in e.arms.iter().filter(|arm| !self.binds(&arm.pat)).collect::<Vec<_>>() {
                    if let Pat::Guard(guarded) = &arm.pat {
                        self.visit_expr(&guarded.guard);
                    }
                    self.visit_expr(&arm.body);
                }
            }
            expr => {
                self.all_lend &= !self.is_it(expr);
                visit::visit_expr(self, expr);
            }
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let is_bound = |stmt: &&Stmt| matches!(stmt, Stmt::Local(local) if self.binds(&local.pat));
        let end = block.stmts.iter().position(|stmt| is_bound(&stmt));
        for stmt in &block.stmts[..end.map_or(block.stmts.len(), |end| end + 1)] {
            match stmt {
                Stmt::Local(local) => {
                    let Some(init) = &local.init else { continue };
                    self.visit_expr(&init.expr);
                    init.diverge.iter().for_each(|(_, diverge)| self.visit_expr(diverge));
                }
                Stmt::Expr(expr, _) => self.visit_expr(expr),
                Stmt::Macro(stmt) => self.visit_macro(&stmt.mac),
                Stmt::Item(_) => {}
            }
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.all_lend &= !instrument::mentions(mac.tokens.clone(), &self.name.to_string());
    }
}
