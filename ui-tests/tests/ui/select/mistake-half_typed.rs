use cancel_safe::safe_select;
use std::future::ready;

async fn run() {
    safe_select! {
        a
        //~^ branch-syntax
    }
    safe_select! {
        a =
        //~^ syntax
    }
    safe_select! {
        a = ready(1)
        //~^ branch-syntax
    }
    safe_select! {
        a = ready(1) =>
        //~^ syntax
    }
    safe_select! {
        a = ready(1), if
        //~^ syntax
    }
    safe_select! {
        a = ready(1), if let Some(_) = None::<u8> => a,
        //~^ branch-syntax
        b = ready(1) => b,
    };
    safe_select! {
        a = ready(1). => drop(a),
        //~^ syntax
        b = ready(1) => drop(b),
    }
}

fn main() {}
