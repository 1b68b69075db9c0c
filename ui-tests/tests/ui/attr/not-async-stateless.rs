use cancel_safe::cancel_safe;

#[cancel_safe(stateless)]
fn read(numbers: &mut Vec<u32>) -> Option<u32> {
//~^ not-async
    numbers.pop()
}

fn main() {}
