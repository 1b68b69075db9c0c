use cancel_safe::cancel_safe;

struct Turns {
    pending: TurnsTwoCheckpoint,
}

#[cancel_safe]
impl Turns {
    #[cancel_safe(stored_in = self.pending)]
    async fn two(&self) {
        //~^ stored-shared
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
    }
}

fn main() {}
