use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> Option<u32> {
    let n = ;
    //~^ syntax
    rx.recv().await
}

struct Connection(Receiver<u32>);

#[cancel_safe]
impl Connection {
    #[cancel_safe]
    async fn read(&mut self) -> Option<u32> {
        self.0.recv().await.;
        //~^ syntax
        None
    }
}

fn main() {}
