//! Operations of tokio's traits. A type may have a method of its own that is called the same and comes
//! first: only the future of a call tells which of the two it calls, and the futures of tokio's have no
//! names. So the compiler is shown how the trait's method makes one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::ExprMethodCall;

/// The trait that has the operation, and how many arguments that takes. An operation that is generic in
/// an argument has a future that is, too: it is not shown.
fn trait_of(name: &str) -> Option<(&'static str, usize)> {
    match name {
        _ if !cfg!(feature = "tokio") => None,
        "read_line" => Some(("AsyncBufReadExt", 1)),
        "read_until" => Some(("AsyncBufReadExt", 2)),
        "read" | "read_exact" | "read_to_end" | "read_to_string" => Some(("AsyncReadExt", 1)),
        "write" | "write_all" | "write_vectored" => Some(("AsyncWriteExt", 1)),
        "flush" | "shutdown" => Some(("AsyncWriteExt", 0)),
        name => match name.split_once('_')? {
            ("read", number) if is_number(number) => Some(("AsyncReadExt", 0)),
            ("write", number) if is_number(number) => Some(("AsyncWriteExt", 1)),
            _ => None,
        },
    }
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
    let name = call.method.to_string();
    let (name_of_trait, arguments) = trait_of(&name)?;
    let [name_of_trait, method] = [name_of_trait, &name].map(|name| Ident::new(name, span));
    let receiver = &call.receiver;
    let args = (0..arguments).map(|_| quote_spanned!(span=> #private::unreachable()));
    Some(quote_spanned! {span=>
        #private::tokio_io::#name_of_trait::#method(
            #token.receiver(#receiver.cancel_safe_unique()),
            #(#args),*
        )
    })
}

/// Those that may be dropped, so that they are called as they are written.
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

/// Whether an operation of that name resumes.
pub(crate) fn resumes(name: &str) -> bool {
    trait_of(name).is_some() && !SAFE.contains(&name)
}

fn is_safe(call: &ExprMethodCall) -> bool {
    // Of a lock, `read` takes nothing.
    let is_of_lock = call.args.is_empty() && (call.method == "read" || call.method == "write");
    !is_of_lock && SAFE.iter().any(|safe| call.method == safe)
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
