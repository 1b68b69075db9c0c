use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

struct Bag(Vec<u32>);

impl Bag {
    fn iter(&self) -> Box<dyn Iterator<Item = &u32> + '_> {
        Box::new(self.0.iter())
    }
}

#[cancel_safe]
async fn run(tx: &Sender<u32>, bag: &Bag) {
    let mut numbers = bag.iter();
    //~^ unknown-iterator
    while let Some(number) = numbers.next() {
        let _ = tx.send(*number).await;
    }
}

fn main() {}
