//! What the expansion names.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use crate::hygiene::Site;

/// Paths into the runtime, and locals.
pub struct Names {
    pub site: Site,
    /// `$crate`
    krate: TokenStream,
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

    /// The same, underlined as if it were `shown`: an error about the bounds of a function is
    /// shown at its path.
    pub fn support_at(&self, name: &str, shown: &impl ToTokens) -> TokenStream {
        let (first, last) = self.site.ends(shown);
        let krate: TokenStream =
            self.krate.clone().into_iter().map(|token| at(token, first)).collect();
        let name = Ident::new(name, last);
        quote_spanned!(self.span()=> #krate::__private::select::#name)
    }

    /// `local.0`, underlined as if it were `shown`.
    pub fn first_field_at(&self, local: &str, shown: &impl ToTokens) -> TokenStream {
        let (first, last) = self.site.ends(shown);
        let local = Ident::new(local, first);
        let mut field = proc_macro2::Literal::usize_unsuffixed(0);
        field.set_span(last);
        quote_spanned!(self.span()=> #local.#field)
    }
}

fn at(mut token: TokenTree, span: Span) -> TokenTree {
    token.set_span(span);
    token
}
