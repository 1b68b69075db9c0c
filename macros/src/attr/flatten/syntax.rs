//! Questions about the syntax tree, and small changes to it.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Stmt as SynStmt};

use super::super::{macros, repeatable};
use super::patterns::{NamedBinding, bindings};
use crate::attr::ir::*;
use crate::hygiene;
use crate::visit::{self, Visit};

/// The await that `expr` stands for.
pub(crate) fn marked(mac: &syn::Macro) -> Option<AwaitId> {
    mac.path.is_ident("__await").then(|| mac.tokens.to_string().parse().ok()).flatten()
}

pub(super) fn take(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::Verbatim(TokenStream::new()))
}

pub(super) fn strip_parens(expr: Expr) -> Expr {
    match expr {
        Expr::Paren(e) if e.attrs.is_empty() => strip_parens(*e.expr),
        Expr::Group(e) if e.attrs.is_empty() => strip_parens(*e.expr),
        expr => expr,
    }
}

/// The expression as it is written, on one line.
pub(crate) fn source_text(expr: &Expr) -> String {
    let text = expr.to_token_stream().to_string();
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let glue_before = word.starts_with(['.', ',', ';', '?', ')', ']', ':']) || out.is_empty();
        let glue_after = out.ends_with(['.', '(', '[', '&', ':', '!', '*']);
        let call = word.starts_with(['(', '[', '!'])
            && out.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '>');
        if !glue_before && !glue_after && !call {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether `expr` awaits in this function: closures, async blocks and items are others.
pub(crate) fn awaits(expr: &Expr) -> bool {
    let mut finder = Finder(None);
    finder.visit_expr(expr);
    finder.0.is_some()
}

/// Where a block awaits first, which does.
pub(super) fn first_await(block: &syn::Block) -> Span {
    let mut finder = Finder(None);
    finder.visit_block(block);
    finder.0.unwrap_or_else(Span::mixed_site)
}

/// The same for an expression.
pub(super) fn first_await_in(expr: &Expr) -> Span {
    let mut finder = Finder(None);
    finder.visit_expr(expr);
    finder.0.unwrap_or_else(Span::mixed_site)
}

/// The first await.
struct Finder(Option<Span>);

impl Finder {
    fn visit_mac(&mut self, mac: &syn::Macro) {
        if macro_awaits(mac) || marked(mac).is_some() {
            self.0.get_or_insert(mac.path.span());
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Await(e) => {
                self.visit_expr(&e.base);
                self.0.get_or_insert(e.await_token.span);
            }
            Expr::Closure(_) | Expr::Async(_) => {}
            Expr::Macro(e) => self.visit_mac(&e.mac),
            _ if self.0.is_none() => visit::visit_expr(self, expr),
            _ => {}
        }
    }
    fn visit_item(&mut self, _: &'ast syn::Item) {}
    fn visit_stmt_macro(&mut self, stmt: &'ast syn::StmtMacro) {
        self.visit_mac(&stmt.mac);
    }
}

pub(super) fn macro_awaits(mac: &syn::Macro) -> bool {
    macros::is_select(mac) || macros::awaits(mac)
}

pub(super) fn block_awaits(block: &syn::Block) -> bool {
    block.stmts.iter().any(stmt_awaits)
}

pub(super) fn stmt_awaits(stmt: &SynStmt) -> bool {
    match stmt {
        SynStmt::Local(local) => local.init.iter().any(|init| {
            awaits(&init.expr) || init.diverge.iter().any(|(_, diverge)| awaits(diverge))
        }),
        SynStmt::Expr(expr, _) => awaits(expr),
        SynStmt::Macro(stmt) => macro_awaits(&stmt.mac),
        SynStmt::Item(_) => false,
    }
}

/// The operands of `expr`, in the order of evaluation.
pub(crate) fn children(expr: &mut Expr) -> Vec<&mut Expr> {
    match expr {
        Expr::Array(e) => e.elems.iter_mut().collect(),
        Expr::Assign(e) => vec![&mut e.right, &mut e.left],
        Expr::Binary(e) => match repeatable::is_assignment(&e.op) {
            true => vec![&mut e.right, &mut e.left],
            false => vec![&mut e.left, &mut e.right],
        },
        Expr::Break(e) => e.expr.iter_mut().map(|e| &mut **e).collect(),
        Expr::Call(e) => std::iter::once(&mut *e.func).chain(&mut e.args).collect(),
        Expr::Cast(e) => vec![&mut e.expr],
        Expr::Field(e) => vec![&mut e.base],
        Expr::Group(e) => vec![&mut e.expr],
        Expr::Index(e) => vec![&mut e.expr, &mut e.index],
        Expr::MethodCall(e) => std::iter::once(&mut *e.receiver).chain(&mut e.args).collect(),
        Expr::Paren(e) => vec![&mut e.expr],
        Expr::Range(e) => e.start.iter_mut().chain(&mut e.end).map(|e| &mut **e).collect(),
        Expr::Reference(e) => vec![&mut e.expr],
        Expr::Repeat(e) => vec![&mut e.expr],
        Expr::Return(e) => e.expr.iter_mut().map(|e| &mut **e).collect(),
        Expr::Struct(e) => {
            let fields = e.fields.iter_mut().map(|field| &mut field.expr);
            fields.chain(e.rest.iter_mut().map(|e| &mut **e)).collect()
        }
        Expr::Try(e) => vec![&mut e.expr],
        Expr::Tuple(e) => e.elems.iter_mut().collect(),
        Expr::Unary(e) => vec![&mut e.expr],
        _ => Vec::new(),
    }
}

pub(crate) fn is_lazy(op: &syn::BinOp) -> bool {
    matches!(op, syn::BinOp::And(_) | syn::BinOp::Or(_))
}

/// A place, though awaits may stand in its indices.
pub(super) fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(e) => is_place(&e.base),
        Expr::Index(e) => is_place(&e.expr),
        Expr::Paren(e) => is_place(&e.expr),
        Expr::Unary(e) => matches!(e.op, syn::UnOp::Deref(_)) && is_place(&e.expr),
        _ => false,
    }
}

