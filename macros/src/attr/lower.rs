//! From the [`ir`](super::ir) to code that can be entered in the middle.
//!
//! A block that awaits declares its variables at its start. What comes before a statement that
//! awaits stands in a labelled block, and resuming leaves those by a `break`, after it has
//! restored the variables that are pending there:
//!
//! ```text
//! Input:  { let a = f(); g(&a).await; let b = h(a); i(b).await }
//! Output: { let a; let b;
//!           '2: { '1: {
//!               match core.at { 0 => {}, 1 => { a = slot; break '1 }, _ => { b = slot; break '2 } }
//!               a = f();
//!           } g(&a).await; b = h(a);
//!           } i(b).await }
//! ```
//!
//! So every path to a statement has initialized what that statement mentions, the compiler sees
//! that it has, and it is the user's own locals, in the user's own scopes, that it sees.

use std::cell::Cell;
use std::ops::Range;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Lifetime, Pat};

use super::flatten::{self, pick_ident, private};
use super::ir::*;

pub(crate) struct Lower<'a> {
    pub(crate) vars: &'a [Var],
    pub(crate) awaits: &'a [Await],
    pub(crate) names: &'a Names,
    pub(crate) labels: Cell<u32>,
}

/// The names that generated code shares.
pub(crate) struct Names {
    /// The variable that holds `&mut Core<Frame>`.
    pub(crate) core: Ident,
    /// The label of the block that a cancelled call leaves.
    pub(crate) cancelled: Lifetime,
    /// The function, for messages.
    pub(crate) function: String,
}

