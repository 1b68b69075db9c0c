//! Which variable does a name mean? And what does each piece of code do to which?
//!
//! All variables of a block are declared at its start, where resuming can assign them. So two of
//! them must not have one name, nor one the name of something that the block mentions before. A
//! variable that would gets another hygiene, and, from the second on, another name.

use std::collections::{HashMap, HashSet};
use std::mem;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat};

use super::ir::*;
use super::{classify, flatten, macros, repeatable};
use crate::diag::Errors;

/// What a pattern matches.
struct Picked {
    operands: Vec<VarId>,
    /// Whether each binding borrows.
    borrows: Vec<bool>,
    may_guard: bool,
}

pub(crate) struct Resolver<'a> {
    pub(crate) vars: Vec<Var>,
    awaits: &'a mut Vec<Await>,
    scope: Vec<VarId>,
    /// When each name was last seen in the code, by the count of names seen.
    seen: HashMap<String, usize>,
    count: usize,
    /// That count at the start of the level.
    level_start: usize,
    /// What the patterns that hand over bindings match.
    picks: HashMap<PickId, Picked>,
    /// How often each name was taken by a renamed variable.
    renamed: HashMap<String, u32>,
    /// Operands that turned out to be borrows, by the temporary that would have held them.
    borrowed: HashMap<String, Expr>,
    /// Types that only the body can name.
    local_names: Vec<String>,
    /// Names that occur in strings, `"{name}"`.
    captured: HashSet<String>,
    /// What is wrong with a `safe_select!`.
    pub(crate) errors: Vec<syn::Error>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(awaits: &'a mut Vec<Await>, body: &syn::Block) -> Self {
        Resolver {
            vars: Vec::new(),
            awaits,
            scope: Vec::new(),
            seen: HashMap::new(),
            count: 0,
            level_start: 0,
            picks: HashMap::new(),
            renamed: HashMap::new(),
            borrowed: HashMap::new(),
            local_names: classify::local_names(body),
            captured: macros::captured_names(body.to_token_stream()),
            errors: Vec::new(),
        }
    }

    /// A parameter that is passed anew on each call.
    pub(crate) fn lent(&mut self, ident: &Ident) {
        self.push(ident.clone(), ident.to_string(), Class::Lent);
    }

    fn push(&mut self, ident: Ident, name: String, class: Class) -> VarId {
        let id = self.vars.len();
        self.vars.push(Var {
            ident,
            name,
            renamed: false,
            mutability: None,
            class,
            cfg: Vec::new(),
            operands: Vec::new(),
            rederivable: true,
            may_guard: false,
            mentioned: false,
            slot: None,
        });
        self.scope.push(id);
        id
    }

    fn find(&self, name: &str) -> Option<VarId> {
        self.scope.iter().rev().copied().find(|&var| self.vars[var].name == name)
    }

    fn see(&mut self, name: String) {
        self.count += 1;
        self.seen.insert(name, self.count);
    }

    /// A block that resuming enters from its start.
    pub(crate) fn level(&mut self, block: &mut Block) {
        let start = mem::replace(&mut self.level_start, self.count);
        self.block(block);
        self.level_start = start;
    }

    fn block(&mut self, block: &mut Block) {
        let depth = self.scope.len();
        for stmt in &mut block.stmts {
            match &mut stmt.kind {
                StmtKind::Plain(code) => {
                    code.facts = self.code(|v| v.visit_stmt_mut(&mut code.code));
                    code.facts.diverges = match &code.code {
                        syn::Stmt::Expr(expr, _) => diverges(expr),
                        syn::Stmt::Macro(stmt) => macros::diverges(&stmt.mac),
                        _ => false,
                    };
                }
                StmtKind::Let(let_) => self.let_(let_),
                StmtKind::Value { value, .. } => self.value(value),
            }
        }
        self.scope.truncate(depth);
    }

    fn value(&mut self, value: &mut Value) {
        match value {
            Value::Simple(code) => self.expr(code),
            Value::Block(block) if block.level => self.level(block),
            Value::Block(block) => self.block(block),
            Value::If(if_) => {
                self.expr(&mut if_.cond);
                let depth = self.scope.len();
                if let Some(pick) = &if_.pick {
                    let borrows = classify::condition_borrows(&if_.cond.code, &self.vars);
                    self.picked(pick, &if_.cond, borrows);
                } else {
                    // What the condition binds hides our variables, but is none of them.
                    for binding in flatten::condition_bindings(&if_.cond.code) {
                        self.lent(&binding.ident);
                    }
                }
                self.block(&mut if_.then);
                self.scope.truncate(depth);
                if let Some(otherwise) = &mut if_.otherwise {
                    self.value(otherwise);
                }
            }
            Value::Match(match_) => {
                self.expr(&mut match_.scrutinee);
                let borrows = classify::is_borrow(&match_.scrutinee.code, &self.vars);
                for arm in &match_.arms {
                    if let ArmBody::Awaits { pick, .. } = &arm.body {
                        self.picked(pick, &match_.scrutinee, borrows);
                    }
                }
                match_.arms.iter_mut().for_each(|arm| self.arm(arm));
            }
            Value::Loop(loop_) => self.level(&mut loop_.body),
        }
    }

    fn picked(&mut self, pick: &Pick, scrutinee: &Code<Expr>, borrows: bool) {
        let operands = scrutinee.facts.mentions.iter().map(|mention| mention.var).collect();
        let borrows = pick.by_ref.iter().map(|&by_ref| by_ref || borrows).collect();
        let may_guard = classify::may_guard(&scrutinee.code);
        self.picks.insert(pick.id, Picked { operands, borrows, may_guard });
    }

    fn arm(&mut self, arm: &mut Arm) {
        let names: Vec<String> =
            flatten::bindings(&arm.pat).iter().map(|b| b.ident.to_string()).collect();
        if let Some(guard) = &mut arm.guard {
            guard.facts = self.code(|v| {
                v.locals.extend(names.clone());
                v.visit_expr_mut(&mut guard.code);
            });
        }
        match &mut arm.body {
            ArmBody::Plain(code) => {
                code.facts = self.code(|v| {
                    v.locals.extend(names);
                    v.visit_expr_mut(&mut code.code);
                });
                code.facts.diverges = diverges(&code.code);
            }
            ArmBody::Awaits { block, .. } => self.block(block),
        }
    }

    fn expr(&mut self, code: &mut Code<Expr>) {
        code.facts = self.code(|v| v.visit_expr_mut(&mut code.code));
        code.facts.diverges = diverges(&code.code);
    }

    fn code(&mut self, visit: impl FnOnce(&mut Visitor<'_, 'a>)) -> Facts {
        let mut visitor = Visitor::new(self);
        visit(&mut visitor);
        visitor.facts
    }

    fn let_(&mut self, let_: &mut Let) {
        if self.drop_needless_slot(let_) {
            return;
        }
        if let Some(init) = &mut let_.init {
            self.value(init);
        }
        if let Some(diverge) = &mut let_.diverge {
            self.expr(diverge);
        }
        let bindings = flatten::bindings(&let_.pat);
        let by_ref = bindings.iter().any(|binding| binding.by_ref);
        let class = classify::class(let_, by_ref, &self.vars, &self.local_names);
        let picked = match let_.origin {
            Origin::Picked(id) => self.picks.remove(&id),
            _ => None,
        };
        let operands = match &picked {
            Some(picked) => picked.operands.clone(),
            None => classify::operands(let_),
        };
        let may_guard = match &picked {
            Some(picked) => picked.may_guard,
            None => match &let_.init {
                Some(Value::Simple(init)) => classify::may_guard(&init.code),
                _ => false,
            },
        };
        let cfg: Vec<_> =
            let_.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect();
        let rederivable =
            class != Class::Rederived || classify::is_rederivable(let_, by_ref, &self.vars);
        let mut renames = HashMap::new();
        for (index, binding) in bindings.into_iter().enumerate() {
            let picked = picked.as_ref().and_then(|picked| picked.borrows.get(index));
            let class = match picked {
                Some(true) => Class::Rederived,
                _ => class.clone(),
            };
            let derived = matches!(class, Class::Rederived | Class::Counted);
            let name = binding.ident.to_string();
            let taken = self.find(&name).is_some()
                || self.seen.get(&name).is_some_and(|&at| at > self.level_start);
            let ident = if taken { self.rename(&binding.ident) } else { binding.ident };
            if taken {
                renames.insert(name.clone(), ident.clone());
            }
            // An outer variable of that name, declared later, would be hidden in here.
            self.see(name.clone());
            let var = self.push(ident, name, class);
            let owned = matches!(self.vars[var].class, Class::Typed(_));
            self.vars[var].may_guard = may_guard && !owned;
            self.vars[var].rederivable = rederivable;
            self.vars[var].renamed = taken;
            self.vars[var].mutability = binding.mutability;
            if derived {
                self.vars[var].operands.clone_from(&operands);
            }
            self.vars[var].cfg.clone_from(&cfg);
            let_.vars.push(var);
        }
        RenamePattern(&renames).visit_pat_mut(&mut let_.pat);
    }

    fn rename(&mut self, ident: &Ident) -> Ident {
        let name = ident.to_string();
        // All that one string captures has one hygiene, which is that of the source.
        let captured = self.captured.contains(&name);
        let count = self.renamed.entry(name).or_default();
        *count += 1;
        let span = Span::mixed_site().located_at(ident.span());
        match *count {
            count if captured => Ident::new(&format!("__{ident}_{count}"), ident.span()),
            1 => Ident::new(&ident.to_string(), span),
            count => Ident::new(&format!("{ident}_{count}"), span),
        }
    }

    /// An operand that is a borrow needs no slot: it is borrowed again.
    fn drop_needless_slot(&mut self, let_: &mut Let) -> bool {
        if let_.origin != Origin::Slot {
            return false;
        }
        let Some(Value::Simple(Code { code: Expr::Call(some), .. })) = &let_.init else {
            return false;
        };
        let Some(operand @ Expr::Path(path)) = some.args.first() else { return false };
        let Some(var) = path.path.get_ident().and_then(|ident| self.find(&ident.to_string()))
        else {
            return false;
        };
        if !matches!(self.vars[var].class, Class::Lent | Class::Rederived) {
            return false;
        }
        let Pat::Ident(temporary) = &let_.pat else { return false };
        self.borrowed.insert(temporary.ident.to_string(), operand.clone());
        let_.init = None;
        let_.pat = Pat::Wild(syn::PatWild {
            attrs: Vec::new(),
            underscore_token: syn::Token![_](temporary.ident.span()),
        });
        true
    }
}

