//! `Self`, which means nothing beside the `impl` block.

use syn::{Expr, FnArg, Ident, ImplItem, Item, ItemFn, Pat, PatType, Path, Type, parse_quote};

use super::parse::Context;
use crate::visit_mut::{self, VisitMut};

/// A type as it is written beside the `impl` block.
pub(super) fn without_self(ty: &Type, context: &Context) -> Type {
    let mut ty = ty.clone();
    if let Some(mut replace) = Replace::of(context) {
        replace.visit_type_mut(&mut ty);
    }
    ty
}

/// Where `Self` borrows, what is written with it does too, and has to show that.
pub(super) fn spell_out(item: &mut ItemFn, context: &Context) {
    let Some(replace) = Replace::of(context) else { return };
    if !context.borrows() {
        return;
    }
    let mut written = Written(replace);
    for input in &mut item.sig.inputs {
        if let FnArg::Typed(PatType { ty, .. }) = input {
            written.0.visit_type_mut(ty);
        }
    }
    written.visit_block_mut(&mut item.block);
}

#[derive(Clone, Copy)]
struct Replace<'a> {
    self_ty: &'a Type,
    implemented: Option<&'a Path>,
    /// The associated types of the block.
    types: &'a [ImplItem],
}

impl<'a> Replace<'a> {
    fn of(context: &'a Context) -> Option<Self> {
        let header = context.header.as_ref()?;
        let implemented = header.trait_.as_ref().map(|(implemented, _)| implemented);
        Some(Replace { self_ty: &header.self_ty, implemented, types: &header.items })
    }

    /// What `Self::Name` is.
    fn associated(&self, path: &Path) -> Type {
        let self_ty = self.self_ty;
        let rest = path.segments.iter().skip(1);
        let is_it = |name: &Ident| path.segments.len() == 2 && path.segments[1].ident == *name;
        let definition = self.types.iter().find_map(|item| match item {
            ImplItem::Type(item) if is_it(&item.ident) => Some(&item.ty),
            _ => None,
        });
        match (definition, self.implemented) {
            (Some(definition), _) => {
                let mut ty = definition.clone();
                // Half-typed, it may be defined by itself.
                Replace { types: &[], ..*self }.visit_type_mut(&mut ty);
                ty
            }
            (None, Some(implemented)) => parse_quote!(<#self_ty as #implemented>::#(#rest)::*),
            (None, None) => parse_quote!(<#self_ty>::#(#rest)::*),
        }
    }
}

impl VisitMut for Replace<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.path.is_ident("Self") => *ty = self.self_ty.clone(),
            Type::Path(path) if path.qself.is_none() && starts_with_self(&path.path) => {
                *ty = self.associated(&path.path);
            }
            ty => visit_mut::visit_type_mut(self, ty),
        }
    }

    /// A constant, in the length of an array.
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) if path.qself.is_none() && starts_with_self(&path.path) => {
                let (self_ty, rest) = (self.self_ty, path.path.segments.iter().skip(1));
                *expr = parse_quote!(<#self_ty>::#(#rest)::*);
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }
}

fn starts_with_self(path: &Path) -> bool {
    path.segments.len() > 1 && path.segments[0].ident == "Self"
}

/// The types of locals.
struct Written<'a>(Replace<'a>);

impl VisitMut for Written<'_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if let Pat::Type(PatType { ty, .. }) = pat {
            self.0.visit_type_mut(ty);
        }
        visit_mut::visit_pat_mut(self, pat);
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
