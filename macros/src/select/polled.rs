//! `poll_fn(|cx| ..)`: a future that is no more than its closure.
//!
//! The closure is called again and again, so it takes nothing out of its surroundings; and if it
//! is not `move`, it borrows all that it mentions. Dropped and made again, it is the same.

use quote::quote_spanned;
use syn::{Expr, ExprCall};

use super::future::Marker;

impl Marker<'_> {
    /// Input: `poll_fn(|cx| rx.poll_recv(cx))`
    ///
    /// Output: the same, marked if it is the `poll_fn` of the core library or of futures.
    pub(super) fn polled(&self, call: &ExprCall) -> Expr {
        let [future, verdict] = ["future", "verdict"].map(|name| self.names.local(name));
        let polled = self.names.support("polled");
        Expr::Verbatim(quote_spanned! {self.names.span()=>
            {
                let #future = #call;
                let #verdict = {
                    use #polled::IsAnother as _;
                    #polled::probe(&#future).__verdict()
                };
                #verdict.mark(#future)
            }
        })
    }
}

/// Whether it is called so, with a closure that borrows.
pub fn is_poll_fn(call: &ExprCall) -> bool {
    let Expr::Path(func) = &*call.func else { return false };
    let mut args = call.args.iter();
    let borrows = matches!(args.next(), Some(Expr::Closure(closure)) if closure.capture.is_none());
    func.path.segments.last().is_some_and(|last| last.ident == "poll_fn") && borrows
}