fn diverges(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Macro(e) => macros::diverges(&e.mac),
        Expr::Call(e) => never_returns(&e.func),
        Expr::Block(e) => {
            e.label.is_none()
                && e.block.stmts.iter().any(|stmt| match stmt {
                    syn::Stmt::Expr(expr, _) => diverges(expr),
                    syn::Stmt::Macro(stmt) => macros::diverges(&stmt.mac),
                    _ => false,
                })
        }
        _ => false,
    }
}

/// The functions that are known to return `!`: two of the standard library, two of ours.
fn never_returns(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let mut segments = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (last, before) = (segments.next(), segments.next());
    matches!(
        (before.as_deref(), last.as_deref()),
        (Some("process"), Some("exit" | "abort"))
            | (Some("select"), Some("nothing_left" | "never_waits"))
    )
}

struct RenamePattern<'a>(&'a HashMap<String, Ident>);

impl VisitMut for RenamePattern<'_> {
    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        if flatten::is_binding(pat)
            && let Some(ident) = self.0.get(&pat.ident.to_string())
        {
            pat.ident = ident.clone();
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        // `S { x }` binds `x`; renamed, it has to say `S { x: x_2 }`.
        if field.colon_token.is_none()
            && let Pat::Ident(pat) = &*field.pat
            && self.0.contains_key(&pat.ident.to_string())
        {
            field.colon_token = Some(syn::Token![:](pat.ident.span()));
        }
        visit_mut::visit_field_pat_mut(self, field);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// Walks a piece of code that has no structure of its own in the [`ir`](super::ir).
struct Visitor<'r, 'a> {
    resolver: &'r mut Resolver<'a>,
    /// Names that the code itself declares: they hide variables.
    locals: Vec<String>,
    facts: Facts,
    how: How,
}

impl<'r, 'a> Visitor<'r, 'a> {
    fn new(resolver: &'r mut Resolver<'a>) -> Self {
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
        let index = id as usize - 1;
        let Some(point) = self.resolver.awaits.get_mut(index) else { return };
        let mut operands = mem::take(&mut point.operands);
        let never = Leaf::Other(Expr::Verbatim(TokenStream::new()));
        let mut leaf = mem::replace(&mut point.leaf, never);
        self.restore_borrowed(&mut leaf);
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
            let saved = !self.locals.contains(&ident.to_string())
                && self.resolver.find(&ident.to_string()).is_some_and(|var| {
                    !matches!(self.resolver.vars[var].class, Class::Lent | Class::Rederived)
                });
            self.mention(ident);
            saved
        });
        let scope = self.resolver.scope.clone();
        if let Some(point) = self.resolver.awaits.get_mut(index) {
            point.operands = operands;
            point.leaf = leaf;
            point.scope = scope;
        }
    }

    /// Marks the future in a wrapper by what the catalogue says of it.
    fn mark(&mut self, expr: &mut Expr) {
        if !flatten::is_wrapped(expr) {
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
                    // `name = value` and `name: value` name no variable.
                    let names = matches!(tokens.peek(), Some(TokenTree::Punct(punct))
                        if matches!(punct.as_char(), '=' | ':') && punct.spacing() == proc_macro2::Spacing::Alone);
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
            let Ok(mut ident) = syn::parse_str::<Ident>(&text[range.clone()]) else { continue };
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
        let shorthand = field.colon_token.is_none();
        let before = field.expr.to_token_stream().to_string();
        self.visit_expr_mut(&mut field.expr);
        if shorthand && let Expr::Path(path) = &field.expr {
            let renamed = path.to_token_stream().to_string() != before;
            if renamed {
                field.colon_token = Some(Default::default());
            }
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.scoped(|this| visit_mut::visit_block_mut(this, block));
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
