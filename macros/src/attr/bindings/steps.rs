//! Items that are taken of a named iterator. Resumed, one is found again in a new iterator:
//!
//! ```text
//! Fresh:   let key = words.next()?;
//! Resumed: let key = line.split(' ').nth(index)?;
//! ```
//!
//! It does not need the old one for that.

use std::collections::HashMap;

use proc_macro2::Literal;
use syn::{Expr, ExprMethodCall, Ident, parse_quote};

use super::Resolver;
use crate::attr::classify;
use crate::attr::ir::*;
use crate::visit_mut::{self, VisitMut};

impl Resolver<'_> {
    /// Notes what a resumed call evaluates in the place of an initializer that takes items.
    pub(super) fn steps(&mut self, let_: &mut Let) {
        let Some(Value::Simple(init)) = &mut let_.init else { return };
        for step in &mut let_.steps {
            let iter = self.find(&step.iter.to_string());
            let index = self.find(&step.index.to_string());
            let (Some(iter), Some(index)) = (iter, index) else { return };
            let Some(source) = self.iterators.get(&iter) else { return };
            step.iter = self.vars[iter].ident.clone();
            step.source = Some(source.clone());
            init.facts.mentions.push(Mention { var: index, how: How::Borrow });
        }
        if !let_.steps.is_empty() {
            let mut again = init.code.clone();
            for_each_step(&mut again, &let_.steps, &mut |_, again| again);
            let_.again = Some(again);
        }
    }

    /// What a resumed call takes items of, in the place of the iterators that a fresh one takes them of.
    pub(super) fn without_steps(&self, operands: Vec<VarId>, let_: &Let) -> Vec<VarId> {
        if let_.again.is_none() || classify::stands_once(let_) {
            return operands;
        }
        let is_stepped =
            |operand: &VarId| let_.steps.iter().any(|step| step.iter == self.vars[*operand].ident);
        let (iters, mut operands): (Vec<_>, Vec<_>) = operands.into_iter().partition(is_stepped);
        operands.extend(iters.iter().flat_map(|&iter| &self.vars[iter].operands));
        operands
    }

    /// Notes how an iterator is made that is [`Origin::Stepped`].
    pub(super) fn note_source(&mut self, let_: &Let) {
        if let (&[var], Some(Value::Simple(init))) = (&*let_.vars, &let_.init)
            && let_.origin == Origin::Stepped
            && matches!(self.vars[var].class, Class::Counted)
        {
            self.iterators.insert(var, init.code.clone());
        }
    }
}

/// Replaces each `iter.next()` by what `replace` makes of it, and of how the item is found again.
pub(crate) fn for_each_step(
    init: &mut Expr,
    steps: &[Step],
    replace: &mut dyn FnMut(&Expr, Expr) -> Expr,
) {
    Steps { steps, taken: HashMap::new(), replace }.visit_expr_mut(init);
}

struct Steps<'a> {
    steps: &'a [Step],
    /// How many items of each iterator were taken.
    taken: HashMap<String, usize>,
    replace: &'a mut dyn FnMut(&Expr, Expr) -> Expr,
}

impl Steps<'_> {
    /// `source.nth(index + taken)` for `iter.next()`, and the same of `skip` for `iter.collect()`.
    fn again(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let Expr::Path(iter) = &*call.receiver else { return None };
        let iter = iter.path.get_ident()?;
        let Step { index, source, .. } = self.steps.iter().find(|step| step.iter == *iter)?;
        let source = source.as_ref()?;
        let taken = self.taken.entry(iter.to_string()).or_default();
        let index: Expr = match *taken {
            0 => parse_quote!(#index),
            before => {
                let before = Literal::usize_unsuffixed(before);
                parse_quote!(#index + #before)
            }
        };
        *taken += 1;
        let mut again = call.clone();
        again.receiver = Box::new(match call.method == "next" {
            true => {
                again.method = Ident::new("nth", call.method.span());
                again.args.push(index);
                source.clone()
            }
            false => parse_quote!(#source.skip(#index)),
        });
        Some(Expr::MethodCall(again))
    }
}

impl VisitMut for Steps<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let again = match expr {
            Expr::MethodCall(call) => self.again(call),
            _ => None,
        };
        match again {
            Some(again) => *expr = (self.replace)(expr, again),
            None => visit_mut::visit_expr_mut(self, expr),
        }
    }
}
