use cancel_safe::cancel_safe;

#[cancel_safe]
pub use std::future::ready;
//~^ wrong-item

fn main() {}
