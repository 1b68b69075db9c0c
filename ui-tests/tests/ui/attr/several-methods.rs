use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Connection(Receiver<u32>);

#[cancel_safe]
impl Connection {
    #[cancel_safe]
    async fn first(&mut self, mode: &u8) -> u32 {
        match mode {
            0 if self.0.recv().await.is_some() => 1,
            //~^ await-in-guard
            _ => 2,
        }
    }

    #[cancel_safe(stateles)]
    //~^ unknown-argument
    async fn second(&mut self) -> Option<u32> {
        self.0.recv().await
    }

    #[cancel_safe]
    async fn third(&mut self) -> Option<u32> {
        self.second().await
    }
}

fn main() {}
