use cancel_safe::cancel_safe;
use std::rc::Rc;
use std::sync::Mutex;
use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, count: &Mutex<u32>, mode: &u8) -> u32 {
    let shared = Rc::new(1);
    //~^ type-not-written
    let mut locked = count.lock().unwrap();
    //~^ guard-across-await
    let _busy = shared.clone();
    //~^ dropped-on-cancel
    match mode {
        0 if rx.recv().await.is_some() => *locked += 1,
        //~^ await-in-guard
        _ => {}
    }
    request(*shared).await
    //~^ not-cancel-safe
}

async fn request(n: u32) -> u32 {
    n
}

fn main() {}
