//! What a piece of code mentions, and how: code that has no structure of its own in the
//! [`ir`](crate::attr::ir).

use std::mem;

use proc_macro2::{Group, Ident, Literal, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat};

use super::{Resolver, stale};
use crate::attr::ir::*;
use crate::attr::{flatten, macros, repeatable};
use crate::diag::Errors;

/// Walks a piece of code, and gives renamed variables their names in it.
pub(super) struct Visitor<'r, 'a> {
    pub(super) resolver: &'r mut Resolver<'a>,
    /// Names that the code itself declares: they hide variables.
    pub(super) locals: Vec<String>,
    pub(super) facts: Facts,
    how: How,
}

impl<'r, 'a> Visitor<'r, 'a> {
    pub(super) fn new(resolver: &'r mut Resolver<'a>) -> Self {
        Visitor { resolver, locals: Vec::new(), facts: Facts::default(), how: How::Take }
    }

    fn mention(&mut self, ident: &mut Ident) -> bool {
        let name = ident.to_string();
        if self.locals.contains(&name) {
            return false;
        }
        let Some(var) = self.resolver.find(&name) else {
            self.resolver.see(name);
            return false;
        };
        let span = ident.span();
        self.facts.mentions.push(Mention { var, how: self.how });
        let target = &mut self.resolver.vars[var];
        target.mentioned = true;
        if !target.renamed {
            return false;
        }
        let mut renamed = target.ident.clone();
        renamed.set_span(target.ident.span().located_at(span));
        *ident = renamed;
        true
    }

    fn with(&mut self, how: How, expr: &mut Expr) {
        let outer = mem::replace(&mut self.how, how);
        self.visit_expr_mut(expr);
        self.how = outer;
    }

    fn scoped(&mut self, visit: impl FnOnce(&mut Self)) {
        let depth = self.locals.len();
        visit(self);
        self.locals.truncate(depth);
    }

    fn bind(&mut self, pat: &Pat) {
        let names = flatten::bindings(pat).into_iter().map(|binding| binding.ident.to_string());
        self.locals.extend(names);
    }

