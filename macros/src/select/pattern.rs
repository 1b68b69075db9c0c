//! What a pattern does with the value of its branch.

use syn::{Pat, PatTupleStruct, Path};

/// What becomes of the value.
pub enum Delivery<'a> {
    /// The pattern takes every value.
    Whole(&'a Pat),
    /// `Some(pattern)`: a `None` holds nothing, so it may switch the branch off.
    Present(&'a Pat),
    /// The pattern would throw a value away.
    Refused(Refusal<'a>),
}

/// A pattern that throws a value away.
pub struct Refusal<'a> {
    pub pattern: &'a Pat,
    pub message: String,
}

/// Decides what the compiler cannot be asked: it gets to see the remaining patterns where only
/// irrefutable ones are allowed.
pub fn delivery(pattern: &Pat) -> Delivery<'_> {
    let (inner, present) = match some(peel(pattern)) {
        Some(inner) => (inner, true),
        None => (pattern, false),
    };
    match refused(inner) {
        Some(message) => Delivery::Refused(Refusal { pattern, message }),
        None if present => Delivery::Present(inner),
        None => Delivery::Whole(inner),
    }
}

/// Whether the compiler can be left to bind the pattern in a match arm: it holds no path, so it
/// is irrefutable or has been refused.
pub fn is_plain(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(ident) => {
            !is_upper(&ident.ident.to_string())
                && ident.subpat.as_ref().is_none_or(|(_, pat)| is_plain(pat))
        }
        Pat::Paren(paren) => is_plain(&paren.pat),
        Pat::Reference(reference) => is_plain(&reference.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        _ => false,
    }
}

fn peel(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Paren(paren) => peel(&paren.pat),
        _ => pattern,
    }
}

/// The `p` of `Some(p)`.
fn some(pattern: &Pat) -> Option<&Pat> {
    let Pat::TupleStruct(PatTupleStruct { qself: None, path, elems, .. }) = pattern else {
        return None;
    };
    let mut elems = elems.iter();
    match (is_some(path), elems.next(), elems.next()) {
        (true, Some(inner), None) => Some(inner),
        _ => None,
    }
}

fn is_some(path: &Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    names.next().is_some_and(|name| name == "Some")
        && names.next().is_none_or(|name| name == "Option")
}

/// What the pattern would throw away.
fn refused(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Paren(paren) => refused(&paren.pat),
        Pat::Reference(reference) => refused(&reference.pat),
        Pat::Ident(ident) if ident.ident == "None" => Some(loses("every `Some`")),
        Pat::Ident(ident) => ident.subpat.as_ref().and_then(|(_, pat)| refused(pat)),
        Pat::Tuple(tuple) => tuple.elems.iter().find_map(refused),
        Pat::Struct(fields) => variant(&fields.path)
            .or_else(|| fields.fields.iter().find_map(|field| refused(&field.pat))),
        Pat::TupleStruct(tuple) => {
            variant(&tuple.path).or_else(|| tuple.elems.iter().find_map(refused))
        }
        Pat::Path(path) => variant(&path.path),
        Pat::Lit(_) | Pat::Range(_) => Some(loses("every other value")),
        // Alternatives may be exhaustive together, slices may match an array: the compiler knows.
        _ => None,
    }
}

/// What a pattern on this variant throws away, where the path is that of a variant.
fn variant(path: &Path) -> Option<String> {
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let last = names.next()?;
    let lost = match last.as_str() {
        "Ok" => "every error",
        "Err" => "every success",
        "Some" => "a `None` that is a value of its own",
        "None" => "every `Some`",
        // `Type::Variant`; a single name may be that of a struct.
        _ if names.next().is_some_and(|name| is_upper(&name)) => "every other variant",
        _ => return None,
    };
    Some(loses(lost))
}

fn loses(what: &str) -> String {
    format!(
        "this pattern would throw away {what} [refutable-pattern]\n\
         help: bind the value, and match it in the handler"
    )
}

fn is_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
