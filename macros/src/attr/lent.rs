//! What has to be true of the parameters that are passed anew with each call.

use proc_macro2::Ident;
use syn::{Expr, FnArg, Pat, Type};

use super::classify;
use super::only_lent::is_only_lent;
use super::parse::Args;
use crate::diag::Errors;
use crate::visit::{self, Visit};

/// A change to the binding itself would be lost. What is pinned has to be `mut` to be polled, and is
/// the same behind it; so with what is only lent.
pub(crate) fn check(item: &syn::ItemFn, args: &Args, errors: &mut Errors) {
    let block = &item.block;
    for input in &item.sig.inputs {
        let FnArg::Typed(arg) = input else { continue };
        let Pat::Ident(pat) = &*arg.pat else { continue };
        let Some(mutability) = &pat.mutability else { continue };
        let stays = is_pinned(&arg.ty) && !is_assigned(&pat.ident, block)
            || is_only_lent(&pat.ident, block);
        if args.stateless.is_some() || !classify::borrows(&arg.ty) || stays {
            continue;
        }
        errors.push(
            mutability,
            format!(
                "`{}` is passed anew on each call: what is assigned to it is lost on cancel [mut-lent]\n\
                 help: take it without `mut`, and keep the part that changes (an index, an owned \
                 copy) in a local",
                pat.ident,
            ),
        );
    }
}

/// `Pin<&mut T>`
fn is_pinned(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Pin"))
}

fn is_assigned(ident: &Ident, block: &syn::Block) -> bool {
    struct Assigned<'a>(&'a Ident, bool);
    impl<'ast> Visit<'ast> for Assigned<'_> {
        fn visit_expr_assign(&mut self, e: &'ast syn::ExprAssign) {
            self.1 |= matches!(&*e.left, Expr::Path(path) if path.path.is_ident(self.0));
            visit::visit_expr_assign(self, e);
        }
    }
    let mut assigned = Assigned(ident, false);
    assigned.visit_block(block);
    assigned.1
}
