use cancel_safe::cancel_safe;
use std::collections::HashMap;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn lengths(rx: &mut Receiver<u32>, names: &[String]) -> usize {
    let mut lengths: HashMap<&str, usize> = HashMap::new();
    //~^ borrowed-across-await
    for name in names {
        lengths.insert(name, name.len());
    }
    let mut sum = 0;
    for (_, length) in lengths {
        sum += length;
        rx.recv().await;
    }
    sum
}

fn main() {}
