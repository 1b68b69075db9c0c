//! Statements that a `#[cfg]` decides about, and others depend on.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use syn::{Attribute, FnArg, parse_quote};

use super::{elements, is_cfg, negated, predicate};
use crate::attr::{bindings, flatten};
use crate::visit::{self, Visit};
use crate::visit_mut::{self, VisitMut};

const MAX_CONDITIONS: usize = 8;

/// The function where a statement is there that decides what others mean, and where it is not: a `let` of
/// a name that something else has as well, what awaits and assigns, leaves, or is the value of its block, and
/// an element of a list that awaits.
///
/// ```text
/// Input:  async fn f() { #[cfg(p)] let n = 1; #[cfg(not(p))] let n = 2; .. }
/// Output: #[cfg(p)] async fn f() { let n = 1; .. }
///         #[cfg(not(p))] async fn f() { let n = 2; .. }
/// ```
pub(crate) fn split(item: &syn::ItemFn) -> Option<[syn::ItemFn; 2]> {
    // There are twice as many versions with each.
    if item.attrs.iter().filter(|attr| is_cfg(attr)).count() > MAX_CONDITIONS {
        return None;
    }
    let mut names = Names::default();
    for input in &item.sig.inputs {
        if let FnArg::Typed(arg) = input {
            names.visit_pat(&arg.pat);
        }
    }
    names.visit_block(&item.block);
    let decisive = Decisive::of(&item.block);
    let predicate = decisive.or_else(|| names.ambiguous())?;
    let predicate = negated(&predicate).unwrap_or(predicate);
    let (mut with, mut without) = (item.clone(), item.clone());
    Decide { predicate: &predicate, holds: true }.visit_block_mut(&mut with.block);
    Decide { predicate: &predicate, holds: false }.visit_block_mut(&mut without.block);
    with.attrs.push(parse_quote!(#[cfg(#predicate)]));
    without.attrs.push(parse_quote!(#[cfg(not(#predicate))]));
    Some([with, without])
}

/// How often each name is bound, and the `let`s that may not be there.
#[derive(Default)]
struct Names {
    count: HashMap<String, usize>,
    conditional: Vec<(TokenStream, Vec<String>)>,
}

impl Names {
    /// What decides what a name means.
    fn ambiguous(self) -> Option<TokenStream> {
        let is_taken = |name: &String| self.count.get(name).is_some_and(|&count| count > 1);
        let mut lets = self.conditional.into_iter();
        lets.find(|(_, names)| names.iter().any(is_taken)).map(|(predicate, _)| predicate)
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        *self.count.entry(pat.ident.to_string()).or_default() += 1;
        visit::visit_pat_ident(self, pat);
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        for stmt in &block.stmts {
            if let syn::Stmt::Local(local) = stmt
                && let Some(predicate) = local.attrs.iter().find_map(predicate)
            {
                let bindings = flatten::bindings(&local.pat).into_iter();
                let names = bindings.map(|binding| binding.ident.to_string()).collect();
                self.conditional.push((predicate, names));
            }
        }
        visit::visit_block(self, block);
    }
}

/// Finds a statement that awaits, and on which it depends what a local holds behind it, what its block yields,
/// or what is evaluated behind it.
#[derive(Default)]
struct Decisive(Option<TokenStream>);

impl Decisive {
    fn of(block: &syn::Block) -> Option<TokenStream> {
        let mut found = Decisive::default();
        found.visit_block(block);
        found.0
    }
}

impl<'ast> Visit<'ast> for Decisive {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        // Of several that may be the tail, those that are not there are no statements.
        let mut tails = block.stmts.iter().rev().map_while(conditional_value).collect::<Vec<_>>();
        if !tails.iter().any(|(expr, _)| flatten::awaits(expr)) {
            tails.clear();
        }
        let decides = |expr: &syn::Expr| assigns(expr) || bindings::diverges(expr);
        let others = block.stmts.iter().filter_map(conditional);
        let others = others.filter(|(expr, _)| flatten::awaits(expr) && decides(expr));
        let first = tails.into_iter().chain(others).next();
        self.0 = self.0.take().or(first.map(|(_, predicate)| predicate));
        visit::visit_block(self, block);
    }

    fn visit_expr(&mut self, expr: &'ast syn::Expr) {
        self.0 = self.0.take().or_else(|| elements::decided_by(expr));
        visit::visit_expr(self, expr);
    }

    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// An expression that is a statement, and what decides whether it is there.
fn conditional(stmt: &syn::Stmt) -> Option<(&syn::Expr, TokenStream)> {
    let syn::Stmt::Expr(expr, _) = stmt else { return None };
    let predicate = flatten::attrs(&mut expr.clone())?.iter().find_map(predicate)?;
    Some((expr, predicate))
}

/// The same of what may have a value.
fn conditional_value(stmt: &syn::Stmt) -> Option<(&syn::Expr, TokenStream)> {
    match stmt {
        syn::Stmt::Expr(syn::Expr::Block(e), None) => match e.block.stmts.last() {
            Some(syn::Stmt::Expr(_, None)) => conditional(stmt),
            _ => None,
        },
        syn::Stmt::Expr(_, None) => conditional(stmt),
        _ => None,
    }
}

/// Whether it gives a local another value.
fn assigns(expr: &syn::Expr) -> bool {
    struct Assigns(bool);
    impl<'ast> Visit<'ast> for Assigns {
        fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
            self.0 = true;
            visit::visit_expr_assign(self, assign);
        }
    }
    let mut assigning = Assigns(false);
    assigning.visit_expr(expr);
    assigning.0
}

/// Leaves out what is not there if `predicate` holds, or does not; and of what is there, the condition.
struct Decide<'a> {
    predicate: &'a TokenStream,
    holds: bool,
}

impl Decide<'_> {
    /// Whether an attribute is decided, and how.
    fn decided(&self, attr: &Attribute) -> Option<bool> {
        let given = predicate(attr)?;
        let is_it = |given: &TokenStream| given.to_string() == self.predicate.to_string();
        match negated(&given) {
            _ if is_it(&given) => Some(self.holds),
            Some(given) if is_it(&given) => Some(!self.holds),
            _ => None,
        }
    }

    /// Whether what has these attributes stays. They lose those that are decided.
    fn stays(&self, attrs: &mut Vec<Attribute>) -> bool {
        let is_out = attrs.iter().any(|attr| self.decided(attr) == Some(false));
        attrs.retain(|attr| self.decided(attr).is_none());
        !is_out
    }
}

impl VisitMut for Decide<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts.retain_mut(|stmt| stmt_attrs(stmt).is_none_or(|attrs| self.stays(attrs)));
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        elements::retain(expr, &mut |attrs| self.stays(attrs));
        visit_mut::visit_expr_mut(self, expr);
    }

    // What nothing depends on is left to the compiler.
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The attributes of a statement that may be decided about.
fn stmt_attrs(stmt: &mut syn::Stmt) -> Option<&mut Vec<Attribute>> {
    match stmt {
        syn::Stmt::Local(local) => Some(&mut local.attrs),
        syn::Stmt::Macro(mac) => Some(&mut mac.attrs),
        syn::Stmt::Expr(expr, _) => flatten::attrs(expr),
        _ => None,
    }
}
