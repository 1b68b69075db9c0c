//! The ways by which a resumed call gets to the await at which it was suspended.

use std::ops::Range;

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::Lifetime;

use super::*;
use crate::attr::classify;
use crate::attr::flatten::{self, private};
use crate::attr::ir::*;
use crate::attr::var_set::VarSet;
use crate::hygiene;

/// What the way to an await may have to restore.
pub(super) struct Scope<'b> {
    /// What is declared outside of the level, and not restored before it.
    late: Vec<VarId>,
    lets: Vec<Passed<'b>>,
}

/// A `let` on the way.
struct Passed<'b> {
    let_: &'b Let,
    /// Whether resuming at any await has to pass it.
    may_be_way_point: bool,
    /// The awaits behind it in its block.
    behind: Range<AwaitId>,
}

/// Whether it is made again, and not saved.
pub(super) fn is_derived(var: &Var) -> bool {
    matches!(var.class, Class::Rederived | Class::Counted)
}

impl Lower<'_> {
    /// Where a resumed call may go on in a level: an arm of `match core.at` for each.
    pub(super) fn level_entries(&self, block: &Block) -> Vec<TokenStream> {
        let late = self.late.borrow_mut().remove(&std::ptr::from_ref(block));
        let mut scope = Scope { late: late.unwrap_or_default(), lets: Vec::new() };
        let mut arms = Vec::new();
        self.entries(block, &mut scope, &mut arms);
        arms
    }

    fn entries<'b>(&self, block: &'b Block, scope: &mut Scope<'b>, arms: &mut Vec<TokenStream>) {
        let depth = scope.lets.len();
        let end = block.stmts.iter().map(|stmt| stmt.awaits.end).max().unwrap_or_default();
        for stmt in &block.stmts {
            match &stmt.kind {
                StmtKind::Plain(_) => {}
                StmtKind::Value { value, .. } => {
                    self.value_entries(value, &stmt.awaits, scope, arms)
                }
                StmtKind::Let(let_) => {
                    if let Some(init) = &let_.init {
                        self.value_entries(init, &stmt.awaits, scope, arms);
                    }
                    if !matches!(let_.origin, Origin::Picked(_)) {
                        scope.lets.push(self.passed(let_, stmt.awaits.end..end));
                    }
                }
            }
        }
        scope.lets.truncate(depth);
    }

    fn passed<'b>(&self, let_: &'b Let, behind: Range<AwaitId>) -> Passed<'b> {
        let is_derived = |&var: &VarId| is_derived(&self.vars[var]);
        let may_be_way_point = let_.origin == Origin::Item || let_.vars.iter().any(is_derived);
        Passed { let_, may_be_way_point, behind }
    }

    fn value_entries<'b>(
        &self,
        value: &'b Value,
        awaits: &Range<AwaitId>,
        scope: &mut Scope<'b>,
        arms: &mut Vec<TokenStream>,
    ) {
        match value {
            _ if awaits.is_empty() => {}
            Value::Block(block) if !block.level => self.entries(block, scope, arms),
            Value::If(if_) => {
                let rematch = self.rematch_if(if_);
                self.picked_entries(&if_.then, rematch, scope, arms);
                if let Some(otherwise) = &if_.otherwise {
                    let rest = if_.then_awaits.end..awaits.end;
                    self.value_entries(otherwise, &rest, scope, arms);
                }
            }
            Value::Match(match_) => {
                for arm in &match_.arms {
                    if let ArmBody::Awaits { block, pick } = &arm.body {
                        let rematch = self.rematch_arm(match_, arm, block, pick);
                        self.picked_entries(block, rematch, scope, arms);
                    }
                }
            }
            value => self.entry(value, awaits, scope, arms),
        }
    }

    fn picked_entries<'b>(
        &self,
        block: &'b Block,
        rematch: Option<TokenStream>,
        scope: &mut Scope<'b>,
        arms: &mut Vec<TokenStream>,
    ) {
        let depth = scope.lets.len();
        if let Some(let_) = picked_let(block) {
            rematch.map(|rematch| self.rematches.borrow_mut().insert(key(let_), rematch));
            // It never stands once.
            scope.lets.push(self.passed(let_, 0..0));
        }
        self.entries(block, scope, arms);
        scope.lets.truncate(depth);
    }

    /// The way to an await, from one way-point to the next.
    fn entry(
        &self,
        value: &Value,
        awaits: &Range<AwaitId>,
        scope: &Scope<'_>,
        arms: &mut Vec<TokenStream>,
    ) {
        let range = range_pattern(awaits);
        let mut steps = TokenStream::new();
        let mut passed = Vec::new();
        let mut from = None;
        let mut go = |from: Option<WayId>, arm: TokenStream| match from {
            None => arms.push(arm),
            Some(way) => self.lead(way, arm),
        };
        // What a way-point needs is restored before it. The rest comes last: at a way-point, the ways
        // to awaits meet that do not restore the same.
        let mut rest = scope.late.clone();
        let pending: VarSet =
            self.awaits[awaits.start as usize - 1].pending.iter().copied().collect();
        for Passed { let_, may_be_way_point, behind } in &scope.lets {
            if *may_be_way_point && self.is_way_point(let_, awaits.start) {
                let operands = self.operands(let_);
                let once = classify::stands_once(let_);
                let (needed, late): (Vec<_>, Vec<_>) = rest.into_iter().partition(|&var| {
                    operands.contains(&var) || once && self.comes_by(var, let_, behind)
                });
                rest = late;
                steps.extend(self.restore(&needed, awaits, false));
                let way = self.way(let_, &mut passed);
                let label = self.way_label(way);
                go(from, quote!(#range => { #steps break #label }));
                steps = TokenStream::new();
                from = Some(way);
            }
            rest.extend(let_.vars.iter().filter(|var| pending.contains(var)));
        }
        let level = match value {
            Value::Block(block) => Some(block),
            Value::Loop(loop_) => Some(&loop_.body),
            _ => None,
        };
        if let Some(level) = level {
            let vars = scope.lets.iter().flat_map(|passed| &passed.let_.vars);
            let mut late: Vec<_> = scope.late.iter().chain(vars).copied().collect();
            // What the level assigns before it reads it, need not be there where others enter it.
            late.retain(|&var| {
                self.is_late(var, awaits)
                    || rest.contains(&var) && self.is_assigned_first(var, level, awaits)
            });
            rest.retain(|var| !late.contains(var));
            self.late.borrow_mut().insert(level, late);
        }
        // A level inside still has to find its way.
        steps.extend(self.restore(&rest, awaits, level.is_none()));
        let label = self.await_label(awaits);
        go(from, quote!(#range => { #steps break #label }));
    }

    /// The way through `let_`, for those that have passed the same way-points before.
    fn way(&self, let_: &Let, passed: &mut Vec<Key>) -> WayId {
        let let_key = key(let_);
        if classify::stands_once(let_) {
            passed.clear();
        }
        let mut all = self.ways.borrow_mut();
        let ways = all.entry(let_key).or_default();
        let known = ways.iter().position(|way| way.passed == *passed);
        let index = known.unwrap_or_else(|| {
            let number = self.way_count.get() + 1;
            self.way_count.set(number);
            ways.push(Way { number, passed: passed.clone(), arms: Vec::new() });
            ways.len() - 1
        });
        passed.push(let_key);
        (let_key, index)
    }

    fn lead(&self, (let_, index): WayId, arm: TokenStream) {
        let mut ways = self.ways.borrow_mut();
        if let Some(way) = ways.get_mut(&let_).and_then(|ways| ways.get_mut(index)) {
            way.arms.push(arm);
        }
    }

    /// Whether resuming at an await has to pass a `let`: its initializer is evaluated again.
    fn is_way_point(&self, let_: &Let, at: AwaitId) -> bool {
        let pending = &self.awaits[at as usize - 1].pending;
        let derived = |var: &VarId| is_derived(&self.vars[*var]) && pending.contains(var);
        // The iterator has to advance, whether or not its item is needed.
        let advances = let_.origin == Origin::Item
            && classify::operands(let_).iter().any(|&var| {
                matches!(self.vars[var].class, Class::Counted) && pending.contains(&var)
            });
        advances || let_.vars.iter().any(derived)
    }

    /// A fresh call comes by where the initializer stands once, and has what is live there. So has each
    /// resumed one: see [`moves`](crate::attr::moves).
    fn comes_by(&self, var: VarId, let_: &Let, behind: &Range<AwaitId>) -> bool {
        let mut passing = behind.clone().filter(|&id| self.is_way_point(let_, id));
        passing.all(|id| self.awaits[id as usize - 1].pending.contains(&var))
    }

    fn way_label(&self, (let_, index): WayId) -> Lifetime {
        let ways = self.ways.borrow();
        let number = ways.get(&let_).and_then(|ways| ways.get(index)).map_or(0, |way| way.number);
        label(number)
    }

    /// What evaluating the initializer again mentions.
    pub(super) fn operands(&self, let_: &Let) -> Vec<VarId> {
        let derived = let_.vars.iter().flat_map(|&var| &self.vars[var].operands).copied();
        derived.chain(classify::operands(let_)).collect()
    }

    /// Makes a `let` a way-point, if any await is behind it: resuming enters there, evaluates the
    /// initializer again, and is led on. It does so behind the fresh initializer, and all that
    /// tells the compiler its type.
    ///
    /// ```text
    /// 'past: { 'way: { before; x = init; break 'past } x = init; match core.at { .. } }
    /// ```
    ///
    /// A closure would have another type each time it is written, and stands once:
    ///
    /// ```text
    /// 'way: { before } x = init; match core.at { .. }
    /// ```
    pub(super) fn way_point(
        &self,
        let_: &Let,
        before: TokenStream,
        assign: TokenStream,
    ) -> TokenStream {
        if !self.has_way_point(let_) {
            return quote!(#before #assign);
        }
        match classify::stands_once(let_) {
            true => self.once(let_, before, assign),
            false => {
                let again = self.assign_again(let_, &assign);
                self.past_ways(let_, quote!(#before #assign), &again)
            }
        }
    }

    fn once(&self, let_: &Let, before: TokenStream, assign: TokenStream) -> TokenStream {
        let at = self.names.at();
        let ways = self.ways.borrow();
        let Some([Way { number, arms, .. }]) = ways.get(&key(let_)).map(|ways| &**ways) else {
            return quote!(#before #assign);
        };
        let label = label(*number);
        quote!(#label: { #before } #assign match #at { #(#arms)* _ => {} })
    }

    /// The fresh way, and then each of those that resumed calls take. They are kept apart: where two
    /// of them met, the compiler would take what only one has passed for uninitialized on both.
    ///
    /// ```text
    /// 'past: { 'way2: { 'way1: { fresh; break 'past } again; match core.at { .. } } again; .. }
    /// ```
    pub(super) fn past_ways(
        &self,
        let_: &Let,
        fresh: TokenStream,
        again: &TokenStream,
    ) -> TokenStream {
        let (private, at) = (private(), self.names.at());
        let past = self.label("past", Span::mixed_site());
        let ways = self.ways.borrow();
        let ways = ways.get(&key(let_)).into_iter().flatten();
        let code = ways.fold(quote!(#fresh break #past), |code, Way { number, arms, .. }| {
            let label = label(*number);
            quote! {
                #label: { #code }
                #again
                match #at { #(#arms)* _ => #private::lost() }
            }
        });
        quote!(#past: { #code })
    }

    pub(super) fn has_way_point(&self, let_: &Let) -> bool {
        self.ways.borrow().contains_key(&key(let_))
    }

    fn points(&self, awaits: &Range<AwaitId>) -> &[Await] {
        &self.awaits[awaits.start as usize - 1..awaits.end as usize - 1]
    }

    /// Whether only some awaits of a level need a variable.
    fn is_late(&self, var: VarId, awaits: &Range<AwaitId>) -> bool {
        let is_pending = |point: &Await| point.pending.contains(&var);
        let points = self.points(awaits);
        points.iter().any(is_pending) && !points.iter().all(is_pending)
    }

    /// Whether a level assigns a variable before it reads it, and only what it reads then needs it.
    fn is_assigned_first(&self, var: VarId, level: &Block, awaits: &Range<AwaitId>) -> bool {
        let is_live = |id: AwaitId| self.lives.pending[id as usize - 1].contains(&var);
        // What has its value for good is not live there either, if only dead code reads it.
        let has_value = self.vars[var].is_initialized && self.vars[var].mutability.is_none();
        !has_value && !self.lives.at_start(level, var) && awaits.clone().all(is_live)
    }

    /// Assigns the saved ones of some variables that are pending at all of some awaits. `reached` says
    /// that the call is there then.
    fn restore(&self, vars: &[VarId], awaits: &Range<AwaitId>, reached: bool) -> TokenStream {
        let pending: VarSet =
            self.awaits[awaits.start as usize - 1].pending.iter().copied().collect();
        let is_saved = |var: &VarId| {
            let class = &self.vars[*var].class;
            pending.contains(var)
                && !self.is_late(*var, awaits)
                && !matches!(class, Class::Lent | Class::Rederived | Class::Counted)
        };
        let saved: Vec<_> = vars.iter().copied().filter(is_saved).collect();
        let (private, core, frame) = (private(), &self.names.core, &self.names.frame);
        match (saved.is_empty(), reached) {
            (true, false) => TokenStream::new(),
            (true, true) => quote!(#private::Core::reached(&mut #core);),
            (false, _) => {
                let of = Ident::new(if reached { "reached" } else { "frame" }, Span::call_site());
                let (allow, takes) = (self.allow_unused(&saved), saved.iter());
                let takes = takes.map(|&var| self.take(var));
                quote!(#allow let #frame = #private::Core::#of(&mut #core); #(#takes)*)
            }
        }
    }

    /// Assigns a variable from its slot. To the compiler this is the first assignment of one that is
    /// assigned again: it shows it where the variable is declared.
    fn take(&self, var: VarId) -> TokenStream {
        let frame = &self.names.frame;
        let Var { ident, cfg, class, slot, .. } = &self.vars[var];
        let take = match class {
            Class::Rest(Some(_)) if self.is_told(var) => {
                quote!(#ident = #frame.#slot.take_rest_as_told();)
            }
            Class::Rest(_) => quote!(#ident = #frame.#slot.take_rest();),
            Class::Boxed => {
                let slot = quote!(&mut #frame.#slot);
                let take = flatten::call_at(self.vars[var].declared, "restore", &slot);
                quote!(#ident = #take;)
            }
            _ => quote!(#ident = #frame.#slot.take();),
        };
        let take = hygiene::located_at(take, self.vars[var].declared);
        match cfg.is_empty() {
            true => take,
            false => quote!(#(#cfg)* { #take }),
        }
    }

    /// Where none of the variables may be there, nobody may use the frame.
    pub(super) fn allow_unused(&self, vars: &[VarId]) -> Option<TokenStream> {
        let may_be_unused = vars.iter().all(|&var| !self.vars[var].cfg.is_empty());
        may_be_unused.then(|| quote!(#[allow(unused_variables)]))
    }
}

/// A way through a way-point.
pub(super) struct Way {
    /// Names its label.
    number: usize,
    /// The way-points that those who come here have passed.
    passed: Vec<Key>,
    /// Where they go on behind it.
    arms: Vec<TokenStream>,
}

/// Which of the ways through which `let`.
type WayId = (Key, usize);

fn label(number: usize) -> Lifetime {
    Lifetime::new(&format!("'__way{number}"), Span::mixed_site())
}

pub(super) fn key(let_: &Let) -> Key {
    let_
}

fn range_pattern(awaits: &Range<AwaitId>) -> TokenStream {
    let first = Literal::u32_unsuffixed(awaits.start);
    let last = Literal::u32_unsuffixed(awaits.end - 1);
    match awaits.len() {
        1 => quote!(#first),
        _ => quote!(#first..=#last),
    }
}
