//! Which variable does a name mean? And what does each piece of code do to which?
//!
//! All variables of a block are declared at its start, where resuming can assign them. So two of
//! them must not have one name, nor one the name of something that the block mentions before. A
//! variable that would gets another hygiene, and, from the second on, another name.

mod again;
mod awaited;
mod certain;
mod declare;
mod diverge;
mod kept;
mod mentions;
mod parts;
mod picked;
mod stale;
mod steps;
mod tokens;

use std::collections::{HashMap, HashSet};
use std::mem;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::Expr;

pub(crate) use self::diverge::{block_diverges, diverges, stmt_diverges};
use self::mentions::Visitor;
use self::picked::Picked;
pub(crate) use self::stale::words;
pub(crate) use self::steps::for_each_step;
use super::ir::*;
use super::{classify, flatten, macros};
use crate::visit_mut::VisitMut;

pub(crate) struct Resolver<'a> {
    pub(crate) vars: Vec<Var>,
    pub(crate) parts: Vec<LocalPart>,
    awaits: &'a mut Vec<Await>,
    scope: Vec<VarId>,
    /// Those in scope by their names, each hidden by the one behind it.
    named: HashMap<String, Vec<VarId>>,
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
    /// Those that go stale where a loop ends, and where its next round begins.
    broken: Vec<(Option<String>, VarId)>,
    continued: Vec<VarId>,
    /// The last await so far.
    passed: AwaitId,
    /// How often each name was taken by a renamed variable.
    renamed: HashMap<String, u32>,
    /// How the iterators are made that are [`Origin::Stepped`].
    iterators: HashMap<VarId, Expr>,
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
            parts: Vec::new(),
            awaits,
            scope: Vec::new(),
            named: HashMap::new(),
            seen: HashMap::new(),
            count: 0,
            level_start: 0,
            picks: HashMap::new(),
            sources: HashMap::new(),
            gone_stale: Vec::new(),
            broken: Vec::new(),
            continued: Vec::new(),
            passed: 0,
            renamed: HashMap::new(),
            iterators: HashMap::new(),
            borrowed: HashMap::new(),
            local_names: classify::local_names(body),
            captured: macros::captured_names(body.to_token_stream()),
            errors: Vec::new(),
        }
    }

    /// Types and lengths that a checkpoint beside the function cannot name.
    pub(crate) fn is_not_nameable(&mut self, generics: &syn::Generics) {
        let names = generics.params.iter().filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(param.ident.to_string()),
            syn::GenericParam::Const(param) => Some(param.ident.to_string()),
            syn::GenericParam::Lifetime(_) => None,
        });
        self.local_names.extend(names);
    }

    /// A parameter that is passed anew on each call.
    pub(crate) fn lent(&mut self, ident: &Ident, changes: bool) -> &mut Var {
        let var = self.push(ident.clone(), ident.to_string(), Class::Lent);
        let var = &mut self.vars[var];
        var.changes = changes;
        var
    }

    fn push(&mut self, ident: Ident, name: String, class: Class) -> VarId {
        let id = self.vars.len();
        self.named.entry(name.clone()).or_default().push(id);
        self.vars.push(Var {
            ident,
            name,
            renamed: false,
            mutability: None,
            changes: false,
            is_socket: false,
            class,
            origin: Origin::User,
            has_place_for_type: true,
            lends_mut: false,
            is_text: false,
            lists_borrows: false,
            is_chosen: false,
            may_be_lent: false,
            is_initialized: false,
            declared: Span::call_site(),
            cfg: Vec::new(),
            operands: Vec::new(),
            rederivable: true,
            buffers: false,
            stale: Vec::new(),
            mentioned: false,
            first: id,
            decides: false,
            refused: false,
            noted_early: false,
            is_static: false,
            slot: None,
            same_slot: None,
            passed: None,
            takes: Vec::new(),
            part: None,
            item_of: None,
            carried: false,
        });
        self.scope.push(id);
        id
    }

    /// Ends the scope of all but the first `depth`.
    fn leave(&mut self, depth: usize) {
        for var in self.scope.drain(depth..) {
            self.named.get_mut(&self.vars[var].name).and_then(Vec::pop);
        }
    }

    fn find(&self, name: &str) -> Option<VarId> {
        self.named.get(name)?.last().copied()
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
        let (stale, broken) = (self.gone_stale.len(), self.broken.len());
        for stmt in &mut block.stmts {
            match &mut stmt.kind {
                StmtKind::Plain(code) => {
                    code.facts = self.code(|v| v.visit_stmt_mut(&mut code.code));
                    code.facts.diverges = stmt_diverges(&code.code);
                }
                StmtKind::Let(let_) => self.let_(let_),
                StmtKind::Value { value, .. } => self.value(value),
            }
        }
        self.leave(depth);
        self.block_ends(stale::end(block), stale);
        if let Some(label) = &block.label {
            self.stale_behind_block(&label.ident.to_string(), broken);
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
                    self.pick_by_condition(pick, &if_.cond);
                    again::condition(&mut if_.cond.code, self.vars_in_scope());
                } else {
                    // What the condition binds hides our variables, but is none of them.
                    for binding in flatten::condition_bindings(&if_.cond.code) {
                        self.lent(&binding.ident, true);
                    }
                }
                let stale = self.gone_stale.len();
                self.block(&mut if_.then);
                self.leave(depth);
                if let Some(otherwise) = &mut if_.otherwise {
                    self.fresh_beside(stale);
                    self.value(otherwise);
                    self.stale_since(stale);
                }
            }
            Value::Match(match_) => {
                let Match { scrutinee, arms, .. } = &mut **match_;
                let pats = arms.iter().map(|arm| &arm.pat).collect::<Vec<_>>();
                scrutinee.facts = self.code(|v| v.matched(&mut scrutinee.code, &pats));
                scrutinee.facts.diverges = diverges(&scrutinee.code);
                let mut is_picked_from = false;
                for arm in &match_.arms {
                    if let ArmBody::Awaits { pick, .. } = &arm.body {
                        self.pick_by_arm(pick, arm, &match_.scrutinee);
                        is_picked_from = true;
                    }
                }
                if is_picked_from {
                    again::matched(&mut match_.scrutinee.code, self.vars_in_scope());
                }
                let stale = self.gone_stale.len();
                for arm in &mut match_.arms {
                    self.arm(arm);
                    self.fresh_beside(stale);
                }
                self.stale_since(stale);
            }
            Value::Loop(loop_) => {
                let (passed, stale) = (self.passed, self.gone_stale.len());
                let (broken, continued) = (self.broken.len(), self.continued.len());
                self.level(&mut loop_.body);
                self.stale_in_next(continued);
                self.stale_from(passed, stale);
                self.stale_behind(broken);
            }
        }
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
}
