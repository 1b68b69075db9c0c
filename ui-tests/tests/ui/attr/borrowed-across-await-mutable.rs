use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, words: &[String]) -> usize {
    if let Some(mut word) = words.first() {
    //~^ borrowed-across-await
        if word.is_empty() {
            word = &words[1];
        }
        rx.recv().await;
        return word.len();
    }
    0
}

fn main() {}
