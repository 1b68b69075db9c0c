use cancel_safe::cancel_safe;

use std::vec::IntoIter;
use tokio::sync::mpsc::Sender;

struct Numbers(u32);

impl Numbers {
    fn chunks(&mut self, size: u32) -> IntoIter<u32> {
        self.0 += size;
        (self.0 - size..self.0).collect::<Vec<_>>().into_iter()
    }
}

#[cancel_safe]
async fn run(tx: &Sender<u32>, numbers: &mut Numbers) {
    let mut chunk = numbers.chunks(3);
    //~^ unknown-iterator
    while let Some(number) = chunk.next() {
        let _ = tx.send(number).await;
    }
}

fn main() {}
