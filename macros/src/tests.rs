//! Half-typed code: neither macro panics, nor loses what it was given.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::survives;

/// The functions and selects that the fuzzer starts from.
const SEEDS: &str = include_str!("../examples/fuzz/seeds.rs");

/// All that begins like `tokens`, with groups cut off inside as well.
fn prefixes(tokens: TokenStream) -> Vec<TokenStream> {
    let mut prefixes = vec![TokenStream::new()];
    let mut before = TokenStream::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            for inside in self::prefixes(group.stream()) {
                let cut = TokenTree::from(Group::new(group.delimiter(), inside));
                prefixes.push(before.clone().into_iter().chain([cut]).collect());
            }
        }
        before.extend([token]);
        prefixes.push(before.clone());
    }
    prefixes
}

#[test]
fn every_prefix_survives() {
    let seeds: syn::File = syn::parse_str(SEEDS).unwrap();
    let mut count = 0;
    for seed in seeds.items {
        let (tokens, is_select) = match seed {
            syn::Item::Macro(select) => (select.mac.tokens, true),
            item => (item.into_token_stream(), false),
        };
        for prefix in prefixes(tokens) {
            count += 1;
            let checked = match is_select {
                true => survives::select(prefix.clone()),
                false => survives::item(TokenStream::new(), prefix.clone()),
            };
            checked.unwrap_or_else(|lost| panic!("{prefix}\n{lost}"));
        }
    }
    assert!(count > 2_000, "{count} prefixes");
}

#[test]
fn every_prefix_of_the_arguments_survives() {
    let args = "checkpoint = Name, stored_in = self.pending, stateless, unknown(3) = 4, stateless";
    for prefix in prefixes(args.parse().unwrap()) {
        for item in ["async fn a(b: &mut B) { c(b).await }", "impl A { async fn b(&self) {} }"] {
            let checked = survives::item(prefix.clone(), item.parse().unwrap());
            checked.unwrap_or_else(|lost| panic!("{prefix}\n{lost}"));
        }
    }
}

/// An editor's completions need the tokens that are there.
#[test]
fn a_body_that_cannot_be_read_comes_out_as_it_is() {
    for item in ["async fn a() { b. }", "async fn a(b: &mut B) { c(b). }", "async fn a() { let }"] {
        let item: TokenStream = item.parse().unwrap();
        let output = crate::attr::cancel_safe(TokenStream::new(), item.clone()).to_string();
        let body = item.into_iter().last().unwrap().to_string();
        assert!(output.contains("fn a") && output.contains(&body), "{output}");
        // The compiler reports it; should it not, a lint does.
        assert!(output.contains("must_use = \"`#[cancel_safe]` cannot read this: "), "{output}");
        assert!(!output.contains("compile_error"), "{output}");
    }
}

/// Those of which the signature is half typed come out as they are.
#[test]
fn an_item_that_cannot_be_read_comes_out_as_it_is() {
    for item in ["async fn a(b)", "async fn a(b:) { c(b).await }", "impl A for { async fn a() {} }"]
    {
        let item: TokenStream = item.parse().unwrap();
        let output = crate::attr::cancel_safe(TokenStream::new(), item.clone()).to_string();
        assert!(output.starts_with(&item.to_string()), "{output}");
    }
}

/// A method that cannot be read does not keep the others from being expanded.
#[test]
fn the_other_methods_survive() {
    let item = quote! {
        impl A {
            const B: usize = 3;
            #[cancel_safe]
            async fn broken(&mut self) -> C { self.d. }
            fn plain(&self) { e. }
            #[cancel_safe]
            async fn whole(&mut self) -> C { self.d().await }
        }
    };
    let output = crate::attr::cancel_safe(TokenStream::new(), item).to_string();
    for part in
        ["{ self . d . }", "fn plain (& self) { e . }", "AWholeCheckpoint", "ABrokenCheckpoint"]
    {
        assert!(output.contains(part), "{part}: {output}");
    }
    assert!(!output.contains("# [cancel_safe]"), "{output}");
}

