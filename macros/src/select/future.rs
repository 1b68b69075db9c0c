//! The expression of a branch, with a question put wherever its type will not tell.

use std::cell::RefCell;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{
    Arm, Block, Expr, ExprAsync, ExprCall, ExprIf, ExprMacro, ExprMatch, ExprMethodCall, ExprPath,
    Stmt,
};

use super::block;
use super::names::Names;
use super::parse::Select;
use crate::diag::Errors;

/// Methods that wrap the future they are called on, and take nothing out of it.
const WRAPPING_METHODS: &[&str] = &["fuse", "map", "map_err", "map_ok", "timeout", "timeout_at"];

/// Functions that wrap a future, and where among the arguments it stands.
const WRAPPING_FUNCTIONS: &[(&str, usize)] =
    &[("timeout", 1), ("timeout_at", 1), ("cooperative", 0), ("unconstrained", 0)];

/// Rewrites the expression of a branch.
///
/// A call of a method is marked with the verdict of the catalogue, also as the operand of a
/// wrapper. Whatever else there is stays as it is, lest its temporaries live shorter: its type is
/// looked at when it has been stored.
pub struct Marker<'a> {
    names: &'a Names,
    errors: RefCell<Errors>,
}

/// Marks all branches, and reports the blocks that cannot be proved to lose nothing.
pub fn mark(select: &mut Select, names: &Names) {
    let errors = std::mem::take(&mut select.errors);
    let marker = Marker { names, errors: RefCell::new(errors) };
    for branch in &mut select.branches {
        branch.marked = marker.future(&branch.future);
    }
    select.errors = marker.errors.into_inner();
}

/// Marks one future outside of any branch.
pub(crate) fn mark_one(future: &Expr, names: &Names, errors: &mut Errors) -> TokenStream {
    let marker = Marker { names, errors: RefCell::new(std::mem::take(errors)) };
    let marked = marker.future(future);
    *errors = marker.errors.into_inner();
    marked
}

