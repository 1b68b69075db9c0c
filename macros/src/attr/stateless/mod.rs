//! `#[cancel_safe(stateless)]`: a function that needs no checkpoint.
//!
//! Dropped at its only await, it has done nothing yet; and what follows the await runs in the
//! poll in which the leaf completes, so nothing can be cut off.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Block, Expr, FnArg, Pat, ReturnType, Stmt};

use self::awaits::Awaits;
use super::flatten::private;
use super::instrument::Instrumented;
use super::{classify, expand, flatten, lower, macros, repeatable};
use crate::diag::Errors;
use crate::made::{self, Fault};
use crate::select;
use crate::timers;
use crate::visit::Visit;
use crate::visit_mut::{self, VisitMut};

mod awaits;

const HINT: &str = "help: drop `stateless`, so that the function gets a checkpoint";

/// Checks the function and marks its future. The signature stays as it is.
pub(crate) fn expand(
    item: syn::ItemFn,
    instrumented: Option<&Instrumented>,
    errors: &mut Errors,
) -> TokenStream {
    let syn::ItemFn { attrs, vis, sig, mut block, .. } = item;
    Proof { errors, later: false }.function(&block);
    MarkAwaits { errors }.visit_block_mut(&mut block);
    let private = private();
    let output = match &sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => expand::nameable_output(ty),
    };
    let pin_output = expand::pin_output(&output);
    let checks = operand_checks(&sig);
    let syn::Signature { safety, abi, fn_token, ident, generics, inputs, .. } = &sig;
    let where_clause = &generics.where_clause;
    let stmts = &block.stmts;
    let output = expand::returned(&output, &sig);
    let imports = lower::imports();
    let code = quote!(#imports #pin_output #checks #(#stmts)*);
    let code = instrumented.map_or(code.clone(), |instrumented| instrumented.plain(&code));
    let code = expand::async_move(&sig, &code);
    let code = expand::future_of(&sig, quote!(#private::Marked::new), code);
    let code = expand::in_braces(&block, code);
    let docs = expand::is_documented(&attrs).then(|| {
        quote! {
            ///
            /// # Cancel safety
            ///
            /// This function is cancel-safe: it awaits once, and dropped there it has done nothing
            /// yet.
        }
    });
    quote! {
        #(#attrs)*
        #docs
        #[allow(refining_impl_trait, clippy::must_use_candidate, clippy::unused_self)]
        #vis #safety #abi #fn_token #ident #generics(#inputs)
            #output #where_clause
            #code
    }
}

/// Parameters that are passed by value go with the future, so the caller has to have them still.
fn operand_checks(sig: &syn::Signature) -> TokenStream {
    let owned = sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(arg) if !classify::borrows(&arg.ty) => match &*arg.pat {
            Pat::Ident(pat) => Some(&pat.ident),
            _ => None,
        },
        _ => None,
    });
    owned.map(lower::operand_check).collect()
}

struct Proof<'e> {
    errors: &'e mut Errors,
    /// Whether something is awaited behind what is looked at, on a way that has not awaited before.
    later: bool,
}

