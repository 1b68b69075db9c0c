use cancel_safe::cancel_safe;

use std::cell::Cell;
use tokio::sync::mpsc::Receiver;

struct InFlight<'a>(&'a Cell<u32>);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, active: &Cell<u32>) {
    let _guard = InFlight(active);
    //~^ dropped-on-cancel
    rx.recv().await;
}

fn main() {}
