//! Which iterators have a name, and are asked for nothing but their items?

use std::collections::{HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Pat};

use super::patterns::bindings;
use super::{macros, repeatable};
use crate::attr::parse::Function;
use crate::visit::{self, Visit};

/// The names of all such iterators of a function: those that nothing else mentions.
pub(super) fn names(function: &Function) -> HashSet<String> {
    let mut uses = Uses { texts: texts(function), ..Uses::default() };
    uses.visit_block(&function.block);
    if uses.declared.is_empty() {
        return HashSet::new();
    }
    let mut all = HashMap::new();
    count_names(function.block.to_token_stream(), &mut all);
    let params = function.lent.iter().map(|lent| &*lent.pat);
    let params = params.chain(function.owned.iter().map(|owned| &owned.pat)).flat_map(bindings);
    let params: Vec<_> = params.map(|param| param.ident.to_string()).collect();
    let captured = macros::captured_names(function.block.to_token_stream());
    let is_stepped = |(name, declared): (String, usize)| {
        let steps = uses.steps.get(&name)?;
        let is_other = captured.contains(&name) || params.contains(&name);
        (all.get(&name) == Some(&(declared + steps)) && !is_other).then_some(name)
    };
    uses.declared.into_iter().filter_map(is_stepped).collect()
}

/// The parameters that are text.
fn texts(function: &Function) -> HashSet<String> {
    let lent = function.lent.iter().map(|lent| (&*lent.pat, &*lent.ty));
    let owned = function.owned.iter().map(|owned| (&owned.pat, &owned.ty));
    let texts = lent.chain(owned).filter(|(_, ty)| is_text(ty));
    texts.flat_map(|(pat, _)| bindings(pat)).map(|binding| binding.ident.to_string()).collect()
}

fn is_text(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Reference(ty) => is_text(&ty.elem),
        syn::Type::Path(ty) => ty.path.is_ident("str") || ty.path.is_ident("String"),
        _ => false,
    }
}

/// Counts what may be the name of a local, which a field, a method or a label is not.
pub(super) fn count_names(tokens: TokenStream, names: &mut HashMap<String, usize>) {
    let (mut dots, mut is_lifetime) = (0, false);
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if dots != 1 && !is_lifetime => {
                *names.entry(name.to_string()).or_default() += 1;
            }
            TokenTree::Group(group) => count_names(group.stream(), names),
            _ => {}
        }
        let is = |char| matches!(&token, TokenTree::Punct(punct) if punct.as_char() == char);
        dots = if is('.') { dots + 1 } else { 0 };
        is_lifetime = is('\'');
    }
}

/// How often a name is declared as such an iterator, and how often items of it are taken.
#[derive(Default)]
struct Uses {
    texts: HashSet<String>,
    declared: HashMap<String, usize>,
    steps: HashMap<String, usize>,
    /// The names that are declared outside of the loop.
    outside: HashSet<String>,
}

impl Uses {
    fn used(&mut self, name: Option<&syn::Ident>) {
        if let Some(name) = name {
            *self.steps.entry(name.to_string()).or_default() += 1;
        }
    }

    /// Used up. A round that is not the last one would have none any more.
    fn used_up(&mut self, name: Option<&syn::Ident>) {
        self.used(name.filter(|name| !self.outside.contains(&name.to_string())));
    }

    fn looped(&mut self, visit: impl FnOnce(&mut Self)) {
        let names = self.declared.keys().cloned().collect();
        let outside = std::mem::replace(&mut self.outside, names);
        visit(self);
        self.outside = outside;
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some((name, init)) = declared(local)
            && repeatable::is_of_text_or_list(init, &|text| self.texts.contains(&text.to_string()))
        {
            self.outside.remove(&name);
            *self.declared.entry(name).or_default() += 1;
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        match call.method == "next" {
            true => self.used(stepped(call)),
            false => self.used_up(stepped(call)),
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_for_loop(&mut self, e: &'ast syn::ExprForLoop) {
        self.used_up(iterated(e));
        self.visit_expr(&e.expr);
        self.looped(|this| this.visit_block(&e.body));
    }

    fn visit_expr_while(&mut self, e: &'ast syn::ExprWhile) {
        self.looped(|this| visit::visit_expr_while(this, e));
    }

    fn visit_expr_loop(&mut self, e: &'ast syn::ExprLoop) {
        self.looped(|this| visit::visit_expr_loop(this, e));
    }

    // A stream.
    fn visit_expr_await(&mut self, e: &'ast syn::ExprAwait) {
        match &*e.base {
            Expr::MethodCall(call) if stepped(call).is_some() => {}
            base => self.visit_expr(base),
        }
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// `let mut name = init;`
pub(super) fn declared(local: &syn::Local) -> Option<(String, &Expr)> {
    let Pat::Ident(pat) = &local.pat else { return None };
    let init = local.init.as_ref()?;
    let is_plain = local.attrs.is_empty() && init.diverge.is_none() && pat.mutability.is_some();
    is_plain.then(|| (pat.ident.to_string(), &*init.expr))
}

/// `name` of `name.next()` and of `name.collect()`.
pub(super) fn stepped(call: &ExprMethodCall) -> Option<&syn::Ident> {
    let takes = call.method == "next" || call.method == "collect";
    match &*call.receiver {
        Expr::Path(iter) if takes && call.args.is_empty() => iter.path.get_ident(),
        _ => None,
    }
}

/// `name` of `for item in name`.
pub(super) fn iterated(e: &syn::ExprForLoop) -> Option<&syn::Ident> {
    match &*e.expr {
        Expr::Path(iter) if e.attrs.is_empty() => iter.path.get_ident(),
        _ => None,
    }
}
