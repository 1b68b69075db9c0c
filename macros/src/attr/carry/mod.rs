//! A local that some rounds of a loop move, and others need.
//!
//! ```text
//! let mut batch = Vec::new();
//! loop {
//!     match rx.recv().await {
//!         Some(item) => batch.push(item),
//!         None => { let sent = batch; flush(&sent).await; break }
//!     }
//! }
//! ```
//!
//! Resumed at `flush`, there is no `batch`. But it is declared outside of the loop, so it would have
//! to be restored before the loop is entered, or the compiler takes it for uninitialized in all of
//! it. Such a local travels from round to round in an `Option`, which may be empty, and each round
//! has it as a local of its own, which is restored where it is needed:
//!
//! ```text
//! let mut carried = Some(batch);
//! loop {
//!     let mut batch = carried.take();
//!     ..                                     // `carried = Some(batch)` before each new round,
//! }                                          // and before the end, if it is needed there
//! batch = carried.take();
//! ```
//!
//! So it does into any other level, which is like a loop of one round. What borrows from it, and is
//! needed there, each round borrows again.

mod borrowers;
mod rounds;
mod search;
mod statements;

use std::ops::Range;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, Lifetime, Token, parse_quote, token};

use self::borrowers::Borrower;
use self::rounds::Rounds;
use self::search::Search;
use self::statements::*;
use super::classify;
use super::flatten::private;
use super::ir::*;
use super::liveness;
use super::moves;
use super::var_set::VarSet;

/// Carries what has to be.
pub(crate) fn carry(body: &mut Body) {
    // One local into one level at a time, from the outermost level to the innermost.
    for _ in 0..MOST {
        let (lives, moved) = (liveness::lives(body), moves::moved(body));
        let search = Search { vars: &body.vars, lives: &lives, moved: &moved };
        let Some(found) = search.block(&body.root, &mut Vec::new()) else { return };
        let mut carry = Carry::new(body, found);
        carry.block(&mut body.root, &mut body.awaits, &mut body.vars);
    }
}

/// So many locals in so many levels are more than anyone writes.
const MOST: usize = 64;

/// A local and a level.
struct Found {
    var: VarId,
    /// Its address, which is that of a node of the tree.
    level: *const Block,
    /// That of a loop.
    label: Option<Lifetime>,
    awaits: Range<AwaitId>,
    /// Whether the local is needed behind the level.
    outlives: bool,
    borrowers: Vec<Borrower>,
}

struct Carry {
    found: Found,
    /// The variables that a round has of its own, each by the one that it stands for: first the
    /// local, then those that borrow from it.
    own: Vec<(VarId, VarId)>,
    carrier: VarId,
    /// What the level yields, where something comes behind it.
    result: VarId,
    /// The same within a level that is no loop.
    tail: VarId,
    /// As the code names the local, inside and outside of the level.
    local: Ident,
    carried: Ident,
    is_mutable: bool,
    is_done: bool,
}

impl Carry {
    fn new(body: &mut Body, found: Found) -> Self {
        let inner = body.vars.len();
        let (carrier, result, tail) = (inner + 1, inner + 2, inner + 3);
        let carried = Ident::new(&format!("__carried{carrier}"), Span::mixed_site());
        let outer = &mut body.vars[found.var];
        let is_mutable = outer.mutability.is_some();
        if found.outlives || is_mutable {
            outer.mutability = Some(Token![mut](Span::mixed_site()));
            outer.carried = true;
        }
        let local = outer.ident.clone();
        let again = Var { slot: None, same_slot: Some(found.var), ..outer.clone() };
        let ty = match &outer.class {
            Class::Typed(ty) => Some(ty.clone()),
            _ => None,
        };
        let option = ours(&carried, Class::Rest(ty), Origin::Slot, outer);
        let [value, tail_value] = [result, tail]
            .map(|var| ours(&result_ident(var), Class::Boxed, Origin::Temporary, outer));
        let mut own = vec![(found.var, inner)];
        body.vars.extend([again, option, value, tail_value]);
        borrowers::declare(&found.borrowers, &mut own, &mut body.vars);
        let is_done = false;
        Carry { found, own, carrier, result, tail, local, carried, is_mutable, is_done }
    }

    /// The local of a round.
    fn inner(&self) -> VarId {
        self.own[0].1
    }

    fn block(&mut self, block: &mut Block, awaits: &mut [Await], vars: &mut [Var]) {
        let was_done = self.is_done;
        let found = block.stmts.iter_mut().position(|stmt| {
            match &mut stmt.kind {
                StmtKind::Plain(_) => {}
                StmtKind::Value { value, .. } => self.value(value, awaits, vars),
                StmtKind::Let(let_) => {
                    let_.init.iter_mut().for_each(|init| self.value(init, awaits, vars));
                }
            }
            self.is_done
        });
        if let (false, Some(index @ 1..)) = (was_done, found) {
            self.before_once(&mut block.stmts, index);
        }
    }

