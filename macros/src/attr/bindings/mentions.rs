//! What a piece of code mentions, and how: code that has no structure of its own in the
//! [`ir`](crate::attr::ir).

use std::mem;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, Pat, UnOp};

use super::diverge::{block_diverges, diverges};
use super::{Resolver, parts, stale};
use crate::attr::ir::*;
use crate::attr::{flatten, macros, repeatable};
use crate::visit_mut::{self, VisitMut};

/// Walks a piece of code, and gives renamed variables their names in it.
pub(super) struct Visitor<'r, 'a> {
    pub(super) resolver: &'r mut Resolver<'a>,
    /// Names that the code itself declares: they hide variables.
    pub(super) locals: Vec<String>,
    pub(super) facts: Facts,
    how: How,
    /// From what is visited to the part of it that is mentioned.
    path: String,
}

impl<'r, 'a> Visitor<'r, 'a> {
    pub(super) fn new(resolver: &'r mut Resolver<'a>) -> Self {
        Visitor {
            resolver,
            locals: Vec::new(),
            facts: Facts::default(),
            how: How::Take,
            path: String::new(),
        }
    }

    /// Notes that `ident` is mentioned, and renames it. Says whether it did.
    pub(super) fn mention(&mut self, ident: &mut Ident) -> bool {
        let name = ident.to_string();
        if self.locals.contains(&name) {
            return false;
        }
        let Some(var) = self.resolver.find(&name) else {
            self.resolver.see(name);
            return false;
        };
        self.facts.mentions.push(Mention { var, how: self.how });
        match self.how {
            How::Take => _ = self.facts.taken.insert(var),
            How::Assign => {
                self.facts.assigned.insert(var);
                self.facts.taken.remove(&var);
            }
            _ => {}
        }
        let target = &mut self.resolver.vars[var];
        target.mentioned = true;
        *ident = target.at(ident);
        target.renamed
    }

    fn jump(&mut self, to: Jump) {
        self.facts.jumps.push((to, self.facts.assigned.clone()));
    }

    fn with(&mut self, how: How, expr: &mut Expr) {
        let outer = mem::replace(&mut self.how, how);
        self.visit_expr_mut(expr);
        self.how = outer;
    }

    /// What is only referred to, as by `Some(ref name)`, or compared, is not taken.
    pub(super) fn matched(&mut self, matched: &mut Expr, pats: &[&Pat]) {
        let mut bindings = pats.iter().flat_map(|pat| flatten::bindings(pat));
        // Whether a part is moved, the types of the bindings decide.
        let how = match bindings.all(|binding| binding.by_ref) || parts::is_of_local(matched) {
            true => How::Borrow,
            false => How::Take,
        };
        self.with(how, matched);
    }

    /// Of `let name = q.name`, the part is taken as a whole; of other patterns, see [`parts`].
    pub(super) fn initializer(&mut self, init: &mut Expr, pat: &Pat) {
        match parts::takes_whole(pat) || !parts::is_of_local(init) {
            true => self.with(How::Take, init),
            false => self.with(How::Borrow, init),
        }
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

    /// The mentions inside of a closure or async block, which captures.
    fn captured(&mut self, moves: bool, visit: impl FnOnce(&mut Self)) {
        let first = self.facts.mentions.len();
        // Its jumps are not ours.
        let jumps = self.facts.jumps.len();
        self.maybe(visit);
        self.facts.jumps.truncate(jumps);
        if moves {
            for mention in &mut self.facts.mentions[first..] {
                mention.how = How::Take;
                self.facts.taken.insert(mention.var);
            }
        }
    }
}

impl Visitor<'_, '_> {
    /// What is assigned: a place, or several, as in `(a, [b.c, _]) = ..`.
    fn target(&mut self, target: &mut Expr) {
        match target {
            Expr::Tuple(e) => e.elems.iter_mut().for_each(|e| self.target(e)),
            Expr::Array(e) => e.elems.iter_mut().for_each(|e| self.target(e)),
            Expr::Call(e) => e.args.iter_mut().for_each(|e| self.target(e)),
            Expr::Struct(e) => e.fields.iter_mut().for_each(|field| self.target(&mut field.expr)),
            Expr::Paren(e) => self.target(&mut e.expr),
            Expr::Path(_) => self.assign(How::Assign, target),
            _ => {
                self.path = parts::ASSIGNED.to_owned();
                self.assign(How::Borrow, target);
                if parts::is_of_local(target) {
                    self.part(target, How::AssignPart);
                }
            }
        }
    }

