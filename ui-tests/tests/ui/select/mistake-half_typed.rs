use cancel_safe::safe_select;
use std::future::ready;

async fn run() {
    safe_select! {
        a
    }
    safe_select! {
        a =
    }
    safe_select! {
        a = ready(1)
    }
    safe_select! {
        a = ready(1) =>
    }
    safe_select! {
        a = ready(1), if
    }
    safe_select! {
        a = ready(1), if let Some(_) = None::<u8> => a,
        b = ready(1) => b,
    };
    safe_select! {
        a = ready(1). => drop(a),
        b = ready(1) => drop(b),
    }
}

fn main() {}