impl Proof<'_> {
    fn function(&mut self, block: &Block) {
        let awaits = Awaits::of(|awaits| awaits.visit_block(block));
        awaits.second.iter().for_each(|point| self.second(*point));
        HiddenAwaits { errors: self.errors }.visit_block(block);
        if awaits.second.is_empty() && !awaits.first.is_empty() {
            self.block(block);
        }
    }

    /// Everything in `block` before the await. There may be one on each of several ways.
    fn block(&mut self, block: &Block) {
        let behind = self.later;
        for (index, stmt) in block.stmts.iter().enumerate() {
            self.later = behind || block.stmts[index + 1..].iter().any(stmt_awaits);
            self.stmt(stmt);
            if stmt_awaits(stmt) && !self.later {
                break;
            }
        }
        self.later = behind;
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Local(local) => {
                let Some(init) = &local.init else { return };
                match flatten::awaits(&init.expr) {
                    true => return self.expr(&init.expr),
                    false => self.no_effect(&init.expr),
                }
                if let Some((_, diverge)) = &init.diverge
                    && let Expr::Block(diverge) = &**diverge
                    && (jumps(&diverge.block) || diverge.block.stmts.iter().any(stmt_awaits))
                {
                    self.block(&diverge.block);
                }
            }
            Stmt::Expr(expr, _) if flatten::awaits(expr) => self.expr(expr),
            Stmt::Expr(expr, _) => self.no_effect(expr),
            Stmt::Macro(stmt) if macros::is_select(&stmt.mac) => self.select(&stmt.mac),
            Stmt::Macro(stmt) if macros::awaits(&stmt.mac) => {}
            Stmt::Macro(stmt) => self.effect(stmt.span()),
            Stmt::Item(_) => {}
        }
    }

    /// Everything in `expr` before the await that it holds.
    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Await(e) => self.operands(&e.base),
            Expr::Block(e) => self.block(&e.block),
            Expr::Unsafe(e) => self.block(&e.block),
            Expr::If(e) if flatten::awaits(&e.cond) => self.expr(&e.cond),
            Expr::If(e) => {
                self.no_effect(&e.cond);
                match e.then_branch.stmts.iter().any(stmt_awaits) {
                    true => self.block(&e.then_branch),
                    false if self.later => self.unless_it_leaves(&e.then_branch),
                    false => {}
                }
                e.else_branch.iter().for_each(|(_, otherwise)| self.way(otherwise));
            }
            Expr::Match(e) if flatten::awaits(&e.expr) => self.expr(&e.expr),
            Expr::Match(e) => {
                self.no_effect(&e.expr);
                e.arms.iter().for_each(|arm| self.way(&arm.body));
            }
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => self.errors.push_at(
                first_await(expr).unwrap_or_else(|| expr.span()),
                format!("an await in a loop: after a cancel, earlier rounds are done again [stateless-loop]\n{HINT}"),
            ),
            Expr::Macro(e) if macros::is_select(&e.mac) => self.select(&e.mac),
            // Refused already.
            Expr::Macro(_) => {}
            expr => {
                let mut expr = expr.clone();
                for child in flatten::children(&mut expr) {
                    if flatten::awaits(child) {
                        return self.expr(child);
                    }
                    self.no_effect(child);
                }
            }
        }
    }

    /// One of several ways, which may await or not.
    fn way(&mut self, way: &Expr) {
        match flatten::awaits(way) {
            true => self.expr(way),
            false if self.later => self.no_effect(way),
            false => {}
        }
    }

    /// A select awaits its branches, and then runs one of its handlers.
    fn select(&mut self, mac: &syn::Macro) {
        // What it has to report, it reports where it is expanded.
        let Some(select) = select::parse_inside(&mac.tokens, &quote!(::cancel_safe)) else {
            return;
        };
        select
            .branches
            .iter()
            .filter_map(|branch| branch.guard.as_ref())
            .for_each(|guard| self.no_effect(guard));
        select.branches.iter().for_each(|branch| self.operands(&branch.future));
        for handler in select.handlers() {
            let awaits = Awaits::of(|awaits| awaits.visit_expr(handler));
            awaits.first.into_iter().chain(awaits.second).for_each(|point| self.second(point));
        }
    }

    fn second(&mut self, point: proc_macro2::Span) {
        self.errors.push_at(
            point,
            format!("a second await: what the first one yielded is lost on cancel [stateless-await]\n{HINT}"),
        );
    }

    /// What makes the leaf is evaluated again with the next call.
    fn operands(&mut self, base: &Expr) {
        if timers::is_timer(base) {
            return self.errors.push(base, timers::IN_STATELESS);
        }
        let mut base = base.clone();
        match &mut base {
            // Whoever claims something about a future claims it of the whole expression.
            Expr::Call(call) if flatten::is_claim(call) => {}
            // It may count in a local.
            Expr::Call(call) if select::is_poll_fn(call) => self.effect(call.span()),
            Expr::MethodCall(call) if select::is_wrapper(call) => {
                self.operands(&call.receiver);
                call.args.iter().for_each(|arg| self.no_effect(arg));
            }
            Expr::Call(call) if select::wrapped_argument(&call.func).is_some() => {
                let wrapped = select::wrapped_argument(&call.func);
                for (index, arg) in call.args.iter().enumerate() {
                    match wrapped == Some(index) {
                        true if select::is_optional(&call.func) => self.option(arg),
                        true => self.operands(arg),
                        false => self.no_effect(arg),
                    }
                }
            }
            Expr::MethodCall(_) | Expr::Call(_) => {
                flatten::children(&mut base).into_iter().for_each(|child| self.no_effect(child));
            }
            Expr::Async(_) => {}
            base => self.no_effect(base),
        }
    }

    /// `rx.as_mut().map(|rx| rx.recv())`
    fn option(&mut self, option: &Expr) {
        let Expr::MethodCall(map) = option else { return self.operands(option) };
        self.no_effect(&map.receiver);
        for fault in map.args.iter().flat_map(made::again_of_option) {
            match fault {
                Fault::Timer(timer) => self.errors.push(timer, timers::IN_STATELESS),
                Fault::Effect(effect) => self.effect(effect.span()),
            }
        }
    }

    fn no_effect(&mut self, expr: &Expr) {
        match expr {
            Expr::Let(e) => self.no_effect(&e.expr),
            Expr::Break(e) => e.expr.iter().for_each(|value| self.no_effect(value)),
            Expr::Return(e) => e.expr.iter().for_each(|value| self.no_effect(value)),
            Expr::Block(e) => self.unless_it_leaves(&e.block),
            Expr::If(e) => {
                self.no_effect(&e.cond);
                self.unless_it_leaves(&e.then_branch);
                e.else_branch.iter().for_each(|(_, otherwise)| self.no_effect(otherwise));
            }
            expr if repeatable::is_repeatable(expr) => {}
            expr => self.effect(expr.span()),
        }
    }

    /// What ends the call does not come before an await.
    fn unless_it_leaves(&mut self, block: &Block) {
        let returns = matches!(block.stmts.last(), Some(Stmt::Expr(Expr::Return(_), _)));
        if !returns || jumps(block) {
            self.block(block);
        }
    }

    fn effect(&mut self, span: proc_macro2::Span) {
        self.errors.push_at(
            span,
            format!(
                "this comes before the await, and is done again after a cancel [stateless-effect]\n{HINT}"
            ),
        );
    }
}

