//! The grammar: that of `tokio::select!` and that of `futures::select!` at once.
//!
//! A slip costs one error and one branch, never the rest of the input.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Expr, Pat, Result, Token, token};

use super::future::Verdict;
use crate::diag::Errors;
use crate::hygiene;

mod kw {
    syn::custom_keyword!(biased);
    syn::custom_keyword!(complete);
}

/// The whole input.
pub struct Select {
    /// The path of the runtime, which the facade has put in front.
    pub krate: TokenStream,
    pub biased: bool,
    pub branches: Vec<Branch>,
    /// `else => ..` or `complete => ..`: what happens when no branch is left.
    pub fallback: Option<Fallback>,
    /// `default => ..`: what happens when no branch is ready yet.
    pub default: Option<Fallback>,
    /// What stands before the futures: proofs and verdicts, which they name; see `future::mark`.
    pub verdicts: TokenStream,
    /// What could not be read.
    pub errors: Errors,
}

/// `pattern = future, if guard => handler`
pub struct Branch {
    pub pattern: Pat,
    pub future: Expr,
    /// The future as the expansion has it; see `future::mark`.
    pub marked: TokenStream,
    /// The verdict on it, if it is a call.
    pub verdict: Option<Verdict>,
    pub guard: Option<Expr>,
    pub handler: Expr,
}

/// `else => handler` and its kin.
pub struct Fallback {
    pub keyword: Ident,
    pub handler: Expr,
}

enum Arm {
    Branch(Box<Branch>),
    Fallback(Fallback),
    Default(Fallback),
}

impl Parse for Select {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let krate;
        syn::parenthesized!(krate in input);
        let mut select = Select {
            krate: krate.parse()?,
            biased: false,
            branches: Vec::new(),
            fallback: None,
            default: None,
            verdicts: TokenStream::new(),
            errors: Errors::new(),
        };
        if input.peek(kw::biased) && !input.peek2(Token![=]) {
            input.parse::<kw::biased>()?;
            select.biased = true;
            if input.parse::<Option<Token![;]>>()?.is_none() {
                select.errors.combine(input.error("expected `;` after `biased` [branch-syntax]"));
                input.parse::<Option<Token![,]>>()?;
            }
        }
        let end = hygiene::ends(&input.cursor().token_stream()).1;
        while !input.is_empty() {
            select.parse_arm(input, end)?;
        }
        Ok(select)
    }
}

impl Select {
    /// Reads one arm. An error that is returned cannot be recovered from: there is none left.
    fn parse_arm(&mut self, input: ParseStream<'_>, end: Span) -> Result<()> {
        match arm(input, &mut self.errors) {
            Ok(arm) => self.add(arm),
            Err(error) => {
                // That something is missing at the end is shown there, not at the whole macro.
                let ends = input.is_empty() && error.to_string().starts_with("unexpected end");
                self.errors.combine(if ends { Error::new(end, error) } else { error });
                skip_arm(input)?;
            }
        }
        Ok(())
    }

    /// Whether there is an arm that `tokio::select!` has not.
    pub fn is_of_futures(&self) -> bool {
        self.default.is_some() || self.fallback.as_ref().is_some_and(|fallback| !fallback.is_else())
    }

    /// All that may run when the wait is over.
    pub fn handlers(&self) -> impl Iterator<Item = &Expr> {
        let fallbacks = self.fallback.iter().chain(&self.default);
        let handlers = self.branches.iter().map(|branch| &branch.handler);
        handlers.chain(fallbacks.map(|fallback| &fallback.handler))
    }

    /// Whether a handler mentions the name, other than as what its pattern has bound. So it must
    /// still be there.
    pub fn is_used(&self, name: &Ident) -> bool {
        let fallbacks = self.fallback.iter().chain(&self.default).map(|arm| &arm.handler);
        let handlers = self
            .branches
            .iter()
            .filter(|branch| !mentions(branch.pattern.to_token_stream(), name))
            .map(|branch| &branch.handler);
        handlers.chain(fallbacks).any(|handler| mentions(handler.to_token_stream(), name))
    }

    fn add(&mut self, arm: Arm) {
        if let Some(last) = self.fallback.as_ref().filter(|fallback| fallback.is_else())
            && !matches!(arm, Arm::Fallback(_))
        {
            self.errors.push(&last.keyword, "`else` has to be the last branch [branch-order]");
        }
        match arm {
            Arm::Branch(branch) => self.branches.push(*branch),
            Arm::Fallback(fallback) => once(&mut self.fallback, fallback, &mut self.errors),
            Arm::Default(default) => once(&mut self.default, default, &mut self.errors),
        }
    }
}

