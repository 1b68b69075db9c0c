use cancel_safe::safe_select;

struct Client(u32);

impl Client {
    async fn call(&mut self, n: u32) -> u32 {
        self.0 += n;
        n
    }
}

async fn run(client: &mut Client, rx: &mut tokio::sync::mpsc::Receiver<u32>) -> Option<u32> {
    safe_select! {
        n = client
        //~^ not-cancel-safe
            .call(3) => Some(n),
        n = rx.recv(), if n_is_wanted() => n,
    }
}

fn n_is_wanted() -> bool {
    true
}

fn main() {}
