use cancel_safe::cancel_safe;

#[cancel_safe]
mod connection {}
//~^ wrong-item

fn main() {}
