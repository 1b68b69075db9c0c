//! The catalogue: every row is seen at run time, and read by the compiler.
//!
//! `facts.txt` is what the documentation and the sources say; `coverage` compares it with the
//! catalogue, `programs` with what the compiler makes of each operation, and `rows` writes the page.
//! All the rest are the operations themselves, which `// checks RECEIVER: METHOD, ..` names.

mod awaited;
mod channels;
mod coverage;
mod declare;
mod facts;
mod functions;
mod futures_channels;
mod futures_copy;
mod futures_io;
mod futures_loses;
mod futures_safe;
mod others;
mod programs;
mod rows;
mod shadowed;
mod support;
mod timers;
mod tokio_arcs;
mod tokio_channels;
mod tokio_copy;
mod tokio_fs;
mod tokio_io;
mod tokio_loses;
mod tokio_net;
mod tokio_numbers;
mod tokio_os;
mod tokio_safe;
mod tokio_time;
mod wrappers;
