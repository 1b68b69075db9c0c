//! What rustdoc shows of an annotated function.

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::attr::ir::*;

/// The section on cancel safety: what is pending where.
pub(super) fn cancel_safety(body: &Body) -> TokenStream {
    let mut text = String::from(
        "\n# Cancel safety\n\nThis function is cancel-safe: dropped before it completes, it leaves \
         what is pending in `checkpoint`, and the next call with it goes on exactly there.\n",
    );
    for point in &body.awaits {
        let mut pending: Vec<String> = point
            .pending
            .iter()
            .map(|&var| &body.vars[var])
            .filter(|var| !matches!(var.class, Class::Lent | Class::Rederived))
            .map(|var| described(&body.vars, var))
            .collect();
        let mut seen = HashSet::new();
        pending.retain(|text| seen.insert(text.clone()));
        let pending = match pending.is_empty() {
            true => "nothing".to_owned(),
            false => pending.join(", "),
        };
        text.push_str(&format!(
            "\n- at `{}.await`: {pending} pending",
            point.text.replace('`', "'")
        ));
    }
    let lines = text.lines().map(|line| {
        let line = Literal::string(line);
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// What is pending, in words.
fn described(vars: &[Var], var: &Var) -> String {
    let named = var.passed.map_or(var, |local| &vars[local]);
    match named.origin {
        _ if !named.is_unnamed() => format!("`{}`", named.name),
        Origin::Iterator | Origin::IteratorAgain => "the rest of the loop".to_owned(),
        _ => "its operands".to_owned(),
    }
}
