//! What rustdoc shows of an annotated function.

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
        let pending: Vec<String> = point
            .pending
            .iter()
            .map(|&var| &body.vars[var])
            .filter(|var| !matches!(var.class, Class::Lent | Class::Rederived))
            .filter(|var| !var.name.starts_with("__"))
            .map(|var| format!("`{}`", var.name))
            .collect();
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
