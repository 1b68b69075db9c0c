use cancel_safe::cancel_safe;

use tokio::net::UdpSocket;

struct Ports;

impl Ports {
    fn last(&self) -> Option<u16> {
        Some(80)
    }
}

#[cancel_safe]
async fn run(socket: &UdpSocket, ports: &Ports) {
    let _ = socket.send_to(b"ping", ("localhost", ports.last().unwrap_or(1))).await;
    //~^ evaluated-twice
}

fn main() {}
