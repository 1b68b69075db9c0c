use std::borrow::Cow;

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

fn parse(line: &str) -> Option<(&str, u16)> {
    let (host, port) = line.split_once(':')?;
    Some((host, port.parse().ok()?))
}

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

#[cancel_safe]
async fn connect(rx: &mut Receiver<u32>, line: String, other: &str) -> Option<u16> {
    if let Some((host, port)) = parse(&line) {
        //~^ borrowed-across-await
        rx.recv().await?;
        println!("{host}:{port}");
    }
    let Some((host, port)) = parse(other) else { return None };
    //~^ borrowed-across-await
    rx.recv().await?;
    println!("{host}:{port}");
    for word in words(&line) {
        //~^ borrowed-across-await
        rx.recv().await?;
        println!("{word}");
    }
    let words = words(line.trim());
    //~^ borrowed-across-await
    rx.recv().await?;
    println!("{words:?}");
    let shown: Cow<str> = line.as_str().into();
    //~^ borrowed-across-await
    rx.recv().await?;
    println!("{shown}");
    Some(port)
}

fn main() {}
