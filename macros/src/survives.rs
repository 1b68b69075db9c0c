//! What has to come out of the macros, whatever goes in.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::attr::half_read;
use crate::visit::Visit;

/// An attribute's item comes out: with its name, and as items. Of one that cannot be read, the braces
/// that cannot be come out as they were, or else all of it.
pub fn item(args: TokenStream, item: TokenStream) -> Result<(), String> {
    let output = crate::attr::cancel_safe(args, item.clone());
    match syn::parse2::<syn::Item>(item.clone()) {
        Err(_) if starts_with(&output, &item) => Ok(()),
        Err(_) => match half_read::item(&item) {
            Some(read) if bodies(&read).iter().all(|body| contains(&output, body)) => Ok(()),
            _ => Err(format!("the item has changed: {output}")),
        },
        Ok(parsed) if is_refused(&parsed) => Ok(()),
        Ok(parsed) => {
            let file = syn::parse2::<syn::File>(output.clone());
            let file = file.map_err(|error| format!("not items, {error}: {output}"))?;
            match name(&parsed) {
                Some(name) if !has_name(&file, &name) => Err(format!("no {name}: {output}")),
                _ => Ok(()),
            }
        }
    }
}

/// A select becomes an expression. What is in the brackets of a handler may come out as it was, and be
/// none: that is for the compiler to say.
pub fn select(branches: TokenStream) -> Result<(), String> {
    let output = crate::select::safe_select(quote!((krate) #branches));
    let Err(error) = syn::parse2::<syn::Expr>(output.clone()) else { return Ok(()) };
    let typed = groups(branches);
    match syn::parse2::<syn::Expr>(without(&typed, output.clone())) {
        Ok(_) if output.to_string().contains("__UNREAD_") => Ok(()),
        _ => Err(format!("not an expression, {error}: {output}")),
    }
}

/// The groups that are there as the parser sees it, which does not see those without brackets.
fn groups(branches: TokenStream) -> HashSet<String> {
    let (mut all, mut rest) = (HashSet::new(), vec![branches]);
    while let Some(tokens) = rest.pop() {
        for token in tokens {
            let TokenTree::Group(group) = token else { continue };
            match group.delimiter() {
                Delimiter::None => rest.push(group.stream()),
                _ => _ = all.insert(group.to_string()),
            }
        }
    }
    all
}

/// The tokens, with nothing in the brackets of those that are `typed`.
fn without(typed: &HashSet<String>, tokens: TokenStream) -> TokenStream {
    let emptied = |token: TokenTree| match &token {
        TokenTree::Group(group) => {
            let is_left = match group.delimiter() {
                Delimiter::None => false,
                // An index would not be one.
                Delimiter::Bracket => syn::parse2::<syn::Expr>(token.clone().into()).is_err(),
                _ => true,
            };
            let inside = match is_left && typed.contains(&token.to_string()) {
                true => TokenStream::new(),
                false => without(typed, group.stream()),
            };
            TokenTree::from(Group::new(group.delimiter(), inside))
        }
        _ => token,
    };
    tokens.into_iter().map(emptied).collect()
}

/// The bodies that cannot be read.
fn bodies(item: &syn::Item) -> Vec<TokenStream> {
    let as_typed = |block: &syn::Block| {
        let body = block.stmts.iter().map(ToTokens::to_token_stream).collect();
        half_read::is_as_typed(block).then_some(body)
    };
    match item {
        syn::Item::Fn(item) => as_typed(&item.block).into_iter().collect(),
        syn::Item::Impl(item) => {
            let methods = item.items.iter().filter_map(|item| match item {
                syn::ImplItem::Fn(method) => as_typed(&method.block),
                _ => None,
            });
            methods.collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the group `typed` is somewhere in the output.
fn contains(output: &TokenStream, typed: &TokenStream) -> bool {
    let mut rest = vec![output.clone()];
    while let Some(tokens) = rest.pop() {
        for token in tokens {
            if let TokenTree::Group(group) = &token {
                rest.push(group.stream());
                if starts_with(&token.clone().into(), typed) {
                    return true;
                }
            }
        }
    }
    false
}

fn starts_with(output: &TokenStream, item: &TokenStream) -> bool {
    let mut output = output.clone().into_iter();
    item.clone().into_iter().all(|token| output.next().is_some_and(|other| is_same(&token, &other)))
}

fn is_same(a: &TokenTree, b: &TokenTree) -> bool {
    match (a, b) {
        (TokenTree::Ident(a), TokenTree::Ident(b)) => a == b,
        (TokenTree::Punct(a), TokenTree::Punct(b)) => a.as_char() == b.as_char(),
        (TokenTree::Literal(a), TokenTree::Literal(b)) => a.to_string() == b.to_string(),
        (TokenTree::Group(a), TokenTree::Group(b)) => {
            a.delimiter() == b.delimiter() && starts_with(&a.stream(), &b.stream())
        }
        _ => false,
    }
}

/// Whether the compiler refuses the item as it stands: a type `A + B` needs parentheses, and a
/// `let` has to be a condition.
fn is_refused(item: &syn::Item) -> bool {
    struct Finder(bool);
    impl Finder {
        fn condition(&mut self, condition: &syn::Expr) {
            match condition {
                syn::Expr::Let(condition) => self.visit_expr(&condition.expr),
                syn::Expr::Binary(both) if matches!(both.op, syn::BinOp::And(_)) => {
                    self.condition(&both.left);
                    self.condition(&both.right);
                }
                condition => self.visit_expr(condition),
            }
        }
    }
    impl<'ast> Visit<'ast> for Finder {
        fn visit_type_trait_object(&mut self, ty: &'ast syn::TypeTraitObject) {
            self.0 |= ty.dyn_token.is_none();
        }
        fn visit_expr_let(&mut self, _: &'ast syn::ExprLet) {
            self.0 = true;
        }
        fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
            self.condition(&branch.cond);
            self.visit_block(&branch.then_branch);
            branch.else_branch.iter().for_each(|(_, otherwise)| self.visit_expr(otherwise));
        }
        fn visit_expr_while(&mut self, round: &'ast syn::ExprWhile) {
            self.condition(&round.cond);
            self.visit_block(&round.body);
        }
    }
    let mut finder = Finder(false);
    finder.visit_item(item);
    finder.0
}

fn name(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Fn(item) => Some(item.sig.ident.to_string()),
        _ => None,
    }
}

fn has_name(file: &syn::File, name: &str) -> bool {
    file.items.iter().any(|item| self::name(item).is_some_and(|other| other == name))
}
