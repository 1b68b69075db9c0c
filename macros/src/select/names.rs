//! What the expansion names.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::hygiene::{self, Site};

/// Paths into the runtime, and locals.
pub struct Names {
    pub site: Site,
    /// `$crate`
    pub krate: TokenStream,
    /// `Option` of the core library.
    pub option: TokenStream,
    /// `bool` of the core library.
    pub bool: TokenStream,
    /// `unreachable!` of the core library.
    pub unreachable: TokenStream,
}

impl Names {
    pub fn new(krate: &TokenStream) -> Self {
        let site = Site::of_facade(krate);
        let span = site.span();
        let core = quote_spanned!(span=> #krate::__private::core);
        Names {
            site,
            krate: krate.clone(),
            option: quote_spanned!(span=> #core::option::Option),
            bool: quote_spanned!(span=> #core::primitive::bool),
            unreachable: quote_spanned!(span=> #core::unreachable!),
        }
    }

    pub fn span(&self) -> Span {
        self.site.span()
    }

    pub fn local(&self, name: &str) -> Ident {
        self.site.local(name)
    }

    /// `local` with a number.
    pub fn numbered(&self, name: &str, index: usize) -> Ident {
        self.local(&format!("{name}_{index}"))
    }

    /// What the runtime has for this macro.
    pub fn support(&self, name: &str) -> TokenStream {
        let (krate, name) = (&self.krate, self.local(name));
        quote_spanned!(self.span()=> #krate::__private::select::#name)
    }

    /// The trait whose method a verdict may be found by.
    pub fn ask(&self) -> TokenStream {
        let ask = self.support("Ask");
        quote_spanned!(self.span()=> #ask as _)
    }

    /// A value of the type that `body` has. The compiler checks the types of `body`, and that is
    /// all: what it mentions is neither evaluated twice, nor moved, nor borrowed.
    pub fn never_run(&self, body: &TokenStream) -> TokenStream {
        let (krate, value) = (&self.krate, self.local("value"));
        let any = self.support("any");
        quote_spanned! {self.span()=>
            {
                #[allow(unreachable_code)]
                let #value = if false {
                    #krate::__private::nowhere();
                    #body
                } else {
                    #any()
                };
                #value
            }
        }
    }

    /// `future`, asked whether it is cancel-safe. An error underlines `shown`.
    pub fn checked(&self, future: &TokenStream, shown: &impl ToTokens) -> TokenStream {
        let (krate, ends) = (&self.krate, self.site.ends(shown));
        let into_future = quote!(#krate::__private::core::future::IntoFuture::into_future);
        let future = hygiene::call(into_future, future.clone(), ends);
        let checked = hygiene::checked(self.proof(), &future, ends, self.span());
        // An await of it is shown as the user's.
        hygiene::between(checked, hygiene::ends(shown))
    }

    /// The same, of what is shown already, and is a future and not only becomes one.
    pub fn proved(&self, future: TokenStream, shown: &impl ToTokens) -> TokenStream {
        hygiene::call(self.proof(), future, self.site.ends(shown))
    }

    fn proof(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::CancelSafe::__checked)
    }

    /// A future that `reference` refers to, asked whether it is cancel-safe.
    pub fn checked_in_place(&self, reference: &TokenStream, shown: &impl ToTokens) -> TokenStream {
        let krate = &self.krate;
        let method = quote!(#krate::CancelSafe::__checked_in_place);
        hygiene::checked(method, reference, self.site.ends(shown), self.span())
    }

    /// The output of a future, asked whether it is an option. An error underlines `shown`.
    pub fn optional(&self, output: &TokenStream, shown: &impl ToTokens) -> TokenStream {
        let krate = &self.krate;
        let method = quote!(#krate::errors::Optional::__checked);
        hygiene::checked(method, output, self.site.ends(shown), self.span())
    }

    /// A question that one of the traits of `errors` has to answer. An error underlines `shown`.
    pub fn asked(&self, name: &str, value: &TokenStream, shown: &impl ToTokens) -> TokenStream {
        let (krate, name) = (&self.krate, self.local(name));
        let path = quote!(#krate::errors::#name::__checked);
        hygiene::call(path, value.clone(), self.site.ends(shown))
    }

    fn krate_at(&self, span: Span) -> TokenStream {
        self.krate.clone().into_iter().map(|token| at(token, span)).collect()
    }

    /// `Wrapper(operand)`, underlined as if it were `shown`.
    pub fn wrapped_at(
        &self,
        wrapper: &str,
        operand: &TokenStream,
        shown: &impl ToTokens,
    ) -> TokenStream {
        let (first, last) = self.site.ends(shown);
        let (krate, wrapper) = (self.krate_at(first), Ident::new(wrapper, first));
        let mut parens = Group::new(Delimiter::Parenthesis, operand.clone());
        parens.set_span(last);
        quote_spanned!(self.span()=> #krate::__private::select::#wrapper #parens)
    }

    /// `!(operand)`, underlined as if it were the operand.
    pub fn negated(&self, operand: &impl ToTokens) -> TokenStream {
        let (first, last) = self.site.ends(operand);
        let mut not = Punct::new('!', Spacing::Alone);
        not.set_span(first);
        let mut parens = Group::new(Delimiter::Parenthesis, operand.to_token_stream());
        parens.set_span(last);
        quote_spanned!(self.span()=> #not #parens)
    }

    /// `local.0`, underlined as if it were `shown`.
    pub fn first_field_at(&self, local: &str, shown: &impl ToTokens) -> TokenStream {
        let (first, last) = self.site.ends(shown);
        let local = Ident::new(local, first);
        let mut field = Literal::usize_unsuffixed(0);
        field.set_span(last);
        quote_spanned!(self.span()=> #local.#field)
    }
}

fn at(mut token: TokenTree, span: Span) -> TokenTree {
    token.set_span(span);
    token
}
