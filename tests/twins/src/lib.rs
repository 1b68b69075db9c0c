//! `#[twins]` compiles the code of a module twice: as it is, and without the attributes of
//! `cancel-safe`, so that the two can be held against each other.

use std::iter::Peekable;

use proc_macro::token_stream::IntoIter;
use proc_macro::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// Of `mod name { code }` makes `mod name { mod plain { code } mod annotated { code } }`.
///
/// Both see what the module around `name` sees. In `plain`,
///
/// - `#[cancel_safe(..)]` and `#[rederive]` are left out,
/// - `f(_, x)`, `f(&mut pending, x)` and `f(&mut Checkpoint::with(y), x)` are `f(x)` and `f(x, y)`:
///   what is not annotated takes no checkpoint,
/// - `safe_select!` is `tokio::select!`, and
/// - `Checkpoint`, like each type of that ending, is `NoCheckpoint`.
#[proc_macro_attribute]
pub fn twins(_args: TokenStream, item: TokenStream) -> TokenStream {
    let mut head = TokenStream::new();
    for token in item {
        if let TokenTree::Group(body) = &token
            && body.delimiter() == Delimiter::Brace
        {
            // Where a checkpoint would be, nothing is used.
            let plain = twin("unused_mut, unused_variables", "plain", plain(body.stream()));
            let annotated = twin("", "annotated", body.stream());
            let twins = TokenStream::from_iter([plain, annotated]);
            head.extend([TokenTree::from(Group::new(Delimiter::Brace, twins))]);
            return head;
        }
        head.extend([token]);
    }
    panic!("`#[twins]` belongs on `mod name {{ .. }}`")
}

fn twin(allowed: &str, name: &str, code: TokenStream) -> TokenStream {
    let head = format!("#[allow(unused_imports, dead_code, {allowed})] pub mod {name}");
    let mut twin: TokenStream = head.parse().expect("a module");
    let mut body: TokenStream = "use super::super::*;".parse().expect("an import");
    body.extend(code);
    twin.extend([TokenTree::from(Group::new(Delimiter::Brace, body))]);
    twin
}

fn plain(code: TokenStream) -> TokenStream {
    let mut plain: Vec<TokenTree> = Vec::new();
    let mut code = code.into_iter().peekable();
    while let Some(token) = code.next() {
        match token {
            TokenTree::Punct(hash) if hash.as_char() == '#' && is_ours(&mut code) => {
                code.next();
            }
            TokenTree::Ident(ident) => plain.push(renamed(ident).into()),
            TokenTree::Group(group) => {
                let calls = group.delimiter() == Delimiter::Parenthesis
                    && plain.last().is_some_and(is_function);
                let stream = if calls { arguments(group.stream()) } else { group.stream() };
                let mut inner = Group::new(group.delimiter(), self::plain(stream));
                inner.set_span(group.span());
                plain.push(inner.into());
            }
            token => plain.push(token),
        }
    }
    plain.into_iter().collect()
}

/// Whether what comes behind `#` is an attribute that only an annotated function has.
fn is_ours(code: &mut Peekable<IntoIter>) -> bool {
    let Some(TokenTree::Group(group)) = code.peek() else { return false };
    let name = group.stream().into_iter().next();
    name.is_some_and(|name| matches!(&*name.to_string(), "cancel_safe" | "rederive"))
}

fn renamed(ident: Ident) -> Ident {
    let name = ident.to_string();
    match &*name {
        "safe_select" => Ident::new("select", ident.span()),
        name if name.ends_with("Checkpoint") => Ident::new("NoCheckpoint", ident.span()),
        _ => ident,
    }
}

/// Whether parentheses behind it are those of a call, and not of a pattern or a type.
fn is_function(before: &TokenTree) -> bool {
    let TokenTree::Ident(ident) = before else { return false };
    let name = ident.to_string();
    let is_keyword = matches!(&*name, "for" | "if" | "in" | "let" | "match" | "return" | "while");
    !is_keyword && name.starts_with(char::is_lowercase)
}

/// The arguments of a call without the checkpoint in front, but with what is in it.
fn arguments(arguments: TokenStream) -> TokenStream {
    let mut first: Vec<TokenTree> = Vec::new();
    let mut rest = arguments.clone().into_iter();
    let ends =
        |token: &TokenTree| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',');
    let comma = rest.find_map(|token| {
        if ends(&token) {
            return Some(token);
        }
        first.push(token);
        None
    });
    let text = TokenStream::from_iter(first.iter().cloned()).to_string().replace(' ', "");
    // A checkpoint that outlives the call.
    let kept = text.strip_prefix("&mut").is_some_and(|place| place.starts_with("pending"));
    match first.pop() {
        _ if text == "_" || kept => rest.collect(),
        Some(TokenTree::Group(owned)) if text.starts_with("&mutCheckpoint::with(") => {
            let owned = match owned.stream().into_iter().collect::<Vec<_>>().as_slice() {
                [TokenTree::Group(tuple)] if tuple.delimiter() == Delimiter::Parenthesis => {
                    tuple.stream()
                }
                _ => owned.stream(),
            };
            rest.by_ref().collect::<TokenStream>().into_iter().chain(comma).chain(owned).collect()
        }
        _ => arguments,
    }
}
