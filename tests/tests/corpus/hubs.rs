//! Rooms, games, matches: state of many, messages to some, clocks that tick.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use cancel_safe::{Checkpoint, cancel_safe, safe_select};
use tokio::select;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tracing::warn;
use twins::twins;

type Id = u32;

#[derive(Debug)]
pub enum ToHub {
    Join { id: Id, name: String, inbox: mpsc::Sender<String> },
    Say { from: Id, text: String },
    Whisper { from: Id, to: String, text: String },
    Names(oneshot::Sender<Vec<String>>),
    Leave(Id),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Left,
    Right,
    Fire,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    Lobby,
    Countdown(u8),
    Running { round: u32 },
    Over { winner: Option<Id> },
}

pub fn filled<T>(items: impl IntoIterator<Item = T>) -> mpsc::Receiver<T> {
    let (tx, rx) = mpsc::channel(64);
    for item in items {
        tx.try_send(item).unwrap_or_else(|_| panic!("there is room"));
    }
    rx
}

#[twins]
mod code {
    pub struct Member {
        pub name: String,
        pub inbox: mpsc::Sender<String>,
        pub said: u32,
    }

    /// Those who are in a room.
    pub struct Hub {
        pub members: BTreeMap<Id, Member>,
        pub history: VecDeque<String>,
    }

    #[cancel_safe]
    impl Hub {
        pub fn new() -> Self {
            Hub { members: BTreeMap::new(), history: VecDeque::new() }
        }

        #[cancel_safe]
        pub async fn run(&mut self, messages: &mut mpsc::Receiver<ToHub>) -> u32 {
            let mut lost = 0;
            while let Some(message) = messages.recv().await {
                match message {
                    ToHub::Join { id, name, inbox } => {
                        for line in &self.history {
                            if inbox.send(format!("> {line}")).await.is_err() {
                                break;
                            }
                        }
                        let line = format!("{name} has come");
                        self.members.insert(id, Member { name, inbox, said: 0 });
                        lost += self.broadcast(&mut Checkpoint::with(Some(id)), &line).await;
                    }
                    ToHub::Say { from, text } => {
                        let Some(member) = self.members.get_mut(&from) else {
                            warn!(from, "not a member");
                            continue;
                        };
                        member.said += 1;
                        let line = format!("{}: {text}", member.name);
                        lost += self.broadcast(&mut Checkpoint::with(None), &line).await;
                    }
                    ToHub::Whisper { from, to, text } => {
                        let sender = match self.members.get(&from) {
                            Some(member) => member.name.clone(),
                            None => continue,
                        };
                        let target = self.members.values().find(|member| member.name == to);
                        if let Some(target) = target {
                            let _ = target.inbox.send(format!("({sender}) {text}")).await;
                        } else {
                            lost += 1;
                        }
                    }
                    ToHub::Names(reply) => {
                        let names = self.members.values().map(|member| member.name.clone());
                        let _ = reply.send(names.collect());
                    }
                    ToHub::Leave(id) => {
                        if let Some(Member { name, said, .. }) = self.members.remove(&id) {
                            let line = format!("{name} has gone after {said}");
                            lost += self.broadcast(&mut Checkpoint::with(None), &line).await;
                        }
                    }
                }
            }
            lost
        }

