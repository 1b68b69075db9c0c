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

mod rounds;
mod search;

use std::ops::Range;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, Lifetime, Token, parse_quote, token};

use self::rounds::Rounds;
use self::search::Search;
use super::classify;
use super::flatten::private;
use super::ir::*;
use super::liveness;
use super::moves;

/// Carries what has to be.
pub(crate) fn carry(body: &mut Body) {
    // One local into one loop at a time, from the outermost loop to the innermost.
    for _ in 0..MOST {
        let (lives, moved) = (liveness::lives(body), moves::moved(body));
        let search = Search { vars: &body.vars, lives: &lives, moved: &moved };
        let Some(found) = search.block(&body.root, &mut Vec::new()) else { return };
        let mut carry = Carry::new(body, found);
        carry.block(&mut body.root, &mut body.awaits, &mut body.vars);
    }
}

/// So many locals in so many loops are more than anyone writes.
const MOST: usize = 64;

/// A local and a loop.
struct Found {
    var: VarId,
    label: Lifetime,
    awaits: Range<AwaitId>,
    /// Whether the local is needed behind the loop.
    outlives: bool,
}
struct Carry {
    found: Found,
    /// The local of a round.
    inner: VarId,
    carrier: VarId,
    /// What the loop yields, where something comes behind it.
    result: VarId,
    /// As the code names the local, inside and outside of the loop.
    local: Ident,
    carried: Ident,
    is_mutable: bool,
    is_done: bool,
}

impl Carry {
    fn new(body: &mut Body, found: Found) -> Self {
        let inner = body.vars.len();
        let (carrier, result) = (inner + 1, inner + 2);
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
        let value = ours(&result_ident(result), Class::Boxed, Origin::Temporary, outer);
        body.vars.extend([again, option, value]);
        let is_done = false;
        Carry { found, inner, carrier, result, local, carried, is_mutable, is_done }
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
            self.before_iterator(&mut block.stmts, index);
        }
    }

    /// A `for` evaluates its iterator before the loop, and a call that is resumed may pass there. It
    /// must not pass by the local, which it does not have.
    fn before_iterator(&self, stmts: &mut Vec<Stmt>, index: usize) {
        let is_iterator = match &stmts[index - 1].kind {
            StmtKind::Let(let_) => {
                matches!(let_.origin, Origin::Iterator | Origin::IteratorAgain)
                    && !classify::operands(let_).contains(&self.found.var)
            }
            _ => false,
        };
        if is_iterator && let Some(carried) = self.take_binding(&mut stmts[index]) {
            stmts.insert(index - 1, carried);
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

    /// Looks for the loop.
    fn value(&mut self, value: &mut Value, awaits: &mut [Await], vars: &mut [Var]) {
        match value {
            _ if self.is_done => {}
            Value::Simple(_) => {}
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
            Value::Loop(loop_) if loop_.label == self.found.label => {
                self.is_done = true;
                let placeholder = Value::Simple(Code::new(Expr::Verbatim(TokenStream::new())));
                if let Value::Loop(loop_) = std::mem::replace(value, placeholder) {
                    *value = self.around(loop_, awaits, vars);
                }
            }
            Value::Loop(loop_) => self.block(&mut loop_.body, awaits, vars),
        }
    }

    /// The loop, with what comes before and behind it.
    fn around(&self, mut loop_: Box<Loop>, awaits: &mut [Await], vars: &mut [Var]) -> Value {
        let range = self.found.awaits.clone();
        let (start, end) = (range.start..range.start, range.end..range.end);
        let span = loop_.loop_token.span;
        let yields = self.inside(&mut loop_, awaits, vars);
        let (private, local) = (private(), &self.local);
        let some = parse_quote!(#private::core::option::Option::Some(#local));
        let some = piece(some, [(self.found.var, How::Take)]);
        let mut stmts =
            vec![binding(&self.carried, true, self.carrier, Value::Simple(some), start)];
        let value = Value::Loop(loop_);
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

    /// `local = carried.take();`, behind the loop.
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

    /// Each round takes the local, and gives it back. Says whether the loop yields a value.
    fn inside(&self, loop_: &mut Loop, awaits: &mut [Await], vars: &mut [Var]) -> bool {
        let range = &self.found.awaits;
        for point in &mut awaits[range.start as usize - 1..range.end as usize - 1] {
            point.scope.iter_mut().for_each(|var| self.rename(var));
            point.scope.push(self.carrier);
        }
        let mut rounds = Rounds { carry: self, vars, yields: false };
        rounds.block(&mut loop_.body);
        let yields = rounds.yields;
        let ends = moves::ends(&loop_.body);
        let stmts = &mut loop_.body.stmts;
        if ends {
            stmts.iter_mut().next_back().into_iter().for_each(end_statement);
            let (private, carried, local) = (private(), &self.carried, &self.local);
            let put = parse_quote!(#carried = #private::core::option::Option::Some(#local););
            let put = piece(put, self.put());
            stmts.push(Stmt { kind: StmtKind::Plain(put), awaits: range.end..range.end });
        }
        let take = Value::Simple(self.take());
        let at = range.start..range.start;
        // A `for` that finds no item ends before the round begins.
        let first = usize::from(stmts.first().is_some_and(is_item));
        stmts.insert(first, binding(&self.local, self.is_mutable, self.inner, take, at));
        yields
    }

    fn rename(&self, var: &mut VarId) {
        if *var == self.found.var {
            *var = self.inner;
        }
    }

    /// What giving it back mentions. That it is moved does not matter: control goes elsewhere.
    fn put(&self) -> [(VarId, How); 2] {
        [(self.inner, How::Borrow), (self.carrier, How::Assign)]
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
        ..outer.clone()
    }
}

fn piece<T, const N: usize>(code: T, mentions: [(VarId, How); N]) -> Code<T> {
    let mentions = mentions.map(|(var, how)| Mention { var, how }).into();
    Code { code, facts: Facts { mentions, ..Facts::default() } }
}

/// `let ident = value;`
fn binding(
    ident: &Ident,
    is_mutable: bool,
    var: VarId,
    value: Value,
    awaits: Range<AwaitId>,
) -> Stmt {
    let mutability = is_mutable.then(|| Token![mut](Span::mixed_site()));
    let kind = StmtKind::Let(Box::new(Let {
        attrs: Vec::new(),
        let_token: Token![let](Span::mixed_site()),
        pat: syn::Pat::Ident(syn::PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability,
            ident: ident.clone(),
            subpat: None,
        }),
        ty: None,
        init: Some(value),
        diverge: None,
        origin: Origin::Temporary,
        vars: vec![var],
    }));
    Stmt { kind, awaits }
}

fn expression(value: Value, semi: Option<Token![;]>, awaits: Range<AwaitId>) -> Stmt {
    Stmt { kind: StmtKind::Value { attrs: Vec::new(), value, semi }, awaits }
}

/// The item of a `for`. It mentions nothing but its iterator.
fn is_item(stmt: &Stmt) -> bool {
    matches!(&stmt.kind, StmtKind::Let(let_) if let_.origin == Origin::Item)
}

/// What was the value of a block, `()`, becomes a statement.
fn end_statement(stmt: &mut Stmt) {
    let semi = match &mut stmt.kind {
        StmtKind::Value { semi, .. } => semi,
        StmtKind::Plain(Code { code: syn::Stmt::Expr(_, semi), .. }) => semi,
        _ => return,
    };
    semi.get_or_insert(Token![;](Span::mixed_site()));
}
