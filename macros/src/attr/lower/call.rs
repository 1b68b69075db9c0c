//! Calls, as the catalogue sees them: who is asked about what.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, UnOp};

use super::await_point::cancel_safe;
use crate::attr::flatten::{self, private};
use crate::attr::repeatable;
use crate::catalogue::{self, Function};
use crate::diag::Errors;
use crate::{hygiene, select, shadowed};

/// A call that may be an operation with progress, in its parts.
pub(super) struct Operation {
    /// Operands that have to outlive the await, under names of ours, in the order of evaluation.
    pub(super) bound: Vec<(Ident, Expr)>,
    pub(super) verdict: TokenStream,
    /// The call, with its operands where they are.
    pub(super) plain: Expr,
    /// The receiver of a method on `&self`, and of one on `&mut self`.
    pub(super) shared: TokenStream,
    pub(super) unique: TokenStream,
    pub(super) args: Vec<Expr>,
}

impl Operation {
    /// An argument that is in a slot is what the verdict makes of it.
    pub(super) fn of_method(call: &syn::ExprMethodCall, slots: &[bool], span: Span) -> Operation {
        let mut plain = call.clone();
        let mut bound = Vec::new();
        bind(&mut plain.receiver, &mut bound);
        plain.args.iter_mut().for_each(|arg| bind(arg, &mut bound));
        let verdict = verdict(&plain, span);
        for (arg, _) in plain.args.iter_mut().zip(slots).filter(|(_, slot)| **slot) {
            let ends = hygiene::ends(arg);
            let operand = quote_spanned!(arg.span()=> __token.operand(&mut #arg));
            *arg = Expr::Verbatim(hygiene::underlined(operand, ends));
        }
        let receiver = &plain.receiver;
        Operation {
            bound,
            verdict,
            shared: quote_spanned!(span=> #receiver.cancel_safe_shared()),
            unique: quote_spanned!(span=> #receiver.cancel_safe_unique()),
            args: plain.args.iter().cloned().collect(),
            plain: Expr::MethodCall(plain),
        }
    }

    /// The first argument is the receiver.
    pub(super) fn of_function(call: &syn::ExprCall, function: &Function, span: Span) -> Operation {
        let mut plain = call.clone();
        let mut bound = Vec::new();
        plain.args.iter_mut().for_each(|arg| bind(arg, &mut bound));
        let mut args = plain.args.iter().cloned();
        let receiver = args.next().map(ToTokens::into_token_stream).unwrap_or_default();
        Operation {
            bound,
            verdict: verdict_on_function(&plain, function, span),
            shared: receiver.clone(),
            unique: receiver,
            args: args.collect(),
            plain: Expr::Call(plain),
        }
    }
}

/// Gives an operand a name, if the call may borrow from a temporary in it: what an arm evaluates does
/// not outlive the arm. Of `make().part`, it is `make()` that is named: the part stays a place, which
/// the call may borrow.
fn bind(operand: &mut Expr, bound: &mut Vec<(Ident, Expr)>) {
    if !makes_temporaries(operand) {
        return;
    }
    match operand {
        // A tuple stands there to be underlined.
        Expr::Field(e) if !matches!(*e.base, Expr::Tuple(_)) => return bind(&mut e.base, bound),
        Expr::Index(e) => {
            bind(&mut e.expr, bound);
            return bind(&mut e.index, bound);
        }
        Expr::Paren(e) if flatten::is_part(&e.expr) => return bind(&mut e.expr, bound),
        Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => return bind(&mut e.expr, bound),
        _ => {}
    }
    let span = Span::mixed_site().located_at(operand.span());
    let name = Ident::new(&format!("__bound{}", bound.len()), span);
    let value = std::mem::replace(operand, Expr::Verbatim(name.to_token_stream()));
    bound.push((name, value));
}

fn makes_temporaries(operand: &Expr) -> bool {
    match operand {
        // A name of ours.
        Expr::Lit(_) | Expr::Verbatim(_) => false,
        Expr::Reference(e) => matches!(*e.expr, Expr::Reference(_)) || makes_temporaries(&e.expr),
        operand => !repeatable::is_place(operand),
    }
}

/// A call of a function that the catalogue may know.
pub(super) struct Audited<'a> {
    pub(super) call: &'a syn::ExprCall,
    pub(super) function: Function,
}

impl Audited<'_> {
    pub(super) fn of(leaf: &Expr) -> Option<Audited<'_>> {
        let Expr::Call(call) = leaf else { return None };
        Some(Audited { call, function: Function::of(&call.func)? })
    }

    /// Of an await that stands `at` a place.
    pub(super) fn marked(&self, at: Span) -> TokenStream {
        let span = Span::mixed_site().located_at(at);
        marked_by(&verdict_on_function(self.call, &self.function, span), self.call, at)
    }
}

/// The traits whose methods verdicts are found by.
pub(crate) fn imports() -> TokenStream {
    let private = private();
    quote! {
        #[allow(unused_imports)]
        use #private::{Lend as _, Unaudited as _};
    }
}

/// Whether it can be borrowed without anything being evaluated.
fn is_at_hand(receiver: &Expr) -> bool {
    match receiver {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(e) => is_at_hand(&e.base),
        // A name of ours.
        Expr::Verbatim(_) => true,
        _ => false,
    }
}

/// What the catalogue says about the call. The receiver is not evaluated, only its type asked.
pub(super) fn verdict(call: &syn::ExprMethodCall, span: Span) -> TokenStream {
    let private = private();
    let receiver = &call.receiver;
    let hash = Literal::u64_suffixed(catalogue::number(&call.method.to_string()));
    let verdict = quote_spanned!(span=> #private::probe::<#hash, _>(&#receiver).__verdict());
    if let Some(expecting) = shadowed::expecting(verdict.clone(), call, &private, span) {
        // Not to be checked for borrows: what is asked may borrow more than the call does.
        let nowhere = quote_spanned!(span=> #private::nowhere(););
        return of_type(quote_spanned!(span=> #nowhere #expecting), span);
    }
    match is_at_hand(receiver) {
        true => verdict,
        false => of_type(verdict, span),
    }
}

/// A verdict of the type that `verdict` has, which is not evaluated.
fn of_type(verdict: TokenStream, span: Span) -> TokenStream {
    let private = private();
    quote_spanned! {span=> {
        let mut __verdict = #private::core::option::Option::None;
        #[allow(unreachable_code)]
        if false {
            __verdict = #private::core::option::Option::Some({ #verdict });
            loop {}
        }
        #private::verdict_of(__verdict)
    }}
}

/// What the catalogue says about a call with more arguments than any operation of that name takes: one
/// with progress is not to be refused as well.
pub(super) fn miscalled(call: &syn::ExprMethodCall, span: Span) -> TokenStream {
    let (private, verdict) = (private(), verdict(call, span));
    quote_spanned!(span=> #private::miscalled(#verdict))
}

/// What the catalogue says, if the function is the one that it is called like.
pub(super) fn verdict_on_function(
    call: &syn::ExprCall,
    function: &Function,
    span: Span,
) -> TokenStream {
    let private = private();
    let (func, args) = (&call.func, &call.args);
    // Called at the place of the call itself: what is wrong with that is reported once.
    let called = Ident::new("__function", func.span());
    let mut again = Group::new(Delimiter::Parenthesis, args.to_token_stream());
    again.set_span(call.paren_token.span.join());
    let ask = |function: &Function| {
        let (number, (module, name)) = (function.number(), function.path(span));
        let ends = hygiene::ends(func);
        let audited = hygiene::path(quote!(#private::names::#module::#name), ends);
        let functions = quote_spanned!(span=> &#called, &#audited);
        let same = hygiene::call(quote!(#private::same::<#number, _, _>), functions, ends);
        hygiene::method(same, Ident::new("__verdict", ends.1), TokenStream::new(), ends.1)
    };
    let mut answer = ask(function);
    if let Some(namesake) = function.namesake() {
        let other = ask(&namesake);
        answer = quote_spanned!(span=> #private::Otherwise::__otherwise(#answer, #other));
    }
    quote_spanned! {span=> {
        let mut __verdict = #private::core::option::Option::None;
        if false {
            let #called = #func;
            __verdict = #private::core::option::Option::Some(#answer);
            // It may be a generic function of the user's.
            let _ = #called #again;
            loop {}
        }
        #private::verdict_of(__verdict)
    }}
}

/// The future, marked by the catalogue, or else as it is.
pub(super) fn marked_by(verdict: &TokenStream, call: &impl ToTokens, at: Span) -> TokenStream {
    let (first, last) = hygiene::ends(call);
    let future = match hygiene::begins_with_ours(call) {
        true => hygiene::underlined(call.to_token_stream(), (first, last)),
        false => call.to_token_stream(),
    };
    let mut verdict = Group::new(Delimiter::Parenthesis, verdict.clone());
    verdict.set_span(first);
    let mark = Ident::new("mark", at);
    hygiene::method(verdict.into_token_stream(), mark, future, last)
}

/// The awaited expression, checked to be cancel-safe by the catalogue or by its type.
pub(crate) fn marked(leaf: &Expr, at: Span, errors: &mut Errors) -> TokenStream {
    let span = Span::mixed_site().located_at(at);
    let future = match leaf {
        Expr::Paren(e) => return marked(&e.expr, at, errors),
        wrapper if flatten::is_wrapped(wrapper) => {
            let marked = select::mark_inside(wrapper, &flatten::krate(wrapper.span()), errors);
            into_future(marked, wrapper)
        }
        Expr::MethodCall(call) => marked_by(&verdict(call, span), call, at),
        leaf => match Audited::of(leaf) {
            Some(audited) => audited.marked(at),
            None => into_future(leaf.to_token_stream(), leaf),
        },
    };
    cancel_safe(&future, leaf, span)
}

fn into_future(future: TokenStream, shown: &Expr) -> TokenStream {
    let private = private();
    let into_future = quote!(#private::core::future::IntoFuture::into_future);
    hygiene::call(into_future, future, hygiene::shown(shown))
}
