use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless)]
async fn run(rx: &mut Receiver<u32>) -> u32 {
    loop {
        if let Some(n) = rx.recv().await {
        //~^ stateless-loop
            return n;
        }
    }
}

fn main() {}
