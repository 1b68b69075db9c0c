//! Signatures: generics, lifetimes, parameters, attributes, visibility, what is returned.

// The forms under test are not always those that one would write.
#![allow(clippy::all, dead_code)]

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use cancel_safe::testing::yield_now;
use cancel_safe::{Checkpoint, cancel_safe};
use tests::env::Env;
use tests::twice;

twice! {
    (env, &[1, 2]; String::from("owned"))
    async fn generics<T: Debug + Clone + Send + 'static>(env: &mut Env, lent: &[u32], owned: T) -> usize {
        let mut all: Vec<T> = Vec::new();
        for n in lent {
            env.get(*n).await;
            all.push(owned.clone());
        }
        env.pause().await;
        env.note(format!("{owned:?}"));
        all.len()
    }
}

twice! {
    (env; 3u32)
    async fn a_where_clause<T>(env: &mut Env, value: T) -> u32
    where
        T: Into<u32> + Copy + Send + 'static,
        Vec<T>: Clone,
    {
        let list = vec![value; 2];
        env.pause().await;
        let mut sum = 0;
        for value in list {
            sum += env.get(value.into()).await;
        }
        sum
    }
}

twice! {
    (env; [1, 2, 3])
    async fn const_generics<const N: usize>(env: &mut Env, array: [u32; N]) -> u32 {
        let mut sum = N as u32;
        for n in array {
            sum += env.get(n).await;
        }
        sum
    }
}

