//! From the syntax tree to the [`ir`](super::ir): each await into a statement of its own.

mod attrs;
mod builders;
mod chosen;
mod control;
mod deadlines;
mod expr;
mod found_by_place;
mod future;
mod guarded;
mod hoist;
mod jumps;
mod keys;
mod leaf;
mod let_else;
mod local;
mod lookup;
mod loops;
mod make;
mod named_futures;
mod named_iterators;
mod operands;
mod overlap;
mod parts;
mod patterns;
mod pinned;
mod rederive;
mod select;
mod steps;
mod syntax;
mod temporaries;
mod unreachable;
mod written_out;

use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Lifetime, Stmt as SynStmt, Token};

pub(crate) use self::attrs::attrs;
use self::attrs::take_attrs;
pub(crate) use self::jumps::strand;
pub(crate) use self::keys::unless_changed as keys_unless_changed;
pub(crate) use self::leaf::{is_miscalled, is_well_called};
use self::let_else::borrow_checked_first;
pub(crate) use self::named_futures::in_place as named_futures_in_place;
pub(crate) use self::parts::Part;
pub(crate) use self::patterns::*;
pub(crate) use self::syntax::*;
use self::written_out::written_out;
use super::ir::*;
use super::parse::Function;
use super::{bindings, macros, repeatable};
use crate::diag::Errors;
use crate::hygiene;
use crate::visit::{self, Visit};

pub(crate) struct Flatten<'e> {
    pub(crate) errors: &'e mut Errors,
    pub(crate) awaits: Vec<Await>,
    /// Locals that are declared `mut` anywhere in the function.
    mutable: HashSet<String>,
    /// Locals that are declared as borrows anywhere in the function, as far as names tell.
    borrows: Rc<HashSet<String>>,
    /// What is passed anew on each call, and may be changed in the meantime.
    lent: HashSet<String>,
    /// What of that is a `&mut`.
    lent_mut: HashSet<String>,
    /// The iterators that are [`Origin::Stepped`].
    stepped: HashSet<String>,
    /// What the other branches of a select are lent.
    beside: Vec<overlap::Place>,
    /// What is kept for a branch of a select that has a guard.
    guarded: Option<guarded::Guarded>,
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
pub(crate) fn private() -> Private {
    Private
}

/// Its path, token by token: a stream of tokens costs the compiler a call wherever it is put in.
#[derive(Clone, Copy)]
pub(crate) struct Private;

impl ToTokens for Private {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for name in ["cancel_safe", "__private"] {
            Token![::](Span::call_site()).to_tokens(tokens);
            Ident::new(name, Span::call_site()).to_tokens(tokens);
        }
    }
}

