use cancel_safe::cancel_safe;

struct Request(String);

async fn call(request: Request) -> usize {
    request.0.len()
}

#[cancel_safe]
async fn run(name: &str) -> usize {
    let request = Request(name.to_owned());
    cancel_safe::assume_cancel_safe(call(request)).await
}

fn main() {}
//~ 12: moved-into-await
