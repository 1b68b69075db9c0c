//! `if` and `match`, whose arms are entered by the way they were left.

use std::collections::HashSet;
use std::ops::Range;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, Lifetime, Pat};

use super::lets::may_be_unread;
use super::ways::key;
use super::*;
use crate::attr::flatten;
use crate::attr::ir::*;
use crate::attr::moves;
use crate::hygiene::allow_handed_on;

impl Lower<'_> {
    /// ```text
    /// Input:  before; if C { T } else { E }
    /// Output: 'done: { 'otherwise: { break 'done {
    ///             (a, b) = 'then: { before; if C { break 'then (a, b) } break 'otherwise };
    ///             T } }
    ///         E }
    /// ```
    pub(super) fn if_(
        &self,
        if_: &If,
        awaits: &Range<AwaitId>,
        before: TokenStream,
    ) -> TokenStream {
        let if_token = if_.if_token;
        let span = if_token.span;
        let [done, then, other] = ["done", "then", "otherwise"].map(|name| self.label(name, span));
        let otherwise = if_.otherwise.as_ref();
        if if_.then_awaits.is_empty() {
            let cond = &if_.cond.code;
            let plain = self.block(&if_.then, TokenStream::new());
            let taken = match moves::yields(&if_.then) {
                true => {
                    let plain = parenthesized(plain);
                    quote!({ break #done #plain })
                }
                false => plain,
            };
            let before = quote!(#other: { #before #if_token #cond #taken });
            let (before, value) =
                self.else_value(otherwise, if_.then_awaits.end..awaits.end, before);
            return quote!(#done: { #before #value });
        }
        let picked = self.picked_tuple(quote!(break #then), &if_.then, if_.pick.as_ref());
        let cond = self.handed_on(if_.cond.code.clone(), &if_.then);
        let failed = match otherwise {
            Some(_) => quote!(break #other;),
            None => quote!(break #done;),
        };
        let start = quote!(#then: { #before #if_token #cond { #picked } else { #failed } });
        let taken = self.block(&if_.then, start);
        if otherwise.is_none() {
            return quote!(#done: { #taken });
        }
        // Behind the other, as in the source: of two types the first is the one that holds.
        let taken = finish(&if_.then, &done, taken);
        let before = quote!(#other: { #taken });
        let (before, value) = self.else_value(otherwise, if_.then_awaits.end..awaits.end, before);
        // Braces that are all of a block's value would be `unused_braces`.
        let value = match otherwise {
            Some(Value::Simple(_)) => parenthesized(value),
            _ => value,
        };
        quote!(#done: { #before #value })
    }

    fn else_value(
        &self,
        otherwise: Option<&Value>,
        awaits: Range<AwaitId>,
        before: TokenStream,
    ) -> (TokenStream, TokenStream) {
        match otherwise {
            Some(otherwise) => self.value(otherwise, &awaits, before),
            None => (before, TokenStream::new()),
        }
    }

    /// ```text
    /// Input:  before; match S { A(a) => X, B(b) => Y, C => Z }      X and Y await
    /// Output: 'done: {
    ///             b = 'y: { break 'done {
    ///                 a = 'x: { before; break 'done match S {
    ///                     A(a) => break 'x a, B(b) => break 'y b, C => Z
    ///                 } };
    ///                 X } };
    ///             Y }
    /// ```
    pub(super) fn match_(&self, match_: &Match, before: TokenStream) -> TokenStream {
        let Match { match_token, scrutinee, arms } = match_;
        let span = match_token.span;
        let scrutinee = &scrutinee.code;
        let done = self.label("done", span);
        let labels: Vec<_> = arms.iter().map(|_| self.label("arm", span)).collect();
        let choices = arms.iter().zip(&labels).map(|(arm, label)| {
            let Arm { attrs, pat, guard, body, .. } = arm;
            let guard = guard.iter().map(|guard| &guard.code);
            match body {
                ArmBody::Plain(body) => {
                    let body = &body.code;
                    quote!(#(#attrs)* #pat #(if #guard)* => #body,)
                }
                ArmBody::Awaits { block, pick } => {
                    let picked = self.picked_tuple(quote!(break #label), block, Some(pick));
                    let pat = self.arm_pattern(pat, block);
                    // The compiler puts an arm that is missing behind the last one.
                    let mut braces = Group::new(Delimiter::Brace, picked);
                    braces.set_span(block.brace.span.join());
                    quote!(#(#attrs)* #pat #(if #guard)* => #braces)
                }
            }
        });
        let yields = arms.iter().any(|arm| match &arm.body {
            ArmBody::Plain(code) => !code.facts.diverges,
            ArmBody::Awaits { .. } => false,
        });
        let finished = yields.then(|| quote!(break #done));
        let mut code = quote!(#before #finished #match_token #scrutinee { #(#choices)* });
        let mut value = TokenStream::new();
        for (arm, label) in arms.iter().zip(&labels) {
            let ArmBody::Awaits { block, .. } = &arm.body else { continue };
            value = self.block(block, quote!(#label: { #code }));
            code = finish(block, &done, value.clone());
        }
        quote!(#done: { #value })
    }

    /// The bindings of a pattern. `init` holds all that comes before.
    ///
    /// ```text
    /// 'past: { 'way: { (a, b) = init; break 'past } (a, b) = rematch; match core.at { .. } }
    /// ```
    pub(super) fn picked(&self, let_: &Let, init: TokenStream) -> TokenStream {
        let assign = self.assign(let_, init);
        let rematches = self.rematches.borrow();
        let (true, Some(rematch)) = (self.has_way_point(let_), rematches.get(&key(let_))) else {
            return assign;
        };
        let again = self.hoisted(let_).into_iter().filter(|&&var| self.is_picked_again(var));
        let targets = again.map(|&var| &self.vars[var].ident);
        let again = may_be_unread(let_, quote!((#(#targets,)*) = #rematch;));
        self.past_ways(let_, assign, &again)
    }

    /// A condition whose last `let` binds only what is handed on: nothing behind it could change that.
    fn handed_on(&self, mut cond: Expr, then: &Block) -> Expr {
        match &mut cond {
            Expr::Let(e) => *e.pat = self.arm_pattern(&e.pat, then),
            Expr::Binary(e) => {
                let last = std::mem::replace(&mut *e.right, Expr::Verbatim(TokenStream::new()));
                *e.right = self.handed_on(last, then);
            }
            _ => {}
        }
        cond
    }

    fn arm_pattern(&self, pat: &Pat, block: &Block) -> Pat {
        let all_used =
            picked_let(block).is_none_or(|let_| let_.vars.iter().all(|&var| self.is_used(var)));
        match all_used {
            true => flatten::without_mut(pat.clone()),
            false => pat.clone(),
        }
    }

    /// What a pattern has picked for a block, `then` what is done with it: the bindings that the block
    /// uses, as its first statement expects them, by the names that the pattern gives them.
    fn picked_tuple(&self, then: TokenStream, block: &Block, pick: Option<&Pick>) -> TokenStream {
        let (Some(let_), Some(pick)) = (picked_let(block), pick) else { return then };
        let used = pick.bindings.iter().zip(&let_.vars).filter(|(_, var)| self.is_used(**var));
        let idents: Vec<_> = used.map(|(binding, _)| &binding.ident).collect();
        match idents.is_empty() {
            true => then,
            false => {
                let allow = allow_handed_on(idents.iter().copied());
                quote!(#allow #then (#(#idents,)*))
            }
        }
    }

    /// What was saved is not matched again, nor what no resumed call needs.
    fn is_picked_again(&self, var: VarId) -> bool {
        let is_derived = matches!(self.vars[var].class, Class::Rederived);
        self.is_used(var) && is_derived && self.is_ever_pending(var)
    }

    /// The bindings that are picked again, by the names that the pattern gives them.
    fn picked_again<'p>(&self, block: &Block, pick: Option<&'p Pick>) -> Vec<&'p Ident> {
        let (Some(let_), Some(pick)) = (picked_let(block), pick) else { return Vec::new() };
        let bindings = pick.bindings.iter().zip(&let_.vars);
        let again = bindings.filter(|(_, var)| self.is_picked_again(**var));
        again.map(|(binding, _)| &binding.ident).collect()
    }

    pub(super) fn rematch_if(&self, if_: &If) -> Option<TokenStream> {
        let idents = self.picked_again(&if_.then, if_.pick.as_ref());
        if idents.is_empty() {
            return None;
        }
        let (if_token, mismatch) = (if_.if_token, self.mismatch());
        // What else it asks has been asked, and may have had an effect. A binding may have been used in it.
        let clauses = needed_clauses(if_.cond.code.clone(), &idents);
        let cond = quote!(#(#clauses)&&*);
        Some(quote!({
            #[allow(irrefutable_let_patterns, non_shorthand_field_patterns, unused_variables)]
            let __picked = #if_token #cond { (#(#idents,)*) } else { #mismatch };
            __picked
        }))
    }

    pub(super) fn rematch_arm(
        &self,
        match_: &Match,
        arm: &Arm,
        block: &Block,
        pick: &Pick,
    ) -> Option<TokenStream> {
        let idents = self.picked_again(block, Some(pick));
        if idents.is_empty() {
            return None;
        }
        let whole = flatten::Part::new(&match_.scrutinee.code, &arm.pat);
        let (scrutinee, pat) = whole.again(&|ident| idents.contains(&ident));
        let (match_token, mismatch) = (match_.match_token, self.mismatch());
        Some(quote! {
            #match_token #scrutinee {
                #[allow(unused_variables, non_shorthand_field_patterns)]
                #pat => (#(#idents,)*),
                #[allow(unreachable_patterns)]
                _ => #mismatch,
            }
        })
    }
}

/// The clauses of a condition that bind what is picked again, and those that these need.
fn needed_clauses(cond: Expr, idents: &[&Ident]) -> Vec<Expr> {
    let mut clauses = Vec::new();
    flatten::conjuncts(cond, &mut clauses);
    let mut needed = HashSet::<String>::new();
    let mut kept = Vec::new();
    for clause in clauses.into_iter().rev() {
        let Expr::Let(mut clause) = clause else { continue };
        let is_needed =
            |ident: &Ident| idents.contains(&ident) || needed.contains(&ident.to_string());
        if !flatten::bindings(&clause.pat).iter().any(|binding| is_needed(&binding.ident)) {
            continue;
        }
        let whole = flatten::Part::new(&clause.expr, &clause.pat);
        (*clause.expr, *clause.pat) = whole.again(&is_needed);
        needed.extend(flatten::idents(&clause.expr));
        kept.insert(0, Expr::Let(clause));
    }
    kept
}

/// Leaves `done` with the value of a block; one that never ends has none.
fn finish(block: &Block, done: &Lifetime, value: TokenStream) -> TokenStream {
    match moves::yields(block) {
        true => {
            let value = parenthesized(value);
            quote!(break #done #value)
        }
        false => value,
    }
}