twice! {
    (env, &["a", "b"])
    async fn named_lifetimes<'a, 'b: 'c, 'c>(env: &'a mut Env, names: &'b [&'c str]) -> &'c str {
        let mut last = 0;
        for (index, name) in names.iter().enumerate() {
            env.text(name).await;
            last = index;
        }
        names[last]
    }
}

twice! {
    (env, &String::from("abc"))
    async fn a_static_lifetime(env: &mut Env, text: &str) -> &'static str {
        let kept: &'static str = "static";
        env.text(text).await;
        env.pause().await;
        kept
    }
}

twice! {
    (env, "static"; "owned, as it borrows nothing")
    async fn a_static_parameter(env: &mut Env, lent: &str, owned: &'static str) -> usize {
        env.text(lent).await;
        env.text(owned).await;
        owned.len()
    }
}

twice! {
    (env; 3, String::from("abc"))
    async fn raw_names(env: &mut Env, r#type: u32, text: String) -> u32 {
        env.get(r#type).await;
        env.text(&text).await;
        env.get(r#type + text.len() as u32).await
    }
}

twice! {
    (env; "text", |n: u32| n + 1)
    async fn impl_trait_parameters(
        env: &mut Env,
        text: impl Into<String>,
        next: impl Fn(u32) -> u32,
    ) -> usize {
        let text = text.into();
        env.get(next(1)).await;
        env.get(next(2)).await;
        text.len()
    }
}

twice! {
    (env, &|n: u32| n * 2)
    async fn a_lent_closure(env: &mut Env, double: &impl Fn(u32) -> u32) -> u32 {
        let first = env.get(double(1)).await;
        env.get(double(first)).await
    }
}

twice! {
    (env, &|n: u32| n * 2)
    async fn a_dynamic_closure(env: &mut Env, double: &(dyn Fn(u32) -> u32 + Sync)) -> u32 {
        let first = env.get(double(1)).await;
        env.get(double(first)).await
    }
}

twice! {
    (env; (1, String::from("two")), Point { x: 3, y: 4 })
    async fn patterns_in_parameters(
        env: &mut Env,
        (number, text): (u32, String),
        Point { x, mut y }: Point,
    ) -> u32 {
        env.get(number).await;
        y += env.get(x).await;
        env.text(&text).await;
        y + text.len() as u32
    }
}

#[derive(Clone, Debug)]
pub struct Point {
    x: u32,
    y: u32,
}

twice! {
    (env; vec![1, 2], 5)
    async fn mutable_parameters(env: &mut Env, mut list: Vec<u32>, mut n: u32) -> (Vec<u32>, u32) {
        while n > 3 {
            n -= 1;
            list.push(env.get(n).await);
        }
        (list, n)
    }
}

twice! {
    (env; 1, 2)
    async fn parameters_without_a_name(env: &mut Env, _: u32, _unused: u32) -> u32 {
        env.get(3).await
    }
}

twice! {
    (env, (&1, &[2, 3]))
    async fn a_lent_tuple(env: &mut Env, (one, rest): (&u32, &[u32])) -> u32 {
        let mut sum = *one;
        for n in rest {
            sum += env.get(*n).await;
        }
        sum
    }
}

twice! {
    (env, Some(&3), None)
    async fn lent_options(env: &mut Env, some: Option<&u32>, none: Option<&mut u32>) -> u32 {
        let mut sum = 0;
        if let Some(n) = some {
            sum += env.get(*n).await;
        }
        if none.is_none() {
            sum += env.get(1).await;
        }
        sum
    }
}

twice! {
    (env, &[1, 2, 3])
    async fn what_is_returned_borrows_from_a_parameter<'a>(env: &mut Env, list: &'a [u32]) -> Option<&'a u32> {
        let wanted = env.get(2).await;
        env.pause().await;
        list.iter().find(|n| **n == wanted)
    }
}

#[test]
fn returns_impl_trait() {
    async fn plain(env: &mut Env) -> impl Debug + use<> {
        let list = env.list(2).await;
        env.pause().await;
        list.into_iter().map(|n| n + 1).collect::<Vec<_>>()
    }

    #[cancel_safe]
    async fn annotated(env: &mut Env) -> impl Debug + use<> {
        let list = env.list(2).await;
        env.pause().await;
        list.into_iter().map(|n| n + 1).collect::<Vec<_>>()
    }

    tests::twice::check(
        "returns_impl_trait",
        Checkpoint::new,
        async |env, _| format!("{:?}", plain(env).await),
        async |env, pending| format!("{:?}", annotated(pending, env).await),
    );
}

twice! {
    #[must_use]
    #[allow(clippy::let_and_return)]
    /// Documented, and with attributes.
    async fn attributes_below(env: &mut Env) -> u32 {
        let n = env.get(1).await;
        n
    }
}

twice! {
    (env; 2)
    async fn cfg_on_parameters_and_statements(
        env: &mut Env,
        #[cfg(all())] n: u32,
        #[cfg(any())] n: NoSuchType,
    ) -> u32 {
        #[cfg(any())]
        let m = no_such_function().await;
        #[cfg(all())]
        let m = env.get(n).await;
        #[cfg(any())]
        env.no_such_method().await;
        #[cfg(not(any()))]
        env.get(m).await;
        m
    }
}

twice! {
    #[tracing::instrument(skip_all, fields(first))]
    async fn instrumented(env: &mut Env) -> u32 {
        let first = env.get(1).await;
        tracing::debug!(first);
        first + env.get(first + 1).await
    }
}

async fn never_ends() -> ! {
    loop {
        yield_now().await;
    }
}

#[cancel_safe]
async fn returns_never(log: &mut Vec<u32>) -> ! {
    let mut n = 0;
    loop {
        n += 1;
        log.push(n);
        yield_now().await;
    }
}

/// Polls a future a few times, then drops it.
fn poll_some<F: Future>(future: F, times: usize) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..times {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return Some(output);
        }
    }
    None
}

#[test]
fn a_function_that_never_returns() {
    let mut log = Vec::new();
    let mut pending = Checkpoint::new();
    poll_some(returns_never(&mut pending, &mut log), 2);
    poll_some(returns_never(&mut pending, &mut log), 2);
    assert_eq!(log, [1, 2, 3]);
}

mod module {
    pub mod inner {
        use cancel_safe::cancel_safe;
        use cancel_safe::testing::yield_now;

        #[cancel_safe]
        pub(crate) async fn in_a_module(n: &u32) -> u32 {
            yield_now().await;
            *n
        }

        #[cancel_safe(checkpoint = Renamed)]
        pub(in crate::signatures::module) async fn restricted(n: &u32) -> u32 {
            let m = *n;
            yield_now().await;
            m
        }
    }

    pub fn call_restricted() -> Option<u32> {
        let mut pending: inner::Renamed = Default::default();
        super::poll_some(inner::restricted(&mut pending, &1), 2)
    }
}

#[test]
fn functions_in_modules() {
    let mut pending: module::inner::InAModuleCheckpoint = Checkpoint::new();
    assert_eq!(poll_some(module::inner::in_a_module(&mut pending, &3), 2), Some(3));
    assert_eq!(module::call_restricted(), Some(1));
}

