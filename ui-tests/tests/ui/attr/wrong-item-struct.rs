use cancel_safe::cancel_safe;

#[cancel_safe]
struct Connection {
    open: bool,
}

fn main() {}
