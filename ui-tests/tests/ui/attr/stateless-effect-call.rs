use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

fn next_id() -> u32 {
    3
}

#[cancel_safe(stateless)]
async fn run(tx: &Receiver<u32>) -> u32 {
    let id = next_id();
    //~^ stateless-effect
    std::future::ready(tx.len() as u32 + id).await
}

fn main() {}
