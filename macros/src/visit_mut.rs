//! As `syn::visit_mut`, compiled once; see [`visit`](crate::visit). No macro writes both, for only one of
//! them has a lifetime.

macro_rules! visitor {
    ($($method:ident($Node:ty);)+) => {
        /// Changes a tree.
        pub(crate) trait VisitMut: Erased {
            $(
                fn $method(&mut self, node: &mut $Node) {
                    $method(self.erased(), node);
                }
            )+
        }

        $(
            /// Visits what is in it.
            pub(crate) fn $method(visitor: &mut dyn VisitMut, node: &mut $Node) {
                syn::visit_mut::$method(&mut Walk(visitor), node);
            }
        )+

        impl syn::visit_mut::VisitMut for Walk<'_> {
            $(
                fn $method(&mut self, node: &mut $Node) {
                    self.0.$method(node);
                }
            )+
        }
    };
}

struct Walk<'v>(&'v mut dyn VisitMut);

/// Any visitor, as the one type that the functions are compiled for.
pub(crate) trait Erased {
    fn erased(&mut self) -> &mut dyn VisitMut;
}

impl<V: VisitMut> Erased for V {
    fn erased(&mut self) -> &mut dyn VisitMut {
        self
    }
}

visitor! {
    visit_trait_bound_mut(syn::TraitBound);
    visit_arm_mut(syn::Arm);
    visit_block_mut(syn::Block);
    visit_expr_assign_mut(syn::ExprAssign);
    visit_expr_async_mut(syn::ExprAsync);
    visit_expr_binary_mut(syn::ExprBinary);
    visit_expr_break_mut(syn::ExprBreak);
    visit_expr_closure_mut(syn::ExprClosure);
    visit_expr_continue_mut(syn::ExprContinue);
    visit_expr_for_loop_mut(syn::ExprForLoop);
    visit_expr_if_mut(syn::ExprIf);
    visit_expr_index_mut(syn::ExprIndex);
    visit_expr_let_mut(syn::ExprLet);
    visit_expr_loop_mut(syn::ExprLoop);
    visit_expr_macro_mut(syn::ExprMacro);
    visit_expr_match_mut(syn::ExprMatch);
    visit_expr_method_call_mut(syn::ExprMethodCall);
    visit_expr_mut(syn::Expr);
    visit_expr_return_mut(syn::ExprReturn);
    visit_expr_while_mut(syn::ExprWhile);
    visit_field_pat_mut(syn::FieldPat);
    visit_field_value_mut(syn::FieldValue);
    visit_item_mut(syn::Item);
    visit_lifetime_mut(syn::Lifetime);
    visit_local_mut(syn::Local);
    visit_macro_mut(syn::Macro);
    visit_pat_ident_mut(syn::PatIdent);
    visit_parenthesized_generic_arguments_mut(syn::ParenthesizedGenericArguments);
    visit_pat_mut(syn::Pat);
    visit_path_mut(syn::Path);
    visit_stmt_mut(syn::Stmt);
    visit_type_fn_ptr_mut(syn::TypeFnPtr);
    visit_type_mut(syn::Type);
    visit_type_reference_mut(syn::TypeReference);
}
