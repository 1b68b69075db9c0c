//! The arguments of an operation that may have progress.
//!
//! The operation is called in more than one way, and its arguments wait: in a slot, or as a borrow in
//! a local. A call that never runs tells what type each is to be. So they are coerced like the
//! arguments that they are, and one of another type is reported once.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat};

use super::*;
use crate::attr::ir::*;
use crate::attr::{classify, flatten, pending, repeatable};
use crate::hygiene;

impl Lower<'_> {
    /// `Some(operand)`, in a slot. Of several, the types of those that come behind are not known yet,
    /// which the call may need.
    ///
    /// ```text
    /// Input:  Some(item)
    /// Output: Some({ let operand; if false { tx.send(operand); } coerced(item) })
    /// ```
    pub(super) fn operand_of_call(&self, let_: &Let) -> Option<TokenStream> {
        let (Pat::Ident(slot), Some(Value::Simple(code))) = (&let_.pat, &let_.init) else {
            return None;
        };
        let is_linked = |&var: &VarId| {
            matches!(self.vars[var].class, Class::Rest(Some(_))) && !self.is_told(var)
        };
        // Where the type is written, there is nothing to coerce.
        if let_.vars.iter().any(is_linked) {
            return None;
        }
        let Expr::Call(some) = &code.code else { return None };
        let operand = some.args.first()?;
        let (call, slots) = self.taken_by(&slot.ident)?;
        let mut call = call.clone();
        let taken = call.args.iter_mut().zip(slots).find(|(_, slot)| **slot);
        taken.into_iter().for_each(|(arg, _)| *arg = operand.clone());
        let (span, private) = (flatten::generated(operand.span()), private());
        let (typed, like) = match flatten::is_well_called(&call) {
            true => {
                // What else it borrows is coerced where it is lent.
                let views = call.args.iter().zip(slots).take_while(|(_, slot)| !**slot);
                let before = views.filter(|(arg, _)| is_view(arg)).count();
                let (typed, locals) = typed(&call, slots, |arg, is_slot| is_slot || is_view(arg));
                (typed, locals.get(before)?.to_token_stream())
            }
            false => (TokenStream::new(), passed_on(&call, slots)),
        };
        let value = match let_.vars.iter().any(|&var| self.is_exact(var)) {
            true => exactly(&like, operand, span),
            false => coerced(&like, &operand.to_token_stream(), span),
        };
        Some(quote_spanned! {span=>
            #private::core::option::Option::Some({ #typed let __value = #value; __value })
        })
    }

    /// Whether the call that takes it says of what type a slot is, and not the checkpoint: of an
    /// argument of another type, the checkpoint is not to say so as well.
    pub(super) fn is_told(&self, var: VarId) -> bool {
        let var = &self.vars[var];
        var.is_static && var.origin == Origin::Slot && self.taken_by(&var.ident).is_some()
    }

    /// Whether what goes into such a slot could be coerced on its way. A number is not, and the compiler
    /// says in fewer words that it is another.
    fn is_exact(&self, var: VarId) -> bool {
        let ty = match &self.vars[var].class {
            Class::Rest(ty) => ty.as_ref(),
            _ => None,
        };
        self.is_told(var) && ty.is_some_and(|ty| !classify::is_scalar(ty))
    }

    /// The call that takes what is in a slot, if it is the only one that the call takes.
    fn taken_by(&self, slot: &Ident) -> Option<(&ExprMethodCall, &[bool])> {
        let taker = *self.takers.get(&slot.to_string())?;
        match &self.awaits[taker as usize - 1].leaf {
            Leaf::Method { call, slots: Some(slots) } => Some((call, slots)),
            _ => None,
        }
    }
}

/// The calls that take what is in one slot, by the name of the slot.
pub(super) fn takers(awaits: &[Await]) -> HashMap<String, AwaitId> {
    let taker = |(id, point): (AwaitId, &Await)| {
        let Leaf::Method { call, slots: Some(slots) } = &point.leaf else { return None };
        let mut taken = call.args.iter().zip(slots).filter(|(_, slot)| **slot);
        let (Expr::Path(slot), _) = taken.next()? else { return None };
        let slot = slot.path.get_ident()?.to_string();
        taken.next().is_none().then_some((slot, id))
    };
    (1..).zip(awaits).filter_map(taker).collect()
}

