//! Items that are found to be changed: `jobs.iter_mut().find(|job| job.is_idle())`. What is done to one of them
//! may change what it was found by. So it is its place that is kept, and it is found there again.

use syn::{Expr, ExprMethodCall, Ident, parse_quote};

use super::syntax::*;
use super::{Flatten, private, repeatable};
use crate::attr::ir::*;

/// What leaves items out by where they are.
const COUNTING: &[&str] = &["last", "next", "nth", "rev", "skip", "step_by", "take"];

impl Flatten<'_> {
    /// ```text
    /// Input:  jobs.iter_mut().find(|job| job.is_idle())
    /// Output: let place: usize = place_of(jobs.iter_mut(), |job| job.is_idle());
    ///         jobs.iter_mut().nth(place)
    /// ```
    pub(super) fn find_by_place(&mut self, borrow: &mut Expr, out: &mut Vec<Stmt>) {
        if awaits(borrow) {
            return;
        }
        for_each_call(borrow, &mut |call| {
            let Some(Search { items, place }) = Search::of(call) else { return };
            let place = self.hoist(place, out);
            if let Some(StmtKind::Let(let_)) = out.last_mut().map(|stmt| &mut stmt.kind) {
                let private = private();
                let_.ty = Some(parse_quote!(#private::core::primitive::usize));
            }
            call.method = Ident::new("nth", call.method.span());
            *call.receiver = items;
            call.args = [place].into_iter().collect();
        });
    }
}

/// Whether an expression borrows an item that is found so.
pub(super) fn is_in(borrow: &Expr) -> bool {
    let mut is_found = false;
    for_each_call(&mut borrow.clone(), &mut |call| is_found |= Search::of(call).is_some());
    is_found
}

/// A choice of one item by what it is, where that may be changed.
struct Search {
    /// What it is one of.
    items: Expr,
    /// Finds out where among them it is.
    place: Expr,
}

impl Search {
    fn of(call: &ExprMethodCall) -> Option<Search> {
        let private = private();
        let (items, place) = match first_by_condition(call) {
            Some((items, condition)) => {
                (items, parse_quote!(#private::place_of(#items, #condition)))
            }
            None => {
                let items = chosen_among(call)?;
                let chosen: Expr = parse_quote!(#private::identity_of(#call));
                (items, parse_quote!(#private::place_at(#chosen, #items)))
            }
        };
        let is_found_again = || repeatable::may_be_borrow(&parse_quote!(#items.nth(0)));
        let is_search = repeatable::yields_mutable(items) && is_found_again();
        is_search.then(|| Search { items: items.clone(), place })
    }
}

/// `items.find(|item| ..)`, `items.filter(|item| ..).next()`
fn first_by_condition(call: &ExprMethodCall) -> Option<(&Expr, &Expr)> {
    let filtered = match &*call.receiver {
        Expr::MethodCall(filter) if call.method == "next" && filter.method == "filter" => filter,
        _ if call.method == "find" => call,
        _ => return None,
    };
    let condition = filtered.args.first().filter(|arg| matches!(arg, Expr::Closure(_)))?;
    are_the_same(&filtered.receiver, &["enumerate", "map", "rev"])
        .then_some((&filtered.receiver, condition))
}

/// Of `items.rev().filter(|item| ..).last()`, the items.
fn chosen_among(call: &ExprMethodCall) -> Option<&Expr> {
    let (mut items, mut chooses) = (&*call.receiver, chooses(call));
    while let Expr::MethodCall(adapter) = items
        && (is_any_of(adapter, COUNTING) || self::chooses(adapter))
    {
        chooses |= self::chooses(adapter);
        items = &adapter.receiver;
    }
    (yields_one(call) && chooses && are_the_same(items, &["enumerate"])).then_some(items)
}

/// Whether a call leaves items out by what they are, and yields the others as they are.
fn chooses(call: &ExprMethodCall) -> bool {
    let changes = is_any_of(call, &["filter_map", "flat_map", "flatten", "map_while"]);
    repeatable::is_choosing(&call.method) && !changes
}

fn yields_one(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    let is_extreme = name.starts_with("max") || name.starts_with("min");
    is_extreme || is_any_of(call, &["find", "last", "next", "nth"])
}

/// Whether making an iterator again does nothing, and it has the same items in the same places: the list, and what
/// leaves none of them out.
fn are_the_same(items: &Expr, adapters: &[&str]) -> bool {
    match items {
        Expr::MethodCall(call) if is_any_of(call, adapters) => {
            call.args.iter().all(repeatable::is_pure) && are_the_same(&call.receiver, adapters)
        }
        Expr::MethodCall(call) => {
            repeatable::is_mutable(&call.method)
                && call.args.iter().all(|size| matches!(size, Expr::Lit(_)))
                && (repeatable::is_place(&call.receiver)
                    || repeatable::may_be_borrow(&call.receiver))
        }
        _ => false,
    }
}

fn is_any_of(call: &ExprMethodCall, names: &[&str]) -> bool {
    names.iter().any(|name| call.method == name)
}

/// Visits the calls of a chain, from the innermost on.
fn for_each_call(chain: &mut Expr, visit: &mut dyn FnMut(&mut ExprMethodCall)) {
    match chain {
        Expr::Paren(e) => for_each_call(&mut e.expr, visit),
        Expr::Group(e) => for_each_call(&mut e.expr, visit),
        Expr::Reference(e) => for_each_call(&mut e.expr, visit),
        Expr::Try(e) => for_each_call(&mut e.expr, visit),
        Expr::Field(e) => for_each_call(&mut e.base, visit),
        Expr::Unary(e) => for_each_call(&mut e.expr, visit),
        Expr::Index(e) => for_each_call(&mut e.expr, visit),
        Expr::MethodCall(e) => {
            for_each_call(&mut e.receiver, visit);
            visit(e);
        }
        _ => {}
    }
}