    fn await_point(&mut self, id: AwaitId) {
        self.facts.await_point = Some(id);
        self.resolver.passed = id;
        let index = id as usize - 1;
        let Some(point) = self.resolver.awaits.get_mut(index) else { return };
        let mut operands = mem::take(&mut point.operands);
        let never = Leaf::Other(Expr::Verbatim(TokenStream::new()));
        let mut leaf = mem::replace(&mut point.leaf, never);
        self.restore_borrowed(&mut leaf);
        let mut kept = self.keep(&mut leaf);
        operands.retain(|ident| kept.as_ref() != Some(ident));
        match &mut leaf {
            Leaf::Method { call, .. } => self.visit_expr_method_call_mut(call),
            Leaf::Other(expr) => {
                self.visit_expr_mut(expr);
                self.mark(expr);
            }
            Leaf::Select(select) => {
                for branch in &mut select.branches {
                    branch.guard.iter_mut().for_each(|guard| self.visit_expr_mut(guard));
                    self.visit_expr_mut(&mut branch.future);
                }
                let private = flatten::private();
                let answer = crate::select::wait_inside(select, &quote!(#private::Leaf));
                let errors = mem::take(&mut select.errors);
                self.resolver.errors.extend(errors.finish().err());
                leaf = Leaf::Answer(answer);
            }
            Leaf::Answer(_) => {}
        }
        operands.retain_mut(|ident| {
            let saved = self.owned(ident).is_some();
            self.mention(ident);
            saved
        });
        kept.iter_mut().for_each(|ident| _ = self.mention(ident));
        let scope = self.resolver.scope.clone();
        if let Some(point) = self.resolver.awaits.get_mut(index) {
            point.operands = operands;
            point.kept = kept;
            point.leaf = leaf;
            point.scope = scope;
        }
    }

    /// Marks the future in a wrapper by what the catalogue says of it.
    fn mark(&mut self, expr: &mut Expr) {
        // A `match` is ours, around a wrapper that keeps its deadline.
        if !flatten::is_wrapped(expr) && !matches!(expr, Expr::Match(_)) {
            return;
        }
        let krate = flatten::krate(expr.span());
        let mut errors = Errors::new();
        let mut mark =
            |future: &Expr| Expr::Verbatim(crate::select::mark_inside(future, &krate, &mut errors));
        match expr {
            Expr::Call(call) => {
                let wrapped = crate::select::wrapped_argument(&call.func);
                let argument = wrapped.and_then(|index| call.args.iter_mut().nth(index));
                argument.into_iter().for_each(|argument| *argument = mark(argument));
            }
            expr => *expr = mark(expr),
        }
        self.resolver.errors.extend(errors.finish().err());
    }

    /// Puts operands that turned out to be borrows back in place.
    fn restore_borrowed(&mut self, leaf: &mut Leaf) {
        let Leaf::Method { call, slots: Some(slots) } = leaf else { return };
        for (arg, slot) in call.args.iter_mut().zip(slots) {
            let Expr::Path(path) = &*arg else { continue };
            let Some(ident) = path.path.get_ident() else { continue };
            if let Some(operand) = self.resolver.borrowed.get(&ident.to_string()) {
                *arg = operand.clone();
                *slot = false;
            }
        }
    }

    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let mut out: Vec<TokenTree> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(mut token) = tokens.next() {
            match &mut token {
                TokenTree::Ident(ident) if !is_member(&out) => {
                    // `name = value` and `name: value` name no variable, nor does `self::name`.
                    let names = matches!(tokens.peek(), Some(TokenTree::Punct(punct))
                        if punct.as_char() == ':'
                            || punct.as_char() == '=' && punct.spacing() == Spacing::Alone);
                    if !names {
                        self.mention(ident);
                    }
                }
                TokenTree::Group(group) => {
                    let span = group.span();
                    let mut inner = Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(span);
                    *group = inner;
                }
                TokenTree::Literal(literal) => self.captures(literal),
                _ => {}
            }
            out.push(token);
        }
        out.into_iter().collect()
    }

    /// `"{x} {y:?}"` mentions `x` and `y`.
    fn captures(&mut self, literal: &mut Literal) {
        let mut text = literal.to_string();
        let mut renamed = false;
        // From the end, so that what is before keeps its place.
        for range in macros::captures(&text).into_iter().rev() {
            let parser = |input: syn::parse::ParseStream<'_>| Ident::parse_any(input);
            let Ok(mut ident) = parser.parse_str(&text[range.clone()]) else { continue };
            ident.set_span(literal.span());
            if self.mention(&mut ident) {
                renamed = true;
                text.replace_range(range, &ident.to_string());
            }
        }
        if renamed && let Ok(mut new) = text.parse::<Literal>() {
            new.set_span(literal.span());
            *literal = new;
        }
    }
}

/// Whether the next identifier is a field or method: behind a single dot.
fn is_member(before: &[TokenTree]) -> bool {
    let dot = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '.');
    let mut last = before.iter().rev();
    dot(last.next()) && !dot(last.next())
}

