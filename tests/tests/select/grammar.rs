//! Every form that `tokio::select!` takes.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::future::{pending, ready};

use tests::like_tokio;

like_tokio! {
    async fn expression_and_comma() {
        let x = select! { v = ready(1) => v + 1, };
        assert_eq!(x, 2);
    }

    async fn expression_without_trailing_comma() {
        let x = select! { v = ready(1) => v + 1 };
        assert_eq!(x, 2);
    }

    async fn block_without_comma() {
        let x = select! {
            v = ready(1) => { v + 1 }
            v = pending::<i32>() => { v }
        };
        assert_eq!(x, 2);
    }

    async fn block_with_comma() {
        let x = select! {
            v = ready(1) => { v + 1 },
            v = pending::<i32>() => { v },
        };
        assert_eq!(x, 2);
    }

    async fn blocks_and_expressions_mixed() {
        let x = select! {
            v = pending::<i32>() => v,
            v = ready(1) => { v + 1 }
            v = pending::<i32>() => v,
            _ = pending::<()>() => { 4 },
            _ = pending::<()>() => 5
        };
        assert_eq!(x, 2);
    }

    async fn biased_first() {
        let x = select! {
            biased;
            v = ready(1) => v,
            v = ready(2) => v,
        };
        assert_eq!(x, 1);
    }

    async fn preconditions() {
        let (no, yes) = (false, true);
        let x = select! {
            v = ready(1), if no => v,
            v = ready(2), if yes && !no => { v }
            v = ready(3), if no || { no } => v,
            else => 4,
        };
        assert_eq!(x, 2);
    }

    async fn precondition_that_is_a_reference() {
        let no = &false;
        let x = select! {
            v = ready(1), if no => v,
            else => 4,
        };
        assert_eq!(x, 4);
    }

    async fn else_without_comma() {
        let x = select! { v = ready(1), if false => v, else => 4 };
        assert_eq!(x, 4);
    }

    async fn else_block() {
        let x = select! {
            v = ready(1), if false => { v }
            else => { 4 }
        };
        assert_eq!(x, 4);
    }

    async fn only_else() {
        let x = select! { else => 4 };
        assert_eq!(x, 4);
    }

    async fn only_else_biased() {
        let x = select! { biased; else => 4, };
        assert_eq!(x, 4);
    }

    async fn patterns() {
        struct Point { x: i32, y: i32 }
        struct Wrapper(i32);
        let x = select! {
            (a, b) = ready((1, 2)) => a + b,
            [c, _, d] = pending::<[i32; 3]>() => c + d,
            Point { x, y } = pending::<Point>() => x + y,
            Wrapper(w) = pending::<Wrapper>() => w,
            mut m = pending::<i32>() => { m += 1; m }
            ref r = pending::<i32>() => *r,
            &s = pending::<&i32>() => s,
            all @ (_, _) = pending::<(i32, i32)>() => all.0,
            _ = ready(3) => 3,
        };
        assert_eq!(x, 3);
    }

    async fn irrefutable_patterns_of_every_kind_bind() {
        struct Point { x: i32, y: i32 }
        #[allow(dead_code)]
        struct Wrapper(i32, i32);
        let x = select! { [c, .., d] = ready([1, 2, 3]) => c + d };
        assert_eq!(x, 4);
        let x = select! { Point { x, y: z } = ready(Point { x: 1, y: 2 }) => x + z };
        assert_eq!(x, 3);
        let x = select! { Wrapper(a, b) = ready(Wrapper(2, 3)) => a + b };
        assert_eq!(x, 5);
        let x = select! { mut m = ready(1) => { m += 1; m } };
        assert_eq!(x, 2);
        let x = select! { ref r = ready(String::from("r")) => r.len() };
        assert_eq!(x, 1);
        let x = select! { ref mut r = ready(vec![1]) => { r.push(2); r.len() } };
        assert_eq!(x, 2);
        let x = select! { &s = ready(&7) => s };
        assert_eq!(x, 7);
        let x = select! { all @ (_, b) = ready((1, 2)) => all.0 + b };
        assert_eq!(x, 3);
        let x = select! { Ok(v) | Err(v) = ready(Ok::<i32, i32>(8)) => v };
        assert_eq!(x, 8);
        let x = select! { | v = ready(9) => v };
        assert_eq!(x, 9);
        let x = select! { () = ready(()) => 10 };
        assert_eq!(x, 10);
    }

    async fn some() {
        let x = select! {
            Some(v) = ready(Some(1)) => v,
            else => 2,
        };
        assert_eq!(x, 1);
        let x = select! {
            Some(v) = ready(None) => v,
            else => 2,
        };
        assert_eq!(x, 2);
        let x = select! {
            Some((a, mut b)) = ready(Some((1, 2))) => { b += 1; a + b }
            else => 2,
        };
        assert_eq!(x, 4);
    }

    async fn some_in_a_reference() {
        let (mut there, gone) = (Some(vec![1]), None::<Vec<i32>>);
        let x = select! {
            Some(v) = ready(&gone) => v.len(),
            Some(v) = ready(&mut there) => { v.push(2); v.len() }
            else => 0,
        };
        assert_eq!((x, there), (2, Some(vec![1, 2])));
    }

    async fn some_of_a_struct() {
        struct Point { x: i32, y: i32 }
        let x = select! {
            Some(Point { x, y }) = ready(Some(Point { x: 1, y: 2 })) => x + y,
            else => 0,
        };
        assert_eq!(x, 3);
    }

    async fn future_expressions() {
        let mut fut = std::pin::pin!(ready(1));
        let x = select! { v = &mut fut => v };
        assert_eq!(x, 1);
        let fut = ready(2);
        let x = select! { v = fut => v };
        assert_eq!(x, 2);
        let x = select! { v = (ready(3)) => v };
        assert_eq!(x, 3);
        let x = select! { v = { let x = 4; ready(x) } => v };
        assert_eq!(x, 4);
        let x = select! { v = if x == 4 { ready(5) } else { ready(6) } => v };
        assert_eq!(x, 5);
        let x = select! { v = match x { 5 => ready(7), _ => ready(8) } => v };
        assert_eq!(x, 7);
        let x = select! { v = async { 9 } => v };
        assert_eq!(x, 9);
        struct Holder { fut: std::future::Ready<i32> }
        let holder = Holder { fut: ready(10) };
        let x = select! { v = holder.fut => v };
        assert_eq!(x, 10);
    }

    async fn handlers_of_every_kind() {
        let a;
        select! { v = ready(1) => a = Some(v), }
        assert_eq!(a, Some(1));
        let x = select! { v = ready(1) => match v { 1 => 2, _ => 3 }, };
        assert_eq!(x, 2);
        let x = select! { v = ready(1) => if v == 1 { 2 } else { 3 } };
        assert_eq!(x, 2);
        let x = select! { v = ready(1) => async move { v + 1 }.await };
        assert_eq!(x, 2);
        let x = select! { v = ready(1) => { let y = v; y }, _ = pending::<()>() => unreachable!() };
        assert_eq!(x, 1);
        let x: Result<i32, ()> = select! { v = ready(1) => Ok(v), };
        assert_eq!(x, Ok(1));
        let f = select! { v = ready(1) => move |x| x + v };
        assert_eq!(f(1), 2);
    }

    async fn handlers_that_begin_like_a_statement() {
        let yes = true;
        let x = select! {
            v = ready(1) => if yes { v } else { 0 } + 1,
            v = pending::<i32>() => match v { v => v }.abs(),
        };
        assert_eq!(x, 2);
        let x = select! { v = ready([1, 2]) => loop { break v[0]; } - 1 };
        assert_eq!(x, 0);
    }

    async fn as_a_statement() {
        let mut count = 0;
        select! { _ = ready(()) => { count += 1; } }
        select! { _ = ready(()) => count += 1 }
        select! { _ = ready(()) => { count += 1; } };
        assert_eq!(count, 3);
    }

    async fn as_an_operand() {
        let x = 1 + select! { v = ready(1) => v } * 2;
        assert_eq!(x, 3);
        assert_eq!(select! { v = ready(1) => vec![v] }.len(), 1);
        if select! { v = ready(true) => v } {
            return;
        }
        unreachable!();
    }

    async fn with_parentheses_and_brackets() {
        let x = select!(v = ready(1) => v);
        let y = select![v = ready(1) => v, _ = pending::<()>() => 2];
        assert_eq!(x + y, 2);
    }

    async fn nested_in_a_handler() {
        let x = select! {
            a = ready(1) => select! {
                b = ready(2) => a + b,
                _ = pending::<()>() => 0,
            },
            _ = pending::<()>() => 0,
        };
        assert_eq!(x, 3);
    }

    async fn a_branch_called_like_a_keyword_of_futures() {
        let x = select! {
            complete = ready(1) => complete,
            biased = pending() => biased,
        };
        assert_eq!(x, 1);
    }

    async fn sixty_four_branches() {
        let p = pending::<u8>;
        let x = select! {
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v, v = p() => v,
            v = p() => v, v = p() => v, v = p() => v, v = ready(64) => v
        };
        assert_eq!(x, 64);
    }
}

/// Fragments that another macro has captured.
mod captured {
    use super::*;

    macro_rules! race {
        ($pattern:pat, $future:expr, $cond:expr, $block:block, $name:ident, $($rest:tt)*) => {
            select! {
                $pattern = $future, if $cond => $block
                $name = $future => $block
                $($rest)*
            }
        };
    }

    like_tokio! {
        async fn by_a_macro() {
            let x = race!((_v, _), pending::<(i32, i32)>(), 1 + 1 == 2, { 3 }, _name, _ = ready(()) => 5);
            assert_eq!(x, 5);
        }
    }
}
