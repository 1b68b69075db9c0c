cancel_safe::declare! {
    //~^ declare-syntax
    /// How it takes its receiver.
    pub struct Put: owned(item), "`put` is not cancel-safe: the item is lost", "use `try_put`";
}

cancel_safe::declare! {
    //~^ declare-syntax
    /// What becomes of the item.
    pub struct Give: unique(by_ref), "`give` is not cancel-safe: the item is lost", "use `put`";
}

cancel_safe::declare! {
    //~^ declare-syntax
    /// What to write instead.
    pub struct Take: unique(item), "`take` is not cancel-safe: the item is lost";
}

fn main() {}
