use cancel_safe::cancel_safe;

async fn read_next(n: &mut u32) -> u32 {
    *n
}

#[cancel_safe(stateless)]
async fn run(n: &mut u32) -> u32 {
    read_next(n).await
    //~^ not-cancel-safe
}

fn main() {}
