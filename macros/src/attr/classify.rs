//! How does a local come back when a call is resumed?

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{Expr, Type, parse_quote};

use super::ir::*;
use super::{flatten, repeatable};

/// The variables of a function, of which some are in scope.
#[derive(Clone, Copy)]
pub(crate) struct Vars<'a> {
    pub(crate) all: &'a [Var],
    /// From the outermost.
    pub(crate) scope: &'a [VarId],
}

impl<'a> Vars<'a> {
    /// What `ident` means where it stands.
    fn named(self, ident: &Ident) -> Option<&'a Var> {
        let mut vars = self.scope.iter().rev().map(|&var| &self.all[var]);
        vars.find(|var| var.ident == *ident)
    }
}

/// The class of the variables that `let_` declares.
pub(crate) fn class(let_: &Let, by_ref: bool, vars: Vars<'_>, local_names: &[String]) -> Class {
    let ty = let_.ty.as_ref().filter(|ty| is_nameable(ty, local_names));
    match let_.origin {
        Origin::Rederive => Class::Rederived,
        Origin::Slot => Class::Rest(slot_type(let_, vars)),
        Origin::Iterator => iterator(let_, vars),
        Origin::IteratorAgain => Class::Counted,
        // What the body changes is not what the iterator yields.
        Origin::Item if is_counted(let_, vars) && !is_mutable(let_) => Class::Rederived,
        Origin::Picked(_) if by_ref => Class::Rederived,
        _ if let_.ty.as_ref().is_some_and(borrows) => Class::Rederived,
        _ if by_ref => Class::Rederived,
        _ if holds_borrow(let_) => Class::Rederived,
        // A value, wherever it comes from: a reference would be in its type.
        _ if ty.is_some() && matches!(let_.pat, syn::Pat::Ident(_)) => Class::of_value(ty.cloned()),
        _ if init(let_).is_some_and(collects_borrows) => Class::Rederived,
        _ if init(let_).is_some_and(|init| is_closure_again(init, let_, vars)) => Class::Rederived,
        // Its type says whether it is a borrow, or a number that may be saved.
        _ if is_mutable(let_) && matches!(init(let_), Some(Expr::Path(_))) => Class::Boxed,
        _ if init(let_).is_some_and(|init| is_borrow(init, vars)) => Class::Rederived,
        _ => Class::of_value(type_of(let_, vars)),
    }
}

/// The type of a local that is known, though it is not written.
fn type_of(let_: &Let, vars: Vars<'_>) -> Option<Type> {
    if !matches!(let_.pat, syn::Pat::Ident(_)) {
        return None;
    }
    item_type(let_, vars).or_else(|| {
        let private = flatten::private();
        let is_text = let_.init.as_ref().is_some_and(yields_literals);
        is_text.then(|| parse_quote!(&'static #private::core::primitive::str))
    })
}

/// The same for an initializer that awaits.
fn yields_literals(value: &Value) -> bool {
    let tail = |block: &Block| match block.stmts.last().map(|stmt| &stmt.kind) {
        Some(StmtKind::Value { value, semi: None, .. }) => yields_literals(value),
        Some(StmtKind::Plain(Code { code: syn::Stmt::Expr(tail, None), .. })) => {
            is_choice_of_literals(tail)
        }
        _ => false,
    };
    match value {
        Value::Simple(code) => is_choice_of_literals(&code.code),
        Value::Block(block) => block.label.is_none() && tail(block),
        Value::If(if_) => tail(&if_.then) && if_.otherwise.as_ref().is_some_and(yields_literals),
        Value::Match(match_) => {
            !match_.arms.is_empty()
                && match_.arms.iter().all(|arm| match &arm.body {
                    ArmBody::Plain(code) => is_choice_of_literals(&code.code),
                    ArmBody::Awaits { block, .. } => tail(block),
                })
        }
        Value::Loop(_) => false,
    }
}

/// The type of what waits in a slot, where it is a variable whose type is written. Not of one that
/// may be coerced on its way there: `Box<Type>` to `Box<dyn Trait>`, `&String` to `&str`.
fn slot_type(let_: &Let, vars: Vars<'_>) -> Option<Box<Type>> {
    let Expr::Call(some) = init(let_)? else { return None };
    let Expr::Path(path) = some.args.first()? else { return None };
    let ident = path.path.get_ident()?;
    match &vars.named(ident)?.class {
        Class::Typed(ty) if !may_be_coerced(ty) => Some(ty.clone()),
        _ => None,
    }
}

fn may_be_coerced(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            let pointers = ["Arc", "Box", "Pin", "Rc"];
            let last = path.path.segments.last();
            last.is_some_and(|last| pointers.iter().any(|pointer| last.ident == pointer))
        }
        ty => matches!(ty, Type::Reference(_) | Type::FnPtr(_)),
    }
}

