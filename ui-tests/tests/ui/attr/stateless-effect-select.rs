use cancel_safe::{cancel_safe, safe_select};
use std::task::Poll;
use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless)]
async fn before(queue: &mut Vec<u32>, rx: &mut Receiver<u32>) -> Option<u32> {
    let item = queue.pop();
    //~^ stateless-effect
    safe_select! { n = rx.recv() => item.or(n) }
}

#[cancel_safe(stateless)]
async fn in_a_branch(queue: &mut Vec<Receiver<u32>>, rx: &mut Receiver<u32>) -> Option<u32> {
    let mut polls = 0;
    safe_select! {
        n = rx.recv(), if queue.pop().is_some() => n,
        //~^ stateless-effect
        n = std::future::poll_fn(|_| {
            //~^ stateless-effect
            polls += 1;
            if polls == 3 { Poll::Ready(polls) } else { Poll::Pending }
        }) => Some(n),
    }
}

fn main() {}