/// The operand, of the type that `like` has. One of another type is reported, and then this is of
/// none: so nothing else is said of it.
///
/// ```text
/// 'typed: { if false { break 'typed like; } break 'typed item; }
/// ```
pub(super) fn coerced(like: &TokenStream, operand: &TokenStream, span: Span) -> TokenStream {
    let label = Lifetime::new("'__typed", span);
    let first = pending::never(quote_spanned!(span=> break #label #like;));
    // Of a `()` behind `break`, clippy would say that it is not needed.
    match operand.to_string() == "()" {
        true => quote_spanned!(span=> #label: { #first break #label (#operand,).0; }),
        false => quote_spanned!(span=> #label: { #first break #label #operand; }),
    }
}

/// The operand, of the very type that `like` has: an alias of the user's may stand for a `Box<Type>`,
/// and as a `Box<dyn Trait>` it would not fit into its slot. What is in a tuple is not coerced.
///
/// ```text
/// { let given = item; let value = coerced(given); if false { exact = (value,); exact = (given,); } value }
/// ```
fn exactly(like: &TokenStream, operand: &Expr, span: Span) -> TokenStream {
    let given = Ident::new("__given", span.located_at(operand.span()));
    let value = coerced(like, &given.to_token_stream(), span);
    let same = pending::never(quote_spanned! {span=>
        let mut __exact = (__value,);
        let #given = (#given,);
        __exact = #given;
    });
    quote_spanned!(span=> { let #given = #operand; let __value = #value; #same __value })
}

/// `write_all(&buf)`, and before it what puts the borrow into a local. Only of what has a name: what
/// the borrow of another value borrows from would not live long enough.
pub(super) fn lend(call: &ExprMethodCall, slots: &[bool]) -> (TokenStream, ExprMethodCall) {
    let mut lent = call.clone();
    let views = lent.args.iter_mut().zip(slots).filter(|(arg, slot)| !**slot && is_view(arg));
    let (typed, locals) = typed(call, slots, |arg, is_slot| !is_slot && is_view(arg));
    let well_called = flatten::is_well_called(call);
    let assigns = views.zip(locals).map(|((arg, _), local)| {
        let passed = match well_called {
            true => local.to_token_stream(),
            false => hygiene::underlined(local.to_token_stream(), hygiene::ends(arg)),
        };
        let view = std::mem::replace(arg, Expr::Verbatim(passed));
        quote_spanned!(local.span()=> #local = #view;)
    });
    let assigns: TokenStream = assigns.collect();
    (quote!(#typed #assigns), lent)
}

fn is_view(arg: &Expr) -> bool {
    match arg {
        Expr::Path(_) => true,
        Expr::Lit(lit) => matches!(lit.lit, syn::Lit::Str(_) | syn::Lit::ByteStr(_)),
        Expr::Reference(reference) => {
            repeatable::is_place(&reference.expr)
                || reference.mutability.is_none() && is_constant(&reference.expr)
        }
        _ => false,
    }
}

/// Made of literals: a borrow of it lives for ever.
fn is_constant(value: &Expr) -> bool {
    match value {
        Expr::Lit(_) => true,
        Expr::Array(array) => array.elems.iter().all(is_constant),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_constant),
        Expr::Paren(e) => is_constant(&e.expr),
        Expr::Group(e) => is_constant(&e.expr),
        _ => false,
    }
}

/// Locals that have the types of some arguments, and the code that declares them.
fn typed(
    call: &ExprMethodCall,
    slots: &[bool],
    is_asked: impl Fn(&Expr, bool) -> bool,
) -> (TokenStream, Vec<Ident>) {
    let span = flatten::generated(call.method.span());
    let well_called = flatten::is_well_called(call);
    let (mut call, mut locals) = (call.clone(), Vec::new());
    for (arg, is_slot) in call.args.iter_mut().zip(slots) {
        // As what is in a slot is shown.
        let ends = if *is_slot { hygiene::shown(arg) } else { hygiene::ends(arg) };
        let local = Ident::new(&format!("__operand{}", locals.len()), span);
        let is_asked = is_asked(arg, *is_slot);
        *arg = Expr::Verbatim(match (is_asked, *is_slot) {
            (true, _) if well_called => local.to_token_stream(),
            (true, _) => passed(arg, &quote_spanned!(span=> #local = __given;), ends),
            (false, true) => {
                hygiene::underlined(quote!(__nowhere.operand(&mut #arg)), hygiene::ends(arg))
            }
            (false, false) if well_called || !is_view(arg) => continue,
            (false, false) => passed(arg, &TokenStream::new(), ends),
        });
        if is_asked {
            locals.push(local);
        }
    }
    if locals.is_empty() {
        return (TokenStream::new(), locals);
    }
    let asks = pending::never(quote_spanned!(span=> let _ = #call;));
    (quote_spanned!(span=> #(let #locals;)* #asks), locals)
}

/// What waits in the slot of a call that may not exist, or takes other arguments. If it does not exist, this
/// is of no type, and of the operand nothing is said either.
///
/// ```text
/// { use Takes as _; let noted = Noted::new(); tx.send(passed(item)).__takes(noted) }
/// ```
fn passed_on(call: &ExprMethodCall, slots: &[bool]) -> TokenStream {
    let (span, private) = (flatten::generated(call.method.span()), private());
    let mut call = call.clone();
    let note = quote_spanned!(span=> __noted.is(&__given););
    for (arg, is_slot) in call.args.iter_mut().zip(slots) {
        if *is_slot {
            *arg = Expr::Verbatim(passed(arg, &note, hygiene::shown(arg)));
        } else if is_view(arg) {
            *arg = Expr::Verbatim(passed(arg, &TokenStream::new(), hygiene::ends(arg)));
        }
    }
    quote_spanned! {span=> {
        #[allow(unused_imports)]
        use #private::Takes as _;
        let __noted = #private::Noted::new();
        #call.__takes(__noted)
    }}
}

/// An argument, and what notes the type that it is passed as. If the call takes no such argument, it
/// has its own, and the compiler says of it what it says of the call itself: that is reported once.
///
/// ```text
/// 'argument: {
///     let expected;
///     break 'argument expected;
///     let given = 'passed: { break 'passed expected; break 'passed &buf; };
///     note;
///     break 'argument given;
/// }
/// ```
fn passed(arg: &Expr, note: &TokenStream, (first, last): (Span, Span)) -> TokenStream {
    let span = flatten::generated(first);
    let (argument, typed) = (Lifetime::new("'__argument", first), Lifetime::new("'__passed", span));
    let mut block = Group::new(
        Delimiter::Brace,
        quote_spanned! {span=>
            let __expected;
            break #argument __expected;
            let __given = #typed: { break #typed __expected; break #typed #arg; };
            #note
            break #argument __given;
        },
    );
    block.set_span(last);
    quote_spanned!(first=> #argument: #block)
}
