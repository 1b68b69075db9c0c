//! From the [`ir`](super::ir) to code that can be entered in the middle.
//!
//! A block declares its variables at its start. All that comes before a statement that awaits
//! stands in a labelled block, and resuming leaves that by a `break`, after it has restored the
//! variables that are pending there:
//!
//! ```text
//! Input:  { let a = f(); g(&a).await; let b = h(a); i(b).await }
//! Output: { let a; let b;
//!           '2: { '1: {
//!               match core.at { 1 => { a = slot; break '1 }, 2 => { b = slot; break '2 }, _ => {} }
//!               a = f();
//!           } g(&a).await; b = h(a);
//!           } i(b).await }
//! ```
//!
//! "All that comes before" goes into nested blocks with it: there is one `match core.at`, in the
//! innermost place, and it leads straight to each await, past what arms and blocks did before it.
//! So every path to a statement has initialized what that statement mentions, the compiler sees
//! that it has, and it is the user's own locals in the user's own scopes that it sees.
//!
//! What is entered more than once, the body of a loop, cannot take in what came before. It is a
//! *level* of its own, with a `match core.at` of its own.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Lifetime, Pat};

use super::classify;
use super::flatten::{self, private};
use super::ir::*;
use super::moves;

pub(crate) struct Lower<'a> {
    pub(crate) vars: &'a [Var],
    pub(crate) awaits: &'a [Await],
    pub(crate) names: &'a Names,
    labels: Cell<u32>,
    /// Where resuming goes on behind each way-point.
    ways: RefCell<HashMap<Key, Vec<TokenStream>>>,
    way_numbers: RefCell<HashMap<Key, usize>>,
    /// How to match again, for what a pattern has picked.
    rematches: RefCell<HashMap<Key, TokenStream>>,
}

/// The names that generated code shares.
pub(crate) struct Names {
    /// The variable that holds `&mut Core<Frame>`.
    pub(crate) core: Ident,
    /// The label of the block that a cancelled call leaves.
    pub(crate) cancelled: Lifetime,
    /// The function, for messages.
    pub(crate) function: String,
}

/// Tells one `let` from another: its address, which is that of a node of the tree.
type Key = *const Let;

impl<'a> Lower<'a> {
    pub(crate) fn new(vars: &'a [Var], awaits: &'a [Await], names: &'a Names) -> Self {
        Lower {
            vars,
            awaits,
            names,
            labels: Cell::new(0),
            ways: RefCell::default(),
            way_numbers: RefCell::default(),
            rematches: RefCell::default(),
        }
    }

