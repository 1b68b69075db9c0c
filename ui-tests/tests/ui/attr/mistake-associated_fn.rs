use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Connection(Receiver<u32>);

impl Connection {
    #[cancel_safe]
    //~^ syntax syntax E0425 E0658
    async fn read(rx: &mut Receiver<u32>) -> Option<u32> {
        rx.recv().await
    }
}

fn main() {}
