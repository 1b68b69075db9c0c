use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, line: &str, is_long: bool) -> usize {
    let mut words = line.split(' ');
    #[rederive]
    let word = if is_long { words.next() } else { words.next() };
    //~^ borrowed-across-await
    rx.recv().await;
    word.map_or(0, str::len)
}

fn main() {}
