//! `pin!` in front of an await: what it pins is in a place that ends with the call, while what refers
//! to it has to outlive the call. So it is pinned in a box, which is what is saved.

use proc_macro2::Span;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{
    Attribute, Block, Expr, Ident, Macro, Stmt, Token, Type, parse_quote, parse_quote_spanned,
};

use super::syntax::stmt_awaits;
use super::{generated, private};
use crate::visit_mut::{self, VisitMut};

/// ```text
/// Input:
///     let mut limit = pin!(sleep(limit));
///     tokio::pin!(call);
/// Output:
///     let mut limit = Box::pin(sleep(limit));
///     let mut call = Box::pin(call);
/// ```
pub(super) fn in_boxes(block: &mut Block) {
    let Some(last) = block.stmts.iter().rposition(stmt_awaits) else { return };
    let mut boxes = Boxes(Vec::new());
    let behind = block.stmts.split_off(last + 1);
    for mut stmt in std::mem::take(&mut block.stmts) {
        boxes.visit_stmt_mut(&mut stmt);
        block.stmts.append(&mut boxes.0);
        match stmt {
            Stmt::Macro(stmt) if is_pin(&stmt.mac) => block.stmts.extend(locals(stmt)),
            stmt => block.stmts.push(stmt),
        }
    }
    block.stmts.extend(behind);
}

/// That of the standard library is a value, those of tokio and futures are statements.
fn is_pin(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "pin" || last.ident == "pin_mut")
}

/// Puts what `pin!` yields in boxes, and notes which macros were used.
struct Boxes(Vec<Stmt>);

impl VisitMut for Boxes {
    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        let before = self.0.len();
        visit_mut::visit_local_mut(self, local);
        // What is not compiled has imported nothing.
        local.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).for_each(|cfg| {
            self.0[before..].iter_mut().for_each(|used| under(used, cfg));
        });
        if let syn::Pat::Type(typed) = &mut local.pat
            && self.0.len() > before
        {
            boxed_type(&mut typed.ty);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Macro(pinned) = expr
            && is_pin(&pinned.mac)
            && let Ok(operand) = pinned.mac.parse_body::<Expr>()
        {
            self.0.push(used(&pinned.mac));
            *expr = pinned_at(pinned.span(), &operand);
        }
    }

    // Those that await come to it themselves.
    fn visit_block_mut(&mut self, _: &mut Block) {}
    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// `Pin<&mut T>` as `Pin<Box<T>>`
fn boxed_type(ty: &mut Type) {
    let Type::Path(path) = ty else { return };
    let Some(pin) = path.path.segments.last_mut().filter(|last| last.ident == "Pin") else {
        return;
    };
    let syn::PathArguments::AngleBracketed(arguments) = &mut pin.arguments else { return };
    if let Some(syn::GenericArgument::Type(pinned)) = arguments.args.first_mut()
        && let Type::Reference(reference) = &*pinned
    {
        let (private, place) = (private(), &reference.elem);
        *pinned = parse_quote!(#private::Box<#place>);
    }
}

/// `pin!(a, b);` or `pin! { let a = make(); }`
fn locals(stmt: syn::StmtMacro) -> Vec<Stmt> {
    let names = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(stmt.mac.tokens.clone());
    let locals: Option<Vec<_>> = match names {
        Ok(names) => {
            Some(names.iter().map(|name| pinned_local(name, &parse_quote!(#name))).collect())
        }
        Err(_) => Block::parse_within.parse2(stmt.mac.tokens.clone()).ok().and_then(|stmts| {
            stmts
                .iter()
                .map(|stmt| made(stmt).map(|(name, made)| pinned_local(name, made)))
                .collect()
        }),
    };
    match locals {
        Some(mut locals) => {
            locals.insert(0, used(&stmt.mac));
            for attr in &stmt.attrs {
                locals.iter_mut().for_each(|local| under(local, attr));
            }
            locals
        }
        None => vec![Stmt::Macro(stmt)],
    }
}

/// `let a = make();`
fn made(stmt: &Stmt) -> Option<(&Ident, &Expr)> {
    match stmt {
        Stmt::Local(syn::Local { pat: syn::Pat::Ident(pat), init: Some(init), .. }) => {
            Some((&pat.ident, &init.expr))
        }
        _ => None,
    }
}

fn pinned_local(name: &Ident, operand: &Expr) -> Stmt {
    let pinned = pinned_at(operand.span(), operand);
    parse_quote_spanned!(generated(name.span())=>
        #[allow(unused_mut)]
        let mut #name = #pinned;
    )
}

fn pinned_at(span: Span, operand: &Expr) -> Expr {
    if !cfg!(feature = "alloc") {
        return parse_quote_spanned!(span=> ::core::compile_error!(
            "what is pinned in the call itself ends with it, and a checkpoint cannot keep a borrow of it \
             [borrowed-across-await]\n\
             help: with the feature `alloc` of `cancel-safe` it is pinned in a box, which is kept"
        ));
    }
    let private = private();
    parse_quote_spanned!(generated(span)=> #private::Box::pin(#operand))
}

/// Puts an attribute on a statement of ours.
fn under(stmt: &mut Stmt, attr: &Attribute) {
    match stmt {
        Stmt::Local(local) => local.attrs.push(attr.clone()),
        Stmt::Expr(Expr::If(used), _) => used.attrs.push(attr.clone()),
        _ => {}
    }
}

/// The compiler does not see the macro any more, but that its name was imported.
fn used(mac: &Macro) -> Stmt {
    let path = &mac.path;
    parse_quote_spanned!(Span::mixed_site()=>
        #[allow(unused)]
        if false {
            let unit = ();
            #path!(unit);
        }
    )
}