/// A part of a value, `x.await.field` or `*x.await`: where it is assigned or borrowed, it is that of
/// the value, and no copy.
pub(crate) fn is_part(expr: &Expr) -> bool {
    match expr {
        Expr::Field(_) | Expr::Index(_) => true,
        Expr::Paren(e) => is_part(&e.expr),
        Expr::Unary(e) => matches!(e.op, syn::UnOp::Deref(_)),
        _ => false,
    }
}

/// Nothing is read, nothing is moved.
pub(super) fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => path
            .path
            .get_ident()
            .is_none_or(|ident| ident.to_string().starts_with(char::is_uppercase)),
        _ => false,
    }
}

/// Whether a future is in a wrapper: `timeout(d, rx.recv())`, `rx.recv().fuse()`, `async { .. }`.
pub(crate) fn is_wrapped(expr: &Expr) -> bool {
    match expr {
        Expr::Async(_) => true,
        Expr::Call(call) => crate::select::wrapped_argument(&call.func).is_some(),
        Expr::MethodCall(call) => crate::select::is_wrapper(call),
        _ => false,
    }
}

/// `assume_cancel_safe(..)` and the like.
pub(crate) fn is_claim(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let name = path.path.segments.last().map(|last| last.ident.to_string());
    matches!(name.as_deref(), Some("assume_cancel_safe" | "abandon" | "requeue"))
}

/// `timeout(limit, future)`, `timeout_at(deadline, future)`.
pub(crate) fn is_limit(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    path.path.segments.last().is_some_and(|last| names_limit(&last.ident))
}

pub(super) fn names_limit(name: &Ident) -> bool {
    name == "timeout" || name == "timeout_at"
}

pub(super) fn is_control(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Block(_)
            | Expr::Unsafe(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_)
    ) || matches!(expr, Expr::Macro(e) if macros::is_select(&e.mac))
}

pub(crate) fn condition_has_let(cond: &Expr) -> bool {
    match cond {
        Expr::Let(_) => true,
        Expr::Paren(e) => condition_has_let(&e.expr),
        Expr::Binary(e) => {
            matches!(e.op, syn::BinOp::And(_))
                && (condition_has_let(&e.left) || condition_has_let(&e.right))
        }
        _ => false,
    }
}

pub(crate) fn conjuncts(cond: Expr, out: &mut Vec<Expr>) {
    match cond {
        Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_)) => {
            conjuncts(*e.left, out);
            conjuncts(*e.right, out);
        }
        cond => out.push(cond),
    }
}

pub(crate) fn condition_bindings(cond: &Expr) -> Vec<NamedBinding> {
    let mut out = Vec::new();
    match cond {
        Expr::Let(e) => out.extend(bindings(&e.pat)),
        Expr::Paren(e) => out.extend(condition_bindings(&e.expr)),
        Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_)) => {
            out.extend(condition_bindings(&e.left));
            out.extend(condition_bindings(&e.right));
        }
        _ => {}
    }
    out
}

