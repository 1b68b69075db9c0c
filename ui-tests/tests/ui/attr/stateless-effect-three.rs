use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless)]
async fn run(rx: &mut Receiver<u32>, count: &mut u32, queue: &mut Vec<u32>) -> Option<u32> {
    *count += 1;
    //~^ stateless-effect
    if let Some(n) = queue.pop() {
    //~^ stateless-effect
        return Some(n);
    }
    println!("waiting");
    //~^ stateless-effect
    rx.recv().await
}

fn main() {}
