//! The operands of a branch with a guard: evaluated if it holds, as the future is made only then.
//!
//! ```text
//! Input:  item = next(limit()), if on => ..
//! Output: let value = if on { Some(limit()) } else { None };
//!         item = next(copy_out(&mut value)), if on => ..
//! ```

use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, Ident, parse_quote_spanned};

use super::{generated, make, private, repeatable};
use crate::visit_mut::{self, VisitMut};

/// What is kept for one branch.
pub(super) struct Guarded {
    guard: Expr,
    kept: Vec<Ident>,
}

impl Guarded {
    pub(super) fn by(guard: &Option<Expr>) -> Option<Self> {
        guard.clone().map(|guard| Guarded { guard, kept: Vec::new() })
    }

    /// `value`, where the guard holds.
    pub(super) fn wrap(&mut self, mut value: Expr) -> Expr {
        self.visit_expr_mut(&mut value);
        let (span, private) = (generated(value.span()), private());
        let option = quote!(#private::core::option::Option);
        // A closure would take the braces for its own.
        let guard = make::paren(self.guard.clone(), span);
        parse_quote_spanned!(span=> if #guard { #option::Some(#value) } else { #option::None })
    }

    /// From now on, `name` stands for what is in it.
    pub(super) fn keep(&mut self, name: Ident) {
        self.kept.push(name);
    }

    fn is_kept(&self, expr: &Expr) -> Option<Ident> {
        let Expr::Path(path) = expr else { return None };
        path.path.get_ident().filter(|name| self.kept.contains(name)).cloned()
    }

    /// What is lent, or is the receiver of a method.
    fn place(&mut self, place: &mut Expr) {
        match (self.is_kept(place), place) {
            (Some(name), place) => {
                let lent = taken(&name, "lend");
                *place = parse_quote_spanned!(name.span()=> (*#lent));
            }
            (None, Expr::Paren(e)) => self.place(&mut e.expr),
            (None, Expr::Group(e)) => self.place(&mut e.expr),
            (None, other) => self.visit_expr_mut(other),
        }
    }
}

/// Whether a value can be evaluated whether or not the guard holds: a place, and a borrow that is made again
/// where it is needed.
pub(super) fn may_stand_outside(value: &Expr) -> bool {
    fn is_name(value: &Expr) -> bool {
        match value {
            Expr::Path(path) => path.path.get_ident().is_some(),
            Expr::Field(e) => is_name(&e.base),
            _ => false,
        }
    }
    is_name(value) || may_be_made_again(value)
}

/// A borrow that yields the same when it is made again.
pub(super) fn may_be_made_again(value: &Expr) -> bool {
    repeatable::may_be_borrow(value) && repeatable::is_repeatable(value)
}

fn taken(name: &Ident, how: &str) -> Expr {
    let span = name.span();
    let slot = parse_quote_spanned!(generated(span)=> &mut #name);
    make::call(make::private_path(&[how], span), slot, span)
}

impl VisitMut for Guarded {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(name) = self.is_kept(expr) {
            // So that it is coerced as what it stands for.
            let span = generated(name.span());
            let copy = taken(&name, "copy_out");
            *expr = parse_quote_spanned!(span=> (#copy,).0);
            return;
        }
        match expr {
            Expr::Reference(e) => self.place(&mut e.expr),
            Expr::Field(e) => self.place(&mut e.base),
            Expr::Unary(e) if matches!(e.op, syn::UnOp::Deref(_)) => self.place(&mut e.expr),
            Expr::Index(e) => {
                self.place(&mut e.expr);
                self.visit_expr_mut(&mut e.index);
            }
            Expr::MethodCall(e) => {
                self.place(&mut e.receiver);
                e.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }
}