#[test]
fn functions_in_functions() {
    #[cancel_safe]
    async fn inside(n: &u32) -> u32 {
        let doubled = n * 2;
        yield_now().await;
        doubled
    }
    let mut pending = InsideCheckpoint::new();
    assert_eq!(poll_some(inside(&mut pending, &3), 1), None);
    assert_eq!(pending.is_pending(), true);
    assert_eq!(poll_some(inside(&mut pending, &3), 2), Some(6));
}

// A type that is less visible than the function.
#[derive(Debug, Clone, Default)]
struct Hidden(u32);

#[allow(private_interfaces)]
#[cancel_safe]
pub async fn a_private_type_in_a_public_function(env: &mut Env, hidden: Hidden) -> u32 {
    let other: Hidden = Hidden(env.get(hidden.0).await);
    env.pause().await;
    other.0 + hidden.0
}

#[test]
fn less_visible_types() {
    tests::twice::check(
        "less_visible_types",
        || Checkpoint::with(Hidden(2)),
        async |env, _| {
            env.get(2).await;
            env.pause().await;
            4
        },
        async |env, pending| a_private_type_in_a_public_function(pending, env).await,
    );
}

#[test]
fn a_pinned_future_that_is_lent() {
    use cancel_safe::safe_select;
    use cancel_safe::testing::{Check, Log, pending_times};

    #[cancel_safe]
    async fn until(mut limit: Pin<&mut dyn Future<Output = ()>>, log: &Log) {
        log.record("made");
        safe_select! {
            () = &mut limit => log.record("selected"),
            never = std::future::pending() => never,
        }
        yield_now().await;
        log.record("behind");
    }

    let report = Check::new().run(
        |log| (Box::pin(pending_times(5)), Checkpoint::new(), log),
        async |(limit, pending, log)| until(pending, limit.as_mut(), log).await,
    );
    assert_eq!(report.suspensions, 6);
}

/// What is returned borrows from the one parameter that it can borrow from.
mod elided {
    use std::slice::Iter;

    use super::*;

    const LIST: &[u32] = &[3, 1, 2];

    macro_rules! check {
        ($(#[$attr:meta])* async fn $name:ident $($rest:tt)*) => {
            #[test]
            fn $name() {
                mod plain {
                    use super::*;
                    $(#[$attr])* pub async fn $name $($rest)*
                }
                mod annotated {
                    use super::*;
                    #[cancel_safe]
                    $(#[$attr])* pub async fn $name $($rest)*
                }
                tests::twice::check(
                    stringify!($name),
                    Checkpoint::new,
                    async |_, _| plain::$name(LIST.into()).await,
                    async |_, pending| annotated::$name(pending, LIST.into()).await,
                );
            }
        };
    }

    check! {
        async fn of_a_reference(list: &[u32]) -> Option<&u32> {
            yield_now().await;
            let last = list.len() - 1;
            yield_now().await;
            list.get(last)
        }
    }

    check! {
        #[allow(mismatched_lifetime_syntaxes)]
        async fn of_one_that_is_named<'a>(list: &'a [u32]) -> (&u32, &'a u32) {
            yield_now().await;
            (&list[0], &list[1])
        }
    }

    struct Numbers<'a>(&'a [u32]);

    impl<'a> From<&'a [u32]> for Numbers<'a> {
        fn from(list: &'a [u32]) -> Self {
            Numbers(list)
        }
    }

    check! {
        async fn of_a_type(numbers: Numbers<'_>) -> Iter<'_, u32> {
            let first = numbers.0[0];
            yield_now().await;
            numbers.0[..first as usize].iter()
        }
    }

    #[test]
    fn beside_lifetimes_of_a_bound() {
        #[cancel_safe]
        async fn found(list: &[u32], is: impl for<'a> Fn(&'a u32) -> bool) -> Option<&u32> {
            yield_now().await;
            list.iter().find(|&n| is(n))
        }
        tests::twice::check(
            "beside_lifetimes_of_a_bound",
            Checkpoint::new,
            async |_, _| Some(&1),
            async |_, pending| found(pending, LIST, |n| *n < 3).await,
        );
    }
}
