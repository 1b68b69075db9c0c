//! What is half typed, or scrambled: never a panic, always an expression.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::safe_select;
use crate::survives;

fn inputs() -> Vec<TokenStream> {
    vec![
        quote! {
            biased;
            Some(x) = self.rx.recv(), if open && count < 3 => return x,
            (a, [b, ..]) = &mut Box::pin(f(1)) => { a + b }
            _ = async { let Some(v) = rx.recv().await else { return }; seen.push(v); } => {}
            Point { x, y: Ok(y) } = timeout(limit, rx.recv()).fuse() => x.await?,
            else => break 'outer,
        },
        quote! {
            x = if a { b.recv() } else { c.recv() } => match x { Some(x) => x, None => continue },
            | y @ (Ok(_) | Err(_)) = match z { 1 => a.recv(), _ => b.recv() }, if !done => drop(y),
            ref mut v = pin!(stream.next()) => v.push(1),
            task = task => task.unwrap(),
            default => { 1 }
            complete => 2
        },
        quote! {
            a = b -> c,
            biased;
            else => 1,
            d = e if f => g h = i => j,
            Ok(k) = async move { loop { l.await; } } => k,
            complete, if m => {}
        },
    ]
}

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

fn assert_expression(branches: TokenStream) {
    survives::select(branches.clone()).unwrap_or_else(|lost| panic!("{branches}\n{lost}"));
}

#[test]
fn every_prefix_becomes_an_expression() {
    for input in inputs() {
        for prefix in prefixes(input) {
            assert_expression(prefix);
        }
    }
}

#[test]
fn every_input_with_a_token_missing_or_double_becomes_an_expression() {
    for input in inputs() {
        let tokens: Vec<_> = input.into_iter().collect();
        for index in 0..tokens.len() {
            let mut missing = tokens.clone();
            missing.remove(index);
            assert_expression(missing.into_iter().collect());
            let mut double = tokens.clone();
            double.insert(index, tokens[index].clone());
            assert_expression(double.into_iter().collect());
        }
    }
}

#[test]
fn scrambled_input_becomes_an_expression() {
    let tokens: Vec<_> = inputs().into_iter().flatten().collect();
    let mut state = 1_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    for _ in 0..3_000 {
        let length = below(30);
        let input = (0..length).map(|_| tokens[below(tokens.len())].clone()).collect();
        assert_expression(input);
    }
}

#[test]
fn without_the_path_of_the_crate() {
    for input in [quote!(), quote!(a), quote!(a = b => c), quote!(() a = b => c)] {
        safe_select(input);
    }
}

#[test]
fn each_mistake_is_reported_once() {
    let [_, _, slips] = <[_; 3]>::try_from(inputs()).unwrap();
    let output = safe_select(quote!((krate) #slips)).to_string();
    let errors: Vec<_> = output.match_indices("compile_error").collect();
    // `->`, `biased;`, `else` before others, no comma before `if`, none before `h`, `Ok(k)`, the
    // loop, `complete` with `if`.
    assert_eq!(errors.len(), 8, "{output}");
}

/// As the compiler has it in any other place, and not in the words of our parser.
#[test]
fn what_is_wrong_inside_of_a_handler_is_left_to_the_compiler() {
    for handler in ["{ a b }", "{ a. }", "c(a b),", "match a { 1 => b 2 => c },", "{ let }"] {
        let branches: TokenStream = format!("a = b() => {handler} d = e() => f").parse().unwrap();
        let output = safe_select(quote!((krate) #branches)).to_string();
        assert!(output.contains("must_use = \"`safe_select!` cannot read this: "), "{output}");
        assert!(!output.contains("compile_error"), "{output}");
        survives::select(branches).unwrap();
    }
    // The same in what another macro has captured.
    let inside = Group::new(Delimiter::None, quote!(b = c() => { d e }));
    survives::select(quote!(a = b() => c, #inside)).unwrap();
    survives::select(quote!(a = &mut b[c] => { d e })).unwrap();
    // It ends before its last operand, and not inside of brackets.
    let point = Group::new(Delimiter::None, quote!(.));
    let output = safe_select(quote!((krate) a = b() => c #point)).to_string();
    assert!(output.contains("compile_error"), "{output}");
}
