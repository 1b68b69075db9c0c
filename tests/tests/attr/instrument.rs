//! `#[tracing::instrument]`, on both sides: one span for a call, however often it is cancelled.

use std::fmt::{self, Write};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use cancel_safe::testing::yield_now;
use cancel_safe::{Checkpoint, cancel_safe};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, instrument};

/// Writes down which spans are made, and in which an event happens.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    lines: Vec<String>,
    spans: u64,
    entered: Vec<u64>,
}

struct Values<'a>(&'a mut String);

impl Visit for Values<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut state = self.0.lock().unwrap();
        state.spans += 1;
        let mut line = format!("span {} {}", state.spans, attributes.metadata().name());
        attributes.record(&mut Values(&mut line));
        state.lines.push(line);
        Id::from_u64(state.spans)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut state = self.0.lock().unwrap();
        let mut line = format!("in {:?}:", state.entered.last());
        event.record(&mut Values(&mut line));
        state.lines.push(line);
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().entered.push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }
}

/// What is recorded while `call` is made again and again, each time for one poll.
fn lines<T>(mut poll: impl FnMut() -> Option<T>) -> (T, Vec<String>) {
    let lines = Lines::default();
    let value = tracing::subscriber::with_default(lines.clone(), || {
        (0..9).find_map(|_| poll()).expect("it ends")
    });
    let lines = std::mem::take(&mut lines.0.lock().unwrap().lines);
    (value, lines)
}

/// Polls a future twice, which takes it past one await, and drops it.
fn poll_twice<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    (0..2).find_map(|_| match future.as_mut().poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    })
}

struct Job {
    id: u32,
}

#[instrument(skip_all, fields(id = %job.id, more = more))]
#[cancel_safe]
async fn above(log: &str, job: Job, more: u32) -> u32 {
    tracing::info!("{log} {}", job.id);
    yield_now().await;
    tracing::info!("on");
    yield_now().await;
    job.id + more
}

#[cancel_safe]
#[instrument(skip_all, fields(id = %job.id, more = more))]
async fn below(log: &str, job: Job, more: u32) -> u32 {
    tracing::info!("{log} {}", job.id);
    yield_now().await;
    tracing::info!("on");
    yield_now().await;
    job.id + more
}

#[instrument]
#[cancel_safe]
async fn generic<T: fmt::Debug>(log: &mut Vec<u32>, value: T) -> String {
    yield_now().await;
    tracing::info!("on");
    log.push(1);
    yield_now().await;
    format!("{value:?}")
}

#[test]
fn a_call_has_one_span() {
    let mut pending = Checkpoint::with((Job { id: 7 }, 1));
    let (value, recorded) = lines(|| poll_twice(above(&mut pending, "a")));
    assert_eq!(value, 8);
    let inside = ["in Some(1): message=a 7", "in Some(1): message=on"];
    assert_eq!(recorded, ["span 1 above id=7 more=1", inside[0], inside[1]]);
    let mut pending = Checkpoint::with((Job { id: 7 }, 1));
    let (value, recorded) = lines(|| poll_twice(below(&mut pending, "a")));
    assert_eq!(value, 8);
    assert_eq!(recorded, ["span 1 below id=7 more=1", inside[0], inside[1]]);
}

#[test]
fn parameters_are_recorded() {
    let mut log = Vec::new();
    let mut pending = Checkpoint::with(Some('x'));
    let (value, recorded) = lines(|| poll_twice(generic(&mut pending, &mut log)));
    assert_eq!((&*value, &*log), ("Some('x')", &[1][..]));
    assert_eq!(recorded, ["span 1 generic log=[] value=Some('x')", "in Some(1): message=on"]);
}

struct Server {
    calls: u32,
    pending: ServerStoredCheckpoint,
}

#[cancel_safe]
impl Server {
    #[instrument(skip(self), fields(calls = self.calls), err)]
    #[cancel_safe]
    async fn handle(&mut self, name: &str, job: Box<str>) -> Result<u32, String> {
        self.calls += 1;
        tracing::info!("{job}");
        yield_now().await;
        tracing::info!("on");
        Err(format!("{name} {job}"))
    }

    #[cancel_safe(stored_in = self.pending)]
    #[instrument(skip_all, ret)]
    async fn stored(&mut self) -> u32 {
        yield_now().await;
        tracing::info!("on");
        yield_now().await;
        self.calls
    }

    #[cancel_safe]
    #[instrument(skip(self))]
    async fn consume(self, n: u32) -> u32 {
        yield_now().await;
        tracing::info!("on");
        self.calls + n
    }

    #[instrument(skip_all)]
    #[cancel_safe(stateless)]
    async fn stateless(&self) -> u32 {
        yield_now().await;
        tracing::info!("on");
        self.calls
    }
}

#[test]
fn methods() {
    let mut server = Server { calls: 0, pending: Checkpoint::new() };
    let mut pending = Checkpoint::with("b".into());
    let (value, recorded) = lines(|| poll_twice(server.handle(&mut pending, "a")));
    assert_eq!(value, Err("a b".to_owned()));
    assert_eq!(
        recorded,
        [
            "span 1 handle name=\"a\" job=\"b\" calls=0",
            "in Some(1): message=b",
            "in Some(1): message=on",
            "in Some(1): error=a b"
        ]
    );
    let (value, recorded) = lines(|| poll_twice(server.stored()));
    assert_eq!(value, 1);
    assert_eq!(recorded, ["span 1 stored", "in Some(1): message=on", "in Some(1): return=1"]);
    let (value, recorded) = lines(|| poll_twice(server.stateless()));
    assert_eq!(value, 1);
    assert_eq!(recorded, ["span 1 stateless", "in Some(1): message=on"]);
    let mut pending = Checkpoint::with((server, 4));
    let (value, recorded) = lines(|| poll_twice(Server::consume(&mut pending)));
    assert_eq!(value, 5);
    assert_eq!(recorded, ["span 1 consume n=4", "in Some(1): message=on"]);
}
