//! From the branches to an expression. Makes no errors.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, Pat};

use super::future::Verdict;
use super::names::Names;
use super::parse::{Branch, Select};
use super::pattern::{Delivery, delivery, is_plain};
use super::questions::{Questions, in_pairs};
use super::validate::MAX_BRANCHES;

/// Whether the runtime has the trait that fused futures are known by. To ask in vain costs time.
const MAY_BE_FUSED: bool = cfg!(feature = "futures");

/// Input: the branches
///
/// Output:
/// ```text
/// {
///     let off_1: bool = !(condition);
///     let output = {
///         let futures = (first, if off_1 { None } else { Some { 0: second } });
///         let select = { let futures = futures; .. };
///         select.await
///     };
///     match output { Out2::_0(pattern) => handler, .. }
/// }
/// ```
pub fn expand(mut select: Select, names: &Names) -> TokenStream {
    select.branches.truncate(MAX_BRANCHES);
    let errors = std::mem::take(&mut select.errors).into_compile_errors();
    let body = if select.branches.is_empty() {
        without_branches(&select, names)
    } else {
        Expansion { select: &select, names, leaf: None }.body()
    };
    quote_spanned!(names.span()=> { #errors #body })
}

fn without_branches(select: &Select, names: &Names) -> TokenStream {
    match select.fallback.as_ref().or(select.default.as_ref()) {
        Some(arm) => {
            let handler = &arm.handler;
            quote!(#handler)
        }
        // Nothing could be read. A closure, since the compiler would warn of what follows the bare
        // panic, and it says of no type what it should be.
        None => {
            let unreachable = &names.unreachable;
            quote_spanned!(names.span()=> (|| -> _ { #unreachable() })())
        }
    }
}

/// Conditions, futures, and the await, by way of `leaf`.
pub(crate) fn wait(select: &Select, names: &Names, leaf: &TokenStream) -> TokenStream {
    let expansion = Expansion { select, names, leaf: Some(leaf) };
    let (conditions, futures, run) = (expansion.conditions(), expansion.futures(), expansion.run());
    let verdicts = &select.verdicts;
    quote_spanned!(names.span()=> { #conditions #verdicts #futures #run })
}

/// `match output { Out2::_0(pattern) => handler, .. }`
pub(crate) fn choose(select: &Select, names: &Names, output: &Ident) -> TokenStream {
    let arms = Expansion { select, names, leaf: None }.arms();
    quote_spanned!(names.span()=> match #output { #arms })
}

struct Expansion<'a> {
    select: &'a Select,
    names: &'a Names,
    /// What an annotated function puts around what it awaits.
    leaf: Option<&'a TokenStream>,
}

impl<'a> Expansion<'a> {
    fn body(&self) -> TokenStream {
        let output = self.names.local("output");
        let (conditions, futures) = (self.conditions(), self.futures());
        let (run, arms) = (self.run(), self.arms());
        quote_spanned! {self.names.span()=>
            #conditions
            // A pattern may borrow from it: `ref mut value`.
            #[allow(unused_mut)]
            let mut #output = {
                #futures
                #run
            };
            match #output { #arms }
        }
    }

    fn branches(&self) -> impl Iterator<Item = (usize, &'a Branch)> {
        self.select.branches.iter().enumerate()
    }

    /// Conditions come first, all of them, since they may look at what the futures borrow.
    fn conditions(&self) -> TokenStream {
        let bool = &self.names.bool;
        self.branches()
            .filter_map(|(index, branch)| {
                let (off, guard) = (self.names.numbered("off", index), branch.guard.as_ref()?);
                let is_off = self.names.negated(guard);
                Some(quote_spanned!(self.names.span()=> let #off: #bool = #is_off;))
            })
            .collect()
    }

    /// One tuple, in one `let`, with no call around a future: temporaries live as long as the
    /// compiler lets those of a `let` live.
    fn futures(&self) -> TokenStream {
        let (names, option) = (self.names, &self.names.option);
        let futures = names.local("futures");
        let values = self.branches().map(|(index, branch)| {
            let future = branch.marked.clone();
            if branch.guard.is_none() {
                return future;
            }
            let off = names.numbered("off", index);
            quote_spanned! {names.span()=>
                if #off { #option::None } else { #option::Some { 0: #future } }
            }
        });
        let verdicts = &self.select.verdicts;
        quote_spanned!(names.span()=> #verdicts let #futures = (#(#values,)*);)
    }

    /// The block around the second `futures` ends its life before the await, so that having been
    /// borrowed does not keep another copy of it in the state of the caller.
    fn run(&self) -> TokenStream {
        let (futures, select) = (self.names.local("futures"), self.names.local("select"));
        let mut questions = Questions::default();
        let branches: Vec<_> = self
            .branches()
            .map(|(index, branch)| self.branch(index, branch, &mut questions))
            .collect();
        let (tree, answers) = (self.tree(&branches), questions.put(self.names, &self.asks()));
        let in_order = self.select.biased || branches.len() == 1;
        let make = self.names.support(if in_order { "biased" } else { "fair" });
        let end = self.names.support(match &self.select.fallback {
            Some(fallback) if fallback.is_else() => "Else",
            Some(_) => "Complete",
            None => "Open",
        });
        let poll_now = self.names.support("poll_now");
        let output = match (self.select.default.is_some(), self.leaf) {
            (true, None) => quote_spanned!(self.names.span()=> #poll_now(#select)),
            (true, Some(leaf)) => {
                quote_spanned!(self.names.span()=> #leaf::ready(#poll_now(#select)).await)
            }
            (false, None) => quote_spanned!(self.names.span()=> #select.await),
            (false, Some(leaf)) => quote_spanned!(self.names.span()=> #leaf::new(#select).await),
        };
        quote_spanned! {self.names.span()=>
            let #select = {
                let #futures = #futures;
                #answers
                #make(#end, #tree)
            };
            #output
        }
    }

    fn tree(&self, branches: &[TokenStream]) -> TokenStream {
        let (span, pair) = (self.names.span(), self.names.support("Pair"));
        in_pairs(
            branches,
            &|left, right| quote_spanned!(span=> #pair { left: #left, right: #right }),
        )
    }

    /// The future, what is known of it, and what becomes of its output.
    fn branch(&self, index: usize, branch: &Branch, questions: &mut Questions) -> TokenStream {
        let (span, names) = (self.names.span(), self.names);
        let (futures, field) = (names.local("futures"), Literal::usize_unsuffixed(index));
        let future = quote_spanned!(span=> #futures.#field);
        let (make, asked) = match branch.guard {
            None => (names.support("branch"), future.clone()),
            Some(_) => {
                let inside = names.support("inside");
                (names.support("branch_if"), quote_spanned!(span=> #inside(#future)))
            }
        };
        let (answer, variant) = (names.numbered("answer", index), self.variant(index));
        questions.ask(&answer, self.answer(branch, &asked));
        quote_spanned!(span=> #make(#future, #answer, #variant))
    }

    /// The traits whose methods answer where no other does.
    fn asks(&self) -> TokenStream {
        let (krate, span) = (&self.names.krate, self.names.span());
        let skips = |branch: &Branch| self.select.skips_terminated(&branch.future);
        let may_skip = MAY_BE_FUSED && self.select.branches.iter().any(skips);
        let is_plain = may_skip.then(|| quote_spanned!(span=> kind::IsPlain as _,));
        quote_spanned! {span=>
            #krate::__private::select::{Ask as _, #is_plain pattern::NotAnOption as _}
        }
    }

    /// Asks whether the future is cancel-safe, by the call that makes it or by its type, and of which
    /// kind it is. An error underlines the expression of the branch.
    fn answer(&self, branch: &Branch, future: &TokenStream) -> TokenStream {
        let names = self.names;
        let [probe_future, answer] = ["probe_future", "answer"].map(|name| names.support(name));
        let [stored, verdict] = ["stored", "verdict"].map(|name| names.local(name));
        let shown = names.first_field_at("stored", &branch.future);
        let proof = names.proved(shown.clone(), &branch.future);
        let (kind, delivery) = (self.kind(branch), self.delivery(branch));
        // The type of what a call returns is asked where the catalogue does not know the call.
        let (question, span) = match &branch.verdict {
            Some(Verdict { question, mark }) => {
                (quote_spanned!(names.span()=> #question.ask_type(&#stored.0)), mark.span())
            }
            None => {
                let span = names.site.ends(&branch.future).0;
                (quote_spanned!(names.span()=> #probe_future(&#stored.0)), span)
            }
        };
        let polled = Ident::new("polled", span);
        quote_spanned! {names.span()=> {
            let #stored = (#future,);
            let #verdict = #question.__verdict();
            let #stored = (#verdict.#polled(#shown),);
            let _ = #proof;
            #answer(#verdict, #stored.0, #kind, #delivery)
        }}
    }

    /// Whether the future knows that it has completed.
    fn kind(&self, branch: &Branch) -> TokenStream {
        let (kind, span) = (self.names.support("kind"), self.names.span());
        if MAY_BE_FUSED && self.select.skips_terminated(&branch.future) {
            let stored = self.names.local("stored");
            quote_spanned!(span=> #kind::probe(&#stored.0).__kind())
        } else {
            quote_spanned!(span=> #kind::Plain)
        }
    }

    /// What becomes of the future's output.
    fn delivery(&self, branch: &Branch) -> TokenStream {
        let (names, span) = (self.names, self.names.span());
        match delivery(&branch.pattern) {
            Delivery::Present(_) => {
                let (pattern, stored) = (names.support("pattern"), names.local("stored"));
                let output = quote_spanned!(span=> #pattern::output_of(&#stored.0));
                let check = names.optional(&output, &branch.pattern);
                quote_spanned! {span=>
                    {
                        #check;
                        #pattern::probe(&#stored.0).__pattern()
                    }
                }
            }
            Delivery::Whole(_) | Delivery::Refused(_) => {
                let whole = names.support("Whole");
                quote_spanned!(span=> #whole)
            }
        }
    }

    /// The variant of the output that is this branch's.
    fn variant(&self, index: usize) -> TokenStream {
        let variant = self.names.local(&format!("_{index}"));
        self.output(&quote!(#variant))
    }

    fn output(&self, variant: &TokenStream) -> TokenStream {
        let out = self.names.support(&format!("Out{}", self.select.branches.len()));
        quote_spanned!(self.names.span()=> #out::#variant)
    }

    fn arms(&self) -> TokenStream {
        let mut arms: TokenStream = self
            .branches()
            .map(|(index, branch)| {
                let variant = self.variant(index);
                let (pattern, body) = self.delivered(&delivery(&branch.pattern), &branch.handler);
                quote_spanned!(self.names.span()=> #variant(#pattern) => #body,)
            })
            .collect();
        arms.extend(self.fallback());
        arms
    }

    /// The pattern of a match arm, and its body.
    fn delivered(&self, delivery: &Delivery<'_>, handler: &Expr) -> (TokenStream, TokenStream) {
        let (span, unreachable) = (self.names.span(), &self.names.unreachable);
        let value = self.names.local("value");
        match delivery {
            // A `_` of ours: to that of the user, clippy would prefer `()` where it fits.
            Delivery::Whole(Pat::Wild(_)) | Delivery::Present(Pat::Wild(_)) => {
                (quote_spanned!(span=> _), quote!(#handler))
            }
            Delivery::Whole(pattern) | Delivery::Present(pattern) if is_plain(pattern) => {
                (quote!(#pattern), quote!(#handler))
            }
            Delivery::Whole(pattern) | Delivery::Present(pattern) => {
                (quote!(#value), self.bound(pattern, handler))
            }
            // Reported already. What remains is to give the names in the pattern their types.
            Delivery::Refused(refusal) => {
                let pattern = refusal.pattern;
                let body = quote_spanned! {span=>
                    match #value {
                        #pattern => #handler,
                        #[allow(unreachable_patterns)]
                        _ => #unreachable(),
                    }
                };
                (quote!(#value), body)
            }
        }
    }

    /// Leaves it to the compiler whether the pattern is irrefutable. It is asked about a closure,
    /// since to a refutable `let` it would suggest an `else`.
    fn bound(&self, pattern: &Pat, handler: &Expr) -> TokenStream {
        let (names, unreachable) = (self.names, &self.names.unreachable);
        let (value, takes) = (names.local("value"), names.support("takes"));
        quote_spanned! {names.span()=>
            {
                #[allow(unused)]
                if false {
                    #takes(&#value, |(#pattern)| {});
                    loop {}
                }
                match #value {
                    #pattern => #handler,
                    #[allow(unreachable_patterns)]
                    _ => #unreachable(),
                }
            }
        }
    }

    /// What happens when no branch has yielded. With neither arm, some branch always does.
    fn fallback(&self) -> TokenStream {
        let span = self.names.span();
        let (off, waiting) = (self.output(&quote!(Off)), self.output(&quote!(Waiting)));
        let fallback = self.select.fallback.as_ref().map(|fallback| &fallback.handler);
        let default = self.select.default.as_ref().map(|default| &default.handler);
        match (fallback, default) {
            (Some(fallback), Some(default)) => {
                quote_spanned!(span=> #off => #fallback, #waiting => #default,)
            }
            (Some(fallback), None) => {
                let never_waits = self.names.support("never_waits");
                quote_spanned!(span=> #off => #fallback, #waiting => #never_waits(),)
            }
            (None, Some(default)) => quote_spanned!(span=> #off | #waiting => #default,),
            (None, None) => {
                let nothing_left = self.names.support("nothing_left");
                quote_spanned!(span=> #off | #waiting => #nothing_left(),)
            }
        }
    }
}
