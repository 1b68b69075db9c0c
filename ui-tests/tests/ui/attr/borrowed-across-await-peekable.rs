use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, text: &str) -> Option<char> {
    let mut chars = text.chars().peekable();
    //~^ borrowed-across-await
    chars.next();
    rx.recv().await;
    chars.next_if_eq(&'-')
}

fn main() {}
