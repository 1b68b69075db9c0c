use cancel_safe::cancel_safe;

#[cancel_safe]
trait Read {
    async fn read(&mut self) -> Option<u32>;
}

fn main() {}