/// `match n { 0 => "none", _ => "some" }`: a borrow, but one that can be kept.
fn is_choice_of_literals(expr: &Expr) -> bool {
    let tail = |block: &syn::Block| match block.stmts.last() {
        Some(syn::Stmt::Expr(tail, None)) => is_choice_of_literals(tail),
        _ => false,
    };
    match expr {
        Expr::Lit(lit) => matches!(lit.lit, syn::Lit::Str(_)),
        Expr::Block(e) => e.label.is_none() && tail(&e.block),
        Expr::If(e) => {
            let otherwise = e.else_branch.as_ref();
            tail(&e.then_branch) && otherwise.is_some_and(|(_, e)| is_choice_of_literals(e))
        }
        Expr::Match(e) => {
            !e.arms.is_empty() && e.arms.iter().all(|arm| is_choice_of_literals(&arm.body))
        }
        _ => false,
    }
}

/// Whether the item of a `for` comes from an iterator that is made again, or would have to be.
fn is_counted(let_: &Let, vars: Vars<'_>) -> bool {
    operands(let_).iter().any(|&var| {
        let Var { class, origin, .. } = &vars.all[var];
        *class == Class::Counted || *class == Class::Rederived && *origin == Origin::Iterator
    })
}

/// Whether the initializer of what borrows is a borrow, or said to be one.
pub(crate) fn is_rederivable(let_: &Let, by_ref: bool, vars: Vars<'_>) -> bool {
    match let_.origin {
        Origin::Picked(_) | Origin::Item => true,
        Origin::Rederive => init(let_).is_some(),
        // What changes with its calls is what it borrows, and that is saved.
        _ if init(let_).is_some_and(|init| is_closure_again(init, let_, vars)) => true,
        _ if is_mutable(let_) => false,
        _ => init(let_).is_some_and(|init| {
            by_ref
                || is_borrow(init, vars)
                || is_collected_again(init, let_, vars)
                || repeatable::is_built_again(init)
        }),
    }
}

/// `let view = View { text: &text };`: made again, or refused.
fn holds_borrow(let_: &Let) -> bool {
    matches!(let_.pat, syn::Pat::Ident(_)) && init(let_).is_some_and(repeatable::is_built_on_borrow)
}

/// `line.split(' ').collect()`, of what does not change: the same borrows, collected again.
fn is_collected_again(init: &Expr, let_: &Let, vars: Vars<'_>) -> bool {
    fn changes(var: &Var, vars: &[Var]) -> bool {
        var.changes || var.operands.iter().any(|&operand| changes(&vars[operand], vars))
    }
    let Expr::MethodCall(collect) = init else { return false };
    collect.method == "collect"
        && repeatable::is_iterable_again(&collect.receiver)
        && !operands(let_).iter().any(|&operand| changes(&vars.all[operand], vars.all))
}

/// A closure that owns nothing is the same when it is made again.
fn is_closure_again(expr: &Expr, let_: &Let, vars: Vars<'_>) -> bool {
    match expr {
        Expr::Closure(closure) => {
            let is_lent =
                |&var: &VarId| matches!(vars.all[var].class, Class::Lent | Class::Rederived);
            closure.capture.is_none() || operands(let_).iter().all(is_lent)
        }
        Expr::Paren(e) => is_closure_again(&e.expr, let_, vars),
        _ => false,
    }
}

/// Whether a binding itself may change.
fn is_mutable(let_: &Let) -> bool {
    flatten::bindings(&let_.pat)
        .iter()
        .any(|binding| binding.mutability.is_some() && !binding.by_ref)
}

/// Whether the initializer must not be written twice.
pub(crate) fn stands_once(let_: &Let) -> bool {
    struct Closures(bool);
    impl<'ast> Visit<'ast> for Closures {
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {
            self.0 = true;
        }
    }
    let mut closures = Closures(let_.origin == Origin::Item);
    if let Some(Value::Simple(init)) = &let_.init {
        closures.visit_expr(&init.code);
    }
    closures.0
}

/// The initializer, if it is plain code.
pub(crate) fn init(let_: &Let) -> Option<&Expr> {
    match &let_.init {
        Some(Value::Simple(code)) if code.facts.await_point.is_none() => Some(&code.code),
        _ => None,
    }
}

