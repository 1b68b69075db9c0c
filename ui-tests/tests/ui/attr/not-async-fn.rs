use cancel_safe::cancel_safe;

#[cancel_safe]
fn read(n: &mut u32) -> u32 {
//~^ not-async
    *n
}

fn main() {}
