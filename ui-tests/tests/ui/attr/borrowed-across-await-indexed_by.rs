use std::collections::HashMap;

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn look_up(rx: &mut Receiver<String>, known: &HashMap<String, u32>) -> u32 {
    let mut key = rx.recv().await.unwrap_or_default();
    let count = &known[&key];
    //~^ borrowed-across-await
    key.push('s');
    rx.recv().await;
    *count
}

fn main() {}
