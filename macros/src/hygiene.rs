//! Names that user code neither sees nor disturbs, and the spans that errors show.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// Where our tokens come from.
#[derive(Clone, Copy)]
pub struct Site(Span);

impl Site {
    /// Our tokens come from the `macro_rules!` facade that `$crate` was written in. Its hygiene
    /// hides our locals, and errors name the facade rather than the macro behind it.
    pub fn of_facade(krate: &TokenStream) -> Self {
        Site(first_span(krate.clone()).unwrap_or_else(Span::mixed_site))
    }

    pub fn span(self) -> Span {
        self.0
    }

    /// A local of ours.
    pub fn local(self, name: &str) -> Ident {
        Ident::new(name, self.0)
    }

    /// A span that errors show at `span`, and that resolves names of ours.
    pub fn shown_at(self, span: Span) -> Span {
        self.0.located_at(span)
    }

    /// The ends of `tokens`, for names of ours: an expression of ours that begins with the one
    /// and ends with the other is underlined by the compiler as if it were `tokens`. Spans cannot
    /// be joined on stable.
    pub fn ends(self, tokens: &impl ToTokens) -> (Span, Span) {
        let (first, last) = ends(tokens);
        (self.shown_at(first), self.shown_at(last))
    }
}

/// The ends of `tokens`, with the hygiene of the source. From a name of ours to a token of the user's, the
/// compiler would show the attribute: so the first has the hygiene of the last.
pub fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let is_ours = begins_with_ours(tokens);
    let tokens = tokens.to_token_stream();
    let first = first_span(tokens.clone()).unwrap_or_else(Span::mixed_site);
    let last = last_span(tokens).unwrap_or(first);
    (if is_ours { last.located_at(first) } else { first }, last)
}

/// The ends of what an error underlines. Not with the hygiene of the source: the compiler would
/// offer `&mut` as a cure, in place of the words of the trait.
pub fn shown(tokens: &impl ToTokens) -> (Span, Span) {
    let (first, last) = ends(tokens);
    let mixed = Span::mixed_site();
    (mixed.located_at(first), mixed.located_at(last))
}

/// Whether the first token is the name of a local of ours, which has another hygiene than the rest.
pub fn begins_with_ours(tokens: &impl ToTokens) -> bool {
    let first = tokens.to_token_stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(first)) if first.to_string().starts_with("__"))
}

/// Of a `_binding` that is handed on, clippy would say that such a name is not to be used.
pub fn allow_handed_on<'v>(mut idents: impl Iterator<Item = &'v Ident>) -> Option<TokenStream> {
    let is_unused = |ident: &Ident| ident.to_string().starts_with('_');
    idents.any(is_unused).then(|| quote!(#[allow(clippy::used_underscore_binding)]))
}

/// The two ends of what an error underlines.
type Ends = (Span, Span);

/// A local of ours that holds `(value,)`, and the value, underlined from end to end.
pub fn shown_as(local: &str, (first, last): Ends) -> (Ident, TokenStream) {
    let local = Ident::new(local, first);
    let mut field = Literal::usize_unsuffixed(0);
    field.set_span(last);
    (local.clone(), quote_spanned!(last=> #local.#field))
}

/// `value`, underlined from end to end: `(value,).0`.
pub fn underlined(value: TokenStream, (first, last): Ends) -> TokenStream {
    let mut tuple = Group::new(Delimiter::Parenthesis, quote_spanned!(last=> #value,));
    tuple.set_span(first);
    let mut field = Literal::usize_unsuffixed(0);
    field.set_span(last);
    quote_spanned!(last=> #tuple.#field)
}

/// `path(args)`, underlined from end to end; and so is the path, lest it be pointed at as well.
pub fn call(path: TokenStream, args: TokenStream, ends: Ends) -> TokenStream {
    let mut args = Group::new(Delimiter::Parenthesis, args);
    args.set_span(ends.1);
    self::path(path, ends).into_iter().chain([TokenTree::from(args)]).collect()
}

/// A path of ours, underlined from end to end.
pub fn path(path: TokenStream, (first, last): Ends) -> TokenStream {
    let mut path: Vec<_> = path.into_iter().collect();
    path.iter_mut().for_each(|token| token.set_span(first));
    path.iter_mut().next_back().into_iter().for_each(|token| token.set_span(last));
    path.into_iter().collect()
}

/// `receiver.name(args)`, underlined from where the receiver begins.
pub fn method(receiver: TokenStream, name: Ident, args: TokenStream, last: Span) -> TokenStream {
    let mut args = Group::new(Delimiter::Parenthesis, args);
    args.set_span(last);
    quote_spanned!(last=> #receiver.#name #args)
}

/// A question that the type of `value` has to answer, put by the method of a trait.
///
/// ```text
/// match (value,) { __asked => method(__asked.0) }
/// ```
///
/// An error about it does not say which function of ours asks, since none does: a trait's own
/// method is called.
pub fn checked(method: TokenStream, value: &TokenStream, shown: Ends, span: Span) -> TokenStream {
    let (asked, shown_value) = shown_as("__asked", shown);
    let call = call(method, shown_value, shown);
    // All of it is shown as if it were the value: its type may be wrong as well.
    let mut arms = Group::new(Delimiter::Brace, quote_spanned!(span=> #asked => #call));
    arms.set_span(shown.1);
    let match_ = Ident::new("match", shown.0);
    quote_spanned!(span=> #match_ (#value,) #arms)
}

/// `tokens`, all of them shown at one place.
pub fn located_at(tokens: TokenStream, at: Span) -> TokenStream {
    let located = |mut token: TokenTree| {
        token.set_span(token.span().located_at(at));
        token
    };
    tokens.into_iter().map(located).collect()
}

/// `tokens`, the first and the last of which are shown as other ones.
pub fn between(tokens: TokenStream, (first, last): Ends) -> TokenStream {
    let mut tokens: Vec<_> = tokens.into_iter().collect();
    if let [start, .., end] = &mut *tokens {
        start.set_span(first);
        end.set_span(last);
    }
    tokens.into_iter().collect()
}

fn first_span(tokens: TokenStream) -> Option<Span> {
    match tokens.into_iter().next()? {
        // What another macro captured as one fragment stands in a group without delimiters.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            first_span(group.stream())
        }
        TokenTree::Group(group) => Some(group.span_open()),
        token => Some(token.span()),
    }
}

fn last_span(tokens: TokenStream) -> Option<Span> {
    match tokens.into_iter().last()? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            last_span(group.stream())
        }
        TokenTree::Group(group) => Some(group.span_close()),
        token => Some(token.span()),
    }
}
