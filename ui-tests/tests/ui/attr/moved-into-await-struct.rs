use cancel_safe::cancel_safe;

struct Client;

struct Request {
    name: String,
}

#[cancel_safe]
impl Client {
    #[cancel_safe(stateless)]
    async fn call(&self, request: &Request) -> usize {
        std::future::ready(request.name.len()).await
    }
}

async fn call(_: &Client, request: Request) -> usize {
    request.name.len()
}

#[cancel_safe]
async fn run(client: &Client, name: String) -> usize {
    let length = client.call(&Request { name: name.clone() }).await;
    cancel_safe::abandon(call(client, Request { name })).await + length
    //~^ moved-into-await
}

fn main() {}
