//! `tokio::fs`: what only reads can be asked again; what changes goes on when it is dropped.
#![cfg(unix)]

use std::fs;
use std::future::Future;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use crate::support::{is_pending, poll, soon};
use tokio::fs::{DirBuilder, File, FileTimes, OpenOptions};

/// Drops the future after its first poll, and makes it again.
macro_rules! again {
    ($call:expr) => {{
        let _ = poll(std::pin::pin!($call));
        soon($call).await.unwrap()
    }};
}

/// Runs a test where only one thread is there for what blocks.
fn run(test: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().max_blocking_threads(1).build().unwrap().block_on(test);
}

/// Drops the future before the thread that is to do it has begun. It is done all the same.
macro_rules! goes_on {
    ($call:expr => $is_done:expr) => {
        let (open, gate) = std::sync::mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || gate.recv());
        assert!(is_pending($call), "{}", stringify!($call));
        drop(open);
        let start = Instant::now();
        while !$is_done {
            assert!(start.elapsed() < Duration::from_secs(5), "{}", stringify!($call));
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
}

fn file(folder: &Path, name: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::write(&path, "text").unwrap();
    path
}

#[tokio::test]
async fn what_reads() {
    // checks tokio::fs: canonicalize, metadata, read, read_dir, read_link, read_to_string
    // checks tokio::fs: symlink_metadata, try_exists
    // checks tokio::fs::File: open
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "file");
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert_eq!(again!(tokio::fs::canonicalize(&link)), path.canonicalize().unwrap());
    assert_eq!(again!(tokio::fs::metadata(&path)).len(), 4);
    assert_eq!(again!(tokio::fs::read(&path)), b"text");
    assert!(again!(tokio::fs::read_dir(folder.path())).next_entry().await.unwrap().is_some());
    assert_eq!(again!(tokio::fs::read_link(&link)), path);
    assert_eq!(again!(tokio::fs::read_to_string(&path)), "text");
    assert!(again!(tokio::fs::symlink_metadata(&link)).is_symlink());
    assert!(again!(tokio::fs::try_exists(&path)));
    assert_eq!(again!(File::open(&path)).metadata().await.unwrap().len(), 4);
}

#[test]
fn what_changes_folders() {
    // checks tokio::fs: create_dir, create_dir_all, remove_dir, remove_dir_all
    // checks tokio::fs::DirBuilder: create
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let [one, two, three] = ["one", "two", "three"].map(|name| folder.path().join(name));
        goes_on!(tokio::fs::create_dir(&one) => one.exists());
        goes_on!(tokio::fs::create_dir_all(two.join("deep")) => two.join("deep").exists());
        goes_on!(DirBuilder::new().create(&three) => three.exists());
        goes_on!(tokio::fs::remove_dir(&one) => !one.exists());
        goes_on!(tokio::fs::remove_dir_all(&two) => !two.exists());
    });
}

#[test]
fn what_changes_files() {
    // checks tokio::fs: copy, hard_link, remove_file, rename, set_permissions, write
    // checks tokio::fs::File: create, create_new
    // checks tokio::fs::OpenOptions: open
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let one = file(folder.path(), "one");
        goes_on!(tokio::fs::copy(&one, path("copy")) => path("copy").exists());
        goes_on!(tokio::fs::hard_link(&one, path("link")) => path("link").exists());
        goes_on!(tokio::fs::rename(path("link"), path("renamed")) => path("renamed").exists());
        goes_on!(tokio::fs::remove_file(path("renamed")) => !path("renamed").exists());
        goes_on!(tokio::fs::write(path("written"), "text") => path("written").exists());
        let read_only = fs::Permissions::from_mode(0o400);
        let mode = || fs::metadata(&one).unwrap().permissions().mode() & 0o777;
        goes_on!(tokio::fs::set_permissions(&one, read_only.clone()) => mode() == 0o400);
        goes_on!(File::create(path("created")) => path("created").exists());
        goes_on!(File::create_new(path("new")) => path("new").exists());
        let mut options = OpenOptions::new();
        options.write(true).create(true);
        goes_on!(options.open(path("opened")) => path("opened").exists());
    });
}

#[test]
fn what_changes_an_open_file() {
    // checks tokio::fs::File: set_len, set_permissions, set_modified, set_times, into_std
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path(), "file");
        let file = OpenOptions::new().write(true).open(&path).await.unwrap();
        let metadata = || fs::metadata(&path).unwrap();
        goes_on!(file.set_len(100) => metadata().len() == 100);
        let mode = fs::Permissions::from_mode(0o400);
        goes_on!(file.set_permissions(mode.clone()) => metadata().permissions().mode() & 0o777 == 0o400);
        let time = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        goes_on!(file.set_modified(time(1)) => metadata().modified().unwrap() == time(1));
        let times = || FileTimes::new().set_modified(time(2));
        goes_on!(file.set_times(times()) => metadata().modified().unwrap() == time(2));

        // With an operation under way, it has to wait, and closes the file where it is dropped.
        let (reader, writer) = std::io::pipe().unwrap();
        let mut file = File::from_std(fs::File::from(std::os::fd::OwnedFd::from(reader)));
        assert!(is_pending(tokio::io::AsyncReadExt::read(&mut file, &mut [0])));
        assert!(is_pending(file.into_std()));
        drop(writer);
    });
}
