//! An await point: awaits its leaf, and where that answers that the call is cancelled, saves what is
//! pending.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Expr;

use super::call::{Audited, Operation, marked_by, miscalled, verdict};
use super::operands::{Checks, operand_check};
use super::*;
use crate::attr::flatten::{self, private};
use crate::attr::ir::*;
use crate::attr::pending;
use crate::hygiene;
use crate::visit_mut::{self, VisitMut};

/// The place of `span`, with the hygiene of generated code.
fn mixed(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

impl Lower<'_> {
    /// The code, with the awaits that it marks.
    ///
    /// The `match` of an await has the ends of what the user wrote, `rx.recv().await`, and no braces
    /// but its own: what is wrong with its value is reported as it is of that. Where more follows,
    /// it stands in parentheses, for as a statement `match {} + 1` would end before the `+`.
    pub(super) fn simple(&self, expr: &Expr) -> TokenStream {
        struct Fill<'a, 'b>(&'a Lower<'b>);
        impl Fill<'_, '_> {
            fn id(expr: &Expr) -> Option<AwaitId> {
                let Expr::Macro(e) = expr else { return None };
                flatten::marked(&e.mac)
            }
        }
        impl VisitMut for Fill<'_, '_> {
            fn visit_expr_mut(&mut self, expr: &mut Expr) {
                if let Some(first) = flatten::leftmost(expr)
                    && let Some(id) = Self::id(first)
                {
                    let mut value = Group::new(Delimiter::Parenthesis, self.0.await_(id));
                    value.set_span(self.0.awaits[id as usize - 1].start);
                    *first = Expr::Verbatim(value.into_token_stream());
                }
                match Self::id(expr) {
                    Some(id) => *expr = Expr::Verbatim(self.0.await_(id)),
                    None => visit_mut::visit_expr_mut(self, expr),
                }
            }
        }
        let mut expr = expr.clone();
        Fill(self).visit_expr_mut(&mut expr);
        expr.into_token_stream()
    }

    /// Awaits the leaf; where it answers that the call is cancelled, saves what is pending.
    fn await_(&self, id: AwaitId) -> TokenStream {
        let point = &self.awaits[id as usize - 1];
        let cancelled = &self.names.cancelled;
        let span = mixed(point.token.span);
        let private = private();
        let leaf = self.leaf(point, span);
        let notes = self.questions().notes(point);
        // What borrows, a counted iterator, comes before what it may borrow from.
        let is_counted = |var: &&VarId| matches!(self.vars[**var].class, Class::Counted);
        let (counted, others): (Vec<_>, Vec<_>) = point.pending.iter().partition(is_counted);
        let saves = counted.into_iter().chain(others);
        let suspended = self.suspended(id, saves.copied(), point.token.span);
        // Of a guard that nobody mentions clippy would say that its name is not to be used.
        let has_guard = point.pending.iter().any(|&var| self.vars[var].name.starts_with('_'));
        let allow = has_guard.then(|| quote!(#[allow(clippy::used_underscore_binding)]));
        let ends = (point.start, point.token.span);
        let value = hygiene::underlined(quote_spanned!(span=> __value), ends);
        let value = match &point.kept {
            Some(future) => quote_spanned!(span=> { #private::drop(#future); #value }),
            None => value,
        };
        let arms = quote_spanned! {span=>
            // It may be one that never ends.
            #[allow(unreachable_code)]
            #private::core::result::Result::Ok(__value) => #value,
            #allow
            __cancelled => {
                // Consumed, for a value that borrows from a local might be in it to the compiler.
                #private::cancelled(__cancelled);
                #suspended
                break #cancelled;
            }
        };
        let mut arms = Group::new(Delimiter::Brace, arms);
        arms.set_span(ends.1);
        let match_ = Ident::new("match", ends.0);
        quote_spanned!(span=> #match_ { #notes let __result = #leaf; __result } #arms)
    }

    /// Notes where the call is suspended, and saves what is pending there.
    fn suspended(
        &self,
        id: AwaitId,
        pending: impl Iterator<Item = VarId>,
        at: Span,
    ) -> TokenStream {
        let saved =
            pending.filter(|&var| !matches!(self.vars[var].class, Class::Lent | Class::Rederived));
        let saved: Vec<_> = saved.collect();
        let (private, core, frame) = (private(), &self.names.core, &self.names.frame);
        let number = Literal::u32_unsuffixed(id);
        let suspend = quote_spanned!(mixed(at)=> #private::Core::suspend(&mut #core, #number));
        if saved.is_empty() {
            return quote!(#suspend;);
        }
        let saves = saved.iter().map(|&var| self.save(var, at));
        let allow = self.allow_unused(&saved);
        quote!(#allow let #frame = #suspend; #(#saves)*)
    }

    fn save(&self, id: VarId, at: Span) -> TokenStream {
        let var = &self.vars[id];
        let cfg = &var.cfg;
        let mut ident = var.ident.clone();
        ident.set_span(ident.span().located_at(at));
        let span = Span::mixed_site().located_at(at);
        let (private, frame, slot) = (private(), &self.names.frame, &var.slot);
        let save = match var.class {
            Class::Lent | Class::Rederived => return TokenStream::new(),
            Class::Typed(_) => quote_spanned!(span=> #frame.#slot.put(#ident);),
            Class::Rest(Some(_)) if self.is_told(id) => {
                quote_spanned!(span=> #frame.#slot.put_rest_as_told(#ident);)
            }
            Class::Rest(Some(_)) => quote_spanned!(span=> #frame.#slot.put_rest(#ident);),
            Class::Boxed | Class::Rest(None) => {
                let put = if matches!(var.class, Class::Boxed) { "save" } else { "save_rest" };
                let kind = pending::kind(id);
                let args = quote!(&mut #frame.#slot, #ident, #kind);
                let save = flatten::call_at(var.declared, put, &args);
                quote!(#save;)
            }
            // By its path: as a method, `Iterator::count` would come first.
            Class::Counted => {
                quote_spanned!(span=> #frame.#slot.put(#private::Counted::count(&#ident));)
            }
        };
        match cfg.is_empty() {
            true => save,
            false => quote!(#(#cfg)* { #save }),
        }
    }

    fn leaf(&self, point: &Await, span: Span) -> TokenStream {
        match &point.leaf {
            Leaf::Other(Expr::Call(call)) if is_timeout(call) => {
                let checks = self.operand_checks(point);
                let timeout = self.timeout(point, call, span);
                quote_spanned!(span=> { #checks #timeout })
            }
            Leaf::Other(expr) => self.other(point, expr.clone(), span),
            Leaf::Answer(answer) => {
                let checks = self.operand_checks(point);
                quote_spanned!(span=> { #checks #answer })
            }
            Leaf::Select(_) => TokenStream::new(),
            Leaf::Method { call, slots: None } => self.method(point, call, span),
            Leaf::Method { call, slots: Some(slots) } => {
                let (typed, lent) = slots::lend(call, slots);
                let operation = Operation::of_method(&lent, slots, span);
                let operation = self.operation(point, operation, call, &Checks::default(), span);
                let receiver: TokenStream = point.operands.iter().map(operand_check).collect();
                quote_spanned!(span=> { #receiver #typed #operation })
            }
        }
    }

    fn other(&self, point: &Await, mut expr: Expr, span: Span) -> TokenStream {
        let checks = match &mut expr {
            Expr::Call(call) => self.argument_checks(point, &mut call.args),
            _ => Checks::of_no_call(self.operand_checks(point)),
        };
        let leaf = match Audited::of(&expr) {
            Some(Audited { call, function }) if function.resumes() => {
                let operation = Operation::of_function(call, &function, span);
                self.operation(point, operation, &expr, &checks, span)
            }
            Some(audited) => {
                self.future(point, &audited.marked(point.token.span), &expr, &checks, span)
            }
            None => self.future(point, &expr, &expr, &checks, span),
        };
        let before = checks.before;
        quote_spanned!(span=> { #before #leaf })
    }

    fn method(&self, point: &Await, call: &syn::ExprMethodCall, span: Span) -> TokenStream {
        let mut call = call.clone();
        let checks = self.argument_checks(point, &mut call.args);
        let is_miscalled = flatten::is_miscalled(&call);
        let shadowed = is_miscalled.then(|| shadowed::question_miscalled(&call, span)).flatten();
        let verdict = match is_miscalled {
            true => miscalled(&call, span),
            false => verdict(&call, span),
        };
        let marked = marked_by(&verdict, &call, point.token.span);
        let leaf = self.future(point, &marked, &call, &checks, span);
        let before = checks.before;
        quote_spanned!(span=> { #before #shadowed #leaf })
    }

    /// A future, which the catalogue may know by its type. An error underlines `shown`.
    fn future(
        &self,
        point: &Await,
        future: &impl ToTokens,
        shown: &impl ToTokens,
        checks: &Checks,
        span: Span,
    ) -> TokenStream {
        let (private, token) = (private(), point.token);
        let (local, value) = hygiene::shown_as("__future", hygiene::ends(shown));
        let remade = self.remade(point, &value, shown, &self.names.progress(span), span);
        let after = checks.after(&value);
        let leaf = hygiene::call(quote!(#private::leaf), remade, hygiene::ends(shown));
        let (kept, kept_leaf) = hygiene::shown_as("__leaf", hygiene::ends(shown));
        quote_spanned! {span=>
            match (#future,) {
                #local => {
                    #after
                    // In a block of its own: what has been borrowed is kept in the state of the
                    // function as long as it is in scope, though it has moved.
                    let #kept = { let #local = #local; (#leaf,) };
                    #kept_leaf.#token
                }
            }
        }
    }

    /// A future in a local as it is awaited, checked to be cancel-safe.
    fn remade(
        &self,
        point: &Await,
        value: &TokenStream,
        shown: &impl ToTokens,
        progress: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let private = private();
        // What is no future is reported where the compiler reports it: at the `await`.
        let remake = Ident::new("remake", point.token.span);
        // So is one of which nothing tells what it is.
        let probe_future = quote!(#private::probe_future);
        // One whose type is wrong in itself is reported once, as if that were the call.
        let (future, ends) = (quote_spanned!(span=> &#value), hygiene::ends(shown));
        let asked = hygiene::call(probe_future, future, ends);
        let remade = quote_spanned!(span=> #asked.__verdict().#remake(#value, #progress));
        // A reference to what is kept is cancel-safe.
        match (&point.leaf, &point.kept) {
            (Leaf::Other(Expr::Verbatim(_)), Some(_)) => remade,
            _ => cancel_safe(&remade, shown, span),
        }
    }

    /// `timeout(limit, future)`: its limit holds over all the calls that it takes.
    ///
    /// ```text
    /// let mut verdict = None;
    /// let like;
    /// if false { verdict = Some(probe_future(&timeout(like, future)).verdict()); }
    /// match (timeout(verdict_of(verdict).time(coerced(limit), progress), future),) { .. }
    /// ```
    ///
    /// A limit of another type is reported once: a call that never runs tells what type it is to be.
    fn timeout(&self, point: &Await, call: &syn::ExprCall, span: Span) -> TokenStream {
        let private = private();
        let (progress, token, func) = (self.names.progress(span), point.token, &call.func);
        let (like, given) = (Ident::new("__like", span), Ident::new("__limit", span));
        let rest: Vec<_> = call.args.iter().skip(1).collect();
        let limit = call.args.first().map(|limit| {
            let limit = slots::coerced(&like.to_token_stream(), &limit.to_token_stream(), span);
            quote_spanned!(span=> let #given = #limit;)
        });
        let (future, shown) = hygiene::shown_as("__future", hygiene::shown(call));
        let remade = quote_spanned!(span=> __verdict.remake(#shown, #progress));
        let remade = cancel_safe(&remade, call, span);
        let asked = pending::never(quote_spanned! {span=>
            let __future = #func(#like, #(#rest),*);
            __verdict = #private::core::option::Option::Some(#private::probe_future(&__future).__verdict());
        });
        quote_spanned! {span=> {
            let mut __verdict = #private::core::option::Option::None;
            let #like;
            #asked
            #limit
            let __verdict = #private::verdict_of(__verdict);
            match (#func(__verdict.time(#given, #progress), #(#rest),*),) {
                #future => #private::Leaf::new(#remade).#token
            }
        }}
    }

    /// A call that may be an operation with progress; see `Verdict` in the runtime.
    fn operation(
        &self,
        point: &Await,
        operation: Operation,
        shown: &impl ToTokens,
        checks: &Checks,
        span: Span,
    ) -> TokenStream {
        let private = private();
        let (progress, token) = (self.names.progress(span), point.token);
        let Operation { bound, verdict, plain, shared, unique, args } = operation;
        let marked = marked_by(&quote_spanned!(span=> __token), &plain, token.span);
        let (local, value) = hygiene::shown_as("__future", hygiene::ends(shown));
        let shadowed = match &plain {
            Expr::MethodCall(call) => shadowed::question(call, shown, &value, span),
            _ => None,
        };
        let plain = self.remade(point, &value, shown, &quote_spanned!(span=> __progress), span);
        let after = checks.after(&value);
        // The unit value that is sent waits in a slot, and is no literal any more.
        let allow = point.text.ends_with("(())").then(|| quote!(#[allow(clippy::unit_arg)]));
        let resume = format_ident!("resume{}", args.len(), span = span);
        let args: TokenStream = args.iter().map(|arg| quote!(#arg,)).collect();
        // Underlined as if each were the call: what is wrong with its future is reported once.
        let ends = hygiene::ends(shown);
        let passed = hygiene::underlined(quote_spanned!(span=> __token), ends);
        let ask = |name: Ident, args| hygiene::method(passed.clone(), name, args, ends.1);
        let only = ask(Ident::new("only", token.span), plain);
        let form = quote_spanned! {span=>
            match #private::form(&__verdict) {
                #private::Form::Plain => {
                    let __token = #private::Verdict::__plain(__verdict);
                    #allow
                    let #local = (#marked,);
                    #after
                    #shadowed
                    #only
                }
                #private::Form::Shared => {
                    let __token = #private::Verdict::__shared(__verdict);
                    __token.#resume(#shared, #args __progress)
                }
                #private::Form::Unique => {
                    let __token = #private::Verdict::__unique(__verdict);
                    __token.#resume(#unique, #args __progress)
                }
            }
        };
        let leaf = hygiene::call(quote!(#private::leaf), form, ends);
        let (kept, kept_leaf) = hygiene::shown_as("__leaf", ends);
        let awaited = quote_spanned! {span=> {
            let #kept = {
                let __verdict = #verdict;
                let __progress = #progress;
                (#leaf,)
            };
            #kept_leaf.#token
        }};
        bound.into_iter().rev().fold(awaited, |code, (name, value)| {
            quote_spanned!(span=> match (#value,) { #[allow(unused_mut)] (mut #name,) => #code })
        })
    }
}

fn is_timeout(call: &syn::ExprCall) -> bool {
    call.args.len() == 2 && flatten::is_limit(&call.func)
}

/// `future`, asked whether it is cancel-safe. An error underlines `shown`.
pub(super) fn cancel_safe(future: &TokenStream, shown: &impl ToTokens, span: Span) -> TokenStream {
    let method = quote!(::cancel_safe::CancelSafe::__checked);
    hygiene::checked(method, future, hygiene::shown(shown), span)
}
