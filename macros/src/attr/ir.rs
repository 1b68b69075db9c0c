//! The body of an annotated function, as far as awaits give it structure.
//!
//! Code without an await stays the syntax tree that the user wrote. What holds one becomes a
//! [`Block`] of statements, each with at most one await outside of nested blocks; and all that is
//! evaluated before that await within its statement may be evaluated again.

use std::ops::Range;

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Expr, Ident, Lifetime, Pat, Token, Type, token};

use super::flatten::NamedBinding;
use super::liveness::Lives;
use super::var_set::VarSet;
use crate::select::Select;

/// The number of an await point: from 1, in the order of evaluation.
pub(crate) type AwaitId = u32;

/// An index into [`Body::vars`].
pub(crate) type VarId = usize;

/// The number of a pattern that hands its bindings to a block that awaits.
pub(crate) type PickId = usize;

/// An index into [`Body::parts`].
pub(crate) type PartId = usize;

pub(crate) struct Body {
    pub(crate) root: Block,
    /// Await point `n` is at `n - 1`.
    pub(crate) awaits: Vec<Await>,
    /// The locals that may have to be saved or re-derived.
    pub(crate) vars: Vec<Var>,
    /// What is taken out of them.
    pub(crate) parts: Vec<LocalPart>,
    pub(crate) lives: Lives,
}

/// A part of a local that is taken by value, or put in again: `q.kind`.
pub(crate) struct LocalPart {
    pub(crate) var: VarId,
    pub(crate) place: Expr,
    /// From the local to it: `.kind.`
    pub(crate) path: String,
    /// Whether it is mentioned again behind that: if it was moved, the compiler has something to say.
    pub(crate) used_again: bool,
    /// The bindings of a pattern that matches it. It is moved if one of those is.
    pub(crate) bound: Option<Vec<VarId>>,
}

pub(crate) struct Block {
    pub(crate) brace: token::Brace,
    pub(crate) unsafety: Option<Token![unsafe]>,
    /// The label of a labelled block.
    pub(crate) label: Option<Lifetime>,
    /// Whether resuming enters it from its start; see `lower`.
    pub(crate) level: bool,
    pub(crate) stmts: Vec<Stmt>,
}

pub(crate) struct Stmt {
    pub(crate) kind: StmtKind,
    /// The awaits inside.
    pub(crate) awaits: Range<AwaitId>,
}

pub(crate) enum StmtKind {
    /// Code without an await, other than a `let`.
    Plain(Code<syn::Stmt>),
    Let(Box<Let>),
    /// An expression that awaits.
    Value {
        attrs: Vec<Attribute>,
        value: Value,
        semi: Option<Token![;]>,
    },
}

/// A piece of the user's code, and what it does.
pub(crate) struct Code<T> {
    pub(crate) code: T,
    pub(crate) facts: Facts,
}

impl<T> Code<T> {
    pub(crate) fn new(code: T) -> Self {
        Code { code, facts: Facts::default() }
    }
}

pub(crate) struct Let {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) let_token: Token![let],
    pub(crate) pat: Pat,
    pub(crate) ty: Option<Type>,
    pub(crate) init: Option<Value>,
    /// The block of a `let else`. It holds no await.
    pub(crate) diverge: Option<Code<Expr>>,
    pub(crate) origin: Origin,
    /// The iterators that `init` takes items of.
    pub(crate) steps: Vec<Step>,
    /// What a resumed call evaluates in the place of `init`, where that takes items.
    pub(crate) again: Option<Expr>,
    /// The variables that `pat` binds.
    pub(crate) vars: Vec<VarId>,
    /// As the source ends it.
    pub(crate) semi: Option<Token![;]>,
}

/// An [`Origin::Stepped`] iterator of which items are taken.
pub(crate) struct Step {
    pub(crate) iter: Ident,
    /// The local that says how many were taken before.
    pub(crate) index: Ident,
    /// How the iterator is made.
    pub(crate) source: Option<Expr>,
}

/// Where a `let` comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// The source.
    User,
    /// The source, with `#[rederive]`.
    Rederive,
    /// An owned parameter: its value comes out of the frame.
    Owned,
    /// A value that has to outlive an await within its expression.
    Temporary,
    /// An operand that an operation takes at its last instant: `Some(operand)`.
    Slot,
    /// The source: an iterator of which nothing but the next item is taken.
    Stepped,
    /// The iterator of a `for`.
    Iterator,
    /// The iterator of a `for`, with `#[rederive]`.
    IteratorAgain,
    /// The item of a `for`: `match iter.next() { Some(item) => item, None => break }`.
    Item,
    /// The bindings of an arm or of an `if let`.
    Picked(PickId),
}

