//! Closures in the type of a value: `list.iter().filter(|n| ..)`. Each time one is written, it has another.

use syn::{Expr, ExprMethodCall};

use crate::attr::repeatable;
use crate::visit::Visit;

/// Methods that use up what they are called on and the closures that they are given, and yield what has no
/// such type: an item, an option of one, or a part of a text.
const ENDING: &[&str] = &[
    "and_then",
    "any",
    "binary_search_by",
    "binary_search_by_key",
    "collect",
    "err",
    "expect",
    "find",
    "find_map",
    "fold",
    "get_or_insert_with",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "map_err",
    "map_or",
    "map_or_else",
    "max_by",
    "max_by_key",
    "min_by",
    "min_by_key",
    "next",
    "nth",
    "ok",
    "ok_or",
    "ok_or_else",
    "or_else",
    "or_insert_with",
    "partition",
    "partition_point",
    "reduce",
    "rposition",
    "rsplit_once",
    "split_once",
    "strip_prefix",
    "strip_suffix",
    "then",
    "trim_end_matches",
    "trim_matches",
    "trim_start_matches",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
];

/// Methods that yield an option, or a result.
const YIELDING_OPTION: &[&str] = &[
    "as_deref",
    "as_deref_mut",
    "as_mut",
    "as_ref",
    "back",
    "first",
    "front",
    "get",
    "get_mut",
    "last",
    "peek",
    "pop",
    "pop_back",
    "pop_front",
];

/// Whether the type of a value may have that of a closure in it.
pub(super) fn is_of_closure(value: &Expr) -> bool {
    match value {
        Expr::Paren(e) => is_of_closure(&e.expr),
        Expr::Group(e) => is_of_closure(&e.expr),
        Expr::Reference(e) => is_of_closure(&e.expr),
        Expr::Try(e) => is_of_closure(&e.expr),
        Expr::Field(e) => is_of_closure(&e.base),
        Expr::MethodCall(call) if is_ending(call) => is_made_by(call) || writes_any(root(call)),
        Expr::MethodCall(call) if maps_option(call) => {
            is_made_by(call) || is_of_closure(&call.receiver)
        }
        Expr::MethodCall(call) => is_of_closure(&call.receiver) || call.args.iter().any(writes_any),
        value => writes_any(value),
    }
}

fn is_ending(call: &ExprMethodCall) -> bool {
    repeatable::is_folding(&call.method) || ENDING.iter().any(|ending| call.method == ending)
}

/// `name.as_ref().map(|name| ..)`: what an iterator keeps, an option calls at once.
fn maps_option(call: &ExprMethodCall) -> bool {
    let maps = ["cloned", "copied", "filter", "flatten", "inspect", "map"];
    let receiver = match &*call.receiver {
        Expr::MethodCall(receiver) => receiver,
        _ => return false,
    };
    let yields_option = YIELDING_OPTION.iter().any(|name| receiver.method == name);
    maps.iter().any(|name| call.method == name)
        && (yields_option || is_ending(receiver) || maps_option(receiver))
}

/// Whether a closure yields another.
fn is_made_by(call: &ExprMethodCall) -> bool {
    call.args.iter().any(|arg| matches!(arg, Expr::Closure(closure) if writes_any(&closure.body)))
}

/// What a chain of calls begins with.
fn root(call: &ExprMethodCall) -> &Expr {
    match &*call.receiver {
        Expr::MethodCall(receiver) => root(receiver),
        receiver => receiver,
    }
}

fn writes_any(value: &Expr) -> bool {
    struct Closures(bool);
    impl<'ast> Visit<'ast> for Closures {
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {
            self.0 = true;
        }
    }
    let mut closures = Closures(false);
    closures.visit_expr(value);
    closures.0
}
