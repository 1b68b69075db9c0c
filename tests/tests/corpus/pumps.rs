//! Streams and sinks: chunks, windows, merges, ordered joins, transformations of files.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::io;
use std::pin::Pin;

use cancel_safe::cancel_safe;
use cancel_safe::testing::{Log, Trickle};
use futures::{Sink, SinkExt, Stream, StreamExt, TryStreamExt};
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
};
use tracing::{info, warn};
use twins::twins;

use super::outside::{Bucket, Error, Outside, Result};

/// What a sensor says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub sensor: String,
    pub at: u64,
    pub value: f64,
}

fn reading(sensor: &str, at: u64, value: f64) -> Reading {
    Reading { sensor: sensor.to_owned(), at, value }
}

#[twins]
mod code {
    /// Sums of windows that do not overlap; late readings are counted.
    #[cancel_safe]
    pub async fn window_sums<S, K>(
        readings: &mut S,
        sums: &mut K,
        width: u64,
    ) -> Result<(usize, usize), K::Error>
    where
        S: Stream<Item = Reading> + Unpin,
        K: Sink<(u64, BTreeMap<String, f64>)> + Unpin,
    {
        let mut open: BTreeMap<u64, BTreeMap<String, f64>> = BTreeMap::new();
        let mut watermark = 0;
        let (mut emitted, mut late) = (0, 0);
        while let Some(Reading { sensor, at, value }) = readings.next().await {
            let start = at - at % width;
            if start + width <= watermark {
                late += 1;
                continue;
            }
            *open.entry(start).or_default().entry(sensor).or_insert(0.0) += value;
            watermark = watermark.max(at);
            while let Some(first) = open.first_entry() {
                if first.key() + width > watermark {
                    break;
                }
                let window = first.remove_entry();
                sums.send(window).await?;
                emitted += 1;
            }
        }
        for window in open {
            sums.send(window).await?;
            emitted += 1;
        }
        sums.close().await?;
        Ok((emitted, late))
    }

    /// Two sorted streams into one.
    #[cancel_safe]
    pub async fn merge_sorted<L, R>(left: &mut L, right: &mut R, log: &Log) -> Vec<u32>
    where
        L: Stream<Item = u32> + Unpin,
        R: Stream<Item = u32> + Unpin,
    {
        let (mut a, mut b) = (left.next().await, right.next().await);
        let mut merged = Vec::new();
        loop {
            let next = match (a, b) {
                (Some(x), Some(y)) if x <= y => {
                    a = left.next().await;
                    x
                }
                (_, Some(y)) => {
                    b = right.next().await;
                    y
                }
                (Some(x), None) => {
                    a = left.next().await;
                    x
                }
                (None, None) => break merged,
            };
            log.record(next);
            if merged.last() != Some(&next) {
                merged.push(next);
            }
        }
    }

    /// Items whose neighbours are needed: one before, one behind.
    #[cancel_safe]
    pub async fn peaks<S>(readings: &mut Pin<Box<S>>, threshold: f64) -> Vec<(u64, f64)>
    where
        S: Stream<Item = Reading>,
    {
        let mut peaks = Vec::new();
        let mut before: Option<f64> = None;
        let Some(mut current) = readings.next().await else {
            return peaks;
        };
        while let Some(next) = readings.next().await {
            let rises = before.is_none_or(|before| before < current.value);
            if rises && next.value < current.value && current.value > threshold {
                peaks.push((current.at, current.value));
            }
            before = Some(current.value);
            current = next;
        }
        if let Some(before) = before
            && before < current.value
        {
            peaks.push((current.at, current.value));
        }
        peaks
    }

    /// A stream that may fail, in chunks of a size in bytes.
    #[cancel_safe]
    pub async fn rechunk<S>(parts: &mut S, bucket: &Bucket, size: usize) -> Result<Vec<String>>
    where
        S: Stream<Item = Result<Vec<u8>, io::Error>> + Unpin,
    {
        let mut buffer = Vec::new();
        let mut tags = Vec::new();
        while let Some(part) = parts.try_next().await? {
            buffer.extend_from_slice(&part);
            while buffer.len() >= size {
                let rest = buffer.split_off(size);
                let chunk = std::mem::replace(&mut buffer, rest);
                let key = format!("part-{:03}", tags.len());
                tags.push(bucket.put(&key, &chunk).await?);
            }
        }
        if !buffer.is_empty() {
            let key = format!("part-{:03}-last", tags.len());
            tags.push(bucket.put(&key, &buffer).await?);
        }
        Ok(tags)
    }

