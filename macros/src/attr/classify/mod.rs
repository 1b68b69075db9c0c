//! How does a local come back when a call is resumed?

mod borrow;
mod buffers;
mod built;
mod closures;
mod literals;
mod sockets;
mod types;

use proc_macro2::Ident;
use syn::{Expr, Type, parse_quote};

use self::borrow::captures_stay;
pub(crate) use self::borrow::{is_borrow, may_be_lent};
pub(crate) use self::buffers::buffers_borrow;
use self::built::{is_built_again, is_built_on_borrow};
use self::literals::yields_literals;
pub(crate) use self::sockets::{connects, is_socket};
use self::sockets::{splits_borrow, splits_socket};
pub(crate) use self::types::{
    borrows, is_copy, is_list_of_borrows, is_primitive, is_scalar, local_names, note_static,
};
use self::types::{collects_borrows, is_nameable};
use super::ir::*;
use super::{flatten, repeatable};

/// The variables of a function, of which some are in scope.
#[derive(Clone, Copy)]
pub(crate) struct Vars<'a> {
    pub(crate) all: &'a [Var],
    /// From the outermost.
    pub(crate) scope: &'a [VarId],
}

impl<'a> Vars<'a> {
    /// What `ident` means where it stands.
    fn named(self, ident: &Ident) -> Option<&'a Var> {
        let mut vars = self.scope.iter().rev().map(|&var| &self.all[var]);
        vars.find(|var| var.ident == *ident)
    }
}

/// The class of the variables that `let_` declares.
pub(crate) fn class(let_: &Let, by_ref: bool, vars: Vars<'_>, local_names: &[String]) -> Class {
    let ty = let_.ty.as_ref().filter(|ty| is_nameable(ty, local_names));
    // What is assigned to it later may be another borrow.
    let is_text =
        type_of(let_, vars).is_some() && (let_.origin == Origin::Temporary || !is_mutable(let_));
    let collects = init(let_).is_some_and(|init| collects_borrows(init, let_.ty.as_ref()));
    match let_.origin {
        Origin::Rederive => Class::Rederived,
        Origin::Slot => Class::Rest(slot_type(let_, vars)),
        Origin::Iterator => iterator(let_, vars),
        Origin::Stepped if init(let_).is_some_and(|init| captures_stay(init, vars)) => {
            Class::Counted
        }
        Origin::IteratorAgain => Class::Counted,
        Origin::Item if is_counted(let_, vars) && !is_mutable_all(let_) => Class::Rederived,
        Origin::Picked(_) if by_ref => Class::Rederived,
        _ if let_.ty.as_ref().is_some_and(borrows) => Class::Rederived,
        _ if by_ref => Class::Rederived,
        _ if holds_borrow(let_, vars) => Class::Rederived,
        // A value, wherever it comes from: a reference would be in its type.
        _ if ty.is_some() && matches!(let_.pat, syn::Pat::Ident(_)) => Class::of_value(ty.cloned()),
        _ if init(let_).is_some_and(|init| splits_borrow(init, is_mutable(let_), vars)) => {
            Class::Rederived
        }
        _ if init(let_).is_some_and(|init| buffers_borrow(init, vars)) => Class::Rederived,
        _ if collects => Class::Rederived,
        _ if is_bare_closure(let_) => Class::Boxed,
        _ if init(let_).is_some_and(|init| is_closure_again(init, let_, vars)) => Class::Rederived,
        // Its type says whether it is a borrow, or a number or a builder that may be saved.
        _ if is_mutable(let_) && init(let_).is_some_and(may_be_value) => Class::Boxed,
        _ if !is_text && init(let_).is_some_and(|init| is_borrow(init, vars)) => Class::Rederived,
        _ => Class::of_value(type_of(let_, vars)),
    }
}

