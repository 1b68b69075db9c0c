use cancel_safe::{cancel_safe, safe_select};

struct Mailbox<T>(Vec<T>);

impl<T> Mailbox<T> {
    async fn put(&mut self, item: T) {
        self.0.push(item);
    }
}

cancel_safe::declare! {
    [T] Mailbox<T>: put => loses(
        "`Mailbox::put` is not cancel-safe: the item is lost if another branch wins",
        "use `try_put`"
    );
}

async fn choose(mailbox: &mut Mailbox<u8>) {
    safe_select! {
        () = mailbox.put(7) => {}
        //~^ loses-on-cancel
        () = std::future::pending() => {}
    }
}

#[cancel_safe]
async fn put(mailbox: &mut Mailbox<u8>) {
    mailbox.put(7).await;
    //~^ loses-on-cancel
}

fn main() {}
