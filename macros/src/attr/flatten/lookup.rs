//! What is found by what a call yields: `&jobs[next.fetch_add(1, Relaxed) % n]`. The call is made once, and what it
//! yields is kept, so that the same is found again.

use syn::{Expr, UnOp, parse_quote};

use super::syntax::*;
use super::{Flatten, found_by_place, repeatable};
use crate::attr::ir::*;

impl Flatten<'_> {
    /// Keeps what a borrow is found by, up to the last call.
    pub(super) fn keep_keys(&mut self, borrow: &mut Expr, out: &mut Vec<Stmt>) {
        self.find_by_place(borrow, out);
        if awaits(borrow) || !finds_by_key(borrow) {
            return;
        }
        let keys = keys(borrow);
        let last = keys.iter().rposition(|key| is_call(key)).map_or(0, |last| last + 1);
        for key in keys.into_iter().take(last) {
            // What is read in front of a call does not see what that does.
            if is_call(key) || !self.may_wait(key) {
                let value = take(key);
                *key = self.hoist(value, out);
            }
        }
    }
}

/// Whether an expression borrows, but for what it finds that by.
pub(super) fn finds_by_call(borrow: &Expr) -> bool {
    !awaits(borrow) && (found_by_place::is_in(borrow) || finds_by_key(borrow))
}

fn finds_by_key(borrow: &Expr) -> bool {
    if repeatable::may_be_borrow(borrow) || leaves_before_call(borrow, false) {
        return false;
    }
    let mut plain = borrow.clone();
    for key in keys(&mut plain).into_iter().filter(|key| is_call(key)) {
        *key = parse_quote!(0);
    }
    repeatable::may_be_borrow(&plain)
}

/// Whether a `?` may leave before a call is made: that of `rows.get(i)?.get(next())`. What stands around `found`
/// `is_called` behind it.
fn leaves_before_call(found: &Expr, is_called: bool) -> bool {
    match found {
        Expr::Paren(e) => leaves_before_call(&e.expr, is_called),
        Expr::Group(e) => leaves_before_call(&e.expr, is_called),
        Expr::Reference(e) => leaves_before_call(&e.expr, is_called),
        Expr::Field(e) => leaves_before_call(&e.base, is_called),
        Expr::Unary(e) => leaves_before_call(&e.expr, is_called),
        Expr::Try(e) => is_called || leaves_before_call(&e.expr, false),
        Expr::Index(e) => leaves_before_call(&e.expr, is_called || is_call(&e.index)),
        Expr::MethodCall(e) => {
            leaves_before_call(&e.receiver, is_called || e.args.iter().any(is_call))
        }
        _ => false,
    }
}

fn is_call(key: &Expr) -> bool {
    !repeatable::is_repeatable(key) && !matches!(key, Expr::Closure(_))
}

/// What a place or a borrow is found by.
fn keys(found: &mut Expr) -> Vec<&mut Expr> {
    match found {
        Expr::Paren(e) => keys(&mut e.expr),
        Expr::Group(e) => keys(&mut e.expr),
        Expr::Reference(e) => keys(&mut e.expr),
        Expr::Try(e) => keys(&mut e.expr),
        Expr::Field(e) => keys(&mut e.base),
        Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => keys(&mut e.expr),
        Expr::Index(e) => {
            let mut found = keys(&mut e.expr);
            found.extend(parts_of_key(&mut e.index));
            found
        }
        Expr::MethodCall(e) => {
            let mut found = keys(&mut e.receiver);
            found.extend(e.args.iter_mut().flat_map(parts_of_key));
            found
        }
        _ => Vec::new(),
    }
}

fn parts_of_key(key: &mut Expr) -> Vec<&mut Expr> {
    match key {
        Expr::Range(e) => e.start.iter_mut().chain(&mut e.end).map(|bound| &mut **bound).collect(),
        Expr::Reference(e) => parts_of_key(&mut e.expr),
        Expr::Paren(e) => parts_of_key(&mut e.expr),
        key => vec![key],
    }
}
