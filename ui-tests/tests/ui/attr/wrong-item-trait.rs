use cancel_safe::cancel_safe;

#[cancel_safe]
trait Read {
//~^ wrong-item
    async fn read(&mut self) -> Option<u32>;
}

fn main() {}
