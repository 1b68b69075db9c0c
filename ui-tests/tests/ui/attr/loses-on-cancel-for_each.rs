use cancel_safe::cancel_safe;
use futures::{Stream, StreamExt};

#[cancel_safe]
async fn each(stream: &mut (impl Stream<Item = u32> + Unpin)) {
    stream.for_each(|n| async move { println!("{n}") }).await;
    //~^ loses-on-cancel
}

fn main() {}
