use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

#[derive(Default)]
struct Job {
    id: u32,
    state: u32,
    name: String,
}

#[cancel_safe]
async fn run(tx: &Sender<u32>, jobs: &mut [Job], idle: u32) {
    let Some(job) = jobs.iter_mut().find(|job| job.state == idle) else { return };
    //~^ borrowed-across-await
    let _ = tx.send(job.id).await;
    job.state = 1;
    let _ = tx.send(job.id).await;
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
    if let Some(job) = jobs.iter_mut().find(|job| job.name == old) {
        //~^ borrowed-across-await
        job.name.push('!');
        let _ = tx.send(job.id).await;
        println!("{}", job.name);
    }
}

#[cancel_safe]
async fn replace(tx: &Sender<u32>, jobs: &mut [Job], id: u32) {
    if let Some(job) = jobs.iter_mut().find(|job| job.id == id) {
        //~^ borrowed-across-await
        *job = Job::default();
        let _ = tx.send(1).await;
        job.state = 1;
    }
    match jobs.iter_mut().find(|job| job.id == id) {
        Some(job) => {
            //~^ borrowed-across-await
            let old = std::mem::take(job);
            let _ = tx.send(old.id).await;
            job.state = old.state;
        }
        None => {}
    }
}

fn main() {}
