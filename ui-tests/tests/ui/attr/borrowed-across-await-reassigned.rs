use std::collections::HashMap;

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

#[cancel_safe]
async fn words(tx: &Sender<&'static str>) {
    let mut text: &'static str = "one two three";
    while let Some((word, rest)) = text.split_once(' ') {
        //~^ borrowed-across-await
        text = rest;
        let _ = tx.send(word).await;
        println!("{word}");
    }
}

#[cancel_safe]
async fn by_key(tx: &Sender<u32>, ages: &HashMap<u32, u32>, id: &mut u32) -> u32 {
    let age = ages.get(id).unwrap();
    //~^ borrowed-across-await
    *id += 1;
    let _ = tx.send(1).await;
    *age
}

fn main() {}
