use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Parser<'a>(&'a str);

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Parser(text)
    }
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, text: &str) -> usize {
    let parser = Parser::new(text);
    //~^ E0521
    rx.recv().await;
    parser.0.len()
}

fn main() {}
