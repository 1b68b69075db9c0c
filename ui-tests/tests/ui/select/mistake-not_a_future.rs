use cancel_safe::safe_select;

async fn run(rx: &mut tokio::sync::mpsc::Receiver<u32>) -> Option<u32> {
    safe_select! {
        n = 1 + 1 => Some(n),
        //~^ E0277
        n = rx.recv() => n,
    }
}

fn main() {}
