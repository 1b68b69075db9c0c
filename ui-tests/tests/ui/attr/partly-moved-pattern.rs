//! A pattern moves parts out of a field, and the rest is needed behind an await.

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

enum Command {
    Set { key: String, value: String },
    Delete(String),
    Ping,
}

struct Request {
    id: u32,
    command: Command,
}

#[cancel_safe]
async fn run(request: Request, log: &Sender<u32>) -> u32 {
    match request.command {
        Command::Set { key, value } => {
            //~^ partly-moved
            let _ = log.send(1).await;
            let _ = (key, value);
        }
        Command::Delete(key) if key.is_empty() => {}
        Command::Delete(key) => {
            //~^ partly-moved
            let _ = log.send(1).await;
            drop(key);
        }
        Command::Ping => _ = log.send(1).await,
    }
    request.id
}

struct Service {
    names: Vec<String>,
    id: u32,
}

#[cancel_safe]
impl Service {
    #[cancel_safe]
    async fn run(self, log: &Sender<u32>) -> u32 {
        for name in self.names {
            //~^ partly-moved
            let _ = log.send(self.id).await;
            drop(name);
        }
        self.id
    }
}

fn main() {}
