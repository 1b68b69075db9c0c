use cancel_safe::cancel_safe;

#[cancel_safe]
trait Read {
    //~^ wrong-item
    #[cancel_safe]
    async fn read(&mut self) -> Option<u32> {
        None
    }
}

fn main() {}
