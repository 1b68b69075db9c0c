use cancel_safe::cancel_safe;

struct Connection(Vec<u32>);

#[cancel_safe]
impl Connection {
    #[cancel_safe]
    fn read(&mut self) -> Option<u32> {
    //~^ not-async
        self.0.pop()
    }
}

fn main() {}