impl Fallback {
    pub fn is_else(&self) -> bool {
        self.keyword == "else"
    }
}

fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == *name,
        _ => false,
    })
}

fn once(slot: &mut Option<Fallback>, new: Fallback, errors: &mut Errors) {
    match slot {
        None => *slot = Some(new),
        Some(first) if first.keyword == new.keyword => {
            errors.push(
                &new.keyword,
                format!("only one `{}` branch is allowed [repeated-branch]", new.keyword),
            );
        }
        Some(first) => errors.push(
            &new.keyword,
            format!(
                "`{}` and `{}` are two names for one thing: keep one [repeated-branch]",
                first.keyword, new.keyword
            ),
        ),
    }
}

fn arm(input: ParseStream<'_>, errors: &mut Errors) -> Result<Arm> {
    if input.peek(Token![else]) {
        let keyword = Ident::new("else", input.parse::<Token![else]>()?.span);
        return Ok(Arm::Fallback(fallback(keyword, input, errors)?));
    }
    if input.peek(kw::complete) && is_arrow(input, 1) {
        let keyword = Ident::new("complete", input.parse::<kw::complete>()?.span);
        return Ok(Arm::Fallback(fallback(keyword, input, errors)?));
    }
    if input.peek(Token![default]) && is_arrow(input, 1) {
        let keyword = Ident::new("default", input.parse::<Token![default]>()?.span);
        return Ok(Arm::Default(fallback(keyword, input, errors)?));
    }
    branch(input, errors).map(|branch| Arm::Branch(Box::new(branch)))
}

fn fallback(keyword: Ident, input: ParseStream<'_>, errors: &mut Errors) -> Result<Fallback> {
    if input.peek(Token![if]) || input.peek(Token![,]) && input.peek2(Token![if]) {
        return Err(input.error(format!(
            "`{keyword}` takes no `if`: it runs when no branch is left [branch-syntax]"
        )));
    }
    arrow(input, errors)?;
    Ok(Fallback { keyword, handler: handler(input, errors)? })
}

fn branch(input: ParseStream<'_>, errors: &mut Errors) -> Result<Branch> {
    if input.peek(kw::biased) && input.peek2(Token![;]) {
        let keyword: kw::biased = input.parse()?;
        input.parse::<Token![;]>()?;
        errors.push(keyword, "`biased;` has to come first [branch-order]");
    }
    if let Some(keyword) = input.parse::<Option<Token![let]>>()? {
        errors.push(keyword, "a branch begins with its pattern, without `let` [branch-syntax]");
    }
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    if input.parse::<Option<Token![=]>>()?.is_none() {
        return Err(
            input.error("expected `=`: a branch is `pattern = future => handler` [branch-syntax]")
        );
    }
    let future = input.parse()?;
    let guard = guard(input, errors)?;
    arrow(input, errors)?;
    Ok(Branch {
        pattern,
        future,
        marked: TokenStream::new(),
        verdict: None,
        guard,
        handler: handler(input, errors)?,
    })
}

/// `, if condition`
fn guard(input: ParseStream<'_>, errors: &mut Errors) -> Result<Option<Expr>> {
    let has_comma = input.peek(Token![,]);
    if input.peek(Token![if]) {
        errors.combine(input.error("expected `,` before `if` [branch-syntax]"));
    } else if input.peek(Token![,]) && input.peek2(Token![if]) {
        input.parse::<Token![,]>()?;
    } else {
        return Ok(None);
    }
    input.parse::<Token![if]>()?;
    if input.peek(Token![let]) {
        return Err(
            input.error("`if let` is not supported here: match in the handler [branch-syntax]")
        );
    }
    let condition = input.parse()?;
    // Without the comma it may be one that mentions what the pattern binds.
    Ok(has_comma.then_some(condition))
}

fn is_arrow(input: ParseStream<'_>, skipped: usize) -> bool {
    let ahead = input.fork();
    (0..skipped).all(|_| ahead.parse::<TokenTree>().is_ok())
        && (ahead.peek(Token![=>]) || ahead.peek(Token![->]))
}

