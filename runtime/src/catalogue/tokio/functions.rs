//! The free functions of tokio.

use crate::catalogue::declare::functions;

functions! { ROWS "tokio 1.54":
    "tokio::task::yield_now" yield_now => safe;
    "tokio::task::coop::consume_budget" consume_budget => safe;
}

#[cfg(feature = "tokio-signal")]
functions! { SIGNAL "tokio 1.54":
    "tokio::signal::ctrl_c" ctrl_c => loses(
        "`tokio::signal::ctrl_c` is not cancel-safe: a Ctrl-C that comes between two calls is \
         missed",
        "outside the loop, make a `signal(SignalKind::interrupt())` and await its `recv()`, or \
         hold one future, `let mut ctrl_c = pin!(ctrl_c())`, and await `&mut ctrl_c`"
    );
}