pub(crate) enum Value {
    /// At most one await; nothing before it has an effect.
    Simple(Code<Expr>),
    Block(Block),
    If(Box<If>),
    Match(Box<Match>),
    Loop(Box<Loop>),
}

pub(crate) struct If {
    pub(crate) if_token: Token![if],
    pub(crate) cond: Code<Expr>,
    pub(crate) then: Block,
    pub(crate) then_awaits: Range<AwaitId>,
    pub(crate) otherwise: Option<Value>,
    /// What a `let` in the condition binds.
    pub(crate) pick: Option<Pick>,
}

pub(crate) struct Match {
    pub(crate) match_token: Token![match],
    pub(crate) scrutinee: Code<Expr>,
    pub(crate) arms: Vec<Arm>,
}

pub(crate) struct Arm {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) pat: Pat,
    pub(crate) guard: Option<Code<Expr>>,
    pub(crate) body: ArmBody,
}

pub(crate) enum ArmBody {
    Plain(Code<Expr>),
    Awaits { block: Block, pick: Pick },
}

/// What a pattern binds for a block that awaits.
pub(crate) struct Pick {
    pub(crate) id: PickId,
    pub(crate) bindings: Vec<NamedBinding>,
}

pub(crate) struct Loop {
    pub(crate) label: Lifetime,
    pub(crate) loop_token: Token![loop],
    pub(crate) body: Block,
}

/// What a piece of code does that matters here.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) mentions: Vec<Mention>,
    /// Where it may go besides on, and what it has assigned by then.
    pub(crate) jumps: Vec<(Jump, VarSet)>,
    /// What it assigns on each way on.
    pub(crate) assigned: VarSet,
    /// What it takes by value on each way on, and does not assign again.
    pub(crate) taken: VarSet,
    /// Whether it never goes on.
    pub(crate) diverges: bool,
    pub(crate) await_point: Option<AwaitId>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    pub(crate) var: VarId,
    pub(crate) how: How,
}

/// What a mention does to a variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum How {
    /// Borrows it, or reads through it.
    Borrow,
    /// Takes it by value, which moves it unless it is `Copy`.
    Take,
    /// Gives it a new value.
    Assign,
    /// Takes a part of it by value.
    TakePart(PartId),
    /// Gives a part of it a new value.
    AssignPart(PartId),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Jump {
    Return,
    Break(String),
    Continue(String),
}

pub(crate) struct Await {
    pub(crate) leaf: Leaf,
    /// Where the awaited expression begins.
    pub(crate) start: Span,
    pub(crate) token: Token![await],
    /// The awaited expression as it is written.
    pub(crate) text: String,
    /// What is passed to the leaf by value.
    pub(crate) operands: Vec<Ident>,
    /// The local that holds the awaited future.
    pub(crate) kept: Option<Ident>,
    /// The `#[cfg]`s of the statements around it.
    pub(crate) cfg: Vec<Attribute>,
    /// The variables that a cancel here saves, or that resuming here derives again.
    pub(crate) pending: Vec<VarId>,
    /// The variables in scope.
    pub(crate) scope: Vec<VarId>,
    /// Those of them whose types are noted here; see [`pending`](super::pending).
    pub(crate) noted: Vec<VarId>,
    /// What may have been taken out of the pending variables, if it can be.
    pub(crate) parted: Vec<PartId>,
}

pub(crate) enum Leaf {
    /// `receiver.method(args)`, looked up in the catalogue. `slots` says, for a name that an
    /// operation with progress may have, which arguments wait in a [`Origin::Slot`].
    Method { call: Box<syn::ExprMethodCall>, slots: Option<Vec<bool>> },
    /// Marked by its type.
    Other(Expr),
    /// `safe_select!`, whose branches the resolver still has to walk.
    Select(Box<Select>),
    /// Code that yields what a leaf answers.
    Answer(TokenStream),
}

