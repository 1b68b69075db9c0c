//! Methods that are known by their names.

use syn::{Expr, ExprMethodCall, Ident};

/// Methods that read, borrow or convert, and do the same each time they are called. Many a name
/// means one thing with an argument and another without: `a.max(b)` compares two numbers,
/// `iter.max()` uses an iterator up; `list.get(i)` is a place in a list, `cell.get()` may be
/// anything.
const READING: &[&str] = &[
    "abs",
    "as_bytes",
    "as_deref",
    "as_deref_mut",
    "as_micros",
    "as_millis",
    "as_mut",
    "as_mut_slice",
    "as_path",
    "as_pin_mut",
    "as_ref",
    "as_secs",
    "as_slice",
    "as_str",
    "back",
    "back_mut",
    "chars",
    "checked_add",
    "checked_sub",
    "clone",
    "cloned",
    "copied",
    "deref",
    "deref_mut",
    "expect",
    "first",
    "first_mut",
    "front",
    "front_mut",
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
    "rsplit_once",
    "saturating_add",
    "saturating_sub",
    "split_at",
    "split_at_mut",
    "split_first",
    "split_first_mut",
    "split_last",
    "split_last_mut",
    "split_once",
    "split_whitespace",
    "strip_prefix",
    "strip_suffix",
    "to_be_bytes",
    "to_le_bytes",
    "to_owned",
    "to_str",
    "to_string",
    "to_vec",
    "trim",
    "trim_end",
    "trim_end_matches",
    "trim_matches",
    "trim_start",
    "trim_start_matches",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "values",
    "values_mut",
    "windows",
    "wrapping_add",
    "wrapping_sub",
];

/// Methods that do so when they are given an argument.
const READING_WITH_ARGUMENT: &[&str] = &["get", "max", "min"];

/// Methods that do nothing but call the closure that they are given.
const CALLING: &[&str] = &["filter", "map"];

/// Methods of those that borrow from their receiver, whatever it is.
const BORROWING: &[&str] = &[
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
    "back_mut",
    "deref",
    "deref_mut",
    "first_mut",
    "front_mut",
    "get_mut",
    "get_ref",
    "last_mut",
    "rsplit_once",
    "split_at",
    "split_at_mut",
    "split_first",
    "split_first_mut",
    "split_last",
    "split_last_mut",
    "split_once",
    "strip_prefix",
    "strip_suffix",
    "to_str",
    "trim",
    "trim_end",
    "trim_end_matches",
    "trim_matches",
    "trim_start",
    "trim_start_matches",
];

/// Methods that make an iterator over what they borrow.
const ITERATING: &[&str] = &[
    "bytes",
    "char_indices",
    "chars",
    "chunks",
    "chunks_exact",
    "chunks_exact_mut",
    "chunks_mut",
    "iter",
    "iter_mut",
    "keys",
    "lines",
    "rchunks",
    "rchunks_exact",
    "rchunks_mut",
    "split_ascii_whitespace",
    "split_whitespace",
    "values",
    "values_mut",
    "windows",
];

/// Those that do so when they are given an argument.
const ITERATING_BY: &[&str] = &[
    "chunk_by",
    "difference",
    "intersection",
    "match_indices",
    "matches",
    "range",
    "range_mut",
    "rmatch_indices",
    "rmatches",
    "rsplit",
    "rsplit_terminator",
    "rsplitn",
    "split",
    "split_inclusive",
    "split_terminator",
    "splitn",
    "symmetric_difference",
    "union",
];

/// Methods that turn an iterator into another.
const ADAPTING: &[&str] = &[
    "chain",
    "cloned",
    "copied",
    "enumerate",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "map",
    "map_while",
    "peekable",
    "rev",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
    "zip",
];

/// Those that take a value, and not a closure.
const ADAPTING_BY_VALUE: &[&str] = &["chain", "skip", "step_by", "take", "zip"];

/// Methods that turn an iterator into a value.
const FOLDING: &[&str] =
    &["all", "any", "count", "last", "max", "min", "position", "product", "sum"];

