use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

struct Lease(u32);

impl Drop for Lease {
    fn drop(&mut self) {
        println!("{} given back", self.0);
    }
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, numbers: &[u32]) {
    for lease in numbers.iter().map(|number| Lease(*number)) {
    //~^ borrowed-across-await
        rx.recv().await;
        drop(lease);
    }
}

fn main() {}
