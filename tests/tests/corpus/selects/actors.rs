//! What goes on over many rounds: own work, sessions, actors, backoff, shutdown.

use super::*;

#[twins]
mod code {
    /// Stores an item, in two steps.
    #[cancel_safe]
    pub async fn store(log: &Log, out: &mpsc::Sender<u32>, item: &u32) -> io::Result<()> {
        sleep(MS).await;
        log.record(format_args!("half {item}"));
        out.send(*item).await.map_err(|_| io::ErrorKind::BrokenPipe)?;
        log.record(format_args!("whole {item}"));
        Ok(())
    }

    /// Takes an item and passes it on.
    #[cancel_safe]
    pub async fn pass(items: &mut mpsc::Receiver<u32>, out: &mpsc::Sender<u32>) -> Option<u32> {
        let item = items.recv().await?;
        sleep(3 * MS).await;
        out.send(item * 100).await.ok()?;
        Some(item)
    }

    /// Own work in a branch: it goes on where it was.
    pub async fn own_work(feed: &mut Feed) -> (Vec<u32>, u32) {
        let mut pending = Checkpoint::new();
        let mut ticker = interval(2 * MS);
        let (mut passed, mut ticks) = (Vec::new(), 0);
        loop {
            safe_select! {
                biased;
                _ = ticker.tick() => ticks += 1,
                item = pass(&mut pending, &mut feed.items, &feed.out) => match item {
                    Some(item) => passed.push(item),
                    None => return (passed, ticks),
                },
            }
        }
    }

    /// One of several ways a session ends.
    pub async fn session(feed: &mut Feed) -> ControlFlow<String, u32> {
        let idle = sleep(11 * MS);
        let mut idle = Box::pin(idle);
        let mut count = 0;
        let reason = loop {
            safe_select! {
                () = idle.as_mut() => break "idle",
                item = feed.items.recv() => {
                    if item.is_none() {
                        break "closed";
                    }
                    count += 1;
                    idle.as_mut().reset(Instant::now() + 16 * MS);
                }
                command = feed.commands.recv() => {
                    if let Some("flush") = command {
                        break "flushed";
                    }
                }
            }
        };
        if count > 3 { ControlFlow::Continue(count) } else { ControlFlow::Break(reason.to_owned()) }
    }

