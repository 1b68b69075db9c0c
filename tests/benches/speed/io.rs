//! `read_exact` and `write_all`.

use std::cell::RefCell;
use std::time::Instant;

use cancel_safe::{Checkpoint, cancel_safe};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

use crate::Bench;
use crate::count::{self, Case};
use crate::measure::{Way, interleaved};
use crate::table::{Row, Target};

macro_rules! twins {
    ($safe:ident $plain:ident: <$S:ident: $Trait:ident> ($($params:tt)*) $body:block) => {
        async fn $plain<$S: $Trait + Unpin>($($params)*) $body

        #[cancel_safe]
        async fn $safe<$S: $Trait + Unpin>($($params)*) $body
    };
}

twins! { write_safe write_plain: <W: AsyncWrite> (stream: &mut W, buf: &[u8], times: &u64) {
    for _ in 0..*times {
        let _ = stream.write_all(buf).await;
    }
} }

twins! { read_safe read_plain: <R: AsyncRead> (stream: &mut R, buf: &mut [u8], times: &u64) {
    for _ in 0..*times {
        let _ = stream.read_exact(&mut buf[..]).await;
    }
} }

/// Writes into one end, and reads from the other in turn. The ways that are compared share the ends:
/// of two connections, the kernel may serve one faster than the other.
fn transfer<'a, W, R>(
    runtime: &'a Runtime,
    size: usize,
    safe: bool,
    ends: &'a RefCell<(W, R)>,
) -> Way<'a>
where
    W: AsyncWrite + Unpin,
    R: AsyncRead + Unpin,
{
    let (from, mut to) = (vec![7; size], vec![0; size]);
    Box::new(move |times| {
        let mut ends = ends.borrow_mut();
        let (writer, reader) = &mut *ends;
        let start = Instant::now();
        runtime.block_on(async {
            match safe {
                true => {
                    let (mut writing, mut reading) = (Checkpoint::new(), Checkpoint::new());
                    tokio::join!(
                        write_safe(&mut writing, writer, &from, &times),
                        read_safe(&mut reading, reader, &mut to, &times),
                    );
                }
                false => {
                    tokio::join!(
                        write_plain(writer, &from, &times),
                        read_plain(reader, &mut to, &times),
                    );
                }
            }
        });
        start.elapsed()
    })
}

fn connection(runtime: &Runtime) -> (TcpStream, TcpStream) {
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (client, server) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (client, (server, _)) = (client.expect("a client"), server.expect("a server"));
        client.set_nodelay(true).expect("no delay");
        (client, server)
    })
}

const SIZES: [usize; 4] = [64, 1024, 16 * 1024, 64 * 1024];

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_io().build().expect("a runtime")
}

fn case_name(size: usize, safe: bool) -> String {
    format!("duplex {size} {safe}")
}

pub fn cases() -> Vec<Case> {
    let cases = SIZES.iter().flat_map(|&size| [(size, true), (size, false)]);
    let case = |(size, safe)| -> Case {
        let run = move |times| {
            transfer(&runtime(), size, safe, &RefCell::new(duplex(64 * 1024)))(times);
        };
        (case_name(size, safe), Box::new(run))
    };
    cases.map(case).collect()
}

pub fn measure(bench: &mut Bench) {
    let runtime = runtime();
    for size in SIZES {
        let memory = RefCell::new(duplex(64 * 1024));
        let network = RefCell::new(connection(&runtime));
        let in_memory = |safe| transfer(&runtime, size, safe, &memory);
        let loopback = |safe| transfer(&runtime, size, safe, &network);
        let runs = [
            ("duplex", [in_memory(true), in_memory(false)]),
            ("TCP", [loopback(true), loopback(false)]),
        ];
        for (name, ways) in runs {
            let times = interleaved(bench.quick, Vec::from(ways));
            bench.table.row(Row {
                what: &format!("write_all + read_exact, {name}, {size} bytes"),
                ours: times.text(0),
                against: "plain async fn",
                theirs: times.text(1),
                measured: times.ratio(0, 1),
                unit: "x",
                target: Some(Target::AtMost(1.05)),
            });
        }
        let what = format!("write_all + read_exact, duplex, {size} bytes, instructions");
        let cases = [case_name(size, true), case_name(size, false)];
        count::compared(bench, &what, "plain async fn", cases);
    }
}
