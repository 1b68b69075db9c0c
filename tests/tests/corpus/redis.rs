//! A connection that speaks the protocol of Redis, with a buffer to parse from.

use std::io;

use bytes::{Buf, Bytes, BytesMut};
use cancel_safe::{Checkpoint, cancel_safe};
use tests::corpus::NoCheckpoint;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use twins::twins;

use super::peer::{ProtocolError, peer, written};

/// A value of the Redis protocol.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Simple(String),
    Error(String),
    Integer(i64),
    Bulk(Bytes),
    Null,
    Array(Vec<Value>),
}

impl Value {
    /// A whole value from the front of a buffer, if there is one.
    fn check(buf: &[u8]) -> Result<Option<(Value, usize)>, ProtocolError> {
        let Some(end) = buf.windows(2).position(|pair| pair == b"\r\n") else { return Ok(None) };
        let line = String::from_utf8_lossy(&buf[1..end]).into_owned();
        let bad = || ProtocolError::BadHeader(line.clone());
        let number = || line.parse::<i64>().map_err(|_| bad());
        let mut at = end + 2;
        let value = match buf[0] {
            b'+' => Value::Simple(line),
            b'-' => Value::Error(line),
            b':' => Value::Integer(number()?),
            b'$' => match number()? {
                -1 => Value::Null,
                len => {
                    let len = len as usize;
                    if buf.len() < at + len + 2 {
                        return Ok(None);
                    }
                    let bulk = Bytes::copy_from_slice(&buf[at..at + len]);
                    at += len + 2;
                    Value::Bulk(bulk)
                }
            },
            b'*' => {
                let mut items = Vec::new();
                for _ in 0..number()? {
                    if at >= buf.len() {
                        return Ok(None);
                    }
                    let Some((item, len)) = Value::check(&buf[at..])? else { return Ok(None) };
                    items.push(item);
                    at += len;
                }
                Value::Array(items)
            }
            _ => return Err(bad()),
        };
        Ok(Some((value, at)))
    }
}

#[twins]
mod code {
    /// A connection that speaks the protocol of Redis.
    pub struct Connection<S> {
        stream: S,
        buffer: BytesMut,
        reading: ConnectionReadValueCheckpoint,
    }

    #[cancel_safe]
    impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
        pub fn get_ref(&self) -> &S {
            &self.stream
        }

        pub fn new(stream: S) -> Self {
            Connection { stream, buffer: BytesMut::with_capacity(64), reading: Checkpoint::new() }
        }

        /// Reads a value, or `None` where the peer closed in between two.
        #[cancel_safe(stored_in = self.reading)]
        pub async fn read_value(&mut self) -> Result<Option<Value>, ProtocolError> {
            loop {
                if let Some(value) = self.parse_value()? {
                    return Ok(Some(value));
                }
                if 0 == self.stream.read_buf(&mut self.buffer).await? {
                    if self.buffer.is_empty() {
                        return Ok(None);
                    } else {
                        return Err(ProtocolError::Closed);
                    }
                }
            }
        }

        fn parse_value(&mut self) -> Result<Option<Value>, ProtocolError> {
            if self.buffer.is_empty() {
                return Ok(None);
            }
            let Some((value, len)) = Value::check(&self.buffer)? else { return Ok(None) };
            self.buffer.advance(len);
            Ok(Some(value))
        }

        /// Writes a value; arrays only on the outside.
        #[cancel_safe]
        pub async fn write_value(&mut self, value: &Value) -> io::Result<()> {
            match value {
                Value::Array(items) => {
                    self.stream.write_u8(b'*').await?;
                    self.write_decimal(&mut Checkpoint::with(items.len() as i64)).await?;
                    for item in &**items {
                        self.write_single(_, item).await?;
                    }
                }
                _ => self.write_single(_, value).await?,
            }
            self.stream.flush().await
        }

        #[cancel_safe]
        async fn write_single(&mut self, value: &Value) -> io::Result<()> {
            match value {
                Value::Simple(text) => {
                    self.stream.write_u8(b'+').await?;
                    self.stream.write_all(text.as_bytes()).await?;
                    self.stream.write_all(b"\r\n").await?;
                }
                Value::Error(text) => {
                    self.stream.write_u8(b'-').await?;
                    self.stream.write_all(text.as_bytes()).await?;
                    self.stream.write_all(b"\r\n").await?;
                }
                Value::Integer(n) => {
                    self.stream.write_u8(b':').await?;
                    self.write_decimal(&mut Checkpoint::with(*n)).await?;
                }
                Value::Null => {
                    self.stream.write_all(b"$-1\r\n").await?;
                }
                Value::Bulk(bulk) => {
                    let len = bulk.len();
                    self.stream.write_u8(b'$').await?;
                    self.write_decimal(&mut Checkpoint::with(len as i64)).await?;
                    self.stream.write_all(bulk).await?;
                    self.stream.write_all(b"\r\n").await?;
                }
                Value::Array(_) => unreachable!("nested array"),
            }
            Ok(())
        }

        #[cancel_safe]
        async fn write_decimal(&mut self, n: i64) -> io::Result<()> {
            let digits = n.to_string();
            self.stream.write_all(digits.as_bytes()).await?;
            self.stream.write_all(b"\r\n").await
        }
    }

    /// Two values, one behind the other.
    #[cancel_safe]
    pub async fn read_two<S: AsyncRead + AsyncWrite + Unpin>(
        connection: &mut Connection<S>,
    ) -> (Result<Option<Value>, ProtocolError>, Result<Option<Value>, ProtocolError>) {
        (connection.read_value().await, connection.read_value().await)
    }
}

same! {
    fn read_value in code;
    setup: |_| Connection::new(peer("*2\r\n$3\r\nfoo\r\n:1\r\n-bad"));
    plain: |connection| async { (connection.read_value().await, connection.read_value().await) };
    annotated: |connection, pending| read_two(pending, connection);
}

same! {
    fn write_value in code;
    setup: |_| (
        Connection::new(peer("")),
        Value::Array(vec![Value::Bulk("ab".into()), Value::Null, Value::Integer(-12)]),
    );
    plain: |(connection, value)| connection.write_value(value);
    annotated: |(connection, value), pending| connection.write_value(pending, value);
    left: |(connection, _)| written(connection.get_ref());
}
