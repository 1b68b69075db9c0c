//! What is matched part by part: of `match (line, n)`, a pattern says something of `line` and something
//! of `n`.

use syn::{Expr, Ident, Pat, parse_quote};

use super::patterns::{NamedBinding, bindings, same_in_all, without_mut};

/// A part of what is matched, and the patterns for it, of each case one: `"get" | "head"`.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) matched: Expr,
    pub(crate) cases: Vec<Pat>,
}

impl Part {
    pub(crate) fn new(matched: &Expr, pat: &Pat) -> Self {
        Part { matched: matched.clone(), cases: cases(pat) }
    }

    /// The smallest parts.
    pub(crate) fn smallest(self) -> Vec<Part> {
        match self.split() {
            Some(parts) => parts.into_iter().flat_map(Part::smallest).collect(),
            None => vec![self],
        }
    }

    pub(crate) fn bindings(&self) -> impl Iterator<Item = NamedBinding> {
        self.cases.iter().flat_map(bindings)
    }

    pub(crate) fn binds(&self, ident: &Ident) -> bool {
        self.bindings().any(|binding| binding.ident == *ident)
    }

    /// Without the parts that bind nothing of what is needed: they need not be there any more.
    pub(crate) fn narrowed(self, is_needed: &dyn Fn(&Ident) -> bool) -> Part {
        match self.split() {
            Some(parts) => Part::joined(parts, is_needed),
            None => self,
        }
    }

    /// What is matched again, and by what, for those bindings. Where the cases differ in where these stand, all parts
    /// tell which case it was.
    pub(crate) fn again(self, is_needed: &dyn Fn(&Ident) -> bool) -> (Expr, Pat) {
        let narrowed = self.clone().narrowed(is_needed);
        match same_in_all(&narrowed.cases) {
            Some(pat) => (narrowed.matched, without_mut(pat)),
            None => {
                let pat = without_mut(self.pat());
                (self.matched, pat)
            }
        }
    }

    /// Whether all parts are needed to know which case it was.
    pub(crate) fn is_told_by_all(&self, is_needed: &dyn Fn(&Ident) -> bool) -> bool {
        same_in_all(&self.clone().narrowed(is_needed).cases).is_none()
    }

    /// A tuple of those parts that are needed.
    pub(crate) fn joined(parts: Vec<Part>, is_needed: &dyn Fn(&Ident) -> bool) -> Part {
        let needed = |part: &Part| part.bindings().any(|binding| is_needed(&binding.ident));
        let parts = parts.into_iter().filter(needed).map(|part| part.narrowed(is_needed));
        let (mut matched, mut rows) = (Vec::new(), Vec::new());
        for part in parts {
            matched.push(part.matched);
            rows.resize(part.cases.len(), Vec::new());
            rows.iter_mut().zip(part.cases).for_each(|(row, case)| row.push(case));
        }
        Part {
            matched: parse_quote!((#(#matched,)*)),
            cases: rows.iter().map(|row| parse_quote!((#(#row,)*))).collect(),
        }
    }

    pub(crate) fn pat(&self) -> Pat {
        match &*self.cases {
            [pat] => pat.clone(),
            cases => parse_quote!(#(#cases)|*),
        }
    }

    /// The parts of a tuple, if the patterns are such.
    pub(crate) fn split(&self) -> Option<Vec<Part>> {
        let tuple = tuple(&self.matched).filter(|tuple| !tuple.elems.is_empty())?;
        let len = tuple.elems.len();
        let rows: Vec<_> = self.cases.iter().map(|case| row(case, len)).collect::<Option<_>>()?;
        let column = |index: usize| rows.iter().map(|row| row[index].clone()).collect();
        let part =
            |(index, part): (usize, &Expr)| Part { matched: part.clone(), cases: column(index) };
        Some(tuple.elems.iter().enumerate().map(part).collect())
    }
}

fn cases(pat: &Pat) -> Vec<Pat> {
    match pat {
        Pat::Or(or) => or.cases.iter().flat_map(cases).collect(),
        Pat::Paren(pat) => cases(&pat.pat),
        pat => vec![pat.clone()],
    }
}

fn tuple(matched: &Expr) -> Option<&syn::ExprTuple> {
    match matched {
        Expr::Tuple(tuple) => Some(tuple),
        Expr::Paren(e) => tuple(&e.expr),
        _ => None,
    }
}

/// What a pattern says of each of `len` parts.
fn row(pat: &Pat, len: usize) -> Option<Vec<Pat>> {
    let wild = || parse_quote!(_);
    let tuple = match pat {
        Pat::Tuple(tuple) => tuple,
        Pat::Wild(_) => return Some((0..len).map(|_| wild()).collect()),
        _ => return None,
    };
    let mut row = Vec::new();
    for pat in &tuple.elems {
        match pat {
            Pat::Rest(_) => row.extend((tuple.elems.len()..=len).map(|_| wild())),
            pat => row.push(pat.clone()),
        }
    }
    (row.len() == len).then_some(row)
}
