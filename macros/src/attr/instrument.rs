//! `#[tracing::instrument]`, above or below.
//!
//! It puts the body into a future, and makes a span that is entered whenever this is polled. It has
//! to do so before us: of a function that is not `async` any more it would only instrument that its
//! future is made. So where it stands below, the two attributes change places; see [`first`].
//!
//! ```text
//! Input:  let __tracing_attr_span = span!(..);
//!         let __tracing_instrument_future = async move { body };
//!         Instrument::instrument(__tracing_instrument_future, __tracing_attr_span).await
//! Output: let __tracing_attr_span = match core.at { 0 => span!(..), _ => slot.take() };
//!         let __span = __tracing_attr_span.clone();
//!         let __tracing_instrument_future = async move { our body, which saves __span };
//!         Instrument::instrument(__tracing_instrument_future, __tracing_attr_span).await
//! ```
//!
//! One call has one span, however often it is cancelled.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Expr, Pat, Stmt, parse_quote};

use super::flatten::private;
use super::ir::*;
use super::lower::Names;
use super::parse::{Context, Function, Owned};
use crate::visit_mut::{self, VisitMut};

/// What is written around the body.
pub(crate) struct Instrumented {
    /// Each statement, the body's future as `__body!()`.
    around: Vec<Stmt>,
    borrows: bool,
}

/// Takes the body out of what `#[instrument]` has written around it. In an `impl` block it has not
/// done so yet: there the frame is declared first.
pub(crate) fn take(item: &mut syn::ItemFn, context: &Context) -> Option<Instrumented> {
    if is_instrumented(&item.attrs) && context.header.is_some() {
        return Some(Instrumented { around: Vec::new(), borrows: false });
    }
    if !item.block.stmts.iter().any(is_span) {
        return None;
    }
    let mut around = (*item.block).clone();
    let mut body = TakeBody(None);
    body.visit_block_mut(&mut around);
    item.block.stmts = body.0?;
    Some(Instrumented { around: around.stmts, borrows: false })
}

/// `let __tracing_attr_span = ..;`
fn is_span(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Local(local)
        if matches!(&local.pat, Pat::Ident(pat) if pat.ident == "__tracing_attr_span"))
}

struct TakeBody(Option<Vec<Stmt>>);

impl VisitMut for TakeBody {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            // The first statement tells the compiler the type of the value.
            Expr::Async(e) if e.block.stmts.first().is_some_and(is_fake_return) => {
                let mut stmts = e.block.stmts.split_off(1);
                if let [Stmt::Expr(Expr::Block(body), None)] = &mut *stmts
                    && body.label.is_none()
                {
                    stmts = std::mem::take(&mut body.block.stmts);
                }
                self.0 = Some(stmts);
                *expr = parse_quote!(__body!());
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }
}

fn is_fake_return(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(Expr::If(_), _))
        && mentions(stmt.to_token_stream(), "__tracing_attr_fake_return")
}

pub(super) fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        _ => false,
    })
}

