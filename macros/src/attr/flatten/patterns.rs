//! What patterns bind.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Ident, Pat, Token, parse_quote};

use crate::visit::{self, Visit};
use crate::visit_mut::{self, VisitMut};

/// A name that a pattern binds.
#[derive(Clone)]
pub(crate) struct NamedBinding {
    pub(crate) ident: Ident,
    /// Of the binding itself: a `ref mut` is none.
    pub(crate) mutability: Option<Token![mut]>,
    pub(crate) by_ref: bool,
    /// Whether what the name stands for may change: it is `mut`, or a `&mut`.
    pub(crate) changes: bool,
    /// Behind a `&` in the pattern: what it binds is no borrow any more.
    pub(crate) copied: bool,
}

/// The names that `pat` binds, each once.
pub(crate) fn bindings(pat: &Pat) -> Vec<NamedBinding> {
    struct Bindings(Vec<NamedBinding>, bool);
    impl<'ast> Visit<'ast> for Bindings {
        fn visit_pat_reference(&mut self, pat: &'ast syn::PatReference) {
            let outer = std::mem::replace(&mut self.1, true);
            visit::visit_pat_reference(self, pat);
            self.1 = outer;
        }
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            let known = self.0.iter().any(|binding| binding.ident == pat.ident);
            if is_binding(pat) && !known {
                self.0.push(NamedBinding {
                    ident: pat.ident.clone(),
                    mutability: pat.mutability.filter(|_| pat.by_ref.is_none()),
                    by_ref: pat.by_ref.is_some(),
                    changes: pat.mutability.is_some(),
                    copied: self.1 && pat.by_ref.is_none(),
                });
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut bindings = Bindings(Vec::new(), false);
    bindings.visit_pat(pat);
    bindings.0
}

/// `None` and `MAX` parse like bindings; what starts in upper case is not one.
pub(crate) fn is_binding(pat: &syn::PatIdent) -> bool {
    let plain = pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none();
    !(plain && pat.ident.to_string().starts_with(char::is_uppercase))
}

pub(super) fn is_irrefutable(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => is_binding(pat) && pat.subpat.is_none(),
        Pat::Wild(_) => true,
        Pat::Tuple(pat) => pat.elems.iter().all(is_irrefutable),
        Pat::Reference(pat) => is_irrefutable(&pat.pat),
        Pat::Paren(pat) => is_irrefutable(&pat.pat),
        _ => false,
    }
}

/// `pat` with no binding `mut`: for where its bindings are only handed on.
pub(crate) fn without_mut(mut pat: Pat) -> Pat {
    struct Strip;
    impl VisitMut for Strip {
        fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
            if pat.by_ref.is_none() {
                pat.mutability = None;
            }
            visit_mut::visit_pat_ident_mut(self, pat);
        }
        fn visit_expr_mut(&mut self, _: &mut Expr) {}
    }
    Strip.visit_pat_mut(&mut pat);
    pat
}

/// What a pattern binds, whatever the values are by now: `found @ 0` and `found @ Some(_)` are `found`, and `Job {
/// state: State::Idle, ref name }` is `Job { state: _, ref name }`. And whether that is another pattern.
pub(crate) fn without_values(mut pat: Pat) -> (Pat, bool) {
    struct Strip(bool);
    impl VisitMut for Strip {
        fn visit_pat_mut(&mut self, pat: &mut Pat) {
            if let Pat::Ident(ident) = pat
                && ident.subpat.as_ref().is_some_and(|(_, subpat)| is_test(subpat))
            {
                ident.subpat = None;
                self.0 = true;
            }
            match pat {
                Pat::Wild(_) | Pat::Ident(_) => {}
                pat if is_test(pat) => {
                    *pat = parse_quote!(_);
                    self.0 = true;
                    return;
                }
                Pat::Or(or) => {
                    // Where they bind in different places, the values tell which of them it was.
                    if let Some(case) = same_in_all(&or.cases.iter().cloned().collect::<Vec<_>>()) {
                        *pat = case;
                        self.0 = true;
                    }
                    return;
                }
                _ => {}
            }
            visit_mut::visit_pat_mut(self, pat);
        }
        fn visit_expr_mut(&mut self, _: &mut Expr) {}
    }
    let mut strip = Strip(false);
    strip.visit_pat_mut(&mut pat);
    (pat, strip.0)
}

/// What some patterns bind, whatever the values are, if that is the same.
pub(super) fn same_in_all(cases: &[Pat]) -> Option<Pat> {
    let mut cases = cases.iter().map(|case| without_values(case.clone()).0);
    let first = cases.next()?;
    let tokens = first.to_token_stream().to_string();
    cases.all(|case| case.to_token_stream().to_string() == tokens).then_some(first)
}

/// `0`, `Some(_)`; but `rest @ ..` is as many as there are.
fn is_test(pat: &Pat) -> bool {
    !matches!(pat, Pat::Rest(_)) && bindings(pat).is_empty()
}

/// What a pattern matches, without what it binds.
pub(super) fn without_bindings(mut pat: Pat) -> Pat {
    struct Strip;
    impl VisitMut for Strip {
        fn visit_pat_mut(&mut self, pat: &mut Pat) {
            match pat {
                Pat::Ident(ident) if is_binding(ident) => {
                    *pat = match ident.subpat.take() {
                        Some((_, subpat)) => *subpat,
                        None => parse_quote!(_),
                    };
                    self.visit_pat_mut(pat);
                }
                pat => visit_mut::visit_pat_mut(self, pat),
            }
        }
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            if field.colon_token.is_none() {
                field.colon_token = Some(Default::default());
            }
            visit_mut::visit_field_pat_mut(self, field);
        }
        fn visit_expr_mut(&mut self, _: &mut Expr) {}
    }
    Strip.visit_pat_mut(&mut pat);
    pat
}

pub(super) trait ParsePat {
    fn parse_tuple(tokens: TokenStream) -> Pat;
}

impl ParsePat for Pat {
    fn parse_tuple(tokens: TokenStream) -> Pat {
        use syn::parse::Parser;
        Pat::parse_single.parse2(tokens.clone()).unwrap_or(Pat::Verbatim(tokens))
    }
}
