use cancel_safe::safe_select;
use std::future::poll_fn;
use std::task::Poll;

async fn third_poll() -> u32 {
    safe_select! {
        n = async {
            let mut polls = 0;
            poll_fn(|_| {
                //~^ block-effect
                polls += 1;
                if polls == 3 { Poll::Ready(polls) } else { Poll::Pending }
            })
            .await
        } => n,
    }
}

fn main() {}
