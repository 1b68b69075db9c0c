//! Futures in locals that are awaited by name: `rx.await`, `timeout(limit, handle).await`.
//!
//! By value such a future would be moved into the await, and lost with it on cancel. Awaited by
//! reference it stays in its local, which is saved like any other; and once it has completed, it
//! is dropped, as it would have been.

use proc_macro2::Ident;
use quote::{quote, quote_spanned};
use syn::Expr;

use super::mentions::Visitor;
use crate::attr::ir::*;
use crate::hygiene;

impl Visitor<'_, '_> {
    /// Awaits a reference to the local in place of the local. Says which it is.
    pub(super) fn keep(&mut self, leaf: &mut Leaf) -> Option<Ident> {
        let Leaf::Other(expr) = leaf else { return None };
        let future = match expr {
            Expr::Call(call) => {
                let wrapped = crate::select::limited_argument(&call.func)?;
                call.args.iter_mut().nth(wrapped)?
            }
            expr => expr,
        };
        let Expr::Path(path) = &*future else { return None };
        let ident = path.path.get_ident()?.clone();
        let var = self.owned(&ident)?;
        self.resolver.vars[var].mutability.get_or_insert(syn::Token![mut](ident.span()));
        // With the hygiene of the source, the compiler would offer to borrow it as a cure.
        let shown = hygiene::shown(&ident);
        let named = self.resolver.vars[var].at(&ident);
        let future_again = quote_spanned!(shown.0=> &mut #named);
        let path = quote!(::cancel_safe::errors::CanBeKept::__kept);
        *future = Expr::Verbatim(hygiene::call(path, future_again, shown));
        Some(ident)
    }

    /// The variable of that name, if it holds its value itself.
    pub(super) fn owned(&self, ident: &Ident) -> Option<VarId> {
        let name = ident.to_string();
        let var = self.resolver.find(&name).filter(|_| !self.locals.contains(&name))?;
        let owns = !matches!(self.resolver.vars[var].class, Class::Lent | Class::Rederived);
        owns.then_some(var)
    }
}