/// A local that an await may have to save.
#[derive(Clone)]
pub(crate) struct Var {
    /// As generated code names it.
    pub(crate) ident: Ident,
    /// As the source names it.
    pub(crate) name: String,
    /// Whether its hygiene or its name differ from the source.
    pub(crate) renamed: bool,
    pub(crate) mutability: Option<Token![mut]>,
    pub(crate) class: Class,
    /// Whether what its name stands for may change: it is `mut`, or a `&mut`.
    pub(crate) changes: bool,
    /// Whether it is known to be a socket of tokio, or a reference to one.
    pub(crate) is_socket: bool,
    /// Where its `let` comes from.
    pub(crate) origin: Origin,
    /// Whether it is the one variable of a `let` with an initializer, whose type can be noted there.
    pub(crate) is_initialized: bool,
    /// Whether its type could be written: `let x: Type`, but not `let (x, y)` or `for x in`.
    pub(crate) has_place_for_type: bool,
    /// Whether it may be a `&mut`, of a name that is not `mut`.
    pub(crate) lends_mut: bool,
    /// Whether it starts as a text of the source, and its type is not written.
    pub(crate) is_text: bool,
    /// Whether its items are borrows, and stay as they are.
    pub(crate) lists_borrows: bool,
    /// Whether it is an item that is chosen by what may be changed with it.
    pub(crate) is_chosen: bool,
    /// Whether what it is bound to may be a part of another local, which lends it.
    pub(crate) may_be_lent: bool,
    /// Where it is declared, with the hygiene of the source.
    pub(crate) declared: Span,
    /// The `#[cfg]`s of its `let`.
    pub(crate) cfg: Vec<Attribute>,
    /// For what is re-derived: what its initializer mentions.
    pub(crate) operands: Vec<VarId>,
    /// Whether its initializer may be evaluated again. What else borrows must not be pending.
    pub(crate) rederivable: bool,
    /// Whether its initializer puts a buffer over a borrow.
    pub(crate) buffers: bool,
    /// What it comes from is assigned before these awaits, by their indices, and it may not be derived
    /// again there.
    pub(crate) stale: Vec<Range<AwaitId>>,
    /// Whether it is mentioned at all.
    pub(crate) mentioned: bool,
    /// Whether what decides about its block mentions it: a guard, or a later clause of a condition.
    pub(crate) decides: bool,
    /// The first variable of its `let`.
    pub(crate) first: VarId,
    /// Whether it has been refused: once is enough.
    pub(crate) refused: bool,
    /// Whether its type is noted where it is declared: where it is asked about, it may have been moved.
    pub(crate) noted_early: bool,
    /// The name of its slot, if any await saves it.
    pub(crate) slot: Option<Ident>,
    /// A variable that is never saved together with it, and has a slot that fits.
    pub(crate) same_slot: Option<VarId>,
    /// Whether its written type mentions no parameter: what is of that type is `'static`.
    pub(crate) is_static: bool,
    /// For what waits in a [`Origin::Slot`]: the local that is passed.
    pub(crate) passed: Option<VarId>,
    /// For what has no name in the source: the locals that are moved into it.
    pub(crate) takes: Vec<VarId>,
    /// The part of another local that the pattern which binds it takes apart.
    pub(crate) part: Option<PartId>,
    /// For the item of a `for`: its iterator.
    pub(crate) item_of: Option<VarId>,
    /// Whether it may be `mut` for nothing; see [`carry`](super::carry).
    pub(crate) carried: bool,
}

impl Var {
    /// Whether it is declared where the awaits of its block can see it. One that is never mentioned
    /// stays where it is, so that the compiler says so; but `_guard` is not meant to be mentioned.
    pub(crate) fn is_used(&self) -> bool {
        self.mentioned || self.name.starts_with('_')
    }

    /// Whether the source has no name for it.
    pub(crate) fn is_unnamed(&self) -> bool {
        self.name.starts_with("__")
    }

    /// Its name where the source mentions it.
    pub(crate) fn at(&self, mention: &Ident) -> Ident {
        match self.renamed {
            true => {
                let mut renamed = self.ident.clone();
                renamed.set_span(self.ident.span().located_at(mention.span()));
                renamed
            }
            false => mention.clone(),
        }
    }
}

/// How a variable comes back when a call is resumed.
#[derive(Clone)]
pub(crate) enum Class {
    /// Passed anew on each call.
    Lent,
    /// From a slot of this type.
    Typed(Box<Type>),
    /// From a boxed slot.
    Boxed,
    /// From a slot that may be empty, as an operation may have taken the value.
    Rest(Option<Box<Type>>),
    /// Its initializer is evaluated again.
    Rederived,
    /// Its initializer is evaluated again, and advanced by a saved count.
    Counted,
}

impl Class {
    /// How a value is saved: in a slot of its type, where that is known.
    pub(crate) fn of_value(ty: Option<Type>) -> Self {
        ty.map_or(Class::Boxed, |ty| Class::Typed(Box::new(ty)))
    }
}
