//! Futures that have a name before a select: `let next = async { .. };` and `item = next => ..`. A name is moved
//! into the select, and the future is lost with it.

use std::collections::HashMap;
use std::mem;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, Pat, Stmt};

use super::named_iterators::count_names;
use super::syntax::*;
use super::{krate, macros, repeatable};
use crate::diag::Errors;
use crate::visit_mut::{self, VisitMut};

/// Puts each such future where its name stands. One that may do something when it is made, or that is made
/// elsewhere, is refused.
pub(crate) fn in_place(block: &mut syn::Block, errors: &mut Errors) {
    NamedFutures { errors }.visit_block_mut(block);
}

struct NamedFutures<'e> {
    errors: &'e mut Errors,
}

impl VisitMut for NamedFutures<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        // The last first: what stands in front of it is then in front of the select.
        for at in (0..block.stmts.len()).rev() {
            let Some((name, future)) = named_future(&block.stmts[at]) else { continue };
            let (name, future) = (name.clone(), future.clone());
            let rest = &mut block.stmts[at + 1..];
            let mut branches = Branches { name: &name, found: Vec::new(), future: None };
            rest.iter_mut().for_each(|stmt| branches.visit_stmt(stmt));
            let found = mem::take(&mut branches.found);
            let mentions =
                rest.iter().map(|stmt| count(stmt.to_token_stream(), &name)).sum::<usize>();
            // What is mentioned elsewhere is another matter.
            if found.is_empty() || mentions > found.len() {
                continue;
            }
            let is_in_front = found.len() == 1
                && rest.first_mut().is_some_and(|stmt| begins_with_select(stmt, &name));
            let future = match is_lazy(&future) && is_in_front {
                true => future.to_token_stream(),
                false => self.refused(&name, &future, &found),
            };
            branches.future = Some(future);
            rest.iter_mut().for_each(|stmt| branches.visit_stmt(stmt));
            block.stmts.remove(at);
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

impl NamedFutures<'_> {
    /// What stands in its place: it is not to be refused again.
    fn refused(&mut self, name: &Ident, future: &Expr, branches: &[Ident]) -> TokenStream {
        for branch in branches {
            self.errors.push(
                branch,
                format!(
                    "`{name}` is moved into the select, and is lost with it on cancel [moved-into-await]\n\
                     help: make it in the branch: `item = queue.recv() => ..`\n\
                     help: or, if it borrows nothing, keep it: `&mut {name}` in the branch, of a future that is `Unpin`, \
                     as `Box::pin(..)` is"
                ),
            );
        }
        let krate = krate(name.span());
        quote_spanned!(name.span()=> #krate::assume_cancel_safe(#future))
    }
}

/// The branches of selects that are nothing but a name.
struct Branches<'a> {
    name: &'a Ident,
    found: Vec<Ident>,
    /// What to put there.
    future: Option<TokenStream>,
}

impl Branches<'_> {
    fn visit_stmt(&mut self, stmt: &mut Stmt) {
        match stmt {
            Stmt::Local(local) => self.visit_local_mut(local),
            Stmt::Expr(expr, _) => self.visit_expr_mut(expr),
            Stmt::Macro(stmt) => self.visit_macro_mut(&mut stmt.mac),
            Stmt::Item(_) => {}
        }
    }
}

impl VisitMut for Branches<'_> {
    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if macros::is_select(mac) {
            let Branches { name, found, future } = self;
            mac.tokens = replace_bare(mem::take(&mut mac.tokens), |branch| {
                if branch != *name {
                    return None;
                }
                found.push(branch.clone());
                future.clone()
            });
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// `let next = async { .. };`, `let next = call(..);`
fn named_future(stmt: &Stmt) -> Option<(&Ident, &Expr)> {
    let Stmt::Local(local) = stmt else { return None };
    let (Pat::Ident(pat), Some(init), []) = (&local.pat, &local.init, &*local.attrs) else {
        return None;
    };
    let is_call = matches!(&*init.expr, Expr::Async(_) | Expr::Call(_) | Expr::MethodCall(_));
    // `call.as_mut()` is a borrow, which is made again.
    let is_made = is_call && !awaits(&init.expr) && !repeatable::may_be_borrow(&init.expr);
    (is_made && init.diverge.is_none()).then_some((&pat.ident, &init.expr))
}

/// Whether making it does nothing yet: a block, or one of the methods that selects wait for most.
fn is_lazy(future: &Expr) -> bool {
    let names = [
        "accept",
        "cancelled",
        "changed",
        "closed",
        "next",
        "notified",
        "readable",
        "recv",
        "tick",
        "writable",
    ];
    match future {
        Expr::Async(_) => true,
        Expr::MethodCall(call) => {
            names.iter().any(|name| call.method == name)
                && is_place(&call.receiver)
                && call.args.is_empty()
        }
        _ => false,
    }
}

/// Whether a statement evaluates nothing before a select with that branch.
fn begins_with_select(stmt: &mut Stmt, name: &Ident) -> bool {
    let first = match stmt {
        Stmt::Macro(stmt) => Some(&stmt.mac),
        Stmt::Expr(expr, _) => first_macro(expr),
        Stmt::Local(local) => local.init.as_ref().and_then(|init| first_macro(&init.expr)),
        Stmt::Item(_) => None,
    };
    first.is_some_and(|mac| macros::is_select(mac) && bare_branches(&mac.tokens).contains(name))
}

fn first_macro(expr: &Expr) -> Option<&syn::Macro> {
    match expr {
        Expr::Macro(e) => Some(&e.mac),
        Expr::Assign(e) => first_macro(&e.right),
        Expr::Binary(e) => {
            first_macro(if repeatable::is_assignment(&e.op) { &e.right } else { &e.left })
        }
        Expr::Break(e) => first_macro(e.expr.as_ref()?),
        Expr::Match(e) => first_macro(&e.expr),
        Expr::MethodCall(e) => first_macro(&e.receiver),
        Expr::Paren(e) => first_macro(&e.expr),
        Expr::Return(e) => first_macro(e.expr.as_ref()?),
        Expr::Try(e) => first_macro(&e.expr),
        _ => None,
    }
}

/// The names that are branches: `item = name => ..`, `item = name, if ..`.
fn bare_branches(select: &TokenStream) -> Vec<Ident> {
    let mut names = Vec::new();
    replace_bare(select.clone(), |name| {
        names.push(name.clone());
        None
    });
    names
}

/// Puts something else where a name is a branch.
fn replace_bare(
    select: TokenStream,
    mut instead: impl FnMut(&Ident) -> Option<TokenStream>,
) -> TokenStream {
    let tokens: Vec<_> = select.into_iter().collect();
    let is_punct = |at: Option<&TokenTree>, of: &[char]| matches!(at, Some(TokenTree::Punct(punct)) if of.contains(&punct.as_char()));
    let replaced = tokens.iter().enumerate().map(|(at, token)| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let is_branch = is_punct(before, &['=']) && is_punct(tokens.get(at + 1), &['=', ',']);
        match token {
            TokenTree::Ident(name) if is_branch => instead(name),
            _ => None,
        }
        .unwrap_or_else(|| token.clone().into())
    });
    replaced.collect()
}

/// How often a local of that name may be mentioned. A string may capture it.
fn count(tokens: TokenStream, name: &Ident) -> usize {
    let mut names = HashMap::new();
    count_names(tokens.clone(), &mut names);
    let is_captured = macros::captured_names(tokens).contains(&name.to_string());
    names.get(&name.to_string()).copied().unwrap_or_default() + usize::from(is_captured)
}