    /// A `for` evaluates its iterator before the loop, a closure stands once, and a call that is resumed
    /// may pass there. It must not pass by the local, which it does not have.
    fn before_once(&self, stmts: &mut Vec<Stmt>, index: usize) {
        let is_other = |stmt: &Stmt, is_it: fn(&Let) -> bool| match &stmt.kind {
            StmtKind::Let(let_) => {
                let mut mentions = classify::operands(let_);
                mentions.extend(&let_.vars);
                is_it(let_) && !mentions.contains(&self.found.var)
            }
            _ => false,
        };
        let iterates: fn(&Let) -> bool =
            |let_| matches!(let_.origin, Origin::Iterator | Origin::IteratorAgain);
        let is_closure: fn(&Let) -> bool =
            |let_| let_.origin == Origin::User && classify::stands_once(let_);
        let before = match is_other(&stmts[index - 1], iterates) {
            true => index - 1,
            false => {
                let other = stmts[..index].iter().rposition(|stmt| !is_other(stmt, is_closure));
                other.map_or(0, |at| at + 1)
            }
        };
        if before < index
            && let Some(carried) = self.take_binding(&mut stmts[index])
        {
            stmts.insert(before, carried);
        }
    }

    /// The statement that binds the carrier, if the loop that it is for comes first in `stmt`.
    fn take_binding(&self, stmt: &mut Stmt) -> Option<Stmt> {
        let StmtKind::Value { value: Value::Block(block), .. } = &mut stmt.kind else {
            return None;
        };
        let first = block.stmts.first_mut()?;
        match &first.kind {
            StmtKind::Let(let_) if let_.vars == [self.carrier] => Some(block.stmts.remove(0)),
            _ => self.take_binding(first),
        }
    }

    /// Looks for the level.
    fn value(&mut self, value: &mut Value, awaits: &mut [Await], vars: &mut [Var]) {
        match value {
            _ if self.is_done => {}
            Value::Simple(_) => {}
            level if level_of(level).is_some_and(|level| std::ptr::eq(level, self.found.level)) => {
                self.is_done = true;
                let placeholder = Value::Simple(Code::new(Expr::Verbatim(TokenStream::new())));
                let taken = std::mem::replace(level, placeholder);
                *level = self.around(taken, awaits, vars);
            }
            Value::Block(block) => self.block(block, awaits, vars),
            Value::If(if_) => {
                self.block(&mut if_.then, awaits, vars);
                if_.otherwise.iter_mut().for_each(|value| self.value(value, awaits, vars));
            }
            Value::Match(match_) => {
                for arm in &mut match_.arms {
                    if let ArmBody::Awaits { block, .. } = &mut arm.body {
                        self.block(block, awaits, vars);
                    }
                }
            }
            Value::Loop(loop_) => self.block(&mut loop_.body, awaits, vars),
        }
    }

