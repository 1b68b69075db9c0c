//! Loops around a select, as servers and clients have them: from `tokio::select!` by one word, and
//! by the attribute on what is called in a branch.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use cancel_safe::testing::Log;
use cancel_safe::{Checkpoint, abandon, cancel_safe, requeue, safe_select};
use futures::future::{BoxFuture, OptionFuture};
use futures::stream::FuturesUnordered;
use futures::{FutureExt, SinkExt, StreamExt};
use tests::corpus::NoCheckpoint;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tokio::select;
use tokio::sync::{Notify, Semaphore, broadcast, mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at, sleep, timeout};
use tokio_stream::wrappers::{IntervalStream, ReceiverStream};
use tokio_util::codec::{Framed, LinesCodec};
use tokio_util::sync::CancellationToken;
use tokio_util::time::DelayQueue;
use tracing::{debug, info, warn};
use twins::twins;

const MS: Duration = Duration::from_millis(1);

/// Everything that a loop may wait for: five items at 10, 20, .. milliseconds, commands in between,
/// and the end at 95.
pub struct Feed {
    pub log: Log,
    pub items: mpsc::Receiver<u32>,
    pub commands: mpsc::UnboundedReceiver<&'static str>,
    pub config: watch::Receiver<u32>,
    pub news: broadcast::Receiver<u32>,
    pub wake: Arc<Notify>,
    pub token: CancellationToken,
    pub stream: DuplexStream,
    pub out: mpsc::Sender<u32>,
}

impl Feed {
    fn new(log: Log) -> Self {
        let (tx, items) = mpsc::channel(8);
        let (command, commands) = mpsc::unbounded_channel();
        let (configure, config) = watch::channel(0);
        let (publish, news) = broadcast::channel(4);
        let (wake, token) = (Arc::new(Notify::new()), CancellationToken::new());
        let (stream, mut peer) = tokio::io::duplex(64);
        let (out, mut taken) = mpsc::channel(1);
        let (notify, cancel, outcome) = (wake.clone(), token.clone(), log.clone());
        tokio::spawn(async move {
            for n in 1..=5 {
                sleep(10 * MS).await;
                let _ = tx.send(n).await;
                sleep(3 * MS).await;
                let _ = command.send(["start", "more", "skip", "flush", "stop"][n as usize - 1]);
                sleep(2 * MS).await;
                let _ = configure.send(n * 10);
                let _ = publish.send(n);
                notify.notify_one();
                let _ = peer.write_all(format!("line {n}\n").as_bytes()).await;
            }
            sleep(20 * MS).await;
            cancel.cancel();
            sleep(Duration::from_secs(5)).await;
        });
        tokio::spawn(async move {
            while let Some(item) = taken.recv().await {
                outcome.record(format_args!("taken {item}"));
                sleep(4 * MS).await;
            }
        });
        Feed { log, items, commands, config, news, wake, token, stream, out }
    }
}

/// A test: the loop does what the same one with `tokio::select!` does.
macro_rules! like_tokio {
    ($($name:ident $(($arg:expr))?;)+) => {$(
        #[test]
        fn $name() {
            let run = |annotated: bool| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .start_paused(true)
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    let log = Log::new();
                    let mut feed = Feed::new(log.clone());
                    let output = match annotated {
                        true => format!("{:?}", code::annotated::$name(&mut feed $(, $arg)?).await),
                        false => format!("{:?}", code::plain::$name(&mut feed $(, $arg)?).await),
                    };
                    (output, log.effects())
                })
            };
            let (output, effects) = run(false);
            println!("{output} {effects:?}");
            assert_eq!(run(true), (output, effects));
        }
    )+};
}

mod actors;
mod loops;
mod streams;
mod tasks;
