//! Buffers over a borrow. What they have read ahead cannot be saved with the borrow, and would be lost
//! if they were made again.

use syn::{Expr, ExprCall};

use super::{Vars, is_borrow};
use crate::select::is_mutable_borrow;

/// `BufReader::new(stream)`, where `stream` is borrowed; `BufReader::new(stream).lines()`.
pub(crate) fn buffers_borrow(init: &Expr, vars: Vars<'_>) -> bool {
    match init {
        Expr::Call(call) => {
            makes_buffer(call)
                && call.args.iter().any(|arg| is_borrow(arg, vars) || is_mutable_borrow(arg))
        }
        Expr::MethodCall(call) => buffers_borrow(&call.receiver, vars),
        Expr::Paren(paren) => buffers_borrow(&paren.expr, vars),
        _ => false,
    }
}

fn makes_buffer(call: &ExprCall) -> bool {
    const BUFFERS: [&str; 7] = [
        "BufReader",
        "BufStream",
        "BufWriter",
        "Framed",
        "FramedRead",
        "FramedWrite",
        "LineWriter",
    ];
    let Expr::Path(function) = &*call.func else { return false };
    let Some(ty) = function.path.segments.iter().rev().nth(1) else { return false };
    BUFFERS.iter().any(|buffer| ty.ident == buffer)
}
