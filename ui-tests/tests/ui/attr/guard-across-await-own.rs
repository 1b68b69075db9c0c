use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct LogSection<'a>(&'a str);

impl cancel_safe::Guard for LogSection<'_> {}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, name: &str) {
    let section = LogSection(name);
    //~^ guard-across-await
    rx.recv().await;
    println!("{}", section.0);
}

fn main() {}