    fn assign(&mut self, how: How, place: &mut Expr) {
        self.with(how, place);
        match (&*place, self.facts.mentions.last()) {
            (Expr::Path(_), Some(last)) => self.resolver.reassigned(last.var),
            _ => self.resolver.assigned(place),
        }
    }
}

impl VisitMut for Visitor<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        // What is mentioned is taken, unless what stands around it says otherwise.
        let how = mem::replace(&mut self.how, How::Take);
        let path_to_part = mem::take(&mut self.path);
        match expr {
            Expr::Path(path) if path.qself.is_none() && path.path.get_ident().is_some() => {
                self.how = how;
                if let Some(segment) = path.path.segments.first_mut() {
                    self.mention_part(&mut segment.ident, &path_to_part);
                }
            }
            // A jump to its end leaves out what comes before that.
            Expr::Block(e) if e.label.is_some() => {
                self.looped(|this| this.maybe(|this| this.visit_block_mut(&mut e.block)));
            }
            Expr::Paren(e) => {
                self.path = path_to_part;
                self.with(how, &mut e.expr);
            }
            // Who is lent a reference may change it.
            Expr::Reference(e) if e.mutability.is_some() => self.assign(How::Borrow, &mut e.expr),
            Expr::Reference(e) => self.with(How::Borrow, &mut e.expr),
            Expr::Field(_) => {
                let path = if path_to_part.is_empty() { parts::path(expr) } else { path_to_part };
                if let Expr::Field(e) = expr {
                    self.path = path;
                    self.with(How::Borrow, &mut e.base);
                }
                if how == How::Take && parts::is_of_local(expr) {
                    self.part(expr, How::TakePart);
                }
            }
            Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => self.with(How::Borrow, &mut e.expr),
            // Only what is not named beside it is taken out of the base.
            Expr::Struct(e) if e.rest.as_deref().is_some_and(parts::is_of_local) => {
                e.fields.iter_mut().for_each(|field| self.visit_field_value_mut(field));
                e.rest.iter_mut().for_each(|base| self.with(How::Borrow, base));
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
        self.how = how;
    }

    fn visit_expr_index_mut(&mut self, e: &mut syn::ExprIndex) {
        self.with(How::Borrow, &mut e.expr);
        self.visit_expr_mut(&mut e.index);
    }

    fn visit_expr_assign_mut(&mut self, e: &mut syn::ExprAssign) {
        self.visit_expr_mut(&mut e.right);
        self.target(&mut e.left);
    }

    fn visit_expr_binary_mut(&mut self, e: &mut syn::ExprBinary) {
        let compares = repeatable::is_comparison(&e.op);
        let borrows = compares || repeatable::is_assignment(&e.op);
        let how = |borrows| if borrows { How::Borrow } else { How::Take };
        self.with(how(borrows), &mut e.left);
        match flatten::is_lazy(&e.op) {
            true => self.maybe(|this| this.with(How::Take, &mut e.right)),
            false => self.with(how(compares), &mut e.right),
        }
    }

    fn visit_expr_closure_mut(&mut self, e: &mut syn::ExprClosure) {
        self.scoped(|this| {
            e.inputs.iter().for_each(|pat| this.bind(pat));
            this.captured(e.capture.is_some(), |this| this.visit_expr_mut(&mut e.body));
        });
    }

    fn visit_expr_async_mut(&mut self, e: &mut syn::ExprAsync) {
        self.captured(e.capture.is_some(), |this| this.visit_block_mut(&mut e.block));
    }

    fn visit_expr_if_mut(&mut self, e: &mut syn::ExprIf) {
        let mut joined = None;
        self.scoped(|this| {
            this.visit_expr_mut(&mut e.cond);
            let goes_on = !block_diverges(&e.then_branch);
            this.one_way(goes_on, &mut joined, |this| this.visit_block_mut(&mut e.then_branch));
        });
        match &mut e.else_branch {
            Some((_, otherwise)) => {
                let goes_on = !diverges(otherwise);
                self.one_way(goes_on, &mut joined, |this| this.visit_expr_mut(otherwise));
            }
            None => self.one_way(true, &mut joined, |_| {}),
        }
        self.set_certain(joined.unwrap_or_default());
    }

    fn visit_expr_match_mut(&mut self, e: &mut syn::ExprMatch) {
        let pats = e.arms.iter().map(|arm| &arm.pat).collect::<Vec<_>>();
        self.matched(&mut e.expr, &pats);
        let mut joined = None;
        for arm in &mut e.arms {
            let goes_on = !diverges(&arm.body);
            self.one_way(goes_on, &mut joined, |this| this.visit_arm_mut(arm));
        }
        self.set_certain(joined.unwrap_or_default());
    }

    fn visit_expr_loop_mut(&mut self, e: &mut syn::ExprLoop) {
        self.looped(|this| this.maybe(|this| this.visit_block_mut(&mut e.body)));
    }

    fn visit_expr_while_mut(&mut self, e: &mut syn::ExprWhile) {
        self.scoped(|this| {
            this.visit_expr_mut(&mut e.cond);
            this.looped(|this| this.maybe(|this| this.visit_block_mut(&mut e.body)));
        });
    }

    fn visit_expr_let_mut(&mut self, e: &mut syn::ExprLet) {
        self.matched(&mut e.expr, &[&e.pat]);
        self.bind(&e.pat);
    }

    fn visit_expr_for_loop_mut(&mut self, e: &mut syn::ExprForLoop) {
        self.visit_expr_mut(&mut e.expr);
        self.scoped(|this| {
            this.bind(&e.pat);
            this.looped(|this| this.maybe(|this| this.visit_block_mut(&mut e.body)));
        });
    }

    fn visit_expr_macro_mut(&mut self, e: &mut syn::ExprMacro) {
        if let Some(id) = flatten::marked(&e.mac) {
            return self.await_point(id);
        }
        match macros::arguments(&e.mac) {
            // Only as an expression can an await among the arguments be seen.
            Some(mut args) if args.iter().any(flatten::awaits) => {
                args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
                e.mac.tokens = args.into_token_stream();
            }
            _ => self.visit_macro_mut(&mut e.mac),
        }
    }

    fn visit_expr_return_mut(&mut self, e: &mut syn::ExprReturn) {
        visit_mut::visit_expr_return_mut(self, e);
        self.jump(Jump::Return);
    }

    fn visit_expr_break_mut(&mut self, e: &mut syn::ExprBreak) {
        visit_mut::visit_expr_break_mut(self, e);
        if let Some(label) = &e.label {
            self.jump(Jump::Break(label.ident.to_string()));
        }
    }

    fn visit_expr_continue_mut(&mut self, e: &mut syn::ExprContinue) {
        if let Some(label) = &e.label {
            self.jump(Jump::Continue(label.ident.to_string()));
        }
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        let how = match repeatable::consumes(&call.method) {
            // A name is too little to say that a part is moved.
            true if !parts::is_of_local(&call.receiver) => How::Take,
            _ => How::Borrow,
        };
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
        self.resolver.block_ends(block.stmts.last().and_then(stale::end_of_stmt), stale);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.initializer(&mut init.expr, &local.pat);
            if let Some((_, diverge)) = &mut init.diverge {
                let first = self.facts.mentions.len();
                self.maybe(|this| this.visit_expr_mut(diverge));
                self.takes_nothing_apart(first);
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
