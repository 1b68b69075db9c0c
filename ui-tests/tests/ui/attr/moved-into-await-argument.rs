use cancel_safe::cancel_safe;

struct Client;
struct Request(String);

#[cancel_safe]
impl Client {
    #[cancel_safe(stateless)]
    async fn call(&self, request: &Request, tag: String) -> usize {
    //~^ moved-into-await
        std::future::ready(request.0.len() + tag.len()).await
    }
}

#[cancel_safe]
async fn run(client: &Client, name: &str) -> usize {
    let request = Request(name.to_owned());
    let tag = name.to_owned();
    client.call(&request, tag).await
    //~^ moved-into-await
}

fn main() {}
