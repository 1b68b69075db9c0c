use cancel_safe::cancel_safe;

#[cancel_safe]
mod connection {}

fn main() {}
