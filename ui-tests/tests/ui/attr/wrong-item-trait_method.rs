use cancel_safe::cancel_safe;

trait Source {
    #[cancel_safe]
    async fn next(&mut self) -> Option<u32>;
    //~^ wrong-item
}

fn main() {}
