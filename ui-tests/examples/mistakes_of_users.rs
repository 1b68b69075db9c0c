//! Mistakes as they are made in programs: a connection, a queue, a cache. `tests/mistakes.rs`
//! compiles them twice, plain and annotated, and compares; as it is, the file is empty.
#![allow(unexpected_cfgs)]

#[cfg(any(plain, annotated))]
mod mistakes {
    #![allow(warnings)]

    #[cfg(annotated)]
    use cancel_safe::{cancel_safe, safe_select};
    use std::collections::{HashMap, VecDeque};
    use std::io;
    use std::sync::Arc;
    use std::time::Duration;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    #[cfg(plain)]
    use tokio::select as safe_select;
    use tokio::sync::mpsc::{Receiver, Sender};
    use tokio::time::{Instant, sleep, timeout};

    #[derive(Debug)]
    enum Error {
        Closed,
        Parse(std::num::ParseIntError),
    }

    impl From<std::num::ParseIntError> for Error {
        fn from(error: std::num::ParseIntError) -> Self {
            Error::Parse(error)
        }
    }

    struct Job {
        id: u32,
        name: String,
        retries: u8,
    }

    struct Worker {
        jobs: Receiver<Job>,
        done: Sender<String>,
        cache: HashMap<u32, String>,
        count: usize,
    }

    fn parse(line: &str) -> Result<u32, std::num::ParseIntError> {
        line.trim().parse()
    }

    fn store(name: String) {}

