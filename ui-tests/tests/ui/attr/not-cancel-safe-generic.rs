use cancel_safe::cancel_safe;

trait Store {
    fn load(&self, key: &str) -> impl Future<Output = u32>;
}

#[cancel_safe]
async fn sum<S: Store>(store: &S) -> u32 {
    store.load("a").await
    //~^ not-cancel-safe
}

#[cancel_safe]
async fn twice<F: Future<Output = u32>>(make: impl Fn() -> F) -> u32 {
    make().await
    //~^ not-cancel-safe
}

fn main() {}
