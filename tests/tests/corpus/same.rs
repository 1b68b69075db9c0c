//! Holds the annotated twin of a function to the plain one.

use std::time::Duration;

use cancel_safe::testing::{Report, yield_now};

/// A branch that is ready every other time: what runs beside it is cancelled again and again.
pub async fn beside(_round: usize) {
    yield_now().await;
}

/// The same on tokio, where only now and then there is time for timers and other tasks.
pub async fn beside_on_tokio(round: usize) {
    match round % 4 {
        0 => tokio::time::sleep(Duration::from_millis(50)).await,
        _ => yield_now().await,
    }
}

/// Says what a check has covered.
pub fn report(name: &str, report: Report) {
    println!(
        "{name}: {} suspensions, {} schedules, {} cancels",
        report.suspensions, report.schedules, report.cancels
    );
}

/// A test: what `call` does with the annotated twin, cancelled, is what it does with the plain
/// one, which is not.
///
/// ```ignore
/// same! {
///     fn read_message in code;
///     setup: |log| Trickle::new(&b"..."[..]);
///     plain: |input| read_message(input);
///     annotated: |input, pending| read_message(pending, input);
/// }
/// ```
///
/// `setup` is evaluated with the twins of one module in scope, before the first call.
/// `owned: (a, b);` goes into the checkpoint, and sees the log of `setup`; `left: |world| ..;` shows what a call has left in the
/// world. `on tokio` runs it there.
macro_rules! same {
    (
        fn $name:ident in $code:ident $(on $tokio:ident)?;
        setup: |$log:pat_param| $setup:expr;
        plain: |$plain_world:pat_param| $plain:expr;
        annotated: |$world:pat_param, $pending:ident| $annotated:expr;
        $(owned: $owned:expr;)?
        $(left: |$after:pat_param| $left:expr;)?
    ) => {
        #[test]
        fn $name() {
            let plain = {
                #[allow(unused_imports)]
                use $code::plain::*;
                async |world: &mut (::cancel_safe::testing::Log, Option<_>, Option<_>, _)| {
                    let log = &world.0;
                    let $plain_world = world.1.get_or_insert_with(|| {
                        let $log = log.clone();
                        $setup
                    });
                    let output = $plain.await;
                    $(let output = (output, {
                        let $after = world.1.as_mut().unwrap();
                        $left
                    });)?
                    format!("{output:?}")
                }
            };
            #[allow(unused_imports)]
            use $code::annotated::*;
            let world = |log: &::cancel_safe::testing::Log| {
                let $log = log.clone();
                $setup
            };
            let annotated = async |state: &mut (::cancel_safe::testing::Log, Option<_>, Option<_>, _)| {
                let (log, _, state, $pending) = state;
                let $world = state.get_or_insert_with(|| world(log));
                let output = $annotated.await;
                $(let output = (output, {
                    let $after = state.as_mut().unwrap();
                    $left
                });)?
                format!("{output:?}")
            };
            let selected = async |state: &mut (::cancel_safe::testing::Log, Option<_>, Option<_>, _)| {
                let (log, _, state, $pending) = state;
                let $world = state.get_or_insert_with(|| world(log));
                let mut round = 0;
                let output = loop {
                    round += 1;
                    ::cancel_safe::safe_select! {
                        biased;
                        output = $annotated => break output,
                        () = beside!(round $(on $tokio)?) => {}
                    }
                };
                $(let output = (output, {
                    let $after = state.as_mut().unwrap();
                    $left
                });)?
                format!("{output:?}")
            };
            let setup = |log: ::cancel_safe::testing::Log| {
                #[allow(unused_parens, unused_variables)]
                let owned = {
                    let $log = log.clone();
                    ($($owned)?)
                };
                (log, None, None, ::cancel_safe::Checkpoint::with(owned))
            };
            let check = check!($($tokio)?);
            $crate::same::report(stringify!($name), check.run_against(setup, plain, annotated));
            $crate::same::report(stringify!($name), check.run_against(setup, plain, selected));
        }
    };
}

/// What runs beside a function in a select.
macro_rules! beside {
    ($round:ident) => {
        ::cancel_safe::abandon($crate::same::beside($round))
    };
    ($round:ident on tokio) => {
        ::cancel_safe::abandon($crate::same::beside_on_tokio($round))
    };
}

/// How a function is checked: all schedules over its first suspensions, then some at random.
macro_rules! check {
    () => {
        ::cancel_safe::testing::Check::new().exhaustive(8).random(200)
    };
    (tokio) => {
        ::cancel_safe::testing::Check::new().exhaustive(6).random(100).on_tokio()
    };
}