/// Whether a block may be left for what comes behind it.
fn jumps(block: &Block) -> bool {
    struct Jumps(bool);
    impl<'ast> Visit<'ast> for Jumps {
        fn visit_expr_break(&mut self, _: &'ast syn::ExprBreak) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut jumps = Jumps(false);
    jumps.visit_block(block);
    jumps.0
}

fn stmt_awaits(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Local(local) => local.init.iter().any(|init| flatten::awaits(&init.expr)),
        Stmt::Expr(expr, _) => flatten::awaits(expr),
        Stmt::Macro(stmt) => macros::is_select(&stmt.mac) || macros::awaits(&stmt.mac),
        Stmt::Item(_) => false,
    }
}

fn first_await(expr: &Expr) -> Option<proc_macro2::Span> {
    Awaits::of(|awaits| awaits.visit_expr(expr)).first.first().copied()
}

/// Refuses the awaits inside of macros, of which nothing can be proved.
struct HiddenAwaits<'e> {
    errors: &'e mut Errors,
}

impl<'ast> Visit<'ast> for HiddenAwaits<'_> {
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if macros::awaits(mac) && !macros::is_select(mac) {
            self.errors.push(
                &mac.path,
                format!(
                    "`#[cancel_safe]` cannot see the await inside this macro [await-in-macro]\n\
                     help: {}",
                    macros::instead(mac),
                ),
            );
        }
    }
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// `leaf.await` as `<leaf, checked to be cancel-safe>.await`
struct MarkAwaits<'e> {
    errors: &'e mut Errors,
}

impl VisitMut for MarkAwaits<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Await(e) => {
                self.visit_expr_mut(&mut e.base);
                let marked = lower::marked(&e.base, e.await_token.span, self.errors);
                *e.base = Expr::Verbatim(marked);
            }
            Expr::Closure(_) | Expr::Async(_) => {}
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
