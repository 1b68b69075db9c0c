//! Token streams that are almost a function, or almost a select, and some that are nothing at all.

use std::fmt;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::survives;

/// The functions and selects that all inputs are made of.
const SEEDS: &str = include_str!("seeds.rs");

/// One input.
pub struct Case {
    args: TokenStream,
    tokens: TokenStream,
    is_select: bool,
}

impl Case {
    /// Says what is wrong.
    pub fn check(&self) -> Result<(), String> {
        match self.is_select {
            true => survives::select(self.tokens.clone()),
            false => survives::item(self.args.clone(), self.tokens.clone()),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_select {
            true => write!(f, "safe_select! {{ {} }}", self.tokens),
            false => write!(f, "#[cancel_safe({})] {}", self.args, self.tokens),
        }
    }
}

/// A xorshift generator: the same inputs for the same seed.
pub struct Generator {
    state: u64,
    items: Vec<TokenStream>,
    selects: Vec<TokenStream>,
    /// All tokens of the seeds, for insertion.
    tokens: Vec<TokenTree>,
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        let file: syn::File = syn::parse_str(SEEDS).expect("the seeds are items");
        let (mut items, mut selects) = (Vec::new(), Vec::new());
        for item in file.items {
            match item {
                syn::Item::Macro(select) => selects.push(select.mac.tokens),
                item => items.push(quote::ToTokens::into_token_stream(item)),
            }
        }
        let size = |seed: &TokenStream| seed.to_string().len();
        items.sort_by_key(size);
        selects.sort_by_key(size);
        let mut tokens = Vec::new();
        items.iter().chain(&selects).for_each(|seed| collect(seed.clone(), &mut tokens));
        Generator { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, items, selects, tokens }
    }

    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % limit.max(1) as u64) as usize
    }

    pub fn next(&mut self) -> Case {
        let is_select = self.below(3) == 0;
        // They stand in the order of their size: small ones come more often, since there is less in
        // them for a change to miss.
        let seeds = if is_select { self.selects.len() } else { self.items.len() };
        let index = self.below(seeds).min(self.below(seeds)).min(self.below(seeds));
        let mut tokens = match (self.below(8), is_select) {
            (0, true) => self.arbitrary(),
            (0, false) => self.arbitrary_body(),
            (_, true) => self.selects[index].clone(),
            (_, false) => self.items[index].clone(),
        };
        for _ in 0..=self.below(4) {
            tokens = self.mutate(tokens);
        }
        Case { args: self.args(), tokens, is_select }
    }

    /// Any tokens of the seeds, in any order.
    fn arbitrary(&mut self) -> TokenStream {
        let count = self.below(12);
        let token = |_| {
            let index = self.below(self.tokens.len());
            self.tokens[index].clone()
        };
        (0..count).map(token).collect()
    }

    /// A function whose body is anything.
    fn arbitrary_body(&mut self) -> TokenStream {
        let body = self.arbitrary();
        quote::quote!(async fn a(b: &mut B, c: C) -> D { #body })
    }

    fn args(&mut self) -> TokenStream {
        let args = [
            "",
            "",
            "",
            "stateless",
            "checkpoint = Name",
            "stored_in = self.pending",
            "stateless,",
            "checkpoint",
            "stored_in = ",
            "stateless, stateless",
            ", =",
            "unknown(3)",
        ];
        args[self.below(args.len())].parse().unwrap_or_default()
    }

    /// One change, at some place in some group.
    fn mutate(&mut self, tokens: TokenStream) -> TokenStream {
        let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let groups: Vec<usize> = (0..tokens.len())
            .filter(|&index| matches!(tokens[index], TokenTree::Group(_)))
            .collect();
        if !groups.is_empty() && self.below(5) != 0 {
            let index = groups[self.below(groups.len())];
            if let TokenTree::Group(group) = &tokens[index] {
                let inside = self.mutate(group.stream());
                tokens[index] = Group::new(group.delimiter(), inside).into();
            }
            return tokens.into_iter().collect();
        }
        let at = self.below(tokens.len() + 1);
        let other = self.below(self.tokens.len());
        let other = self.tokens[other].clone();
        match self.below(8) {
            0 if at < tokens.len() => drop(tokens.remove(at)),
            1 => tokens.truncate(at),
            2 if at < tokens.len() => tokens.insert(at, tokens[at].clone()),
            3 if at < tokens.len() => tokens[at] = other,
            4 if at < tokens.len() => {
                let to = self.below(tokens.len());
                tokens.swap(at, to);
            }
            5 => {
                // What another macro captured stands in a group without delimiters.
                let rest = tokens.split_off(at);
                let group = Group::new(Delimiter::None, rest.into_iter().collect());
                tokens.push(group.into());
            }
            6 => tokens.drain(..at).for_each(drop),
            _ => tokens.insert(at, other),
        }
        tokens.into_iter().collect()
    }
}

fn collect(tokens: TokenStream, all: &mut Vec<TokenTree>) {
    for token in tokens {
        all.push(token.clone());
        if let TokenTree::Group(group) = token {
            collect(group.stream(), all);
        }
    }
}