/// The type of a local that is known, though it is not written.
fn type_of(let_: &Let, vars: Vars<'_>) -> Option<Type> {
    if !matches!(let_.pat, syn::Pat::Ident(_)) {
        return None;
    }
    item_type(let_, vars).or_else(|| {
        let private = flatten::private();
        let is_text = let_.init.as_ref().is_some_and(yields_literals);
        is_text.then(|| parse_quote!(&'static #private::core::primitive::str))
    })
}

/// The type of what waits in a slot, where it is a variable whose type is written. Not of one that
/// may be coerced on its way there: `Box<Type>` to `Box<dyn Trait>`, `&String` to `&str`.
fn slot_type(let_: &Let, vars: Vars<'_>) -> Option<Box<Type>> {
    let Expr::Call(some) = init(let_)? else { return None };
    let Expr::Path(path) = some.args.first()? else { return None };
    let ident = path.path.get_ident()?;
    match &vars.named(ident)?.class {
        Class::Typed(ty) if !may_be_coerced(ty) => Some(ty.clone()),
        _ => None,
    }
}

fn may_be_coerced(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            let pointers = ["Arc", "Box", "Pin", "Rc"];
            let last = path.path.segments.last();
            last.is_some_and(|last| pointers.iter().any(|pointer| last.ident == pointer))
        }
        ty => matches!(ty, Type::Reference(_) | Type::FnPtr(_)),
    }
}

/// Whether the item of a `for` comes from an iterator that is made again, or would have to be.
fn is_counted(let_: &Let, vars: Vars<'_>) -> bool {
    operands(let_).iter().any(|&var| {
        let Var { class, origin, .. } = &vars.all[var];
        matches!(*class, Class::Counted)
            || matches!(*class, Class::Rederived) && *origin == Origin::Iterator
    })
}

/// Whether the initializer of what borrows is a borrow, or said to be one.
pub(crate) fn is_rederivable(let_: &Let, by_ref: bool, vars: Vars<'_>) -> bool {
    match let_.origin {
        Origin::Picked(_) | Origin::Item => true,
        // Items would be taken once more.
        Origin::Rederive => init(let_).is_some() && !takes_items(let_, vars),
        _ if init(let_).is_some_and(|init| splits_socket(init, vars)) => true,
        _ if init(let_).is_some_and(|init| buffers_borrow(init, vars)) => false,
        // What changes with its calls is what it borrows, and that is saved.
        _ if init(let_).is_some_and(|init| is_closure_again(init, let_, vars)) => true,
        _ if is_mutable(let_) => false,
        _ => init(let_).is_some_and(|init| {
            by_ref
                || is_borrow(init, vars)
                || is_collected_again(init, let_, vars)
                || is_built_again(init, vars)
        }),
    }
}

fn takes_items(let_: &Let, vars: Vars<'_>) -> bool {
    let is_taken = |&operand: &VarId| vars.all[operand].origin == Origin::Stepped;
    let_.again.is_none() && operands(let_).iter().any(is_taken)
}

/// `let view = View { text: &text };`: made again, or refused.
fn holds_borrow(let_: &Let, vars: Vars<'_>) -> bool {
    matches!(let_.pat, syn::Pat::Ident(_))
        && init(let_).is_some_and(|init| is_built_on_borrow(init, vars))
}

/// `line.split(' ').collect()`, of what does not change: the same borrows, collected again.
fn is_collected_again(init: &Expr, let_: &Let, vars: Vars<'_>) -> bool {
    fn changes(var: &Var, vars: &[Var]) -> bool {
        let is_found_again = matches!(var.class, Class::Counted);
        var.changes && !is_found_again
            || var.operands.iter().any(|&operand| changes(&vars[operand], vars))
    }
    let Expr::MethodCall(collect) = init else { return false };
    collect.method == "collect"
        && repeatable::is_iterable_again(&collect.receiver)
        && !operands(let_).iter().any(|&operand| changes(&vars.all[operand], vars.all))
}

/// Whether a local holds borrows that are collected again, and not changed.
pub(crate) fn collects_again(let_: &Let, vars: Vars<'_>) -> bool {
    !is_mutable(let_) && init(let_).is_some_and(|init| is_collected_again(init, let_, vars))
}

