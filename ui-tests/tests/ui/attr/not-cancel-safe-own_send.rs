//! The same, where the trait has a parameter.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use cancel_safe::cancel_safe;
use futures::{Sink, SinkExt as _};

struct Letters(Vec<String>);

impl Letters {
    async fn send(&mut self, letter: String) -> Result<(), Infallible> {
        self.0.push(letter);
        Ok(())
    }
}

impl Sink<String> for Letters {
    type Error = Infallible;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, _: String) -> Result<(), Infallible> {
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }
}

#[cancel_safe]
async fn post(letters: &mut Letters, letter: String) -> Result<(), Infallible> {
    letters.send(letter).await?;
    //~^ not-cancel-safe
    letters.close().await
}

fn main() {}
