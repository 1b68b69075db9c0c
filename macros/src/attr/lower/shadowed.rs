//! Asks whether a call that would go on where it was calls the operation of a trait, or a method of that
//! name that the type has itself.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ExprMethodCall, Ident};

use crate::attr::flatten::private;
use crate::attr::pending;
use crate::{hygiene, shadowed};

/// Operations of futures' streams of bytes that resume.
const OF_FUTURES: &[&str] =
    &["read_exact", "read_line", "read_to_end", "read_to_string", "read_until", "write_all"];

/// Whether a trait in a feature that is on has an operation of this name that resumes.
fn may_be_of_a_trait(name: &str) -> bool {
    match name {
        "send" | "feed" => cfg!(any(feature = "futures", feature = "postage")),
        name => cfg!(feature = "futures") && OF_FUTURES.contains(&name) || shadowed::resumes(name),
    }
}

/// In code that never runs, where `future` is that of `call`. An error underlines the call.
pub(super) fn question(
    call: &ExprMethodCall,
    shown: &impl ToTokens,
    future: &TokenStream,
    span: Span,
) -> Option<TokenStream> {
    let name = call.method.to_string();
    if !may_be_of_a_trait(&name) {
        return None;
    }
    let (private, receiver) = (private(), &call.receiver);
    let receiver = quote_spanned!(span=> #receiver.cancel_safe_unique());
    let token = Ident::new("__token", span);
    let made = shadowed::made(call, &token, &private, span).unwrap_or_else(|| quote!(()));
    let ends = hygiene::shown(shown);
    let (asked, value) = hygiene::shown_as("__asked", ends);
    let path = quote!(::cancel_safe::errors::FutureOf::__checked);
    let check = hygiene::call(path, quote_spanned!(span=> #value, __expected), ends);
    Some(pending::never(quote_spanned! {span=>
        use #private::Shadowed as _;
        let __made = #made;
        let __expected = #token.expected(#receiver, __made);
        let #asked = (#token.asked(&#future),);
        #check;
    }))
}

/// The same for a call with more arguments than the operation takes, which the compiler reports unless
/// it is the type's own.
pub(super) fn question_miscalled(call: &ExprMethodCall, span: Span) -> Option<TokenStream> {
    let (local, value) = hygiene::shown_as("__future", hygiene::ends(call));
    let question = question(call, call, &value, span)?;
    let (private, verdict) = (private(), super::call::verdict(call, span));
    Some(pending::never(quote_spanned! {span=>
        let __token = #private::Verdict::__plain(#verdict);
        let #local = (__token.mark(#call),);
        #question
    }))
}
