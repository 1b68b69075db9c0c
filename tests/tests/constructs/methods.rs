//! Methods: receivers of all kinds, stored checkpoints, generic and trait impls.

// The forms under test are not always those that one would write.
#![allow(clippy::all, dead_code)]

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use cancel_safe::{Checkpoint, assume_cancel_safe, cancel_safe};
use tests::env::Env;
use tests::twice;

#[derive(Default)]
struct Machine {
    total: u32,
    pending: MachineStoredCheckpoint,
    stored_generic: Vec<u32>,
    pending_generic: Generic,
}

#[cancel_safe]
impl Machine {
    const STEP: u32 = 2;

    fn bump(&mut self) -> u32 {
        self.total += Self::STEP;
        self.total
    }

    #[cancel_safe]
    async fn by_reference(&self, env: &mut Env) -> u32 {
        let twice = self.total * 2;
        env.get(twice).await;
        env.get(self.total).await + twice
    }

    #[cancel_safe]
    async fn by_mutable_reference(&mut self, env: &mut Env, more: u32) -> u32 {
        let first = self.bump();
        self.total += env.get(more).await;
        let second = self.bump();
        env.get(first + second).await + self.total
    }

    #[cancel_safe]
    async fn by_value(self, env: &mut Env) -> u32 {
        env.get(1).await;
        env.get(2).await;
        self.total
    }

    #[cancel_safe]
    async fn by_mutable_value(mut self, env: &mut Env) -> u32 {
        self.total += env.get(1).await;
        self.total += env.get(2).await;
        self.total
    }

    #[cancel_safe]
    async fn by_arc(self: Arc<Self>, env: &mut Env) -> u32 {
        env.get(self.total).await;
        env.pause().await;
        self.total
    }

    #[cancel_safe]
    async fn by_box(self: Box<Self>, env: &mut Env) -> u32 {
        env.get(self.total).await;
        env.pause().await;
        self.total
    }

    #[cancel_safe]
    async fn by_pin(mut self: Pin<&mut Self>, env: &mut Env) -> u32 {
        let before = self.total;
        self.total = env.get(7).await;
        env.pause().await;
        before + self.total
    }

    #[cancel_safe]
    async fn by_named_reference(self: &mut Self, env: &mut Env) -> u32 {
        self.total = env.get(self.total + 1).await;
        env.pause().await;
        self.total
    }

    #[cancel_safe(stored_in = self.pending)]
    async fn stored(&mut self, env: &mut Env) -> u32 {
        let first = self.bump();
        env.get(first).await;
        let second = self.bump();
        env.get(second).await
    }

    /// The field is there before it is known what `T` is.
    #[cancel_safe(checkpoint = Generic, stored_in = self.pending_generic)]
    async fn stored_generic<T, const N: usize>(&mut self, env: &mut Env, more: &[T; N]) -> u32
    where
        T: Clone + Into<u32> + Send + 'static,
    {
        let first: T = more[0].clone();
        let all: [u32; N] = more.clone().map(Into::into);
        env.pause().await;
        self.total += first.into() + env.get(all.iter().sum()).await;
        self.total
    }

    #[cancel_safe(stateless)]
    async fn stateless(&self, env: &mut Env) -> u32 {
        env.get(self.total).await + 1
    }

    #[cancel_safe(stateless)]
    async fn stateless_on_each_way(&mut self, env: &mut Env, n: Option<u32>) -> u32 {
        if self.total > 100 {
            return env.get(self.total).await;
        }
        let Some(n) = n else { return env.get(7).await + 1 };
        match n {
            1 if self.total > 50 => env.get(50).await,
            1 => env.get(n).await + 1,
            n => {
                if n == 2 {
                    env.pause().await;
                    self.total += 1;
                    self.total
                } else {
                    env.get(n).await
                }
            }
        }
    }

    #[cancel_safe]
    async fn as_many_as_a_constant_says(&self, env: &mut Env) -> u32 {
        let steps: [u32; Self::STEP as usize] = [self.total; Self::STEP as usize];
        env.pause().await;
        let more: [[u32; 1]; 1 + Self::STEP as usize] =
            [steps; 1 + Self::STEP as usize].map(|s| [s[0]]);
        env.get(steps.iter().sum()).await + more.len() as u32
    }

