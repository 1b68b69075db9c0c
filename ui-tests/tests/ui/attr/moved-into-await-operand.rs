use cancel_safe::cancel_safe;

#[cancel_safe(stateless)]
async fn show(name: &str, count: u32) {
    std::future::ready((name, count)).await;
}

#[cancel_safe]
async fn run(name: String, nick: Option<String>, count: Result<u32, String>) {
    show(&(name + "!"), 1).await;
    //~^ moved-into-await
    show(&nick.unwrap(), 2).await;
    //~^ moved-into-await
    show("", count.unwrap() + 1).await;
    //~^ moved-into-await
}

fn main() {}