    /// A table, whose rows are checked one by one, and whose bad ones go elsewhere.
    #[cancel_safe]
    pub async fn import<R, W>(
        reader: &mut R,
        rejects: &mut W,
        rows: &mut Vec<HashMap<String, i64>>,
    ) -> Result<usize>
    where
        R: AsyncBufRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        let mut header = String::new();
        reader.read_line(&mut header).await?;
        let columns: Vec<String> = header.trim().split(',').map(|c| c.trim().to_string()).collect();
        let mut lines = 1;
        let mut rejected = 0;
        let mut line = String::new();
        while reader.read_line(&mut line).await? != 0 {
            lines += 1;
            let cells: Vec<&str> = line.trim_end().split(',').collect();
            let parsed = if cells.len() == columns.len() {
                cells
                    .iter()
                    .map(|cell| cell.trim().parse::<i64>())
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(Error::from)
            } else {
                Err(Error::Invalid { field: "row", reason: format!("{} cells", cells.len()) })
            };
            match parsed {
                Ok(values) => rows.push(columns.iter().cloned().zip(values).collect()),
                Err(error) => {
                    rejected += 1;
                    let note = format!("{lines}: {error}\n");
                    rejects.write_all(note.as_bytes()).await?;
                }
            }
            line.clear();
        }
        if rejected > 0 {
            warn!(rejected, lines, "some rows are bad");
            rejects.flush().await?;
        }
        Ok(lines - 1 - rejected)
    }

    /// Copies and hashes, with what has been done told now and then.
    #[cancel_safe]
    pub async fn copy_with_progress<R: AsyncRead + Unpin, W: AsyncWrite + Unpin>(
        source: &mut R,
        target: &mut W,
        mut progress: impl FnMut(u64) + Send + 'static,
    ) -> io::Result<(u64, u32)> {
        let mut buf = [0u8; 4];
        let mut copied = 0u64;
        let mut hash = 5381u32;
        loop {
            let n = match source.read(&mut buf).await {
                Ok(0) => break,
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            let chunk = &buf[..n];
            target.write_all(chunk).await?;
            hash = chunk.iter().fold(hash, |hash, b| hash.wrapping_mul(33) ^ *b as u32);
            copied += n as u64;
            if copied % 8 == 0 {
                progress(copied);
            }
        }
        target.flush().await?;
        Ok((copied, hash))
    }

    /// The files of a bucket that have changed, page by page, and those that have gone.
    #[cancel_safe]
    pub async fn mirror(from: &Bucket, to: &Bucket, prefix: &str) -> Result<(usize, Vec<String>)> {
        let mut wanted = BTreeSet::new();
        let mut token: Option<String> = None;
        let mut copied = 0;
        loop {
            let page = from.list(prefix, token.as_deref()).await?;
            for key in &page.keys {
                let data = from.get(key).await?;
                let same = match to.get(key).await {
                    Ok(there) => there == data,
                    Err(Error::NotFound(_)) => false,
                    Err(error) => return Err(error),
                };
                if !same {
                    to.put(key, &data).await?;
                    copied += 1;
                }
            }
            wanted.extend(page.keys);
            token = match page.next {
                Some(next) => Some(next),
                None => break,
            };
        }
        let mut gone = Vec::new();
        let mut token = None::<String>;
        while let page = to.list(prefix, token.as_deref()).await?
            && !page.keys.is_empty()
        {
            for key in page.keys.iter().filter(|key| !wanted.contains(*key)) {
                to.delete(key).await?;
                gone.push(key.clone());
            }
            token = page.keys.last().cloned();
        }
        Ok((copied, gone))
    }

    /// Includes within text, expanded, with a stack of what is open.
    #[cancel_safe]
    pub async fn expand(bucket: &Bucket, root: &str) -> Result<String> {
        let mut out = String::new();
        let mut open: Vec<(String, VecDeque<String>)> = Vec::new();
        let text = String::from_utf8_lossy(&bucket.get(root).await?).into_owned();
        open.push((root.to_owned(), text.lines().map(String::from).collect()));
        while let Some((name, lines)) = open.last_mut() {
            let Some(line) = lines.pop_front() else {
                open.pop();
                continue;
            };
            if let Some(included) = line.strip_prefix("include ") {
                if name == included || open.iter().any(|(open, _)| open == included) {
                    return Err(Error::Invalid { field: "include", reason: line });
                }
                let bytes = bucket.get(included).await?;
                let text = std::str::from_utf8(&bytes)
                    .map_err(|error| Error::Invalid { field: "text", reason: error.to_string() })?;
                open.push((included.to_string(), text.lines().map(str::to_string).collect()));
            } else {
                out.push_str(&line);
                out.push('\n');
            }
        }
        info!(root, len = out.len(), "expanded");
        Ok(out)
    }

    /// Lines that begin with a word, with what stands before each.
    #[cancel_safe]
    pub async fn grep<R>(reader: R, word: &str, context: usize) -> io::Result<Vec<Vec<String>>>
    where
        R: AsyncRead + Unpin + Send + 'static,
    {
        let mut lines = BufReader::new(reader).lines();
        let mut recent = VecDeque::with_capacity(context);
        let mut found = Vec::new();
        let mut number = 0usize;
        while let Some(line) = lines.next_line().await? {
            number += 1;
            if line.starts_with(word) {
                let mut hit: Vec<String> = recent.drain(..).collect();
                hit.push(format!("{number}:{line}"));
                found.push(hit);
                continue;
            }
            if recent.len() == context {
                recent.pop_front();
            }
            recent.push_back(line);
        }
        Ok(found)
    }
}

