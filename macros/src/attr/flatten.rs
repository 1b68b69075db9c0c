//! From the syntax tree to the [`ir`](super::ir): each await into a statement of its own.

use std::ops::Range;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Ident, Lifetime, Pat, Stmt as SynStmt, Token, parse_quote, parse_quote_spanned};

use super::ir::*;
use super::{macros, repeatable};
use crate::diag::Errors;

/// The operations that may have progress, so that code for resuming them is generated too.
const WITH_PROGRESS: &[&str] = &[
    "feed",
    "send",
    "send_async",
    "send_all",
    "read_exact",
    "read_line",
    "read_to_end",
    "read_to_string",
    "read_until",
    "write_all",
    "write_all_buf",
    "wait",
    "broadcast",
    "read_u16",
    "read_u32",
    "read_u64",
    "read_u128",
    "read_i16",
    "read_i32",
    "read_i64",
    "read_i128",
    "read_f32",
    "read_f64",
    "read_u16_le",
    "read_u32_le",
    "read_u64_le",
    "read_u128_le",
    "read_i16_le",
    "read_i32_le",
    "read_i64_le",
    "read_i128_le",
    "read_f32_le",
    "read_f64_le",
    "write_u16",
    "write_u32",
    "write_u64",
    "write_u128",
    "write_i16",
    "write_i32",
    "write_i64",
    "write_i128",
    "write_f32",
    "write_f64",
    "write_u16_le",
    "write_u32_le",
    "write_u64_le",
    "write_u128_le",
    "write_i16_le",
    "write_i32_le",
    "write_i64_le",
    "write_i128_le",
    "write_f32_le",
    "write_f64_le",
];

pub(crate) struct Flatten<'e> {
    pub(crate) errors: &'e mut Errors,
    pub(crate) awaits: Vec<Await>,
    /// Locals that are declared `mut` anywhere in the function.
    mutable: std::collections::HashSet<String>,
    names: u32,
    picks: PickId,
    /// The labels of the loops around.
    loops: Vec<Lifetime>,
}

/// The path of the crate, with the hygiene that `safe_select!` takes for its own.
pub(crate) fn krate(span: Span) -> TokenStream {
    quote_spanned!(generated(span)=> ::cancel_safe)
}

/// The path by which generated code reaches the runtime.
pub(crate) fn private() -> TokenStream {
    quote!(::cancel_safe::__private)
}

impl<'e> Flatten<'e> {
    pub(crate) fn new(body: &syn::Block, errors: &'e mut Errors) -> Self {
        let mut mutable = MutableNames::default();
        mutable.visit_block(body);
        Flatten {
            errors,
            awaits: Vec::new(),
            mutable: mutable.0,
            names: 0,
            picks: 0,
            loops: Vec::new(),
        }
    }

    fn next(&self) -> AwaitId {
        self.awaits.len() as AwaitId + 1
    }

    fn fresh(&mut self, prefix: &str, span: Span) -> Ident {
        self.names += 1;
        Ident::new(&format!("__{prefix}{}", self.names), generated(span))
    }

    /// Runs `f`, and says which awaits it numbered.
    fn ranged<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> (T, Range<AwaitId>) {
        let first = self.next();
        let value = f(self);
        (value, first..self.next())
    }

    pub(crate) fn block(&mut self, block: syn::Block) -> Block {
        let mut stmts = Vec::new();
        for stmt in block.stmts {
            self.stmt(stmt, &mut stmts);
        }
        Block { brace: block.brace_token, unsafety: None, label: None, level: false, stmts }
    }

    fn stmt(&mut self, stmt: SynStmt, out: &mut Vec<Stmt>) {
        match stmt {
            SynStmt::Local(mut local) => {
                if let Some(init) = &mut local.init {
                    self.extended(&mut init.expr, out);
                    if repeatable::is_borrow(&init.expr) {
                        self.keep_operands(&mut init.expr, out);
                    }
                }
                let (kind, awaits) = self.ranged(|this| this.local(local));
                out.push(Stmt { kind, awaits });
            }
            SynStmt::Expr(expr, semi) if awaits(&expr) => {
                let (kind, awaits) = self.ranged(|this| this.expr_stmt(expr, semi));
                out.push(Stmt { kind, awaits });
            }
            SynStmt::Macro(mac) if macro_awaits(&mac.mac) => {
                let attrs = mac.attrs;
                let expr = Expr::Macro(syn::ExprMacro { attrs, mac: mac.mac });
                self.stmt(SynStmt::Expr(expr, mac.semi_token), out);
            }
            plain => {
                let next = self.next();
                out.push(Stmt { kind: StmtKind::Plain(Code::new(plain)), awaits: next..next });
            }
        }
    }

    /// A value that an attribute may remove, but not what comes before it.
    fn level_value(&mut self, expr: Expr) -> Value {
        let mut block = self.expr_block(expr);
        block.level = true;
        Value::Block(block)
    }

