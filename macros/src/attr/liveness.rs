//! Which variables can still be mentioned at or after each await point?
//!
//! A backward analysis over the structure: what is live behind a piece of code, less what it
//! declares or assigns, plus what it mentions, is live before it. Loops are repeated until
//! nothing changes.

use std::collections::HashMap;

use super::ir::*;
use super::var_set::VarSet as Live;
use crate::diag::Errors;

/// What is live where.
#[derive(Default)]
pub(crate) struct Lives {
    /// At each await.
    pub(crate) pending: Vec<Live>,
    /// Behind each level, by the address of its block.
    levels: HashMap<*const Block, Live>,
    /// Behind each `let`, by its address.
    lets: HashMap<*const Let, Live>,
    /// At the start of each level, which for a loop is that of each round.
    starts: HashMap<*const Block, Live>,
}

impl Lives {
    pub(crate) fn behind_level(&self, block: &Block, var: VarId) -> bool {
        self.levels.get(&std::ptr::from_ref(block)).is_some_and(|live| live.contains(&var))
    }

    pub(crate) fn behind_let(&self, let_: &Let, var: VarId) -> bool {
        self.lets.get(&std::ptr::from_ref(let_)).is_some_and(|live| live.contains(&var))
    }

    pub(crate) fn at_start(&self, block: &Block, var: VarId) -> bool {
        self.starts.get(&std::ptr::from_ref(block)).is_some_and(|live| live.contains(&var))
    }
}

pub(crate) fn lives(body: &Body) -> Lives {
    let mut analysis = Analysis {
        vars: &body.vars,
        pending: vec![Live::new(); body.awaits.len()],
        breaks: HashMap::new(),
        continues: HashMap::new(),
        starts: HashMap::new(),
        levels: HashMap::new(),
        lets: HashMap::new(),
    };
    analysis.block(&body.root, Live::new());
    let Analysis { mut pending, levels, lets, starts, .. } = analysis;
    for (point, pending) in body.awaits.iter().zip(&mut pending) {
        let scope: Live = point.scope.iter().copied().collect();
        *pending = pending.iter().filter(|var| scope.contains(var)).collect();
    }
    Lives { pending, levels, lets, starts }
}

/// Notes what is pending at each await.
pub(crate) fn analyse(body: &mut Body, errors: &mut Errors) {
    let lives = lives(body);
    for (point, pending) in body.awaits.iter_mut().zip(&lives.pending) {
        point.pending = pending.iter().collect();
    }
    guards(body, errors);
    body.lives = lives;
}

/// `_guard` is there to be dropped at the end of its scope. So it is pending wherever it is in
/// scope; and since it may borrow what it guards, it has to say that it does not, by its type. What
/// a pattern binds, `Err(_elapsed)`, has no place for that, and is seldom a guard.
fn guards(body: &mut Body, errors: &mut Errors) {
    for (id, var) in body.vars.iter_mut().enumerate() {
        if !var.name.starts_with('_') || var.name.starts_with("__") || var.mentioned {
            continue;
        }
        let mut points =
            body.awaits.iter_mut().filter(|point| point.scope.contains(&id)).peekable();
        let Some(first) = points.peek() else { continue };
        match var.class {
            Class::Typed(_) => points.for_each(|point| point.pending.push(id)),
            Class::Boxed if !var.has_place_for_type => {
                points.for_each(|point| point.pending.push(id));
            }
            // A borrow that is made again has no effect when it is dropped.
            Class::Rederived if var.rederivable || !var.has_place_for_type => {}
            Class::Boxed | Class::Rederived => {
                var.refused = true;
                errors.push_at(
                    var.ident.span(),
                    format!(
                        "`{0}` would be dropped when `{1}.await` is cancelled [dropped-on-cancel]\n\
                     help: if it owns what it guards, write its type, which saves it: \
                     `let {0}: Type = ..`\n\
                     help: otherwise end its scope before the await; if it guards nothing, write \
                     `let _ = ..`",
                        var.name, first.text,
                    ),
                );
            }
            _ => {}
        }
    }
}

struct Analysis<'a> {
    vars: &'a [Var],
    pending: Vec<Live>,
    /// What is live where a `break` to a label arrives.
    breaks: HashMap<String, Live>,
    /// What is live where a `continue` to a label arrives.
    continues: HashMap<String, Live>,
    /// What the last round found, so that nested loops do not start over.
    starts: HashMap<*const Block, Live>,
    levels: HashMap<*const Block, Live>,
    lets: HashMap<*const Let, Live>,
}

