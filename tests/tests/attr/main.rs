//! What is particular to `#[cancel_safe]`.

mod borrows;
mod calls;
mod conditional;
mod editions;
mod inference;
mod instrument;
mod kept;
mod pinned;
mod sockets;
mod stateless;
mod time;
