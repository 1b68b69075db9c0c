//! A field is moved out, and the rest is needed behind an await.

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::{Receiver, Sender};

struct Request {
    id: u32,
    body: String,
}

#[cancel_safe]
async fn moved(requests: &mut Receiver<Request>, done: &Sender<u32>) -> usize {
    let Some(request) = requests.recv().await else { return 0 };
    let body = request.body;
    //~^ partly-moved
    let _ = done.send(1).await;
    body.len() + request.id as usize
}

#[cancel_safe]
async fn sent(requests: &mut Receiver<Request>, log: &Sender<String>, done: &Sender<u32>) {
    while let Some(request) = requests.recv().await {
        let _ = log.send(request.body).await;
        //~^ partly-moved
        let _ = done.send(request.id).await;
    }
}

fn main() {}
