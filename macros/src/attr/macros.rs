//! Macros whose arguments are expressions, so that awaits inside can be seen.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token};

/// Macros that take their arguments like a function does, by reference or by value.
const FUNCTION_LIKE: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "panic",
    "print",
    "println",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// Macros of those that take their arguments by reference.
const BORROWING: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "panic",
    "print",
    "println",
    "todo",
    "unimplemented",
    "unreachable",
    "write",
    "writeln",
    // Loggers.
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "matches",
];

fn name(mac: &Macro) -> String {
    mac.path.segments.last().map_or_else(String::new, |last| last.ident.to_string())
}

/// The arguments, where they are expressions for certain.
pub(crate) fn arguments(mac: &Macro) -> Option<Punctuated<Expr, Token![,]>> {
    if !FUNCTION_LIKE.contains(&&*name(mac)) {
        return None;
    }
    Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone()).ok()
}

/// Whether the macro only borrows what it is given.
pub(crate) fn borrows(mac: &Macro) -> bool {
    BORROWING.contains(&&*name(mac))
}

/// Whether the macro makes a value and does nothing else.
pub(crate) fn is_pure(mac: &Macro) -> bool {
    matches!(&*name(mac), "format" | "vec" | "matches" | "concat" | "stringify" | "env" | "line")
}

/// Whether there is `.await` among `tokens`, outside of what is clearly another function.
pub(crate) fn mentions_await(tokens: &TokenStream) -> bool {
    let mut previous_dot = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) if previous_dot && ident == "await" => return true,
            TokenTree::Group(group) if mentions_await(&group.stream()) => return true,
            TokenTree::Punct(punct) => {
                previous_dot = punct.as_char() == '.';
                continue;
            }
            _ => {}
        }
        previous_dot = false;
    }
    false
}

/// Whether the macro never yields.
pub(crate) fn diverges(mac: &Macro) -> bool {
    matches!(&*name(mac), "bail" | "panic" | "todo" | "unimplemented" | "unreachable")
}

/// Whether this is our `safe_select!`, which the attribute takes apart.
pub(crate) fn is_select(mac: &Macro) -> bool {
    name(mac) == "safe_select"
}
