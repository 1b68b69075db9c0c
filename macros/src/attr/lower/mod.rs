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
mod await_point;
mod call;
mod chosen;
mod control;
mod lets;
mod operands;
mod shadowed;
mod slots;
mod steps;
mod ways;

pub(crate) use self::call::{imports, marked};
pub(crate) use self::operands::operand_check;
use self::ways::Way;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Lifetime};

use super::flatten::{self, private};
use super::ir::*;
use super::liveness::Lives;
use super::pending::Questions;

pub(crate) struct Lower<'a> {
    pub(crate) vars: &'a [Var],
    parts: &'a [LocalPart],
    pub(crate) awaits: &'a [Await],
    lives: &'a Lives,
    pub(crate) names: &'a Names,
    /// The call that takes what is in a slot, by the name of the slot.
    takers: HashMap<String, AwaitId>,
    labels: Cell<u32>,
    /// How many blocks stand one in the other before the await that is lowered, in its level.
    blocks: Cell<u32>,
    /// Where resuming goes on behind each way-point.
    ways: RefCell<HashMap<Key, Vec<Way>>>,
    way_count: Cell<usize>,
    /// What is restored inside of each level.
    late: RefCell<HashMap<*const Block, Vec<VarId>>>,
    /// How to match again, for what a pattern has picked.
    rematches: RefCell<HashMap<Key, TokenStream>>,
}

/// The names that generated code shares.
pub(crate) struct Names {
    /// The variable that holds the `Core` of the checkpoint.
    pub(crate) core: Ident,
    /// The variable that holds its frame, while locals are saved or restored.
    frame: Ident,
    /// The label of the block that a cancelled call leaves.
    pub(crate) cancelled: Lifetime,
}

impl Names {
    pub(crate) fn new() -> Self {
        let mixed = Span::mixed_site();
        Names {
            core: Ident::new("__core", mixed),
            frame: Ident::new("__frame", mixed),
            cancelled: Lifetime::new("'__cancelled", mixed),
        }
    }

