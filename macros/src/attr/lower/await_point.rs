//! An await point: awaits its leaf, and where that answers that the call is cancelled, saves what is
//! pending.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};

use super::*;
use crate::attr::flatten::{self, private};
use crate::attr::ir::*;
use crate::attr::{pending, repeatable};
use crate::hygiene;
use crate::select::audited_function;

impl Lower<'_> {
    pub(super) fn simple(&self, expr: &Expr) -> TokenStream {
        struct Fill<'a, 'b>(&'a Lower<'b>);
        impl VisitMut for Fill<'_, '_> {
            fn visit_expr_mut(&mut self, expr: &mut Expr) {
                match expr {
                    Expr::Macro(e) => {
                        // As a statement, `match {} + 1` would end before the `+`.
                        if let Some(id) = flatten::marked(&e.mac) {
                            *expr = Expr::Verbatim(parenthesized(self.0.await_(id)));
                        }
                    }
                    expr => visit_mut::visit_expr_mut(self, expr),
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
        let (core, cancelled) = (&self.names.core, &self.names.cancelled);
        let span = Span::mixed_site().located_at(point.token.span);
        let private = private();
        let leaf = self.leaf(point, span);
        let notes = self.questions().notes(point);
        // What borrows, a counted iterator, comes before what it may borrow from.
        let is_counted = |var: &&VarId| self.vars[**var].class == Class::Counted;
        let (counted, others): (Vec<_>, Vec<_>) = point.pending.iter().partition(is_counted);
        let saves = counted.into_iter().chain(others);
        let saves = saves.map(|&var| self.save(var, point.token.span));
        let id = Literal::u32_unsuffixed(id);
        let value = match &point.kept {
            Some(future) => quote_spanned!(span=> { #private::drop(#future); __value }),
            None => quote_spanned!(span=> __value),
        };
        quote_spanned! {span=>
            match { #notes let __result = #leaf; __result } {
                #private::core::result::Result::Ok(__value) => #value,
                #private::core::result::Result::Err(#private::Cancelled) => {
                    #(#saves)*
                    #core.at = #id;
                    break #cancelled;
                }
            }
        }
    }

    fn save(&self, id: VarId, at: Span) -> TokenStream {
        let var = &self.vars[id];
        let (core, cfg, slot) = (&self.names.core, &var.cfg, &var.slot);
        let mut ident = var.ident.clone();
        ident.set_span(ident.span().located_at(at));
        let span = Span::mixed_site().located_at(at);
        let private = private();
        match var.class {
            Class::Lent | Class::Rederived => TokenStream::new(),
            Class::Typed(_) => quote_spanned!(span=> #(#cfg)* { #core.frame.#slot.put(#ident); }),
            Class::Rest(Some(_)) => {
                quote_spanned!(span=> #(#cfg)* { #core.frame.#slot.put_rest(#ident); })
            }
            Class::Boxed | Class::Rest(None) => {
                let put = if var.class == Class::Boxed { "save" } else { "save_rest" };
                let kind = pending::kind(id);
                let args = quote!(&mut #core.frame.#slot, #ident, #kind);
                let save = flatten::call_at(var.declared, put, &args);
                quote!(#(#cfg)* { #save; })
            }
            Class::Counted => {
                // By its path: as a method, `Iterator::count` would come first.
                quote_spanned! {span=>
                    #(#cfg)* { #core.frame.#slot.put(#private::Counted::count(&#ident)); }
                }
            }
        }
    }

    fn leaf(&self, point: &Await, span: Span) -> TokenStream {
        let private = private();
        let token = point.token;
        let checks = point.operands.iter().map(operand_check);
        let checks: TokenStream = checks.chain(operands_again(point)).collect();
        match &point.leaf {
            Leaf::Other(Expr::Call(call)) if is_timeout(call) => {
                let timeout = self.timeout(point, call, span);
                quote_spanned!(span=> { #checks #timeout })
            }
            Leaf::Other(Expr::Call(call)) if audited_function(&call.func).is_some() => {
                let function = self.function(point, call, span);
                quote_spanned!(span=> { #checks #function })
            }
            Leaf::Other(expr) => {
                let core = &self.names.core;
                let (future, shown) = hygiene::shown_as("__future", hygiene::ends(expr));
                let remade = quote_spanned! {span=>
                    __verdict.remake(#shown, &mut #core.progress)
                };
                let remade = cancel_safe(&remade, expr, span);
                quote_spanned! {span=> {
                    #checks
                    match (#expr,) {
                        #future => {
                            // In a block of its own: what has been borrowed is kept in the state of
                            // the function as long as it is in scope, though it has moved.
                            let __leaf = {
                                let #future = #future;
                                let __verdict = {
                                    use #private::Unaudited as _;
                                    #private::probe::<{ #private::AWAIT }, _>(&#shown).verdict()
                                };
                                #private::Leaf::new(#remade)
                            };
                            __leaf.#token
                        }
                    }
                }}
            }
            Leaf::Answer(answer) => quote_spanned!(span=> { #checks #answer }),
            Leaf::Select(_) => TokenStream::new(),
            Leaf::Method { call, slots } => {
                let verdict = verdict(call, span);
                let marked = marked_call(call, &verdict, span);
                match slots {
                    None => quote_spanned! {span=> {
                        #checks
                        #private::Leaf::new(#marked).#token
                    }},
                    Some(slots) => self.operation(point, call, slots, verdict, span),
                }
            }
        }
    }

    /// `timeout(limit, future)`: its limit holds over all the calls that it takes.
    fn timeout(&self, point: &Await, call: &syn::ExprCall, span: Span) -> TokenStream {
        let private = private();
        let (core, token, func) = (&self.names.core, point.token, &call.func);
        let limit = call.args.first();
        let rest = call.args.iter().skip(1);
        let (future, shown) = hygiene::shown_as("__future", hygiene::ends(call));
        let remade = quote_spanned!(span=> __verdict.remake(#shown, &mut #core.progress));
        let remade = cancel_safe(&remade, call, span);
        quote_spanned! {span=> {
            let mut __verdict = #private::core::option::Option::None;
            if false {
                let __future = #call;
                __verdict = #private::core::option::Option::Some({
                    use #private::Unaudited as _;
                    #private::probe::<{ #private::AWAIT }, _>(&__future).verdict()
                });
                loop {}
            }
            let __verdict = #private::verdict_of(__verdict);
            match (#func(__verdict.time(#limit, &mut #core.progress), #(#rest),*),) {
                #future => #private::Leaf::new(#remade).#token
            }
        }}
    }

    /// `yield_now()`, if it is the one of the catalogue; see `function` in the runtime.
    fn function(&self, point: &Await, call: &syn::ExprCall, span: Span) -> TokenStream {
        let private = private();
        let (core, token, args) = (&self.names.core, point.token, &call.args);
        let func = &call.func;
        let name = audited_function(func).map(ToString::to_string).unwrap_or_default();
        let hash = Literal::u64_suffixed(method_hash(&name));
        let name = Ident::new(&name, span);
        quote_spanned! {span=> {
            let mut __verdict = #private::core::option::Option::None;
            if false {
                let __function = #func;
                __verdict = #private::core::option::Option::Some({
                    use #private::Unaudited as _;
                    #private::same::<#hash, _, _>(&__function, &#private::names::#name).verdict()
                });
                // It may be a generic function of the user's.
                let _ = __function(#args);
                loop {}
            }
            let __verdict = #private::verdict_of(__verdict);
            #private::Leaf::new(__verdict.remake(#call, &mut #core.progress)).#token
        }}
    }

    /// A call that may be an operation with progress; see `Verdict` in the runtime.
    fn operation(
        &self,
        point: &Await,
        call: &syn::ExprMethodCall,
        slots: &[bool],
        verdict: TokenStream,
        span: Span,
    ) -> TokenStream {
        let private = private();
        let (core, token, receiver) = (&self.names.core, point.token, &call.receiver);
        let resume = format_ident!("resume{}", call.args.len(), span = span);
        let mut plain = call.clone();
        for (arg, _) in plain.args.iter_mut().zip(slots).filter(|(_, slot)| **slot) {
            *arg = Expr::Verbatim(quote_spanned!(arg.span()=> __token.operand(&mut #arg)));
        }
        let args: TokenStream = plain.args.iter().map(|arg| quote!(#arg,)).collect();
        let marked = cancel_safe(&quote_spanned!(span=> __token.mark(#plain)), call, span);
        quote_spanned! {span=> {
            use #private::Lend as _;
            let __verdict = #verdict;
            match #private::form(&__verdict) {
                #private::Form::Plain => {
                    let __token = #private::Verdict::plain(__verdict);
                    #private::Leaf::new(#marked).#token
                }
                #private::Form::Shared => {
                    let __token = #private::Verdict::shared(__verdict);
                    #private::Leaf::new(__token.#resume(
                        #receiver.cancel_safe_shared(), #args &mut #core.progress
                    )).#token
                }
                #private::Form::Unique => {
                    let __token = #private::Verdict::unique(__verdict);
                    #private::Leaf::new(__token.#resume(
                        #receiver.cancel_safe_unique(), #args &mut #core.progress
                    )).#token
                }
            }
        }}
    }
}

/// Checks that operands which are evaluated again do nothing but borrow, in code that never runs.
fn operands_again(point: &Await) -> Option<TokenStream> {
    struct Uncertain(Vec<TokenStream>);
    impl<'ast> Visit<'ast> for Uncertain {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            visit::visit_expr_method_call(self, call);
            if repeatable::is_uncertain(call) {
                let (first, last) = hygiene::ends(call);
                // As for `operand_check`.
                let span = Span::mixed_site().located_at(first);
                let ends = (span, Span::mixed_site().located_at(last));
                let path = quote!(::cancel_safe::errors::BorrowedAgain::__checked);
                let check = hygiene::call(path, quote_spanned!(span=> &#call), ends);
                self.0.push(quote!(#check;));
            }
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    }
    let mut uncertain = Uncertain(Vec::new());
    match &point.leaf {
        Leaf::Method { call, .. } => {
            uncertain.visit_expr(&call.receiver);
            call.args.iter().for_each(|arg| uncertain.visit_expr(arg));
        }
        Leaf::Other(Expr::Call(call)) if flatten::is_claim(call) => {}
        Leaf::Other(Expr::Call(call)) => call.args.iter().for_each(|arg| uncertain.visit_expr(arg)),
        _ => {}
    }
    let checks = uncertain.0;
    (!checks.is_empty()).then(|| pending::never(quote!(#(#checks)*)))
}

fn is_timeout(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let last = path.path.segments.last();
    call.args.len() == 2
        && last.is_some_and(|last| last.ident == "timeout" || last.ident == "timeout_at")
}

/// What the catalogue says about the call. The receiver is not evaluated, only its type asked.
fn verdict(call: &syn::ExprMethodCall, span: Span) -> TokenStream {
    let private = private();
    let receiver = &call.receiver;
    let hash = Literal::u64_suffixed(method_hash(&call.method.to_string()));
    quote_spanned! {span=> {
        let mut __verdict = #private::core::option::Option::None;
        if false {
            let __probe = #private::probe::<#hash, _>(&#receiver);
            __verdict = #private::core::option::Option::Some({
                use #private::Unaudited as _;
                __probe.verdict()
            });
            loop {}
        }
        #private::verdict_of(__verdict)
    }}
}

/// The awaited expression, checked to be cancel-safe by the catalogue or by its type.
pub(crate) fn marked(leaf: &Expr, at: Span) -> TokenStream {
    let span = Span::mixed_site().located_at(at);
    match leaf {
        Expr::Paren(e) => marked(&e.expr, at),
        Expr::MethodCall(call) => marked_call(call, &verdict(call, span), span),
        leaf => {
            let private = private();
            let into_future = quote!(#private::core::future::IntoFuture::into_future);
            let future = hygiene::call(into_future, leaf.to_token_stream(), hygiene::ends(leaf));
            cancel_safe(&future, leaf, span)
        }
    }
}

fn marked_call(call: &syn::ExprMethodCall, verdict: &TokenStream, span: Span) -> TokenStream {
    let private = private();
    let marked = quote_spanned!(span=> #private::Verdict::plain(#verdict).mark(#call));
    cancel_safe(&marked, call, span)
}

/// `future`, asked whether it is cancel-safe. An error underlines `shown`.
fn cancel_safe(future: &TokenStream, shown: &impl ToTokens, span: Span) -> TokenStream {
    hygiene::checked(&quote!(::cancel_safe::CancelSafe), future, hygiene::ends(shown), span)
}

/// Asks whether an operand of an awaited call stays where it is.
pub(crate) fn operand_check(ident: &Ident) -> TokenStream {
    let private = private();
    // Not with the hygiene of the source: the compiler would offer `&` as a cure, in place of the
    // words of the trait.
    let span = Span::mixed_site().located_at(ident.span());
    let path = quote!(#private::Repeatable::__checked);
    let check = hygiene::call(path, quote_spanned!(span=> &#ident), (span, span));
    quote!(#check;)
}

/// FNV-1a, as `cancel_safe` computes it for the catalogue.
fn method_hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
