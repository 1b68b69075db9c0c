//! A future that is kept over cancels, with a type that can be written.

use alloc::boxed::Box;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// A future that its owner keeps, made by [`hold`].
///
/// Await it by reference, `(&mut held).await`: dropping the reference drops nothing, and the next
/// call goes on with the same future. Awaited by value it would be lost, so by value it is not
/// [`CancelSafe`](crate::CancelSafe).
pub struct Held<T>(Pin<Box<dyn Future<Output = T> + Send>>);

/// Boxes `future`, so that it can be kept in a local or a field while calls that await it come
/// and go.
///
/// It allocates once. Between calls nobody polls the future: what it holds, a lock for instance,
/// it goes on holding.
///
/// ```
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// use cancel_safe::{Checkpoint, Held, cancel_safe, hold};
///
/// async fn fetch(url: String) -> usize {
///     url.len()
/// }
///
/// #[cancel_safe]
/// async fn total(urls: &[String]) -> usize {
///     let mut total = 0;
///     for url in urls.iter() {
///         // Moved into the future; and the future is saved, so nothing is lost.
///         let mut call: Held<usize> = hold(fetch(url.clone()));
///         total += (&mut call).await;
///     }
///     total
/// }
///
/// let urls = ["a".to_owned(), "bc".to_owned()];
/// assert_eq!(total(&mut Checkpoint::new(), &urls).await, 3);
/// # });
/// ```
pub fn hold<T>(future: impl Future<Output = T> + Send + 'static) -> Held<T> {
    Held(Box::pin(future))
}

impl<T> Future for Held<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        self.0.as_mut().poll(cx)
    }
}

impl<T> fmt::Debug for Held<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").finish_non_exhaustive()
    }
}