/// `n`, `client.get(url)`: by its name, it may be a borrow, and may be none.
fn may_be_value(init: &Expr) -> bool {
    let is_uncertain = repeatable::may_be_borrow(init) && !repeatable::is_borrow(init);
    is_uncertain || matches!(init, Expr::Path(_))
}

/// A closure that captures nothing is saved, if it can be: to save nothing takes no memory.
fn is_bare_closure(let_: &Let) -> bool {
    cfg!(feature = "alloc")
        && matches!(init(let_), Some(Expr::Closure(_)))
        && operands(let_).is_empty()
}

/// A closure that owns nothing is the same when it is made again.
fn is_closure_again(expr: &Expr, let_: &Let, vars: Vars<'_>) -> bool {
    match expr {
        Expr::Closure(closure) => {
            let is_lent =
                |&var: &VarId| matches!(vars.all[var].class, Class::Lent | Class::Rederived);
            closure.capture.is_none() || operands(let_).iter().all(is_lent)
        }
        Expr::Paren(e) => is_closure_again(&e.expr, let_, vars),
        _ => false,
    }
}

/// Whether all bindings may change.
fn is_mutable_all(let_: &Let) -> bool {
    flatten::bindings(&let_.pat).iter().all(|binding| binding.mutability.is_some())
}

/// Whether a binding itself may change.
fn is_mutable(let_: &Let) -> bool {
    flatten::bindings(&let_.pat).iter().any(|binding| binding.mutability.is_some())
}

/// Whether the initializer must not be written twice.
pub(crate) fn stands_once(let_: &Let) -> bool {
    let is_of_closure = match &let_.init {
        Some(Value::Simple(init)) => closures::is_of_closure(&init.code),
        _ => false,
    };
    is_of_closure || let_.origin == Origin::Item
}

/// The initializer, if it is plain code, as a resumed call evaluates it.
pub(crate) fn init(let_: &Let) -> Option<&Expr> {
    match &let_.init {
        _ if let_.again.is_some() => let_.again.as_ref(),
        Some(Value::Simple(code)) if code.facts.await_point.is_none() => Some(&code.code),
        _ => None,
    }
}

/// What deriving the variables of `let_` again needs.
pub(crate) fn operands(let_: &Let) -> Vec<VarId> {
    match &let_.init {
        Some(Value::Simple(code)) => {
            code.facts.mentions.iter().map(|mention| mention.var).collect()
        }
        _ => Vec::new(),
    }
}

/// The type of the item of a `for`, where that of the iterator is known.
fn item_type(let_: &Let, vars: Vars<'_>) -> Option<Type> {
    if let_.origin != Origin::Item {
        return None;
    }
    let private = flatten::private();
    operands(let_).into_iter().find_map(|var| match (&vars.all[var].class, vars.all[var].origin) {
        (Class::Typed(ty), Origin::Iterator) => Some(parse_quote! {
            <#ty as #private::core::iter::Iterator>::Item
        }),
        _ => None,
    })
}

fn iterator(let_: &Let, vars: Vars<'_>) -> Class {
    let Some(init) = init(let_) else { return Class::Boxed };
    if repeatable::is_iterable_again(init) && captures_stay(init, vars) {
        return Class::Counted;
    }
    // `IntoIterator::into_iter(items)`, where `items` is a borrow, or has its type written.
    let Expr::Call(call) = init else { return Class::Boxed };
    // A borrow that cannot be made again.
    if let Some(Expr::MethodCall(chain)) = call.args.first()
        && repeatable::chooses_what_changes(chain)
    {
        return Class::Rederived;
    }
    let Some(Expr::Path(path)) = call.args.first() else { return Class::Boxed };
    let Some(ident) = path.path.get_ident() else { return Class::Boxed };
    match vars.named(ident).map(|var| &var.class) {
        Some(Class::Lent | Class::Rederived) => Class::Counted,
        // What is no iterator is reported where it is iterated over.
        Some(Class::Typed(ty)) if !is_scalar(ty) => {
            let private = flatten::private();
            Class::Typed(Box::new(parse_quote! {
                <#ty as #private::core::iter::IntoIterator>::IntoIter
            }))
        }
        _ => Class::Boxed,
    }
}
