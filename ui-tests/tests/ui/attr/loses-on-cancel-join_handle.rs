use cancel_safe::cancel_safe;
use tokio::task::JoinHandle;

#[cancel_safe]
async fn run(task: JoinHandle<u32>) -> u32 {
    task.await.unwrap()
}

fn main() {}
