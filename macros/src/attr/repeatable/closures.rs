//! Closures that may be called once more.

use syn::{BinOp, Block, Expr, Pat, Stmt};

use super::built::{is_wrapper, makes_a_type};
use super::{is_assignment, is_constructor, is_repeatable, methods, root};
use crate::attr::{classify, flatten};
use crate::visit::Visit;

/// The names in an expression.
pub(super) fn names(expr: &Expr) -> Vec<syn::Ident> {
    struct Names(Vec<syn::Ident>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_ident(&mut self, ident: &'ast syn::Ident) {
            self.0.push(ident.clone());
        }
    }
    let mut names = Names(Vec::new());
    names.visit_expr(expr);
    names.0
}

/// Whether calling `expr` has no effect: a closure that only computes, `Some`, `str::trim`.
pub(crate) fn is_pure(expr: &Expr) -> bool {
    match expr {
        Expr::Closure(closure) => is_calm(&closure.body),
        Expr::Path(path) => {
            let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
            let (Some(last), owner) = (names.next(), names.next()) else { return false };
            let name = last.to_string();
            let is_method = owner.is_some_and(is_type) && name != "take";
            let is_calm = methods::is_calm(last, 1) || matches!(&*name, "from" | "default");
            is_wrapper(last) || is_method && is_calm
        }
        _ => false,
    }
}

/// `String`, `str`; but not `mem`, whose `take` is another.
fn is_type(name: &syn::Ident) -> bool {
    let name = name.to_string();
    name.starts_with(char::is_uppercase) || name == "str" || classify::is_primitive(&name)
}

/// `|job| job.id == id`, `|job| job.id == 1`: an item is looked up by what something else says.
pub(super) fn is_lookup(expr: &Expr) -> bool {
    let Expr::Closure(closure) = expr else { return false };
    let inputs: Vec<_> = closure.inputs.iter().flat_map(flatten::bindings).collect();
    let is_key = |side: &Expr| {
        let key = strip_borrow(side);
        let is_other = |key: &syn::Ident| inputs.iter().all(|input| input.ident != *key);
        matches!(key, Expr::Lit(_)) || root(key).is_some_and(is_other)
    };
    // Of an item that is found by itself, as of a number, what is lent is what it is found by.
    let items: Vec<_> = closure.inputs.iter().filter_map(whole).collect();
    let is_item = |side: &Expr| is_one_of(strip_borrow(side), &items);
    fn compares(body: &Expr, is_key: &dyn Fn(&Expr) -> bool) -> bool {
        match body {
            Expr::Paren(e) => compares(&e.expr, is_key),
            Expr::Binary(e) => match e.op {
                BinOp::And(_) => compares(&e.left, is_key) && compares(&e.right, is_key),
                BinOp::Eq(_) => is_key(&e.left) != is_key(&e.right),
                _ => false,
            },
            _ => false,
        }
    }
    fn compares_item(body: &Expr, is_item: &dyn Fn(&Expr) -> bool) -> bool {
        match body {
            Expr::Paren(e) => compares_item(&e.expr, is_item),
            Expr::Binary(e) if matches!(e.op, BinOp::And(_)) => {
                compares_item(&e.left, is_item) || compares_item(&e.right, is_item)
            }
            Expr::Binary(e) => is_item(&e.left) || is_item(&e.right),
            _ => false,
        }
    }
    compares(&closure.body, &is_key) && !compares_item(&closure.body, &is_item)
}

/// `x` of `|x|` and of `|&x|`: not a part, as in `|(key, _)|`.
fn whole(input: &Pat) -> Option<&syn::Ident> {
    match input {
        Pat::Ident(pat) => Some(&pat.ident),
        Pat::Paren(pat) => whole(&pat.pat),
        Pat::Reference(pat) => whole(&pat.pat),
        Pat::Type(pat) => whole(&pat.pat),
        _ => None,
    }
}

/// `x`, `**x`
fn is_one_of(side: &Expr, items: &[&syn::Ident]) -> bool {
    match side {
        Expr::Unary(e) => is_one_of(&e.expr, items),
        Expr::Paren(e) => is_one_of(&e.expr, items),
        Expr::Path(path) => path.path.get_ident().is_some_and(|name| items.contains(&name)),
        _ => false,
    }
}

/// `&key`, `*key`, `key.as_str()`.
fn strip_borrow(expr: &Expr) -> &Expr {
    match expr {
        Expr::Reference(e) => strip_borrow(&e.expr),
        Expr::MethodCall(call) if methods::is_borrowing(&call.method) => {
            strip_borrow(&call.receiver)
        }
        expr => expr,
    }
}

/// Whether evaluating `expr` has no effect: what is repeatable, and control flow over it.
fn is_calm(expr: &Expr) -> bool {
    match expr {
        Expr::Block(e) => e.label.is_none() && is_calm_block(&e.block),
        Expr::If(e) => {
            is_calm(&e.cond)
                && is_calm_block(&e.then_branch)
                && e.else_branch.iter().all(|(_, otherwise)| is_calm(otherwise))
        }
        Expr::Let(e) => is_calm(&e.expr),
        Expr::Match(e) => {
            is_calm(&e.expr)
                && e.arms.iter().all(|arm| is_calm(&arm.body) && has_calm_guards(&arm.pat))
        }
        Expr::Closure(_) => is_pure(expr),
        Expr::MethodCall(call) => {
            methods::is_calm(&call.method, call.args.len())
                && is_calm(&call.receiver)
                && call.args.iter().all(is_calm_argument)
        }
        Expr::Call(call) => {
            let is_made_of = is_constructor(call) && !makes_a_type(call);
            (is_made_of || is_pure(&call.func)) && call.args.iter().all(is_calm)
        }
        Expr::Binary(e) => !is_assignment(&e.op) && is_calm(&e.left) && is_calm(&e.right),
        Expr::Unary(e) => is_calm(&e.expr),
        Expr::Cast(e) => is_calm(&e.expr),
        Expr::Field(e) => is_calm(&e.base),
        Expr::Index(e) => is_calm(&e.expr) && is_calm(&e.index),
        Expr::Paren(e) => is_calm(&e.expr),
        Expr::Reference(e) => is_calm(&e.expr),
        Expr::Tuple(e) => e.elems.iter().all(is_calm),
        // What its destructor does, it would do once more.
        Expr::Struct(_) => false,
        expr => is_repeatable(expr),
    }
}

fn is_calm_block(block: &Block) -> bool {
    block.stmts.iter().all(|stmt| match stmt {
        Stmt::Local(local) => local.init.iter().all(|init| {
            is_calm(&init.expr) && init.diverge.iter().all(|(_, diverge)| is_calm(diverge))
        }),
        Stmt::Expr(expr, _) => is_calm(expr),
        Stmt::Item(_) | Stmt::Macro(_) => false,
    })
}

fn is_calm_argument(arg: &Expr) -> bool {
    match arg {
        Expr::Closure(_) => is_pure(arg),
        Expr::Path(path) if path.path.get_ident().is_none() => is_pure(arg),
        arg => is_calm(arg),
    }
}

/// Guards within a pattern.
fn has_calm_guards(pat: &Pat) -> bool {
    struct Guards(bool);
    impl<'ast> Visit<'ast> for Guards {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 &= is_calm(expr);
        }
    }
    let mut guards = Guards(true);
    guards.visit_pat(pat);
    guards.0
}
