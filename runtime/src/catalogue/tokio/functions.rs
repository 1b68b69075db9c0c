//! The functions of tokio, and of its types.

use super::copy::{Copy, CopyBuf};
use crate::catalogue::declare::functions;

functions! { ROWS "tokio 1.54":
    "tokio::task::yield_now" task::yield_now => safe;
    "tokio::task::coop::consume_budget" coop::consume_budget => safe;
    "tokio::io::copy" io::copy => resumes(Copy);
    "tokio::io::copy_buf" io::copy_buf => resumes(CopyBuf);
    "tokio::io::copy_bidirectional" io::copy_bidirectional => loses(
        "`tokio::io::copy_bidirectional` is not cancel-safe: the bytes in its buffers are lost when \
         another branch wins",
        "hold the future outside, and await `&mut future`; where both ends are given up with it, \
         `abandon(..)`"
    );
    "tokio::io::copy_bidirectional_with_sizes" io::copy_bidirectional_with_sizes => loses(
        "`tokio::io::copy_bidirectional_with_sizes` is not cancel-safe: the bytes in its buffers \
         are lost when another branch wins",
        "hold the future outside, and await `&mut future`; where both ends are given up with it, \
         `abandon(..)`"
    );
}

#[cfg(feature = "tokio-signal")]
functions! { SIGNAL "tokio 1.54":
    "tokio::signal::ctrl_c" signal::ctrl_c => loses(
        "`tokio::signal::ctrl_c` is not cancel-safe: a Ctrl-C that comes between two calls is \
         missed",
        "outside the loop, make a `signal(SignalKind::interrupt())` and await its `recv()`, or \
         hold one future, `let mut ctrl_c = pin!(ctrl_c())`, and await `&mut ctrl_c`"
    );
}

#[cfg(feature = "tokio-net")]
functions! { NET "tokio 1.54":
    "tokio::net::lookup_host" net::lookup_host => safe;
    "tokio::net::TcpListener::bind" TcpListener::bind => safe;
    "tokio::net::UdpSocket::bind" UdpSocket::bind => safe;
    "tokio::net::TcpStream::connect" TcpStream::connect => loses(
        "`TcpStream::connect` is not cancel-safe: if another branch wins, the attempt is abandoned, \
         and the peer may have seen it",
        "hold the future outside and await `&mut connecting`; where a new attempt will do, \
         `abandon(..)`"
    );
}

#[cfg(feature = "tokio-fs")]
functions! { FS "tokio 1.54":
    "tokio::fs::canonicalize" fs::canonicalize => safe;
    "tokio::fs::copy" fs::copy => loses(
        "`tokio::fs::copy` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::create_dir" fs::create_dir => loses(
        "`tokio::fs::create_dir` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::create_dir_all" fs::create_dir_all => loses(
        "`tokio::fs::create_dir_all` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::hard_link" fs::hard_link => loses(
        "`tokio::fs::hard_link` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::metadata" fs::metadata => safe;
    "tokio::fs::read" fs::read => safe;
    "tokio::fs::read_dir" fs::read_dir => safe;
    "tokio::fs::read_link" fs::read_link => safe;
    "tokio::fs::read_to_string" fs::read_to_string => safe;
    "tokio::fs::remove_dir" fs::remove_dir => loses(
        "`tokio::fs::remove_dir` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::remove_dir_all" fs::remove_dir_all => loses(
        "`tokio::fs::remove_dir_all` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::remove_file" fs::remove_file => loses(
        "`tokio::fs::remove_file` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::rename" fs::rename => loses(
        "`tokio::fs::rename` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::set_permissions" fs::set_permissions => loses(
        "`tokio::fs::set_permissions` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::symlink_metadata" fs::symlink_metadata => safe;
    "tokio::fs::try_exists" fs::try_exists => safe;
    "tokio::fs::write" fs::write => loses(
        "`tokio::fs::write` is not cancel-safe: if another branch wins, it goes on in the background",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::File::create" File::create => loses(
        "`File::create` is not cancel-safe: if another branch wins, the file is made all the same",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::File::create_new" File::create_new => loses(
        "`File::create_new` is not cancel-safe: if another branch wins, the file is made all the same",
        "spawn a task that does it, and await `&mut handle`; where it may be done twice, \
         `assume_cancel_safe(..)`"
    );
    "tokio::fs::File::open" File::open => safe;
}