    /// A block that resuming enters from its start.
    pub(crate) fn level(&self, block: &Block) -> TokenStream {
        let mut arms = Vec::new();
        self.entries(block, &mut Vec::new(), &mut arms);
        if arms.is_empty() {
            return self.block(block, TokenStream::new());
        }
        let core = &self.names.core;
        self.block(block, quote!(match #core.at { #(#arms)* _ => {} }))
    }

    /// Where a resumed call may go on in `block`: an arm of `match core.at` for each.
    fn entries<'b>(&self, block: &'b Block, scope: &mut Vec<&'b Let>, arms: &mut Vec<TokenStream>) {
        let depth = scope.len();
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
                        scope.push(let_);
                    }
                }
            }
        }
        scope.truncate(depth);
    }

    fn value_entries<'b>(
        &self,
        value: &'b Value,
        awaits: &Range<AwaitId>,
        scope: &mut Vec<&'b Let>,
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
            value => self.entry(awaits, matches!(value, Value::Simple(_)), scope, arms),
        }
    }

    fn picked_entries<'b>(
        &self,
        block: &'b Block,
        rematch: Option<TokenStream>,
        scope: &mut Vec<&'b Let>,
        arms: &mut Vec<TokenStream>,
    ) {
        let depth = scope.len();
        if let (Some(let_), Some(rematch)) = (picked_let(block), rematch) {
            self.rematches.borrow_mut().insert(key(let_), rematch);
        }
        scope.extend(picked_let(block));
        self.entries(block, scope, arms);
        scope.truncate(depth);
    }

    /// The way to an await, from one way-point to the next.
    fn entry(
        &self,
        awaits: &Range<AwaitId>,
        direct: bool,
        scope: &[&Let],
        arms: &mut Vec<TokenStream>,
    ) {
        let core = &self.names.core;
        let range = range_pattern(awaits);
        let mut steps = TokenStream::new();
        let mut from = None;
        let mut go = |from: Option<Key>, arm: TokenStream| match from {
            None => arms.push(arm),
            Some(way) => self.ways.borrow_mut().entry(way).or_default().push(arm),
        };
        for let_ in scope {
            if self.is_way_point(let_, awaits.start) {
                let label = self.way_label(let_);
                go(from, quote!(#range => { #steps break #label }));
                steps = TokenStream::new();
                from = Some(key(let_));
            }
            steps.extend(self.restore(let_, awaits.start));
        }
        // A level inside still has to find its way.
        let reached = direct.then(|| quote!(#core.at = 0;));
        let label = await_label(awaits);
        go(from, quote!(#range => { #steps #reached break #label }));
    }

    /// Whether resuming at an await has to pass a `let`: its initializer is evaluated again.
    fn is_way_point(&self, let_: &Let, at: AwaitId) -> bool {
        let pending = &self.awaits[at as usize - 1].pending;
        let derived = |var: &VarId| {
            matches!(self.vars[*var].class, Class::Rederived | Class::Counted)
                && pending.contains(var)
        };
        // The iterator has to advance, whether or not its item is needed.
        let advances = let_.origin == Origin::Item
            && classify::operands(let_)
                .iter()
                .any(|&var| self.vars[var].class == Class::Counted && pending.contains(&var));
        advances || let_.vars.iter().any(derived)
    }

    fn way_label(&self, let_: &Let) -> Lifetime {
        let mut ways = self.way_numbers.borrow_mut();
        let next = ways.len() + 1;
        let number = *ways.entry(key(let_)).or_insert(next);
        Lifetime::new(&format!("'__way{number}"), Span::mixed_site())
    }

    /// Makes a `let` a way-point, if any await is behind it: resuming enters before it, and is led
    /// on behind it. So the initializer stands once, behind all that tells the compiler its type.
    fn way_point(&self, let_: &Let, before: TokenStream, assign: TokenStream) -> TokenStream {
        let core = &self.names.core;
        let ways = self.ways.borrow();
        let Some(arms) = ways.get(&key(let_)) else { return quote!(#before #assign) };
        let label = self.way_label(let_);
        quote!(#label: { #before } #assign match #core.at { #(#arms)* _ => {} })
    }

    fn has_way_point(&self, let_: &Let) -> bool {
        self.ways.borrow().contains_key(&key(let_))
    }

    /// Assigns the saved variables of a `let` that are pending at an await.
    fn restore(&self, let_: &Let, at: AwaitId) -> TokenStream {
        let core = &self.names.core;
        let pending = &self.awaits[at as usize - 1].pending;
        let vars = let_.vars.iter().filter(|var| pending.contains(var));
        let takes = vars.map(|&var| {
            let Var { ident, slot, cfg, class, .. } = &self.vars[var];
            let take = match class {
                Class::Lent | Class::Rederived | Class::Counted => return TokenStream::new(),
                Class::Rest(_) => quote!(#ident = #core.frame.#slot.take_rest();),
                Class::Typed(_) | Class::Boxed => quote!(#ident = #core.frame.#slot.take();),
            };
            match cfg.is_empty() {
                true => take,
                false => quote!(#(#cfg)* { #take }),
            }
        });
        takes.collect()
    }

    /// `block`, where `before` runs first: all of the level that comes before it.
    fn block(&self, block: &Block, before: TokenStream) -> TokenStream {
        let stmts = &block.stmts;
        let last = stmts.iter().rposition(|stmt| !stmt.awaits.is_empty());
        let items = stmts.iter().filter(|stmt| is_item(stmt)).map(|stmt| self.stmt(stmt, false));
        let declarations = stmts[..last.unwrap_or(0)].iter().map(|stmt| self.declaration(stmt));
        let declarations: TokenStream = items.chain(declarations).collect();
        let mut code = before;
        for (index, stmt) in stmts.iter().enumerate() {
            let hoisted = last.is_some_and(|last| index < last);
            match stmt.awaits.is_empty() {
                _ if is_item(stmt) => {}
                true if index == 0 && picked_let(block).is_some() => {
                    let let_ = picked_let(block).into_iter();
                    code = let_.map(|let_| self.picked(let_, code.clone())).collect();
                }
                true => code = self.passing(stmt, code, hoisted),
                false => code = self.awaiting(stmt, code, hoisted),
            }
        }
        braced(block, quote!(#declarations #code))
    }

    /// A statement that does not await, behind `before`.
    fn passing(&self, stmt: &Stmt, before: TokenStream, hoisted: bool) -> TokenStream {
        let code = self.stmt(stmt, hoisted);
        match &stmt.kind {
            StmtKind::Let(let_) => self.way_point(let_, before, code),
            _ => quote!(#before #code),
        }
    }

    /// The bindings of a pattern. `init` holds all that comes before.
    ///
    /// ```text
    /// 'picked: { 'way: { (a, b) = init; break 'picked } (a, b) = rematch; match core.at { .. } }
    /// ```
    fn picked(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let assign = self.assign(let_, init);
        let rematches = self.rematches.borrow();
        let (true, Some(rematch)) = (self.has_way_point(let_), rematches.get(&key(let_))) else {
            return assign;
        };
        let picked = self.label("picked", Span::mixed_site());
        let fresh = quote!(#assign break #picked);
        // What was saved is not matched again.
        let targets = self.hoisted(let_).into_iter().map(|&var| match self.vars[var].class {
            Class::Rederived => self.vars[var].ident.to_token_stream(),
            _ => quote!(_),
        });
        let again = self.way_point(let_, fresh, quote!((#(#targets,)*) = #rematch;));
        quote!(#picked: { #again })
    }

    /// A statement that awaits, behind `before`.
    fn awaiting(&self, stmt: &Stmt, before: TokenStream, hoisted: bool) -> TokenStream {
        let empty = TokenStream::new();
        match &stmt.kind {
            StmtKind::Plain(_) => before,
            StmtKind::Value { attrs, value, semi } => {
                let (before, value) = self.value(value, &stmt.awaits, before);
                match attrs.is_empty() {
                    true => quote!(#before #value #semi),
                    false => quote!(#before #(#attrs)* { #value } #semi),
                }
            }
            StmtKind::Let(let_) => {
                let (before, init) = match &let_.init {
                    Some(init) => self.value(init, &stmt.awaits, before),
                    None => (before, empty),
                };
                let let_ = match hoisted && !self.hoisted(let_).is_empty() {
                    true => self.attributed_assign(let_, init),
                    false => self.plain_let(let_, init),
                };
                quote!(#before #let_)
            }
        }
    }

    /// The declaration of the variables of a `let` that stands before an await.
    fn declaration(&self, stmt: &Stmt) -> TokenStream {
        let StmtKind::Let(let_) = &stmt.kind else { return TokenStream::new() };
        let vars = self.hoisted(let_);
        let declarations = vars.iter().map(|&&var| {
            let var = &self.vars[var];
            let (attrs, mutability, ident) = (&let_.attrs, var.mutability, &var.ident);
            let ty = match (&let_.pat, &let_.ty) {
                (Pat::Ident(_), Some(ty)) => quote!(: #ty),
                _ => TokenStream::new(),
            };
            quote!(#(#attrs)* let #mutability #ident #ty;)
        });
        declarations.collect()
    }

    /// The variables of a `let` that live as long as the block. One that is never mentioned stays
    /// where it is, so that the compiler says so; but `_guard` is not meant to be mentioned.
    fn hoisted<'l>(&self, let_: &'l Let) -> Vec<&'l VarId> {
        let_.vars.iter().filter(|&&var| self.is_used(var)).collect()
    }

    fn is_used(&self, var: VarId) -> bool {
        self.vars[var].mentioned || self.vars[var].name.starts_with('_')
    }

    /// A statement that does not await.
    fn stmt(&self, stmt: &Stmt, hoisted: bool) -> TokenStream {
        match &stmt.kind {
            StmtKind::Plain(code) => code.code.to_token_stream(),
            // A slot that was not needed.
            StmtKind::Let(let_) if let_.origin == Origin::Slot && let_.init.is_none() => {
                TokenStream::new()
            }
            StmtKind::Let(let_) => match hoisted && !self.hoisted(let_).is_empty() {
                true if let_.init.is_none() => TokenStream::new(),
                true => self.attributed_assign(let_, self.fresh_init(let_)),
                false => self.plain_let(let_, self.fresh_init(let_)),
            },
            // What came out of a larger expression, and does not await itself.
            StmtKind::Value { .. } => self.awaiting(stmt, TokenStream::new(), hoisted),
        }
    }

    fn attributed_assign(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let assign = self.assign(let_, init);
        let mut cfg = let_.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).peekable();
        match cfg.peek() {
            None => assign,
            Some(_) => quote!(#(#cfg)* { #assign }),
        }
    }

    fn plain_let(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let Let { attrs, let_token, pat, ty, .. } = let_;
        let ty = ty.iter();
        // A local that is not mentioned is not in sight at the await: its value is asked here.
        let unseen = let_.vars.iter().find(|&&var| !self.is_used(var) && self.is_asked(var));
        let init = match (unseen, pat) {
            (Some(&var), Pat::Ident(_)) => self.asked(var, init),
            _ => init,
        };
        let init = let_.init.as_ref().map(|_| {
            let init = before_else(let_, init);
            quote!(= #init)
        });
        let diverge = let_.diverge.iter().map(|diverge| &diverge.code);
        quote!(#(#attrs)* #let_token #pat #(: #ty)* #init #(else #diverge)*;)
    }

    /// Assigns the variables of a `let` from `init`.
    fn assign(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let vars = self.hoisted(let_);
        let idents: Vec<_> = vars.iter().map(|&&var| &self.vars[var].ident).collect();
        if matches!(let_.origin, Origin::Picked(_)) {
            return match idents.is_empty() {
                true => quote!(#init;),
                false => quote!((#(#idents,)*) = #init;),
            };
        }
        if let (Pat::Ident(pat), None, [ident]) = (&let_.pat, &let_.diverge, &*idents)
            && pat.by_ref.is_none()
            && pat.subpat.is_none()
        {
            return quote!(#ident = #init;);
        }
        let tuple = match &*idents {
            [ident] => ident.to_token_stream(),
            idents => quote!((#(#idents),*)),
        };
        let (let_token, ty) = (let_.let_token, let_.ty.iter());
        let pat = self.without_mut(let_);
        let init = before_else(let_, init);
        let diverge = let_.diverge.iter().map(|diverge| {
            let (code, core, mismatch) = (&diverge.code, &self.names.core, self.mismatch());
            match self.has_way_point(let_) {
                true => quote!({ if #core.at != 0 { #mismatch } #code }),
                false => code.to_token_stream(),
            }
        });
        quote!(#tuple = { #let_token #pat #(: #ty)* = #init #(else #diverge)*; #tuple };)
    }

    /// The pattern of `let_`, whose variables are only handed on.
    fn without_mut(&self, let_: &Let) -> Pat {
        let unused: Vec<_> = let_.vars.iter().filter(|&&var| !self.is_used(var)).collect();
        match unused.is_empty() {
            true => flatten::without_mut(let_.pat.clone()),
            false => let_.pat.clone(),
        }
    }

    /// The initializer, for a fresh call and for one that passes a way-point.
    fn fresh_init(&self, let_: &Let) -> TokenStream {
        let init = self.init(let_);
        let (private, core) = (private(), &self.names.core);
        let counted = let_.vars.iter().find(|&&var| self.vars[var].class == Class::Counted);
        let passes = self.has_way_point(let_);
        match counted {
            Some(&var) if passes => {
                let slot = &self.vars[var].slot;
                quote_spanned! {init.span()=>
                    #private::Counted::resume(#init, match #core.at { 0 => 0, _ => #core.frame.#slot.take() })
                }
            }
            Some(_) => quote_spanned!(init.span()=> #private::Counted::new(#init)),
            None if passes && let_.origin == Origin::Item => self.item_again(let_, init),
            None => init,
        }
    }

    /// `match iter.next() { .. }`, where a resumed call may not find the end.
    fn item_again(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let Some(Value::Simple(Code { code: Expr::Match(next), .. })) = &let_.init else {
            return init;
        };
        let Some(none) = next.arms.last() else { return init };
        let (private, core) = (private(), &self.names.core);
        let (next, end, mismatch) = (&next.expr, &none.body, self.mismatch());
        quote! {
            match #next {
                #private::core::option::Option::Some(__item) => __item,
                #private::core::option::Option::None if #core.at != 0 => #mismatch,
                #private::core::option::Option::None => #end,
            }
        }
    }

    /// An initializer that does not await.
    fn init(&self, let_: &Let) -> TokenStream {
        match &let_.init {
            Some(Value::Simple(code)) => self.simple(&code.code),
            _ => TokenStream::new(),
        }
    }

    /// The value of something that awaits, and what comes before it: as a statement of its own, or
    /// within the value.
    fn value(
        &self,
        value: &Value,
        awaits: &Range<AwaitId>,
        before: TokenStream,
    ) -> (TokenStream, TokenStream) {
        let none = TokenStream::new();
        let label = await_label(awaits);
        let before_label = |before: TokenStream| quote!(#label: { #before });
        match value {
            value if awaits.is_empty() => (before, self.plain(value)),
            Value::Simple(code) => (before_label(before), self.simple(&code.code)),
            Value::Block(block) if block.level => (before_label(before), self.level(block)),
            Value::Block(block) => (none, self.block(block, before)),
            Value::If(if_) => (none, self.if_(if_, awaits, before)),
            Value::Match(match_) => (none, self.match_(match_, before)),
            Value::Loop(loop_) => {
                let Loop { label, loop_token, body } = &**loop_;
                let body = self.level(body);
                (before_label(before), quote!(#label: #loop_token #body))
            }
        }
    }

    /// A value that does not await, for its condition or scrutinee has been hoisted.
    fn plain(&self, value: &Value) -> TokenStream {
        match value {
            Value::Simple(code) => self.simple(&code.code),
            Value::Block(block) => self.block(block, TokenStream::new()),
            Value::If(if_) => {
                let (if_token, cond) = (if_.if_token, &if_.cond.code);
                let then = self.block(&if_.then, TokenStream::new());
                let otherwise = if_.otherwise.iter().map(|otherwise| self.plain(otherwise));
                quote!(#if_token #cond #then #(else #otherwise)*)
            }
            Value::Match(match_) => {
                let Match { match_token, scrutinee, arms } = &**match_;
                let scrutinee = &scrutinee.code;
                let arms = arms.iter().map(|Arm { attrs, pat, guard, body }| {
                    let guard = guard.iter().map(|guard| &guard.code);
                    let body = match body {
                        ArmBody::Plain(code) => self.simple(&code.code),
                        ArmBody::Awaits { block, .. } => self.block(block, TokenStream::new()),
                    };
                    quote!(#(#attrs)* #pat #(if #guard)* => #body,)
                });
                quote!(#match_token #scrutinee { #(#arms)* })
            }
            Value::Loop(_) => TokenStream::new(),
        }
    }

    /// ```text
    /// Input:  before; if C { T } else { E }
    /// Output: 'done: { 'otherwise: { break 'done {
    ///             (a, b) = 'then: { before; if C { break 'then (a, b) } break 'otherwise };
    ///             T } }
    ///         E }
    /// ```
    fn if_(&self, if_: &If, awaits: &Range<AwaitId>, before: TokenStream) -> TokenStream {
        let (if_token, cond) = (if_.if_token, &if_.cond.code);
        let span = if_token.span;
        let [done, then, other] = ["done", "then", "otherwise"].map(|name| self.label(name, span));
        let else_awaits = if_.then_awaits.end < awaits.end;
        let otherwise = if_.otherwise.as_ref();
        if if_.then_awaits.is_empty() {
            let plain = self.block(&if_.then, TokenStream::new());
            let plain = parenthesized(plain);
            let before = quote!(#other: { #before #if_token #cond { break #done #plain } });
            let (before, value) =
                self.else_value(otherwise, if_.then_awaits.end..awaits.end, before);
            return quote!(#done: { #before #value });
        }
        let picked = self.picked_tuple(&if_.then, if_.pick.as_ref());
        let failed = match otherwise {
            _ if else_awaits => quote!(break #other;),
            Some(Value::Simple(code)) => {
                let value = self.simple(&code.code);
                let broken = parenthesized(value.clone());
                if code.facts.diverges { value } else { quote!(break #done #broken;) }
            }
            _ => quote!(break #done;),
        };
        let start =
            quote!(#then: { #before #if_token #cond { break #then #picked } else { #failed } });
        let taken = self.block(&if_.then, start);
        if !else_awaits {
            return quote!(#done: { #taken });
        }
        let taken = finish(&if_.then, &done, taken);
        let before = quote!(#other: { #taken });
        let (before, value) = self.else_value(otherwise, if_.then_awaits.end..awaits.end, before);
        quote!(#done: { #before #value })
    }

    fn else_value(
        &self,
        otherwise: Option<&Value>,
        awaits: Range<AwaitId>,
        before: TokenStream,
    ) -> (TokenStream, TokenStream) {
        match otherwise {
            Some(otherwise) => self.value(otherwise, &awaits, before),
            None => (before, TokenStream::new()),
        }
    }

    /// ```text
    /// Input:  before; match S { A(a) => X, B(b) => Y, C => Z }      X and Y await
    /// Output: 'done: {
    ///             b = 'y: { break 'done {
    ///                 a = 'x: { before; break 'done match S {
    ///                     A(a) => break 'x a, B(b) => break 'y b, C => Z
    ///                 } };
    ///                 X } };
    ///             Y }
    /// ```
    fn match_(&self, match_: &Match, before: TokenStream) -> TokenStream {
        let Match { match_token, scrutinee, arms } = match_;
        let span = match_token.span;
        let scrutinee = &scrutinee.code;
        let done = self.label("done", span);
        let labels: Vec<_> = arms.iter().map(|_| self.label("arm", span)).collect();
        let choices = arms.iter().zip(&labels).map(|(arm, label)| {
            let Arm { attrs, pat, guard, body, .. } = arm;
            let guard = guard.iter().map(|guard| &guard.code);
            match body {
                ArmBody::Plain(body) => {
                    let body = &body.code;
                    quote!(#(#attrs)* #pat #(if #guard)* => #body,)
                }
                ArmBody::Awaits { block, pick } => {
                    let picked = self.picked_tuple(block, Some(pick));
                    let pat = self.arm_pattern(pat, block);
                    quote!(#(#attrs)* #pat #(if #guard)* => break #label #picked,)
                }
            }
        });
        let yields = arms.iter().any(|arm| match &arm.body {
            ArmBody::Plain(code) => !code.facts.diverges,
            ArmBody::Awaits { .. } => false,
        });
        let finished = yields.then(|| quote!(break #done));
        let mut code = quote!(#before #finished #match_token #scrutinee { #(#choices)* });
        let mut value = TokenStream::new();
        for (arm, label) in arms.iter().zip(&labels) {
            let ArmBody::Awaits { block, .. } = &arm.body else { continue };
            value = self.block(block, quote!(#label: { #code }));
            code = finish(block, &done, value.clone());
        }
        quote!(#done: { #value })
    }

    fn arm_pattern(&self, pat: &Pat, block: &Block) -> Pat {
        let all_used =
            picked_let(block).is_none_or(|let_| let_.vars.iter().all(|&var| self.is_used(var)));
        match all_used {
            true => flatten::without_mut(pat.clone()),
            false => pat.clone(),
        }
    }

    /// The bindings that a block uses, as its first statement expects them: by the names that the
    /// pattern gives them.
    fn picked_tuple(&self, block: &Block, pick: Option<&Pick>) -> TokenStream {
        let (Some(let_), Some(pick)) = (picked_let(block), pick) else { return TokenStream::new() };
        let used = pick.bindings.iter().zip(&let_.vars).filter(|(_, var)| self.is_used(**var));
        let idents: Vec<_> = used.map(|(ident, _)| ident).collect();
        match idents.is_empty() {
            true => TokenStream::new(),
            false => quote!((#(#idents,)*)),
        }
    }

    fn rematch_if(&self, if_: &If) -> Option<TokenStream> {
        let picked = self.picked_tuple(&if_.then, if_.pick.as_ref());
        let (if_token, cond, mismatch) = (if_.if_token, &if_.cond.code, self.mismatch());
        picked_let(&if_.then).map(|_| quote!(#if_token #cond { #picked } else { #mismatch }))
    }

    fn rematch_arm(
        &self,
        match_: &Match,
        arm: &Arm,
        block: &Block,
        pick: &Pick,
    ) -> Option<TokenStream> {
        let picked = self.picked_tuple(block, Some(pick));
        let (match_token, scrutinee) = (match_.match_token, &match_.scrutinee.code);
        let (pat, mismatch) = (self.arm_pattern(&arm.pat, block), self.mismatch());
        picked_let(block).map(|_| {
            quote! {
                #match_token #scrutinee {
                    #pat => #picked,
                    #[allow(unreachable_patterns)]
                    _ => #mismatch,
                }
            }
        })
    }

    fn mismatch(&self) -> TokenStream {
        let private = private();
        let (core, function) = (&self.names.core, &self.names.function);
        quote!(#private::mismatch(#function, #core.at))
    }

    fn label(&self, prefix: &str, span: Span) -> Lifetime {
        let number = self.labels.get() + 1;
        self.labels.set(number);
        Lifetime::new(&format!("'__{prefix}{number}"), Span::mixed_site().located_at(span))
    }

    fn simple(&self, expr: &Expr) -> TokenStream {
        struct Fill<'a, 'b>(&'a Lower<'b>);
        impl VisitMut for Fill<'_, '_> {
            fn visit_expr_mut(&mut self, expr: &mut Expr) {
                match expr {
                    Expr::Macro(e) => match flatten::marked(&e.mac) {
                        // As a statement, `match {} + 1` would end before the `+`.
                        Some(id) => *expr = Expr::Verbatim(parenthesized(self.0.await_(id))),
                        None if e.mac.tokens.to_string().contains("__await") => {
                            e.mac.tokens = self.0.fill_tokens(&e.mac);
                        }
                        None => {}
                    },
                    expr => visit_mut::visit_expr_mut(self, expr),
                }
            }
        }
        let mut expr = expr.clone();
        Fill(self).visit_expr_mut(&mut expr);
        expr.into_token_stream()
    }

    fn fill_tokens(&self, mac: &syn::Macro) -> TokenStream {
        match super::macros::arguments(mac) {
            Some(args) => {
                let args = args.iter().map(|arg| self.simple(arg));
                quote!(#(#args),*)
            }
            None => mac.tokens.clone(),
        }
    }

    /// Awaits the leaf; where it answers that the call is cancelled, saves what is pending.
    fn await_(&self, id: AwaitId) -> TokenStream {
        let point = &self.awaits[id as usize - 1];
        let (core, cancelled) = (&self.names.core, &self.names.cancelled);
        let span = Span::mixed_site().located_at(point.token.span);
        let private = private();
        let leaf = self.leaf(point, span);
        let guards = self.ask_guards(point);
        // What borrows, a counted iterator, comes before what it may borrow from.
        let is_counted = |var: &&VarId| self.vars[**var].class == Class::Counted;
        let (counted, others): (Vec<_>, Vec<_>) = point.pending.iter().partition(is_counted);
        let saves = counted.into_iter().chain(others);
        let saves = saves.map(|&var| self.save(var, point.token.span));
        let id = Literal::u32_unsuffixed(id);
        quote_spanned! {span=>
            match { #guards let __result = #leaf; __result } {
                #private::core::result::Result::Ok(__value) => __value,
                #private::core::result::Result::Err(#private::Cancelled) => {
                    #(#saves)*
                    #core.at = #id;
                    break #cancelled;
                }
            }
        }
    }

    fn is_asked(&self, var: VarId) -> bool {
        self.awaits.iter().any(|point| point.guards.contains(&var))
    }

    /// `init`, asked whether it is a lock guard.
    fn asked(&self, var: VarId, init: TokenStream) -> TokenStream {
        let private = private();
        let span = Span::mixed_site().located_at(self.vars[var].ident.span());
        quote_spanned! {span=>
            match #init {
                __value => {
                    #private::guard_probe(&__value).verdict().across_await(&__value);
                    __value
                }
            }
        }
    }

    /// Asks the types of locals whether they are lock guards, in code that is never compiled.
    fn ask_guards(&self, point: &Await) -> TokenStream {
        if point.guards.is_empty() {
            return TokenStream::new();
        }
        let private = private();
        let visible = point.guards.iter().filter(|&&var| self.is_used(var));
        let asks = visible.map(|&var| {
            let (ident, cfg) = (&self.vars[var].ident, &self.vars[var].cfg);
            let span = Span::mixed_site().located_at(ident.span());
            quote_spanned! {span=>
                #(#cfg)* { #private::guard_probe(&#ident).verdict().across_await(&#ident); }
            }
        });
        quote! {
            #[allow(unreachable_code)]
            if false {
                let __nowhere = #private::nowhere();
                #(#asks)*
            }
        }
    }

    fn save(&self, var: VarId, at: Span) -> TokenStream {
        let var = &self.vars[var];
        let (core, cfg, slot) = (&self.names.core, &var.cfg, &var.slot);
        let mut ident = var.ident.clone();
        ident.set_span(ident.span().located_at(at));
        let span = Span::mixed_site().located_at(at);
        match var.class {
            Class::Lent | Class::Rederived => TokenStream::new(),
            Class::Typed(_) | Class::Boxed => {
                quote_spanned!(span=> #(#cfg)* { #core.frame.#slot.put(#ident); })
            }
            Class::Rest(_) => {
                quote_spanned!(span=> #(#cfg)* { #core.frame.#slot.put_rest(#ident); })
            }
            Class::Counted => {
                // By its path: as a method, `Iterator::count` would come first.
                let private = private();
                quote_spanned! {span=>
                    #(#cfg)* { #core.frame.#slot.put(#private::Counted::count(&#ident)); }
                }
            }
        }
    }

    fn leaf(&self, point: &Await, span: Span) -> TokenStream {
        let private = private();
        let token = point.token;
        let checks = point.operands.iter().map(|ident| {
            let span = Span::mixed_site().located_at(ident.span());
            quote_spanned!(span=> #private::operand(&#ident);)
        });
        let checks: TokenStream = checks.collect();
        match &point.leaf {
            Leaf::Other(Expr::Call(call)) if is_timeout(call) => {
                let timeout = self.timeout(point, call, span);
                quote_spanned!(span=> { #checks #timeout })
            }
            Leaf::Other(expr) => {
                let core = &self.names.core;
                quote_spanned! {span=> {
                    #checks
                    match #expr {
                        __future => {
                            let __verdict = {
                                use #private::Unaudited as _;
                                #private::probe::<{ #private::AWAIT }, _>(&__future).verdict()
                            };
                            #private::Leaf::new(__verdict.remake(__future, &mut #core.progress)).#token
                        }
                    }
                }}
            }
            Leaf::Answer(answer) => quote_spanned!(span=> { #checks #answer }),
            Leaf::Select(_) => TokenStream::new(),
            Leaf::Method { call, slots } => {
                let verdict = verdict(call, span);
                match slots {
                    None => quote_spanned! {span=> {
                        #checks
                        #private::Leaf::new(#private::Verdict::plain(#verdict).mark(#call)).#token
                    }},
                    Some(slots) => self.operation(point, call, slots, verdict, span),
                }
            }
        }
    }

    /// `timeout(limit, future)`: its limit holds over all the calls that it takes.
    fn timeout(&self, point: &Await, call: &syn::ExprCall, span: Span) -> TokenStream {
        let private = private();
        let (core, token, func) = (&self.names.core, point.token, &call.func);
        let limit = call.args.first();
        let rest = call.args.iter().skip(1);
        quote_spanned! {span=> {
            let mut __verdict = #private::core::option::Option::None;
            if false {
                let __future = #call;
                __verdict = #private::core::option::Option::Some({
                    use #private::Unaudited as _;
                    #private::probe::<{ #private::AWAIT }, _>(&__future).verdict()
                });
                loop {}
            }
            let __verdict = #private::verdict_of(__verdict);
            match #func(__verdict.time(#limit, &mut #core.progress), #(#rest),*) {
                __future => {
                    #private::Leaf::new(__verdict.remake(__future, &mut #core.progress)).#token
                }
            }
        }}
    }

    /// A call that may be an operation with progress; see `Verdict` in the runtime.
    fn operation(
        &self,
        point: &Await,
        call: &syn::ExprMethodCall,
        slots: &[bool],
        verdict: TokenStream,
        span: Span,
    ) -> TokenStream {
        let private = private();
        let (core, token, receiver) = (&self.names.core, point.token, &call.receiver);
        let resume = format_ident!("resume{}", call.args.len(), span = span);
        let mut plain = call.clone();
        for (arg, _) in plain.args.iter_mut().zip(slots).filter(|(_, slot)| **slot) {
            *arg = Expr::Verbatim(quote_spanned!(arg.span()=> __token.operand(&mut #arg)));
        }
        let args: TokenStream = plain.args.iter().map(|arg| quote!(#arg,)).collect();
        quote_spanned! {span=> {
            use #private::Lend as _;
            let __verdict = #verdict;
            match #private::form(&__verdict) {
                #private::Form::Plain => {
                    let __token = #private::Verdict::plain(__verdict);
                    #private::Leaf::new(__token.mark(#plain)).#token
                }
                #private::Form::Shared => {
                    let __token = #private::Verdict::shared(__verdict);
                    #private::Leaf::new(__token.#resume(
                        #receiver.cancel_safe_shared(), #args &mut #core.progress
                    )).#token
                }
                #private::Form::Unique => {
                    let __token = #private::Verdict::unique(__verdict);
                    #private::Leaf::new(__token.#resume(
                        #receiver.cancel_safe_unique(), #args &mut #core.progress
                    )).#token
                }
            }
        }}
    }
}

fn is_timeout(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let last = path.path.segments.last();
    call.args.len() == 2
        && last.is_some_and(|last| last.ident == "timeout" || last.ident == "timeout_at")
}

/// What the catalogue says about the call. The receiver is not evaluated, only its type asked.
fn verdict(call: &syn::ExprMethodCall, span: Span) -> TokenStream {
    let private = private();
    let receiver = &call.receiver;
    let hash = Literal::u64_suffixed(method_hash(&call.method.to_string()));
    quote_spanned! {span=> {
        let mut __verdict = #private::core::option::Option::None;
        if false {
            let __probe = #private::probe::<#hash, _>(&#receiver);
            __verdict = #private::core::option::Option::Some({
                use #private::Unaudited as _;
                __probe.verdict()
            });
            loop {}
        }
        #private::verdict_of(__verdict)
    }}
}

/// The awaited expression, checked to be cancel-safe by the catalogue or by its type.
pub(crate) fn marked(leaf: &Expr, at: Span) -> TokenStream {
    let private = private();
    let span = Span::mixed_site().located_at(at);
    match leaf {
        Expr::Paren(e) => marked(&e.expr, at),
        Expr::MethodCall(call) => {
            let verdict = verdict(call, span);
            quote_spanned!(span=> #private::Verdict::plain(#verdict).mark(#call))
        }
        leaf => quote_spanned!(span=> #private::cancel_safe(#leaf)),
    }
}

/// FNV-1a, as `cancel_safe` computes it for the catalogue.
fn method_hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// What ends in a brace may not stand before `else`.
fn before_else(let_: &Let, init: TokenStream) -> TokenStream {
    match let_.diverge {
        Some(_) => quote!((#init)),
        None => init,
    }
}

/// Leaves `done` with the value of a block; one that never ends has none.
fn finish(block: &Block, done: &Lifetime, value: TokenStream) -> TokenStream {
    match moves::ends(block) {
        true => {
            let value = parenthesized(value);
            quote!(break #done #value)
        }
        false => value,
    }
}

/// In parentheses of ours, of which no lint says that they or what they enclose are not needed.
fn parenthesized(code: TokenStream) -> TokenStream {
    let mut group = Group::new(Delimiter::Parenthesis, code);
    group.set_span(Span::mixed_site());
    group.into_token_stream()
}

fn key(let_: &Let) -> Key {
    let_
}

fn await_label(awaits: &Range<AwaitId>) -> Lifetime {
    Lifetime::new(&format!("'__await{}", awaits.start), Span::mixed_site())
}

/// The first statement of a block that gets bindings from a pattern.
fn picked_let(block: &Block) -> Option<&Let> {
    match &block.stmts.first()?.kind {
        StmtKind::Let(let_) if matches!(let_.origin, Origin::Picked(_)) => Some(let_),
        _ => None,
    }
}

/// An item is visible in all of its block, so it may not stand in a labelled one.
fn is_item(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Plain(code) => matches!(code.code, syn::Stmt::Item(_)),
        _ => false,
    }
}

fn braced(block: &Block, code: TokenStream) -> TokenStream {
    let (label, unsafety) = (block.label.iter(), block.unsafety);
    let mut braces = Group::new(Delimiter::Brace, code);
    braces.set_span(block.brace.span.join());
    quote!(#(#label:)* #unsafety #braces)
}

fn range_pattern(awaits: &Range<AwaitId>) -> TokenStream {
    let first = Literal::u32_unsuffixed(awaits.start);
    let last = Literal::u32_unsuffixed(awaits.end - 1);
    match awaits.len() {
        1 => quote!(#first),
        _ => quote!(#first..=#last),
    }
}
