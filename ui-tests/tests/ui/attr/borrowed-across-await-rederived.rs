use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Codec(Vec<u8>);

impl Codec {
    fn view(&self) -> Option<&u8> {
        self.0.first()
    }
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, codec: &Codec) -> Option<u8> {
    let mut view: Option<&u8> = codec.view();
    //~^ borrowed-across-await
    rx.recv().await;
    view.take().copied()
}

fn main() {}
