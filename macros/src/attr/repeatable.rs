//! Which expressions may be evaluated again.

use syn::{Expr, ExprCall, ExprMethodCall, Lit, UnOp};

/// Methods that read, borrow or convert, and do the same each time they are called.
const PURE_METHODS: &[&str] = &[
    "abs",
    "as_bytes",
    "as_deref",
    "as_deref_mut",
    "as_mut",
    "as_mut_slice",
    "as_path",
    "as_pin_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "as_micros",
    "as_millis",
    "as_secs",
    "borrow_mut",
    "bytes",
    "capacity",
    "chars",
    "checked_add",
    "checked_sub",
    "chunks",
    "clone",
    "cloned",
    "copied",
    "deref",
    "deref_mut",
    "enumerate",
    "expect",
    "filter",
    "first",
    "first_mut",
    "get",
    "get_mut",
    "get_ref",
    "is_empty",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "iter",
    "iter_mut",
    "keys",
    "last",
    "last_mut",
    "len",
    "lines",
    "map",
    "max",
    "min",
    "rev",
    "saturating_add",
    "saturating_sub",
    "skip",
    "split_at",
    "split_at_mut",
    "split_whitespace",
    "step_by",
    "take",
    "to_be_bytes",
    "to_le_bytes",
    "to_owned",
    "to_string",
    "to_vec",
    "trim",
    "trim_end",
    "trim_start",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "values",
    "values_mut",
    "windows",
    "wrapping_add",
    "wrapping_sub",
    "zip",
];

/// Methods of those that borrow from their receiver, whatever it is.
const BORROWING_METHODS: &[&str] = &[
    "as_bytes",
    "as_deref",
    "as_deref_mut",
    "as_mut",
    "as_mut_slice",
    "as_path",
    "as_pin_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "deref",
    "deref_mut",
    "first_mut",
    "get_mut",
    "get_ref",
    "last_mut",
    "split_at",
    "split_at_mut",
    "trim",
    "trim_end",
    "trim_start",
];

/// Methods that make an iterator over what they borrow.
const ITERATING_METHODS: &[&str] = &[
    "bytes",
    "chars",
    "chunks",
    "iter",
    "iter_mut",
    "keys",
    "lines",
    "split_whitespace",
    "values",
    "values_mut",
    "windows",
];

/// Methods that turn an iterator into another.
const ADAPTING_METHODS: &[&str] =
    &["cloned", "copied", "enumerate", "filter", "map", "rev", "skip", "step_by", "take", "zip"];

/// Whether evaluating `expr` again yields the same and has no effect.
pub(crate) fn is_repeatable(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) | Expr::Closure(_) | Expr::Infer(_) => true,
        Expr::Field(e) => is_repeatable(&e.base),
        Expr::Reference(e) => is_repeatable(&e.expr),
        Expr::Paren(e) => is_repeatable(&e.expr),
        Expr::Group(e) => is_repeatable(&e.expr),
        Expr::Cast(e) => is_repeatable(&e.expr),
        Expr::Unary(e) => is_repeatable(&e.expr),
        Expr::Index(e) => is_repeatable(&e.expr) && is_repeatable(&e.index),
        Expr::Binary(e) => {
            !is_assignment(&e.op) && is_repeatable(&e.left) && is_repeatable(&e.right)
        }
        Expr::Tuple(e) => e.elems.iter().all(is_repeatable),
        Expr::Array(e) => e.elems.iter().all(is_repeatable),
        Expr::Repeat(e) => is_repeatable(&e.expr) && is_repeatable(&e.len),
        Expr::Range(e) => e.start.iter().chain(&e.end).all(|bound| is_repeatable(bound)),
        Expr::Struct(e) => {
            e.fields.iter().all(|field| is_repeatable(&field.expr))
                && e.rest.iter().all(|rest| is_repeatable(rest))
        }
        Expr::Call(call) => is_constructor(call) && call.args.iter().all(is_repeatable),
        Expr::MethodCall(call) => {
            is_pure_method(call)
                && is_repeatable(&call.receiver)
                && call.args.iter().all(is_repeatable)
        }
        Expr::Macro(e) => super::macros::arguments(&e.mac)
            .is_some_and(|args| super::macros::is_pure(&e.mac) && args.iter().all(is_repeatable)),
        _ => false,
    }
}

pub(crate) fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

/// `Some(x)`, `Frame::Data(x)`; and of functions the few that everybody knows.
fn is_constructor(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    let name = last.ident.to_string();
    let known =
        ["from_secs", "from_millis", "from_micros", "from_nanos", "from_secs_f32", "from_secs_f64"];
    name.starts_with(char::is_uppercase) || known.contains(&&*name)
}

