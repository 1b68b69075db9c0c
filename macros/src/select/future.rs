//! The expression of a branch, with a question put wherever its type will not tell.

use std::cell::{Cell, RefCell};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprCall, ExprMacro, ExprMethodCall, Stmt};

use super::names::Names;
use super::parse::Select;
use super::place::{self, Place};
use super::polled::is_poll_fn;
use super::questions::Questions;
use crate::attr::macros;
use crate::catalogue::{self, Function};
use crate::diag::Errors;
use crate::shadowed;

/// Methods that wrap the future they are called on, and take nothing out of it.
const WRAPPING_METHODS: &[&str] = &[
    "fuse",
    "inspect",
    "left_future",
    "map",
    "map_err",
    "map_into",
    "map_ok",
    "right_future",
    "timeout",
    "timeout_at",
];

/// Methods that wrap the future in a box of which one cannot see what is in it.
const BOXING_METHODS: &[&str] = &["boxed", "boxed_local"];

/// Functions that wrap a future, and where among the arguments it stands.
const WRAPPING_FUNCTIONS: &[(&str, usize)] =
    &[("timeout", 1), ("timeout_at", 1), ("cooperative", 0), ("unconstrained", 0)];

/// Constructors that wrap a future.
const WRAPPING_CONSTRUCTORS: &[(&str, &str)] =
    &[("Box", "pin"), ("Either", "Left"), ("Either", "Right"), ("OptionFuture", "from")];

/// What a future is awaited in.
#[derive(Clone, Copy, PartialEq)]
pub enum Caller {
    /// A function that starts over, if it is called again.
    Plain,
    /// One that goes on.
    Annotated,
}

/// Marks all branches, and reports the blocks that cannot be proved to lose nothing.
pub fn mark(select: &mut Select, names: &Names, caller: Caller) {
    let marker = Marker::new(names, caller, &mut select.errors);
    let marked: Vec<_> =
        select.branches.iter().map(|branch| marker.branch(select, branch.future.clone())).collect();
    for (branch, (marked, verdict)) in select.branches.iter_mut().zip(marked) {
        (branch.marked, branch.verdict) = (marked, verdict);
    }
    select.errors = marker.errors.into_inner();
    let (proofs, questions) = (marker.proofs.into_inner(), marker.questions.into_inner());
    let verdicts = questions.put(names, &names.ask());
    select.verdicts = proofs.into_iter().chain([verdicts]).collect();
}

/// Marks one future outside of any branch.
pub(crate) fn mark_one(future: &Expr, names: &Names, errors: &mut Errors) -> TokenStream {
    let marker = Marker::new(names, Caller::Annotated, errors);
    let mut marked = future.clone();
    marker.deeper(|| marker.future(&mut marked));
    *errors = marker.errors.into_inner();
    marked.into_token_stream()
}

/// What the catalogue says of a call.
pub struct Verdict {
    /// What asks for it.
    pub question: TokenStream,
    /// The name of its method `mark`, for an error to point at.
    pub mark: Ident,
}

/// Rewrites the expression of a branch.
///
/// A call that is the operand of a wrapper is marked with the verdict of the catalogue. Whatever
/// else there is stays as it is, lest its temporaries live shorter: it is looked at when it has
/// been stored.
pub(super) struct Marker<'a> {
    pub(super) names: &'a Names,
    pub(super) caller: Caller,
    pub(super) errors: RefCell<Errors>,
    /// Of blocks.
    pub(super) proofs: RefCell<Vec<TokenStream>>,
    /// Of calls, and of what references refer to.
    pub(super) questions: RefCell<Questions>,
    /// How many blocks are around the expression. It may mention their locals.
    pub(super) depth: Cell<usize>,
}

impl<'a> Marker<'a> {
    fn new(names: &'a Names, caller: Caller, errors: &mut Errors) -> Self {
        Marker {
            names,
            caller,
            errors: RefCell::new(std::mem::take(errors)),
            proofs: RefCell::default(),
            questions: RefCell::default(),
            depth: Cell::new(0),
        }
    }

    /// The future of a branch, and what asks for the verdict on it. A call stays as it is, to be
    /// marked when all futures have been made.
    fn branch(&self, select: &Select, mut expr: Expr) -> (TokenStream, Option<Verdict>) {
        if let Some(name) = name(&expr) {
            return (self.named(name, select.is_of_futures() || select.is_used(name)), None);
        }
        let verdict = self.verdict_on(&expr);
        if verdict.is_none() {
            self.future(&mut expr);
        }
        (expr.into_token_stream(), verdict)
    }

