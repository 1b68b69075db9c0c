use std::path::Path;

use cancel_safe::cancel_safe;
use tokio::fs::OpenOptions;
use tokio::process::Command;

#[cancel_safe]
async fn append(path: &Path) -> std::io::Result<()> {
    let _ = OpenOptions::new().append(true).open(path).await?;
    //~^ loses-on-cancel
    let _ = cancel_safe::assume_cancel_safe(OpenOptions::new().read(true).open(path)).await?;
    Ok(())
}

#[cancel_safe]
async fn list() -> std::io::Result<usize> {
    Ok(Command::new("ls").arg("-l").output().await?.stdout.len())
    //~^ loses-on-cancel
}

fn main() {}