    /// In `let x = &make();` the value lives as long as `x`. An assignment would not extend its
    /// life, so it becomes a local.
    fn extended(&mut self, expr: &mut Expr, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Reference(e) => self.extended_place(&mut e.expr, out),
            Expr::Paren(e) => self.extended(&mut e.expr, out),
            Expr::Cast(e) => self.extended(&mut e.expr, out),
            Expr::Tuple(e) => e.elems.iter_mut().for_each(|e| self.extended(e, out)),
            Expr::Array(e) => e.elems.iter_mut().for_each(|e| self.extended(e, out)),
            Expr::Struct(e) => {
                e.fields.iter_mut().for_each(|field| self.extended(&mut field.expr, out));
            }
            _ => {}
        }
    }

    /// A borrow is borrowed again by the same indices, also where their variables have changed.
    fn keep_operands(&mut self, borrow: &mut Expr, out: &mut Vec<Stmt>) {
        match borrow {
            Expr::Index(e) => {
                self.keep_operands(&mut e.expr, out);
                self.keep(&mut e.index, out);
            }
            Expr::Range(e) => {
                e.start.iter_mut().chain(&mut e.end).for_each(|bound| self.keep(bound, out));
            }
            Expr::MethodCall(e) => {
                self.keep_operands(&mut e.receiver, out);
                e.args.iter_mut().for_each(|arg| match arg {
                    Expr::Closure(_) => {}
                    arg if repeatable::is_iterable_again(arg) => self.keep_operands(arg, out),
                    arg => self.keep(arg, out),
                });
            }
            Expr::Field(e) => self.keep_operands(&mut e.base, out),
            Expr::Reference(e) => self.keep_operands(&mut e.expr, out),
            Expr::Unary(e) => self.keep_operands(&mut e.expr, out),
            Expr::Paren(e) => self.keep_operands(&mut e.expr, out),
            Expr::Tuple(e) => e.elems.iter_mut().for_each(|e| self.keep_operands(e, out)),
            _ => {}
        }
    }

    fn keep(&mut self, operand: &mut Expr, out: &mut Vec<Stmt>) {
        if let Expr::Range(_) = operand {
            return self.keep_operands(operand, out);
        }
        if !self.may_wait(operand) {
            let expr = take(operand);
            *operand = self.hoist(expr, out);
        }
    }

    fn extended_place(&mut self, expr: &mut Expr, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Path(_) | Expr::Lit(_) => {}
            Expr::Field(e) => self.extended_place(&mut e.base, out),
            Expr::Index(e) => self.extended_place(&mut e.expr, out),
            Expr::Paren(e) => self.extended_place(&mut e.expr, out),
            Expr::Reference(e) => self.extended_place(&mut e.expr, out),
            Expr::Unary(e) if matches!(e.op, syn::UnOp::Deref(_)) => {
                self.extended_place(&mut e.expr, out);
            }
            expr => {
                let owned = take(expr);
                *expr = self.hoist(owned, out);
            }
        }
    }

    fn expr_stmt(&mut self, mut expr: Expr, semi: Option<Token![;]>) -> StmtKind {
        let attrs = take_attrs(&mut expr);
        let value = match attrs.is_empty() {
            true => self.value(expr),
            false => self.level_value(expr),
        };
        StmtKind::Value { attrs, value, semi }
    }

    fn local(&mut self, local: syn::Local) -> StmtKind {
        let syn::Local { mut attrs, let_token, pat, init, .. } = local;
        let mut origin = Origin::User;
        attrs.retain(|attr| {
            if attr.path().is_ident("rederive") {
                origin = Origin::Rederive;
            } else if attr.path().is_ident("__item") {
                origin = Origin::Item;
            } else {
                return true;
            }
            false
        });
        let (pat, ty) = match pat {
            Pat::Type(typed) => (*typed.pat, Some(*typed.ty)),
            pat => (pat, None),
        };
        let (init, diverge) = match init {
            Some(init) => (Some(*init.expr), init.diverge.map(|(_, expr)| *expr)),
            None => (None, None),
        };
        if let Some(else_block) = &diverge
            && awaits(else_block)
        {
            return self.let_else_await(attrs, let_token, pat, ty, init, diverge);
        }
        let init = init.map(|init| match attrs.is_empty() || !awaits(&init) {
            true => self.value(init),
            false => self.level_value(init),
        });
        let diverge = diverge.map(Code::new);
        StmtKind::Let(Box::new(Let {
            attrs,
            let_token,
            pat,
            ty,
            init,
            diverge,
            origin,
            vars: Vec::new(),
        }))
    }

    /// `let PAT = init else { .. }` as `let (a, b) = match init { PAT => (a, b), _ => { .. } }`.
    fn let_else_await(
        &mut self,
        attrs: Vec<syn::Attribute>,
        let_token: Token![let],
        pat: Pat,
        ty: Option<syn::Type>,
        init: Option<Expr>,
        diverge: Option<Expr>,
    ) -> StmtKind {
        let bindings = bindings(&pat);
        let idents = bindings.iter().map(|binding| &binding.ident);
        let inner = without_mut(pat);
        let init = match ty {
            Some(ty) => quote!({ let __typed: #ty = #init; __typed }),
            None => init.into_token_stream(),
        };
        let expr: Expr = parse_quote!(match #init { #inner => (#(#idents,)*), _ => #diverge });
        let pats = bindings.iter().map(|binding| {
            let (mutability, ident) = (binding.mutability, &binding.ident);
            quote!(#mutability #ident)
        });
        let pat = Pat::parse_tuple(quote!((#(#pats,)*)));
        StmtKind::Let(Box::new(Let {
            attrs,
            let_token,
            pat,
            ty: None,
            init: Some(self.value(expr)),
            diverge: None,
            origin: Origin::User,
            vars: Vec::new(),
        }))
    }

    /// An expression, with what control flow in it awaits.
    fn value(&mut self, expr: Expr) -> Value {
        if !awaits(&expr) {
            return Value::Simple(Code::new(expr));
        }
        match expr {
            Expr::Block(e) => {
                let mut block = self.block(e.block);
                block.label = e.label.map(|label| label.name);
                Value::Block(block)
            }
            Expr::Unsafe(e) => {
                // What comes before it is not unsafe.
                let mut block = self.block(e.block);
                block.unsafety = Some(e.unsafe_token);
                block.level = true;
                Value::Block(block)
            }
            Expr::Paren(e) if is_control(&e.expr) => self.value(*e.expr),
            Expr::If(e) => self.if_(e),
            Expr::Match(e) => self.match_(e),
            Expr::Loop(e) => self.loop_(e),
            Expr::While(e) => self.while_(e),
            Expr::ForLoop(e) => self.for_(e),
            Expr::Macro(e) if macros::is_select(&e.mac) => self.select(e.mac),
            expr => {
                let span = expr.span();
                let mut before = Vec::new();
                let expr = self.head(expr, &mut before);
                self.wrap(before, Value::Simple(Code::new(expr)), span)
            }
        }
    }

    /// `value`, in a block behind the statements that it needs.
    fn wrap(&mut self, mut before: Vec<Stmt>, value: Value, span: Span) -> Value {
        if before.is_empty() {
            return value;
        }
        let first = before[0].awaits.start;
        let tail_first = before.last().map_or(first, |stmt| stmt.awaits.end);
        let kind = StmtKind::Value { attrs: Vec::new(), value, semi: None };
        before.push(Stmt { kind, awaits: tail_first..self.next() });
        Value::Block(generated_block(before, span))
    }

    fn temporary(
        &mut self,
        value: Value,
        origin: Origin,
        awaits: Range<AwaitId>,
        span: Span,
        out: &mut Vec<Stmt>,
    ) -> Ident {
        let prefix = if origin == Origin::Slot { "slot" } else { "value" };
        let ident = self.fresh(prefix, span);
        self.temporary_named(ident.clone(), value, origin, awaits, out);
        ident
    }

    fn temporary_named(
        &mut self,
        ident: Ident,
        value: Value,
        origin: Origin,
        awaits: Range<AwaitId>,
        out: &mut Vec<Stmt>,
    ) {
        let pat = Pat::Ident(syn::PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability: Some(Token![mut](Span::mixed_site())),
            ident,
            subpat: None,
        });
        let kind = StmtKind::Let(Box::new(Let {
            attrs: Vec::new(),
            let_token: Token![let](Span::mixed_site()),
            pat,
            ty: None,
            init: Some(value),
            diverge: None,
            origin,
            vars: Vec::new(),
        }));
        out.push(Stmt { kind, awaits });
    }

    /// Evaluates `expr` now, awaits and all, and leaves the name of the value in its place.
    fn hoist(&mut self, expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        let expr = strip_parens(expr);
        let span = expr.span();
        let (value, awaits) = self.ranged(|this| this.value(expr));
        let ident = self.temporary(value, Origin::Temporary, awaits, span, out);
        path(ident)
    }

    /// Takes all awaits out of `expr` but one that comes before everything else in it.
    fn head(&mut self, mut expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        if is_control(&expr) {
            return self.hoist(expr, out);
        }
        match &mut expr {
            Expr::Await(_) => {
                let Expr::Await(e) = expr else { return expr };
                return self.await_(e, out);
            }
            place if is_place(place) => {
                self.place(place, false, out);
                return expr;
            }
            Expr::Binary(e) if is_lazy(&e.op) && awaits(&e.right) => {
                let Expr::Binary(e) = expr else { return expr };
                return self.lazy(e, out);
            }
            Expr::Macro(e) if let Some(matches) = macros::matches(&e.mac) => {
                return self.hoist(Expr::Match(matches), out);
            }
            Expr::Macro(e) => match macros::arguments(&e.mac) {
                Some(mut args) => {
                    let values = args.iter_mut().map(macros::argument_value);
                    self.sequence(values.collect(), None, out);
                    e.mac.tokens = args.into_token_stream();
                    return expr;
                }
                None => {
                    let name = e.mac.path.to_token_stream().to_string().replace(' ', "");
                    self.errors.push(
                        &e.mac.path,
                        format!(
                            "`#[cancel_safe]` cannot see the `.await` inside `{name}!`; \
                             await in a `let` before it and pass the value"
                        ),
                    );
                    return expr;
                }
            },
            _ => {}
        }
        let place = match &expr {
            Expr::Assign(_) => Some(1),
            Expr::Binary(e) if repeatable::is_assignment(&e.op) => Some(1),
            Expr::Call(_) | Expr::MethodCall(_) | Expr::Reference(_) => Some(0),
            _ => None,
        };
        self.sequence(children(&mut expr), place, out);
        expr
    }

    /// Operands in the order of evaluation: what comes before an await has to keep its value. The
    /// one at `place` stands for a place, which is assigned or borrowed.
    fn sequence(&mut self, children: Vec<&mut Expr>, place: Option<usize>, out: &mut Vec<Stmt>) {
        let Some(last) = children.iter().rposition(|child| awaits(child)) else { return };
        let first_effect = children.iter().position(|child| !is_constant(child));
        for (index, child) in children.into_iter().enumerate().take(last + 1) {
            if place == Some(index) && is_place(child) {
                self.place(child, index < last, out);
                continue;
            }
            let expr = take(child);
            *child = if index == last && first_effect == Some(last) {
                self.head(expr, out)
            } else if awaits(&expr) || !self.may_wait(&expr) {
                self.hoist_borrowed(expr, out)
            } else {
                expr
            };
        }
    }

    /// Of a borrow from an awaited value, `&x.await` or `x.await.as_str()`, the value is hoisted
    /// and the borrow stays: so that the value lives long enough.
    fn hoist_borrowed(&mut self, expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        match strip_parens(expr) {
            Expr::Reference(mut e) => {
                self.hoist_base(&mut e.expr, out);
                Expr::Reference(e)
            }
            Expr::MethodCall(mut call)
                if repeatable::borrows_from_receiver(&call)
                    && awaits(&call.receiver)
                    && call.args.iter().all(|arg| self.may_wait(arg)) =>
            {
                self.hoist_base(&mut call.receiver, out);
                Expr::MethodCall(call)
            }
            expr => self.hoist(expr, out),
        }
    }

    /// Hoists the value that a borrowed place is part of.
    fn hoist_base(&mut self, expr: &mut Expr, out: &mut Vec<Stmt>) {
        match expr {
            place if is_place(place) => self.place(place, true, out),
            Expr::Field(e) => self.hoist_base(&mut e.base, out),
            Expr::Paren(e) => self.hoist_base(&mut e.expr, out),
            Expr::Unary(e) if matches!(e.op, syn::UnOp::Deref(_)) => {
                self.hoist_base(&mut e.expr, out);
            }
            Expr::Index(e) => {
                self.hoist_base(&mut e.expr, out);
                if !self.may_wait(&e.index) {
                    let index = take(&mut e.index);
                    *e.index = self.hoist(index, out);
                }
            }
            base => {
                let owned = take(base);
                *base = self.hoist_borrowed(owned, out);
            }
        }
    }

    /// Takes the awaits out of a place, and what an await that comes after it could change.
    fn place(&mut self, expr: &mut Expr, awaits_after: bool, out: &mut Vec<Stmt>) {
        match expr {
            Expr::Field(e) => self.place(&mut e.base, awaits_after, out),
            Expr::Paren(e) => self.place(&mut e.expr, awaits_after, out),
            Expr::Unary(e) => self.place(&mut e.expr, awaits_after, out),
            Expr::Index(e) => {
                self.place(&mut e.expr, awaits_after || awaits(&e.index), out);
                if awaits(&e.index) || awaits_after && !self.may_wait(&e.index) {
                    let index = take(&mut e.index);
                    *e.index = self.hoist(index, out);
                }
            }
            _ => {}
        }
    }

    fn may_wait(&self, expr: &Expr) -> bool {
        let stable = |ident: &Ident| !self.mutable.contains(&ident.to_string());
        repeatable::may_wait(expr, &stable)
    }

    /// `l && r.await` is `if l { r.await } else { false }`.
    fn lazy(&mut self, e: syn::ExprBinary, out: &mut Vec<Stmt>) -> Expr {
        let (left, right) = (e.left, e.right);
        let span = generated(e.op.span());
        let expr: Expr = match e.op {
            syn::BinOp::And(_) => parse_quote_spanned!(span=> if #left { #right } else { false }),
            _ => parse_quote_spanned!(span=> if #left { true } else { #right }),
        };
        self.hoist(expr, out)
    }

    fn await_(&mut self, e: syn::ExprAwait, out: &mut Vec<Stmt>) -> Expr {
        let text = source_text(&e.base);
        let span = e.base.span();
        let base = strip_parens(*e.base);
        let leaf = match base {
            mut base if is_wrapped(&base) => {
                self.future_operands(&mut base, out);
                Leaf::Other(base)
            }
            Expr::MethodCall(call) => self.method_leaf(call, out),
            Expr::Call(call) => self.call_leaf(call, out),
            base if awaits(&base) => Leaf::Other(self.hoist(base, out)),
            base if is_future_expr(&base) => Leaf::Other(base),
            base => Leaf::Other(self.hoist(base, out)),
        };
        let operands = match &leaf {
            Leaf::Method { slots: None, call } => {
                leaf_operands(&Expr::MethodCall((**call).clone()))
            }
            Leaf::Other(expr) => leaf_operands(expr),
            _ => Vec::new(),
        };
        let id = self.next();
        self.awaits.push(Await {
            leaf,
            token: e.await_token,
            text,
            operands,
            pending: Vec::new(),
            scope: Vec::new(),
            guards: Vec::new(),
        });
        marker(id, span)
    }

    fn method_leaf(&mut self, mut call: syn::ExprMethodCall, out: &mut Vec<Stmt>) -> Leaf {
        let name = call.method.to_string();
        let with_progress = WITH_PROGRESS.contains(&&*name);
        let mut operands = vec![&mut *call.receiver];
        operands.extend(call.args.iter_mut());
        self.operands(operands, out);
        if !with_progress {
            return Leaf::Method { call: Box::new(call), slots: None };
        }
        let mut slots = Vec::new();
        for arg in &mut call.args {
            // Whether a local is a borrow is known only when names are resolved; see `classify`.
            let is_slot = !repeatable::is_borrow(arg) && !matches!(arg, Expr::Reference(_));
            if is_slot {
                let span = generated(arg.span());
                let expr = take(arg);
                let private = private();
                let value: Expr = parse_quote_spanned! {span=>
                    #private::core::option::Option::Some(#expr)
                };
                let next = self.next();
                let value = Value::Simple(Code::new(value));
                let ident = self.temporary(value, Origin::Slot, next..next, span, out);
                *arg = path(ident);
            }
            slots.push(is_slot);
        }
        Leaf::Method { call: Box::new(call), slots: Some(slots) }
    }

    /// `function(args)`; where an argument is `_`, a checkpoint for the function goes there.
    fn call_leaf(&mut self, mut call: syn::ExprCall, out: &mut Vec<Stmt>) -> Leaf {
        for arg in &mut call.args {
            if let Expr::Infer(infer) = arg {
                let span = generated(infer.underscore_token.span);
                let private = private();
                let new: Expr = parse_quote_spanned!(span=> #private::Checkpoint::new());
                let checkpoint = self.hoist(new, out);
                *arg = parse_quote_spanned!(span=> &mut #checkpoint);
            }
        }
        // Who claims something about a future claims it of the whole expression: it stays as it is.
        if !is_claim(&call) {
            let mut operands = vec![&mut *call.func];
            operands.extend(call.args.iter_mut());
            self.operands(operands, out);
        }
        Leaf::Other(Expr::Call(call))
    }

    /// The operands of a leaf are evaluated again on resume, unless that would be noticed.
    fn operands(&mut self, children: Vec<&mut Expr>, out: &mut Vec<Stmt>) {
        let stays = |child: &Expr| !awaits(child) && repeatable::is_repeatable(child);
        let last = children.iter().rposition(|child| !stays(child));
        for (index, child) in children.into_iter().enumerate() {
            let is_last = last.is_none_or(|last| index > last);
            if stays(child) && (is_last || self.may_wait(child) || repeatable::is_place(child)) {
                continue;
            }
            let expr = take(child);
            *child = self.hoist_operand(expr, out);
        }
    }

    /// Of `&mut make()`, the call is hoisted and the borrow stays.
    fn hoist_operand(&mut self, expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        match expr {
            Expr::Reference(mut e) => {
                *e.expr = self.hoist_operand(*e.expr, out);
                Expr::Reference(e)
            }
            expr => self.hoist(expr, out),
        }
    }

    fn if_(&mut self, mut e: syn::ExprIf) -> Value {
        let span = generated(e.if_token.span);
        if condition_has_let(&e.cond) && awaits(&e.cond) {
            return self.if_let_await(e);
        }
        let mut before = Vec::new();
        let cond = match awaits(&e.cond) {
            true => self.hoist(*e.cond, &mut before),
            false => *e.cond,
        };
        let then_awaits = block_awaits(&e.then_branch);
        if !then_awaits && !e.else_branch.iter().any(|(_, otherwise)| awaits(otherwise)) {
            e.cond = Box::new(cond);
            return self.wrap(before, Value::Simple(Code::new(Expr::If(e))), span);
        }
        let bindings = condition_bindings(&cond);
        let pick = (!bindings.is_empty()).then(|| self.pick(bindings));
        let (mut then, then_awaits) = self.ranged(|this| this.block(e.then_branch));
        let pick = pick.filter(|_| !then_awaits.is_empty());
        if let Some((pick, bindings)) = &pick {
            then.stmts.insert(0, picked(pick.id, bindings, then_awaits.start));
        }
        let pick = pick.map(|(pick, _)| pick);
        let otherwise = e.else_branch.map(|(_, otherwise)| self.value(*otherwise));
        let cond = Code::new(cond);
        let value = If { if_token: e.if_token, cond, then, then_awaits, otherwise, pick };
        self.wrap(before, Value::If(Box::new(value)), span)
    }

    /// A condition with both `let` and `.await`: clause by clause.
    ///
    /// ```text
    /// if a && let P = b.await && c { T } else { E }
    /// 'done: { 'otherwise: { if !a { break 'otherwise } let P = b.await else { break 'otherwise };
    ///     if !c { break 'otherwise } break 'done { T } } E }
    /// ```
    fn if_let_await(&mut self, e: syn::ExprIf) -> Value {
        let span = generated(e.if_token.span);
        let (done, otherwise) = (self.fresh_label("chosen"), self.fresh_label("unchosen"));
        let mut clauses = Vec::new();
        conjuncts(*e.cond, &mut clauses);
        let mut stmts: Vec<SynStmt> = Vec::new();
        for clause in clauses {
            stmts.push(match clause {
                Expr::Let(clause) => {
                    let (pat, expr) = (clause.pat, clause.expr);
                    match is_irrefutable(&pat) {
                        true => parse_quote_spanned!(span=> let #pat = (#expr);),
                        false => {
                            parse_quote_spanned!(span=> let (#pat) = (#expr) else { break #otherwise };)
                        }
                    }
                }
                clause => parse_quote_spanned!(span=> if !(#clause) { break #otherwise }),
            });
        }
        let then = e.then_branch;
        stmts.push(parse_quote_spanned!(span=> break #done (#then);));
        let tail = match e.else_branch {
            Some((_, otherwise)) => quote_spanned!(span=> (#otherwise)),
            None => quote_spanned!(span=> {}),
        };
        self.value(parse_quote_spanned! {span=>
            #done: { #otherwise: { #(#stmts)* } #tail }
        })
    }

    fn pick(&mut self, bindings: Vec<NamedBinding>) -> (Pick, Vec<NamedBinding>) {
        self.picks += 1;
        let idents = bindings.iter().map(|binding| binding.ident.clone()).collect();
        let by_ref = bindings.iter().map(|binding| binding.by_ref).collect();
        (Pick { id: self.picks, bindings: idents, by_ref }, bindings)
    }

    fn match_(&mut self, mut e: syn::ExprMatch) -> Value {
        let span = e.match_token.span;
        let mut before = Vec::new();
        let scrutinee = match awaits(&e.expr) {
            true => self.hoist_borrowed(*e.expr, &mut before),
            false => *e.expr,
        };
        if !e.arms.iter().any(|arm| awaits(&arm.body) || guard(&arm.pat).is_some_and(awaits)) {
            e.expr = Box::new(scrutinee);
            let value = Value::Simple(Code::new(Expr::Match(e)));
            return self.wrap(before, value, span);
        }
        let arms = e.arms.into_iter().map(|arm| self.arm(arm)).collect();
        let value = Match { match_token: e.match_token, scrutinee: Code::new(scrutinee), arms };
        self.wrap(before, Value::Match(Box::new(value)), span)
    }

    fn arm(&mut self, arm: syn::Arm) -> Arm {
        let (pat, guard) = match arm.pat {
            Pat::Guard(guarded) => (*guarded.pat, Some(guarded.guard)),
            pat => (pat, None),
        };
        let guard = guard.map(|guard| {
            if awaits(&guard) {
                self.errors
                    .push(&guard, "`.await` in a match guard is not supported; await in the arm");
            }
            Code::new(*guard)
        });
        let body = arm.body;
        if !awaits(&body) {
            let body = ArmBody::Plain(Code::new(*body));
            return Arm { attrs: arm.attrs, pat, guard, body };
        }
        let bindings = bindings(&pat);
        let (mut block, awaits) = self.ranged(|this| match *body {
            Expr::Block(e) if e.label.is_none() && e.attrs.is_empty() => this.block(e.block),
            body => this.expr_block(body),
        });
        let (pick, bindings) = self.pick(bindings);
        if !bindings.is_empty() {
            block.stmts.insert(0, picked(pick.id, &bindings, awaits.start));
        }
        let body = ArmBody::Awaits { block, pick };
        Arm { attrs: arm.attrs, pat, guard, body }
    }

    fn expr_block(&mut self, expr: Expr) -> Block {
        let span = expr.span();
        let mut stmts = Vec::new();
        self.stmt(SynStmt::Expr(expr, None), &mut stmts);
        generated_block(stmts, span)
    }

    fn loop_(&mut self, mut e: syn::ExprLoop) -> Value {
        let label = self.loop_label(e.label, &mut e.body);
        self.loop_value(label, e.loop_token, e.body)
    }

    fn loop_value(&mut self, label: Lifetime, loop_token: Token![loop], body: syn::Block) -> Value {
        self.loops.push(label.clone());
        let body = self.block(body);
        self.loops.pop();
        Value::Loop(Box::new(Loop { label, loop_token, body }))
    }

    /// `while c { .. }` is `loop { if c { .. } else { break } }`.
    fn while_(&mut self, mut e: syn::ExprWhile) -> Value {
        let label = self.loop_label(e.label, &mut e.body);
        let span = generated(e.while_token.span);
        let (cond, then) = (e.cond, e.body);
        let body: syn::Block = parse_quote_spanned! {span=>
            { if #cond #then else { break #label } }
        };
        self.loop_value(label, Token![loop](span), body)
    }

    /// `for p in e { .. }` is `let i = e.into_iter(); loop { let p = i.next() or break; .. }`.
    fn for_(&mut self, mut e: syn::ExprForLoop) -> Value {
        let label = self.loop_label(e.label, &mut e.body);
        let span = generated(e.for_token.span);
        let iterable_span = generated(e.expr.span());
        let private = private();
        let mut before = Vec::new();
        if awaits(&e.expr) {
            e.expr = Box::new(self.hoist_borrowed(*e.expr, &mut before));
        }
        let counted = repeatable::is_iterable_again(&e.expr);
        if counted {
            self.keep_operands(&mut e.expr, &mut before);
        }
        let iterable = *e.expr;
        let next = self.next();
        let init: Expr = match counted {
            true => iterable,
            false => parse_quote_spanned! {iterable_span=>
                #private::core::iter::IntoIterator::into_iter(#iterable)
            },
        };
        let value = Value::Simple(Code::new(init));
        let iter = self.temporary(value, Origin::Iterator, next..next, iterable_span, &mut before);
        let (pat, stmts) = (e.pat, e.body.stmts);
        let advance: SynStmt = parse_quote_spanned! {iterable_span=>
            #[__item]
            let #pat = match #private::core::iter::Iterator::next(&mut #iter) {
                #private::core::option::Option::Some(__item) => __item,
                #private::core::option::Option::None => break #label,
            };
        };
        let mut body = syn::Block { brace_token: e.body.brace_token, stmts: vec![advance] };
        body.stmts.extend(stmts);
        let (value, awaits) = self.ranged(|this| this.loop_value(label, Token![loop](span), body));
        let kind = StmtKind::Value { attrs: Vec::new(), value, semi: None };
        before.push(Stmt { kind, awaits });
        Value::Block(generated_block(before, span))
    }

    /// ```text
    /// Input:  safe_select! { a = x => X, b = y => Y }
    /// Output: { let output = <wait for x and y>.await; match output { _0(a) => X, _1(b) => Y } }
    /// ```
    fn select(&mut self, mac: syn::Macro) -> Value {
        let span = mac.path.span();
        let krate = krate(span);
        let mut select = match crate::select::parse_inside(mac.tokens, &krate) {
            Ok(select) => select,
            Err(error) => {
                self.errors.combine(error);
                return Value::Simple(Code::new(Expr::Verbatim(TokenStream::new())));
            }
        };
        if let Err(error) = std::mem::take(&mut select.errors).finish() {
            self.errors.combine(error);
        }
        let mut before = Vec::new();
        for branch in &mut select.branches {
            if let Some(guard) = &mut branch.guard
                && !repeatable::is_repeatable(guard)
            {
                *guard = self.hoist(take(guard), &mut before);
            }
            self.future_operands(&mut branch.future, &mut before);
        }
        let operands = select.branches.iter().flat_map(|branch| leaf_operands(&branch.future));
        let operands = operands.collect();
        let id = self.next();
        let output = self.fresh("output", span);
        let choice = crate::select::choose_inside(&select, &output);
        self.awaits.push(Await {
            leaf: Leaf::Select(Box::new(select)),
            token: Token![await](span),
            text: "safe_select!".to_owned(),
            operands,
            pending: Vec::new(),
            scope: Vec::new(),
            guards: Vec::new(),
        });
        let awaited = Value::Simple(Code::new(marker(id, span)));
        self.temporary_named(output, awaited, Origin::Temporary, id..id + 1, &mut before);
        let value = match syn::parse2(choice) {
            Ok(mut choice) => {
                // Inside of the macro, the jumps have no labels yet.
                self.loops.iter().last().into_iter().for_each(|label| {
                    LabelJumps(label).visit_expr_mut(&mut choice);
                });
                match choice {
                    Expr::Match(choice) => self.match_(choice),
                    choice => self.value(choice),
                }
            }
            Err(error) => {
                self.errors.combine(error);
                return Value::Simple(Code::new(Expr::Verbatim(TokenStream::new())));
            }
        };
        self.wrap(before, value, span)
    }

    /// What making `future` takes, where it is a branch of a select or in a wrapper.
    fn future_operands(&mut self, future: &mut Expr, out: &mut Vec<Stmt>) {
        match future {
            Expr::Async(_) | Expr::Block(_) => {}
            Expr::Call(call) if is_claim(call) => {}
            Expr::Call(call) => match crate::select::wrapped_argument(&call.func) {
                None => {
                    let operands = std::iter::once(&mut *call.func).chain(&mut call.args);
                    self.operands(operands.collect(), out);
                }
                Some(wrapped) => {
                    for (index, arg) in call.args.iter_mut().enumerate() {
                        match index == wrapped {
                            true => self.future_operands(arg, out),
                            false => self.operands(vec![arg], out),
                        }
                    }
                }
            },
            Expr::MethodCall(call) if crate::select::is_wrapper(call) => {
                self.future_operands(&mut call.receiver, out);
                self.operands(call.args.iter_mut().collect(), out);
            }
            Expr::MethodCall(call) => {
                let operands = std::iter::once(&mut *call.receiver).chain(&mut call.args);
                self.operands(operands.collect(), out);
            }
            other => self.operands(vec![other], out),
        }
    }

    /// The label of a loop that awaits. Its jumps are labelled, for they may end up in a labelled
    /// block of ours, where a jump without a label is an error.
    fn loop_label(&mut self, label: Option<syn::Label>, body: &mut syn::Block) -> Lifetime {
        let label = label.map_or_else(|| self.fresh_label("loop"), |label| label.name);
        LabelJumps(&label).visit_block_mut(body);
        label
    }

    fn fresh_label(&mut self, prefix: &str) -> Lifetime {
        self.names += 1;
        Lifetime::new(&format!("'__{prefix}{}", self.names), Span::mixed_site())
    }
}

/// The place of `span`, but with the hygiene of generated code, of which lints do not speak.
fn generated(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

fn generated_block(stmts: Vec<Stmt>, span: Span) -> Block {
    let brace = syn::token::Brace(generated(span));
    Block { brace, unsafety: None, label: None, level: false, stmts }
}

/// `let (a, mut b);`, assigned from what the pattern picked.
fn picked(id: PickId, bindings: &[NamedBinding], at: AwaitId) -> Stmt {
    let pats = bindings.iter().map(|binding| {
        let (mutability, ident) = (binding.mutability, &binding.ident);
        quote!(#mutability #ident)
    });
    let pat = Pat::parse_tuple(quote!((#(#pats,)*)));
    let kind = StmtKind::Let(Box::new(Let {
        attrs: Vec::new(),
        let_token: Token![let](Span::mixed_site()),
        pat,
        ty: None,
        init: None,
        diverge: None,
        origin: Origin::Picked(id),
        vars: Vec::new(),
    }));
    Stmt { kind, awaits: at..at }
}

trait ParsePat {
    fn parse_tuple(tokens: TokenStream) -> Pat;
}

impl ParsePat for Pat {
    fn parse_tuple(tokens: TokenStream) -> Pat {
        use syn::parse::Parser;
        Pat::parse_single.parse2(tokens.clone()).unwrap_or(Pat::Verbatim(tokens))
    }
}

/// Stands for the value of await `id` until it is lowered.
fn marker(id: AwaitId, span: Span) -> Expr {
    let id = proc_macro2::Literal::u32_unsuffixed(id);
    parse_quote_spanned!(span=> __await!(#id))
}

/// The await that `expr` stands for.
pub(crate) fn marked(mac: &syn::Macro) -> Option<AwaitId> {
    mac.path.is_ident("__await").then(|| mac.tokens.to_string().parse().ok()).flatten()
}

fn path(ident: Ident) -> Expr {
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: ident.into() })
}

fn take(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::Verbatim(TokenStream::new()))
}

fn strip_parens(expr: Expr) -> Expr {
    match expr {
        Expr::Paren(e) if e.attrs.is_empty() => strip_parens(*e.expr),
        Expr::Group(e) if e.attrs.is_empty() => strip_parens(*e.expr),
        expr => expr,
    }
}

/// What may be awaited as it stands: a future that is made or named anew on resume.
fn is_future_expr(expr: &Expr) -> bool {
    repeatable::is_repeatable(expr) || matches!(expr, Expr::Async(_))
}

fn is_lazy(op: &syn::BinOp) -> bool {
    matches!(op, syn::BinOp::And(_) | syn::BinOp::Or(_))
}

/// A place, though awaits may stand in its indices.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(e) => is_place(&e.base),
        Expr::Index(e) => is_place(&e.expr),
        Expr::Paren(e) => is_place(&e.expr),
        Expr::Unary(e) => matches!(e.op, syn::UnOp::Deref(_)) && is_place(&e.expr),
        _ => false,
    }
}

/// Nothing is read, nothing is moved.
fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => path
            .path
            .get_ident()
            .is_none_or(|ident| ident.to_string().starts_with(char::is_uppercase)),
        _ => false,
    }
}

/// Whether a future is in a wrapper: `timeout(d, rx.recv())`, `rx.recv().fuse()`, `async { .. }`.
pub(crate) fn is_wrapped(expr: &Expr) -> bool {
    match expr {
        Expr::Async(_) => true,
        Expr::Call(call) => crate::select::wrapped_argument(&call.func).is_some(),
        Expr::MethodCall(call) => crate::select::is_wrapper(call),
        _ => false,
    }
}

/// `assume_cancel_safe(..)` and the like.
pub(crate) fn is_claim(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let name = path.path.segments.last().map(|last| last.ident.to_string());
    matches!(name.as_deref(), Some("assume_cancel_safe" | "abandon" | "requeue"))
}

/// Locals that a call passes by value, and would move unless they are `Copy`.
fn leaf_operands(leaf: &Expr) -> Vec<Ident> {
    let mut idents = Vec::new();
    by_value(leaf, &mut idents);
    idents
}

fn by_value(expr: &Expr, idents: &mut Vec<Ident>) {
    match expr {
        Expr::Path(path) => idents.extend(path.path.get_ident().cloned()),
        Expr::Paren(e) => by_value(&e.expr, idents),
        Expr::Group(e) => by_value(&e.expr, idents),
        Expr::Tuple(e) => e.elems.iter().for_each(|e| by_value(e, idents)),
        Expr::Array(e) => e.elems.iter().for_each(|e| by_value(e, idents)),
        Expr::Call(e) => e.args.iter().for_each(|e| by_value(e, idents)),
        Expr::MethodCall(e) => e.args.iter().for_each(|e| by_value(e, idents)),
        Expr::Struct(e) => e.fields.iter().for_each(|field| by_value(&field.expr, idents)),
        _ => {}
    }
}

fn is_control(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Block(_)
            | Expr::Unsafe(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_)
    ) || matches!(expr, Expr::Macro(e) if macros::is_select(&e.mac))
}

pub(crate) fn condition_has_let(cond: &Expr) -> bool {
    match cond {
        Expr::Let(_) => true,
        Expr::Paren(e) => condition_has_let(&e.expr),
        Expr::Binary(e) => {
            matches!(e.op, syn::BinOp::And(_))
                && (condition_has_let(&e.left) || condition_has_let(&e.right))
        }
        _ => false,
    }
}

fn conjuncts(cond: Expr, out: &mut Vec<Expr>) {
    match cond {
        Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_)) => {
            conjuncts(*e.left, out);
            conjuncts(*e.right, out);
        }
        cond => out.push(cond),
    }
}

pub(crate) fn condition_bindings(cond: &Expr) -> Vec<NamedBinding> {
    let mut out = Vec::new();
    match cond {
        Expr::Let(e) => out.extend(bindings(&e.pat)),
        Expr::Paren(e) => out.extend(condition_bindings(&e.expr)),
        Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_)) => {
            out.extend(condition_bindings(&e.left));
            out.extend(condition_bindings(&e.right));
        }
        _ => {}
    }
    out
}

/// A name that a pattern binds.
#[derive(Clone)]
pub(crate) struct NamedBinding {
    pub(crate) ident: Ident,
    pub(crate) mutability: Option<Token![mut]>,
    pub(crate) by_ref: bool,
}

/// The names that `pat` binds, each once.
pub(crate) fn bindings(pat: &Pat) -> Vec<NamedBinding> {
    struct Bindings(Vec<NamedBinding>);
    impl<'ast> Visit<'ast> for Bindings {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            let known = self.0.iter().any(|binding| binding.ident == pat.ident);
            if is_binding(pat) && !known {
                self.0.push(NamedBinding {
                    ident: pat.ident.clone(),
                    mutability: pat.mutability,
                    by_ref: pat.by_ref.is_some(),
                });
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut bindings = Bindings(Vec::new());
    bindings.visit_pat(pat);
    bindings.0
}

/// `None` and `MAX` parse like bindings; what starts in upper case is not one.
pub(crate) fn is_binding(pat: &syn::PatIdent) -> bool {
    let plain = pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none();
    !(plain && pat.ident.to_string().starts_with(char::is_uppercase))
}

fn is_irrefutable(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => is_binding(pat) && pat.subpat.is_none(),
        Pat::Wild(_) => true,
        Pat::Tuple(pat) => pat.elems.iter().all(is_irrefutable),
        Pat::Reference(pat) => is_irrefutable(&pat.pat),
        Pat::Paren(pat) => is_irrefutable(&pat.pat),
        _ => false,
    }
}

/// `pat` with no binding `mut`: for where its bindings are only handed on.
pub(crate) fn without_mut(mut pat: Pat) -> Pat {
    struct Strip;
    impl VisitMut for Strip {
        fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
            if pat.by_ref.is_none() {
                pat.mutability = None;
            }
            visit_mut::visit_pat_ident_mut(self, pat);
        }
        fn visit_expr_mut(&mut self, _: &mut Expr) {}
    }
    Strip.visit_pat_mut(&mut pat);
    pat
}

/// The operands of `expr`, in the order of evaluation.
pub(crate) fn children(expr: &mut Expr) -> Vec<&mut Expr> {
    match expr {
        Expr::Array(e) => e.elems.iter_mut().collect(),
        Expr::Assign(e) => vec![&mut e.right, &mut e.left],
        Expr::Binary(e) => match repeatable::is_assignment(&e.op) {
            true => vec![&mut e.right, &mut e.left],
            false => vec![&mut e.left, &mut e.right],
        },
        Expr::Break(e) => e.expr.iter_mut().map(|e| &mut **e).collect(),
        Expr::Call(e) => std::iter::once(&mut *e.func).chain(&mut e.args).collect(),
        Expr::Cast(e) => vec![&mut e.expr],
        Expr::Field(e) => vec![&mut e.base],
        Expr::Group(e) => vec![&mut e.expr],
        Expr::Index(e) => vec![&mut e.expr, &mut e.index],
        Expr::MethodCall(e) => std::iter::once(&mut *e.receiver).chain(&mut e.args).collect(),
        Expr::Paren(e) => vec![&mut e.expr],
        Expr::Range(e) => e.start.iter_mut().chain(&mut e.end).map(|e| &mut **e).collect(),
        Expr::Reference(e) => vec![&mut e.expr],
        Expr::Repeat(e) => vec![&mut e.expr],
        Expr::Return(e) => e.expr.iter_mut().map(|e| &mut **e).collect(),
        Expr::Struct(e) => {
            let fields = e.fields.iter_mut().map(|field| &mut field.expr);
            fields.chain(e.rest.iter_mut().map(|e| &mut **e)).collect()
        }
        Expr::Try(e) => vec![&mut e.expr],
        Expr::Tuple(e) => e.elems.iter_mut().collect(),
        Expr::Unary(e) => vec![&mut e.expr],
        _ => Vec::new(),
    }
}

/// Whether `expr` awaits in this function: closures, async blocks and items are others.
pub(crate) fn awaits(expr: &Expr) -> bool {
    struct Finder(bool);
    impl<'ast> Visit<'ast> for Finder {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match expr {
                Expr::Await(_) => self.0 = true,
                Expr::Closure(_) | Expr::Async(_) => {}
                Expr::Macro(e) => {
                    self.0 |= macros::mentions_await(&e.mac.tokens) || marked(&e.mac).is_some()
                }
                _ if !self.0 => visit::visit_expr(self, expr),
                _ => {}
            }
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
        fn visit_stmt_macro(&mut self, stmt: &'ast syn::StmtMacro) {
            self.0 |= macro_awaits(&stmt.mac);
        }
    }
    let mut finder = Finder(false);
    finder.visit_expr(expr);
    finder.0
}

fn macro_awaits(mac: &syn::Macro) -> bool {
    macros::is_select(mac) || macros::mentions_await(&mac.tokens)
}

fn guard(pat: &Pat) -> Option<&Expr> {
    match pat {
        Pat::Guard(guarded) => Some(&guarded.guard),
        _ => None,
    }
}

fn block_awaits(block: &syn::Block) -> bool {
    block.stmts.iter().any(|stmt| match stmt {
        SynStmt::Local(local) => local.init.iter().any(|init| {
            awaits(&init.expr) || init.diverge.iter().any(|(_, diverge)| awaits(diverge))
        }),
        SynStmt::Expr(expr, _) => awaits(expr),
        SynStmt::Macro(stmt) => macro_awaits(&stmt.mac),
        SynStmt::Item(_) => false,
    })
}

/// Gives the jumps of one loop its label.
struct LabelJumps<'a>(&'a Lifetime);

impl VisitMut for LabelJumps<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Break(e) => {
                e.label.get_or_insert_with(|| self.0.clone());
                visit_mut::visit_expr_break_mut(self, e);
            }
            Expr::Continue(e) => {
                e.label.get_or_insert_with(|| self.0.clone());
            }
            // Loops inside have jumps of their own; their conditions still belong to this one.
            Expr::While(e) => self.visit_expr_mut(&mut e.cond),
            Expr::ForLoop(e) => self.visit_expr_mut(&mut e.expr),
            Expr::Loop(_) | Expr::Closure(_) | Expr::Async(_) => {}
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Names that are declared `mut` somewhere.
#[derive(Default)]
struct MutableNames(std::collections::HashSet<String>);

impl<'ast> Visit<'ast> for MutableNames {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        if pat.mutability.is_some() && pat.by_ref.is_none() {
            self.0.insert(pat.ident.to_string());
        }
        visit::visit_pat_ident(self, pat);
    }
}

fn take_attrs(expr: &mut Expr) -> Vec<syn::Attribute> {
    match expr {
        Expr::Await(e) => std::mem::take(&mut e.attrs),
        Expr::Block(e) => std::mem::take(&mut e.attrs),
        Expr::Call(e) => std::mem::take(&mut e.attrs),
        Expr::ForLoop(e) => std::mem::take(&mut e.attrs),
        Expr::If(e) => std::mem::take(&mut e.attrs),
        Expr::Loop(e) => std::mem::take(&mut e.attrs),
        Expr::Macro(e) => std::mem::take(&mut e.attrs),
        Expr::Match(e) => std::mem::take(&mut e.attrs),
        Expr::MethodCall(e) => std::mem::take(&mut e.attrs),
        Expr::Try(e) => std::mem::take(&mut e.attrs),
        Expr::Unsafe(e) => std::mem::take(&mut e.attrs),
        Expr::While(e) => std::mem::take(&mut e.attrs),
        _ => Vec::new(),
    }
}

/// The expression as it is written, on one line.
pub(crate) fn source_text(expr: &Expr) -> String {
    let text = expr.to_token_stream().to_string();
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let glue_before = word.starts_with(['.', ',', ';', '?', ')', ']', ':']) || out.is_empty();
        let glue_after = out.ends_with(['.', '(', '[', '&', ':', '!', '*']);
        let call = word.starts_with(['(', '[', '!'])
            && out.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '>');
        if !glue_before && !glue_after && !call {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
