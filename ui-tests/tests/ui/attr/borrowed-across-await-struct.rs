use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct View<'a> {
    text: &'a str,
    at: usize,
}

struct Words<'a>(&'a str, usize);

#[cancel_safe]
async fn run(rx: &mut Receiver<String>) -> Option<usize> {
    let text = rx.recv().await?;
    let view = View { text: &text, at: 1 };
    //~^ borrowed-across-await
    let words = Words(&text, 1);
    //~^ borrowed-across-await
    rx.recv().await?;
    Some(view.text.len() + view.at + words.0.len() + words.1)
}

fn main() {}
