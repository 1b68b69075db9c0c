use cancel_safe::cancel_safe;
use futures::StreamExt;
use futures::channel::mpsc::Receiver;

/// Not the `chunks` of a slice: it keeps what it has taken.
#[cancel_safe]
async fn batch(items: &mut Receiver<u32>) -> Option<Vec<u32>> {
    (&mut *items).chunks(3).next().await
    //~^ syntax
}

fn main() {}
