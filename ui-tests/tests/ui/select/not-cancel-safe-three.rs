use cancel_safe::safe_select;

async fn one() {}

struct Two;

impl Two {
    async fn call(&self) {}
}

async fn run(three: impl Future<Output = ()>) {
    safe_select! {
        _ = one() => {}
        //~^ not-cancel-safe
        _ = Two.call() => {}
        //~^ not-cancel-safe
        _ = three => {}
        //~^ not-cancel-safe
    }
}

fn main() {}
