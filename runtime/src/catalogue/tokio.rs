//! tokio.

use core::future::Future;

use tokio::sync::mpsc::error::SendError;
use tokio::sync::mpsc::{Receiver, Sender};

use crate::probe::{Audited, ResumeShared, ResumesShared, Safe, method};
use crate::progress::Progress;

const SEND: u64 = method("send");
const RECV: u64 = method("recv");

/// The refusal of `send` where it cannot resume.
pub struct Item;

impl<T> Audited<SEND> for Sender<T> {
    type Verdict = ResumesShared<SEND, Item>;
}

impl<R: Audited<SEND> + ?Sized> Audited<SEND> for &R {
    type Verdict = R::Verdict;
}

impl<R: Audited<SEND> + ?Sized> Audited<SEND> for &mut R {
    type Verdict = R::Verdict;
}

impl<T> ResumeShared<SEND, (&mut Option<T>,)> for Sender<T> {
    type Output = Result<(), SendError<T>>;

    #[allow(clippy::manual_async_fn)]
    fn resume(
        &self,
        (item,): (&mut Option<T>,),
        _: &mut Progress,
    ) -> impl Future<Output = Self::Output> {
        async move {
            let permit = self.reserve().await;
            let item = item.take().expect("the item stays in its slot until it is sent");
            match permit {
                Ok(permit) => {
                    permit.send(item);
                    Ok(())
                }
                Err(_) => Err(SendError(item)),
            }
        }
    }
}

impl<A, R: ResumeShared<SEND, A> + ?Sized> ResumeShared<SEND, A> for &R {
    type Output = R::Output;

    fn resume(&self, args: A, progress: &mut Progress) -> impl Future<Output = Self::Output> {
        (**self).resume(args, progress)
    }
}

impl<A, R: ResumeShared<SEND, A> + ?Sized> ResumeShared<SEND, A> for &mut R {
    type Output = R::Output;

    fn resume(&self, args: A, progress: &mut Progress) -> impl Future<Output = Self::Output> {
        (**self).resume(args, progress)
    }
}

impl<T> Audited<RECV> for Receiver<T> {
    type Verdict = Safe;
}

impl<R: Audited<RECV> + ?Sized> Audited<RECV> for &mut R {
    type Verdict = R::Verdict;
}
