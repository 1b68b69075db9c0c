//! The function, its frame and the name of its checkpoint.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, GenericParam, Generics, Lifetime, ReturnType, Type, parse_quote};

use super::flatten::private;
use super::ir::*;
use super::lower::{Lower, Names};
use super::parse::{Args, Context, Function};

/// A slot of the frame.
struct Slot {
    ident: Ident,
    /// The type of the field.
    field: TokenStream,
    /// How it is read from outside: only what the source names.
    accessor: Option<TokenStream>,
    cfg: Vec<syn::Attribute>,
}

/// What the macro puts beside the function, and the function.
pub(crate) struct Expanded {
    pub(crate) items: TokenStream,
    pub(crate) function: TokenStream,
}

pub(crate) fn expand(
    function: &Function,
    args: &Args,
    context: &Context,
    body: &mut Body,
    ends: bool,
) -> Expanded {
    let slots = assign_slots(function, context, body);
    let frame = Frame::new(function, args, context, slots);
    let items = frame.items(function, &body.awaits);
    let function = frame.function(function, args, body, ends);
    Expanded { items, function }
}

/// Gives each variable that some await saves a slot of its own.
fn assign_slots(function: &Function, context: &Context, body: &mut Body) -> Vec<Slot> {
    let private = private();
    let mut taken = HashSet::new();
    let mut slots = Vec::new();
    for owned in &function.owned {
        let ty = without_self(&owned.ty, context);
        taken.insert(owned.slot.to_string());
        slots.push(Slot {
            ident: owned.slot.clone(),
            field: quote!(#private::Typed<#ty>),
            accessor: Some(ty.to_token_stream()),
            cfg: owned.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect(),
        });
    }
    let pending: HashSet<VarId> =
        body.awaits.iter().flat_map(|point| point.pending.iter().copied()).collect();
    for (id, var) in body.vars.iter_mut().enumerate() {
        if var.slot.is_some() || !pending.contains(&id) {
            continue;
        }
        let (field, accessor) = match &var.class {
            Class::Lent | Class::Rederived => continue,
            Class::Typed(ty) | Class::Rest(Some(ty)) => {
                let ty = without_self(ty, context);
                (quote!(#private::Typed<#ty>), ty.to_token_stream())
            }
            Class::Boxed | Class::Rest(None) => {
                let any = quote!((dyn #private::core::any::Any + #private::core::marker::Send));
                (quote!(#private::Boxed), any)
            }
            Class::Counted => {
                let count = quote!(#private::core::primitive::usize);
                (quote!(#private::Typed<#count>), count)
            }
        };
        let ident = free_name(&var.name, &mut taken);
        var.slot = Some(ident.clone());
        let accessor = (!var.name.starts_with("__")).then_some(accessor);
        slots.push(Slot { ident, field, accessor, cfg: var.cfg.clone() });
    }
    slots
}

fn free_name(name: &str, taken: &mut HashSet<String>) -> Ident {
    let name = name.trim_start_matches("r#");
    let mut free = name.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{name}_{number}");
    }
    syn::parse_str(&free).unwrap_or_else(|_| format_ident!("r#{free}"))
}

/// `Self` means nothing beside the impl block.
fn without_self(ty: &Type, context: &Context) -> Type {
    struct Replace<'a>(&'a Type);
    impl VisitMut for Replace<'_> {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if matches!(ty, Type::Path(path) if path.path.is_ident("Self")) {
                *ty = self.0.clone();
            } else {
                visit_mut::visit_type_mut(self, ty);
            }
        }
    }
    let mut ty = ty.clone();
    if let Some(self_ty) = &context.self_ty {
        Replace(self_ty).visit_type_mut(&mut ty);
    }
    ty
}

struct Frame {
    ident: Ident,
    alias: Ident,
    /// The generic parameters that the slots mention, with their bounds.
    generics: Generics,
    slots: Vec<Slot>,
}

impl Frame {
    fn new(function: &Function, args: &Args, context: &Context, slots: Vec<Slot>) -> Self {
        let name = base_name(function, context);
        let alias = match &args.checkpoint {
            Some(alias) => alias.clone(),
            None => Ident::new(&format!("{name}Checkpoint"), function.sig.ident.span()),
        };
        let fields = slots.iter().map(|slot| &slot.field);
        let generics =
            used_generics(quote!(#(#fields)*), [&context.generics, &function.sig.generics]);
        Frame { ident: format_ident!("__{name}Frame"), alias, generics, slots }
    }

    fn items(&self, function: &Function, awaits: &[Await]) -> TokenStream {
        let private = private();
        let Frame { ident, alias, generics, slots } = self;
        let vis = &function.vis;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let fields =
            slots.iter().map(|Slot { ident, field, cfg, .. }| quote!(#(#cfg)* #ident: #field,));
        let params = generics.params.iter().map(param_name);
        let params: Vec<_> = params.collect();
        let (alias_generics, alias_args) = match params.is_empty() {
            true => (TokenStream::new(), TokenStream::new()),
            false => {
                let declared = generics.params.iter().map(without_bounds);
                (quote!(<#(#declared),*>), quote!(<#(#params),*>))
            }
        };
        let doc = format!(
            "The checkpoint of [`{0}`]: what a cancelled call has left for the next one.",
            function.sig.ident
        );
        let accessors = slots.iter().filter_map(|Slot { ident, accessor, cfg, .. }| {
            let ty = accessor.as_ref()?;
            let doc = format!("`{ident}`, while it is saved.");
            Some(quote! {
                #[doc = #doc]
                #(#cfg)*
                #[allow(dead_code, private_interfaces, unreachable_pub)]
                #vis fn #ident(&self) -> #private::core::option::Option<&#ty> {
                    self.#ident.get()
                }
            })
        });
        let frame_impl = self.frame_impl(function, awaits);
        let clone_impl = self.clone_impl();
        quote! {
            #[doc(hidden)]
            #[allow(unreachable_pub)]
            #vis struct #ident #impl_generics #where_clause { #(#fields)* }

            #[doc = #doc]
            #[allow(dead_code, unreachable_pub)]
            #vis type #alias #alias_generics = #private::Checkpoint<#ident #alias_args>;

            impl #impl_generics #ident #ty_generics #where_clause { #(#accessors)* }

            #clone_impl
            #frame_impl
        }
    }

    /// `impl Clone for ..`, where all slots are. The `for<'a>` lets the bounds be false.
    fn clone_impl(&self) -> TokenStream {
        let private = private();
        let Frame { ident, generics, slots, .. } = self;
        let mut bounded = generics.clone();
        let fields = slots.iter().filter(|slot| slot.cfg.is_empty()).map(|slot| &slot.field);
        let bounds = fields.map(|field| -> syn::WherePredicate {
            parse_quote!(for<'__slot> #field: #private::core::clone::Clone)
        });
        bounded.make_where_clause().predicates.extend(bounds);
        let (impl_generics, ty_generics, where_clause) = bounded.split_for_impl();
        let clones = slots.iter().map(|Slot { ident, cfg, .. }| {
            quote!(#(#cfg)* #ident: #private::core::clone::Clone::clone(&self.#ident),)
        });
        quote! {
            impl #impl_generics #private::core::clone::Clone for #ident #ty_generics #where_clause {
                fn clone(&self) -> Self {
                    #ident { #(#clones)* }
                }
            }
        }
    }

    /// `impl Frame for ..`
    fn frame_impl(&self, function: &Function, awaits: &[Await]) -> TokenStream {
        let private = private();
        let Frame { ident, generics, slots, .. } = self;
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let name = function.sig.ident.to_string();
        let owned = owned_tuple(function.owned.iter().map(|owned| owned.ty.to_token_stream()));
        let owned_names: Vec<_> = function.owned.iter().map(|owned| &owned.slot).collect();
        let owned_pattern = owned_tuple(owned_names.iter().map(ToTokens::to_token_stream));
        let finishes = !owned_names.is_empty();
        let points = awaits.iter().map(|point| {
            let (span, text) = (point.token.span, &point.text);
            let (file, line, column) = (
                quote_spanned!(span=> #private::core::file!()),
                quote_spanned!(span=> #private::core::line!()),
                quote_spanned!(span=> #private::core::column!()),
            );
            quote!(#private::AwaitPoint::new(#file, #line, #column, #text))
        });
        let arms = slots.iter().enumerate().map(|(index, Slot { ident, cfg, .. })| {
            match index < owned_names.len() {
                true => quote!(#(#cfg)* #ident: #private::core::convert::From::from(#ident),),
                false => quote!(#(#cfg)* #ident: #private::core::default::Default::default(),),
            }
        });
        let clears = slots.iter().map(|Slot { ident, cfg, .. }| {
            quote!(#(#cfg)* { self.#ident = #private::core::default::Default::default(); })
        });
        let shows = slots.iter().map(|Slot { ident, cfg, .. }| {
            let name = ident.to_string();
            quote! {
                #(#cfg)*
                if let #private::core::option::Option::Some(__value) = #private::Show(&self.#ident).show() {
                    __out.field(#name, __value);
                }
            }
        });
        quote! {
            impl #impl_generics #private::Frame for #ident #ty_generics #where_clause {
                type Owned = #owned;
                const FUNCTION: &'static #private::core::primitive::str = #name;
                const FINISHES: #private::core::primitive::bool = #finishes;
                const AWAIT_POINTS: &'static [#private::AwaitPoint] = &[#(#points),*];

                fn arm(#owned_pattern: #owned) -> Self {
                    #ident { #(#arms)* }
                }

                fn clear(&mut self) { #(#clears)* }

                fn debug(&self, __out: &mut #private::core::fmt::DebugStruct<'_, '_>) {
                    #[allow(unused_imports)]
                    use #private::ShowOpaque as _;
                    #(#shows)*
                    let _ = __out;
                }
            }
        }
    }

    fn function(&self, function: &Function, args: &Args, body: &Body, ends: bool) -> TokenStream {
        let private = private();
        let mixed = Span::mixed_site();
        let names = Names {
            core: Ident::new("__core", mixed),
            cancelled: Lifetime::new("'__cancelled", mixed),
            function: function.sig.ident.to_string(),
        };
        let lower = Lower::new(&body.vars, &body.awaits, &names);
        let block = lower.level(&body.root);
        let (core, cancelled) = (&names.core, &names.cancelled);
        // A `return` of what never yields would be unreachable, and rustc would say so.
        let block = match (body.awaits.is_empty(), ends) {
            (true, _) => block,
            // In braces of ours, for those of the user would be `unused_braces`.
            (false, true) => quote!(#cancelled: { return { #block }; } #private::never().await),
            (false, false) => quote!(#cancelled: #block #private::never().await),
        };
        let (_, ty_generics, _) = self.generics.split_for_impl();
        let turbofish = ty_generics.as_turbofish();
        let frame = &self.ident;
        let mut sig = function.sig.clone();
        let output = output(&mut sig);
        let pin_output = pin_output(&output);
        let Function { attrs, vis, receiver, lent, .. } = function;
        let receiver = receiver.iter();
        let docs = cancel_safety_docs(body);
        let syn::Signature { safety, abi, fn_token, ident, generics, .. } = &sig;
        let where_clause = &generics.where_clause;
        let body = quote!(#pin_output #block);
        let (parameter, code) = match &args.stored_in {
            Some(place) => (None, self.stored(place, core, &body)),
            None => {
                let checkpoint = Ident::new("checkpoint", mixed);
                let code = quote! {
                    let (__status, #core) = #private::Checkpoint::enter(#checkpoint);
                    #private::Resumable::<#frame #turbofish, _>::new(__status, async move { #body })
                };
                let ty = quote!(&mut #private::Checkpoint<#frame #ty_generics>);
                (Some(quote!(#checkpoint: #ty,)), code)
            }
        };
        quote! {
            #(#attrs)*
            #docs
            #[track_caller]
            #[allow(refining_impl_trait)]
            // An arm that never ends hands its value on all the same.
            #[allow(clippy::diverging_sub_expression)]
            #vis #safety #abi #fn_token #ident #generics(#(#receiver,)* #parameter #(#lent,)*)
                -> impl #private::CancelSafe<Output = #output> #where_clause
            {
                #code
            }
        }
    }

    /// The code of a function that keeps its checkpoint in a field: while it runs, the checkpoint
    /// is out of the field, so that the body may use all of the receiver.
    fn stored(&self, place: &syn::Expr, core: &Ident, body: &TokenStream) -> TokenStream {
        let private = private();
        let frame = &self.ident;
        let (_, ty_generics, _) = self.generics.split_for_impl();
        let turbofish = ty_generics.as_turbofish();
        quote! {
            #private::Stored::new(async move {
                let _ = #private::Checkpoint::enter(&mut #place);
                let mut __checkpoint: #private::Checkpoint<#frame #ty_generics> =
                    #private::core::mem::replace(&mut #place, #private::Checkpoint::taken());
                let __result = {
                    let (__status, #core) = #private::Checkpoint::enter(&mut __checkpoint);
                    #private::Leaf::new(
                        #private::Resumable::<#frame #turbofish, _>::new(__status, async { #body })
                    ).await
                };
                #place = __checkpoint;
                match __result {
                    #private::core::result::Result::Ok(__value) => __value,
                    #private::core::result::Result::Err(#private::Cancelled) => #private::never().await,
                }
            })
        }
    }
}

/// The value itself for one, a tuple for several, `()` for none.
fn owned_tuple(parts: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    match parts.len() {
        1 => quote!(#(#parts)*),
        _ => quote!((#(#parts),*)),
    }
}

/// `SendAll` for `send_all`, `ConnectionReadFrame` for a method.
fn base_name(function: &Function, context: &Context) -> String {
    let method = camel_case(&function.sig.ident.to_string());
    match &context.self_ty {
        Some(Type::Path(path)) => {
            let ty = path.path.segments.last().map(|last| last.ident.to_string());
            format!("{}{method}", ty.unwrap_or_default())
        }
        _ => method,
    }
}

fn camel_case(name: &str) -> String {
    let words = name.trim_start_matches("r#").split('_');
    words
        .map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|first| first.to_uppercase().to_string());
            first.unwrap_or_default() + chars.as_str()
        })
        .collect()
}

/// The parameters that `tokens` mention, and those that the bounds of these mention.
fn used_generics(tokens: TokenStream, sources: [&Generics; 2]) -> Generics {
    let mut used = HashSet::new();
    idents(tokens, &mut used);
    let all: Vec<&GenericParam> = sources.iter().flat_map(|generics| &generics.params).collect();
    let is_used = |param: &GenericParam, used: &HashSet<String>| match param {
        GenericParam::Lifetime(_) => false,
        GenericParam::Type(param) => used.contains(&param.ident.to_string()),
        GenericParam::Const(param) => used.contains(&param.ident.to_string()),
    };
    loop {
        let before = used.len();
        let params: Vec<_> = all.iter().filter(|param| is_used(param, &used)).collect();
        params.iter().for_each(|param| idents(param.to_token_stream(), &mut used));
        if used.len() == before {
            break;
        }
    }
    let mut generics = Generics::default();
    generics.params.extend(all.iter().filter(|param| is_used(param, &used)).map(|&param| {
        let mut param = param.clone();
        if let GenericParam::Type(param) = &mut param {
            param.default = None;
        }
        param
    }));
    let names: HashSet<String> = all.iter().map(|param| param_name(param).to_string()).collect();
    let predicates = sources.iter().filter_map(|generics| generics.where_clause.as_ref());
    for predicate in predicates.flat_map(|clause| &clause.predicates) {
        let mut mentioned = HashSet::new();
        idents(predicate.to_token_stream(), &mut mentioned);
        let of_params: Vec<_> = mentioned.intersection(&names).collect();
        if !of_params.is_empty() && of_params.iter().all(|&name| used.contains(name)) {
            generics.make_where_clause().predicates.push(predicate.clone());
        }
    }
    generics
}

fn idents(tokens: TokenStream, out: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => _ = out.insert(ident.to_string()),
            TokenTree::Group(group) => idents(group.stream(), out),
            _ => {}
        }
    }
}

fn param_name(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => param.ident.to_token_stream(),
    }
}

fn without_bounds(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Const(param) => {
            let (ident, ty) = (&param.ident, &param.ty);
            quote!(const #ident: #ty)
        }
        param => param_name(param),
    }
}

/// The type that the function returns, with its lifetimes named where the checkpoint would make
/// an elided one ambiguous.
fn output(sig: &mut syn::Signature) -> TokenStream {
    let mut output = match &sig.output {
        ReturnType::Default => return quote!(()),
        ReturnType::Type(_, ty) => (**ty).clone(),
    };
    let has_self = matches!(sig.inputs.first(), Some(FnArg::Receiver(_)));
    if !has_self {
        let mut namer = NameElided { used: false };
        namer.visit_type_mut(&mut output);
        if namer.used {
            for input in &mut sig.inputs {
                if let FnArg::Typed(arg) = input {
                    NameElided { used: false }.visit_type_mut(&mut arg.ty);
                }
            }
            sig.generics.params.insert(0, parse_quote!('__lent));
        }
    }
    nameable_output(&output)
}

/// `!` cannot be named as an associated type, but as what a function pointer returns.
pub(crate) fn nameable_output(output: &Type) -> TokenStream {
    let private = private();
    match output {
        Type::Never(never) => quote!(<fn() -> #never as #private::Returns>::Output),
        output => output.to_token_stream(),
    }
}

struct NameElided {
    used: bool,
}

impl VisitMut for NameElided {
    fn visit_type_reference_mut(&mut self, ty: &mut syn::TypeReference) {
        if ty.lifetime.is_none() {
            self.used = true;
            ty.lifetime = Some(Lifetime::new("'__lent", ty.and_token.span));
        }
        visit_mut::visit_type_reference_mut(self, ty);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            self.used = true;
            *lifetime = Lifetime::new("'__lent", lifetime.span());
        }
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _: &mut syn::ParenthesizedGenericArguments,
    ) {
    }
}

/// A `return` that never runs, so that the block's type is known from the start and what the body
/// returns is coerced to it.
pub(crate) fn pin_output(output: &TokenStream) -> TokenStream {
    let private = private();
    let mut mentioned = HashSet::new();
    idents(output.clone(), &mut mentioned);
    // `impl Trait` cannot be written here, and what never returns needs no type.
    if mentioned.contains("impl") || mentioned.contains("Returns") {
        return TokenStream::new();
    }
    quote!(if false { return #private::unreachable::<#output>(); })
}

/// The section that rustdoc shows: what is pending where.
fn cancel_safety_docs(body: &Body) -> TokenStream {
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
