//! tokio.

mod io;
mod numbers;
mod read;
mod sync;
mod write;

use super::Row;

pub(super) const LISTS: &[&[Row]] = &[sync::ROWS, read::ROWS, numbers::ROWS, write::ROWS];