impl Lower<'_> {
    pub(crate) fn block(&self, block: &Block) -> TokenStream {
        let stmts = self.stmts(&block.stmts);
        let label = block.label.iter();
        let unsafety = block.unsafety;
        let mut braces = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, stmts);
        braces.set_span(block.brace.span.join());
        quote!(#(#label:)* #unsafety #braces)
    }

    fn stmts(&self, stmts: &[Stmt]) -> TokenStream {
        let awaiting = |stmt: &Stmt| !stmt.awaits.is_empty();
        let Some(last) = stmts.iter().rposition(awaiting) else {
            return stmts.iter().map(|stmt| self.stmt(stmt, false)).collect();
        };
        let declarations = stmts[..last].iter().map(|stmt| self.declaration(stmt));
        let declarations: TokenStream = declarations.collect();
        let mut code = self.dispatch(stmts);
        for (index, stmt) in stmts.iter().enumerate() {
            if awaiting(stmt) {
                let label = label(stmt);
                code = quote!(#label: { #code });
            }
            code.extend(self.stmt(stmt, index < last));
        }
        quote!(#declarations #code)
    }

    /// Where a resumed call goes on: `match core.at { .. }`.
    fn dispatch(&self, stmts: &[Stmt]) -> TokenStream {
        let core = &self.names.core;
        let arms = stmts.iter().enumerate().filter(|(_, stmt)| !stmt.awaits.is_empty());
        let arms = arms.map(|(index, stmt)| {
            let range = range_pattern(&stmt.awaits);
            let restore: TokenStream =
                stmts[..index].iter().map(|let_| self.restore(let_, &stmt.awaits)).collect();
            let reached = is_direct(stmt).then(|| quote!(#core.at = 0;));
            let label = label(stmt);
            quote!(#range => { #restore #reached break #label })
        });
        quote! {
            match #core.at { #(#arms)* _ => {} }
        }
    }

    /// Assigns the variables of a `let` that are pending in `awaits`.
    fn restore(&self, stmt: &Stmt, awaits: &Range<AwaitId>) -> TokenStream {
        let StmtKind::Let(let_) = &stmt.kind else { return TokenStream::new() };
        let core = &self.names.core;
        let pending = |var: &&VarId| self.awaits[awaits.start as usize - 1].pending.contains(var);
        let mut pending = let_.vars.iter().filter(pending).peekable();
        let Some(&&first) = pending.peek() else { return TokenStream::new() };
        let cfg = &self.vars[first].cfg;
        match &self.vars[first].class {
            Class::Rederived => {
                let assign = self.assign(let_, true);
                quote!(#(#cfg)* { #assign })
            }
            Class::Counted => {
                let (var, slot) = (&self.vars[first].ident, &self.vars[first].slot);
                let init = self.init(let_);
                let private = private();
                let span = init.span();
                quote_spanned!(span=> #(#cfg)* { #var = #private::Counted::resume(#init, #core.frame.#slot.take()); })
            }
            _ => pending
                .map(|&var| {
                    let var = &self.vars[var];
                    let (ident, slot) = (&var.ident, &var.slot);
                    let take = match var.class {
                        Class::Rest(_) => quote!(take_rest),
                        _ => quote!(take),
                    };
                    quote!(#(#cfg)* { #ident = #core.frame.#slot.#take(); })
                })
                .collect(),
        }
    }

    /// The declaration of the variables of a `let` that stands before an await.
    fn declaration(&self, stmt: &Stmt) -> TokenStream {
        let StmtKind::Let(let_) = &stmt.kind else { return TokenStream::new() };
        let vars = self.hoisted(let_);
        let declarations = vars.iter().map(|&&var| {
            let var = &self.vars[var];
            let (attrs, mutability, ident) = (&let_.attrs, var.mutability, &var.ident);
            let ty = match (&let_.pat, &let_.ty) {
                (Pat::Ident(_), Some(ty)) => quote!(: #ty),
                _ => TokenStream::new(),
            };
            quote!(#(#attrs)* let #mutability #ident #ty;)
        });
        declarations.collect()
    }

    /// The variables of a `let` that live as long as the block. One that is never mentioned stays
    /// where it is, so that the compiler says so; but `_guard` is not meant to be mentioned.
    fn hoisted<'l>(&self, let_: &'l Let) -> Vec<&'l VarId> {
        let used =
            |var: &&VarId| self.vars[**var].mentioned || self.vars[**var].name.starts_with('_');
        let_.vars.iter().filter(used).collect()
    }

    fn stmt(&self, stmt: &Stmt, hoisted: bool) -> TokenStream {
        match &stmt.kind {
            StmtKind::Plain(code) => code.code.to_token_stream(),
            StmtKind::Value { attrs, value, semi } => {
                let value = self.value(value);
                match attrs.is_empty() {
                    true => quote!(#value #semi),
                    false => quote!(#(#attrs)* { #value } #semi),
                }
            }
            StmtKind::Let(let_) => {
                let cfg = let_.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
                match hoisted && !self.hoisted(let_).is_empty() {
                    true if let_.init.is_none() => TokenStream::new(),
                    true => {
                        let assign = self.assign(let_, false);
                        match let_.attrs.is_empty() {
                            true => assign,
                            false => quote!(#(#cfg)* { #assign }),
                        }
                    }
                    false => self.plain_let(let_),
                }
            }
        }
    }

    fn plain_let(&self, let_: &Let) -> TokenStream {
        let Let { attrs, let_token, pat, ty, .. } = let_;
        let ty = ty.iter();
        let init = let_.init.as_ref().map(|_| {
            let init = before_else(let_, self.fresh_init(let_));
            quote!(= #init)
        });
        let diverge = let_.diverge.iter().map(|diverge| &diverge.code);
        quote!(#(#attrs)* #let_token #pat #(: #ty)* #init #(else #diverge)*;)
    }

    /// Evaluates the initializer and assigns the variables.
    fn assign(&self, let_: &Let, resumes: bool) -> TokenStream {
        let vars = self.hoisted(let_);
        let idents: Vec<_> = vars.iter().map(|&&var| &self.vars[var].ident).collect();
        let init = match resumes && let_.origin == Origin::Item {
            true => self.item_again(let_),
            false => self.fresh_init(let_),
        };
        if let (Pat::Ident(pat), None, [ident]) = (&let_.pat, &let_.diverge, &*idents)
            && pat.by_ref.is_none()
            && pat.subpat.is_none()
        {
            return quote!(#ident = #init;);
        }
        let init = before_else(let_, init);
        let tuple = match &*idents {
            [ident] => ident.to_token_stream(),
            idents => quote!((#(#idents),*)),
        };
        let (let_token, ty) = (let_.let_token, let_.ty.iter());
        let pat = flatten::without_mut(let_.pat.clone());
        let diverge = let_.diverge.iter().map(|diverge| match resumes {
            true => {
                let mismatch = self.mismatch();
                quote!({ #mismatch })
            }
            false => diverge.code.to_token_stream(),
        });
        quote!(#tuple = { #let_token #pat #(: #ty)* = #init #(else #diverge)*; #tuple };)
    }

    /// The item that the body of a `for` was working on.
    fn item_again(&self, let_: &Let) -> TokenStream {
        let Some(Value::Simple(Code { code: Expr::Match(next), .. })) = &let_.init else {
            return self.fresh_init(let_);
        };
        let (private, next, mismatch) = (private(), &next.expr, self.mismatch());
        quote! {
            match #next {
                #private::core::option::Option::Some(__item) => __item,
                #private::core::option::Option::None => #mismatch,
            }
        }
    }

    fn fresh_init(&self, let_: &Let) -> TokenStream {
        let init = self.init(let_);
        let counted = let_.vars.iter().any(|&var| self.vars[var].class == Class::Counted);
        if !counted {
            return init;
        }
        let private = private();
        let span = init.span();
        quote_spanned!(span=> #private::Counted::new(#init))
    }

    fn init(&self, let_: &Let) -> TokenStream {
        let_.init.as_ref().map(|init| self.value(init)).unwrap_or_default()
    }

    fn value(&self, value: &Value) -> TokenStream {
        match value {
            Value::Simple(code) => self.simple(&code.code),
            Value::Block(block) => self.block(block),
            Value::If(if_) => self.if_(if_),
            Value::Match(match_) => self.match_(match_),
            Value::Loop(loop_) => {
                let Loop { label, loop_token, body } = &**loop_;
                let body = self.block(body);
                quote!(#label: #loop_token #body)
            }
        }
    }

    fn if_(&self, if_: &If) -> TokenStream {
        let core = &self.names.core;
        let (if_token, cond) = (if_.if_token, &if_.cond.code);
        let then = self.block(&if_.then);
        let otherwise = if_.otherwise.as_ref().map(|otherwise| self.value(otherwise));
        if let Some(pick) = &if_.pick {
            return self.if_let(if_, pick, then, otherwise);
        }
        if !flatten::condition_has_let(cond) {
            let resumed = match if_.then_awaits.is_empty() {
                true => TokenStream::new(),
                false => {
                    let range = range_pattern(&if_.then_awaits);
                    quote!(#range => true,)
                }
            };
            let otherwise = otherwise.map(|otherwise| quote!(else { #otherwise }));
            return quote!(#if_token match #core.at { 0 => #cond, #resumed _ => false } #then #otherwise);
        }
        // Only the other branch awaits.
        let done = self.label("done", if_token.span);
        quote! {
            #done: {
                if #core.at == 0 { #if_token #cond { break #done #then } }
                #otherwise
            }
        }
    }

    fn if_let(
        &self,
        if_: &If,
        pick: &Pick,
        then: TokenStream,
        otherwise: Option<TokenStream>,
    ) -> TokenStream {
        let core = &self.names.core;
        let (if_token, cond) = (if_.if_token, &if_.cond.code);
        let span = if_token.span;
        let done = self.label("done", span);
        let then_label = self.label("then", span);
        let picked = pick_ident(pick.id);
        let some = some_tuple(&pick.bindings);
        let mismatch = self.mismatch();
        let rematch = quote!(#if_token #cond { #some } else { #mismatch });
        let resume = self.resume_pick(&if_.then, &if_.then_awaits, rematch);
        let range = range_pattern(&if_.then_awaits);
        quote! {
            #done: {
                let #picked = #then_label: {
                    match #core.at {
                        0 => #if_token #cond { break #then_label #some },
                        #range => break #then_label #resume,
                        _ => {}
                    }
                    break #done { #otherwise }
                };
                #then
            }
        }
    }

    fn match_(&self, match_: &Match) -> TokenStream {
        let core = &self.names.core;
        let Match { match_token, scrutinee, arms, .. } = match_;
        let scrutinee = &scrutinee.code;
        let done = self.label("done", match_token.span);
        let labels: Vec<_> = arms.iter().map(|_| self.label("arm", match_token.span)).collect();
        let fresh = arms.iter().zip(&labels).map(|(arm, label)| {
            let Arm { attrs, pat, guard, body, .. } = arm;
            let guard = guard.iter().map(|guard| &guard.code);
            match body {
                ArmBody::Plain(body) => {
                    let body = &body.code;
                    quote!(#(#attrs)* #pat #(if #guard)* => #body,)
                }
                ArmBody::Awaits { pick, .. } => {
                    let pat = flatten::without_mut(pat.clone());
                    let some = some_tuple(&pick.bindings);
                    quote!(#(#attrs)* #pat #(if #guard)* => break #label #some,)
                }
            }
        });
        let mut code = quote!(break #done #match_token #scrutinee { #(#fresh)* });
        let resumes = arms.iter().zip(&labels).filter_map(|(arm, label)| {
            let ArmBody::Awaits { block, pick } = &arm.body else { return None };
            let cfg = arm.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
            let range = range_pattern(&arm.awaits);
            let pat = flatten::without_mut(arm.pat.clone());
            let some = some_tuple(&pick.bindings);
            let mismatch = self.mismatch();
            let rematch = quote! {
                #match_token #scrutinee { #pat => #some, #[allow(unreachable_patterns)] _ => #mismatch }
            };
            let resume = self.resume_pick(block, &arm.awaits, rematch);
            Some(quote!(#(#cfg)* #range => break #label #resume,))
        });
        code = quote!(match #core.at { #(#resumes)* _ => {} } #code);
        for (arm, label) in arms.iter().zip(&labels) {
            let ArmBody::Awaits { block, pick } = &arm.body else { continue };
            let picked = pick_ident(pick.id);
            let block = self.block(block);
            code = quote!(let #picked = #label: { #code }; break #done #block);
        }
        quote!(#done: { #code })
    }

    /// What a resumed arm finds in place of what its pattern bound: nothing where that was saved
    /// or is not needed, the same again where it was a borrow.
    fn resume_pick(
        &self,
        block: &Block,
        awaits: &Range<AwaitId>,
        rematch: TokenStream,
    ) -> TokenStream {
        let core = &self.names.core;
        let private = private();
        let none = quote!(#private::core::option::Option::None);
        let vars = block.stmts.first().and_then(|stmt| match &stmt.kind {
            StmtKind::Let(let_) if matches!(let_.origin, Origin::Picked(_)) => Some(&let_.vars),
            _ => None,
        });
        let derived = |id: &AwaitId| {
            vars.into_iter().flatten().any(|var| {
                self.vars[*var].class == Class::Rederived
                    && self.awaits[*id as usize - 1].pending.contains(var)
            })
        };
        let ids: Vec<_> = awaits.clone().filter(derived).map(Literal::u32_unsuffixed).collect();
        match ids.is_empty() {
            true => none,
            false => quote!(match #core.at { #(#ids)|* => #rematch, _ => #none }),
        }
    }

    fn mismatch(&self) -> TokenStream {
        let private = private();
        let (core, function) = (&self.names.core, &self.names.function);
        quote!(#private::mismatch(#function, #core.at))
    }

    fn label(&self, prefix: &str, span: Span) -> Lifetime {
        let number = self.labels.get() + 1;
        self.labels.set(number);
        Lifetime::new(&format!("'__{prefix}{number}"), Span::mixed_site().located_at(span))
    }

    fn simple(&self, expr: &Expr) -> TokenStream {
        struct Fill<'a, 'b>(&'a Lower<'b>);
        impl VisitMut for Fill<'_, '_> {
            fn visit_expr_mut(&mut self, expr: &mut Expr) {
                match expr {
                    Expr::Macro(e) => match flatten::marked(&e.mac) {
                        Some(id) => *expr = Expr::Verbatim(self.0.await_(id)),
                        None if e.mac.tokens.to_string().contains("__await") => {
                            e.mac.tokens = self.0.fill_tokens(&e.mac);
                        }
                        None => {}
                    },
                    expr => visit_mut::visit_expr_mut(self, expr),
                }
            }
        }
        let mut expr = expr.clone();
        Fill(self).visit_expr_mut(&mut expr);
        expr.into_token_stream()
    }

    fn fill_tokens(&self, mac: &syn::Macro) -> TokenStream {
        match super::macros::arguments(mac) {
            Some(args) => {
                let args = args.iter().map(|arg| self.simple(arg));
                quote!(#(#args),*)
            }
            None => mac.tokens.clone(),
        }
    }

    /// Awaits the leaf; where it answers that the call is cancelled, saves what is pending.
    fn await_(&self, id: AwaitId) -> TokenStream {
        let point = &self.awaits[id as usize - 1];
        let (core, cancelled) = (&self.names.core, &self.names.cancelled);
        let span = Span::mixed_site().located_at(point.token.span);
        let private = private();
        let leaf = self.leaf(point, span);
        let saves = point.pending.iter().map(|&var| self.save(var, point.token.span));
        let id = Literal::u32_unsuffixed(id);
        quote_spanned! {span=>
            match { let __result = #leaf; __result } {
                #private::core::result::Result::Ok(__value) => __value,
                #private::core::result::Result::Err(#private::Cancelled) => {
                    #(#saves)*
                    #core.at = #id;
                    break #cancelled;
                }
            }
        }
    }

    fn save(&self, var: VarId, at: Span) -> TokenStream {
        let var = &self.vars[var];
        let (core, cfg, slot) = (&self.names.core, &var.cfg, &var.slot);
        let mut ident = var.ident.clone();
        ident.set_span(ident.span().located_at(at));
        let span = Span::mixed_site().located_at(at);
        match var.class {
            Class::Lent | Class::Rederived => TokenStream::new(),
            Class::Typed(_) | Class::Boxed => {
                quote_spanned!(span=> #(#cfg)* { #core.frame.#slot.put(#ident); })
            }
            Class::Rest(_) => {
                quote_spanned!(span=> #(#cfg)* { #core.frame.#slot.put_rest(#ident); })
            }
            Class::Counted => {
                quote_spanned!(span=> #(#cfg)* { #core.frame.#slot.put(#ident.count()); })
            }
        }
    }

    fn leaf(&self, point: &Await, span: Span) -> TokenStream {
        let private = private();
        let token = point.token;
        let checks = point.operands.iter().map(|ident| {
            let span = Span::mixed_site().located_at(ident.span());
            quote_spanned!(span=> #private::operand(&#ident);)
        });
        let checks: TokenStream = checks.collect();
        match &point.leaf {
            Leaf::Other(expr) => {
                quote_spanned!(span=> { #checks #private::leaf(#expr).#token })
            }
            Leaf::Method { call, slots } => {
                let verdict = self.verdict(call, span);
                match slots {
                    None => quote_spanned! {span=> {
                        #checks
                        #private::Leaf::new(#private::Verdict::plain(#verdict).mark(#call)).#token
                    }},
                    Some(slots) => self.operation(point, call, slots, verdict, span),
                }
            }
        }
    }

    /// What the catalogue says about the call. The receiver is not evaluated, only its type asked.
    fn verdict(&self, call: &syn::ExprMethodCall, span: Span) -> TokenStream {
        let private = private();
        let receiver = &call.receiver;
        let hash = Literal::u64_suffixed(method_hash(&call.method.to_string()));
        quote_spanned! {span=> {
            let mut __verdict = #private::core::option::Option::None;
            if false {
                let __probe = #private::probe::<#hash, _>(&#receiver);
                __verdict = #private::core::option::Option::Some({
                    use #private::Unaudited as _;
                    __probe.verdict()
                });
                loop {}
            }
            #private::verdict_of(__verdict)
        }}
    }

    /// A call that may be an operation with progress; see `Verdict` in the runtime.
    fn operation(
        &self,
        point: &Await,
        call: &syn::ExprMethodCall,
        slots: &[bool],
        verdict: TokenStream,
        span: Span,
    ) -> TokenStream {
        let private = private();
        let (core, token, receiver) = (&self.names.core, point.token, &call.receiver);
        let mut plain = call.clone();
        for (arg, _) in plain.args.iter_mut().zip(slots).filter(|(_, slot)| **slot) {
            *arg = Expr::Verbatim(quote_spanned!(arg.span()=> __token.operand(&mut #arg)));
        }
        let args = call.args.iter().zip(slots).map(|(arg, slot)| match slot {
            true => quote_spanned!(arg.span()=> &mut #arg),
            false => arg.to_token_stream(),
        });
        let args: TokenStream = args.map(|arg| quote!(#arg,)).collect();
        quote_spanned! {span=> {
            let __verdict = #verdict;
            match #private::form(&__verdict) {
                #private::Form::Plain => {
                    let __token = #private::Verdict::plain(__verdict);
                    #private::Leaf::new(__token.mark(#plain)).#token
                }
                #private::Form::Shared => {
                    let __token = #private::Verdict::shared(__verdict);
                    #private::Leaf::new(__token.resume(&#receiver, (#args), &mut #core.progress)).#token
                }
                #private::Form::Unique => {
                    let __token = #private::Verdict::unique(__verdict);
                    #private::Leaf::new(__token.resume(&mut #receiver, (#args), &mut #core.progress)).#token
                }
            }
        }}
    }
}

/// FNV-1a, as `cancel_safe` computes it for the catalogue.
fn method_hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Whether the await is not in a nested block, which would know that it is reached.
fn is_direct(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Let(let_) => matches!(let_.init, Some(Value::Simple(_))),
        StmtKind::Value { value, .. } => matches!(value, Value::Simple(_)),
        StmtKind::Plain(_) => false,
    }
}

/// What ends in a brace may not stand before `else`.
fn before_else(let_: &Let, init: TokenStream) -> TokenStream {
    match let_.diverge {
        Some(_) => quote!((#init)),
        None => init,
    }
}

fn label(stmt: &Stmt) -> Lifetime {
    Lifetime::new(&format!("'__await{}", stmt.awaits.start), Span::mixed_site())
}

fn range_pattern(awaits: &Range<AwaitId>) -> TokenStream {
    let first = Literal::u32_unsuffixed(awaits.start);
    let last = Literal::u32_unsuffixed(awaits.end - 1);
    match awaits.len() {
        1 => quote!(#first),
        _ => quote!(#first..=#last),
    }
}

fn some_tuple(bindings: &[Ident]) -> TokenStream {
    let private = private();
    quote!(#private::core::option::Option::Some((#(#bindings,)*)))
}
