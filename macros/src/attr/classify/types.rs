//! Types, as far as they are written.

use syn::{Expr, Ident, Type};

use crate::attr::ir::*;
use crate::attr::repeatable;
use crate::visit::{self, Visit};

/// Whether a type has a reference or a lifetime in it, other than `'static`.
pub(crate) fn borrows(ty: &Type) -> bool {
    struct Borrows(bool);
    impl<'ast> Visit<'ast> for Borrows {
        fn visit_type_reference(&mut self, ty: &'ast syn::TypeReference) {
            self.0 |= ty.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static");
            visit::visit_type_reference(self, ty);
        }
        fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
            self.0 |= lifetime.ident != "static";
        }
        // The references in `fn(&T)` and `dyn Fn(&T)` borrow nothing.
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments(
            &mut self,
            _: &'ast syn::ParenthesizedGenericArguments,
        ) {
        }
    }
    let mut borrows = Borrows(false);
    borrows.visit_type(ty);
    borrows.0
}

/// `&[&str]`: what is in it stays as it is.
pub(crate) fn is_list_of_borrows(ty: &Type) -> bool {
    matches!(ty, Type::Reference(list) if list.mutability.is_none() && borrows(&list.elem))
}

const PRIMITIVE: [&str; 16] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize",
];

pub(crate) fn is_primitive(name: &str) -> bool {
    PRIMITIVE.contains(&name)
}

/// Whether a type is `Copy`, as far as can be told from how it is written.
pub(crate) fn is_copy(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Path(path) => {
            path.path.get_ident().is_some_and(|ident| PRIMITIVE.iter().any(|name| ident == name))
        }
        Type::Tuple(tuple) => tuple.elems.iter().all(is_copy),
        Type::Array(array) => is_copy(&array.elem),
        Type::Paren(ty) => is_copy(&ty.elem),
        _ => false,
    }
}

/// Notes which types mention no parameter, and are `'static` for all that the macro knows.
pub(crate) fn note_static(vars: &mut [Var], generics: [&syn::Generics; 2]) {
    struct Mentions<'a>(bool, &'a [&'a syn::Generics]);
    impl<'ast> Visit<'ast> for Mentions<'_> {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            let is_it = |param: &syn::GenericParam| match param {
                syn::GenericParam::Type(param) => param.ident == *ident,
                syn::GenericParam::Const(param) => param.ident == *ident,
                syn::GenericParam::Lifetime(_) => false,
            };
            let params = self.1.iter().flat_map(|generics| &generics.params);
            self.0 |= ident == "Self" || params.into_iter().any(is_it);
        }
    }
    for var in vars {
        let Class::Rest(Some(ty)) = &var.class else { continue };
        let mut mentions = Mentions(false, &generics);
        mentions.visit_type(ty);
        var.is_static = !mentions.0 && !borrows(ty);
    }
}

/// `.collect::<Vec<&str>>()`, `words.iter().collect::<Vec<_>>()`, and the same where the type is that of the
/// local: `let words: Vec<_> = ..`.
pub(super) fn collects_borrows(init: &Expr, written: Option<&Type>) -> bool {
    let Expr::MethodCall(collect) = init else { return false };
    let turbofish = collect.turbofish.iter().flat_map(|turbofish| &turbofish.args);
    let types = turbofish.filter_map(|arg| match arg {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    let mut types = types.chain(written.filter(|_| collect.method == "collect"));
    types.any(|ty| match ty {
        Type::Path(path) if has_open_argument(path) => {
            repeatable::yields_borrows(&collect.receiver)
        }
        ty => borrows(ty),
    })
}

/// `Vec<_>`.
fn has_open_argument(path: &syn::TypePath) -> bool {
    path.path.segments.iter().any(|segment| match &segment.arguments {
        syn::PathArguments::AngleBracketed(args) => {
            args.args.iter().any(|arg| matches!(arg, syn::GenericArgument::Type(Type::Infer(_))))
        }
        _ => false,
    })
}

/// Whether a type that is written in the body means the same beside the function.
pub(super) fn is_nameable(ty: &Type, local_names: &[String]) -> bool {
    struct Nameable<'a>(bool, &'a [String]);
    impl<'ast> Visit<'ast> for Nameable<'_> {
        fn visit_type(&mut self, ty: &'ast Type) {
            self.0 &= match ty {
                Type::Infer(_) | Type::Macro(_) | Type::ImplTrait(_) => false,
                Type::Array(ty) => !matches!(ty.len, Expr::Infer(_)),
                _ => true,
            };
            visit::visit_type(self, ty);
        }
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let first = path.segments.first().map(|first| first.ident.to_string());
            self.0 &= first.is_none_or(|first| !self.1.contains(&first));
            self.0 &= !leaves_lifetime_out(path);
            visit::visit_path(self, path);
        }
    }
    let mut nameable = Nameable(true, local_names);
    nameable.visit_type(ty);
    nameable.0
}

/// `Cow<str>`: a lifetime that a body may leave out, and a field may not.
fn leaves_lifetime_out(path: &syn::Path) -> bool {
    const WITH_LIFETIME: &[&str] =
        &["Cow", "MutexGuard", "RwLockReadGuard", "RwLockWriteGuard", "SemaphorePermit"];
    let Some(last) = path.segments.last() else { return false };
    let has_lifetime = match &last.arguments {
        syn::PathArguments::AngleBracketed(given) => {
            given.args.iter().any(|arg| matches!(arg, syn::GenericArgument::Lifetime(_)))
        }
        _ => false,
    };
    !has_lifetime && WITH_LIFETIME.iter().any(|name| last.ident == name)
}

/// Names that items inside of the body declare or import.
pub(crate) fn local_names(body: &syn::Block) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_item(&mut self, item: &'ast syn::Item) {
            let ident = match item {
                syn::Item::Const(item) => Some(&item.ident),
                syn::Item::Static(item) => Some(&item.ident),
                syn::Item::Struct(item) => Some(&item.ident),
                syn::Item::Enum(item) => Some(&item.ident),
                syn::Item::Type(item) => Some(&item.ident),
                syn::Item::Trait(item) => Some(&item.ident),
                syn::Item::Union(item) => Some(&item.ident),
                syn::Item::Mod(item) => Some(&item.ident),
                syn::Item::Use(item) => {
                    self.visit_use_tree(&item.tree);
                    None
                }
                _ => None,
            };
            self.0.extend(ident.map(ToString::to_string));
        }
        fn visit_use_name(&mut self, name: &'ast syn::UseName) {
            self.0.push(name.ident.to_string());
        }
        fn visit_use_rename(&mut self, rename: &'ast syn::UseRename) {
            self.0.push(rename.rename.to_string());
        }
    }
    let mut names = Names(Vec::new());
    names.visit_block(body);
    names.0
}

/// A number or a text: no iterator.
pub(crate) fn is_scalar(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path
        .get_ident()
        .is_some_and(|ident| ident == "String" || PRIMITIVE.iter().any(|name| ident == name))
}
