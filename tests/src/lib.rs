//! What the behaviour tests share.

pub mod corpus;
pub mod differential;
pub mod env;
pub mod generate;
pub mod sizes;
pub mod twice;
pub mod values;
pub mod world;

/// Runs one body twice: once with `tokio::select!` under the name `select!`, once with ours.
#[macro_export]
macro_rules! like_tokio {
    ($($(#[$meta:meta])* async fn $name:ident() $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$meta])*
            #[tokio::test]
            async fn original() {
                #[allow(unused_imports)]
                use tokio::select;
                $body
            }

            $(#[$meta])*
            #[tokio::test]
            async fn ours() {
                #[allow(unused_imports)]
                use cancel_safe::safe_select as select;
                $body
            }
        }
    )*};
}

/// The same, with `futures::select!`.
#[macro_export]
macro_rules! like_futures {
    ($($(#[$meta:meta])* async fn $name:ident() $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$meta])*
            #[tokio::test]
            async fn original() {
                #[allow(unused_imports)]
                use futures::select;
                $body
            }

            $(#[$meta])*
            #[tokio::test]
            // A name need not be `mut` where the future moves.
            #[allow(unused_mut)]
            async fn ours() {
                #[allow(unused_imports)]
                use cancel_safe::safe_select as select;
                $body
            }
        }
    )*};
}
