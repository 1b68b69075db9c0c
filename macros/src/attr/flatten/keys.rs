//! What an item is looked up by, as `id` of `jobs.iter_mut().find(|job| job.id == id)`, does not change: so the
//! item is found again. What the function changes is no such key.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, ExprMethodCall, Member, Pat, Token};

use super::patterns::bindings;
use super::syntax::changed_place;
use super::{generated, macros, make, repeatable};
use crate::visit::{self, Visit};
use crate::visit_mut::{self, VisitMut};

/// Puts a comparison by what is changed into a block, where it is none that looks something up.
pub(crate) fn unless_changed(block: &mut syn::Block) {
    let mut changed = Changed::default();
    changed.visit_block(block);
    if !changed.fields.is_empty() || !changed.items.is_empty() {
        Lookups { changed, is_replaced: false }.visit_block_mut(block);
    }
}

#[derive(Default)]
struct Changed {
    /// The names of the fields that are assigned, or lent to be changed; `*` for what a reference stands for.
    fields: HashSet<String>,
    /// The names of the references whose whole item is: `*item = ..`, `mem::take(item)`.
    items: HashSet<String>,
}

impl Changed {
    fn place(&mut self, place: &Expr) {
        fields(place, &mut self.fields);
        if let Expr::Unary(item) = place {
            self.fields.insert("*".to_owned());
            self.item(&item.expr);
        }
    }

    fn item(&mut self, item: &Expr) {
        if let Expr::Path(path) = item {
            self.items.extend(path.path.get_ident().map(ToString::to_string));
        }
    }

    fn is_any_of(&self, pat: &Pat) -> bool {
        bindings(pat).iter().any(|binding| self.items.contains(&binding.ident.to_string()))
    }
}

/// `mem::take(item)` and its kin.
fn replaces(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let name = path.path.segments.last().map(|last| last.ident.to_string());
    matches!(name.as_deref(), Some("take" | "replace" | "swap"))
}

impl<'ast> Visit<'ast> for Changed {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        if let Some(place) = changed_place(expr) {
            self.place(place);
        }
        if let Expr::Call(e) = expr
            && replaces(e)
        {
            e.args.iter().for_each(|arg| self.item(arg));
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

    /// What a macro of the user's does to a place that it is given, nobody knows.
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if macros::is_pure(mac) || macros::borrows(mac) {
            return;
        }
        let args = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone());
        for arg in args.into_iter().flatten().filter(repeatable::is_place) {
            self.place(&arg);
            self.item(&arg);
        }
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

struct Lookups {
    changed: Changed,
    /// Whether what is looked up is replaced as a whole.
    is_replaced: bool,
}

impl Lookups {
    /// In the initializer of a pattern.
    fn of(&mut self, pat: &Pat, init: &mut Expr) {
        let outer = std::mem::replace(&mut self.is_replaced, self.changed.is_any_of(pat));
        self.visit_expr_mut(init);
        self.is_replaced = outer;
    }

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
        self.is_replaced || !read.0.is_disjoint(&self.changed.fields)
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

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.of(&local.pat, &mut init.expr);
            init.diverge.iter_mut().for_each(|(_, diverge)| self.visit_expr_mut(diverge));
        }
    }

    fn visit_expr_let_mut(&mut self, clause: &mut syn::ExprLet) {
        self.of(&clause.pat, &mut clause.expr);
    }

    fn visit_expr_match_mut(&mut self, choice: &mut syn::ExprMatch) {
        let binding =
            choice.arms.iter().map(|arm| &arm.pat).find(|pat| self.changed.is_any_of(pat));
        match binding.cloned() {
            Some(pat) => self.of(&pat, &mut choice.expr),
            None => self.visit_expr_mut(&mut choice.expr),
        }
        choice.arms.iter_mut().for_each(|arm| self.visit_arm_mut(arm));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
