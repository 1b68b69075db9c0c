//! The body of the level: the local of a round, given back before each new one.

use syn::Expr;

use super::*;
use crate::visit_mut::{self, VisitMut};

/// Walks the body of the level.
pub(super) struct Rounds<'a> {
    pub(super) carry: &'a Carry,
    pub(super) vars: &'a mut [Var],
    pub(super) yields: bool,
}

impl Rounds<'_> {
    pub(super) fn block(&mut self, block: &mut Block) {
        for stmt in &mut block.stmts {
            match &mut stmt.kind {
                StmtKind::Plain(code) => {
                    let changed = self.jumps(|jumps| jumps.visit_stmt_mut(&mut code.code));
                    self.facts(&mut code.facts, changed);
                }
                StmtKind::Value { value, .. } => self.value(value),
                StmtKind::Let(let_) if let_.origin == Origin::Item => {}
                StmtKind::Let(let_) => {
                    let_.init.iter_mut().for_each(|init| self.value(init));
                    let_.diverge.iter_mut().for_each(|diverge| self.expr(diverge));
                    for &var in &let_.vars {
                        let operands = &mut self.vars[var].operands;
                        operands.iter_mut().for_each(|operand| self.carry.rename(operand));
                    }
                }
            }
        }
    }

    fn value(&mut self, value: &mut Value) {
        match value {
            Value::Simple(code) => self.expr(code),
            Value::Block(block) => self.block(block),
            Value::If(if_) => {
                self.expr(&mut if_.cond);
                self.block(&mut if_.then);
                if_.otherwise.iter_mut().for_each(|otherwise| self.value(otherwise));
            }
            Value::Match(match_) => {
                self.expr(&mut match_.scrutinee);
                for arm in &mut match_.arms {
                    arm.guard.iter_mut().for_each(|guard| self.expr(guard));
                    match &mut arm.body {
                        ArmBody::Plain(code) => self.expr(code),
                        ArmBody::Awaits { block, .. } => self.block(block),
                    }
                }
            }
            Value::Loop(loop_) => self.block(&mut loop_.body),
        }
    }

    fn expr(&mut self, code: &mut Code<Expr>) {
        let changed = self.jumps(|jumps| jumps.visit_expr_mut(&mut code.code));
        self.facts(&mut code.facts, changed);
    }

    fn facts(&self, facts: &mut Facts, gives_back: bool) {
        facts.mentions.iter_mut().for_each(|mention| self.carry.rename(&mut mention.var));
        self.carry.rename_all(&mut facts.assigned);
        self.carry.rename_all(&mut facts.taken);
        facts.jumps.iter_mut().for_each(|(_, assigned)| self.carry.rename_all(assigned));
        if gives_back {
            let [(local, borrows), (carrier, assigns)] = self.carry.put();
            // Where each jump comes behind an assignment, it is that value which is given back.
            let is_assigned = facts.jumps.iter().all(|(_, assigned)| assigned.contains(&local));
            let given = (!is_assigned).then_some(Mention { var: local, how: borrows });
            let put = Mention { var: carrier, how: assigns };
            facts.mentions.extend(given.into_iter().chain([put]));
        }
    }

    fn jumps(&mut self, visit: impl FnOnce(&mut Jumps<'_>)) -> bool {
        let mut jumps = Jumps { carry: self.carry, yields: false, changed: false };
        visit(&mut jumps);
        self.yields |= jumps.yields;
        jumps.changed
    }
}

/// The jumps to the next round, and to the end if the local is needed there.
struct Jumps<'a> {
    carry: &'a Carry,
    yields: bool,
    changed: bool,
}

impl VisitMut for Jumps<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Carry { found, carried, local, .. } = self.carry;
        let (private, label) = (private(), &found.label);
        let put = quote!(#carried = #private::core::option::Option::Some(#local););
        match expr {
            _ if label.is_none() => return,
            Expr::Continue(jump) if jump.label == *label => {
                *expr = parse_quote!({ #put continue #label });
            }
            Expr::Break(jump) if jump.label == *label => {
                self.yields |= jump.expr.is_some();
                if !found.outlives {
                    return;
                }
                *expr = match &jump.expr {
                    None => parse_quote!({ #put break #label }),
                    Some(value) => parse_quote! {
                        match (#value,) { (__value,) => { #put break #label __value } }
                    },
                };
            }
            _ => return,
        }
        self.changed = true;
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
