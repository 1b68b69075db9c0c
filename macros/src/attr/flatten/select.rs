//! `safe_select!` in the body: one await, and a `match` on what it yields.

use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Token, parse_quote, parse_quote_spanned};

use super::leaf::leaf_operands;
use super::loops::LabelJumps;
use super::syntax::*;
use super::{Flatten, generated, krate, private, repeatable};
use crate::attr::ir::*;

impl Flatten<'_> {
    /// ```text
    /// Input:  safe_select! { a = x => X, b = y => Y }
    /// Output: { let output = <wait for x and y>.await; match output { _0(a) => X, _1(b) => Y } }
    /// ```
    pub(super) fn select(&mut self, mac: syn::Macro) -> Value {
        let span = mac.path.span();
        // One that cannot be read says so itself.
        let tokens = mac.tokens.clone();
        let Ok(mut select) = crate::select::parse_inside(tokens, &krate(span)) else {
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
            if let Some(guard) = &mut branch.guard
                && !repeatable::is_repeatable(guard)
            {
                *guard = self.hoist(take(guard), &mut before);
            }
            self.future_operands(&mut branch.future, &mut before);
        }
        let operands = select.branches.iter().flat_map(|branch| leaf_operands(&branch.future));
        let operands = operands.collect();
        for branch in &mut select.branches {
            if is_sleep(&branch.future) {
                self.keep_deadline(&mut branch.future, &mut before);
            }
        }
        let id = self.next();
        self.awaits.push(Await {
            leaf: Leaf::Select(Box::new(select)),
            token: Token![await](span),
            text: "safe_select!".to_owned(),
            operands,
            kept: None,
            cfg: Vec::new(),
            pending: Vec::new(),
            scope: Vec::new(),
            noted: Vec::new(),
        });
        let awaited = Value::Simple(Code::new(marker(id, span)));
        self.temporary_named(output, awaited, Origin::Temporary, id..id + 1, &mut before);
        let value = self.choice(choice);
        self.wrap(before, value, span)
    }

    /// A `sleep` goes on where it was: made anew after each cancel, it might never end.
    ///
    /// ```text
    /// Input:  sleep(limit)
    /// Output: let mut progress: Progress = Progress::default();
    ///         match sleep(limit) { future => verdict.remake(future, &mut progress) }
    /// ```
    fn keep_deadline(&mut self, future: &mut Expr, before: &mut Vec<Stmt>) {
        let span = generated(future.span());
        let private = private();
        let progress = self.fresh("progress", span);
        let init = parse_quote_spanned!(span=> #private::core::default::Default::default());
        let at = self.next()..self.next();
        let value = Value::Simple(Code::new(init));
        self.temporary_named(progress.clone(), value, Origin::Temporary, at, before);
        if let Some(Stmt { kind: StmtKind::Let(let_), .. }) = before.last_mut() {
            let_.ty = Some(parse_quote_spanned!(span=> #private::Progress));
        }
        let sleep = take(future);
        *future = parse_quote_spanned! {span=>
            match #sleep {
                __future => {
                    let __verdict = {
                        use #private::Unaudited as _;
                        #private::probe::<{ #private::AWAIT }, _>(&__future).__verdict()
                    };
                    __verdict.remake(__future, &mut #progress)
                }
            }
        };
    }

    fn choice(&mut self, mut choice: Expr) -> Value {
        // Inside of the macro, the jumps have no labels yet.
        self.loops.iter().last().into_iter().for_each(|label| {
            LabelJumps(label).visit_expr_mut(&mut choice);
        });
        match choice {
            Expr::Match(choice) => self.match_(choice),
            choice => self.value(choice),
        }
    }
}

fn is_sleep(future: &Expr) -> bool {
    let Expr::Call(call) = future else { return false };
    let Expr::Path(path) = &*call.func else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "sleep")
}

fn as_written(mac: syn::Macro) -> Value {
    Value::Simple(Code::new(Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac })))
}
