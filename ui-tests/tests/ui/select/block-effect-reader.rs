use cancel_safe::safe_select;
use std::future::ready;
use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;

struct Batch<'a> {
    rx: &'a mut Receiver<u32>,
    items: Vec<u32>,
}

impl Batch<'_> {
    async fn fill(self) {}
}

async fn run(stream: &mut TcpStream, rx: &mut Receiver<u32>) {
    safe_select! {
        _ = async { BufReader::new(&mut *stream).read_u8().await } => {}
        //~^ block-effect
        _ = async { cancel_safe::abandon(Batch { rx: &mut *rx, items: vec![] }.fill()).await } => {}
        //~^ block-effect
        _ = ready(()) => {}
    }
}

fn main() {}
