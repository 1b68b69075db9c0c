//! Tasks, requests, permits, connections: which of them comes first, or too late.

use super::*;

#[twins]
mod code {
    /// The first of some tasks, then the rest.
    pub async fn first_of_tasks(feed: &mut Feed) -> Vec<u32> {
        let mut tasks = JoinSet::new();
        let mut finished = Vec::new();
        loop {
            safe_select! {
                biased;
                Some(result) = tasks.join_next(), if !tasks.is_empty() => {
                    finished.push(result.expect("no task panics"));
                }
                item = feed.items.recv(), if finished.len() < 5 => match item {
                    Some(item) => {
                        tasks.spawn(async move {
                            sleep((60 - 10 * item) * MS).await;
                            item
                        });
                    }
                    None => break,
                },
                else => break,
            }
        }
        finished
    }

    /// A task against its deadline; aborted if it misses it.
    pub async fn task_with_deadline(feed: &mut Feed) -> Result<u32, &'static str> {
        let mut task: JoinHandle<u32> = tokio::spawn(async {
            sleep(33 * MS).await;
            7
        });
        let deadline = sleep(40 * MS);
        tokio::pin!(deadline);
        loop {
            safe_select! {
                result = &mut task => return result.map_err(|_| "panicked"),
                () = &mut deadline => {
                    task.abort();
                    return Err("late");
                }
                changed = feed.config.changed() => {
                    changed.map_err(|_| "nobody is left")?;
                    feed.log.record(format_args!("config {}", *feed.config.borrow_and_update()));
                }
            }
        }
    }

    /// Requests that are answered later.
    pub async fn in_flight(feed: &mut Feed) -> Vec<(u32, u32)> {
        let mut calls = FuturesUnordered::new();
        let mut answers = vec![];
        loop {
            safe_select! {
                biased;
                Some(answer) = calls.next(), if !calls.is_empty() => answers.push(answer),
                item = feed.items.recv() => {
                    let Some(item) = item else { break };
                    calls.push(async move {
                        sleep((30 - 5 * item) * MS).await;
                        (item, item * item)
                    });
                }
            }
        }
        while let Some(answer) = calls.next().await {
            answers.push(answer);
        }
        answers
    }

    /// A lease that is renewed, and may be lost.
    pub async fn leader(feed: &mut Feed) -> Vec<&'static str> {
        let mut history = vec!["follower"];
        let mut lease = interval(18 * MS);
        let mut leads = false;
        let mut missed = 0;
        loop {
            let before = leads;
            safe_select! {
                biased;
                () = feed.token.cancelled() => {
                    history.push("gone");
                    break history;
                }
                changed = feed.config.changed() => {
                    if changed.is_err() {
                        break history;
                    }
                    missed = 0;
                    leads = *feed.config.borrow_and_update() % 20 == 0;
                }
                _ = lease.tick(), if leads => {
                    missed += 1;
                    if missed > 2 {
                        leads = false;
                    }
                }
            }
            match (before, leads) {
                (false, true) => history.push("leader"),
                (true, false) => history.push("follower"),
                _ => {}
            }
        }
    }

    /// Waits for one reply among others' requests.
    pub async fn request_reply(feed: &mut Feed) -> (Option<u32>, u32) {
        let (reply, mut answer) = oneshot::channel();
        tokio::spawn(async move {
            sleep(37 * MS).await;
            let _ = reply.send(99);
        });
        let mut others = 0;
        loop {
            safe_select! {
                answer = &mut answer => break (answer.ok(), others),
                Some(_) = feed.items.recv() => others += 1,
                else => break (None, others),
            }
        }
    }

    /// Delayed keys.
    pub async fn delays(feed: &mut Feed) -> Vec<u32> {
        let mut queue = DelayQueue::new();
        let mut expired = Vec::new();
        loop {
            safe_select! {
                biased;
                Some(item) = queue.next(), if !queue.is_empty() => expired.push(item.into_inner()),
                item = feed.items.recv() => match item {
                    Some(item) => _ = queue.insert(item, (40 - item * 7) * MS),
                    None => break,
                },
            }
        }
        expired
    }

    /// A permit in a branch: only its place in the queue is lost.
    pub async fn permits(feed: &mut Feed) -> usize {
        let semaphore = Arc::new(Semaphore::new(1));
        let mut running = 0;
        loop {
            safe_select! {
                permit = requeue(semaphore.clone().acquire_owned()) => {
                    let permit = permit.expect("never closed");
                    tokio::spawn(async move {
                        sleep(9 * MS).await;
                        drop(permit);
                    });
                    running += 1;
                }
                _ = feed.token.cancelled() => break running,
            }
        }
    }

    /// A value of an option, where there is none.
    pub async fn optional(feed: &mut Feed) -> (u32, bool) {
        let mut timer: Option<Pin<Box<tokio::time::Sleep>>> = None;
        let mut sum = 0;
        loop {
            safe_select! {
                item = feed.items.recv() => match item {
                    Some(3) => timer = Some(Box::pin(sleep(14 * MS))),
                    Some(item) => sum += item,
                    None => return (sum, false),
                },
                Some(()) = OptionFuture::from(timer.as_mut()) => return (sum, true),
            }
        }
    }

    /// Room in a channel, before there is something to send.
    pub async fn reserve(feed: &mut Feed) -> VecDeque<u32> {
        let mut queue = VecDeque::new();
        loop {
            safe_select! {
                biased;
                permit = requeue(feed.out.reserve()), if !queue.is_empty() => {
                    let Ok(permit) = permit else { break };
                    permit.send(queue.pop_front().unwrap());
                }
                item = feed.items.recv() => match item {
                    Some(item) => queue.extend([item, item + 10]),
                    None => break,
                },
            }
        }
        queue
    }

    /// A connect that may be lost, against a shutdown.
    pub async fn connect(feed: &mut Feed, attempt: u64) -> Result<u64, &'static str> {
        async fn dial(attempt: u64) -> Result<u64, &'static str> {
            sleep(attempt as u32 * 20 * MS).await;
            Ok(attempt)
        }
        safe_select! {
            result = abandon(dial(attempt)) => result,
            _ = feed.token.cancelled() => Err("shutdown"),
            () = sleep(50 * MS) => Err("timeout"),
        }
    }

    /// Health of several parts, of which one fails.
    pub async fn supervise(feed: &mut Feed) -> Vec<String> {
        let mut parts: BTreeMap<&str, JoinHandle<u32>> = BTreeMap::new();
        for (name, ms) in [("a", 12), ("b", 34)] {
            parts.insert(
                name,
                tokio::spawn(async move {
                    sleep(ms * MS).await;
                    ms
                }),
            );
        }
        let mut a = parts.remove("a").unwrap();
        let mut b = parts.remove("b").unwrap();
        let (mut a_runs, mut b_runs) = (true, true);
        let mut log = Vec::new();
        while a_runs || b_runs {
            safe_select! {
                a = &mut a, if a_runs => {
                    a_runs = false;
                    log.push(format!("a {a:?}"));
                }
                b = &mut b, if b_runs => {
                    b_runs = false;
                    log.push(format!("b {b:?}"));
                }
                Some(item) = feed.items.recv() => log.push(format!("item {item}")),
                else => unreachable!(),
            }
        }
        log
    }

    /// A boxed future that is replaced.
    pub async fn replaced(feed: &mut Feed) -> Vec<u32> {
        fn fetch(n: u32) -> BoxFuture<'static, u32> {
            async move {
                sleep(8 * MS).await;
                n + 1
            }
            .boxed()
        }
        let mut current = fetch(0);
        let mut results = vec![];
        loop {
            safe_select! {
                n = &mut current => {
                    results.push(n);
                    current = fetch(n);
                }
                _ = feed.token.cancelled() => return results,
            }
        }
    }
}

like_tokio! {
    first_of_tasks;
    task_with_deadline;
    in_flight;
    leader;
    request_reply;
    delays;
    permits;
    optional;
    reserve;
    connect(2);
    supervise;
    replaced;
}
