use std::io;
use std::time::Duration;

use cancel_safe::cancel_safe;
use tokio::io::{AsyncReadExt as _, DuplexStream};
use tokio::time::timeout;

#[cancel_safe]
async fn header(stream: &mut DuplexStream) -> io::Result<[u8; 4]> {
    let mut head: [u8; 4] = [0; 4];
    timeout(Duration::from_secs(1), stream.read_exact(&mut head)).await??;
    //~^ loses-on-cancel
    Ok(head)
}

fn main() {}
