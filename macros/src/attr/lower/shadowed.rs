//! Asks whether a call that would go on where it was calls the operation of a trait, or a method of that
//! name that the type has itself.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ExprMethodCall, Ident};

use crate::attr::flatten::{self, private};
use crate::attr::pending;
use crate::{hygiene, shadowed};

/// Whether a trait in a feature that is on has an operation of this name that resumes.
fn may_be_of_a_trait(name: &str) -> bool {
    match name {
        "send" | "feed" => cfg!(any(feature = "futures", feature = "postage")),
        // They do not resume, or are of a type.
        "read" | "write" | "write_all_buf" | "send_all" | "send_async" | "wait" | "broadcast" => {
            false
        }
        _ => cfg!(any(feature = "futures", feature = "tokio")),
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
    if !may_be_of_a_trait(&name) || !flatten::is_well_called(call) {
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
