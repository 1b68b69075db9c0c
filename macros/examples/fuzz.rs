//! Feeds mutated token streams to both macros: neither may panic, nor lose what it was given.
//!
//! ```sh
//! CARGO_PROFILE_RELEASE_OPT_LEVEL=1 cargo run --release -p cancel-safe-macros --example fuzz -- [seed] [inputs]
//! ```
//!
//! At its highest level, the optimizer has not come to an end of it within 50 minutes.
//!
//! What is found is printed with the input that shows it, which belongs into `src/tests.rs`.

#[path = "../src/attr/mod.rs"]
mod attr;
#[path = "../src/catalogue.rs"]
mod catalogue;
#[path = "../src/diag.rs"]
mod diag;
#[path = "fuzz/generate.rs"]
mod generate;
#[path = "../src/hygiene.rs"]
mod hygiene;
#[path = "../src/made.rs"]
mod made;
#[path = "../src/select/mod.rs"]
mod select;
#[path = "../src/shadowed.rs"]
mod shadowed;
#[path = "../src/survives.rs"]
mod survives;
#[path = "../src/timers.rs"]
mod timers;
#[path = "../src/visit.rs"]
mod visit;
#[path = "../src/visit_mut.rs"]
mod visit_mut;

use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use generate::Generator;

/// Longer than any expansion should take.
const SLOW: Duration = Duration::from_secs(2);

fn main() {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse::<u64>().expect("a number"));
    let (seed, inputs) = (args.next().unwrap_or(1), args.next().unwrap_or(100_000));
    // What a find says is printed with its input.
    panic::set_hook(Box::new(|_| {}));
    let run = move || run(seed, inputs);
    // Deep nesting needs stack, as it does in the compiler.
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(run).expect("a thread");
    let finds = thread.join().expect("no panic outside of the macros");
    std::process::exit(i32::from(finds > 0));
}

fn run(seed: u64, inputs: u64) -> u64 {
    let mut generator = Generator::new(seed);
    let (mut finds, start) = (0, Instant::now());
    for number in 1..=inputs {
        let case = generator.next();
        let began = Instant::now();
        let checked = panic::catch_unwind(AssertUnwindSafe(|| case.check()));
        let wrong = match checked {
            Ok(Ok(())) if began.elapsed() > SLOW => Some(format!("took {:?}", began.elapsed())),
            Ok(Ok(())) => None,
            Ok(Err(lost)) => Some(lost),
            Err(panic) => Some(message(&*panic)),
        };
        if let Some(wrong) = wrong {
            finds += 1;
            println!("input {number}: {wrong}\n{case}\n");
        }
        if number % 500_000 == 0 {
            println!("{number} inputs, {finds} finds, {:?}", start.elapsed());
        }
    }
    println!("seed {seed}: {inputs} inputs, {finds} finds, {:?}", start.elapsed());
    finds
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    format!("panic: {}", text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("?"))
}
