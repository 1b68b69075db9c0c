use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

trait Job: Send {}
struct One;
impl Job for One {}
type BoxedOne = Box<One>;

// The macro cannot see that the name stands for a box: written as `Box<One>`, it is coerced.
#[cancel_safe]
async fn post(tx: &Sender<Box<dyn Job>>, job: BoxedOne) -> bool {
    tx.send(job).await.is_ok()
    //~^ E0308
}

#[cancel_safe]
async fn post_box(tx: &Sender<Box<dyn Job>>, job: Box<One>) -> bool {
    tx.send(job).await.is_ok()
}

fn main() {}
