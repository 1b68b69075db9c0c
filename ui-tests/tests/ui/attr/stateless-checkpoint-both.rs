use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe(stateless, checkpoint = Pending)]
//~^ stateless-checkpoint
async fn read(rx: &mut Receiver<u32>) -> Option<u32> {
    rx.recv().await
}

struct Connection(Receiver<u32>);

#[cancel_safe]
impl Connection {
    #[cancel_safe(stored_in = self.pending, stateless)]
    //~^ stateless-checkpoint
    async fn read(&mut self) -> Option<u32> {
        self.0.recv().await
    }
}

fn main() {}
