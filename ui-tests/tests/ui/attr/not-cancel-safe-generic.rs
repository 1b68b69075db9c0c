use cancel_safe::cancel_safe;

#[cancel_safe]
async fn run<F: Future<Output = u32> + Unpin>(future: F) -> u32 {
    future.await
}

fn main() {}
