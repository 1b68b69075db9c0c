use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

enum Limit {
    Of(u32),
    None,
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, limit: &Limit) -> u32 {
    let Limit::Of(limit) = limit;
    //~^ E0005
    rx.recv().await;
    *limit
}

#[cancel_safe]
async fn next(rx: &mut Receiver<u32>, limit: &Limit) {
    match limit {
        //~^ E0004
        Limit::Of(1) => {
            rx.recv().await;
        }
        Limit::None => {}
    }
}

fn main() {}
