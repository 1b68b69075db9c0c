//! A method that is called like one that borrows from a collection, and yields a value.

use cancel_safe::{abandon, cancel_safe};

struct Client;

struct Request(String);

impl Client {
    fn get(&self, url: &str) -> Request {
        Request(url.to_owned())
    }
}

impl Request {
    async fn send(&self) -> usize {
        self.0.len()
    }
}

#[cancel_safe]
async fn fetch(client: &Client, url: &str) -> usize {
    let request = client.get(url);
    //~^ evaluated-twice
    abandon(request.send()).await
}

fn main() {}
