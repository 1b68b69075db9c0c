struct Mailbox<T>(Vec<T>);

impl<T> Mailbox<T> {
    async fn take(&mut self) -> Option<T> {
        self.0.pop()
    }
}

cancel_safe::declare! {
    //~^ declare-syntax declare-syntax declare-syntax declare-syntax
    [T] Mailbox<T>: take => harmless;
    [T] Mailbox<T>: put => loses("`Mailbox::put` is not cancel-safe: the item is lost");
    Mailbox<u8>: peek => safe;
    [T] Mailbox<T>: room => safe
}

fn main() {}
