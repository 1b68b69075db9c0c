//! What a `let` declares.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::parts::{self, Apart};
use super::{Picked, Resolver, again, diverges, stale};
use crate::attr::flatten::NamedBinding;
use crate::attr::ir::*;
use crate::attr::{classify, flatten, repeatable};
use crate::visit_mut::{self, VisitMut};

/// What all variables of one `let` have in common.
struct Declared {
    class: Class,
    rederivable: bool,
    buffers: bool,
    may_be_lent: bool,
    /// What it matches, if that was handed over.
    picked: Option<Picked>,
    /// What it is derived from, as variables and as tokens.
    operands: Vec<VarId>,
    source: Vec<String>,
}

impl Declared {
    /// What the binding at `index` comes from.
    fn source_of(&self, index: usize) -> &[String] {
        let picked = self.picked.as_ref().and_then(|picked| picked.sources.get(index));
        picked.unwrap_or(&self.source)
    }

    /// The class of the binding at `index`.
    fn class_of(&self, index: usize, binding: &NamedBinding, origin: Origin) -> Class {
        let picked = self.picked.as_ref().and_then(|picked| picked.borrows.get(index));
        match picked {
            Some(true) => Class::Rederived,
            // A copy does not change with what it was copied from.
            _ if matches!(self.class, Class::Rederived)
                && origin == Origin::User
                && binding.copied =>
            {
                Class::Boxed
            }
            // What the body changes is not what the iterator yields.
            _ if origin == Origin::Item && binding.mutability.is_some() => Class::Boxed,
            _ => self.class.clone(),
        }
    }
}

