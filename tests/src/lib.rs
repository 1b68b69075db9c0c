//! What the behaviour tests share.

pub mod differential;
pub mod generate;
pub mod world;
