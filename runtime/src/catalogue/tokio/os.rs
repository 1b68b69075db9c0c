//! `tokio::signal`, `tokio::process` and `tokio::fs`.

#[cfg(feature = "tokio-signal")]
pub(super) mod signal {
    use crate::catalogue::declare::catalogue;

    #[cfg(unix)]
    catalogue! { ROWS "tokio 1.54" Inherent:
        "tokio::signal::unix::Signal" [] tokio::signal::unix::Signal: recv => safe;
    }

    #[cfg(windows)]
    catalogue! { ROWS "tokio 1.54" Inherent:
        "tokio::signal::windows::CtrlBreak" [] tokio::signal::windows::CtrlBreak: recv => safe;
        "tokio::signal::windows::CtrlC" [] tokio::signal::windows::CtrlC: recv => safe;
        "tokio::signal::windows::CtrlClose" [] tokio::signal::windows::CtrlClose: recv => safe;
        "tokio::signal::windows::CtrlLogoff" [] tokio::signal::windows::CtrlLogoff: recv => safe;
        "tokio::signal::windows::CtrlShutdown" [] tokio::signal::windows::CtrlShutdown:
            recv => safe;
    }
}

#[cfg(feature = "tokio-process")]
pub(super) mod process {
    use tokio::process::{Child, Command};

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "tokio 1.54" Inherent:
        "tokio::process::Child" [] Child: wait, kill => safe;
        "tokio::process::Child" [] Child: wait_with_output => loses(
            "`Child::wait_with_output` is not cancel-safe: if another branch wins, the output \
             so far is lost, and the `Child` with it",
            "take the pipes and read them with `read_buf`, then `Child::wait`"
        );
        "tokio::process::Command" [] Command: status => loses(
            "`Command::status` is not cancel-safe: if another branch wins, the child runs on, \
             and its status is lost",
            "`spawn()` outside, and await `child.wait()`"
        );
        "tokio::process::Command" [] Command: output => loses(
            "`Command::output` is not cancel-safe: if another branch wins, the child runs on, \
             and its output is lost",
            "`spawn()` outside, read its pipes with `read_buf`, and await `child.wait()`"
        );
    }
}

#[cfg(feature = "tokio-fs")]
pub(super) mod fs {
    use tokio::fs::{DirBuilder, DirEntry, File, OpenOptions, ReadDir};

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "tokio 1.54" Inherent:
        "tokio::fs::ReadDir" [] ReadDir: next_entry => safe;
        "tokio::fs::DirEntry" [] DirEntry: metadata, file_type => safe;
        "tokio::fs::File" [] File: metadata, sync_all, sync_data, try_clone => safe;
        "tokio::fs::File" [] File: set_len, set_permissions, set_modified, set_times => loses(
            "this change of a `File` is not cancel-safe: if another branch wins, it goes on in \
             the background, and nobody knows its end",
            "spawn a task that does it, and await `&mut handle`"
        );
        "tokio::fs::File" [] File: into_std => loses(
            "`File::into_std` is not cancel-safe: if another branch wins, the `File` is lost",
            "hold the future outside, and await `&mut future`"
        );
        "tokio::fs::OpenOptions" [] OpenOptions: open => loses(
            "`OpenOptions::open` is not cancel-safe: if another branch wins, the file may have \
             been created or truncated all the same",
            "spawn a task that does it, and await `&mut handle`; where it only reads, \
             `assume_cancel_safe(..)`"
        );
        "tokio::fs::DirBuilder" [] DirBuilder: create => loses(
            "`DirBuilder::create` is not cancel-safe: if another branch wins, it goes on in the \
             background, and nobody knows its end",
            "spawn a task that does it, and await `&mut handle`"
        );
    }
}