impl Resolver<'_> {
    pub(super) fn let_(&mut self, let_: &mut Let) {
        if self.drop_needless_slot(let_) {
            return;
        }
        let passed = self.passed(let_);
        match &mut let_.init {
            Some(Value::Simple(init)) => {
                init.facts = self.code(|v| v.initializer(&mut init.code, &let_.pat));
                init.facts.diverges = diverges(&init.code);
            }
            Some(init) => self.value(init),
            None => {}
        }
        self.steps(let_);
        if let Some(diverge) = &mut let_.diverge {
            self.expr(diverge);
        }
        let bindings = flatten::bindings(&let_.pat);
        let by_ref = bindings.iter().any(|binding| binding.by_ref);
        let declared = self.declared(let_, by_ref);
        if let_.origin == Origin::User
            && let Some(Value::Simple(init)) = &mut let_.init
        {
            match declared.class {
                Class::Rederived => again::borrow(&mut init.code),
                _ if declared.picked.is_some() => {
                    again::matched(&mut init.code, self.vars_in_scope());
                }
                _ => {}
            }
        }
        let mut renames = HashMap::new();
        for (index, binding) in bindings.into_iter().enumerate() {
            let class = declared.class_of(index, &binding, let_.origin);
            let name = binding.ident.to_string();
            let source = declared.source_of(index);
            let var = self.declare(let_, binding, class, &declared, source);
            if self.vars[var].renamed {
                renames.insert(name, self.vars[var].ident.clone());
            }
            let_.vars.push(var);
            self.vars[var].first = let_.vars[0];
            self.vars[var].passed = passed;
            if let (Origin::Slot | Origin::Temporary, Some(Value::Simple(init))) =
                (let_.origin, &let_.init)
            {
                self.vars[var].takes = init.facts.taken.iter().collect();
            }
        }
        for apart in self.apart(let_, &declared) {
            self.taken_apart(&apart, &let_.vars);
        }
        RenamePattern(&renames).visit_pat_mut(&mut let_.pat);
        self.note_source(let_);
    }

    /// The parts of locals that its pattern takes apart.
    fn apart(&self, let_: &Let, declared: &Declared) -> Vec<Apart> {
        match (&declared.picked, &let_.init) {
            (Some(picked), _) if matches!(let_.origin, Origin::Picked(_)) => picked.apart.clone(),
            (_, Some(Value::Simple(init))) if !parts::takes_whole(&let_.pat) => {
                let pats = [let_.pat.clone()];
                Apart::of(&init.code, &pats, &init.facts).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn declared(&mut self, let_: &Let, by_ref: bool) -> Declared {
        let vars = self.vars_in_scope();
        let class = classify::class(let_, by_ref, vars, &self.local_names);
        let rederivable =
            !matches!(class, Class::Rederived) || classify::is_rederivable(let_, by_ref, vars);
        let buffers = classify::init(let_).is_some_and(|init| classify::buffers_borrow(init, vars));
        let picked = match let_.origin {
            Origin::Picked(id) => self.picks.remove(&id),
            Origin::User => self.picked_by_let(let_),
            _ => None,
        };
        let operands = match &picked {
            Some(picked) => picked.operands.clone(),
            None => self.without_steps(classify::operands(let_), let_),
        };
        let source = match &let_.init {
            Some(Value::Simple(init)) if picked.is_none() => {
                let again = let_.again.as_ref().unwrap_or(&init.code);
                stale::words(again.to_token_stream())
            }
            _ => Vec::new(),
        };
        let may_be_lent = match &picked {
            Some(picked) => picked.may_be_lent,
            None => classify::init(let_).is_some_and(|init| {
                let init = if let_.origin == Origin::User { init } else { operand(init) };
                classify::may_be_lent(init, self.vars_in_scope())
            }),
        };
        Declared { class, rederivable, buffers, may_be_lent, picked, operands, source }
    }

    fn declare(
        &mut self,
        let_: &Let,
        binding: NamedBinding,
        class: Class,
        declared: &Declared,
        source: &[String],
    ) -> VarId {
        let derived = matches!(class, Class::Rederived | Class::Counted);
        let name = binding.ident.to_string();
        let place = place(let_, &binding.ident);
        let renamed = self.is_taken(&name);
        let ident = if renamed { self.rename(&binding.ident) } else { binding.ident };
        // An outer variable of that name, declared later, would be hidden in here.
        self.see(name.clone());
        let id = self.push(ident, name.clone(), class);
        let is_name = matches!(let_.pat, Pat::Ident(_));
        let is_socket = is_name && self.is_socket(let_, binding.changes);
        let item_of = self.iterator_of(let_, declared);
        // What the body changes is kept, if it is no borrow.
        let is_lent_item = binding.mutability.is_some()
            && item_of.is_some_and(|iterator| self.lends_items(&self.vars[iterator]));
        let lists_borrows =
            is_name && derived && classify::collects_again(let_, self.vars_in_scope());
        let var = &mut self.vars[id];
        var.is_socket = is_socket;
        var.is_text = is_name && let_.ty.is_none() && classify::init(let_).is_some_and(is_text);
        var.lists_borrows = lists_borrows && var.mutability.is_none();
        var.item_of = item_of;
        // What the body changes is not what the pattern binds again.
        let is_changed = declared.picked.is_some() && binding.mutability.is_some();
        var.rederivable = declared.rederivable && !(is_changed && derived);
        var.buffers = declared.buffers;
        // What decides about a block is there to its end, whether or not the block mentions it. But a borrow has no
        // destructor, and what another clause takes out of a `&mut` borrows that.
        let decides = |picked: &Picked| picked.decides.contains(&name);
        var.decides = !derived && declared.picked.as_ref().is_some_and(decides);
        var.mentioned |= var.decides;
        var.origin = let_.origin;
        var.is_initialized = is_name && let_.init.is_some();
        var.has_place_for_type = is_name && let_.origin == Origin::User;
        var.is_chosen = classify::init(let_).is_some_and(repeatable::is_chosen);
        var.may_be_lent = declared.may_be_lent || is_lent_item;
        var.declared = place;
        var.renamed = renamed;
        var.mutability = binding.mutability;
        var.changes = binding.changes && let_.origin != Origin::Temporary;
        var.cfg = let_.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect();
        if derived {
            let lends_mut = self.lends_mut(let_, declared, source);
            let var = &mut self.vars[id];
            var.lends_mut = lends_mut;
            var.operands.clone_from(&declared.operands);
            if let_.origin != Origin::Rederive {
                self.comes_from(id, source);
            }
        }
        id
    }

    fn iterator_of(&self, let_: &Let, declared: &Declared) -> Option<VarId> {
        let mut operands = declared.operands.iter().copied();
        let is_iterator = |&operand: &VarId| self.vars[operand].origin == Origin::Iterator;
        operands.find(is_iterator).filter(|_| let_.origin == Origin::Item)
    }

    fn lends_items(&self, iterator: &Var) -> bool {
        matches!(iterator.class, Class::Counted) && !iterator.operands.is_empty()
    }

    /// Whether what borrows may be a `&mut`: by a word in what it comes from, or because that is one.
    fn lends_mut(&self, let_: &Let, declared: &Declared, source: &[String]) -> bool {
        let comes_from = || declared.operands.iter().map(|&operand| &self.vars[operand]);
        match (let_.origin, source) {
            (Origin::Item, _) => comes_from().any(|iterator| iterator.lends_mut),
            (_, [_]) => comes_from().any(|whole| {
                whole.lends_mut || whole.changes && matches!(whole.class, Class::Lent)
            }),
            (_, words) => words.iter().any(|word| word == "mut" || word.ends_with("_mut")),
        }
    }

    fn is_socket(&self, let_: &Let, is_mut: bool) -> bool {
        let connects = |id: AwaitId| classify::connects(&self.awaits[id as usize - 1].leaf);
        match (&let_.ty, &let_.init) {
            (Some(ty), _) => classify::is_socket(ty, is_mut),
            (None, Some(Value::Simple(init))) => {
                is_mut && init.facts.await_point.is_some_and(connects)
            }
            (None, _) => false,
        }
    }

    /// Whether a new variable of that name would stand in the way of what has it already.
    fn is_taken(&self, name: &str) -> bool {
        name == "self"
            || self.find(name).is_some()
            || self.seen.get(name).is_some_and(|&at| at > self.level_start)
    }

    fn rename(&mut self, ident: &Ident) -> Ident {
        let name = ident.to_string();
        // All that one string captures has one hygiene, which is that of the source.
        let captured = self.captured.contains(&name);
        let count = self.renamed.entry(name).or_default();
        *count += 1;
        let span = Span::mixed_site().located_at(ident.span());
        let plain = ident.unraw();
        match *count {
            // A receiver that is owned comes out of the checkpoint, and is a local like any other.
            1 if ident == "self" && !captured => Ident::new("__self", span),
            count if captured => Ident::new(&format!("__{plain}_{count}"), ident.span()),
            1 => {
                let mut ident = ident.clone();
                ident.set_span(span);
                ident
            }
            count => Ident::new(&format!("{plain}_{count}"), span),
        }
    }

    /// The local that waits in a slot.
    fn passed(&self, let_: &Let) -> Option<VarId> {
        self.find(&operand_path(let_)?.path.get_ident()?.to_string())
    }

    /// An operand that is a borrow needs no slot: it is borrowed again.
    fn drop_needless_slot(&mut self, let_: &mut Let) -> bool {
        let Some(operand) = slot_operand(let_).and_then(local).cloned() else { return false };
        let var = operand.path.get_ident().and_then(|operand| self.find(&operand.to_string()));
        let Some(var) = var else { return false };
        if !matches!(self.vars[var].class, Class::Lent | Class::Rederived) {
            return false;
        }
        let Pat::Ident(temporary) = &let_.pat else { return false };
        self.borrowed.insert(temporary.ident.to_string(), Expr::Path(operand));
        let_.init = None;
        let_.pat = Pat::Wild(syn::PatWild {
            attrs: Vec::new(),
            underscore_token: syn::Token![_](temporary.ident.span()),
        });
        true
    }
}

/// `operand` of `let slot = Some(operand);`, where it is a path.
fn operand_path(let_: &Let) -> Option<&syn::ExprPath> {
    match slot_operand(let_)? {
        Expr::Path(operand) => Some(operand),
        _ => None,
    }
}

fn slot_operand(let_: &Let) -> Option<&Expr> {
    match &let_.init {
        Some(Value::Simple(Code { code: Expr::Call(some), .. })) if let_.origin == Origin::Slot => {
            some.args.first()
        }
        _ => None,
    }
}

/// `operand`, also where it is underlined as what stood in its place, `(operand,).0`.
fn local(operand: &Expr) -> Option<&syn::ExprPath> {
    match operand {
        Expr::Path(operand) => Some(operand),
        Expr::Field(first) => match &*first.base {
            Expr::Tuple(tuple) if tuple.elems.len() == 1 => local(&tuple.elems[0]),
            _ => None,
        },
        _ => None,
    }
}

/// Where a variable is declared. One of ours has no place but that of its value.
fn place(let_: &Let, ident: &Ident) -> Span {
    match (let_.origin, &let_.init) {
        (Origin::Slot | Origin::Iterator | Origin::IteratorAgain, Some(Value::Simple(code))) => {
            operand(&code.code).span()
        }
        (Origin::Temporary, Some(Value::Simple(code))) => code.code.span(),
        _ => ident.span(),
    }
}

/// The user's part of an initializer of ours: `Some(operand)`, `IntoIterator::into_iter(operand)`.
fn operand(init: &Expr) -> &Expr {
    match init {
        Expr::Call(call) if call.args.len() == 1 => call.args.first().unwrap_or(init),
        init => init,
    }
}

fn is_text(init: &Expr) -> bool {
    matches!(init, Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Str(_)))
}

struct RenamePattern<'a>(&'a HashMap<String, Ident>);

impl VisitMut for RenamePattern<'_> {
    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        if flatten::is_binding(pat)
            && let Some(ident) = self.0.get(&pat.ident.to_string())
        {
            pat.ident = ident.clone();
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        // `S { x }` binds `x`; renamed, it has to say `S { x: x_2 }`.
        if field.colon_token.is_none()
            && let Pat::Ident(pat) = &*field.pat
            && self.0.contains_key(&pat.ident.to_string())
        {
            field.colon_token = Some(syn::Token![:](pat.ident.span()));
        }
        visit_mut::visit_field_pat_mut(self, field);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}