    #[cancel_safe]
    async fn associated(env: &mut Env) -> Self {
        let total = env.get(Self::STEP).await;
        env.pause().await;
        Self { total, ..Self::default() }
    }
}

fn machine(total: u32) -> Machine {
    Machine { total, ..Machine::default() }
}

/// Runs a method that lives over all its calls against what it should do.
macro_rules! method {
    ($(fn $name:ident $plain:expr, |$env:ident, $machine:ident, $pending:ident| $call:expr, $checkpoint:expr;)*) => {$(
        #[test]
        #[allow(unused_variables)]
        fn $name() {
            use cancel_safe::testing::{Check, Log};
            let setup = |log: Log| (Env::new(log), machine(3), $checkpoint);
            Check::new().run_against(
                setup,
                async |($env, $machine, _)| $plain,
                async |($env, $machine, $pending)| $call,
            );
        }
    )*};
}

method! {
    fn receiver_by_reference {
        env.get(6).await;
        env.get(3).await + 6
    }, |env, machine, pending| machine.by_reference(pending, env).await, Checkpoint::new();
    fn receiver_by_mutable_reference {
        env.get(9).await;
        env.get(21).await + 16
    }, |env, machine, pending| machine.by_mutable_reference(pending, env).await, Checkpoint::with(9);
    fn receiver_by_value {
        env.get(1).await;
        env.get(2).await;
        5
    }, |env, machine, pending| Machine::by_value(pending, env).await, Checkpoint::with(machine(5));
    fn receiver_by_mutable_value {
        env.get(1).await;
        env.get(2).await;
        8
    }, |env, machine, pending| Machine::by_mutable_value(pending, env).await, Checkpoint::with(machine(5));
    fn receiver_by_arc {
        env.get(5).await;
        env.pause().await;
        5
    }, |env, machine, pending| Machine::by_arc(pending, env).await, Checkpoint::with(Arc::new(machine(5)));
    fn receiver_by_box {
        env.get(5).await;
        env.pause().await;
        5
    }, |env, machine, pending| Machine::by_box(pending, env).await, Checkpoint::with(Box::new(machine(5)));
    fn receiver_by_pin {
        env.get(7).await;
        env.pause().await;
        10
    }, |env, machine, pending| Pin::new(machine).by_pin(pending, env).await, Checkpoint::new();
    fn receiver_by_named_reference {
        env.get(4).await;
        env.pause().await;
        4
    }, |env, machine, pending| machine.by_named_reference(pending, env).await, Checkpoint::new();
    fn a_stored_checkpoint {
        env.get(5).await;
        env.get(7).await
    }, |env, machine, pending| { let _: &mut () = pending; machine.stored(env).await }, ();
    fn a_stored_checkpoint_of_a_generic_method {
        env.pause().await;
        env.get(6).await + 4
    }, |env, machine, pending| { let _: &mut () = pending; machine.stored_generic(env, &[1u8, 2, 3]).await }, ();
    fn a_stateless_method {
        env.get(3).await + 1
    }, |env, machine, pending| { let _: &mut () = pending; machine.stateless(env).await }, ();
    fn a_stateless_method_with_several_ways {
        let sum = env.get(7).await + 1 + env.get(1).await + 1;
        env.pause().await;
        sum + 4 + env.get(4).await
    }, |env, machine, pending| by_each_way(pending, env, machine).await, Checkpoint::new();
    fn a_constant_in_a_written_type {
        env.pause().await;
        env.get(6).await + 3
    }, |env, machine, pending| machine.as_many_as_a_constant_says(pending, env).await, Checkpoint::new();
    fn an_associated_function {
        env.get(2).await;
        env.pause().await;
        2
    }, |env, machine, pending| Machine::associated(pending, env).await.total, Checkpoint::new();
}

#[cancel_safe]
async fn by_each_way(env: &mut Env, machine: &mut Machine) -> u32 {
    let mut sum = 0;
    for n in [None, Some(1), Some(2), Some(4)] {
        sum += machine.stateless_on_each_way(env, n).await;
    }
    sum
}

#[derive(Default)]
struct Adder;

#[cancel_safe]
impl Adder {
    #[cancel_safe]
    async fn five(&self, env: &mut Env, a: &u32, b: &u32, c: &u32, d: &u32) -> u32 {
        env.get(a + b).await + env.get(c + d).await
    }

