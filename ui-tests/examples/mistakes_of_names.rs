//! Names that do not exist, each in a function of its own. `tests/mistakes.rs` compiles them twice, plain
//! and annotated, and compares; as it is, the file is empty.
#![allow(unexpected_cfgs)]

#[cfg(any(plain, annotated))]
mod mistakes {
    #![allow(warnings)]

    #[cfg(annotated)]
    use cancel_safe::cancel_safe;
    use std::collections::HashMap;
    use tokio::sync::mpsc::{Receiver, Sender};

    struct Job(String);

    #[cfg_attr(annotated, cancel_safe)]
    async fn method(tx: &Sender<Job>, rx: &mut Receiver<Job>) {
        while let Some(job) = rx.recv().await {
            tx.sent(job).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn method_of_a_tuple(tx: &Sender<(Job, u32)>, rx: &mut Receiver<Job>) {
        while let Some(job) = rx.recv().await {
            let _ = tx.sent((job, 1)).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn method_of_two(tx: &Sender<Job>, rx: &mut Receiver<Job>, first: Job) {
        if let Some(job) = rx.recv().await {
            tx.send_both(first, job).await.unwrap();
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn method_of_another_type(rx: &mut Receiver<Job>) {
        while let Some(job) = rx.recv().await {
            rx.send(job).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function(rx: &mut Receiver<Job>) {
        while let Some(job) = rx.recv().await {
            process(job).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_of_a_module(rx: &mut Receiver<Job>) -> Option<()> {
        let job = rx.recv().await?;
        tokio::task::spawned(job, 1).await;
        None
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_of_what_is_built(rx: &mut Receiver<String>) -> Option<()> {
        let name = rx.recv().await?;
        process(&Job(name)).await;
        process(Job(rx.recv().await?)).await;
        None
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn associated_function(rx: &mut Receiver<Job>) -> Option<()> {
        let job = rx.recv().await?;
        Job::process(job).await;
        None
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn argument(tx: &Sender<Job>, rx: &mut Receiver<Job>) {
        while let Some(job) = rx.recv().await {
            tx.send(jop).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn receiver(tx: &Sender<Job>, rx: &mut Receiver<Job>) {
        while let Some(job) = rx.recv().await {
            tx1.send(job).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn field(tx: &Sender<String>, rx: &mut Receiver<Job>) {
        while let Some(job) = rx.recv().await {
            tx.send(job.name).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn return_type(rx: &mut Receiver<Job>) -> Work {
        rx.recv().await.unwrap()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn within_the_return_type(rx: &mut Receiver<Job>) -> Result<Job, Failure> {
        Ok(rx.recv().await.unwrap())
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn type_of_a_parameter(rx: &mut Receiver<Job>, work: Work) {
        rx.recv().await;
        drop(work);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn type_of_a_local(rx: &mut Receiver<Job>) {
        let work: Work = Default::default();
        rx.recv().await;
        drop(work);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn within_the_type_of_a_local(rx: &mut Receiver<Job>) {
        let works: HashMap<u32, Work> = HashMap::new();
        rx.recv().await;
        drop(works);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn within_the_type_of_a_parameter(rx: &mut Receiver<Job>, works: Vec<Work>) {
        rx.recv().await;
        drop(works);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn pattern(rx: &mut Receiver<Option<Job>>) {
        match rx.recv().await {
            Some(Sum(job)) => drop(job),
            _ => {}
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn constant(tx: &Sender<u32>) {
        for n in 0..LIMIT {
            tx.send(n).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn lifetime_of_nothing(mut rx: Receiver<Job>, first: Job) -> Option<&str> {
        rx.recv().await;
        Some("none")
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn lifetime_of_either(rx: &mut Receiver<Job>, first: &Job) -> Option<&str> {
        rx.recv().await;
        Some(&first.0)
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn let_that_was_meant(rx: &mut Receiver<Job>) {
        while Some(job) = rx.recv().await {
            drop(job);
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn parameter_twice(rx: &mut Receiver<Job>, rx: u32) {}

    #[cfg_attr(annotated, cancel_safe)]
    async fn owned_parameter_twice(n: u32, (n, m): (u32, u32), rx: &mut Receiver<Job>) -> u32 {
        rx.recv().await;
        n
    }
}

fn main() {}