    async fn delay(attempt: u32) -> Duration {
        Duration::from_millis(u64::from(attempt))
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn wrong_value_at_the_end(rx: &mut Receiver<String>) -> Result<u32, Error> {
        let line = rx.recv().await.ok_or(Error::Closed)?;
        parse(&line)
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn option_for_a_result(rx: &mut Receiver<String>) -> Result<String, Error> {
        rx.recv().await
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_question_mark(rx: &mut Receiver<String>) -> Result<u32, Error> {
        let line = rx.recv().await.ok_or(Error::Closed)?;
        let n = parse(&line);
        Ok(n + 1)
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_question_mark_of_an_await(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
        let mut buf = vec![0; 64];
        let n = stream.read(&mut buf).await;
        buf.truncate(n);
        Ok(buf)
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn question_mark_of_another_error(stream: &mut TcpStream) -> Result<u32, Error> {
        let mut buf = [0; 4];
        let n = stream.read(&mut buf).await?;
        Ok(u32::from_be_bytes(buf))
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_ok(rx: &mut Receiver<String>, tx: &Sender<u32>) -> Result<(), Error> {
        while let Some(line) = rx.recv().await {
            let n = parse(&line)?;
            tx.send(n).await.map_err(|_| Error::Closed)?;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn semicolon_at_the_end(rx: &mut Receiver<u32>) -> Option<u32> {
        let first = rx.recv().await?;
        Some(first + 1);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_mut(rx: &mut Receiver<String>) -> Vec<String> {
        let lines = Vec::new();
        while let Some(line) = rx.recv().await {
            lines.push(line);
        }
        lines
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_mut_of_a_counter(rx: &mut Receiver<String>) -> usize {
        let count = 0;
        while let Some(line) = rx.recv().await {
            count += line.len();
        }
        count
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn used_after_it_was_sent(rx: &mut Receiver<String>, tx: &Sender<String>) -> usize {
        let line = rx.recv().await.unwrap_or_default();
        let _ = tx.send(line).await;
        line.len()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn moved_before_the_await(rx: &mut Receiver<u32>, job: Job) -> String {
        store(job.name);
        rx.recv().await;
        format!("{}: {}", job.id, job.name)
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn moved_in_each_round(rx: &mut Receiver<u32>, name: String) {
        while let Some(n) = rx.recv().await {
            store(name);
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn unknown_field_of_an_item(jobs: &mut Receiver<Job>) -> Option<u32> {
        let job = jobs.recv().await?;
        Some(job.number)
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn unknown_field_of_a_parameter(worker: &mut Worker) -> Option<String> {
        let job = worker.job.recv().await?;
        worker.cache.remove(&job.id)
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn typo_in_a_method(rx: &mut Receiver<u32>) -> Option<u32> {
        rx.recieve().await
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn typo_in_a_local(rx: &mut Receiver<u32>) -> u32 {
        let mut total = 0;
        while let Some(n) = rx.recv().await {
            totl += n;
        }
        total
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn forgot_to_await(rx: &mut Receiver<u32>) -> u32 {
        match rx.recv() {
            Some(n) => n,
            None => 0,
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn forgot_to_await_a_duration(rx: &mut Receiver<u32>) {
        let n = rx.recv().await.unwrap_or(0);
        let limit: Duration = delay(n);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn awaited_twice(rx: &mut Receiver<u32>) -> Option<u32> {
        rx.recv().await.await
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn not_a_duration(rx: &mut Receiver<u32>) {
        while let Some(n) = rx.recv().await {
            sleep(n).await;
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn wrong_item(rx: &mut Receiver<u32>, tx: &Sender<String>) {
        while let Some(n) = rx.recv().await {
            tx.send(n).await.ok();
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn wrong_buffer(stream: &mut TcpStream, lines: &[String]) -> io::Result<()> {
        for line in lines {
            stream.write_all(line).await?;
        }
        Ok(())
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn number_for_a_string(rx: &mut Receiver<u32>) -> String {
        let mut text = String::new();
        while let Some(n) = rx.recv().await {
            text.push_str(n);
        }
        text
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn wrong_numbers(rx: &mut Receiver<u32>, limit: usize) -> u32 {
        let mut sum = 0;
        while sum < limit {
            sum += rx.recv().await.unwrap_or(1);
        }
        sum
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn match_without_the_rest(rx: &mut Receiver<u32>) -> &'static str {
        let n = rx.recv().await;
        match n {
            Some(0) => "none",
            None => "closed",
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn let_that_may_fail(rx: &mut Receiver<u32>) -> u32 {
        let Some(n) = rx.recv().await;
        n
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn borrowed_while_it_is_changed(rx: &mut Receiver<u32>, queue: &mut VecDeque<u32>) {
        let first = queue.front();
        queue.push_back(1);
        println!("{first:?}");
        rx.recv().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn no_default(rx: &mut Receiver<Job>) -> Job {
        rx.recv().await.unwrap_or_default()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn no_clone(rx: &mut Receiver<Job>) -> Option<(Job, Job)> {
        let job = rx.recv().await?;
        rx.recv().await;
        Some((job.clone(), job))
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn type_that_nothing_tells(rx: &mut Receiver<u32>) -> usize {
        let mut seen = Vec::new();
        rx.recv().await;
        seen.len()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn option_of_what_nothing_tells(rx: &mut Receiver<u32>) -> bool {
        let last = None;
        let first = Ok(None);
        rx.recv().await;
        last.is_some() && first.is_ok()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn limit_by_reference(rx: &mut Receiver<u32>, limit: &Duration) -> bool {
        let half = *limit / 2;
        timeout(&half, rx.recv()).await.is_ok() || timeout(limit, rx.recv()).await.is_ok()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn parse_into_nothing(rx: &mut Receiver<String>) -> bool {
        let line = rx.recv().await.unwrap_or_default();
        line.parse().is_ok()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn closure_of_another_type(rx: &mut Receiver<u32>) -> Option<u32> {
        rx.recv().await.map(|n| n.to_string())
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn missing_trait(rx: &mut Receiver<Job>) {
        while let Some(job) = rx.recv().await {
            println!("{}", job);
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn reference_for_a_value(rx: &mut Receiver<String>) {
        let line = rx.recv().await.unwrap_or_default();
        store(&line);
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn break_with_a_value(rx: &mut Receiver<u32>) -> u32 {
        while let Some(n) = rx.recv().await {
            if n > 3 {
                break n;
            }
        }
        0
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn loop_that_yields_another_type(rx: &mut Receiver<u32>) -> u32 {
        loop {
            match rx.recv().await {
                Some(n) if n > 3 => break n,
                Some(_) => {}
                None => break "closed",
            }
        }
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn returns_a_local_by_reference(rx: &mut Receiver<String>) -> &str {
        let line = rx.recv().await.unwrap_or_default();
        &line
    }

    async fn handlers_differ(rx: &mut Receiver<u32>, names: &mut Receiver<String>) -> u32 {
        safe_select! {
            Some(n) = rx.recv() => n,
            Some(name) = names.recv() => name,
            else => 0,
        }
    }

    async fn handler_without_a_value(rx: &mut Receiver<u32>, names: &mut Receiver<String>) -> u32 {
        safe_select! {
            n = rx.recv() => n.unwrap_or(0),
            name = names.recv() => {
                name.map_or(0, |name| name.len());
            }
        }
    }

    async fn forgotten_handle(rx: &mut Receiver<u32>, until: Instant) -> u32 {
        safe_select! {
            n = rx.recv() => n,
            _ = tokio::time::sleep_until(until) => 0,
        }
    }

    async fn unknown_in_a_handler(rx: &mut Receiver<Job>, names: &mut Receiver<String>) -> u32 {
        safe_select! {
            Some(job) = rx.recv() => job.number,
            _ = names.recv() => missing,
            else => 0,
        }
    }
}

fn main() {}
