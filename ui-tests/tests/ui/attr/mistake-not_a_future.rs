use cancel_safe::cancel_safe;

struct Counter(u64);

impl Counter {
    fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

#[cancel_safe]
async fn values(counter: &mut Counter, n: u32) {
    n.await;
    //~^ E0277
    let local = 1;
    local.await;
    //~^ E0277
    counter.next().await;
    //~^ E0277
    std::mem::drop(n).await;
    //~^ E0277
    (2 + 3).await;
    //~^ E0277
}

fn main() {}