    /// The await point to go back to.
    pub(crate) fn at(&self) -> TokenStream {
        let (private, core) = (private(), &self.core);
        quote!(#private::Core::at(&#core))
    }

    /// How far the leaf had come, to be changed.
    fn progress(&self, span: Span) -> TokenStream {
        let (private, core) = (private(), &self.core);
        quote_spanned!(span=> #private::Core::progress(&mut #core))
    }

    /// A slot of the frame, as a place.
    pub(crate) fn slot(&self, slot: &impl ToTokens, span: Span) -> TokenStream {
        let (private, core) = (private(), &self.core);
        quote_spanned!(span=> #private::Core::frame(&mut #core).#slot)
    }
}

/// How many nested blocks the compiler is given to parse at once. It expands macros within macros up
/// to 128 deep, so there may be that many times as many.
const PARSED_AT_ONCE: u32 = 50;

/// Tells one `let` from another: its address, which is that of a node of the tree.
type Key = *const Let;

impl<'a> Lower<'a> {
    pub(crate) fn new(body: &'a Body, names: &'a Names) -> Self {
        let Body { vars, parts, awaits, lives, .. } = body;
        Lower {
            vars,
            parts,
            awaits,
            lives,
            names,
            takers: slots::takers(awaits),
            labels: Cell::new(0),
            blocks: Cell::new(0),
            ways: RefCell::default(),
            way_count: Cell::default(),
            late: RefCell::default(),
            rematches: RefCell::default(),
        }
    }

    /// A block that resuming enters from its start.
    pub(crate) fn level(&self, block: &Block) -> TokenStream {
        let arms = self.level_entries(block);
        let at = self.names.at();
        let before = match arms.is_empty() {
            true => TokenStream::new(),
            false => quote!(match #at { #(#arms)* _ => {} }),
        };
        let outer = self.blocks.replace(0);
        let code = self.block(block, before);
        self.blocks.set(outer);
        code
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

    /// A statement that awaits, behind `before`.
    fn awaiting(&self, stmt: &Stmt, before: TokenStream, hoisted: bool) -> TokenStream {
        let empty = TokenStream::new();
        match &stmt.kind {
            StmtKind::Plain(_) => before,
            StmtKind::Value { attrs, value, semi } => {
                // The `;` is that of the user, who wrote no `match`.
                let is_await = matches!(value, Value::Simple(code) if is_marker(&code.code));
                let allow = (is_await && semi.is_some())
                    .then(|| quote!(#[allow(clippy::unnecessary_semicolon)]));
                let (before, value) = self.value(value, &stmt.awaits, before);
                match attrs.is_empty() {
                    true => quote!(#before #allow #value #semi),
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

    /// The value of something that awaits, and what comes before it: as a statement of its own, or
    /// within the value.
    fn value(
        &self,
        value: &Value,
        awaits: &Range<AwaitId>,
        before: TokenStream,
    ) -> (TokenStream, TokenStream) {
        let none = TokenStream::new();
        match value {
            value if awaits.is_empty() => (before, self.plain(value)),
            Value::Simple(code) => (self.labelled(awaits, before), self.simple(&code.code)),
            Value::Block(block) if block.level => {
                (self.labelled(awaits, before), self.level(block))
            }
            Value::Block(block) => (none, self.block(block, before)),
            Value::If(if_) => (none, self.if_(if_, awaits, before)),
            Value::Match(match_) => (none, self.match_(match_, before)),
            Value::Loop(loop_) => {
                let before = self.labelled(awaits, before);
                let Loop { label, loop_token, body } = &**loop_;
                let body = self.level(body);
                (before, quote!(#label: #loop_token #body))
            }
        }
    }

    /// All that comes before some awaits, in a block that resuming leaves by its label. Of what is in a
    /// block of a macro clippy says little: the braces are as if they were the user's.
    ///
    /// The parser of rustc goes down into blocks by recursion on its stack, which a thousand of them,
    /// one in the other, would overflow. What stands in a macro it parses when it has come up again.
    fn labelled(&self, awaits: &Range<AwaitId>, before: TokenStream) -> TokenStream {
        let label = self.await_label(awaits);
        let at = label.apostrophe;
        let count = self.blocks.get() + 1;
        self.blocks.set(count);
        if !count.is_multiple_of(PARSED_AT_ONCE) {
            return quote_spanned!(at=> #label: { #before });
        }
        let private = private();
        quote_spanned!(at=> #label: { #private::parsed_later! { #before } })
    }

    fn await_label(&self, awaits: &Range<AwaitId>) -> Lifetime {
        let first = &self.awaits[awaits.start as usize - 1];
        Lifetime::new(&format!("'__await{}", awaits.start), first.token.span)
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
            Value::Loop(loop_) => {
                let Loop { label, loop_token, body } = &**loop_;
                let body = self.block(body, TokenStream::new());
                quote!(#label: #loop_token #body)
            }
        }
    }

    pub(crate) fn questions(&self) -> Questions<'_> {
        Questions { vars: self.vars, parts: self.parts, awaits: self.awaits }
    }

    fn mismatch(&self) -> TokenStream {
        let private = private();
        let core = &self.names.core;
        quote!(#private::mismatch(&#core))
    }

    fn label(&self, prefix: &str, span: Span) -> Lifetime {
        let number = self.labels.get() + 1;
        self.labels.set(number);
        Lifetime::new(&format!("'__{prefix}{number}"), Span::mixed_site().located_at(span))
    }
}

/// Whether it stands for the value of an await, and for nothing else.
fn is_marker(expr: &Expr) -> bool {
    matches!(expr, Expr::Macro(mac) if flatten::marked(&mac.mac).is_some())
}

/// In parentheses of ours, of which no lint says that they or what they enclose are not needed. That of an empty
/// block is said to be a unit that is written.
pub(super) fn parenthesized(code: TokenStream) -> TokenStream {
    let is_empty = lone_block(&code).is_some_and(|block| block.stream().is_empty());
    let code = if is_empty { lets::in_our_braces(code) } else { code };
    let mut group = Group::new(Delimiter::Parenthesis, code);
    group.set_span(Span::mixed_site());
    group.into_token_stream()
}

/// A block that code consists of.
fn lone_block(code: &TokenStream) -> Option<Group> {
    let mut tokens = code.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(block)), None) if block.delimiter() == Delimiter::Brace => {
            Some(block)
        }
        _ => None,
    }
}

/// The first statement of a block that gets bindings from a pattern.
pub(super) fn picked_let(block: &Block) -> Option<&Let> {
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
    let is_block = lone_block(&code).is_some();
    let mut braces = Group::new(Delimiter::Brace, code);
    let span = block.brace.span.join();
    // Of braces around nothing but a block or an `if` on the same line, the compiler would say that they
    // are not needed. Those of an `unsafe` block are.
    let is_lone = match &*block.stmts {
        [Stmt { kind: StmtKind::Value { value, .. }, .. }] => !matches!(value, Value::Simple(_)),
        _ => is_block,
    };
    let is_lone = is_lone && block.unsafety.is_none();
    braces.set_span(match is_lone {
        true => Span::mixed_site().located_at(span),
        false => span,
    });
    quote!(#(#label:)* #unsafety #braces)
}