    /// What asks about a call, if it is one.
    fn verdict_on(&self, expr: &Expr) -> Option<Verdict> {
        match expr {
            Expr::Paren(paren) => self.verdict_on(&paren.expr),
            Expr::Group(group) => self.verdict_on(&group.expr),
            Expr::MethodCall(call) if is_wrapper(call) || is_one_of(BOXING_METHODS, call) => None,
            Expr::MethodCall(call) => Some(self.verdict_on_method(call)),
            Expr::Call(call) if is_poll_fn(call) => None,
            Expr::Call(call) => Some(self.verdict_on_function(&Function::of(&call.func)?, call)),
            _ => None,
        }
    }

    fn future(&self, expr: &mut Expr) {
        match expr {
            Expr::Paren(paren) => self.future(&mut paren.expr),
            Expr::Group(group) => self.future(&mut group.expr),
            Expr::MethodCall(call) if is_wrapper(call) => self.future(&mut call.receiver),
            Expr::MethodCall(call) if is_one_of(BOXING_METHODS, call) => *expr = self.boxed(call),
            Expr::MethodCall(call) => *expr = self.call(call),
            Expr::Call(call) if is_poll_fn(call) => *expr = self.polled(call),
            Expr::Call(call) => match Function::of(&call.func) {
                Some(function) => *expr = self.function(&function, call),
                None => self.wrapped(call),
            },
            Expr::Reference(reference) => match place::of(&reference.expr) {
                Place::Named => {}
                // It is not polled by a shared one.
                Place::Value if reference.mutability.is_none() => {}
                Place::Value => self.owned(&mut reference.expr),
                Place::Within(root) => *expr = self.within(root, reference),
            },
            Expr::Cast(cast) => self.future(&mut cast.expr),
            Expr::Macro(mac) => {
                if let Some(asked) = self.macro_(mac) {
                    *expr = asked;
                }
            }
            Expr::Block(block) => self.block(&mut block.block),
            Expr::Unsafe(block) => self.block(&mut block.block),
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
    pub(super) fn owned(&self, expr: &mut Expr) {
        let shown = expr.clone();
        self.future(expr);
        *expr = Expr::Verbatim(self.names.checked(&expr.to_token_stream(), &shown));
    }

    /// Input: `rx.recv().boxed()`
    ///
    /// Output: `marked(owned(rx.recv()).boxed())`
    fn boxed(&self, call: &mut ExprMethodCall) -> Expr {
        let marked = self.names.support("marked");
        self.owned(&mut call.receiver);
        Expr::Verbatim(quote_spanned!(self.names.span()=> #marked(#call)))
    }

    fn wrapped(&self, call: &mut ExprCall) {
        let Some(index) = wrapped_argument(&call.func) else { return };
        let is_optional = is_optional(&call.func);
        match call.args.iter_mut().nth(index) {
            Some(argument) if is_optional => self.option(argument),
            Some(argument) => self.future(argument),
            None => {}
        }
    }

    /// Input: `rx.as_mut().map(|rx| rx.recv())` or `Some(rx.recv())`
    fn option(&self, option: &mut Expr) {
        match option {
            Expr::MethodCall(call) if call.method == "map" => {
                if let Some(Expr::Closure(closure)) = call.args.first_mut() {
                    self.deeper(|| self.future(&mut closure.body));
                }
            }
            Expr::Call(call) => call.args.iter_mut().for_each(|argument| self.future(argument)),
            _ => {}
        }
    }

    fn macro_(&self, mac: &mut ExprMacro) -> Option<Expr> {
        let is_pin = mac.mac.path.segments.last().is_some_and(|last| last.ident == "pin");
        match mac.mac.parse_body() {
            Ok(mut operand) if is_pin => {
                self.owned(&mut operand);
                mac.mac.tokens = operand.into_token_stream();
                None
            }
            _ if macros::diverges(&mac.mac) => None,
            _ => Some(self.made_by_macro(mac)),
        }
    }

    /// Where a block ends in an expression, that is the future.
    fn block(&self, block: &mut Block) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
            self.deeper(|| self.future(tail));
        }
    }

    pub(super) fn deeper<T>(&self, mark: impl FnOnce() -> T) -> T {
        self.depth.set(self.depth.get() + 1);
        let marked = mark();
        self.depth.set(self.depth.get() - 1);
        marked
    }

    /// Input: `rx.recv()`
    ///
    /// Output: `verdict.mark(rx.recv())`
    fn call(&self, call: &ExprMethodCall) -> Expr {
        self.by_verdict(self.verdict_on_method(call), call)
    }

    /// Input: `yield_now()`
    ///
    /// Output: `verdict.mark(yield_now())`
    fn function(&self, audited: &Function, call: &ExprCall) -> Expr {
        self.by_verdict(self.verdict_on_function(audited, call), call)
    }

    fn by_verdict(&self, verdict: Verdict, call: &impl ToTokens) -> Expr {
        let (span, Verdict { question, mark }) = (self.names.span(), verdict);
        if self.depth.get() > 0 {
            let ask = self.names.ask();
            let verdict = self.names.never_run(&quote_spanned!(span=> use #ask; #question));
            return Expr::Verbatim(quote_spanned!(span=> #verdict.#mark(#call)));
        }
        let name = self.names.numbered("verdict", self.questions.borrow().len());
        self.questions.borrow_mut().ask(&name, question);
        Expr::Verbatim(quote_spanned!(span=> #name.#mark(#call)))
    }

    /// What the catalogue says.
    fn verdict_on_method(&self, call: &ExprMethodCall) -> Verdict {
        let ExprMethodCall { receiver, method, .. } = call;
        let number = method_number(method);
        let probe = self.names.support("probe");
        let (span, krate) = (self.names.span(), &self.names.krate);
        let question = quote_spanned!(span=> #probe::<#number, _>(&#receiver).__verdict());
        let private = quote_spanned!(span=> #krate::__private);
        let expecting = shadowed::expecting(question.clone(), call, &private, span);
        let question = expecting.unwrap_or(question);
        Verdict { question, mark: self.mark_shown_at(method.span()) }
    }

    /// The same, where the name is not enough: what is called must be what was audited.
    fn verdict_on_function(&self, audited: &Function, call: &ExprCall) -> Verdict {
        let shown = last_names(&call.func).map_or_else(Span::mixed_site, |(_, name)| name.span());
        let number = audited.number();
        // Called at the place of the call itself: what is wrong with that is reported once.
        let function = Ident::new("__function", call.func.span());
        let mut again = Group::new(Delimiter::Parenthesis, call.args.to_token_stream());
        again.set_span(call.paren_token.span.join());
        let [same, functions] = ["same", "functions"].map(|name| self.names.support(name));
        let (func, (module, name)) = (&call.func, audited.path(self.names.span()));
        let question = quote_spanned! {self.names.span()=> {
            let #function = #func;
            let verdict =
                #same::<#number, _, _>(&#function, &#functions::#module::#name).__verdict();
            // It may be a generic function of the user's.
            let _ = #function #again;
            verdict
        }};
        Verdict { question, mark: self.mark_shown_at(shown) }
    }

    fn mark_shown_at(&self, span: Span) -> Ident {
        Ident::new("mark", self.names.site.shown_at(span))
    }

    /// Input: `future`
    ///
    /// Output: `&mut future` where `futures::select!` would leave it in place; otherwise `future`,
    /// which moves as in `tokio::select!`. What follows the call that yields an uninhabited token
    /// is not compiled.
    fn named(&self, future: &Ident, stays: bool) -> TokenStream {
        let (name, named) = (self.names.local("name"), self.names.support("named"));
        let ask = self.names.local(if stays { "__name_in_futures" } else { "__name" });
        let answer = self.names.never_run(&quote_spanned! {self.names.span()=>
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
    is_one_of(WRAPPING_METHODS, call)
}

fn is_one_of(methods: &[&str], call: &ExprMethodCall) -> bool {
    methods.iter().any(|method| call.method == method)
        && matches!(*call.receiver, Expr::MethodCall(_) | Expr::Call(_) | Expr::Async(_))
}

/// The argument that the function wraps.
pub(crate) fn wrapped_argument(func: &Expr) -> Option<usize> {
    let (owner, name) = last_names(func)?;
    let constructs = WRAPPING_CONSTRUCTORS.iter().any(|&(constructor, function)| {
        name == function && owner.is_some_and(|owner| owner == constructor)
    });
    if constructs { Some(0) } else { limited_argument(func) }
}

/// The same for a function that takes any future, and only limits how it is polled.
pub(crate) fn limited_argument(func: &Expr) -> Option<usize> {
    let (_, name) = last_names(func)?;
    WRAPPING_FUNCTIONS.iter().find(|(function, _)| name == function).map(|(_, index)| *index)
}

/// Whether the function takes an option of a future.
pub(crate) fn is_optional(func: &Expr) -> bool {
    last_names(func).is_some_and(|(owner, _)| owner.is_some_and(|owner| owner == "OptionFuture"))
}

/// The last name of a path, and the one before it.
fn last_names(path: &Expr) -> Option<(Option<&Ident>, &Ident)> {
    let Expr::Path(path) = path else { return None };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    let last = names.next()?;
    Some((names.next(), last))
}

/// FNV-1a of the method's name, as `probe::method` of the runtime has it.
fn method_number(method: &Ident) -> u64 {
    let name = method.to_string();
    catalogue::number(name.strip_prefix("r#").unwrap_or(&name))
}
