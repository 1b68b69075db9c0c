//! The sources that are compiled.

use std::fmt::Write as _;

const HEADER: &str = "#![allow(dead_code)]\nuse tokio::sync::mpsc::{Receiver, Sender};\n\n";

/// Functions of ten awaits each, all of which are used.
pub struct Functions {
    pub safe: bool,
}

impl Functions {
    pub fn source(&self, count: usize) -> String {
        let mut source = HEADER.to_owned();
        source.push_str(
            "type Dyn<'a> = std::pin::Pin<Box<dyn Future<Output = Option<u64>> + 'a>>;\n",
        );
        for number in 0..count {
            self.function(number, &mut source);
        }
        source
    }

    fn function(&self, number: usize, out: &mut String) {
        let (attribute, parameter, argument) = match self.safe {
            true => (
                "#[cancel_safe::cancel_safe]\n",
                format!("pending: &'a mut F{number}Checkpoint, "),
                "pending, ",
            ),
            false => ("", String::new(), ""),
        };
        let _ = write!(
            out,
            "
{attribute}pub async fn f{number}(rx: &mut Receiver<u64>, tx: &Sender<u64>) -> Option<u64> {{
    let mut sum: u64 = {number};
    let first: u64 = rx.recv().await?;
    tx.send(first).await.ok()?;
    while let Some(item) = rx.recv().await {{
        if item % 2 == 0 {{
            tx.send(item).await.ok()?;
            sum += item;
        }} else {{
            match rx.recv().await {{
                Some(next) => sum += next * item,
                None => break,
            }}
        }}
    }}
    let second: u64 = rx.recv().await.unwrap_or(first);
    tokio::time::sleep(std::time::Duration::from_millis(sum)).await;
    for part in 0..3 {{
        tx.send(sum + part).await.ok()?;
    }}
    let third: u64 = rx.recv().await?;
    tx.send(first + second + third).await.ok()?;
    Some(sum)
}}

pub fn use{number}<'a>({parameter}rx: &'a mut Receiver<u64>, tx: &'a Sender<u64>) -> Dyn<'a> {{
    Box::pin(f{number}({argument}rx, tx))
}}
"
        );
    }
}

/// Functions with a select of four branches each.
pub struct Selects {
    pub macro_path: &'static str,
}

impl Selects {
    pub fn source(&self, count: usize) -> String {
        let mut source = HEADER.to_owned();
        source.push_str("type Dyn<'a> = std::pin::Pin<Box<dyn Future<Output = u64> + 'a>>;\n");
        for number in 0..count {
            let _ = write!(
                source,
                "
pub async fn f{number}(a: &mut Receiver<u64>, b: &mut Receiver<u64>, c: &Sender<u64>) -> u64 {{
    let mut sum = {number};
    loop {{
        {}! {{
            Some(item) = a.recv() => sum += item,
            item = b.recv() => match item {{
                Some(item) => sum -= item,
                None => break,
            }},
            _ = c.closed() => break,
            _ = tokio::time::sleep(std::time::Duration::from_millis(sum)), if sum > 3 => sum += 1,
        }}
    }}
    sum
}}

pub fn use{number}<'a>(
    a: &'a mut Receiver<u64>,
    b: &'a mut Receiver<u64>,
    c: &'a Sender<u64>,
) -> Dyn<'a> {{
    Box::pin(f{number}(a, b, c))
}}
",
                self.macro_path
            );
        }
        source
    }
}

/// A function with as many awaits as are wanted, one after the other.
#[derive(Clone, Copy)]
pub enum Growth {
    /// They have nothing to do with each other.
    Sends,
    /// Each needs what the one before has yielded.
    Chain,
    /// With a loop around each.
    Loops,
}

impl Growth {
    pub const ALL: [Growth; 3] = [Growth::Sends, Growth::Chain, Growth::Loops];

    pub fn name(self) -> &'static str {
        match self {
            Growth::Sends => "sends",
            Growth::Chain => "a chain of lets",
            Growth::Loops => "loops",
        }
    }

    pub fn source(self, awaits: usize, safe: bool) -> String {
        let mut source = HEADER.to_owned();
        if safe {
            source.push_str("#[cancel_safe::cancel_safe]\n");
        }
        source.push_str("pub async fn f(rx: &mut Receiver<u64>, tx: &Sender<u64>) -> u64 {\n");
        source.push_str("    let v0: u64 = 0;\n");
        for number in 0..awaits {
            let next = number + 1;
            let _ = match self {
                Growth::Sends => writeln!(source, "    let _ = tx.send({number}).await;"),
                Growth::Chain => writeln!(
                    source,
                    "    let v{next}: u64 = v{number} + rx.recv().await.unwrap_or_default();"
                ),
                Growth::Loops => writeln!(
                    source,
                    "    while let Some(item) = rx.recv().await {{ if item > v0 {{ break; }} }}"
                ),
            };
        }
        let last = if let Growth::Chain = self { awaits } else { 0 };
        let _ = writeln!(source, "    v{last}\n}}");
        source
    }
}
