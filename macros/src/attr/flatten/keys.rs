//! What an item is looked up by, as `id` of `jobs.iter_mut().find(|job| job.id == id)`, does not change: so the
//! item is found again. What the function changes is no such key.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, Member};

use super::syntax::changed_place;
use super::{generated, make, repeatable};
use crate::visit::{self, Visit};
use crate::visit_mut::{self, VisitMut};

/// Puts a comparison by what is changed into a block, where it is none that looks something up.
pub(crate) fn unless_changed(block: &mut syn::Block) {
    let mut changed = Changed::default();
    changed.visit_block(block);
    if !changed.0.is_empty() {
        Lookups(changed.0).visit_block_mut(block);
    }
}

/// The names of the fields that are assigned, or lent to be changed; `*` for what a reference stands for.
#[derive(Default)]
struct Changed(HashSet<String>);

impl Changed {
    fn place(&mut self, place: &Expr) {
        fields(place, &mut self.0);
        if matches!(place, Expr::Unary(_)) {
            self.0.insert("*".to_owned());
        }
    }
}

impl<'ast> Visit<'ast> for Changed {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        if let Some(place) = changed_place(expr) {
            self.place(place);
        }
        // A method of a field may change it.
        if let Expr::MethodCall(e) = expr
            && matches!(*e.receiver, Expr::Field(_))
            && !repeatable::is_calm(&e.method, e.args.len())
        {
            self.place(&e.receiver);
        }
        visit::visit_expr(self, expr);
    }
}

/// The fields that a place goes through.
fn fields(place: &Expr, names: &mut HashSet<String>) {
    match place {
        Expr::Field(e) => {
            if let Member::Named(name) = &e.member {
                names.insert(name.to_string());
            }
            fields(&e.base, names);
        }
        Expr::Paren(e) => fields(&e.expr, names),
        Expr::Index(e) => fields(&e.expr, names),
        Expr::Unary(e) => fields(&e.expr, names),
        _ => {}
    }
}

struct Lookups(HashSet<String>);

impl Lookups {
    fn reads_changed(&self, closure: &syn::ExprClosure) -> bool {
        struct Read(HashSet<String>);
        impl<'ast> Visit<'ast> for Read {
            fn visit_expr(&mut self, expr: &'ast Expr) {
                fields(expr, &mut self.0);
                // The item itself, behind the reference to it.
                if let Expr::Unary(e) = expr
                    && matches!(*e.expr, Expr::Unary(_))
                {
                    self.0.insert("*".to_owned());
                }
                visit::visit_expr(self, expr);
            }
        }
        let mut read = Read(HashSet::new());
        read.visit_expr(&closure.body);
        !read.0.is_disjoint(&self.0)
    }
}

impl VisitMut for Lookups {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if !repeatable::is_choosing(&call.method) || !repeatable::yields_mutable(&call.receiver) {
            return;
        }
        for arg in &mut call.args {
            if let Expr::Closure(closure) = arg
                && !matches!(*closure.body, Expr::Block(_))
                && self.reads_changed(closure)
            {
                let span = generated(Span::mixed_site());
                let body = super::take(&mut closure.body);
                let stmts = vec![syn::Stmt::Expr(body, None)];
                *closure.body = make::block_expr(None, make::block(stmts, span), span);
            }
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
