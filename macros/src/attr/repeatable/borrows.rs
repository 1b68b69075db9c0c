//! Borrows, as far as their form says so.

use syn::{Expr, ExprCall, ExprMethodCall, Lit, UnOp};

use super::{closures, is_place, is_repeatable, is_uncertain, iterators, methods, yields_borrows};
use crate::attr::flatten;
use crate::visit::Visit;

/// Whether `expr` is for certain a borrow of something else, which can be borrowed again.
pub(crate) fn is_borrow(expr: &Expr) -> bool {
    borrows(expr, &|_| false) || is_lossy(expr)
}

/// The same, or one as far as names tell: `map.get(&key)`. Its type has to confirm it.
pub(crate) fn may_be_borrow(expr: &Expr) -> bool {
    borrows(expr, &is_uncertain) || is_lossy(expr)
}

/// `String::from_utf8_lossy(&buf)` borrows, or owns what it yields: what is borrowed from it is of a temporary.
fn is_lossy(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    last_names(call) == (Some("String".to_owned()), Some("from_utf8_lossy".to_owned()))
        && call.args.iter().all(|arg| is_place(arg) || is_borrow(arg))
}

type Also<'a> = &'a dyn Fn(&ExprMethodCall) -> bool;

fn borrows(expr: &Expr, also: Also<'_>) -> bool {
    match expr {
        Expr::Reference(e) => is_place(&e.expr) || borrows(&e.expr, also),
        Expr::Paren(e) => borrows(&e.expr, also),
        Expr::Group(e) => borrows(&e.expr, also),
        Expr::Lit(lit) => matches!(lit.lit, Lit::Str(_) | Lit::ByteStr(_) | Lit::CStr(_)),
        Expr::Tuple(e) => !e.elems.is_empty() && e.elems.iter().all(|e| borrows(e, also)),
        Expr::Try(e) => borrows(&e.expr, also),
        Expr::MethodCall(call) => is_borrowing_call(call, also),
        Expr::Call(call) => {
            is_view(call) && call.args.iter().all(|arg| is_place(arg) || borrows(arg, also))
        }
        _ => false,
    }
}

fn is_borrowing_call(call: &ExprMethodCall, also: Also<'_>) -> bool {
    let args = || call.args.iter().all(is_repeatable);
    let from_borrow = || borrows(&call.receiver, also) || is_part_of_path(&call.receiver);
    match &*call.method.to_string() {
        "expect" | "flatten" | "ok" | "ok_or" | "ok_or_else" | "unwrap" | "unwrap_or"
        | "unwrap_or_default" => from_borrow() && args(),
        "filter" => {
            from_borrow()
                && call.args.iter().all(closures::is_pure)
                && !iterators::chooses_what_changes(call)
        }
        "and_then" | "map" => from_borrow() && call.args.iter().all(makes_borrow),
        // The item of a chain that only borrows.
        "find" | "max" | "max_by" | "max_by_key" | "min" | "min_by" | "min_by_key" | "next"
            if yields_borrows(&call.receiver) =>
        {
            call.args.iter().all(closures::is_pure) && !iterators::chooses_what_changes(call)
        }
        "last" | "nth" if yields_borrows(&call.receiver) => {
            args() && !iterators::chooses_what_changes(call)
        }
        // What was not there is there the second time.
        "or_default" | "or_insert" | "or_insert_with" => {
            is_entry(&call.receiver) && call.args.iter().all(is_constant)
        }
        "get_or_insert" | "get_or_insert_default" | "get_or_insert_with" => {
            is_place(&call.receiver) && call.args.iter().all(is_constant)
        }
        _ => {
            (methods::is_borrowing(&call.method) || also(call))
                && (is_place(&call.receiver) || borrows(&call.receiver, also))
                && args()
        }
    }
}

/// The value that `expr` borrows from to look at it, where nothing names it: of `make().as_str()` and
/// of `&make().part`, it is `make()`.
pub(crate) fn borrowed_temporary(expr: &mut Expr) -> Option<&mut Expr> {
    match expr {
        Expr::Paren(e) => borrowed_temporary(&mut e.expr),
        Expr::Group(e) => borrowed_temporary(&mut e.expr),
        Expr::Reference(e) if e.mutability.is_none() => temporary(&mut e.expr),
        Expr::MethodCall(call) if is_look(call) => temporary(&mut call.receiver),
        _ => None,
    }
}

