//! Parts of locals: what is moved out of one, and what is left cannot be saved.

use proc_macro2::{Delimiter, TokenTree};
use quote::ToTokens;
use syn::{Expr, Ident, Pat};

use super::Resolver;
use super::mentions::Visitor;
use crate::attr::flatten;
use crate::attr::ir::*;

/// `q.kind`, of a local `q`.
pub(super) fn is_of_local(expr: &Expr) -> bool {
    match expr {
        Expr::Field(_) => root(expr).is_some(),
        Expr::Paren(e) => is_of_local(&e.expr),
        _ => false,
    }
}

/// From a local to a part of it: `.kind.`
pub(super) fn path(place: &Expr) -> String {
    match place {
        Expr::Field(e) => {
            let base = path(&e.base);
            let member = e.member.to_token_stream();
            format!("{}.{member}.", base.trim_end_matches('.'))
        }
        Expr::Paren(e) => path(&e.expr),
        _ => String::new(),
    }
}

/// The same in the tokens of a macro, behind the local. Of `.name.len()` it is `.name.`.
pub(super) fn path_in(mut tokens: impl Iterator<Item = TokenTree>) -> String {
    let (mut path, mut next) = (String::new(), tokens.next());
    while let Some(TokenTree::Punct(punct)) = next
        && punct.as_char() == '.'
        && let Some(member @ (TokenTree::Ident(_) | TokenTree::Literal(_))) = tokens.next()
    {
        next = tokens.next();
        if matches!(&next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
        {
            break;
        }
        path = format!("{}.{member}.", path.trim_end_matches('.'));
    }
    path
}

/// A path that leads to nothing that is there: it is assigned.
pub(super) const ASSIGNED: &str = "=";

/// `q` of `q.kind`.
fn root(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Field(e) => root(&e.base),
        Expr::Paren(e) => root(&e.expr),
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

/// Whether a pattern takes what it matches as a whole, `name`.
pub(super) fn takes_whole(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => flatten::is_binding(pat) && pat.by_ref.is_none() && pat.subpat.is_none(),
        Pat::Type(pat) => takes_whole(&pat.pat),
        _ => false,
    }
}

/// What a pattern takes apart, and the names of what it takes.
#[derive(Clone)]
pub(super) struct Apart {
    var: VarId,
    place: Expr,
    names: Vec<String>,
}

impl Apart {
    /// Of a part of a local, matched by `pat`.
    pub(super) fn of(matched: &Expr, pats: &[Pat], facts: &Facts) -> Option<Apart> {
        let var = facts.mentions.iter().find(|_| is_of_local(matched))?.var;
        let bindings = pats.iter().flat_map(flatten::bindings).filter(|binding| !binding.by_ref);
        let names = bindings.map(|binding| binding.ident.to_string()).collect();
        Some(Apart { var, place: matched.clone(), names })
    }
}

impl Resolver<'_> {
    pub(super) fn part(&mut self, var: VarId, place: &Expr, bound: Option<Vec<VarId>>) -> PartId {
        let path = path(place);
        let mut others = self.parts.iter().filter(|part| part.var == var && part.bound.is_none());
        let used_again = others.any(|part| part.path == path);
        self.parts.push(LocalPart { var, place: place.clone(), path, used_again, bound });
        self.parts.len() - 1
    }

    /// Notes a mention of what `path` leads to.
    pub(super) fn uses(&mut self, var: VarId, path: &str) {
        let is_touched = |part: &&mut LocalPart| {
            part.var == var && (part.path.starts_with(path) || path.starts_with(&part.path))
        };
        self.parts.iter_mut().filter(is_touched).for_each(|part| part.used_again = true);
    }

    /// Of what some of `vars` are bound to.
    pub(super) fn taken_apart(&mut self, apart: &Apart, vars: &[VarId]) {
        let is_bound = |&var: &VarId| apart.names.contains(&self.vars[var].name);
        let bound = vars.iter().copied().filter(is_bound).collect::<Vec<_>>();
        let part = self.part(apart.var, &apart.place, Some(bound.clone()));
        bound.into_iter().for_each(|var| self.vars[var].part = Some(part));
    }
}

impl Visitor<'_, '_> {
    /// Notes that a part of `ident` is mentioned, or all of it, if the path is empty.
    pub(super) fn mention_part(&mut self, ident: &mut Ident, path: &str) {
        let first = self.facts.mentions.len();
        self.mention(ident);
        if let Some(&Mention { var, .. }) = self.facts.mentions.get(first) {
            self.resolver.uses(var, path);
        }
    }

    /// Notes what was done to the part that has just been visited, if it is one of a local of ours.
    pub(super) fn part(&mut self, place: &Expr, how: fn(PartId) -> How) {
        let Some(&Mention { var, .. }) = self.facts.mentions.last() else { return };
        if root(place).is_none_or(|root| *root != self.resolver.vars[var].ident) {
            return;
        }
        let part = self.resolver.part(var, place, None);
        self.facts.mentions.push(Mention { var, how: how(part) });
    }

    /// What is mentioned since then stands on a way that does not lead on.
    pub(super) fn takes_nothing_apart(&mut self, since: usize) {
        let mut index = 0;
        self.facts.mentions.retain(|mention| {
            index += 1;
            index <= since || !matches!(mention.how, How::TakePart(_))
        });
    }
}