    #[cancel_safe(stateless)]
    async fn six(&self, env: &mut Env, a: u32, b: u32, c: u32, d: u32, e: u32) -> u32 {
        env.get(a + b + c + d + e).await
    }
}

#[cancel_safe]
async fn adds(env: &mut Env, adder: &Adder, n: u32) -> u32 {
    let five = adder.five(_, env, &n, &n, &1, &2).await;
    five + adder.six(env, n, n, n, n, five).await
}

/// More arguments than any operation with progress has.
#[test]
fn methods_of_many_arguments() {
    use cancel_safe::testing::{Check, Log};
    Check::new().run_against(
        |log: Log| (Env::new(log), Checkpoint::with(3)),
        async |(env, _)| {
            let five = env.get(6).await + env.get(3).await;
            five + env.get(12 + five).await
        },
        async |(env, pending)| adds(pending, env, &Adder).await,
    );
}

trait Step {
    type Sum;

    fn step(&mut self, env: &mut Env) -> impl Future<Output = u32>;
}

#[derive(Default)]
struct Stepper<T> {
    items: Vec<T>,
    pending: StepperStepCheckpoint,
}

#[cancel_safe]
impl<T: Clone + Into<u32>> Step for Stepper<T> {
    type Sum = u32;

    #[cancel_safe(stored_in = self.pending)]
    async fn step(&mut self, env: &mut Env) -> u32 {
        let mut sum: Self::Sum = 0;
        while let Some(item) = self.items.pop() {
            let n: u32 = item.into();
            sum += env.get(n).await;
        }
        sum
    }
}

/// Where `Self` borrows, so does what is written with it.
struct Line<'a>(&'a str);

#[cancel_safe]
impl<'a> Line<'a> {
    #[cancel_safe]
    async fn longer(&self, env: &mut Env, other: &Self) -> u32 {
        let first: &Self = self;
        env.pause().await;
        env.get(2).await + first.0.len().max(other.0.len()) as u32
    }
}

#[test]
fn methods_of_a_type_that_borrows() {
    use cancel_safe::testing::{Check, Log};
    Check::new().run_against(
        |log: Log| (Env::new(log), Checkpoint::new()),
        async |(env, _)| {
            env.pause().await;
            env.get(2).await + 5
        },
        async |(env, pending)| Line("line").longer(pending, env, &Line("other")).await,
    );
}

#[cancel_safe]
impl<T> Stepper<T>
where
    T: Clone + Send + 'static,
{
    #[cancel_safe]
    async fn first(&self, env: &mut Env, other: T) -> T {
        let first: T = self.items.first().cloned().unwrap_or(other);
        env.pause().await;
        first
    }
}

#[test]
fn methods_of_generic_and_trait_impls() {
    use cancel_safe::testing::{Check, Log};
    let stepper = || Stepper { items: vec![1u8, 2], pending: Default::default() };
    Check::new().run_against(
        |log: Log| (Env::new(log), stepper()),
        async |(env, _)| env.get(2).await + env.get(1).await,
        async |(env, stepper)| stepper.step(env).await,
    );
    Check::new().run_against(
        |log: Log| (Env::new(log), stepper(), Checkpoint::with(9u8)),
        async |(env, _, _)| {
            env.pause().await;
            1
        },
        async |(env, stepper, pending)| stepper.first(pending, env).await,
    );
}

struct Client;

struct Request {
    url: String,
    headers: Vec<String>,
}

impl Client {
    fn get(&self, url: &str) -> Request {
        Request { url: url.to_owned(), headers: Vec::new() }
    }
}

impl Request {
    fn header(mut self, header: &str) -> Self {
        self.headers.push(header.to_owned());
        self
    }

    async fn send(&self, env: &Env) -> usize {
        env.get(3).await;
        self.headers.len() + self.url.len()
    }
}

twice! {
    async fn a_builder_that_a_getter_by_its_name_yields(env: &mut Env) -> usize {
        let client = Client;
        let mut request = client.get("url");
        if env.flag(true).await {
            request = request.header("one");
        }
        env.pause().await;
        let sent = assume_cancel_safe(request.send(env)).await;
        request = request.header("two");
        sent + assume_cancel_safe(request.send(env)).await
    }
}