/// The function for the compiler to expand once more: `#[instrument]` first, and then ours.
pub(crate) fn first(item: &syn::ItemFn, args: &TokenStream, context: &Context) -> TokenStream {
    let syn::ItemFn { attrs, vis, sig, block, .. } = item;
    let method = context.header.iter().map(|header| quote!(__method(#header),));
    quote! {
        #(#attrs)*
        #[::cancel_safe::cancel_safe(#(#method)* #args)]
        #vis #sig #block
    }
}

pub(crate) fn is_instrumented(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(is_instrument)
}

pub(crate) fn is_instrument(attr: &syn::Attribute) -> bool {
    attr.path().segments.last().is_some_and(|last| last.ident == "instrument")
}

/// Has each await save the span.
pub(crate) fn save_span(body: &mut Body) {
    let id = body.vars.len();
    body.vars.push(Var {
        ident: kept_span(),
        name: "__span".to_owned(),
        renamed: false,
        mutability: None,
        class: Class::Typed(Box::new(parse_quote!(::tracing::Span))),
        changes: false,
        origin: Origin::Temporary,
        is_initialized: false,
        has_place_for_type: false,
        lends_mut: false,
        is_text: false,
        lists_borrows: false,
        is_chosen: false,
        may_be_lent: false,
        declared: Span::call_site(),
        cfg: Vec::new(),
        operands: Vec::new(),
        rederivable: true,
        buffers: false,
        stale: Vec::new(),
        mentioned: true,
        first: body.vars.len(),
        decides: false,
        refused: false,
        noted_early: false,
        is_static: false,
        slot: None,
        same_slot: None,
        passed: None,
        takes: Vec::new(),
        part: None,
        item_of: None,
        is_socket: false,
        carried: false,
    });
    body.awaits.iter_mut().for_each(|point| point.pending.push(id));
}

impl Instrumented {
    /// The code of a function that keeps nothing, whose body is `code`.
    pub(crate) fn plain(&self, code: &TokenStream) -> TokenStream {
        let body = quote!(async move { #code });
        let stmts = self.around.iter().map(|stmt| in_place_of_body(stmt.to_token_stream(), &body));
        stmts.collect()
    }

    /// In which all is borrowed from the function: it needs its receiver once more in the end.
    pub(crate) fn borrowing(mut self) -> Self {
        struct Borrow;
        impl VisitMut for Borrow {
            fn visit_expr_async_mut(&mut self, e: &mut syn::ExprAsync) {
                e.capture = None;
                visit_mut::visit_expr_async_mut(self, e);
            }
        }
        self.around.iter_mut().for_each(|stmt| Borrow.visit_stmt_mut(stmt));
        self.borrows = true;
        self
    }

    /// The code of the function, whose body is `code`.
    pub(crate) fn code(
        &self,
        function: &Function,
        body: &Body,
        names: &Names,
        code: &TokenStream,
    ) -> TokenStream {
        let slot = body.vars.iter().find(|var| var.ident == kept_span());
        let slot = slot.and_then(|var| var.slot.as_ref());
        let capture = (!self.borrows).then(|| quote!(move));
        let code = quote!(async #capture { #code });
        let stmts = self.around.iter().map(|stmt| match stmt {
            Stmt::Local(local) if is_span(stmt) => span(local, function, names, slot),
            stmt => in_place_of_body(stmt.to_token_stream(), &code),
        });
        stmts.collect()
    }
}

/// A clone of the span, for an await to save.
fn kept_span() -> Ident {
    Ident::new("__span", Span::mixed_site())
}

/// The span, made by a fresh call.
fn span(
    local: &syn::Local,
    function: &Function,
    names: &Names,
    slot: Option<&Ident>,
) -> TokenStream {
    let (private, kept, at) = (private(), kept_span(), names.at());
    let (let_token, pat) = (local.let_token, &local.pat);
    let init = local.init.iter().map(|init| init.expr.to_token_stream()).collect();
    let fresh = with_owned(init, function, names);
    let again = slot.map(|slot| {
        let slot = names.slot(slot, Span::call_site());
        quote!(_ => #slot.take(),)
    });
    let span = match again {
        Some(again) => quote!(match #at { 0 => { #fresh } #again }),
        None => quote!({ #fresh }),
    };
    let kept = slot.map(|_| quote!(let #kept = #private::core::clone::Clone::clone(&#pat);));
    quote!(#let_token #pat = #span; #kept)
}

/// `span!(..)`, which may mention owned parameters: they are in the frame, and stay there.
fn with_owned(span: TokenStream, function: &Function, names: &Names) -> TokenStream {
    let span = match function.owned.iter().any(Owned::is_self) {
        true => renamed_self(span),
        false => span,
    };
    let mut out = span.clone();
    for Owned { pat, slot, attrs, .. } in &function.owned {
        let Pat::Ident(pat) = pat else { continue };
        let ident = if pat.ident == "self" { owned_self() } else { pat.ident.clone() };
        if !mentions(span.clone(), &ident.to_string()) {
            continue;
        }
        let cfg = attrs.iter().filter(|attr| attr.path().is_ident("cfg")).collect::<Vec<_>>();
        let slot = names.slot(slot, Span::call_site());
        out = quote! {
            #(#cfg)* let #ident = #slot.take();
            let __made = { #out };
            #(#cfg)* { #slot.put(#ident); }
            __made
        };
    }
    out
}

/// An owned receiver, which no `let` can bind by its name.
pub(crate) fn renamed_self(tokens: TokenStream) -> TokenStream {
    let renamed = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if ident == "self" => TokenTree::Ident(owned_self()),
        TokenTree::Group(group) => {
            let mut renamed = Group::new(group.delimiter(), renamed_self(group.stream()));
            renamed.set_span(group.span());
            TokenTree::Group(renamed)
        }
        token => token,
    });
    renamed.collect()
}

pub(crate) fn owned_self() -> Ident {
    Ident::new("__self", Span::mixed_site())
}

/// `body` for `__body!()`.
fn in_place_of_body(tokens: TokenStream, body: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "__body" => {
                // `!()`
                tokens.by_ref().take(2).for_each(drop);
                out.extend(body.clone());
            }
            TokenTree::Group(group) => {
                let mut inner =
                    Group::new(group.delimiter(), in_place_of_body(group.stream(), body));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            token => out.extend([token]),
        }
    }
    out
}