fn readings(items: &[(&str, u64, f64)]) -> futures::stream::Iter<std::vec::IntoIter<Reading>> {
    let items: Vec<_> = items.iter().map(|(s, at, value)| reading(s, *at, *value)).collect();
    futures::stream::iter(items)
}

same! {
    fn window_sums in code;
    setup: |_| (
        readings(&[("a", 1, 1.0), ("b", 2, 2.0), ("a", 11, 3.0), ("a", 3, 9.0), ("b", 25, 1.0)]),
        futures::channel::mpsc::channel(8),
    );
    plain: |(readings, (sums, _))| window_sums(readings, sums, 10);
    annotated: |(readings, (sums, _)), pending| window_sums(pending, readings, sums);
    owned: 10;
    left: |(_, (_, sums))| std::iter::from_fn(|| sums.try_recv().ok()).collect::<Vec<_>>();
}

same! {
    fn merge_sorted in code;
    setup: |log| (futures::stream::iter([1, 3, 3, 8]), futures::stream::iter([2, 3, 9]), log);
    plain: |(left, right, log)| merge_sorted(left, right, log);
    annotated: |(left, right, log), pending| merge_sorted(pending, left, right, log);
}

same! {
    fn peaks in code;
    setup: |_| Box::pin(readings(&[("a", 1, 1.0), ("a", 2, 5.0), ("a", 3, 2.0), ("a", 4, 3.0)]));
    plain: |readings| peaks(readings, 2.5);
    annotated: |readings, pending| peaks(pending, readings);
    owned: 2.5;
}

same! {
    fn rechunk in code;
    setup: |log| {
        let parts = ["abc", "defgh", "i"].map(|part| Ok(part.as_bytes().to_vec()));
        (futures::stream::iter(parts), Outside::new(log).bucket())
    };
    plain: |(parts, bucket)| rechunk(parts, bucket, 4);
    annotated: |(parts, bucket), pending| rechunk(pending, parts, bucket);
    owned: 4;
}

same! {
    fn import in code;
    setup: |_| (
        BufReader::new(Trickle::new(&b"a, b\n1,2\n3\n4,x\n5,6\n"[..])), Trickle::new(Vec::new()), vec![],
    );
    plain: |(reader, rejects, rows)| import(reader, rejects, rows);
    annotated: |(reader, rejects, rows), pending| import(pending, reader, rejects, rows);
    left: |(_, rejects, rows)| {
        let rows: Vec<_> = rows.iter().map(|row| BTreeMap::from_iter(row.clone())).collect();
        (rows, String::from_utf8_lossy(rejects.get_ref()).into_owned())
    };
}

same! {
    fn copy_with_progress in code;
    setup: |log| (Trickle::new(&b"hello, hello, hello"[..]), Trickle::new(Vec::new()), log);
    plain: |(source, target, log)| {
        let log = log.clone();
        copy_with_progress(source, target, move |copied| log.record(copied))
    };
    annotated: |(source, target, _), pending| copy_with_progress(pending, source, target);
    owned: move |copied: u64| log.record(copied);
    left: |(_, target, _)| target.get_ref().clone();
}

same! {
    fn mirror in code;
    setup: |log| {
        let outside = Outside::new(log);
        let from = outside.bucket().with(&[("a/1", "x"), ("a/2", "y"), ("a/3", "z"), ("b", "-")]);
        (from, outside.bucket().with(&[("a/2", "y"), ("a/4", "w")]))
    };
    plain: |(from, to)| mirror(from, to, "a/");
    annotated: |(from, to), pending| mirror(pending, from, to, "a/");
}

same! {
    fn expand in code;
    setup: |log| Outside::new(log).bucket().with(&[
        ("root", "one\ninclude part\ntwo"), ("part", "a\ninclude leaf\nb"), ("leaf", "c"),
    ]);
    plain: |bucket| expand(bucket, "root");
    annotated: |bucket, pending| expand(pending, bucket, "root");
}

same! {
    fn grep in code;
    setup: |_| ();
    plain: |_| grep(Trickle::new(&b"a\nb\nfind c\nd\nfind e\n"[..]), "find", 1);
    annotated: |_, pending| grep(pending, "find");
    owned: (Trickle::new(&b"a\nb\nfind c\nd\nfind e\n"[..]), 1);
}
