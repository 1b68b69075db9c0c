use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn send_words(tx: &Sender<String>, text: &str) {
    let mut words = text.split(' ');
    //~^ borrowed-across-await
    while let Some(word) = words.next_back() {
        let _ = tx.send(word.to_owned()).await;
    }
}

fn main() {}