/// A call of a function of the runtime. The compiler shows it at `span`, as if the user had written
/// it there: an error about it does not point at the attribute.
pub(crate) fn call_at(span: Span, function: &str, args: &TokenStream) -> TokenStream {
    let (colons, function) = (Token![::](span), Ident::new(function, span));
    let mut args = Group::new(Delimiter::Parenthesis, args.clone());
    args.set_span(span);
    quote!(#colons cancel_safe::__private::#function #args)
}

/// The checkpoint that `_` stands for.
pub(crate) fn inner(infer: &syn::ExprInfer) -> TokenStream {
    call_at(infer.underscore_token.span, "inner", &TokenStream::new())
}

impl<'e> Flatten<'e> {
    pub(crate) fn new(function: &Function, errors: &'e mut Errors) -> Self {
        let mut names = Names::default();
        names.visit_block(&function.block);
        function.owned.iter().for_each(|owned| names.visit_pat(&owned.pat));
        let lent = function.lent.iter().flat_map(|lent| bindings(&lent.pat));
        let lent = lent.map(|binding| binding.ident.to_string());
        names.borrows.extend(lent.clone());
        let lent = lent.chain(function.receiver.iter().map(|_| "self".to_owned())).collect();
        let is_unique =
            |ty: &syn::Type| matches!(ty, syn::Type::Reference(ty) if ty.mutability.is_some());
        let lent_mut = function.lent.iter().filter(|lent| is_unique(&lent.ty));
        let lent_mut = lent_mut.flat_map(|lent| bindings(&lent.pat));
        let lent_mut = lent_mut.map(|binding| binding.ident.to_string()).collect();
        Flatten {
            errors,
            awaits: Vec::new(),
            mutable: names.mutable,
            borrows: Rc::new(names.borrows),
            lent,
            lent_mut,
            stepped: named_iterators::names(function),
            beside: Vec::new(),
            guarded: None,
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

    fn fresh_label(&mut self, prefix: &str) -> Lifetime {
        self.names += 1;
        Lifetime::new(&format!("'__{prefix}{}", self.names), Span::mixed_site())
    }

    /// The awaits of a statement are there where the statement is.
    fn conditional(&mut self, attrs: &[syn::Attribute], awaits: &Range<AwaitId>) {
        let cfg: Vec<_> =
            attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect();
        for point in &mut self.awaits[awaits.start as usize - 1..awaits.end as usize - 1] {
            point.cfg.extend(cfg.iter().cloned());
        }
    }

    /// Runs `f`, and says which awaits it numbered.
    fn ranged<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> (T, Range<AwaitId>) {
        let first = self.next();
        let value = f(self);
        (value, first..self.next())
    }

    pub(crate) fn block(&mut self, mut block: syn::Block) -> Block {
        pinned::in_boxes(&mut block);
        let mut stmts = Vec::new();
        let unit = block.stmts.last().and_then(unit_of_loop);
        let mut is_reached = true;
        for stmt in block.stmts.into_iter().chain(unit) {
            if !is_reached {
                stmts.extend(unreachable::reported(&stmt, self.next()));
            }
            is_reached = !bindings::stmt_diverges(&stmt);
            self.stmt(stmt, &mut stmts);
        }
        Block { brace: block.brace_token, unsafety: None, label: None, level: false, stmts }
    }

    fn stmt(&mut self, stmt: SynStmt, out: &mut Vec<Stmt>) {
        let stmt = match stmt {
            SynStmt::Expr(expr, semi) => SynStmt::Expr(self.rederived(expr), semi),
            stmt => stmt,
        };
        match stmt {
            SynStmt::Local(local) => self.local_stmt(local, out),
            SynStmt::Expr(expr, semi) if awaits(&expr) => {
                let (kind, awaits) = self.ranged(|this| this.expr_stmt(expr, semi));
                if let StmtKind::Value { attrs, .. } = &kind {
                    self.conditional(attrs, &awaits);
                }
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

    fn local_stmt(&mut self, mut local: syn::Local, out: &mut Vec<Stmt>) {
        if let Some(first) = self.rederived_first(&mut local) {
            self.stmt(first, out);
        }
        self.await_once(&mut local, out);
        let is_stepped = self.is_stepped(&local);
        if let Some(init) = &mut local.init {
            if !local.attrs.iter().any(|attr| attr.path().is_ident("cfg")) {
                self.keep_referred([&local.pat], &mut init.expr, out);
            }
            self.extended(&mut init.expr, out);
            self.hoist_awaited_parts(&local.pat, &mut init.expr, out);
            self.keep_keys(&mut init.expr, out);
            self.settle(&mut init.expr, out);
            if is_stepped || self.is_step(&init.expr) || repeatable::may_hold_borrow(&init.expr) {
                self.keep_operands(&mut init.expr, out);
            }
        }
        let is_step = self.keep_checked_step(&mut local, out);
        let check = borrow_checked_first(&mut local, is_step);
        if let Some(check) = check.or_else(|| self.parts_checked_first(&mut local, out)) {
            self.stmt(check, out);
        }
        let steps = match &local.init {
            Some(init) => self.steps(&init.expr, out),
            None => Vec::new(),
        };
        let (kind, awaits) = self.ranged(|this| this.local(local, steps));
        if let StmtKind::Let(let_) = &kind {
            self.conditional(&let_.attrs, &awaits);
        }
        out.push(Stmt { kind, awaits });
    }

    fn expr_stmt(&mut self, mut expr: Expr, semi: Option<Token![;]>) -> StmtKind {
        let mut attrs = take_attrs(&mut expr);
        if let Expr::ForLoop(for_) = &expr
            && let Some(index) = attrs.iter().position(|attr| attr.path().is_ident("rederive"))
        {
            attrs.remove(index);
            if attrs.is_empty() {
                let value = self.for_(for_.clone(), Origin::IteratorAgain);
                return StmtKind::Value { attrs, value, semi };
            }
        }
        let value = match attrs.is_empty() {
            true => self.value(expr),
            false => self.level_value(expr),
        };
        StmtKind::Value { attrs, value, semi }
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
            Expr::ForLoop(e) => self.for_(e, Origin::Iterator),
            Expr::Macro(e) if macros::is_select(&e.mac) => self.select(e.mac),
            Expr::Macro(e) if macro_awaits(&e.mac) => match written_out(&e.mac) {
                Some(written) => self.value(written),
                None => self.simple_value(Expr::Macro(e)),
            },
            expr => self.simple_value(expr),
        }
    }

    fn simple_value(&mut self, expr: Expr) -> Value {
        let span = expr.span();
        let mut before = Vec::new();
        let expr = self.head(expr, &mut before);
        self.wrap(before, Value::Simple(Code::new(expr)), span)
    }

    /// A value that an attribute may remove, but not what comes before it.
    fn level_value(&mut self, expr: Expr) -> Value {
        let mut block = self.expr_block(expr);
        block.level = true;
        Value::Block(block)
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

    fn expr_block(&mut self, expr: Expr) -> Block {
        let span = expr.span();
        let mut stmts = Vec::new();
        self.stmt(SynStmt::Expr(expr, None), &mut stmts);
        generated_block(stmts, span)
    }
}

/// The place of `span`, but with the hygiene of generated code, of which lints do not speak.
pub(crate) fn generated(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

pub(super) fn generated_block(stmts: Vec<Stmt>, span: Span) -> Block {
    let brace = syn::token::Brace(generated(span));
    Block { brace, unsafety: None, label: None, level: false, stmts }
}

/// What is known of names by how they are declared somewhere.
#[derive(Default)]
struct Names {
    mutable: HashSet<String>,
    borrows: HashSet<String>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        if pat.mutability.is_some() && pat.by_ref.is_none() {
            self.mutable.insert(pat.ident.to_string());
        }
        visit::visit_pat_ident(self, pat);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let parts = local.init.iter().flat_map(|init| Part::new(&init.expr, &local.pat).smallest());
        for part in parts.filter(|part| repeatable::may_be_borrow(&part.matched)) {
            self.borrows.extend(part.bindings().map(|binding| binding.ident.to_string()));
        }
        visit::visit_local(self, local);
    }
}