    /// The level, with what comes before and behind it.
    fn around(&self, mut value: Value, awaits: &mut [Await], vars: &mut [Var]) -> Value {
        let range = self.found.awaits.clone();
        let (start, end) = (range.start..range.start, range.end..range.end);
        let (span, yields) = match &mut value {
            Value::Loop(loop_) => {
                let yields = self.inside(&mut loop_.body, awaits, vars);
                (loop_.loop_token.span, yields)
            }
            Value::Block(block) => {
                let yields = self.inside(block, awaits, vars);
                (block.brace.span.join(), yields)
            }
            _ => return value,
        };
        let some = Value::Simple(self.put_in(vars));
        let mut stmts = vec![binding(&self.carried, true, self.carrier, some, start)];
        match self.found.outlives {
            false => stmts.push(expression(value, None, range)),
            true if yields => {
                stmts.push(binding(&result_ident(self.result), false, self.result, value, range));
                stmts.push(Stmt { kind: StmtKind::Plain(self.back()), awaits: end.clone() });
                let ident = result_ident(self.result);
                let result = piece(parse_quote!(#ident), [(self.result, How::Take)]);
                stmts.push(expression(Value::Simple(result), None, end));
            }
            true => {
                stmts.push(expression(value, Some(Token![;](Span::mixed_site())), range));
                stmts.push(Stmt { kind: StmtKind::Plain(self.back()), awaits: end });
            }
        }
        let brace = token::Brace(Span::mixed_site().located_at(span));
        Value::Block(Block { brace, unsafety: None, label: None, level: false, stmts })
    }

    /// `Some(local)`. What has borrowed from it, has been used: to be borrowed again.
    fn put_in(&self, vars: &[Var]) -> Code<Expr> {
        let (private, local) = (private(), &self.local);
        let some = quote!(#private::core::option::Option::Some(#local));
        let take = (self.found.var, How::Take);
        let borrowers: Vec<_> = self.own[1..].iter().map(|&(outer, _)| outer).collect();
        if borrowers.is_empty() {
            return piece(parse_quote!(#some), [take]);
        }
        let idents = borrowers.iter().map(|&outer| &vars[outer].ident);
        let used = parse_quote!({ let _ = (#(&#idents,)*); #some });
        let uses = borrowers.iter().map(|&outer| (outer, How::Borrow));
        piece(used, uses.chain([take]))
    }

    /// `local = carried.take();`, behind the level.
    fn back(&self) -> Code<syn::Stmt> {
        let (local, take) = (&self.local, self.take().code);
        let mentions = [(self.carrier, How::Borrow), (self.found.var, How::Assign)];
        piece(parse_quote!(#local = #take;), mentions)
    }

    fn take(&self) -> Code<Expr> {
        let (private, carried) = (private(), &self.carried);
        let code = parse_quote! {
            #private::carried(#private::core::option::Option::take(&mut #carried))
        };
        piece(code, [(self.carrier, How::Borrow)])
    }

    /// Each round takes the local, and gives it back. Says whether the level yields a value.
    fn inside(&self, level: &mut Block, awaits: &mut [Await], vars: &mut [Var]) -> bool {
        let range = &self.found.awaits;
        for point in &mut awaits[range.start as usize - 1..range.end as usize - 1] {
            point.scope.iter_mut().for_each(|var| self.rename(var));
            point.scope.push(self.carrier);
        }
        let mut rounds = Rounds { carry: self, vars, yields: false };
        rounds.block(level);
        let mut yields = rounds.yields;
        let ends = moves::ends(level);
        let stmts = &mut level.stmts;
        if ends && (self.found.label.is_some() || self.found.outlives) {
            let at = range.end..range.end;
            let tail = match &self.found.label {
                Some(_) => None,
                None => self.take_tail(stmts),
            };
            stmts.iter_mut().next_back().into_iter().for_each(end_statement);
            stmts.push(Stmt { kind: StmtKind::Plain(self.give_back()), awaits: at.clone() });
            yields |= tail.is_some();
            stmts.extend(tail.map(|tail| expression(Value::Simple(tail), None, at)));
        }
        let take = Value::Simple(self.take());
        let at = range.start..range.start;
        let mut local = binding(&self.local, self.is_mutable, self.inner(), take, at.clone());
        // Not each round needs what it takes.
        if let StmtKind::Let(let_) = &mut local.kind {
            let_.attrs.push(parse_quote!(#[allow(unused_assignments)]));
        }
        let mut own = vec![local];
        own.extend(self.found.borrowers.iter().map(|borrower| borrower.again(self, at.clone())));
        // A `for` that finds no item ends before the round begins.
        let first = usize::from(stmts.first().is_some_and(is_item));
        stmts.splice(first..first, own);
        yields
    }

    /// `carried = Some(local);`
    fn give_back(&self) -> Code<syn::Stmt> {
        let (private, carried, local) = (private(), &self.carried, &self.local);
        let put = parse_quote!(#carried = #private::core::option::Option::Some(#local););
        piece(put, self.put())
    }

    /// Makes a local of the value of a block, and yields what names it.
    fn take_tail(&self, stmts: &mut Vec<Stmt>) -> Option<Code<Expr>> {
        let last = stmts.pop()?;
        let value = match last.kind {
            StmtKind::Value { value, semi: None, .. } => value,
            StmtKind::Plain(Code { code: syn::Stmt::Expr(code, None), facts }) => {
                Value::Simple(Code { code, facts })
            }
            kind => {
                stmts.push(Stmt { kind, ..last });
                return None;
            }
        };
        let ident = result_ident(self.tail);
        stmts.push(binding(&ident, false, self.tail, value, last.awaits));
        Some(piece(parse_quote!(#ident), [(self.tail, How::Take)]))
    }

    /// Names in a round what is its own.
    fn rename(&self, var: &mut VarId) {
        if let Some((_, own)) = self.own.iter().find(|(outer, _)| outer == var) {
            *var = *own;
        }
    }

    fn rename_all(&self, vars: &mut VarSet) {
        for (outer, own) in &self.own {
            if vars.contains(outer) {
                vars.remove(outer);
                vars.insert(*own);
            }
        }
    }

    /// What giving it back mentions. That it is moved does not matter: control goes elsewhere.
    fn put(&self) -> [(VarId, How); 2] {
        [(self.inner(), How::Borrow), (self.carrier, How::Assign)]
    }
}

/// The level that a value is.
fn level_of(value: &Value) -> Option<&Block> {
    match value {
        Value::Block(block) if block.level => Some(block),
        Value::Loop(loop_) => Some(&loop_.body),
        _ => None,
    }
}

fn result_ident(result: VarId) -> Ident {
    Ident::new(&format!("__result{result}"), Span::mixed_site())
}

/// A variable of ours, in the place of `outer`.
fn ours(ident: &Ident, class: Class, origin: Origin, outer: &Var) -> Var {
    Var {
        ident: ident.clone(),
        name: ident.to_string(),
        renamed: false,
        mutability: Some(Token![mut](Span::mixed_site())),
        class,
        origin,
        is_initialized: false,
        slot: None,
        same_slot: None,
        passed: None,
        item_of: None,
        ..outer.clone()
    }
}
