use cancel_safe::cancel_safe;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use tokio::sync::mpsc::Receiver;

struct Busy(Arc<AtomicBool>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, Relaxed);
    }
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, busy: &Arc<AtomicBool>) -> Option<u32> {
    let _busy = Busy(busy.clone());
    //~^ dropped-on-cancel
    rx.recv().await
}

fn main() {}