impl Marker<'_> {
    fn future(&self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Paren(paren) => self.future(&paren.expr),
            Expr::Group(group) => self.future(&group.expr),
            Expr::MethodCall(call) if is_wrapper(call) => self.wrapper(call),
            Expr::MethodCall(call) => self.call(call),
            Expr::Call(call) => self.function(call),
            Expr::Reference(reference) if !is_place(&reference.expr) => {
                let (and, mutability) = (&reference.and_token, &reference.mutability);
                let owned = self.owned(&reference.expr);
                quote_spanned!(self.names.span()=> #and #mutability #owned)
            }
            Expr::Macro(mac)
                if mac.mac.path.segments.last().is_some_and(|last| last.ident == "pin") =>
            {
                self.pin(mac)
            }
            Expr::Block(block) if block.label.is_none() => self.block(&block.block),
            Expr::If(branch) => self.either(branch),
            Expr::Match(choice) => self.choice(choice),
            Expr::Path(path) => self.named(path),
            Expr::Async(block) => self.proved(block),
            _ => expr.to_token_stream(),
        }
    }

    /// Input: `async { rx.recv().await }`
    ///
    /// Output: `proved(async { owned(rx.recv()).await })`, and a closure that is never called, with
    /// no awaits, for the compiler to prove that the block moves nothing out of its surroundings.
    fn proved(&self, block: &ExprAsync) -> TokenStream {
        let (names, span) = (self.names, self.names.span());
        let (proved, output_of) = (names.support("proved"), names.support("output_of"));
        if let Err(refusal) = block::prove(block) {
            self.errors.borrow_mut().push(refusal.tokens, refusal.message);
            return quote_spanned!(span=> #proved(#block));
        }
        let (mut marked, mut closure) = (block.clone(), block.block.clone());
        block::replace_awaits(&mut marked.block, |wait| {
            let future = self.owned(&wait.base);
            let (dot, wait) = (&wait.dot_token, &wait.await_token);
            Expr::Verbatim(quote_spanned!(span=> #future #dot #wait))
        });
        block::replace_awaits(&mut closure, |wait| {
            let future = &wait.base;
            Expr::Verbatim(quote_spanned!(span=> #output_of(#future)))
        });
        let check =
            names.support(if block.capture.is_some() { "owns_nothing" } else { "takes_nothing" });
        let (capture, shown) = (&block.capture, names.site.shown_at(block.async_token.span));
        let closure = quote_spanned!(shown=> #capture || #closure);
        quote_spanned! {span=>
            {
                if false {
                    #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
                    let _ = #check(#closure);
                    loop {}
                }
                #proved(#marked)
            }
        }
    }

    /// Input: `future`
    ///
    /// Output: `&mut future` where `futures::select!` can name it, and would leave it in place;
    /// otherwise `future`, which moves as in `tokio::select!`. What follows the call that yields
    /// an uninhabited token is not compiled.
    fn named(&self, path: &ExprPath) -> TokenStream {
        if path.path.get_ident().is_none() {
            return path.to_token_stream();
        }
        let names = self.names;
        let (name, named) = (names.local("name"), names.support("named"));
        let path = &path.path;
        quote_spanned! {names.span()=>
            {
                let #name = {
                    use #named::Moved as _;
                    #named::probe(&#path).name()
                };
                #[allow(unreachable_code)]
                let #name = if #name.lends() {
                    #name.lent().lend(&mut #path)
                } else {
                    #name.moved().take(#path)
                };
                #name
            }
        }
    }

    /// A future that only a reference of the branch reaches: it ends with the branch all the same,
    /// so it is looked at here.
    fn owned(&self, expr: &Expr) -> TokenStream {
        let owned = self.names.support_at("owned", expr);
        let future = self.future(expr);
        quote_spanned!(self.names.span()=> #owned(#future))
    }

    fn pin(&self, mac: &ExprMacro) -> TokenStream {
        let Ok(operand) = mac.mac.parse_body::<Expr>() else {
            return mac.to_token_stream();
        };
        let path = &mac.mac.path;
        let owned = self.owned(&operand);
        quote_spanned!(self.names.span()=> #path!(#owned))
    }

    fn wrapper(&self, call: &ExprMethodCall) -> TokenStream {
        let ExprMethodCall { receiver, dot_token, method, turbofish, args, .. } = call;
        let receiver = self.future(receiver);
        quote_spanned!(self.names.span()=> #receiver #dot_token #method #turbofish (#args))
    }

    /// `timeout(limit, rx.recv())`, `Box::pin(rx.recv())`
    fn function(&self, call: &ExprCall) -> TokenStream {
        let Some(operand) = wrapped_argument(&call.func) else {
            return call.to_token_stream();
        };
        let func = &call.func;
        let args = call.args.iter().enumerate().map(|(index, argument)| {
            if index == operand { self.future(argument) } else { argument.to_token_stream() }
        });
        quote_spanned!(self.names.span()=> #func(#(#args),*))
    }

    /// Input: `rx.recv()`
    ///
    /// Output: `{ verdict on (rx, recv) }.mark(rx.recv())`
    ///
    /// The verdict's type is found in a branch that never runs and never ends: so the receiver is
    /// neither evaluated twice nor moved.
    fn call(&self, call: &ExprMethodCall) -> TokenStream {
        let ExprMethodCall { receiver, method, .. } = call;
        let (names, span) = (self.names, self.names.span());
        let (option, number) = (&names.option, method_number(method));
        let (verdict, probe) = (names.local("verdict"), names.local("probe"));
        let [probe_fn, ask, in_branch, verdict_of] =
            ["probe", "Ask", "InBranch", "verdict_of"].map(|name| names.support(name));
        let mark = Ident::new("mark", names.site.shown_at(method.span()));
        quote_spanned! {span=>
            {
                let mut #verdict = #option::None;
                if false {
                    let #probe = #probe_fn::<#number, _>(&#receiver);
                    #verdict = #option::Some({
                        use {#ask as _, #in_branch as _};
                        #probe.verdict().in_branch()
                    });
                    loop {}
                }
                #verdict_of(#verdict)
            }
            .#mark(#call)
        }
    }

    /// Where a block ends in an expression, that is the future.
    fn block(&self, block: &Block) -> TokenStream {
        let Some((Stmt::Expr(tail, None), before)) = block.stmts.split_last() else {
            return block.to_token_stream();
        };
        let tail = self.future(tail);
        quote_spanned!(self.names.span()=> { #(#before)* #tail })
    }

    fn either(&self, branch: &ExprIf) -> TokenStream {
        let ExprIf { cond, then_branch, else_branch, .. } = branch;
        let then_branch = self.block(then_branch);
        let else_branch = else_branch.as_ref().map(|(token, branch)| {
            let branch = self.future(branch);
            quote_spanned!(self.names.span()=> #token #branch)
        });
        quote_spanned!(self.names.span()=> if #cond #then_branch #else_branch)
    }

    fn choice(&self, choice: &ExprMatch) -> TokenStream {
        let ExprMatch { expr, arms, .. } = choice;
        let arms = arms.iter().map(|Arm { attrs, pat, body, .. }| {
            let body = self.future(body);
            quote_spanned!(self.names.span()=> #(#attrs)* #pat => #body,)
        });
        quote_spanned!(self.names.span()=> match #expr { #(#arms)* })
    }
}

pub(crate) fn is_wrapper(call: &ExprMethodCall) -> bool {
    WRAPPING_METHODS.iter().any(|wrapper| call.method == wrapper)
        && matches!(*call.receiver, Expr::MethodCall(_))
}

pub(crate) fn wrapped_argument(func: &Expr) -> Option<usize> {
    let Expr::Path(path) = func else { return None };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    let last = names.next()?;
    if last == "pin" {
        return names.next().is_some_and(|name| name == "Box").then_some(0);
    }
    WRAPPING_FUNCTIONS.iter().find(|(name, _)| last == name).map(|(_, index)| *index)
}

/// Whether the expression names something that exists without it.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Group(group) => is_place(&group.expr),
        _ => false,
    }
}

/// FNV-1a of the method's name, as `probe::method` of the runtime has it.
fn method_number(method: &Ident) -> u64 {
    let name = method.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