/// The value that `expr` is a part of.
pub(super) fn temporary(expr: &mut Expr) -> Option<&mut Expr> {
    let looks = matches!(expr, Expr::MethodCall(call) if is_look(call));
    let computes = matches!(
        expr,
        Expr::Await(_) | Expr::Call(_) | Expr::Macro(_) | Expr::MethodCall(_) | Expr::Try(_)
    );
    if computes && !looks {
        return (!borrows(expr, &is_uncertain)).then_some(expr);
    }
    match expr {
        Expr::Paren(e) => temporary(&mut e.expr),
        Expr::Group(e) => temporary(&mut e.expr),
        Expr::Field(e) => temporary(&mut e.base),
        Expr::Index(e) => temporary(&mut e.expr),
        Expr::MethodCall(call) => temporary(&mut call.receiver),
        _ => None,
    }
}

fn is_look(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    match &*name {
        "expect" | "unwrap" => matches!(&*call.receiver, Expr::MethodCall(call) if is_look(call)),
        name => is_uncertain(call) || methods::is_borrowing(&call.method) && !name.contains("mut"),
    }
}

/// `map.entry(name.clone())`, with a key that is not moved into it.
fn is_entry(expr: &Expr) -> bool {
    let is_key = |key: &Expr| match key {
        Expr::Lit(_) => true,
        Expr::Reference(e) => is_place(&e.expr),
        Expr::Unary(e) => matches!(e.op, UnOp::Deref(_)) && is_place(&e.expr),
        Expr::MethodCall(call) => {
            let copies = ["clone", "to_owned", "to_string", "to_vec"];
            copies.iter().any(|copy| call.method == copy) && is_place(&call.receiver)
        }
        _ => false,
    };
    let Expr::MethodCall(call) = expr else { return false };
    call.method == "entry"
        && call.args.len() == 1
        && (is_place(&call.receiver) || is_borrow(&call.receiver))
        && call.args.iter().all(is_key)
}

/// What nothing is moved into: `0`, `Vec::new`, `|| Vec::with_capacity(8)`.
fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.get_ident().is_none(),
        Expr::Closure(closure) => mentions_only(&closure.body, &|_| false),
        _ => false,
    }
}

/// Part of a path, where it may not be there: that of a directory's entry always is, and is owned.
fn is_part_of_path(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = expr else { return false };
    let parts = ["extension", "file_name", "file_stem", "parent"];
    parts.iter().any(|part| call.method == part)
        && call.args.is_empty()
        && (is_place(&call.receiver) || is_borrow(&call.receiver))
}

/// A function that everybody knows to look at what it is given.
fn is_view(call: &ExprCall) -> bool {
    let name = last_names(call);
    matches!(
        (name.0.as_deref(), name.1.as_deref()),
        (Some("str"), Some("from_utf8"))
            | (Some("slice"), Some("from_ref"))
            | (Some("Path" | "OsStr"), Some("new"))
    )
}

/// The last name of the function, and in front of it the one before that.
fn last_names(call: &ExprCall) -> (Option<String>, Option<String>) {
    let Expr::Path(path) = &*call.func else { return (None, None) };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let last = names.next();
    (names.next(), last)
}

/// A function that borrows from what it is given, if that is a borrow: `String::as_str`,
/// `|line| line.trim()`, `|(_, value)| value`.
pub(super) fn makes_borrow(function: &Expr) -> bool {
    match function {
        Expr::Path(path) => {
            let last = path.path.segments.last();
            path.path.segments.len() > 1
                && last.is_some_and(|last| methods::is_borrowing(&last.ident))
        }
        Expr::Closure(closure) => {
            let bindings = closure.inputs.iter().flat_map(flatten::bindings).collect::<Vec<_>>();
            let is_input = |ident: &syn::Ident| {
                bindings.iter().any(|binding| binding.ident == *ident && !binding.copied)
            };
            let is_input_itself = matches!(&*closure.body, Expr::Path(path)
                if path.path.get_ident().is_some_and(is_input));
            mentions_only(&closure.body, &is_input) && (is_input_itself || is_borrow(&closure.body))
        }
        _ => false,
    }
}

/// Whether all variables that code mentions are some of these.
fn mentions_only(code: &Expr, these: &dyn Fn(&syn::Ident) -> bool) -> bool {
    struct Mentions<'a> {
        these: &'a dyn Fn(&syn::Ident) -> bool,
        holds: bool,
    }
    impl<'ast> Visit<'ast> for Mentions<'_> {
        fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
            self.holds &= path.path.get_ident().is_none_or(self.these);
        }
        fn visit_macro(&mut self, _: &'ast syn::Macro) {
            self.holds = false;
        }
    }
    let mut mentions = Mentions { these, holds: true };
    mentions.visit_expr(code);
    mentions.holds
}
