//! As `syn::visit`, whose functions are generic: they would be compiled once for each of our visitors,
//! and be half of the macros. These are compiled once.

use proc_macro2::{Ident, TokenStream};

macro_rules! visitor {
    ($($method:ident($Node:ty);)+) => {
        /// Looks at a tree.
        pub(crate) trait Visit<'ast>: Erased<'ast> {
            $(
                fn $method(&mut self, node: &'ast $Node) {
                    $method(self.erased(), node);
                }
            )+

            fn visit_token_stream(&mut self, _: &'ast TokenStream) {}
        }

        $(
            /// Visits what is in it.
            pub(crate) fn $method<'ast>(visitor: &mut dyn Visit<'ast>, node: &'ast $Node) {
                syn::visit::$method(&mut Walk(visitor), node);
            }
        )+

        impl<'ast> syn::visit::Visit<'ast> for Walk<'_, 'ast> {
            $(
                fn $method(&mut self, node: &'ast $Node) {
                    self.0.$method(node);
                }
            )+

            fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
                self.0.visit_token_stream(tokens);
            }
        }
    };
}

struct Walk<'v, 'ast>(&'v mut dyn Visit<'ast>);

/// Any visitor, as the one type that the functions are compiled for.
pub(crate) trait Erased<'ast> {
    fn erased(&mut self) -> &mut dyn Visit<'ast>;
}

impl<'ast, V: Visit<'ast>> Erased<'ast> for V {
    fn erased(&mut self) -> &mut dyn Visit<'ast> {
        self
    }
}

visitor! {
    visit_block(syn::Block);
    visit_expr(syn::Expr);
    visit_expr_assign(syn::ExprAssign);
    visit_expr_async(syn::ExprAsync);
    visit_expr_await(syn::ExprAwait);
    visit_expr_break(syn::ExprBreak);
    visit_expr_closure(syn::ExprClosure);
    visit_expr_for_loop(syn::ExprForLoop);
    visit_expr_if(syn::ExprIf);
    visit_expr_index(syn::ExprIndex);
    visit_expr_let(syn::ExprLet);
    visit_expr_loop(syn::ExprLoop);
    visit_expr_match(syn::ExprMatch);
    visit_expr_method_call(syn::ExprMethodCall);
    visit_expr_path(syn::ExprPath);
    visit_expr_while(syn::ExprWhile);
    visit_ident(Ident);
    visit_item(syn::Item);
    visit_item_fn(syn::ItemFn);
    visit_lifetime(syn::Lifetime);
    visit_local(syn::Local);
    visit_macro(syn::Macro);
    visit_parenthesized_generic_arguments(syn::ParenthesizedGenericArguments);
    visit_pat(syn::Pat);
    visit_pat_ident(syn::PatIdent);
    visit_pat_reference(syn::PatReference);
    visit_path(syn::Path);
    visit_stmt_macro(syn::StmtMacro);
    visit_type(syn::Type);
    visit_type_fn_ptr(syn::TypeFnPtr);
    visit_type_reference(syn::TypeReference);
    visit_type_trait_object(syn::TypeTraitObject);
    visit_use_name(syn::UseName);
    visit_use_rename(syn::UseRename);
    visit_use_tree(syn::UseTree);
}
