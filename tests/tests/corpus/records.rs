//! Records: read from a table, stored one by one, numbered and passed on in batches.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::mem;

use cancel_safe::testing::{Log, Trickle, yield_now};
use cancel_safe::{assume_cancel_safe, cancel_safe};
use futures::{Sink, SinkExt, Stream, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};
use twins::twins;

/// Something that takes records.
pub trait Storage {
    /// Stores one.
    async fn put(&mut self, key: &str, value: &[u8]) -> io::Result<()>;
    /// All is stored.
    async fn sync(&mut self) -> io::Result<usize>;
}

#[twins]
mod code {
    /// A file with a header in front of its lines.
    #[cancel_safe]
    pub async fn read_table<R: AsyncRead + Unpin>(
        reader: R,
        separator: char,
    ) -> io::Result<Vec<BTreeMap<String, String>>> {
        let mut lines: Lines<BufReader<R>> = BufReader::new(reader).lines();
        let Some(header) = lines.next_line().await? else {
            return Ok(Vec::new());
        };
        let columns: Vec<String> = header.split(separator).map(str::to_owned).collect();
        let mut rows = Vec::new();
        let mut number = 1;
        while let Some(line) = lines.next_line().await? {
            number += 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split(separator).collect();
            if fields.len() != columns.len() {
                let message = format!("line {number}: {} fields", fields.len());
                return Err(io::Error::new(ErrorKind::InvalidData, message));
            }
            let row = columns.iter().zip(fields).map(|(c, f)| (c.clone(), f.to_owned())).collect();
            rows.push(row);
        }
        Ok(rows)
    }

    /// Stores all of some records.
    #[cancel_safe]
    pub async fn store_all<S: Storage>(
        storage: &mut S,
        records: &[(&str, Cow<'_, [u8]>)],
    ) -> io::Result<usize> {
        for (key, value) in records {
            if value.is_empty() {
                continue;
            }
            assume_cancel_safe(storage.put(key, value)).await?;
        }
        assume_cancel_safe(storage.sync()).await
    }

    /// Numbers the items of a stream, and passes them on in batches.
    #[cancel_safe]
    pub async fn number<St, Si>(
        stream: &mut St,
        sink: &mut Si,
        each: usize,
    ) -> Result<usize, Si::Error>
    where
        St: Stream<Item = String> + Unpin,
        Si: Sink<(usize, String)> + Unpin,
    {
        let mut number = 0;
        let mut chunk = Vec::with_capacity(each);
        while let Some(item) = stream.next().await {
            chunk.push((number, item));
            number += 1;
            if chunk.len() == each {
                for item in mem::take(&mut chunk) {
                    sink.feed(item).await?;
                }
                sink.flush().await?;
            }
        }
        for item in chunk {
            sink.send(item).await?;
        }
        Ok(number)
    }
}

same! {
    fn read_table in code;
    setup: |_| ();
    plain: |()| read_table(Trickle::new(&b"a,b\n1,2\n# no\n3,4"[..]), ',');
    annotated: |(), pending| read_table(pending);
    owned: (Trickle::new(&b"a,b\n1,2\n# no\n3,4"[..]), ',');
}

/// Storage that is a map.
struct Map(BTreeMap<String, Vec<u8>>, Log);

impl Storage for Map {
    async fn put(&mut self, key: &str, value: &[u8]) -> io::Result<()> {
        yield_now().await;
        self.1.record(format_args!("put {key}"));
        self.0.insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    async fn sync(&mut self) -> io::Result<usize> {
        yield_now().await;
        Ok(self.0.len())
    }
}

same! {
    fn store_all in code;
    setup: |log| (
        Map(BTreeMap::new(), log),
        [("a", b"1"[..].into()), ("b", b""[..].into()), ("c", vec![1].into())],
    );
    plain: |(map, records)| store_all(map, records);
    annotated: |(map, records), pending| store_all(pending, map, records);
}

same! {
    fn number in code;
    setup: |_| (
        Trickle::new(futures::stream::iter(["a", "b", "c", "d", "e"].map(str::to_owned))),
        Trickle::new(Vec::new()),
    );
    plain: |(stream, sink)| number(stream, sink, 2);
    annotated: |(stream, sink), pending| number(pending, stream, sink);
    owned: 2;
    left: |(_, sink)| format!("{:?}", sink.get_ref());
}