impl VisitMut for Visitor<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let how = mem::replace(&mut self.how, How::Take);
        match expr {
            Expr::Path(path) if path.qself.is_none() && path.path.get_ident().is_some() => {
                self.how = how;
                if let Some(segment) = path.path.segments.first_mut() {
                    self.mention(&mut segment.ident);
                }
            }
            Expr::Reference(e) => self.with(How::Borrow, &mut e.expr),
            Expr::Field(e) => self.with(How::Borrow, &mut e.base),
            Expr::Index(e) => {
                self.with(How::Borrow, &mut e.expr);
                self.visit_expr_mut(&mut e.index);
            }
            Expr::Unary(e) if matches!(e.op, syn::UnOp::Deref(_)) => {
                self.with(How::Borrow, &mut e.expr)
            }
            Expr::Paren(e) => self.with(how, &mut e.expr),
            Expr::Assign(e) => {
                self.visit_expr_mut(&mut e.right);
                let how = match &*e.left {
                    Expr::Path(_) => How::Assign,
                    _ => How::Borrow,
                };
                self.with(how, &mut e.left);
                self.resolver.assigned(&e.left);
            }
            Expr::Binary(e) => {
                let compares = matches!(
                    e.op,
                    syn::BinOp::Eq(_)
                        | syn::BinOp::Ne(_)
                        | syn::BinOp::Lt(_)
                        | syn::BinOp::Le(_)
                        | syn::BinOp::Gt(_)
                        | syn::BinOp::Ge(_)
                );
                let borrows = compares || repeatable::is_assignment(&e.op);
                let how = if borrows { How::Borrow } else { How::Take };
                let right = if compares { How::Borrow } else { How::Take };
                self.with(how, &mut e.left);
                self.with(right, &mut e.right);
            }
            Expr::MethodCall(e) => self.visit_expr_method_call_mut(e),
            Expr::Closure(e) => self.scoped(|this| {
                e.inputs.iter().for_each(|pat| this.bind(pat));
                let how = if e.capture.is_some() { How::Take } else { How::Borrow };
                this.captured(how, |this| this.visit_expr_mut(&mut e.body));
            }),
            Expr::Async(e) => {
                let how = if e.capture.is_some() { How::Take } else { How::Borrow };
                self.captured(how, |this| this.visit_block_mut(&mut e.block));
            }
            Expr::If(e) => {
                self.scoped(|this| {
                    this.visit_expr_mut(&mut e.cond);
                    this.visit_block_mut(&mut e.then_branch);
                });
                if let Some((_, otherwise)) = &mut e.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::While(e) => self.scoped(|this| {
                this.visit_expr_mut(&mut e.cond);
                this.visit_block_mut(&mut e.body);
            }),
            Expr::Let(e) => {
                self.visit_expr_mut(&mut e.expr);
                self.bind(&e.pat);
            }
            Expr::ForLoop(e) => {
                self.visit_expr_mut(&mut e.expr);
                self.scoped(|this| {
                    this.bind(&e.pat);
                    this.visit_block_mut(&mut e.body);
                });
            }
            Expr::Macro(e) => match flatten::marked(&e.mac) {
                Some(id) => self.await_point(id),
                None => match macros::arguments(&e.mac) {
                    // Only as an expression can an await among the arguments be seen.
                    Some(mut args) if args.iter().any(flatten::awaits) => {
                        args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
                        e.mac.tokens = args.into_token_stream();
                    }
                    _ => self.visit_macro_mut(&mut e.mac),
                },
            },
            Expr::Return(e) => {
                visit_mut::visit_expr_return_mut(self, e);
                self.facts.jumps.push(Jump::Return);
            }
            Expr::Break(e) => {
                visit_mut::visit_expr_break_mut(self, e);
                if let Some(label) = &e.label {
                    self.facts.jumps.push(Jump::Break(label.ident.to_string()));
                }
            }
            Expr::Continue(e) => {
                if let Some(label) = &e.label {
                    self.facts.jumps.push(Jump::Continue(label.ident.to_string()));
                }
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
        self.how = how;
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        let how = if repeatable::consumes(&call.method) { How::Take } else { How::Borrow };
        self.with(how, &mut call.receiver);
        call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        // `S { x }`, with `x` renamed, has to say `S { x: x_2 }`; also where only its hygiene is new.
        if field.colon_token.is_none()
            && let Expr::Path(path) = &mut field.expr
            && let Some(segment) = path.path.segments.first_mut()
        {
            if self.mention(&mut segment.ident) {
                field.colon_token = Some(Default::default());
            }
            return;
        }
        self.visit_expr_mut(&mut field.expr);
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let stale = self.resolver.gone_stale.len();
        self.scoped(|this| visit_mut::visit_block_mut(this, block));
        if block.stmts.last().is_some_and(stale::returns) {
            self.resolver.fresh_since(stale);
        }
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
        }
        self.bind(&local.pat);
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        self.scoped(|this| {
            this.bind(&arm.pat);
            if let Pat::Guard(guarded) = &mut arm.pat {
                this.visit_expr_mut(&mut guarded.guard);
            }
            this.visit_expr_mut(&mut arm.body);
        });
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let how = if macros::borrows(mac) { How::Borrow } else { How::Take };
        let outer = mem::replace(&mut self.how, how);
        mac.tokens = self.tokens(mem::take(&mut mac.tokens));
        self.how = outer;
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
}

impl Visitor<'_, '_> {
    /// The mentions inside of a closure or async block, which captures.
    fn captured(&mut self, how: How, visit: impl FnOnce(&mut Self)) {
        let first = self.facts.mentions.len();
        // Its jumps are not ours.
        let jumps = self.facts.jumps.len();
        visit(self);
        self.facts.jumps.truncate(jumps);
        if how == How::Take {
            self.facts.mentions[first..].iter_mut().for_each(|mention| mention.how = How::Take);
        }
    }
}
