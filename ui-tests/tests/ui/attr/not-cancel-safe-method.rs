use cancel_safe::cancel_safe;

struct Client(u32);

impl Client {
    async fn call(&mut self, n: u32) -> u32 {
        self.0 + n
    }
}

#[cancel_safe]
async fn run(client: &mut Client) -> u32 {
    client.call(3).await
    //~^ not-cancel-safe
}

fn main() {}
