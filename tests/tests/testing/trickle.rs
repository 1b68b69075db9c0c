//! Readers and writers that are ready at once, made to wait.

use std::io::{Error, Result};

use cancel_safe::testing::Trickle;
use futures::{SinkExt as _, StreamExt as _};

use cancel_safe::testing::Check;

use super::*;

#[test]
fn reads_one_byte_at_a_time_with_tokio() {
    use tokio::io::AsyncReadExt as _;

    let input = |log| (Trickle::new(&b"abcdef"[..]), log);
    let read_twice = async |input: &mut (Trickle<&[u8]>, Log)| {
        for _ in 0..2 {
            let mut word = [0; 3];
            input.0.read_exact(&mut word).await?;
            input.1.record(String::from_utf8_lossy(&word));
        }
        Result::Ok(())
    };
    let outcome = async |input: &mut (Trickle<&[u8]>, Log)| {
        read_twice(input).await.map_err(|error| error.kind())
    };
    let failure = Check::new().try_run(input, outcome).unwrap_err();
    assert_eq!(cancels(&failure), [2]);

    let report = Check::new().run(
        |_log| (Trickle::new(&b"abcdef"[..]), Vec::new()),
        async |(input, read)| {
            while input.read_buf(read).await.is_ok_and(|count| count > 0) {}
            read.clone()
        },
    );
    assert_eq!(report.suspensions, 7);
}

#[test]
fn reads_lines_with_tokio() {
    use tokio::io::AsyncBufReadExt as _;

    Check::new().exhaustive(8).run(
        |log| (Trickle::new(&b"one\ntwo\n"[..]), Vec::new(), log),
        async |(input, line, log)| {
            // What it has read so far is in `line`.
            while input.read_until(b'\n', line).await.is_ok_and(|_| !line.is_empty()) {
                log.record(String::from_utf8_lossy(line).trim());
                line.clear();
            }
        },
    );
}

#[test]
fn writes_one_byte_at_a_time_with_tokio() {
    use tokio::io::AsyncWriteExt as _;

    let output = |_log| Trickle::new(Vec::new());
    let write_all = async |output: &mut Trickle<Vec<u8>>| {
        output.write_all(b"abc").await.map_err(|error: Error| error.kind())?;
        Ok::<_, std::io::ErrorKind>(output.get_ref().clone())
    };
    let failure = Check::new().try_run(output, write_all).unwrap_err();
    assert_eq!(cancels(&failure), [2]);
    assert!(failure.to_string().contains("ending: returned Ok([97, 97, 98, 99])"));

    Check::new().run(
        |_log| (Trickle::new(Vec::new()), &b"abc"[..]),
        async |(output, rest)| {
            output.write_all_buf(rest).await.unwrap();
            output.get_ref().clone()
        },
    );
}

#[test]
fn reads_and_writes_one_byte_at_a_time_with_futures() {
    use futures::{AsyncReadExt as _, AsyncWriteExt as _};

    let failure = Check::new()
        .try_run(
            |_log| Trickle::new(&b"abcdef"[..]),
            async |input| {
                let mut word = [0; 3];
                input.read_exact(&mut word).await.map(|()| word).map_err(|error| error.kind())
            },
        )
        .unwrap_err();
    assert_eq!(cancels(&failure), [2]);

    let failure = Check::new()
        .try_run(
            |_log| Trickle::new(Vec::new()),
            async |output| {
                output.write_all(b"abc").await.unwrap();
                output.get_ref().clone()
            },
        )
        .unwrap_err();
    assert_eq!(cancels(&failure), [2]);
}

#[test]
fn passes_items_of_streams_and_channels() {
    use futures::channel::mpsc::{Receiver, Sender, channel};

    type Ports = (Trickle<Receiver<u32>>, Trickle<Sender<u32>>, Receiver<u32>, Log);

    fn forward(log: Log) -> Ports {
        let (mut feed, input) = channel(8);
        (1..=3).for_each(|item| feed.try_send(item).unwrap());
        let (output, rx) = channel(8);
        (Trickle::new(input), Trickle::new(output), rx, log)
    }

    let failure = Check::new()
        .try_run(forward, async |(input, output, rx, log)| {
            while let Some(item) = input.next().await {
                output.send(item).await.unwrap();
            }
            while let Ok(item) = rx.try_recv() {
                log.record(item);
            }
        })
        .unwrap_err();
    assert_eq!(cancels(&failure), [2]);

    Check::new().run(forward, async |(input, _output, _rx, log)| {
        while let Some(item) = input.next().await {
            log.record(item);
        }
    });
}
