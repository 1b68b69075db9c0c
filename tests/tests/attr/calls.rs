//! Annotated functions that await annotated functions, and what stands for a checkpoint.

use cancel_safe::testing::Check;
use cancel_safe::{Checkpoint, cancel_safe};
use tests::env::Env;

struct Counter {
    env: Env,
    sum: u32,
}

#[cancel_safe]
impl Counter {
    #[cancel_safe]
    async fn add(&mut self, by: u32) {
        let by = self.env.get(by).await;
        self.env.pause().await;
        self.sum += by;
    }

    #[cancel_safe]
    async fn twice(&mut self, by: &u32) -> u32 {
        for _ in 0..2 {
            self.add(&mut Checkpoint::with(*by)).await;
        }
        self.sum
    }

    /// `_` is a checkpoint, also for a method, in an argument, and in a receiver.
    #[cancel_safe]
    async fn all(&mut self) -> String {
        let sum = self.twice(_, &1).await + self.twice(_, &2).await;
        let maybe = match self.twice(_, &3).await {
            0 => None,
            sum => Some(sum),
        };
        format!("{sum} {maybe:?} {}", self.twice(_, &4).await)
    }
}

#[test]
fn a_checkpoint_for_a_method() {
    Check::new().random(300).run(
        |log| (Counter { env: Env::new(log), sum: 0 }, Checkpoint::new()),
        async |(counter, pending)| counter.all(pending).await,
    );
}
