//! One load, from the first row to the last item.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, Receiver};
use tokio::task;

use crate::Error;
use crate::args::Args;
use crate::client::Client;
use crate::database::Store;
use crate::item::Item;
use crate::socket::Socket;
use crate::ways::Way;

/// How many items may wait for the consumer.
const CAPACITY: usize = 2;

/// What a load came to.
pub struct Outcome {
    pub received: Vec<Item>,
    /// How often a call of `read_send` was dropped.
    pub cancelled: u32,
    /// In ascending order.
    pub answer_times: Vec<Duration>,
    pub wall_time: Duration,
}

/// Loads all rows one way, while a client sends packets.
pub async fn run(way: Way, args: &Args, store: &Store) -> Result<Outcome, Error> {
    let db = store.open().await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (client, server) = (Client::new(args), listener.local_addr()?);
    let client = task::spawn_blocking(move || client.run(server));
    let mut socket = Socket::new(listener.accept().await?.0)?;

    let start = Instant::now();
    let (channel, items) = mpsc::channel(CAPACITY);
    let consumer = task::spawn(consume(items, progress_bar(way, args)));
    let served = way.load(db, channel, &mut socket).await?;
    let received = consumer.await?;
    let wall_time = start.elapsed();

    for _ in served.packets..args.packets {
        let packet = socket.read_packet().await?;
        socket.answer(&packet).await?;
    }
    let mut answer_times = client.await??.times;
    answer_times.sort_unstable();
    Ok(Outcome { received, cancelled: served.cancelled, answer_times, wall_time })
}

/// Takes the items in, and lets others run after each.
async fn consume(mut items: Receiver<Item>, progress: ProgressBar) -> Vec<Item> {
    let mut received = Vec::new();
    while let Some(item) = items.recv().await {
        progress.set_position(item.row.unsigned_abs());
        received.push(item);
        task::yield_now().await;
    }
    progress.finish_and_clear();
    received
}

/// Shown if stderr is a terminal.
fn progress_bar(way: Way, args: &Args) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:30} {bar:40} {human_pos}/{human_len} rows");
    let bar = ProgressBar::new(args.rows.into()).with_message(way.to_string());
    bar.with_style(style.expect("the template is well-formed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Ledger;

    #[tokio::test]
    async fn only_the_plain_way_loses_items() {
        let folder = std::env::temp_dir();
        let args = Args { rows: 1_000, packets: 100, seed: 7, folder };
        let store = Store::create(&args).await.unwrap();
        let orders = store.all_items().await.unwrap();
        for way in Way::ALL {
            let outcome = run(way, &args, &store).await.unwrap();
            let ledger = Ledger::new(&orders, &outcome.received);
            assert_eq!(outcome.answer_times.len(), 100);
            assert_eq!((ledger.duplicated, ledger.out_of_order), (0, 0), "{way}");
            assert_eq!(ledger.missing == 0, way != Way::Plain, "{way}: {}", ledger.missing);
        }
    }
}
