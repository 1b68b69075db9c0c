//! `safe_select!` in the body: one await, and a `match` on what it yields.

use syn::spanned::Spanned;
use syn::{Expr, Token, parse_quote};

use super::guarded::Guarded;
use super::jumps::LabelJumps;
use super::operands::leaf_operands;
use super::syntax::*;
use super::{Flatten, krate, make, overlap, private};
use crate::attr::ir::*;
use crate::visit_mut::VisitMut;

impl Flatten<'_> {
    /// ```text
    /// Input:  safe_select! { a = x => X, b = y => Y }
    /// Output: { let output = <wait for x and y>.await; match output { _0(a) => X, _1(b) => Y } }
    /// ```
    pub(super) fn select(&mut self, mac: syn::Macro) -> Value {
        let span = mac.path.span();
        // One that cannot be read says so itself.
        let Some(mut select) = crate::select::parse_inside(&mac.tokens, &krate(span)) else {
            return as_written(mac);
        };
        let output = self.fresh("output", span);
        let choice = match syn::parse2(crate::select::choose_inside(&select, &output)) {
            Ok(choice) => choice,
            Err(error) => {
                self.errors.combine(error);
                return as_written(mac);
            }
        };
        // The compiler does not see the macro any more, but that its name was imported.
        let path = &mac.path;
        let used = Code::new(parse_quote!(#path! { @used }));
        let at = self.next()..self.next();
        let mut before = vec![Stmt { kind: StmtKind::Plain(used), awaits: at }];
        for branch in &mut select.branches {
            self.label_jumps(&mut branch.future);
            if let Some(guard) = &mut branch.guard {
                self.label_jumps(guard);
                self.keep_guard(guard, &mut before);
            }
        }
        let lent: Vec<_> = select.branches.iter().map(|it| overlap::lent_to(&it.future)).collect();
        for (index, branch) in select.branches.iter_mut().enumerate() {
            self.refuse_dropped(&branch.future);
            let others = lent.iter().enumerate().filter(|(other, _)| *other != index);
            self.beside = others.flat_map(|(_, places)| places.iter().cloned()).collect();
            self.guarded = Guarded::by(&branch.guard);
            self.future_operands(&mut branch.future, &mut before);
            if let Some(mut guarded) = self.guarded.take() {
                guarded.visit_expr_mut(&mut branch.future);
            }
        }
        self.beside.clear();
        let operands = select.branches.iter().flat_map(|branch| leaf_operands(&branch.future));
        let operands = operands.collect();
        for branch in &mut select.branches {
            self.keep_deadlines(&mut branch.future, &mut before);
        }
        let id = self.next();
        self.awaits.push(Await {
            leaf: Leaf::Select(Box::new(select)),
            start: span,
            token: Token![await](span),
            text: "safe_select!".to_owned(),
            operands,
            kept: None,
            cfg: Vec::new(),
            pending: Vec::new(),
            scope: Vec::new(),
            noted: Vec::new(),
            parted: Vec::new(),
        });
        let awaited = Value::Simple(Code::new(make::marker(id, span)));
        self.temporary_named(output, awaited, Origin::Temporary, id..id + 1, &mut before);
        let value = self.choice(choice);
        self.wrap(before, value, span)
    }

    /// Which branches take part is settled once, before any of their futures is made.
    fn keep_guard(&mut self, guard: &mut Expr, out: &mut Vec<Stmt>) {
        if self.may_wait(guard) {
            return;
        }
        *guard = self.hoist(take(guard), out);
        if let Some(StmtKind::Let(let_)) = out.last_mut().map(|stmt| &mut stmt.kind) {
            let private = private();
            let_.ty = Some(parse_quote!(#private::core::primitive::bool));
        }
    }

    /// Inside of the macro, the jumps have no labels yet.
    fn label_jumps(&self, code: &mut Expr) {
        self.loops.iter().last().into_iter().for_each(|label| {
            LabelJumps(label).visit_expr_mut(code);
        });
    }

    fn choice(&mut self, mut choice: Expr) -> Value {
        self.label_jumps(&mut choice);
        match choice {
            Expr::Match(choice) => self.match_(choice),
            choice => self.value(choice),
        }
    }
}

fn as_written(mac: syn::Macro) -> Value {
    Value::Simple(Code::new(Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac })))
}
