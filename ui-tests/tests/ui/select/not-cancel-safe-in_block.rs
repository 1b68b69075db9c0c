use cancel_safe::safe_select;

async fn other() {}

async fn run() {
    safe_select! {
        _ = async { other().await } => {}
        //~^ not-cancel-safe
    }
}

fn main() {}
