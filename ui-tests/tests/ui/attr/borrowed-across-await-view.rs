use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

struct View<'a>(&'a str);

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, text: &str) -> usize {
    let view = View(text);
    //~^ borrowed-across-await
    rx.recv().await;
    view.0.len()
}

fn main() {}
