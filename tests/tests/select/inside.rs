//! `safe_select!` inside of an annotated function, with handlers that await.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, pending};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cancel_safe::testing::{Check, Log, yield_now};
use cancel_safe::{CancelSafe, Checkpoint, assume_cancel_safe, cancel_safe, safe_select};
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::{Instant, sleep, timeout};

struct Source {
    items: VecDeque<String>,
    waits: u32,
}

impl Source {
    #[cancel_safe(stateless)]
    async fn next(&mut self) -> Option<String> {
        cancel_safe::assume_cancel_safe(async {
            for _ in 0..self.waits {
                yield_now().await;
            }
        })
        .await;
        self.items.pop_front()
    }
}

struct Sink(Log);

impl Sink {
    #[cancel_safe(stateless)]
    async fn put(&mut self, item: &str) {
        yield_now().await;
        self.0.record(item);
    }
}

macro_rules! merge {
    ($(#[$attr:meta])* $name:ident) => {
        $(#[$attr])*
        async fn $name(a: &mut Source, b: &mut Source, sink: &mut Sink) -> usize {
            let mut count = 0;
            loop {
                safe_select! {
                    biased;
                    Some(item) = a.next() => {
                        sink.put(&item).await;
                        count += item.len();
                    }
                    item = b.next() => match item {
                        Some(item) if item == "skip" => continue,
                        Some(item) => {
                            let item = format!("{item}!");
                            sink.put(&item).await;
                            count += 1;
                            sink.put("again").await;
                        }
                        None => break count,
                    },
                }
            }
        }
    };
}

merge!(plain);
merge!(
    #[cancel_safe]
    annotated
);

fn source(waits: u32, items: &[&str]) -> Source {
    Source { items: items.iter().map(|&item| item.to_owned()).collect(), waits }
}

#[test]
fn handlers_await() {
    let setup = |log: Log| {
        // Ready at once, so that it does not matter when the race begins anew.
        let a = source(0, &["one", "two", "three"]);
        let b = source(1, &["x", "skip", "y"]);
        (Checkpoint::new(), a, b, Sink(log))
    };
    Check::new().exhaustive(12).run_against(
        setup,
        async |(_, a, b, sink)| plain(a, b, sink).await,
        async |(pending, a, b, sink)| annotated(pending, a, b, sink).await,
    );
}

/// A select is an await, also where none of its handlers awaits.
macro_rules! value {
    ($(#[$attr:meta])* $name:ident) => {
        $(#[$attr])*
        async fn $name(a: &mut Source, b: &mut Source, sink: &mut Sink) -> usize {
            let mut count = 0;
            while count < 5 {
                let item = safe_select! {
                    biased;
                    item = a.next() => item,
                    item = b.next() => match item {
                        Some(item) if item == "skip" => continue,
                        item => item,
                    },
                };
                let Some(item) = item else { break };
                sink.put(&item).await;
                count += 1;
            }
            count
        }
    };
}

value!(plain_value);
value!(
    #[cancel_safe]
    annotated_value
);

#[test]
fn a_select_is_a_value() {
    let setup = |log: Log| {
        let a = source(0, &["one", "two"]);
        let b = source(1, &["x", "skip", "y"]);
        (Checkpoint::new(), a, b, Sink(log))
    };
    let report = Check::new().random(300).run_against(
        setup,
        async |(_, a, b, sink)| plain_value(a, b, sink).await,
        async |(pending, a, b, sink)| annotated_value(pending, a, b, sink).await,
    );
    assert!(report.suspensions > 0);
}

#[cancel_safe]
async fn first_or_late(
    rx: &mut tokio::sync::mpsc::Receiver<u32>,
    limit: std::time::Duration,
) -> Option<u32> {
    safe_select! {
        biased;
        item = rx.recv() => item,
        () = tokio::time::sleep(limit) => None,
    }
}

/// Its caller comes back every three seconds; made anew each time, the timer would never end.
#[tokio::test(start_paused = true)]
async fn a_timer_in_a_select_goes_on() {
    use std::time::Duration;
    use tokio::time::{Instant, timeout};

    let start = Instant::now();
    let limit = Duration::from_secs(10);
    let (_tx, mut rx) = tokio::sync::mpsc::channel(1);
    let mut pending = Checkpoint::with(limit);
    let mut cancels = 0;
    loop {
        let call = first_or_late(&mut pending, &mut rx);
        match timeout(Duration::from_secs(3), call).await {
            Ok(item) => {
                assert_eq!(item, None);
                break;
            }
            Err(_) => cancels += 1,
        }
        assert!(cancels < 10, "the timer starts over");
    }
    assert_eq!(cancels, 3);
    assert!(start.elapsed() < limit + Duration::from_millis(10), "{:?}", start.elapsed());
}

/// A macro of the user's that writes the function: what it was given is an operand like any other.
macro_rules! first {
    ($name:ident($rx:expr, $timer:expr) => $late:expr) => {
        #[cancel_safe]
        async fn $name(rx: &mut tokio::sync::mpsc::Receiver<u32>) -> Option<u32> {
            safe_select! {
                biased;
                item = $rx(rx) => item,
                _ = $timer => $late,
            }
        }
    };
}

fn receive(
    rx: &mut tokio::sync::mpsc::Receiver<u32>,
) -> impl cancel_safe::CancelSafe<Output = Option<u32>> {
    cancel_safe::assume_cancel_safe(rx.recv())
}

first!(first_of_a_macro(receive, tokio::time::sleep(std::time::Duration::from_secs(5))) => Some(7));

#[tokio::test(start_paused = true)]
async fn a_branch_that_a_macro_was_given() {
    use std::time::Duration;
    use tokio::time::{Instant, timeout};

    let start = Instant::now();
    let (_tx, mut rx) = tokio::sync::mpsc::channel(1);
    let mut pending = Checkpoint::new();
    let late = loop {
        assert!(start.elapsed() < Duration::from_secs(60), "it starts over");
        let call = first_of_a_macro(&mut pending, &mut rx);
        if let Ok(late) = timeout(Duration::from_secs(1), call).await {
            break late;
        }
    };
    assert_eq!((late, start.elapsed().as_secs()), (Some(7), 5));
}

/// A branch of which it is chosen what it waits for.
enum Either {
    One(Receiver<u32>),
    Two(Receiver<u32>),
}

#[cancel_safe]
async fn of_a_choice(source: &mut Either, stop: &mut Receiver<()>) -> Option<u32> {
    safe_select! {
        item = match source { Either::One(rx) => rx.recv(), Either::Two(rx) => rx.recv() } => item,
        _ = stop.recv() => None,
    }
}

#[cancel_safe]
async fn in_a_block(
    rx: &mut Receiver<u32>,
    is_first: bool,
    other: &mut Receiver<u32>,
) -> Option<u32> {
    safe_select! {
        item = { let rx = if is_first { rx } else { other }; rx.recv() } => item,
        () = { sleep(Duration::from_secs(1)) } => None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_branch_that_is_a_match() {
    let (tx, rx) = mpsc::channel(1);
    let (_stop, mut stopped) = mpsc::channel(1);
    let mut source = Either::Two(rx);
    let mut pending = Checkpoint::new();
    for _ in 0..3 {
        assert!(
            timeout(Duration::from_millis(1), of_a_choice(&mut pending, &mut source, &mut stopped))
                .await
                .is_err()
        );
    }
    tx.send(4).await.unwrap();
    assert_eq!(of_a_choice(&mut pending, &mut source, &mut stopped).await, Some(4));
    drop(Either::One(mpsc::channel(1).1));
}

#[tokio::test(start_paused = true)]
async fn branches_that_are_blocks() {
    let (_tx, mut rx) = mpsc::channel(1);
    let (_tx2, mut other) = mpsc::channel(1);
    let start = Instant::now();
    let mut pending = Checkpoint::with(true);
    for _ in 0..3 {
        assert!(
            timeout(Duration::from_millis(300), in_a_block(&mut pending, &mut rx, &mut other))
                .await
                .is_err()
        );
    }
    assert_eq!(in_a_block(&mut pending, &mut rx, &mut other).await, None);
    assert_eq!(start.elapsed().as_millis(), 1000);
}

/// What one branch is made with is read once, whatever the other does to it meanwhile.
#[test]
fn what_another_branch_changes_is_read_once() {
    fn waits(made: &RefCell<Vec<u32>>, n: u32) -> impl CancelSafe<Output = ()> + use<> {
        made.borrow_mut().push(n);
        assume_cancel_safe(pending())
    }

    #[cancel_safe]
    async fn count(n: &mut u32) -> u32 {
        *n += 1;
        assume_cancel_safe(yield_now()).await;
        *n += 1;
        assume_cancel_safe(yield_now()).await;
        *n
    }

    #[cancel_safe]
    async fn run(made: &RefCell<Vec<u32>>) -> u32 {
        let mut n = 1;
        let mut counting = Checkpoint::new();
        safe_select! {
            biased;
            () = waits(made, n + 1) => 0,
            counted = count(&mut counting, &mut n) => counted,
        }
    }

    let (made, mut pending) = (RefCell::default(), Checkpoint::new());
    let counted = loop {
        let mut call = pin!(run(&mut pending, &made));
        // Twice, for it waits anew in each call.
        let polled = [(); 2].map(|()| call.as_mut().poll(&mut Context::from_waker(Waker::noop())));
        if let Some(Poll::Ready(counted)) = polled.into_iter().find(Poll::is_ready) {
            break counted;
        }
    };
    assert_eq!(counted, 3);
    assert!(made.borrow().len() > 1);
    assert!(made.borrow().iter().all(|&n| n == 2), "{made:?}");
}
