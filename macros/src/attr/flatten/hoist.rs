//! Values that have to outlive an await within their expression: into a local before it.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Ident, Pat};

use super::make::path;
use super::*;

impl Flatten<'_> {
    pub(super) fn temporary(
        &mut self,
        value: Value,
        origin: Origin,
        awaits: Range<AwaitId>,
        span: Span,
        out: &mut Vec<Stmt>,
    ) -> Ident {
        let prefix = if origin == Origin::Slot { "slot" } else { "value" };
        let ident = self.fresh(prefix, span);
        self.temporary_named(ident.clone(), value, origin, awaits, out);
        ident
    }

    pub(super) fn temporary_named(
        &mut self,
        ident: Ident,
        value: Value,
        origin: Origin,
        awaits: Range<AwaitId>,
        out: &mut Vec<Stmt>,
    ) {
        let pat = Pat::Ident(syn::PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability: Some(Token![mut](Span::mixed_site())),
            ident,
            subpat: None,
        });
        let kind = StmtKind::Let(Box::new(Let {
            attrs: Vec::new(),
            let_token: Token![let](Span::mixed_site()),
            pat,
            ty: None,
            init: Some(value),
            diverge: None,
            origin,
            steps: Vec::new(),
            again: None,
            vars: Vec::new(),
            semi: None,
        }));
        out.push(Stmt { kind, awaits });
    }

    /// Evaluates `expr` now, awaits and all, and leaves the name of the value in its place.
    pub(super) fn hoist(&mut self, expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        let mut expr = strip_parens(expr);
        let span = expr.span();
        let steps = self.steps(&expr, out);
        let mut guarded = self.guarded.take();
        let only_if = guarded.as_mut().filter(|_| !guarded::may_stand_outside(&expr));
        let is_guarded = only_if.is_some();
        if let Some(guarded) = only_if {
            expr = guarded.wrap(expr);
        }
        let (value, awaits) = self.ranged(|this| this.value(expr));
        let ident = self.temporary(value, Origin::Temporary, awaits, span, out);
        self.guarded = guarded;
        if let Some(guarded) = self.guarded.as_mut().filter(|_| is_guarded) {
            guarded.keep(ident.clone());
        }
        if let Some(StmtKind::Let(let_)) = out.last_mut().map(|stmt| &mut stmt.kind) {
            let_.steps = steps;
        }
        path(ident)
    }

    /// The same for a value that is used where it stood, and nowhere else: it is underlined as what
    /// was there. A borrow stays.
    pub(super) fn hoist_value(&mut self, expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        let ends = hygiene::ends(&expr);
        match self.hoist_borrowed(expr, out) {
            value @ Expr::Path(_) => make::underlined(value, ends),
            borrow => borrow,
        }
    }

    /// The same for what nobody needs behind another await. Only what awaits is taken out: what the rest makes
    /// lives as long as in the plain function.
    pub(super) fn hoist_awaited(&mut self, mut expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        let Some(part) = awaited_part(&mut expr) else { return self.hoist_value(expr, out) };
        let value = take(part);
        *part = self.hoist_value(value, out);
        expr
    }

    /// The same for a value that is only looked at. So it may be made again, if it holds borrows.
    pub(super) fn hoist_unchanged(&mut self, mut expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        if !awaits(&expr) && repeatable::may_be_borrow(&expr) {
            self.keep_operands(&mut expr, out);
        }
        let place = self.hoist(expr, out);
        if let Some(Stmt { kind: StmtKind::Let(let_), .. }) = out.last_mut()
            && let Pat::Ident(pat) = &mut let_.pat
            && self.guarded.is_none()
        {
            pat.mutability = None;
        }
        place
    }

    /// What a pattern refers to, as in `let (ref a, ref b) = make();`, lives as long as what it binds.
    pub(super) fn keep_referred<'p>(
        &mut self,
        pats: impl IntoIterator<Item = &'p Pat>,
        value: &mut Expr,
        out: &mut Vec<Stmt>,
    ) {
        let bindings = pats.into_iter().flat_map(bindings);
        let refers: Vec<_> = bindings.filter(|binding| binding.by_ref).collect();
        if refers.is_empty() || is_place(value) || matches!(value, Expr::Reference(_)) {
            return;
        }
        let owned = take(value);
        *value = match refers.iter().any(|binding| binding.changes) {
            true => self.hoist(owned, out),
            false => self.hoist_unchanged(owned, out),
        };
    }
}
