//! The expression of a branch, with a question put wherever its type will not tell.

use std::cell::{Cell, RefCell};

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Block, Expr, ExprAsync, ExprMethodCall, Macro, Stmt, UnOp};

use super::block;
use super::names::Names;
use super::parse::Select;
use crate::diag::Errors;

/// Methods that wrap the future they are called on, and take nothing out of it.
const WRAPPING_METHODS: &[&str] = &["fuse", "map", "map_err", "map_ok", "timeout", "timeout_at"];

/// Functions that wrap a future, and where among the arguments it stands.
const WRAPPING_FUNCTIONS: &[(&str, usize)] =
    &[("timeout", 1), ("timeout_at", 1), ("cooperative", 0), ("unconstrained", 0)];

/// Marks all branches, and reports the blocks that cannot be proved to lose nothing.
pub fn mark(select: &mut Select, names: &Names) {
    let marker = Marker::new(names, &mut select.errors);
    let marked: Vec<_> =
        select.branches.iter().map(|branch| marker.branch(select, branch.future.clone())).collect();
    for (branch, marked) in select.branches.iter_mut().zip(marked) {
        branch.marked = marked;
    }
    select.errors = marker.errors.into_inner();
    select.verdicts = marker.verdicts.into_inner().into_iter().collect();
}

/// Marks one future outside of any branch.
pub(crate) fn mark_one(future: &Expr, names: &Names, errors: &mut Errors) -> TokenStream {
    let marker = Marker::new(names, errors);
    let mut marked = future.clone();
    marker.deeper(|| marker.future(&mut marked));
    *errors = marker.errors.into_inner();
    marked.into_token_stream()
}

/// Rewrites the expression of a branch.
///
/// A call of a method is marked with the verdict of the catalogue, also as the operand of a
/// wrapper. Whatever else there is stays as it is, lest its temporaries live shorter: its type is
/// looked at when it has been stored.
struct Marker<'a> {
    names: &'a Names,
    errors: RefCell<Errors>,
    verdicts: RefCell<Vec<TokenStream>>,
    /// How many blocks are around the expression. It may mention their locals.
    depth: Cell<usize>,
}

impl<'a> Marker<'a> {
    fn new(names: &'a Names, errors: &mut Errors) -> Self {
        Marker {
            names,
            errors: RefCell::new(std::mem::take(errors)),
            verdicts: RefCell::default(),
            depth: Cell::new(0),
        }
    }

    fn branch(&self, select: &Select, mut expr: Expr) -> TokenStream {
        if let Some(name) = name(&expr) {
            return self.named(name, select.is_of_futures() || select.is_used(name));
        }
        self.future(&mut expr);
        expr.into_token_stream()
    }

    fn future(&self, expr: &mut Expr) {
        match expr {
            Expr::Paren(paren) => self.future(&mut paren.expr),
            Expr::Group(group) => self.future(&mut group.expr),
            Expr::MethodCall(call) if is_wrapper(call) => self.future(&mut call.receiver),
            Expr::MethodCall(call) => *expr = self.call(call),
            Expr::Call(call) => {
                let wrapped = wrapped_argument(&call.func);
                if let Some(argument) = wrapped.and_then(|index| call.args.iter_mut().nth(index)) {
                    self.future(argument);
                }
            }
            Expr::Reference(reference) if !is_place(&reference.expr) => {
                self.owned(&mut reference.expr);
            }
            Expr::Macro(mac) => self.pin(&mut mac.mac),
            Expr::Block(block) => self.block(&mut block.block),
            Expr::If(branch) => {
                self.block(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.future(otherwise);
                }
            }
            Expr::Match(choice) => {
                self.deeper(|| choice.arms.iter_mut().for_each(|arm| self.future(&mut arm.body)));
            }
            Expr::Async(block) => *expr = self.async_block(block),
            _ => {}
        }
    }

