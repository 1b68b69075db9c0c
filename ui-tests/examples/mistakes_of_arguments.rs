//! Calls that are awaited, with arguments that do not fit, each in a function of its own.
//! `tests/mistakes.rs` compiles them twice, plain and annotated, and compares; as it is, the file is
//! empty.
#![allow(unexpected_cfgs)]

#[cfg(any(plain, annotated))]
mod mistakes {
    #![allow(warnings)]

    #[cfg(annotated)]
    use cancel_safe::cancel_safe;
    use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::mpsc::{Receiver, Sender};

    struct Job(u32);

    #[cfg(plain)]
    async fn inner(rx: &mut Receiver<u32>, n: u32) {}

    #[cfg(annotated)]
    #[cancel_safe]
    async fn inner(rx: &mut Receiver<u32>, n: u32) {
        rx.recv().await;
    }

    type Ready = std::future::Ready<()>;

    fn shared(stream: &TcpStream, job: &Job) -> Ready {
        todo!()
    }

    fn unique(stream: &mut TcpStream, buf: &mut [u8]) -> Ready {
        todo!()
    }

    fn owned(job: Job) -> Ready {
        todo!()
    }

    fn number(n: u32) -> Ready {
        todo!()
    }

    fn named(name: u32, of: &str) -> Ready {
        todo!()
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn send_one_too_many(tx: &Sender<u32>) {
        let (a, b) = (1, 2);
        tx.send(a, b).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn send_one_too_many_of_jobs(tx: &Sender<Job>, a: Job, b: Job) {
        tx.send(a, b).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn send_literals(tx: &Sender<u32>) {
        tx.send(1, 2).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn send_one_too_few(tx: &Sender<u32>) {
        tx.send().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn send_two_too_many(tx: &Sender<u32>, list: &[u32]) {
        tx.send(1, list, 3).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn send_four_too_many(tx: &Sender<u32>, list: &[u32]) {
        tx.send(1, list, 3, 4, 5).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn write_one_too_many(stream: &mut TcpStream) {
        stream.write_all(b"a", b"b").await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn write_a_borrow_too_many(stream: &mut TcpStream, a: Vec<u8>, b: Vec<u8>) {
        stream.write_all(&a, &b).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn write_a_call_too_many(stream: &mut TcpStream, a: Vec<u8>) {
        stream.write_all(&a, a.len()).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn write_one_too_few(stream: &mut TcpStream) {
        stream.write_all().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn read_one_too_many(stream: &mut TcpStream) {
        let mut buf = [0; 4];
        let n = 1;
        stream.read(&mut buf, n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn read_exact_one_too_many(stream: &mut TcpStream) {
        let mut buf = [0; 4];
        stream.read_exact(&mut buf, 1).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn number_one_too_many(stream: &mut TcpStream) {
        let n = 1;
        stream.write_u32(n, n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn send_a_call_too_many(tx: &Sender<u32>, list: &[u32]) {
        tx.send(list.len() as u32, "b".into()).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn until_one_too_many(stream: &mut tokio::io::BufReader<TcpStream>) {
        let mut buf = Vec::new();
        stream.read_until(b';', &mut buf, 1).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn until_two_too_many(stream: &mut tokio::io::BufReader<TcpStream>) {
        let mut buf = Vec::new();
        stream.read_until(b';', &mut buf, 1, &2).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn until_one_too_few(stream: &mut tokio::io::BufReader<TcpStream>) {
        stream.read_until(b';').await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn receive_a_literal(rx: &mut Receiver<u32>) {
        rx.recv(1).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn receive_a_local(rx: &mut Receiver<u32>, n: u32) {
        rx.recv(n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn receive_a_borrow(rx: &mut Receiver<u32>, n: u32) {
        rx.recv(&n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn receive_a_lent(rx: &mut Receiver<u32>, n: &u32) {
        rx.recv(n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn receive_a_text(rx: &mut Receiver<u32>) {
        rx.recv("now").await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn receive_two(rx: &mut Receiver<u32>, n: &u32) {
        rx.recv(n, &1).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn read_number_with_one(stream: &mut TcpStream, n: u32) {
        stream.read_u32(&n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn wrong_type_of_two(rx: &mut Receiver<u32>) {
        let mut all = Vec::new();
        rx.recv_many(&mut all, "one").await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn wrong_borrow_of_two(rx: &mut Receiver<u32>, n: usize) {
        let mut all: Vec<u64> = Vec::new();
        rx.recv_many(&mut all, n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn forgotten_mut(mut stream: TcpStream) {
        let mut buf = [0; 4];
        unique(stream, &mut buf).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn shared_for_unique(mut stream: TcpStream) {
        let mut buf = [0; 4];
        unique(&stream, &mut buf).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn borrow_too_many(job: Job) {
        owned(&job).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_wrong_type(stream: &TcpStream, job: String) {
        shared(stream, job).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_wrong_owned(text: String) {
        owned(text).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_wrong_number() {
        let n = 1_u64;
        number(n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_one_too_many(n: u32, m: u64) {
        number(n, m).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_literal_too_many() {
        number(1, 2).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_one_too_few(n: &mut u32) {
        named(*n).await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_none() {
        number().await;
    }

    #[cfg_attr(annotated, cancel_safe)]
    async fn function_swapped(stream: TcpStream, job: Job) {
        shared(&job, &stream).await;
    }
}

fn main() {}
