//! Holds the annotated twin of a function to the plain one.

use cancel_safe::testing::{PendingTimes, Report, yield_now};

/// A branch that is ready every other time: what runs beside it is cancelled again and again.
pub fn beside() -> PendingTimes {
    yield_now()
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
/// `owned` values go into the checkpoint. `on tokio` runs it there.
macro_rules! same {
    (
        fn $name:ident in $code:ident $(on $tokio:ident)?;
        setup: |$log:pat_param| $setup:expr;
        plain: |$plain_world:pat_param| $plain:expr;
        annotated: |$world:pat_param, $pending:ident| $annotated:expr;
        $(owned: $owned:expr;)?
    ) => {
        #[test]
        fn $name() {
            let plain = {
                #[allow(unused_imports)]
                use $code::plain::*;
                async |world: &mut (Log, Option<_>, Option<_>, _)| {
                    let log = &world.0;
                    let $plain_world = world.1.get_or_insert_with(|| {
                        let $log = log.clone();
                        $setup
                    });
                    format!("{:?}", $plain.await)
                }
            };
            #[allow(unused_imports)]
            use $code::annotated::*;
            let world = |log: &Log| {
                let $log = log.clone();
                $setup
            };
            let annotated = async |state: &mut (Log, Option<_>, Option<_>, _)| {
                let (log, _, state, $pending) = state;
                let $world = state.get_or_insert_with(|| world(log));
                format!("{:?}", $annotated.await)
            };
            let selected = async |state: &mut (Log, Option<_>, Option<_>, _)| {
                let (log, _, state, $pending) = state;
                let $world = state.get_or_insert_with(|| world(log));
                loop {
                    ::cancel_safe::safe_select! {
                        biased;
                        output = $annotated => break format!("{output:?}"),
                        () = $crate::same::beside() => {}
                    }
                }
            };
            let setup = |log: Log| {
                #[allow(unused_parens)]
                let owned = ($($owned)?);
                (log, None, None, ::cancel_safe::Checkpoint::with(owned))
            };
            let check = check!($($tokio)?);
            $crate::same::report(stringify!($name), check.run_against(setup, plain, annotated));
            $crate::same::report(stringify!($name), check.run_against(setup, plain, selected));
        }
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