    /// A future that only a reference of the branch reaches: it ends with the branch all the same,
    /// so it is looked at here. A `match` keeps the temporaries for as long as the statement.
    fn owned(&self, expr: &mut Expr) {
        let (owned, stored) = (self.names.support_at("owned", expr), self.names.local("stored"));
        let shown = self.names.first_field_at("stored", expr);
        self.future(expr);
        *expr = Expr::Verbatim(quote_spanned! {self.names.span()=>
            match (#expr,) { #stored => #owned(#shown) }
        });
    }

    fn pin(&self, mac: &mut Macro) {
        let is_pin = mac.path.segments.last().is_some_and(|last| last.ident == "pin");
        if let (true, Ok(mut operand)) = (is_pin, mac.parse_body()) {
            self.owned(&mut operand);
            mac.tokens = operand.into_token_stream();
        }
    }

    /// Where a block ends in an expression, that is the future.
    fn block(&self, block: &mut Block) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
            self.deeper(|| self.future(tail));
        }
    }

    fn deeper<T>(&self, mark: impl FnOnce() -> T) -> T {
        self.depth.set(self.depth.get() + 1);
        let marked = mark();
        self.depth.set(self.depth.get() - 1);
        marked
    }

    /// Input: `rx.recv()`
    ///
    /// Output: `verdict.mark(rx.recv())`
    fn call(&self, call: &ExprMethodCall) -> Expr {
        let span = self.names.span();
        let mark = Ident::new("mark", self.names.site.shown_at(call.method.span()));
        let verdict = self.verdict(call);
        if self.depth.get() > 0 {
            return Expr::Verbatim(quote_spanned!(span=> #verdict.#mark(#call)));
        }
        // Before any future is made, lest a borrow that conflicts with another branch be reported
        // for the question as well.
        let mut verdicts = self.verdicts.borrow_mut();
        let name = self.names.numbered("verdict", verdicts.len());
        verdicts.push(quote_spanned!(span=> let #name = #verdict;));
        Expr::Verbatim(quote_spanned!(span=> #name.#mark(#call)))
    }

    /// What the catalogue says.
    fn verdict(&self, call: &ExprMethodCall) -> TokenStream {
        let ExprMethodCall { receiver, method, .. } = call;
        let number = method_number(method);
        let probe = self.names.local("probe");
        let [probe_fn, ask, in_branch] =
            ["probe", "Ask", "InBranch"].map(|name| self.names.support(name));
        self.never_run(&quote_spanned! {self.names.span()=>
            let #probe = #probe_fn::<#number, _>(&#receiver);
            {
                use {#ask as _, #in_branch as _};
                #probe.verdict().in_branch()
            }
        })
    }

    /// A value of the type that `body` has. It never runs and never ends: so what it mentions is
    /// neither evaluated twice, nor moved, nor kept in memory for having been borrowed.
    fn never_run(&self, body: &TokenStream) -> TokenStream {
        let (option, value) = (&self.names.option, self.names.local("value"));
        let verdict_of = self.names.support("verdict_of");
        quote_spanned! {self.names.span()=>
            {
                let mut #value = #option::None;
                if false {
                    #value = #option::Some({ #body });
                    loop {}
                }
                #verdict_of(#value)
            }
        }
    }

    /// Input: `async { rx.recv().await }`
    ///
    /// Output: `proved(async { owned(rx.recv()).await })`, and a closure that is never called, with
    /// no awaits, for the compiler to prove that the block moves nothing into itself.
    fn async_block(&self, block: &ExprAsync) -> Expr {
        let span = self.names.span();
        let proved = self.names.support("proved");
        if let Err(refusal) = block::prove(block) {
            self.errors.borrow_mut().push(refusal.tokens, refusal.message);
            return Expr::Verbatim(quote_spanned!(span=> #proved(#block)));
        }
        let check = self.check(block);
        let mut marked = block.clone();
        block::replace_awaits(&mut marked.block, |wait| {
            self.deeper(|| self.owned(&mut wait.base));
            None
        });
        Expr::Verbatim(quote_spanned! {span=>
            {
                if false {
                    #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
                    {
                        #check
                    }
                    loop {}
                }
                #proved(#marked)
            }
        })
    }

    fn check(&self, block: &ExprAsync) -> TokenStream {
        let (names, span) = (self.names, self.names.span());
        let output_of = names.support("output_of");
        let mut body = block.block.clone();
        block::replace_awaits(&mut body, |wait| {
            let future = &wait.base;
            Some(Expr::Verbatim(quote_spanned!(span=> #output_of(#future))))
        });
        let (check, kind) = match block.capture {
            Some(_) => ("owns_nothing", "AsyncMove"),
            None => ("takes_nothing", "Async"),
        };
        let (capture, closure) = (&block.capture, names.local("closure"));
        let check = names.support_at(check, block);
        let shown = names.wrapped_at(kind, &names.first_field_at("closure", block), block);
        let bars = quote_spanned!(names.site.shown_at(block.async_token.span)=> ||);
        quote_spanned! {span=>
            let #closure = (#capture #bars #body,);
            #check(#shown);
        }
    }

    /// Input: `future`
    ///
    /// Output: `&mut future` where `futures::select!` would leave it in place; otherwise `future`,
    /// which moves as in `tokio::select!`. What follows the call that yields an uninhabited token
    /// is not compiled.
    fn named(&self, future: &Ident, stays: bool) -> TokenStream {
        let (name, named) = (self.names.local("name"), self.names.support("named"));
        let ask = self.names.local(if stays { "name_in_futures" } else { "name" });
        let answer = self.never_run(&quote_spanned! {self.names.span()=>
            use #named::{Lent as _, Moved as _, Safe as _};
            (&&#named::probe(&#future)).#ask()
        });
        quote_spanned! {self.names.span()=>
            {
                let #name = #answer;
                #[allow(unreachable_code)]
                let #name = if #name.lends() {
                    #name.lent().lend(&mut #future)
                } else {
                    #name.moved().take(#future)
                };
                #name
            }
        }
    }
}

/// The name, where the branch is no more than that.
fn name(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Paren(paren) => name(&paren.expr),
        Expr::Group(group) => name(&group.expr),
        _ => None,
    }
}

/// Whether the method wraps a future that was made by a call.
pub(crate) fn is_wrapper(call: &ExprMethodCall) -> bool {
    WRAPPING_METHODS.iter().any(|wrapper| call.method == wrapper)
        && matches!(*call.receiver, Expr::MethodCall(_) | Expr::Call(_) | Expr::Async(_))
}

/// The argument that the function wraps.
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
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
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