/// What deriving the variables of `let_` again needs.
pub(crate) fn operands(let_: &Let) -> Vec<VarId> {
    match &let_.init {
        Some(Value::Simple(code)) => {
            code.facts.mentions.iter().map(|mention| mention.var).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the value is a borrow for certain: by its form, or because it is a plain copy of one.
pub(crate) fn is_borrow(expr: &Expr, vars: Vars<'_>) -> bool {
    match expr {
        Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
            let var = vars.named(ident);
            var.is_some_and(|var| matches!(var.class, Class::Lent | Class::Rederived))
        }),
        Expr::Tuple(tuple) if !tuple.elems.is_empty() => {
            tuple.elems.iter().all(|element| is_borrow(element, vars))
        }
        expr => repeatable::may_be_borrow(expr) && keys_stay(expr, vars),
    }
}

/// Whether what a borrow is looked up by is the same when it is looked up again: the `key` of
/// `map.get(&key)`, which is not borrowed by what comes out, and what a closure mentions.
fn keys_stay(expr: &Expr, vars: Vars<'_>) -> bool {
    struct Keys<'a> {
        vars: Vars<'a>,
        stay: bool,
    }
    impl Keys<'_> {
        fn look_at(&mut self, key: Option<&Ident>) {
            let var = key.and_then(|key| self.vars.named(key));
            self.stay &= var.is_none_or(|var| !var.changes);
        }

        fn look_up_by(&mut self, key: &Expr) {
            match key {
                Expr::Reference(key) => self.look_at(repeatable::root(&key.expr)),
                Expr::MethodCall(copy) => self.look_at(repeatable::root(&copy.receiver)),
                Expr::Unary(key) => self.look_at(repeatable::root(&key.expr)),
                Expr::Closure(closure) => self.visit_expr_closure(closure),
                _ => {}
            }
        }
    }
    impl<'ast> Visit<'ast> for Keys<'_> {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.visit_expr(&call.receiver);
            call.args.iter().for_each(|arg| self.look_up_by(arg));
        }
        fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
            self.visit_expr(&index.expr);
            self.look_up_by(&index.index);
        }
        fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
            let mut mentions = Mentions(self);
            mentions.visit_expr(&closure.body);
        }
    }
    struct Mentions<'k, 'a>(&'k mut Keys<'a>);
    impl<'ast> Visit<'ast> for Mentions<'_, '_> {
        fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
            self.0.look_at(path.path.get_ident());
        }
    }
    let mut keys = Keys { vars, stay: true };
    keys.visit_expr(expr);
    keys.stay
}

/// Whether all that a condition matches is borrowed.
pub(crate) fn condition_borrows(cond: &Expr, vars: Vars<'_>) -> bool {
    match cond {
        Expr::Let(e) => is_borrow(&e.expr, vars),
        Expr::Paren(e) => condition_borrows(&e.expr, vars),
        Expr::Binary(e) if flatten::condition_has_let(cond) => {
            condition_borrows(&e.left, vars) && condition_borrows(&e.right, vars)
        }
        _ => true,
    }
}

/// The type of the item of a `for`, where that of the iterator is known.
fn item_type(let_: &Let, vars: Vars<'_>) -> Option<Type> {
    if let_.origin != Origin::Item {
        return None;
    }
    let private = flatten::private();
    operands(let_).into_iter().find_map(|var| match (&vars.all[var].class, vars.all[var].origin) {
        (Class::Typed(ty), Origin::Iterator) => Some(parse_quote! {
            <#ty as #private::core::iter::Iterator>::Item
        }),
        _ => None,
    })
}

fn iterator(let_: &Let, vars: Vars<'_>) -> Class {
    let Some(init) = init(let_) else { return Class::Boxed };
    if repeatable::is_iterable_again(init) {
        return Class::Counted;
    }
    // `IntoIterator::into_iter(items)`, where `items` is a borrow, or has its type written.
    let Expr::Call(call) = init else { return Class::Boxed };
    // A borrow that cannot be made again.
    if let Some(Expr::MethodCall(chain)) = call.args.first()
        && repeatable::chooses_what_changes(chain)
    {
        return Class::Rederived;
    }
    let Some(Expr::Path(path)) = call.args.first() else { return Class::Boxed };
    let Some(ident) = path.path.get_ident() else { return Class::Boxed };
    match vars.named(ident).map(|var| &var.class) {
        Some(Class::Lent | Class::Rederived) => Class::Counted,
        Some(Class::Typed(ty)) => {
            let private = flatten::private();
            Class::Typed(Box::new(parse_quote! {
                <#ty as #private::core::iter::IntoIterator>::IntoIter
            }))
        }
        _ => Class::Boxed,
    }
}

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

/// `.collect::<Vec<&str>>()`, and `words.iter().collect::<Vec<_>>()`.
fn collects_borrows(init: &Expr) -> bool {
    let Expr::MethodCall(collect) = init else { return false };
    let mut types = collect.turbofish.iter().flat_map(|turbofish| &turbofish.args);
    types.any(|ty| match ty {
        syn::GenericArgument::Type(Type::Path(path)) if has_open_argument(path) => {
            repeatable::yields_borrows(&collect.receiver)
        }
        syn::GenericArgument::Type(ty) => borrows(ty),
        _ => false,
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
fn is_nameable(ty: &Type, local_names: &[String]) -> bool {
    struct Nameable<'a>(bool, &'a [String]);
    impl<'ast> Visit<'ast> for Nameable<'_> {
        fn visit_type(&mut self, ty: &'ast Type) {
            self.0 &= !matches!(ty, Type::Infer(_) | Type::Macro(_) | Type::ImplTrait(_));
            visit::visit_type(self, ty);
        }
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let first = path.segments.first().map(|first| first.ident.to_string());
            self.0 &= first.is_none_or(|first| !self.1.contains(&first));
            visit::visit_path(self, path);
        }
    }
    let mut nameable = Nameable(true, local_names);
    nameable.visit_type(ty);
    nameable.0
}

/// Names that items inside of the body declare or import.
pub(crate) fn local_names(body: &syn::Block) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_item(&mut self, item: &'ast syn::Item) {
            let ident = match item {
                syn::Item::Struct(item) => Some(&item.ident),
                syn::Item::Enum(item) => Some(&item.ident),
                syn::Item::Type(item) => Some(&item.ident),
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
