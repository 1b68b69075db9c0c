//! Values that borrow, and can be borrowed again.

use proc_macro2::Ident;
use syn::Expr;

use super::Vars;
use crate::attr::ir::*;
use crate::attr::repeatable;
use crate::attr::repeatable::{Choice, Way};
use crate::visit::Visit;

/// Whether the value is a borrow for certain: by its form, or because it is a plain copy of one.
pub(crate) fn is_borrow(expr: &Expr, vars: Vars<'_>) -> bool {
    match expr {
        Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
            let var = vars.named(ident);
            var.is_some_and(|var| is_again(&var.class))
        }),
        Expr::Tuple(tuple) if !tuple.elems.is_empty() => {
            tuple.elems.iter().all(|element| is_borrow(element, vars))
        }
        Expr::Array(array) if !array.elems.is_empty() => {
            array.elems.iter().all(|element| is_borrow(element, vars))
        }
        Expr::Call(call) if !call.args.is_empty() && repeatable::is_wrapping(call) => {
            call.args.iter().all(|arg| is_borrow(arg, vars))
        }
        Expr::If(_) | Expr::Match(_) => {
            Choice::of(expr).is_some_and(|it| chooses_borrow(&it, vars))
        }
        item if repeatable::is_item(item) => {
            let list = repeatable::root(item).and_then(|list| vars.named(list));
            list.is_some_and(|list| list.lists_borrows) && keys_stay(item, vars)
        }
        expr => repeatable::may_be_borrow(expr) && keys_stay(expr, vars),
    }
}

fn is_again(class: &Class) -> bool {
    matches!(class, Class::Lent | Class::Rederived)
}

/// Whether a choice is one between borrows, and comes out the same when it is made again. While what is matched is
/// borrowed by a part of it, nobody can change it.
fn chooses_borrow(choice: &Choice<'_>, vars: Vars<'_>) -> bool {
    let does_not_change =
        |ident: &Ident| vars.named(ident).is_none_or(|var| !var.changes && !var.lends_mut);
    let is_same = match (choice.matched, choice.number) {
        (Some(matched), _) => {
            let name = match matched {
                Expr::Path(path) => path.path.get_ident(),
                _ => None,
            };
            name.is_none_or(does_not_change) && is_borrow(matched, vars)
        }
        (None, number) => number.is_some_and(does_not_change),
    };
    let mut ways = choice.ways.iter();
    let is_named = |ident: &Ident| vars.named(ident).is_some_and(|var| is_again(&var.class));
    choice.may_borrow(&is_named)
        && is_same
        && ways.all(|way| way.diverges() || is_chosen_borrow(way, way.value, vars))
}

fn is_chosen_borrow(way: &Way<'_>, value: &Expr, vars: Vars<'_>) -> bool {
    match value {
        Expr::Lit(_) => true,
        // `None`
        Expr::Path(path) if path.path.get_ident().is_none_or(is_constant) => true,
        Expr::Call(some) if repeatable::is_wrapping(some) => {
            some.args.iter().all(|arg| is_chosen_borrow(way, arg, vars))
        }
        Expr::Tuple(tuple) => tuple.elems.iter().all(|part| is_chosen_borrow(way, part, vars)),
        value => way.binds(value) || is_borrow(value, vars),
    }
}

fn is_constant(ident: &Ident) -> bool {
    ident.to_string().starts_with(char::is_uppercase)
}

/// Whether what a borrow is looked up by is the same when it is looked up again: the `key` of
/// `map.get(&key)`, which is not borrowed by what comes out, and what a closure mentions.
fn keys_stay(expr: &Expr, vars: Vars<'_>) -> bool {
    let mut keys = Keys { vars, stay: true };
    keys.visit_expr(expr);
    keys.stay
}

/// Whether none of the keys that are looked at changes.
struct Keys<'a> {
    vars: Vars<'a>,
    stay: bool,
}
impl Keys<'_> {
    fn look_at(&mut self, key: Option<&Ident>) {
        let var = key.and_then(|key| self.vars.named(key));
        self.stay &= var.is_none_or(|var| !var.changes && !var.lends_mut);
    }

    fn look_up_by(&mut self, key: &Expr) {
        match key {
            Expr::Reference(key) => self.look_at(repeatable::root(&key.expr)),
            Expr::MethodCall(copy) => self.look_at(repeatable::root(&copy.receiver)),
            Expr::Unary(key) => self.look_at(repeatable::root(&key.expr)),
            Expr::Closure(closure) => self.visit_expr_closure(closure),
            Expr::Path(key) => self.look_at(key.path.get_ident()),
            _ => {}
        }
    }
}
impl<'ast> Visit<'ast> for Keys<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        call.args.iter().for_each(|arg| self.look_up_by(arg));
    }
    fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
        self.visit_expr(&index.expr);
        self.look_up_by(&index.index);
    }
    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        let mut mentions = Mentions(self);
        mentions.visit_expr(&closure.body);
    }
}
struct Mentions<'k, 'a>(&'k mut Keys<'a>);
impl<'ast> Visit<'ast> for Mentions<'_, '_> {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.0.look_at(path.path.get_ident());
    }
}

/// Whether what `move` closures capture is the same when they are written again.
pub(super) fn captures_stay(expr: &Expr, vars: Vars<'_>) -> bool {
    struct Captures<'a>(Keys<'a>);
    impl<'ast> Visit<'ast> for Captures<'_> {
        fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
            if closure.capture.is_some() {
                self.0.visit_expr_closure(closure);
            }
        }
    }
    let mut captures = Captures(Keys { vars, stay: true });
    captures.visit_expr(expr);
    captures.0.stay
}

/// Whether a value may be lent by a local: `job.parts()` and `parts(&job)`, of which nobody knows what they
/// yield, and what is a part of that.
pub(crate) fn may_be_lent(value: &Expr, vars: Vars<'_>) -> bool {
    const TAKING: &[&str] = &["cloned", "copied", "insert", "next", "recv", "replace", "take"];
    const TAKING_PREFIXES: &[&str] = &["into_", "pop", "remove", "swap_", "try_recv"];
    let again = |part: &Expr| may_be_lent(part, vars);
    match value {
        Expr::Path(path) => path.path.get_ident().and_then(|ident| vars.named(ident)).is_some_and(
            // A written type would say that it is a borrow.
            |var| var.may_be_lent && matches!(var.class, Class::Boxed),
        ),
        Expr::Let(e) => again(&e.expr),
        Expr::Paren(e) => again(&e.expr),
        Expr::Try(e) => again(&e.expr),
        Expr::Field(e) => again(&e.base),
        Expr::Tuple(e) => e.elems.iter().any(again),
        Expr::Binary(e) => again(&e.left) || again(&e.right),
        Expr::Call(e) => e.args.iter().any(|arg| lends(arg, vars) || again(arg)),
        Expr::MethodCall(e) => {
            let name = e.method.to_string();
            let takes = TAKING.contains(&&*name)
                || TAKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
            let receives = || repeatable::root(&e.receiver).is_some() || again(&e.receiver);
            !takes && (receives() || e.args.iter().any(|arg| lends(arg, vars) || again(arg)))
        }
        _ => false,
    }
}

/// Whether an argument is a borrow of a local: `&line`, or `line` where that is one.
fn lends(arg: &Expr, vars: Vars<'_>) -> bool {
    let lent = match arg {
        Expr::Reference(lent) => &lent.expr,
        arg => arg,
    };
    let is_local = repeatable::root(lent).is_some_and(|local| vars.named(local).is_some());
    is_local && (matches!(arg, Expr::Reference(_)) || is_borrow(arg, vars))
}
