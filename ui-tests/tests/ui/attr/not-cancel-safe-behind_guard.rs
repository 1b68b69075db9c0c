//! What goes on where it was does not do so behind a guard.

use std::io;

use cancel_safe::cancel_safe;
use tokio::io::{AsyncWriteExt as _, DuplexStream};
use tokio::sync::OwnedMutexGuard;

#[cancel_safe]
async fn append(mut stream: OwnedMutexGuard<DuplexStream>) -> io::Result<()> {
    stream.write_u32(1).await?;
    //~^ not-cancel-safe
    stream.flush().await
}

fn main() {}
