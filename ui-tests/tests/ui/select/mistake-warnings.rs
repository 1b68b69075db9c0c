#![deny(warnings)]

use cancel_safe::safe_select;
use std::future::ready;

async fn run() {
    safe_select! {
        unused = ready(1) => {}
        //~^ syntax
        mut not_mut = ready(2) => drop(not_mut),
        //~^ syntax syntax
        must_use = ready(Ok::<u32, u32>(1)) => { must_use; }
        //~^ syntax syntax
        dead = ready(3) => { return; drop(dead) }
        //~^ syntax syntax syntax
    }
}

fn main() {}
