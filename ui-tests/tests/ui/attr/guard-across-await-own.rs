use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct LogSection<'a>(&'a str);

impl cancel_safe::Guard for LogSection<'_> {}

fn enter(name: &str) -> LogSection<'_> {
    LogSection(name)
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, name: &str) {
    let section = enter(name);
    //~^ guard-across-await
    rx.recv().await;
    println!("{}", section.0);
}

fn main() {}
