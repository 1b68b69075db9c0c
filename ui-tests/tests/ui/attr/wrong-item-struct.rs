use cancel_safe::cancel_safe;

#[cancel_safe]
struct Connection {
//~^ wrong-item
    open: bool,
}

fn main() {}