fn is_pure_method(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    // `Option::take` takes, `Iterator::take` limits.
    let takes = name == "take" && call.args.is_empty();
    PURE_METHODS.contains(&&*name) && !takes
}

/// A place, `a.b[c].d`, or a dereference of one: nothing is computed.
pub(crate) fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(e) => is_place(&e.base),
        Expr::Paren(e) => is_place(&e.expr),
        Expr::Group(e) => is_place(&e.expr),
        Expr::Index(e) => is_place(&e.expr) && is_repeatable(&e.index),
        Expr::Unary(e) => matches!(e.op, UnOp::Deref(_)) && is_place(&e.expr),
        _ => false,
    }
}

/// Whether `expr` is for certain a borrow of something else, which can be borrowed again.
pub(crate) fn is_borrow(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(e) => is_place(&e.expr) || is_borrow(&e.expr),
        Expr::Paren(e) => is_borrow(&e.expr),
        Expr::Group(e) => is_borrow(&e.expr),
        Expr::Lit(lit) => matches!(lit.lit, Lit::Str(_) | Lit::ByteStr(_) | Lit::CStr(_)),
        Expr::Tuple(e) => !e.elems.is_empty() && e.elems.iter().all(is_borrow),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            let receiver = is_place(&call.receiver) || is_borrow(&call.receiver);
            let unwraps = matches!(&*name, "unwrap" | "expect");
            let borrows = BORROWING_METHODS.contains(&&*name) && receiver
                || unwraps && is_borrow(&call.receiver);
            borrows && call.args.iter().all(is_repeatable)
        }
        _ => false,
    }
}

/// Whether what a method call yields borrows from its receiver.
pub(crate) fn borrows_from_receiver(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    BORROWING_METHODS.contains(&&*name) || ITERATING_METHODS.contains(&&*name)
}

/// Whether `expr` makes an iterator that can be made again and advanced to where it was.
pub(crate) fn is_iterable_again(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_iterable_again(&e.expr),
        Expr::Group(e) => is_iterable_again(&e.expr),
        Expr::Range(_) => is_repeatable(expr),
        Expr::Reference(e) => is_place(&e.expr),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            let iterates = ITERATING_METHODS.contains(&&*name)
                && (is_place(&call.receiver) || is_borrow(&call.receiver));
            let adapts = ADAPTING_METHODS.contains(&&*name) && is_iterable_again(&call.receiver);
            (iterates || adapts || is_borrow(expr))
                && call.args.iter().all(|arg| is_repeatable(arg) || is_iterable_again(arg))
        }
        _ => is_borrow(expr),
    }
}

/// Whether an operand may be read after what is evaluated behind it, and be the same: a constant,
/// a borrow of a place, or a path of which `is_stable` knows that nobody assigns it.
pub(crate) fn may_wait(expr: &Expr, is_stable: &dyn Fn(&syn::Ident) -> bool) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Infer(_) | Expr::Closure(_) => true,
        Expr::Path(path) => path.path.get_ident().is_none_or(is_stable),
        Expr::Reference(e) => is_place(&e.expr) && may_wait_place(&e.expr, is_stable),
        Expr::Paren(e) => may_wait(&e.expr, is_stable),
        Expr::Group(e) => may_wait(&e.expr, is_stable),
        Expr::Cast(e) => may_wait(&e.expr, is_stable),
        Expr::Tuple(e) => e.elems.iter().all(|e| may_wait(e, is_stable)),
        Expr::Call(call) => {
            is_constructor(call) && call.args.iter().all(|e| may_wait(e, is_stable))
        }
        _ => false,
    }
}

fn may_wait_place(place: &Expr, is_stable: &dyn Fn(&syn::Ident) -> bool) -> bool {
    match place {
        Expr::Field(e) => may_wait_place(&e.base, is_stable),
        Expr::Unary(e) => may_wait_place(&e.expr, is_stable),
        Expr::Index(e) => may_wait_place(&e.expr, is_stable) && may_wait(&e.index, is_stable),
        _ => true,
    }
}

/// Whether a method of that name usually takes its receiver by value.
pub(crate) fn consumes(method: &syn::Ident) -> bool {
    const CONSUMING: &[&str] = &[
        "and_then",
        "build",
        "collect",
        "err",
        "expect",
        "finish",
        "join",
        "map",
        "map_err",
        "ok",
        "ok_or",
        "ok_or_else",
        "or_else",
        "send",
        "split",
        "unwrap",
        "unwrap_or",
        "unwrap_or_default",
        "unwrap_or_else",
    ];
    let name = method.to_string();
    name.starts_with("into_") || CONSUMING.contains(&&*name)
}
