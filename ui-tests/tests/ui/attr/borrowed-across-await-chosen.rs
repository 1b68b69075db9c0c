use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Job {
    is_idle: bool,
    left: u32,
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, jobs: &mut Vec<Job>) -> Option<()> {
    let first = jobs.first_mut().filter(|job| job.is_idle)?;
    //~^ borrowed-across-await
    first.is_idle = false;
    first.left = rx.recv().await?;
    for job in jobs.iter_mut().filter(|job| job.is_idle) {
        //~^ borrowed-across-await
        job.left = rx.recv().await?;
        job.is_idle = false;
    }
    Some(())
}

fn main() {}
