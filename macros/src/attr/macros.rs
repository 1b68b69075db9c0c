//! Macros whose arguments are expressions, so that awaits inside can be seen.

use std::collections::HashSet;
use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Pat, Token, parse_quote};

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

/// Macros that await what they are given, with no `.await` to be seen.
const AWAITING: &[&str] = &["join", "select", "select_biased", "try_join"];

/// Where these come from, if their path says so.
const OF_CRATES: &[&str] = &["futures", "futures_util", "tokio"];

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

/// `vec![value; length]`
pub(crate) fn repeated(mac: &Macro) -> Option<(Expr, Expr)> {
    let pair = |input: syn::parse::ParseStream<'_>| {
        let value = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok((value, input.parse()?))
    };
    (name(mac) == "vec").then(|| pair.parse2(mac.tokens.clone()).ok())?
}

/// The value of `name = value` or `value`.
pub(crate) fn argument_value(argument: &mut Expr) -> &mut Expr {
    match argument {
        Expr::Assign(named) => &mut named.right,
        value => value,
    }
}

/// `matches!(e, P)` as the `match` that it is.
pub(crate) fn matches(mac: &Macro) -> Option<syn::ExprMatch> {
    let arm = |input: syn::parse::ParseStream<'_>| {
        let scrutinee: Expr = input.parse()?;
        input.parse::<Token![,]>()?;
        let pat = Pat::parse_multi_with_leading_vert(input)?;
        let guard: Option<(Token![if], Expr)> = match input.peek(Token![if]) {
            true => Some((input.parse()?, input.parse()?)),
            false => None,
        };
        input.parse::<Option<Token![,]>>()?;
        Ok((scrutinee, pat, guard))
    };
    if name(mac) != "matches" {
        return None;
    }
    let (scrutinee, pat, guard) = arm.parse2(mac.tokens.clone()).ok()?;
    let guard = guard.map(|(token, guard)| quote!(#token #guard));
    Some(parse_quote!(match (#scrutinee) { #pat #guard => true, _ => false }))
}

/// Whether the macro only borrows what it is given.
pub(crate) fn borrows(mac: &Macro) -> bool {
    BORROWING.contains(&&*name(mac))
}

/// Whether the macro compares its first two arguments.
pub(crate) fn compares(mac: &Macro) -> bool {
    matches!(&*name(mac), "assert_eq" | "assert_ne")
}

/// Whether the macro makes a value and does nothing else.
pub(crate) fn is_pure(mac: &Macro) -> bool {
    matches!(&*name(mac), "format" | "vec" | "matches" | "concat" | "stringify" | "env" | "line")
}

/// Whether the macro awaits, as far as one can see.
pub(crate) fn awaits(mac: &Macro) -> bool {
    let mut others = mac.path.segments.iter().rev().skip(1);
    let is_known = others.all(|segment| OF_CRATES.iter().any(|name| segment.ident == name));
    is_known && AWAITING.contains(&&*name(mac)) || mentions_await(&mac.tokens)
}

/// What to write in place of a macro that awaits.
pub(crate) fn instead(mac: &Macro) -> &'static str {
    match &*name(mac) {
        "select" | "select_biased" => "write `safe_select!`, which it can see into",
        "join" | "try_join" => {
            "await one after the other, or say `abandon(async { .. })` if half of it may be lost"
        }
        _ => "await in a `let` before it, and pass the value",
    }
}

/// Whether there is `.await` or `safe_select!` among `tokens`, outside of what is clearly another function.
fn mentions_await(tokens: &TokenStream) -> bool {
    let (mut is_behind_dot, mut is_behind_select) = (false, false);
    for token in tokens.clone() {
        let is = |char| matches!(&token, TokenTree::Punct(punct) if punct.as_char() == char);
        if is_behind_select && is('!') {
            return true;
        }
        match &token {
            TokenTree::Ident(ident) if is_behind_dot && ident == "await" => return true,
            TokenTree::Group(group) if mentions_await(&group.stream()) => return true,
            _ => {}
        }
        is_behind_dot = is('.');
        is_behind_select = matches!(&token, TokenTree::Ident(ident) if ident == "safe_select");
    }
    false
}

/// The names that `tokens` capture in strings, `"{name}"`.
pub(crate) fn captured_names(tokens: TokenStream) -> HashSet<String> {
    let mut names = HashSet::new();
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                names.extend(captures(&text).into_iter().map(|range| text[range].to_owned()));
            }
            TokenTree::Group(group) => names.extend(captured_names(group.stream())),
            _ => {}
        }
    }
    names
}

/// Where the names stand that a format string captures: `x`, `y` and `width` of
/// `"{x} {y:width$}"`.
pub(crate) fn captures(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    if !text.starts_with(['"', 'r']) {
        return ranges;
    }
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    while let Some(open) = text[at..].find('{') {
        let start = at + open + 1;
        let escaped = text[start..].starts_with('{');
        at = start + usize::from(escaped);
        let unicode = text[..start - 1].ends_with("\\u");
        let Some(length) = text[start..].find('}').filter(|_| !escaped && !unicode) else {
            continue;
        };
        let argument = &text[start..start + length];
        let name = argument.find(|c| !is_name(c)).unwrap_or(argument.len());
        ranges.push(start..start + name);
        // The names of width and precision.
        for (dollar, _) in argument.match_indices('$') {
            let before = argument[..dollar].trim_end_matches(is_name).len();
            ranges.push(start + before..start + dollar);
        }
    }
    let starts_name = |range: &Range<usize>| {
        text[range.clone()].starts_with(|c: char| c.is_alphabetic() || c == '_')
    };
    ranges.retain(starts_name);
    ranges
}

/// Whether the macro never yields.
pub(crate) fn diverges(mac: &Macro) -> bool {
    matches!(&*name(mac), "bail" | "panic" | "todo" | "unimplemented" | "unreachable")
}

/// Whether this is our `safe_select!`, which the attribute takes apart.
pub(crate) fn is_select(mac: &Macro) -> bool {
    name(mac) == "safe_select"
}