/// All names in `expr`.
pub(crate) fn idents(expr: &Expr) -> HashSet<String> {
    struct Idents(HashSet<String>);
    impl<'ast> Visit<'ast> for Idents {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            self.0.insert(ident.to_string());
        }
        fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
            for token in tokens.clone() {
                match token {
                    TokenTree::Ident(ident) => self.visit_ident(&ident),
                    TokenTree::Group(group) => self.visit_token_stream(&group.stream()),
                    _ => {}
                }
            }
        }
    }
    let mut idents = Idents(HashSet::new());
    idents.visit_expr(expr);
    idents.0
}

/// The place that an expression assigns, or lends to be changed.
pub(super) fn changed_place(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Reference(e) if e.mutability.is_some() => Some(&e.expr),
        Expr::Assign(e) => Some(&e.left),
        Expr::Binary(e) if repeatable::is_assignment(&e.op) => Some(&e.left),
        _ => None,
    }
}

/// What is lent to be changed, or assigned, in `expr`: locals, and those of `lent` that are passed on.
pub(super) fn changed_in(expr: &Expr, lent: &HashSet<String>) -> HashSet<String> {
    struct Changed<'a>(HashSet<String>, &'a HashSet<String>);
    impl<'ast> Visit<'ast> for Changed<'_> {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            let root = changed_place(expr).and_then(repeatable::root);
            self.0.extend(root.map(ToString::to_string));
            if let Expr::Call(e) = expr {
                let passed = e.args.iter().filter_map(|arg| match arg {
                    Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
                    _ => None,
                });
                self.0.extend(passed.filter(|name| self.1.contains(name)));
            }
            visit::visit_expr(self, expr);
        }
    }
    let mut changed = Changed(HashSet::new(), lent);
    changed.visit_expr(expr);
    changed.0
}

/// The operand that the expression begins with. The compiler looks through what a macro has put around
/// it.
pub(crate) fn leftmost(expr: &mut Expr) -> Option<&mut Expr> {
    let mut operand = match expr {
        Expr::Assign(e) => &mut *e.left,
        Expr::Await(e) => &mut e.base,
        Expr::Binary(e) => &mut e.left,
        Expr::Call(e) => &mut e.func,
        Expr::Cast(e) => &mut e.expr,
        Expr::Field(e) => &mut e.base,
        Expr::Index(e) => &mut e.expr,
        Expr::MethodCall(e) => &mut e.receiver,
        Expr::Range(e) => e.start.as_deref_mut()?,
        Expr::Try(e) => &mut e.expr,
        _ => return None,
    };
    while let Expr::Group(group) = operand {
        operand = &mut group.expr;
    }
    Some(operand)
}

/// The value of a `while` or `for` at the end of a block, which is not that of the `loop` that
/// comes of it. It is underlined as if it were the user's loop.
pub(super) fn unit_of_loop(stmt: &SynStmt) -> Option<SynStmt> {
    let SynStmt::Expr(expr @ (Expr::While(_) | Expr::ForLoop(_)), None) = stmt else {
        return None;
    };
    let unit = hygiene::underlined(quote!(()), hygiene::ends(expr));
    awaits(expr).then(|| SynStmt::Expr(Expr::Verbatim(unit), None))
}

/// The part of `expr` that awaits, where the rest does something with it: `x.await` of
/// `x.await.split(' ').next()`.
pub(super) fn awaited_part(expr: &mut Expr) -> Option<&mut Expr> {
    let mut part = awaited_child(expr)?;
    while awaited_child(part).is_some() {
        part = awaited_child(part)?;
    }
    Some(part)
}

/// The one child of `expr` that awaits, before which nothing else is evaluated.
fn awaited_child(expr: &mut Expr) -> Option<&mut Expr> {
    let child = match expr {
        Expr::Field(e) => &mut *e.base,
        Expr::Group(e) => &mut *e.expr,
        Expr::Index(e) if !awaits(&e.index) => &mut *e.expr,
        Expr::MethodCall(e) if !e.args.iter().any(awaits) => &mut *e.receiver,
        Expr::Paren(e) => &mut *e.expr,
        Expr::Reference(e) => &mut *e.expr,
        Expr::Try(e) => &mut *e.expr,
        Expr::Unary(e) => &mut *e.expr,
        Expr::Call(e) if e.args.len() == 1 && matches!(*e.func, Expr::Path(_)) => {
            e.args.first_mut()?
        }
        _ => return None,
    };
    awaits(child).then_some(child)
}