        #[cancel_safe]
        async fn broadcast(&mut self, line: &str, except: Option<Id>) -> u32 {
            let mut gone = vec![];
            for (id, member) in self.members.iter().filter(|(id, _)| Some(**id) != except) {
                // The line is made again with the future.
                let patience = Duration::from_millis(20);
                match timeout(
                    patience,
                    cancel_safe::assume_cancel_safe(member.inbox.send(line.to_owned())),
                )
                .await
                {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) | Err(_) => gone.push(*id),
                }
            }
            for id in &gone {
                self.members.remove(id);
            }
            self.history.push_back(line.to_string());
            if self.history.len() > 2 {
                self.history.pop_front();
            }
            gone.len() as u32
        }
    }

    /// A game: its phases by a clock, its moves from a channel.
    #[cancel_safe]
    pub async fn play(
        moves: &mut mpsc::Receiver<(Id, Move)>,
        phases: &watch::Sender<Phase>,
        rounds: u32,
    ) -> BTreeMap<Id, i32> {
        let mut positions = BTreeMap::new();
        let mut clock = interval(Duration::from_millis(100));
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut open = true;
        loop {
            let phase = phases.borrow().clone();
            let next = safe_select! {
                biased;
                received = moves.recv(), if open && matches!(phase, Phase::Running { .. }) => {
                    match received {
                        Some((id, step)) => {
                            let at: &mut i32 = positions.entry(id).or_default();
                            match step {
                                Move::Left => *at -= 1,
                                Move::Right => *at += 1,
                                Move::Fire if *at > 2 => *at = 0,
                                Move::Fire => {}
                            }
                        }
                        None => open = false,
                    }
                    continue;
                }
                _ = clock.tick() => match phase {
                    Phase::Lobby => Phase::Countdown(2),
                    Phase::Countdown(0) => Phase::Running { round: 1 },
                    Phase::Countdown(n) => Phase::Countdown(n - 1),
                    Phase::Running { round } if round < rounds => Phase::Running { round: round + 1 },
                    Phase::Running { .. } => {
                        let best = positions.iter().max_by_key(|(_, at)| **at);
                        Phase::Over { winner: best.map(|(id, _)| *id) }
                    }
                    Phase::Over { .. } => break positions,
                },
            };
            phases.send_replace(next);
        }
    }

    /// Pairs those who wait, the nearest in skill first; who waits for too long plays anybody.
    #[cancel_safe]
    pub async fn matchmaking(
        players: &mut mpsc::Receiver<(Id, i32)>,
        matches: &mpsc::Sender<(Id, Id)>,
        patience: Duration,
    ) -> Vec<Id> {
        let mut waiting: Vec<(Id, i32, Instant)> = Vec::new();
        while let Some((id, skill)) = players.recv().await {
            let now = Instant::now();
            let best = waiting
                .iter()
                .enumerate()
                .filter(|(_, (_, other, since))| {
                    (other - skill).abs() < 10 || now.duration_since(*since) > patience
                })
                .min_by_key(|(_, (_, other, _))| (other - skill).abs())
                .map(|(index, _)| index);
            match best {
                Some(index) => {
                    let (opponent, ..) = waiting.swap_remove(index);
                    if matches.send((opponent, id)).await.is_err() {
                        break;
                    }
                }
                None => {
                    waiting.push((id, skill, now));
                    sleep(Duration::from_millis(10)).await;
                }
            }
        }
        waiting.into_iter().map(|(id, ..)| id).collect()
    }
}

same! {
    fn hub in code on tokio;
    setup: |_| {
        let (inboxes, outboxes): (Vec<_>, Vec<_>) = (0..3).map(|_| mpsc::channel(16)).unzip();
        let join = |id: Id, name: &str| ToHub::Join {
            id, name: name.to_owned(), inbox: inboxes[id as usize].clone(),
        };
        let text = || "hi".to_owned();
        let messages = filled([
            join(0, "ann"), ToHub::Say { from: 0, text: text() }, join(1, "bob"),
            ToHub::Whisper { from: 1, to: "ann".into(), text: text() },
            ToHub::Names(oneshot::channel().0), join(2, "cy"), ToHub::Leave(0),
        ]);
        (Hub::new(), messages, outboxes)
    };
    plain: |(hub, messages, _)| hub.run(messages);
    annotated: |(hub, messages, _), pending| hub.run(pending, messages);
    left: |(_, _, outboxes)| outboxes.iter_mut()
        .map(|outbox| std::iter::from_fn(|| outbox.try_recv().ok()).collect::<Vec<_>>())
        .collect::<Vec<_>>();
}

same! {
    fn play in code on tokio;
    setup: |_| {
        let (left, right) = (Move::Left, Move::Right);
        (filled([(1, right), (2, left), (1, Move::Fire)]), watch::channel(Phase::Lobby).0)
    };
    plain: |(moves, phases)| play(moves, phases, 2);
    annotated: |(moves, phases), pending| play(pending, moves, phases);
    owned: 2;
    left: |(_, phases)| phases.borrow().clone();
}

same! {
    fn matchmaking in code on tokio;
    setup: |_| (filled([(1, 50), (2, 90), (3, 55), (4, 10), (5, 88)]), mpsc::channel(8));
    plain: |(players, (matches, _))| matchmaking(players, matches, Duration::from_secs(9));
    annotated: |(players, (matches, _)), pending| matchmaking(pending, players, matches);
    owned: Duration::from_secs(9);
    left: |(_, (_, matches))| std::iter::from_fn(|| matches.try_recv().ok()).collect::<Vec<_>>();
}

/// The futures of what owns its world may go to another thread, as the plain ones may.
#[tokio::test(flavor = "multi_thread")]
async fn spawned() {
    let hub = tokio::spawn(async {
        let (mut hub, mut messages) = (code::annotated::Hub::new(), filled([ToHub::Leave(1)]));
        let mut pending = Checkpoint::new();
        hub.run(&mut pending, &mut messages).await
    });
    let game = tokio::spawn(async {
        let (mut moves, phases) = (filled([(1, Move::Left)]), watch::channel(Phase::Lobby).0);
        let mut pending = Checkpoint::with(1);
        code::annotated::play(&mut pending, &mut moves, &phases).await
    });
    assert_eq!(hub.await.unwrap(), 0);
    assert_eq!(game.await.unwrap(), BTreeMap::from([(1, -1)]));
}
