//! A session with a client: a state machine that goes on by one line at a time.

use std::collections::VecDeque;
use std::error::Error;
use std::io::{self, ErrorKind};
use std::mem;

use cancel_safe::testing::{Log, yield_now};
use cancel_safe::{Checkpoint, cancel_safe};
use tests::corpus::NoCheckpoint;
use twins::twins;

/// Where a session is.
#[derive(Debug, Default)]
pub enum State {
    #[default]
    Greeting,
    Login {
        attempts: u32,
    },
    Ready {
        user: String,
        jobs: Vec<String>,
    },
    Draining(VecDeque<String>),
    Closed,
}

/// A line that a client sends.
#[derive(Clone, Debug)]
pub enum Line {
    Hello,
    User(&'static str),
    Job(&'static str),
    Quit,
}

/// Where lines come from, and answers go.
#[derive(Debug)]
pub struct Wire {
    log: Log,
    lines: VecDeque<Line>,
}

impl Wire {
    #[cancel_safe(stateless)]
    async fn next(&mut self) -> Option<Line> {
        yield_now().await;
        self.lines.pop_front()
    }

    #[cancel_safe(stateless)]
    async fn reply(&mut self, text: &str) -> io::Result<()> {
        yield_now().await;
        self.log.record(text);
        Ok(())
    }
}

#[twins]
mod code {
    /// A session that goes through its states.
    pub struct Session {
        wire: Wire,
        state: State,
        step: SessionStepCheckpoint,
    }

    #[cancel_safe]
    impl Session {
        pub fn new(log: Log, lines: &[Line]) -> Self {
            let wire = Wire { log, lines: lines.iter().cloned().collect() };
            Session { wire, state: State::default(), step: Checkpoint::new() }
        }

        /// Goes on by one state. Says whether there is another.
        #[cancel_safe(stored_in = self.step)]
        pub async fn step(&mut self) -> io::Result<bool> {
            self.state = match mem::take(&mut self.state) {
                State::Greeting => match self.wire.next().await {
                    Some(Line::Hello) => {
                        self.wire.reply("hello").await?;
                        State::Login { attempts: 0 }
                    }
                    Some(other) => {
                        let text = format!("unexpected {other:?}");
                        self.wire.reply(&text).await?;
                        return Err(io::Error::new(ErrorKind::InvalidData, text));
                    }
                    None => State::Closed,
                },
                State::Login { attempts } if attempts >= 2 => {
                    self.wire.reply("too many").await?;
                    State::Closed
                }
                State::Login { attempts } => match self.wire.next().await {
                    Some(Line::User(user)) if user != "root" => {
                        self.wire.reply(user).await?;
                        State::Ready { user: user.to_string(), jobs: Vec::new() }
                    }
                    Some(_) => {
                        self.wire.reply("no").await?;
                        State::Login { attempts: attempts + 1 }
                    }
                    None => State::Closed,
                },
                State::Ready { user, mut jobs } => {
                    let next = self.wire.next().await;
                    if let Some(Line::Job(job)) = next {
                        jobs.push(format!("{user}/{job}"));
                        self.wire.reply("queued").await?;
                        State::Ready { user, jobs }
                    } else {
                        State::Draining(jobs.into())
                    }
                }
                State::Draining(mut jobs) => {
                    while let Some(job) = jobs.pop_front() {
                        self.wire.reply(&job).await?;
                        if jobs.is_empty() {
                            break;
                        }
                    }
                    State::Closed
                }
                State::Closed => return Ok(false),
            };
            Ok(!matches!(self.state, State::Closed))
        }

        /// From the first state to the last.
        #[cancel_safe]
        pub async fn run(&mut self) -> Result<u32, Box<dyn Error + Send + Sync>> {
            let mut steps = 0;
            while self.step().await? {
                steps += 1;
                if steps > 20 {
                    return Err("endless".into());
                }
            }
            Ok(steps)
        }
    }
}

same! {
    fn session in code;
    setup: |log| Session::new(log, &[
        Line::Hello, Line::User("root"), Line::User("me"), Line::Job("a"), Line::Job("b"), Line::Quit,
    ]);
    plain: |session| session.run();
    annotated: |session, pending| session.run(pending);
}

same! {
    fn session_without_a_hello in code;
    setup: |log| Session::new(log, &[Line::Quit]);
    plain: |session| session.run();
    annotated: |session, pending| session.run(pending);
}