    /// A loop within a handler, with a select of its own.
    pub async fn nested(feed: &mut Feed) -> Vec<u32> {
        let mut seen = vec![];
        'outer: loop {
            safe_select! {
                Some(command) = feed.commands.recv() => {
                    if command != "more" {
                        continue;
                    }
                    loop {
                        safe_select! {
                            item = feed.items.recv() => match item {
                                Some(item) => seen.push(item),
                                None => break 'outer,
                            },
                            () = sleep(25 * MS) => break,
                            _ = feed.token.cancelled() => break 'outer,
                        }
                    }
                }
                else => break,
            }
        }
        seen
    }

    /// Graceful shutdown: stop taking, finish what has been taken.
    pub async fn graceful(feed: &mut Feed) -> (u32, u32) {
        let mut pending = Checkpoint::new();
        let mut current = None;
        let (mut taken, mut stored) = (0, 0);
        loop {
            safe_select! {
                biased;
                () = feed.token.cancelled(), if current.is_none() => break,
                result = async {
                    match &current {
                        Some(item) => store(&mut pending, &feed.log, &feed.out, item).await,
                        None => std::future::pending().await,
                    }
                } => {
                    result.unwrap();
                    current = None;
                    stored += 1;
                }
                item = feed.items.recv(), if current.is_none() => match item {
                    Some(item) => {
                        taken += 1;
                        current = Some(item);
                    }
                    None => break,
                },
            }
        }
        (taken, stored)
    }

    /// An actor: its state, its mail, its timer.
    pub struct Actor {
        pub feed: Feed,
        pub total: u32,
        pub saved: Vec<u32>,
        pub ticks: u32,
        pub saving: ActorSaveCheckpoint,
    }

    #[cancel_safe]
    impl Actor {
        pub fn new(log: Log) -> Self {
            let feed = Feed::new(log);
            Actor { feed, total: 0, saved: vec![], ticks: 0, saving: Checkpoint::new() }
        }

        /// Saves the total, in two steps.
        #[cancel_safe(stored_in = self.saving)]
        pub async fn save(&mut self) -> u32 {
            let total = self.total;
            sleep(7 * MS).await;
            self.saved.push(total);
            self.feed.out.send(total).await.ok();
            total
        }

        pub async fn run(&mut self) -> (u32, Vec<u32>) {
            loop {
                let dirty = self.saved.last() != Some(&self.total);
                if dirty {
                    let token = self.feed.token.clone();
                    safe_select! {
                        biased;
                        total = self.save() => debug!(total, "saved"),
                        () = token.cancelled() => break,
                        () = sleep(2 * MS) => self.ticks += 1,
                    }
                    continue;
                }
                safe_select! {
                    biased;
                    () = self.feed.token.cancelled() => break,
                    item = recv(&mut self.feed.items) => match item {
                        Some(item) => self.total += item,
                        None => break,
                    },
                }
            }
            (self.total, self.saved.clone())
        }
    }

    /// A forwarder.
    #[cancel_safe(stateless)]
    async fn recv(items: &mut mpsc::Receiver<u32>) -> Option<u32> {
        items.recv().await
    }

    /// Reconnects with backoff while requests wait.
    pub async fn backoff(feed: &mut Feed) -> (usize, VecDeque<u32>) {
        let mut waiting = VecDeque::new();
        let mut delay = 5 * MS;
        let mut attempts = 0;
        let mut retry = pin!(sleep(delay));
        while attempts < 4 {
            safe_select! {
                _ = retry.as_mut() => {
                    attempts += 1;
                    delay *= 2;
                    retry.as_mut().reset(Instant::now() + delay);
                }
                item = feed.items.recv() => waiting.extend(item),
            }
        }
        (attempts, waiting)
    }

    /// Several sources, each of which may end.
    pub async fn until_all_end(feed: &mut Feed) -> (u32, usize) {
        let (mut items_open, mut commands_open) = (true, true);
        let (mut sum, mut count) = (0, 0);
        while items_open || commands_open {
            safe_select! {
                item = feed.items.recv(), if items_open => match item {
                    Some(item) => sum += item,
                    None => items_open = false,
                },
                command = feed.commands.recv(), if commands_open => {
                    if command.is_none() {
                        commands_open = false;
                    } else {
                        count += 1;
                    }
                }
                else => break,
            }
        }
        (sum, count)
    }

    /// A timeout around the next item, and what came in the meantime.
    pub async fn timeouts(feed: &mut Feed) -> Vec<Option<u32>> {
        let mut seen = Vec::new();
        loop {
            safe_select! {
                result = timeout(12 * MS, feed.items.recv()) => match result {
                    Ok(None) => return seen,
                    Ok(item) => seen.push(item),
                    Err(_) => seen.push(None),
                },
                _ = feed.token.cancelled() => return seen,
            }
        }
    }
}

like_tokio! {
    session;
    nested;
    backoff;
    until_all_end;
    timeouts;
}

#[tokio::test(start_paused = true)]
async fn own_work() {
    let log = Log::new();
    let output = code::annotated::own_work(&mut Feed::new(log.clone())).await;
    assert_eq!(output.0, [1, 2, 3, 4, 5]);
    let taken = ["taken 100", "taken 200", "taken 300", "taken 400", "taken 500"];
    assert_eq!(log.effects()[..4], taken[..4]);
}

#[tokio::test(start_paused = true)]
async fn graceful() {
    let output = code::annotated::graceful(&mut Feed::new(Log::new())).await;
    assert_eq!(output, (5, 5));
}

#[tokio::test(start_paused = true)]
async fn actor() {
    let (total, saved) = code::annotated::Actor::new(Log::new()).run().await;
    assert_eq!((total, saved.last()), (15, Some(&15)));
}
