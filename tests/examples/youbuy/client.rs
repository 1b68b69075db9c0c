//! The other end of the TCP connection: a thread of its own, which knows nothing of the load.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::args::Args;
use crate::socket::frame;

/// What a row takes, about. Rather less than more, so that the packets come while rows do.
const TIME_PER_ROW: Duration = Duration::from_micros(20);

/// The packets that will be sent, each after a pause of random length.
pub struct Client {
    random: fastrand::Rng,
    packets: u32,
    longest_pause: Duration,
}

/// What the client has seen.
pub struct Answers {
    /// From the first byte out to the last byte in, for each packet.
    pub times: Vec<Duration>,
    /// Stays open as long as the server is busy with the load.
    _stream: TcpStream,
}

impl Client {
    pub fn new(args: &Args) -> Client {
        let random = fastrand::Rng::with_seed(args.seed);
        let longest_pause = 2 * TIME_PER_ROW * args.rows / args.packets.max(1);
        Client { random, packets: args.packets, longest_pause }
    }

    /// Sends all packets, each as soon as the one before is answered and the pause is over.
    pub fn run(mut self, server: SocketAddr) -> io::Result<Answers> {
        let mut stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        let mut times = Vec::new();
        for _ in 0..self.packets {
            thread::sleep(self.longest_pause.mul_f64(self.random.f64()));
            let packet = frame(&vec![self.random.u8(..); self.random.usize(1..200)]);
            times.push(exchange(&mut stream, &packet)?);
        }
        Ok(Answers { times, _stream: stream })
    }
}

fn exchange(stream: &mut TcpStream, packet: &[u8]) -> io::Result<Duration> {
    let start = Instant::now();
    stream.write_all(packet)?;
    let mut answer = vec![0; packet.len()];
    stream.read_exact(&mut answer)?;
    if answer != packet {
        return Err(io::Error::other("the answer does not fit the packet"));
    }
    Ok(start.elapsed())
}
