use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

struct Job {
    id: u32,
    state: u32,
    name: String,
}

#[cancel_safe]
async fn run_all(tx: &Sender<u32>, jobs: &mut [Job], idle: u32) {
    for job in jobs.iter_mut().filter(|job| job.state == idle) {
        //~^ borrowed-across-await
        let _ = tx.send(job.id).await;
        job.state += 1;
    }
}

#[cancel_safe]
async fn rename(tx: &Sender<u32>, jobs: &mut [Job], old: &str) {
    if let Some(job) = jobs.get_mut(0).filter(|job| job.name == old) {
        //~^ borrowed-across-await
        job.name.push('!');
        let _ = tx.send(job.id).await;
        println!("{}", job.name);
    }
}

fn main() {}
