//! Functions whose body cannot be read, and the `impl` blocks that they stand in.
//!
//! The compiler reports the slip. All around it is read all the same, so that those who call the function,
//! and the other methods of the block, are not told of a mistake that is not theirs.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::{Attribute, Block, Expr, ImplItem, Item, Stmt, token};

use super::cfg;

/// An item whose last braces hold something that cannot be read.
pub(crate) fn item(tokens: &TokenStream) -> Option<Item> {
    let (mut item, body) = without_body(tokens.clone())?;
    match &mut item {
        Item::Fn(function) => *function.block = as_typed(body),
        Item::Impl(item) => item.items = members(body.stream()),
        _ => return None,
    }
    Some(item)
}

/// Whether a body is put out as it was typed, since nobody could read it.
pub(crate) fn is_as_typed(block: &Block) -> bool {
    matches!(&*block.stmts, [Stmt::Expr(Expr::Verbatim(body), None)] if !body.is_empty())
}

/// What ends in braces, with nothing in them, and the braces as they were.
fn without_body<T: syn::parse::Parse>(tokens: TokenStream) -> Option<(T, Group)> {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    match tokens.pop()? {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
            let mut empty = Group::new(Delimiter::Brace, TokenStream::new());
            empty.set_span(body.span());
            tokens.push(empty.into());
            Some((syn::parse2(tokens.into_iter().collect()).ok()?, body))
        }
        _ => None,
    }
}

/// The braces as they were, which show the compiler its error where it has seen it.
fn as_typed(body: Group) -> Block {
    let brace_token = token::Brace(body.span());
    let body = Expr::Verbatim(TokenTree::Group(body).into());
    Block { brace_token, stmts: vec![Stmt::Expr(body, None)] }
}

/// The members of an `impl` block, each of which ends in braces or at a semicolon.
fn members(tokens: TokenStream) -> Vec<ImplItem> {
    let (mut members, mut member) = (Vec::new(), Vec::new());
    for token in tokens {
        let ends = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        member.push(token);
        if ends {
            members.push(self::member(member.drain(..).collect()));
        }
    }
    if !member.is_empty() {
        members.push(self::member(member.into_iter().collect()));
    }
    members
}

fn member(tokens: TokenStream) -> ImplItem {
    if let Ok(member) = syn::parse2(tokens.clone()) {
        return member;
    }
    if let Some((ImplItem::Fn(mut method), body)) = without_body(tokens.clone())
        && method.attrs.iter().any(cfg::is_ours)
    {
        method.block = as_typed(body);
        return ImplItem::Fn(method);
    }
    ImplItem::Verbatim(without_ours(tokens))
}

/// As typed, but for what would be expanded again.
fn without_ours(tokens: TokenStream) -> TokenStream {
    let parser = |input: syn::parse::ParseStream<'_>| {
        let attrs = input.call(Attribute::parse_outer)?;
        Ok((attrs, input.parse::<TokenStream>()?))
    };
    match parser.parse2(tokens.clone()) {
        Ok((attrs, rest)) => {
            let attrs = attrs.iter().filter(|attr| !cfg::is_ours(attr));
            let attrs = attrs.map(ToTokens::to_token_stream);
            quote!(#(#attrs)* #rest)
        }
        Err(_) => tokens,
    }
}
