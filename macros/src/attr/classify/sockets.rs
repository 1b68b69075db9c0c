//! The sockets of tokio. `stream.split()` borrows: its halves hold nothing themselves, so they are
//! made again, though both have to be `mut`.

use syn::{Expr, Type};

use super::Vars;
use crate::attr::ir::*;
use crate::attr::repeatable;

const SOCKETS: [&str; 2] = ["TcpStream", "UnixStream"];

/// Whether a type is written to be a socket that can be split by `&mut`: sockets of other crates are
/// split by value, into halves that own it, and need not be `mut`.
pub(crate) fn is_socket(ty: &Type, is_mut: bool) -> bool {
    match ty {
        Type::Reference(ty) => is_socket(&ty.elem, ty.mutability.is_some()),
        Type::Path(ty) => {
            let last = ty.path.segments.last();
            is_mut && last.is_some_and(|last| SOCKETS.iter().any(|name| last.ident == name))
        }
        _ => false,
    }
}

/// Whether it is `TcpStream::connect(..)`, which the user gives up on cancel: `abandon(..)`.
pub(crate) fn connects(leaf: &Leaf) -> bool {
    match leaf {
        Leaf::Other(Expr::Call(call)) => {
            ends_with(call, &["abandon"])
                && matches!(call.args.first(), Some(Expr::Call(call)) if SOCKETS
                    .iter()
                    .any(|socket| ends_with(call, &[socket, "connect"])))
        }
        _ => false,
    }
}

/// Whether the last segments of what is called are these.
fn ends_with(call: &syn::ExprCall, names: &[&str]) -> bool {
    let Expr::Path(function) = &*call.func else { return false };
    let segments = &function.path.segments;
    let last = segments.iter().skip(segments.len().saturating_sub(names.len()));
    segments.len() >= names.len() && last.zip(names).all(|(segment, name)| segment.ident == name)
}

/// Whether it is `stream.split()`, where `stream` is a socket.
pub(super) fn splits_socket(init: &Expr, vars: Vars<'_>) -> bool {
    let Some(Expr::Path(stream)) = split(init) else { return false };
    let stream = stream.path.get_ident().and_then(|ident| vars.named(ident));
    stream.is_some_and(|stream| stream.is_socket)
}

/// Whether it is `stream.split()` of a socket, or of what is behind a `&mut`, into halves that are
/// `mut`: those borrow too.
pub(super) fn splits_borrow(init: &Expr, is_mut: bool, vars: Vars<'_>) -> bool {
    let stream = split(init).and_then(repeatable::root).and_then(|root| vars.named(root));
    let is_lent = |stream: &Var| is_mut && stream.changes && matches!(stream.class, Class::Lent);
    stream.is_some_and(|stream| stream.is_socket || is_lent(stream))
}

fn split(init: &Expr) -> Option<&Expr> {
    match init {
        Expr::MethodCall(call) if call.method == "split" && call.args.is_empty() => {
            Some(&call.receiver)
        }
        _ => None,
    }
}
