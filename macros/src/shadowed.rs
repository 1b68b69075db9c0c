//! Operations of tokio's traits. A type may have a method of its own that is called the same and comes
//! first: only the future of a call tells which of the two it calls, and the futures of tokio's have no
//! names. So the compiler is shown how the trait's method makes one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::ExprMethodCall;

/// The trait that has the operation, if it takes so many arguments. An operation that is generic in an
/// argument has a future that is, too: it is not shown.
fn trait_of(call: &ExprMethodCall) -> Option<&'static str> {
    let name = call.method.to_string();
    let (name_of_trait, arguments) = match &*name {
        "read_line" => ("AsyncBufReadExt", 1),
        "read_until" => ("AsyncBufReadExt", 2),
        "read" | "read_exact" | "read_to_end" | "read_to_string" => ("AsyncReadExt", 1),
        "write" | "write_all" | "write_vectored" => ("AsyncWriteExt", 1),
        "flush" | "shutdown" => ("AsyncWriteExt", 0),
        name => match name.split_once('_')? {
            ("read", number) if is_number(number) => ("AsyncReadExt", 0),
            ("write", number) if is_number(number) => ("AsyncWriteExt", 1),
            _ => return None,
        },
    };
    (cfg!(feature = "tokio") && call.args.len() == arguments).then_some(name_of_trait)
}

/// `u32`, `f64_le`
fn is_number(name: &str) -> bool {
    let number = name.strip_suffix("_le").unwrap_or(name);
    let (kind, bits) = number.split_at(number.len().min(1));
    matches!((kind, bits), ("u" | "i", "8" | "16" | "32" | "64" | "128") | ("f", "32" | "64"))
}

/// What the trait's method makes, in code that never runs. `token` knows what has the trait.
///
/// ```text
/// AsyncReadExt::read(token.receiver(stream.cancel_safe_unique()), any())
/// ```
pub(crate) fn made(
    call: &ExprMethodCall,
    token: &Ident,
    private: &impl ToTokens,
    span: Span,
) -> Option<TokenStream> {
    let name_of_trait = Ident::new(trait_of(call)?, span);
    let (receiver, method) = (&call.receiver, Ident::new(&call.method.to_string(), span));
    let args = call.args.iter().map(|_| quote_spanned!(span=> #private::unreachable()));
    Some(quote_spanned! {span=>
        #private::tokio_io::#name_of_trait::#method(
            #token.receiver(#receiver.cancel_safe_unique()),
            #(#args),*
        )
    })
}

/// Whether dropping it loses nothing, so that it is called as it is written.
fn is_safe(call: &ExprMethodCall) -> bool {
    const SAFE: &[&str] = &[
        "read",
        "read_u8",
        "read_i8",
        "write",
        "write_vectored",
        "write_u8",
        "write_i8",
        "flush",
        "shutdown",
    ];
    SAFE.iter().any(|safe| call.method == safe)
}

/// A verdict on the call, `question`, which expects of its future that it is the trait's.
pub(crate) fn expecting(
    question: TokenStream,
    call: &ExprMethodCall,
    private: &impl ToTokens,
    span: Span,
) -> Option<TokenStream> {
    let verdict = Ident::new("__asked", span);
    let made = is_safe(call).then(|| made(call, &verdict, private, span))??;
    Some(quote_spanned! {span=> {
        use #private::{Lend as _, Shadowed as _};
        let #verdict = #question;
        let __made = #made;
        #verdict.expecting(__made)
    }})
}
