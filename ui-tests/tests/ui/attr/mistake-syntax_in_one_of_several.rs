use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Connection {
    rx: Receiver<u32>,
    pending: ConnectionSkipCheckpoint,
}

#[cancel_safe]
impl Connection {
    const LEAST: u32 = 3;

    #[cancel_safe]
    async fn read(&mut self, least: &u32) -> Option<u32> {
        let n = self.rx.recv().await?
        //~^ syntax
        Some(n.max(*least))
    }

    #[cancel_safe(stored_in = self.pending)]
    async fn skip(&mut self) {
        while self.read(_, &Self::LEAST).await.is_some() {}
    }

    #[cancel_safe(stateless)]
    async fn peek(&mut self) -> Option<u32> {
        self.rx.recv().await.
    }
    //~^ syntax

    fn count(&self) -> usize {
        self.rx.len() 1
        //~^ syntax
    }
}

#[cancel_safe]
async fn first(connection: &mut Connection) -> Option<u32> {
    let = connection.read(_, &1).await;
    //~^ syntax
    connection.peek().await
}

#[cancel_safe]
async fn second(connection: &mut Connection) -> Option<u32> {
    first(_, connection).await?;
    connection.skip().await;
    first(_, connection).await
}

fn main() {}
