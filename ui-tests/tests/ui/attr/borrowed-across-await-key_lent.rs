use cancel_safe::cancel_safe;
use std::collections::HashMap;
use tokio::sync::mpsc::Receiver;

struct Session {
    state: u32,
}

impl Session {
    fn go_to(&mut self, state: u32) {
        self.state = state;
    }
}

#[cancel_safe]
async fn run(rx: &mut Receiver<u32>, sessions: &mut [Session], routes: &HashMap<u32, u32>) -> u32 {
    let mut sum = 0;
    for session in sessions.iter_mut() {
        let Some(route) = routes.get(&session.state) else { continue };
        //~^ borrowed-across-await
        session.go_to(7);
        rx.recv().await;
        sum += *route;
    }
    let mut factor = 2;
    for state in sessions.iter().map(move |session| session.state * factor) {
        //~^ borrowed-across-await
        factor += 1;
        rx.recv().await;
        sum += state * factor;
    }
    sum
}

fn main() {}
