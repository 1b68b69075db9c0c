use cancel_safe::safe_select;

async fn one() {}

struct Two;

impl Two {
    async fn call(&self) {}
}

async fn run(three: impl Future<Output = ()>) {
    safe_select! {
        _ = one() => {}
        _ = Two.call() => {}
        _ = three => {}
    }
}

fn main() {}
