use cancel_safe::cancel_safe;

use tokio::sync::mpsc::Receiver;

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>) -> String {
    let mut state = "idle";
    //~^ borrowed-across-await
    while let Some(item) = rx.recv().await {
        state = if item > 9 { "busy" } else { "idle" };
    }
    state.to_owned()
}

fn main() {}
