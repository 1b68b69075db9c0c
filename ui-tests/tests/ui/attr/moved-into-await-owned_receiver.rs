use std::sync::Arc;

use cancel_safe::{cancel_safe, requeue};
use tokio::sync::{Mutex, Notify};

struct Signal(Arc<Notify>);

#[cancel_safe]
impl Signal {
    #[cancel_safe(stateless)]
    async fn notified_owned(self) {
        requeue(self.0.notified()).await;
    }
}

#[cancel_safe]
async fn run(signal: &Signal, shared: &Arc<Mutex<u32>>) -> u32 {
    let signal = Signal(signal.0.clone());
    signal.notified_owned().await;
    //~^ moved-into-await
    let shared = Arc::clone(shared);
    *requeue(shared.lock_owned()).await
    //~^ moved-into-await
}

fn main() {}
