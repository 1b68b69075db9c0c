//! Timers that are made anew with what they stand in: a branch of a select, or a wrapper. They go on
//! where they were, or one that is cancelled often enough would never end.
//!
//! The one that is awaited by itself has the progress of the checkpoint. Each of these has its own.

use proc_macro2::Ident;
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Expr, parse_quote_spanned};

use super::syntax::*;
use super::{Flatten, generated, private};
use crate::attr::ir::*;
use crate::catalogue::Function;
use crate::hygiene;
use crate::select::{is_mutable_borrow, is_wrapper, wrapped_argument};

impl Flatten<'_> {
    /// Of a future that is a branch, or in a wrapper.
    pub(super) fn keep_deadlines(&mut self, future: &mut Expr, out: &mut Vec<Stmt>) {
        match future {
            Expr::Paren(paren) => self.keep_deadlines(&mut paren.expr, out),
            Expr::Group(group) => self.keep_deadlines(&mut group.expr, out),
            Expr::Call(call) if is_called(call, "sleep") || may_be_timer(call) => {
                self.keep_timer(future, out);
            }
            Expr::Call(call) => {
                let whole = Expr::Call(call.clone());
                self.keep_deadlines_within(call, out);
                if is_called(call, "timeout") {
                    self.keep_limit(&whole, future, out);
                }
            }
            Expr::MethodCall(call) if is_wrapper(call) => {
                let whole = Expr::MethodCall(call.clone());
                self.keep_deadlines(&mut call.receiver, out);
                if call.method == "timeout" {
                    self.keep_limit(&whole, future, out);
                }
            }
            _ => {}
        }
    }

    /// Of the future that a function wraps.
    pub(super) fn keep_deadlines_within(&mut self, call: &mut syn::ExprCall, out: &mut Vec<Stmt>) {
        let wrapped = wrapped_argument(&call.func);
        if let Some(future) = wrapped.and_then(|index| call.args.iter_mut().nth(index)) {
            self.keep_deadlines(future, out);
        }
    }

    /// One that does not tell its deadline is refused here, as it is where it is awaited.
    ///
    /// ```text
    /// Input:  sleep(limit)
    /// Output: match sleep(limit) { future => verdict.remake(future, &mut progress) }
    /// ```
    fn keep_timer(&mut self, future: &mut Expr, out: &mut Vec<Stmt>) {
        let span = generated(future.span());
        let private = private();
        let progress = self.progress(future, out);
        let timer = take(future);
        let remade = quote_spanned! {span=>
            match #timer {
                __future => {
                    let __verdict = #private::probe_future(&__future).__verdict();
                    __verdict.remake(__future, &mut #progress)
                }
            }
        };
        let shown = hygiene::between(remade, hygiene::shown(&timer));
        *future = syn::parse2(shown).unwrap_or(timer);
    }

    /// What `whole` is, the compiler finds out: not every `timeout` is one that we know.
    ///
    /// ```text
    /// Input:  timeout(limit, future)
    /// Output: match <verdict on it> {
    ///             verdict => timeout(verdict.time(limit, &mut progress), future)
    ///         }
    /// ```
    fn keep_limit(&mut self, whole: &Expr, future: &mut Expr, out: &mut Vec<Stmt>) {
        let span = generated(whole.span());
        let private = private();
        let progress = self.progress(whole, out);
        let args = match future {
            Expr::Call(call) => &mut call.args,
            Expr::MethodCall(call) => &mut call.args,
            _ => return,
        };
        if let Some(limit) = args.first_mut() {
            let duration = take(limit);
            *limit = parse_quote_spanned!(span=> __verdict.time(#duration, &mut #progress));
        }
        // A `match` keeps the temporaries for as long as the statement.
        let timeout = take(future);
        *future = parse_quote_spanned! {span=>
            match {
                let mut __verdict = #private::core::option::Option::None;
                if false {
                    let __future = #whole;
                    __verdict = #private::core::option::Option::Some(#private::probe_future(&__future).__verdict());
                    loop {}
                }
                #private::verdict_of(__verdict)
            } {
                __verdict => #timeout
            }
        };
    }

    /// A local with how far the timer is.
    fn progress(&mut self, timer: &Expr, out: &mut Vec<Stmt>) -> Ident {
        let span = generated(timer.span());
        let private = private();
        let progress = self.fresh("progress", span);
        let init = parse_quote_spanned!(span=> #private::core::default::Default::default());
        let at = self.next()..self.next();
        let value = Value::Simple(Code::new(init));
        self.temporary_named(progress.clone(), value, Origin::Temporary, at, out);
        if let Some(Stmt { kind: StmtKind::Let(let_), .. }) = out.last_mut() {
            let_.ty = Some(parse_quote_spanned!(span=> #private::Progress));
        }
        progress
    }
}

/// `Delay::new(limit)`, `Timer::after(limit)`, `backoff(round)`: a future that neither a wrapper nor
/// the catalogue has a word for. What takes a `&mut` is another operation: an annotated function takes
/// its checkpoint so.
fn may_be_timer(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let is_function =
        |name: &syn::PathSegment| !name.ident.to_string().starts_with(char::is_uppercase);
    path.path.segments.last().is_some_and(is_function)
        && !is_claim(call)
        && wrapped_argument(&call.func).is_none()
        && Function::of(&call.func).is_none()
        && !call.args.iter().any(is_mutable_borrow)
}

fn is_called(call: &syn::ExprCall, name: &str) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == name)
}