/// Methods that a closure may call without an effect, and that answer the same each time. So do all
/// that begin with `as_` and `to_`.
const CALM: &[&str] = &[
    "and_then",
    "ceil",
    "cmp",
    "contains",
    "contains_key",
    "ends_with",
    "eq",
    "eq_ignore_ascii_case",
    "err",
    "flatten",
    "floor",
    "is_alphabetic",
    "is_alphanumeric",
    "is_control",
    "is_digit",
    "is_err_and",
    "is_lowercase",
    "is_nan",
    "is_negative",
    "is_none_or",
    "is_numeric",
    "is_ok_and",
    "is_positive",
    "is_some_and",
    "is_uppercase",
    "is_whitespace",
    "ok",
    "parse",
    "partial_cmp",
    "pow",
    "round",
    "split",
    "split_once",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
    "then_some",
    "trim_end_matches",
    "trim_matches",
    "trim_start_matches",
    "unwrap_or_else",
];

/// What a method does besides nothing.
pub(super) enum Kind {
    Reads,
    /// It calls its arguments.
    Calls,
}

pub(super) fn kind(method: &Ident, args: usize) -> Option<Kind> {
    let name = method.to_string();
    let reads = READING.contains(&&*name) || args > 0 && READING_WITH_ARGUMENT.contains(&&*name);
    match reads {
        true => Some(Kind::Reads),
        false => CALLING.contains(&&*name).then_some(Kind::Calls),
    }
}

pub(super) fn is_borrowing(method: &Ident) -> bool {
    BORROWING.contains(&&*method.to_string())
}

pub(super) fn is_iterating(method: &Ident) -> bool {
    ITERATING.contains(&&*method.to_string())
}

pub(super) fn is_iterating_by(method: &Ident) -> bool {
    ITERATING_BY.contains(&&*method.to_string())
}

/// Whether a method of an iterator leaves items out, by what they are.
pub(crate) fn is_choosing(method: &Ident) -> bool {
    const CHOOSING: &[&str] = &[
        "filter",
        "filter_map",
        "find",
        "flat_map",
        "flatten",
        "map_while",
        "max",
        "max_by",
        "max_by_key",
        "min",
        "min_by",
        "min_by_key",
        "skip_while",
        "take_while",
    ];
    CHOOSING.contains(&&*method.to_string())
}

/// Whether a method lends what it yields to be changed.
pub(crate) fn is_mutable(method: &Ident) -> bool {
    let others = ["as_mut_", "get_or_insert", "or_default", "or_insert"];
    let name = method.to_string();
    name.ends_with("_mut") || others.iter().any(|other| name.starts_with(other))
}

pub(super) fn is_adapting(method: &Ident) -> bool {
    ADAPTING.contains(&&*method.to_string())
}

/// Whether a method turns an iterator into a value.
pub(crate) fn is_folding(method: &Ident) -> bool {
    FOLDING.contains(&&*method.to_string())
}

/// Whether the arguments of an adaptor are called.
pub(super) fn takes_closure(method: &Ident) -> bool {
    !ADAPTING_BY_VALUE.contains(&&*method.to_string())
}

pub(crate) fn is_calm(method: &Ident, args: usize) -> bool {
    let name = method.to_string();
    // Not `is_`: whether a channel is closed, or a task finished, changes with time.
    let prefixes = ["as_", "is_ascii", "to_"];
    prefixes.iter().any(|prefix| name.starts_with(prefix))
        || kind(method, args).is_some()
        || [ITERATING, ADAPTING, FOLDING, CALM].iter().any(|list| list.contains(&&*name))
}

/// Whether what a method call yields borrows from its receiver.
fn borrows_from_receiver(call: &ExprMethodCall) -> bool {
    is_borrowing(&call.method) || is_iterating(&call.method)
}

/// The same, also through adaptors: `x.iter().rev()`.
pub(crate) fn yields_borrow(call: &ExprMethodCall) -> bool {
    let adapts = is_adapting(&call.method)
        && matches!(&*call.receiver, Expr::MethodCall(inner) if yields_borrow(inner));
    adapts || borrows_from_receiver(call)
}

/// Whether a method of that name usually takes its receiver by value.
pub(crate) fn consumes(method: &Ident) -> bool {
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

/// Whether a method of that name takes its receiver by value, and what it is given as well.
pub(crate) fn takes_by_value(method: &Ident) -> bool {
    const BY_VALUE: &[&str] =
        &["abs_diff", "and", "clamp", "max", "min", "ok_or", "or", "pow", "unwrap_or", "xor"];
    const BY_VALUE_PREFIXES: &[&str] = &["checked_", "overflowing_", "saturating_", "wrapping_"];
    let name = method.to_string();
    BY_VALUE.contains(&&*name) || BY_VALUE_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
