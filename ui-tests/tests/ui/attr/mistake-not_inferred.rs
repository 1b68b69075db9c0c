use cancel_safe::cancel_safe;

#[cancel_safe]
async fn first(number: u32) -> u32 {
    number.into().await
    //~^ E0282
}

fn main() {}