fn arrow(input: ParseStream<'_>, errors: &mut Errors) -> Result<()> {
    if input.peek(Token![->]) {
        errors.combine(input.error("expected `=>`, found `->` [branch-syntax]"));
        input.parse::<Token![->]>()?;
        return Ok(());
    }
    if input.parse::<Option<Token![=>]>>()?.is_none() {
        return Err(input.error("expected `=>` and the handler [branch-syntax]"));
    }
    Ok(())
}

/// An expression and the comma after it, which only a block and the last branch can do without.
fn handler(input: ParseStream<'_>, errors: &mut Errors) -> Result<Expr> {
    let ahead = input.fork();
    let parsed = if ahead.peek(token::Brace) {
        Expr::parse_with_earlier_boundary_rule(&ahead)
    } else {
        ahead.parse()
    };
    let handler = match parsed {
        Ok(handler) => {
            input.advance_to(&ahead);
            handler
        }
        Err(error) => as_typed(input, error, errors)?,
    };
    let comma = input.parse::<Option<Token![,]>>()?;
    if comma.is_none() && !input.is_empty() && !is_block(&handler) {
        errors.combine(input.error("expected `,` between two branches [branch-syntax]"));
    }
    Ok(if begins_like_a_statement(&handler) { in_parentheses(handler) } else { handler })
}

/// A handler with a syntax error inside of its brackets, which the compiler reports in its own words.
fn as_typed(input: ParseStream<'_>, error: Error, errors: &mut Errors) -> Result<Expr> {
    let rest = input.fork();
    let mut typed = TokenStream::new();
    let is_block = rest.peek(token::Brace);
    while !rest.is_empty() && !rest.peek(Token![,]) && (!is_block || typed.is_empty()) {
        typed.extend([rest.parse::<TokenTree>()?]);
    }
    if syn::parse2::<Expr>(emptied(&typed)).is_err() {
        return Err(error);
    }
    input.advance_to(&rest);
    errors.unread("`safe_select!`", &typed, &error);
    Ok(Expr::Verbatim(typed))
}

/// Without what is inside of brackets. What another macro has captured has none.
fn emptied(tokens: &TokenStream) -> TokenStream {
    let empty = |token| match token {
        TokenTree::Group(group) => {
            let inside = match group.delimiter() {
                Delimiter::None => emptied(&group.stream()),
                _ => TokenStream::new(),
            };
            Group::new(group.delimiter(), inside).into()
        }
        token => token,
    };
    tokens.clone().into_iter().map(empty).collect()
}

/// Whether the arm of a `match` would end before the expression does: `if a { b } else { c } + d`
fn begins_like_a_statement(handler: &Expr) -> bool {
    let mut first = handler;
    loop {
        first = match first {
            Expr::Assign(expr) => &expr.left,
            Expr::Await(expr) => &expr.base,
            Expr::Binary(expr) => &expr.left,
            Expr::Call(expr) => &expr.func,
            Expr::Cast(expr) => &expr.expr,
            Expr::Field(expr) => &expr.base,
            Expr::Index(expr) => &expr.expr,
            Expr::MethodCall(expr) => &expr.receiver,
            Expr::Range(syn::ExprRange { start: Some(start), .. }) => start,
            Expr::Try(expr) => &expr.expr,
            Expr::Block(_)
            | Expr::Const(_)
            | Expr::ForLoop(_)
            | Expr::If(_)
            | Expr::Loop(_)
            | Expr::Match(_)
            | Expr::Unsafe(_)
            | Expr::While(_) => return !std::ptr::eq(first, handler),
            _ => return false,
        }
    }
}

fn in_parentheses(handler: Expr) -> Expr {
    Expr::Paren(syn::ExprParen {
        attrs: Vec::new(),
        paren_token: token::Paren(Span::mixed_site()),
        expr: Box::new(handler),
    })
}

fn is_block(handler: &Expr) -> bool {
    match handler {
        Expr::Block(_) => true,
        // A block, or all up to a comma; see `as_typed`.
        Expr::Verbatim(_) => true,
        // Captured by another macro.
        Expr::Group(group) => is_block(&group.expr),
        _ => false,
    }
}

/// Goes to where the next branch seems to begin.
fn skip_arm(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![=>]) && !input.peek(Token![->]) {
        input.parse::<TokenTree>()?;
    }
    if input.parse::<Option<Token![=>]>>()?.is_none() {
        input.parse::<Option<Token![->]>>()?;
    }
    if input.peek(token::Brace) {
        input.parse::<TokenTree>()?;
        input.parse::<Option<Token![,]>>()?;
        return Ok(());
    }
    while !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
