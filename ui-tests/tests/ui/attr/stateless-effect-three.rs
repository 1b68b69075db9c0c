use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless)]
async fn run(rx: &mut Receiver<u32>, count: &mut u32, queue: &mut Vec<u32>) -> Option<u32> {
    *count += 1;
    if let Some(n) = queue.pop() {
        return Some(n);
    }
    println!("waiting");
    rx.recv().await
}

fn main() {}
