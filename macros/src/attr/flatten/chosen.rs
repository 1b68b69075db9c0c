//! Borrows of which one is chosen, `let part = if long { &a } else { &b };`, are borrowed again by the same choice.

use proc_macro2::Literal;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, parse_quote};

use super::syntax::*;
use super::{Flatten, generated, make, private, repeatable};
use crate::attr::ir::*;
use crate::attr::repeatable::{Choice, Way};

impl Flatten<'_> {
    /// Sees to it that a choice between borrows in an initializer comes out the same when it is made again. One
    /// of which nobody can tell goes into a block, where it is no choice.
    pub(super) fn settle(&mut self, init: &mut Expr, out: &mut Vec<Stmt>) {
        let is_named = |name: &Ident| self.borrows.contains(&name.to_string());
        let Some(choice) = Choice::of(init).filter(|choice| choice.may_borrow(&is_named)) else {
            return;
        };
        if awaits(init) {
            return;
        }
        let stays = choice.ways.iter().all(|way| self.stays(way, way.value));
        match is_matched(&choice) {
            Some(true) if stays => self.keep_matched(init, out),
            Some(false) if stays => self.keep_number(init, out),
            _ => {
                let span = generated(init.span());
                let choice = vec![syn::Stmt::Expr(take(init), None)];
                *init = make::block_expr(None, make::block(choice, span), span);
            }
        }
    }

    /// Whether one of the values of a choice is the same when it is made again.
    fn stays(&mut self, way: &Way<'_>, value: &Expr) -> bool {
        match value {
            _ if way.diverges() || way.binds(value) => true,
            Expr::Path(_) => self.may_wait(value),
            Expr::Call(some) => some.args.iter().all(|arg| self.stays(way, arg)),
            Expr::Tuple(tuple) => tuple.elems.iter().all(|part| self.stays(way, part)),
            value => match Choice::of(value) {
                Some(choice) => {
                    choice.matched.is_none_or(|matched| self.keeps_operands(matched))
                        && choice.ways.iter().all(|way| self.stays(way, way.value))
                }
                None => self.keeps_operands(value),
            },
        }
    }

    /// What is matched is borrowed by what it is borrowed by now.
    fn keep_matched(&mut self, choice: &mut Expr, out: &mut Vec<Stmt>) {
        match choice {
            Expr::Paren(e) => self.keep_matched(&mut e.expr, out),
            Expr::Match(e) => self.keep_operands(&mut e.expr, out),
            Expr::If(e) => {
                if let Expr::Let(clause) = &mut *e.cond {
                    self.keep_operands(&mut clause.expr, out);
                }
            }
            _ => {}
        }
    }

    /// Chooses now, and keeps the number of what was chosen.
    fn keep_number(&mut self, choice: &mut Expr, out: &mut Vec<Stmt>) {
        let span = generated(choice.span());
        let mut number = choice.clone();
        let mut next = 0;
        repeatable::for_each_value(&mut number, &mut |value| {
            let mut literal = Literal::u32_unsuffixed(next);
            literal.set_span(span);
            *value = Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::new(literal) });
            next += 1;
        });
        let (value, awaits) = self.ranged(|this| this.value(number));
        let number = self.temporary(value, Origin::Temporary, awaits, span, out);
        if let Some(StmtKind::Let(let_)) = out.last_mut().map(|stmt| &mut stmt.kind) {
            let private = private();
            let_.ty = Some(parse_quote!(#private::core::primitive::u32));
        }
        repeatable::choose_by(choice, &number);
    }
}

/// Whether a choice is made by what its patterns bind. `None` if some of it is, and some is not.
fn is_matched(choice: &Choice<'_>) -> Option<bool> {
    let is_matched_here = choice.matched.is_some();
    let mut within = choice.ways.iter().filter_map(|way| Choice::of(way.value));
    within.all(|choice| is_matched(&choice) == Some(is_matched_here)).then_some(is_matched_here)
}