impl Analysis<'_> {
    fn block(&mut self, block: &Block, out: Live) -> Live {
        if let Some(label) = &block.label {
            self.breaks.insert(label.ident.to_string(), out.clone());
        }
        block.stmts.iter().rev().fold(out, |live, stmt| self.stmt(stmt, live))
    }

    fn stmt(&mut self, stmt: &Stmt, out: Live) -> Live {
        match &stmt.kind {
            StmtKind::Plain(code) => self.code(&code.facts, out, is_assignment(&code.code)),
            StmtKind::Value { value, .. } => self.value(value, out),
            StmtKind::Let(let_) => {
                let behind = self.lets.entry(&**let_).or_default();
                behind.extend(&out);
                let mut live = out;
                for var in &let_.vars {
                    live.remove(var);
                }
                if let Some(diverge) = &let_.diverge {
                    let diverges = self.code(&diverge.facts, Live::new(), false);
                    live.extend(&diverges);
                }
                match &let_.init {
                    Some(init) => self.value(init, live),
                    None => live,
                }
            }
        }
    }

    fn value(&mut self, value: &Value, out: Live) -> Live {
        match value {
            Value::Simple(code) => {
                let assigns = matches!(code.code, syn::Expr::Assign(_));
                self.code(&code.facts, out, assigns)
            }
            Value::Block(block) if block.level => {
                self.levels.insert(block, out.clone());
                let start = self.block(block, out);
                self.starts.insert(block, start.clone());
                start
            }
            Value::Block(block) => self.block(block, out),
            Value::If(if_) => {
                let then = self.block(&if_.then, out.clone());
                let mut live = match &if_.otherwise {
                    Some(otherwise) => self.value(otherwise, out),
                    None => out,
                };
                live.extend(&then);
                self.code(&if_.cond.facts, live, false)
            }
            Value::Match(match_) => {
                let mut live = Live::new();
                for arm in &match_.arms {
                    let body = match &arm.body {
                        ArmBody::Plain(code) => self.code(&code.facts, out.clone(), false),
                        ArmBody::Awaits { block, .. } => self.block(block, out.clone()),
                    };
                    live.extend(&body);
                    if let Some(guard) = &arm.guard {
                        live = self.code(&guard.facts, live, false);
                    }
                }
                self.code(&match_.scrutinee.facts, live, false)
            }
            Value::Loop(loop_) => self.loop_(loop_, out),
        }
    }

    fn loop_(&mut self, loop_: &Loop, out: Live) -> Live {
        let label = loop_.label.ident.to_string();
        self.levels.entry(&loop_.body).or_default().extend(&out);
        self.breaks.insert(label.clone(), out);
        let body = std::ptr::from_ref(&loop_.body);
        let mut head = self.starts.remove(&body).unwrap_or_default();
        loop {
            self.continues.insert(label.clone(), head.clone());
            let next = self.block(&loop_.body, head.clone());
            if !head.extend(&next) {
                break;
            }
        }
        self.starts.insert(body, head.clone());
        head
    }

    fn code(&mut self, facts: &Facts, out: Live, assigns: bool) -> Live {
        let mut live = if facts.diverges { Live::new() } else { out };
        // Of code that awaits, only an assignment of what it awaits comes behind the await for certain.
        let kill = |live: &mut Live, assigned: &Live| {
            if facts.await_point.is_none() {
                assigned.iter().for_each(|var| live.remove(&var));
            }
        };
        kill(&mut live, &facts.assigned);
        for (jump, assigned) in &facts.jumps {
            let target = match jump {
                Jump::Return => None,
                Jump::Break(label) => self.breaks.get(label),
                Jump::Continue(label) => self.continues.get(label),
            };
            if let Some(mut target) = target.cloned() {
                kill(&mut target, assigned);
                live.extend(&target);
            }
        }
        if assigns {
            let killed = facts.mentions.iter().filter(|mention| mention.how == How::Assign);
            killed.for_each(|mention| {
                live.remove(&mention.var);
            });
        }
        // An assignment neither uses, nor kills where it may not happen.
        let uses = facts.mentions.iter().filter(|mention| mention.how != How::Assign);
        for mention in uses {
            self.add(mention.var, &mut live);
        }
        if let Some(id) = facts.await_point
            && let Some(pending) = self.pending.get_mut(id as usize - 1)
        {
            pending.extend(&live);
        }
        live
    }

    /// A use of what is re-derived is a use of what it is derived from.
    fn add(&self, var: VarId, live: &mut Live) {
        if live.insert(var) {
            for &operand in &self.vars[var].operands {
                self.add(operand, live);
            }
        }
    }
}

fn is_assignment(stmt: &syn::Stmt) -> bool {
    matches!(stmt, syn::Stmt::Expr(syn::Expr::Assign(_), _))
}
