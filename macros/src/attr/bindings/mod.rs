//! Which variable does a name mean? And what does each piece of code do to which?
//!
//! All variables of a block are declared at its start, where resuming can assign them. So two of
//! them must not have one name, nor one the name of something that the block mentions before. A
//! variable that would gets another hygiene, and, from the second on, another name.

mod again;
mod diverge;
mod kept;
mod mentions;
mod stale;

use std::collections::{HashMap, HashSet};
use std::mem;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat};

pub(crate) use self::diverge::block_diverges;
use self::diverge::diverges;
use self::mentions::Visitor;
use super::ir::*;
use super::{classify, flatten, macros};

/// What a pattern matches.
struct Picked {
    operands: Vec<VarId>,
    source: Vec<String>,
    /// Whether each binding borrows.
    borrows: Vec<bool>,
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
    /// The tokens of what each variable that is derived again comes from.
    sources: HashMap<VarId, Vec<String>>,
    /// Those of them that have gone stale, in that order.
    gone_stale: Vec<VarId>,
    /// The last await so far.
    passed: AwaitId,
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
            sources: HashMap::new(),
            gone_stale: Vec::new(),
            passed: 0,
            renamed: HashMap::new(),
            borrowed: HashMap::new(),
            local_names: classify::local_names(body),
            captured: macros::captured_names(body.to_token_stream()),
            errors: Vec::new(),
        }
    }

    /// A parameter that is passed anew on each call.
    pub(crate) fn lent(&mut self, ident: &Ident, changes: bool) {
        let var = self.push(ident.clone(), ident.to_string(), Class::Lent);
        self.vars[var].changes = changes;
    }

    fn push(&mut self, ident: Ident, name: String, class: Class) -> VarId {
        let id = self.vars.len();
        self.vars.push(Var {
            ident,
            name,
            renamed: false,
            mutability: None,
            changes: false,
            class,
            origin: Origin::User,
            has_place_for_type: true,
            is_initialized: false,
            declared: Span::call_site(),
            cfg: Vec::new(),
            operands: Vec::new(),
            rederivable: true,
            stale: None,
            mentioned: false,
            refused: false,
            slot: None,
            same_slot: None,
            carried: false,
        });
        self.scope.push(id);
        id
    }

    fn find(&self, name: &str) -> Option<VarId> {
        self.scope.iter().rev().copied().find(|&var| self.vars[var].name == name)
    }

    fn vars_in_scope(&self) -> classify::Vars<'_> {
        classify::Vars { all: &self.vars, scope: &self.scope }
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
        let stale = self.gone_stale.len();
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
        if let Some(Stmt { kind: StmtKind::Plain(last), .. }) = block.stmts.last()
            && stale::returns(&last.code)
        {
            self.fresh_since(stale);
        }
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
                    let borrows = classify::condition_borrows(&if_.cond.code, self.vars_in_scope());
                    if borrows {
                        again::condition(&mut if_.cond.code);
                    }
                    self.picked(pick, &if_.cond, borrows);
                } else {
                    // What the condition binds hides our variables, but is none of them.
                    for binding in flatten::condition_bindings(&if_.cond.code) {
                        self.lent(&binding.ident, true);
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
                let borrows = classify::is_borrow(&match_.scrutinee.code, self.vars_in_scope());
                if borrows
                    && match_.arms.iter().any(|arm| matches!(arm.body, ArmBody::Awaits { .. }))
                {
                    again::borrow(&mut match_.scrutinee.code);
                }
                for arm in &match_.arms {
                    if let ArmBody::Awaits { pick, .. } = &arm.body {
                        self.picked(pick, &match_.scrutinee, borrows);
                    }
                }
                match_.arms.iter_mut().for_each(|arm| self.arm(arm));
            }
            Value::Loop(loop_) => {
                let (passed, stale) = (self.passed, self.gone_stale.len());
                self.level(&mut loop_.body);
                self.stale_from(passed, stale);
            }
        }
    }

    fn picked(&mut self, pick: &Pick, scrutinee: &Code<Expr>, borrows: bool) {
        let operands = scrutinee.facts.mentions.iter().map(|mention| mention.var).collect();
        let bindings = pick.by_ref.iter().zip(&pick.copied);
        let borrows = bindings.map(|(&by_ref, &copied)| by_ref || borrows && !copied).collect();
        let source = stale::words(scrutinee.code.to_token_stream());
        self.picks.insert(pick.id, Picked { operands, source, borrows });
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
        let class = classify::class(let_, by_ref, self.vars_in_scope(), &self.local_names);
        let picked = match let_.origin {
            Origin::Picked(id) => self.picks.remove(&id),
            _ => None,
        };
        let operands = match &picked {
            Some(picked) => picked.operands.clone(),
            None => classify::operands(let_),
        };
        let source = match (&picked, &let_.init) {
            (Some(picked), _) => picked.source.clone(),
            (None, Some(Value::Simple(init))) => stale::words(init.code.to_token_stream()),
            (None, _) => Vec::new(),
        };
        let cfg: Vec<_> =
            let_.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect();
        let rederivable = class != Class::Rederived
            || classify::is_rederivable(let_, by_ref, self.vars_in_scope());
        if class == Class::Rederived
            && let_.origin == Origin::User
            && let Some(Value::Simple(init)) = &mut let_.init
        {
            again::borrow(&mut init.code);
        }
        let mut renames = HashMap::new();
        for (index, binding) in bindings.into_iter().enumerate() {
            let picked = picked.as_ref().and_then(|picked| picked.borrows.get(index));
            let class = match picked {
                Some(true) => Class::Rederived,
                // A copy does not change with what it was copied from.
                _ if class == Class::Rederived && let_.origin == Origin::User && binding.copied => {
                    Class::Boxed
                }
                _ => class.clone(),
            };
            let derived = matches!(class, Class::Rederived | Class::Counted);
            let name = binding.ident.to_string();
            let declared = declared(let_, &binding.ident);
            let taken = name == "self"
                || self.find(&name).is_some()
                || self.seen.get(&name).is_some_and(|&at| at > self.level_start);
            let ident = if taken { self.rename(&binding.ident) } else { binding.ident };
            if taken {
                renames.insert(name.clone(), ident.clone());
            }
            // An outer variable of that name, declared later, would be hidden in here.
            self.see(name.clone());
            let var = self.push(ident, name, class);
            self.vars[var].rederivable = rederivable;
            self.vars[var].origin = let_.origin;
            self.vars[var].is_initialized =
                let_.init.is_some() && matches!(let_.pat, Pat::Ident(_));
            self.vars[var].has_place_for_type =
                let_.origin == Origin::User && matches!(let_.pat, Pat::Ident(_));
            self.vars[var].declared = declared;
            self.vars[var].renamed = taken;
            self.vars[var].mutability = binding.mutability;
            self.vars[var].changes =
                binding.mutability.is_some() && let_.origin != Origin::Temporary;
            if derived {
                self.vars[var].operands.clone_from(&operands);
                if let_.origin != Origin::Rederive {
                    self.comes_from(var, &source);
                }
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
            // A receiver that is owned comes out of the checkpoint, and is a local like any other.
            1 if ident == "self" && !captured => Ident::new("__self", span),
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

/// Where a variable is declared. One of ours has no place but that of its value.
fn declared(let_: &Let, ident: &Ident) -> Span {
    match (let_.origin, &let_.init) {
        (Origin::Slot | Origin::Iterator | Origin::IteratorAgain, Some(Value::Simple(code))) => {
            operand(&code.code).span()
        }
        (Origin::Temporary, Some(Value::Simple(code))) => code.code.span(),
        _ => ident.span(),
    }
}

/// The user's part of an initializer of ours: `Some(operand)`, `IntoIterator::into_iter(operand)`.
fn operand(init: &Expr) -> &Expr {
    match init {
        Expr::Call(call) if call.args.len() == 1 => call.args.first().unwrap_or(init),
        init => init,
    }
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