/// A select of which one branch is half typed keeps the others.
#[test]
fn the_other_branches_survive() {
    let output = crate::select::safe_select(
        "(krate) a = first() => one(a), b = second(). => two(b), c = third() => three(c)"
            .parse()
            .unwrap(),
    );
    let output = output.to_string();
    for name in ["first", "one", "third", "three"] {
        assert!(output.contains(name), "{name}: {output}");
    }
}

/// The section that a documented function gets says of each await what is pending there.
#[test]
fn the_documentation_says_what_is_pending() {
    let item = quote! {
        /// Documented.
        async fn forward(rx: &mut Rx, tx: &Tx, items: Vec<u32>) {
            for n in items {
                let name = rx.recv().await;
                tx.send(name).await;
                tx.send(n + 1).await;
            }
            rx.recv().await;
        }
    };
    let output = crate::attr::cancel_safe(TokenStream::new(), item).to_string();
    for line in [
        "- at `rx.recv().await`: the rest of the loop, `n` pending",
        "- at `tx.send(name).await`: the rest of the loop, `n`, `name` pending",
        "- at `tx.send(n + 1).await`: the rest of the loop, its operands pending",
        "- at `rx.recv().await`: nothing pending",
    ] {
        assert!(output.contains(line), "{line}");
    }
}

fn assert_survives(args: &str, item: &str) {
    let checked = survives::item(args.parse().unwrap(), item.parse().unwrap());
    checked.unwrap_or_else(|lost| panic!("{lost}"));
}

#[test]
fn a_struct_literal_before_a_lazy_await() {
    assert_survives("", "async fn a() { b && C { d }.e().await || f().await }");
    assert_survives("", "async fn a() { let Some(b) = C { d }.e() else { f().await; return }; }");
    assert_survives("", "async fn a() { g(matches!(C { d }, e if f().await)); }");
}

#[test]
fn a_select_that_cannot_be_read_among_operands() {
    assert_survives("", "async fn a() { b({ safe_select! { c = d() => e f, else => 3 } }).await }");
}

#[test]
fn a_range_as_the_place_of_the_checkpoint() {
    assert_survives("stored_in = ..c", "async fn a(b: &B) { c().await }");
}

#[test]
fn alternatives_in_the_pattern_of_a_for() {
    assert_survives("", "async fn a() { for | b in c { d(b).await; } }");
    assert_survives("", "async fn a() { for Ok(b) | Err(b) in c { d(b).await; } }");
}

#[test]
fn a_method_inside_of_one_that_owns_its_receiver() {
    assert_survives("", "async fn a(self) { self.b({ fn c(&self) -> D { self.d() } }).await }");
}

/// What a macro has been given as an expression comes in a group that is not seen.
#[test]
fn an_await_in_a_group_before_its_arguments() {
    let group = Group::new(Delimiter::None, quote!(b(c).await));
    let items = [
        quote!(async fn a() { #group(d) }),
        quote!(async fn a() -> ! { loop { #group(d) } }),
        quote!(impl A { #[cancel_safe] async fn a(&self) { #group[d] } }),
    ];
    for item in items {
        survives::item(TokenStream::new(), item).unwrap();
    }
}

/// The compiler refuses it, so it need not come out as items.
#[test]
fn a_let_that_is_no_condition() {
    assert_survives("", "async fn a() { while let Some = () = b.recv(c).await { c(x) } }");
}

/// A block of ours at its start would end the statement.
#[test]
fn a_stray_jump_before_an_operator() {
    assert_survives("", "async fn a() { b().await; break += c().await }");
    assert_survives("", "async fn a() { continue - 1; b().await }");
}

/// Attributes in a body are those of the function.
#[test]
fn an_attribute_in_a_body() {
    assert_survives("", "async fn a() { #![allow(unused)] let b = c().await; }");
    assert_survives("stateless", "async fn a() { #![allow(unused)] c().await }");
    assert_survives("other", "async fn a() { #![allow(unused)] c().await }");
    assert_survives("", "#[instrument] async fn a() { #![allow(unused)] c().await }");
    assert_survives(
        "",
        "impl A { #[cancel_safe] #[instrument] async fn a(&self) { #![allow(unused)] c().await } }",
    );
}
