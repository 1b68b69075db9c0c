//! The expression of a branch, with a verdict asked wherever the catalogue may know the call.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use crate::hygiene::{local, located_at};

/// Methods that wrap the future they are called on and take nothing out of it.
const WRAPPERS: &[&str] = &["fuse"];

/// Input: `rx.recv()`
///
/// Output: `{ verdict of (rx, recv) }.mark(rx.recv())`
///
/// Everything else stays as it is, lest its temporaries live shorter.
pub fn marked(krate: &TokenStream, expr: &Expr) -> TokenStream {
    match expr {
        Expr::Paren(paren) => marked(krate, &paren.expr),
        Expr::Group(group) => marked(krate, &group.expr),
        Expr::MethodCall(call) if is_wrapper(call) => {
            let ExprMethodCall { receiver, dot_token, method, turbofish, args, .. } = call;
            let receiver = marked(krate, receiver);
            quote!(#receiver #dot_token #method #turbofish (#args))
        }
        Expr::MethodCall(call) => marked_call(krate, call),
        _ => expr.to_token_stream(),
    }
}

fn is_wrapper(call: &ExprMethodCall) -> bool {
    WRAPPERS.iter().any(|wrapper| call.method == wrapper)
        && matches!(*call.receiver, Expr::MethodCall(_))
}

/// The verdict's type is found in a branch that never runs and never ends: so the receiver is
/// neither evaluated twice nor moved.
fn marked_call(krate: &TokenStream, call: &ExprMethodCall) -> TokenStream {
    let ExprMethodCall { receiver, method, .. } = call;
    let select = quote!(#krate::__private::select);
    let option = quote!(#krate::__private::core::option::Option);
    let number = method_number(method);
    let (verdict, probe) = (local("verdict"), local("probe"));
    let mark = Ident::new("mark", located_at(method.span()));
    quote! {
        {
            let mut #verdict = #option::None;
            if false {
                let #probe = #select::probe::<#number, _>(&#receiver);
                #verdict = #option::Some({
                    use #select::Unlisted as _;
                    #probe.verdict()
                });
                loop {}
            }
            #select::verdict_of(#verdict)
        }
        .#mark(#call)
    }
}

/// FNV-1a of the method's name, as in `probe::method` of the runtime.
fn method_number(method: &Ident) -> u64 {
    let name = method.to_string();
    name.trim_start_matches("r#").bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
