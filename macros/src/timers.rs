//! Timers that begin when they are made, known by the names that make them.
//!
//! Where one is made anew after a cancel and nothing keeps its deadline, it would start over unseen,
//! and one that is cancelled often enough would never end.

use syn::{Expr, Path};

use crate::select::is_wrapper;

/// What is said of one in an `async` block of an annotated function.
pub const IN_BLOCK: &str = "this timer starts over when the call is cancelled and made again [timer-starts-over]\n\
     help: await it outside of the block, or make the block an `async fn` with `#[cancel_safe]`";

/// What is said of one in a function without a checkpoint.
pub const IN_STATELESS: &str = "this timer starts over when the call is cancelled and made again [timer-starts-over]\n\
     help: drop `stateless`, so that the function gets a checkpoint, which keeps the deadline";

/// What is said of one in code that makes a future.
pub const IN_CODE: &str = "this timer starts over when the call is cancelled and made again [timer-starts-over]\n\
     help: keep it in a local, `let mut limit = pin!(sleep(..));`, and await `&mut limit`";

/// `sleep(limit)`, `timeout(limit, future)`, `Timer::after(limit)`, `future.timeout(limit)`
pub fn is_timer(future: &Expr) -> bool {
    match future {
        Expr::MethodCall(call) => call.method == "timeout" && is_wrapper(call),
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Path(path) if is_timers_name(&path.path))
        }
        _ => false,
    }
}

/// That of a function which makes one.
pub fn is_timers_name(path: &Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (name, owner) = (names.next().unwrap_or_default(), names.next());
    match &*name {
        "sleep" | "timeout" => true,
        "new" => owner.is_some_and(|owner| owner == "Delay"),
        name => name.starts_with("after") && owner.is_some_and(|owner| owner == "Timer"),
    }
}
