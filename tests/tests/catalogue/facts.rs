//! The facts that the catalogue was made from, `facts.txt`.

use cancel_safe::{Fact as Known, Row, catalogue};

const FACTS: &str = include_str!("facts.txt");

/// A line of the table.
pub struct Fact {
    pub krate: &'static str,
    pub receiver: &'static str,
    pub method: &'static str,
    pub docs: &'static str,
    pub outcome: Outcome,
    /// `starts over`: a timer, whose deadline an annotated function cannot keep. `in a branch`:
    /// not awaited by name. `unstable`: not to be called.
    pub special: Option<&'static str>,
    /// Where the catalogue disagrees with the documentation.
    pub why: Option<&'static str>,
    pub program: Option<Program>,
}

#[derive(PartialEq)]
pub enum Outcome {
    /// There is a row in the catalogue, of that receiver and method.
    Row {
        kind: &'static str,
        receiver: String,
        method: &'static str,
    },
    /// A reference to a future, whatever it is.
    Kept,
    LeftOut(&'static str),
}

pub struct Program {
    pub call: &'static str,
    pub parameters: Vec<&'static str>,
    pub imports: Option<&'static str>,
}

/// All lines of the table.
pub fn facts() -> Vec<Fact> {
    let (mut krate, mut group) = ("", ("", None));
    let mut facts = Vec::new();
    for line in FACTS.lines().filter(|line| !line.is_empty() && !line.starts_with("//")) {
        if let Some(name) = line.strip_prefix("# ") {
            krate = name.split_once(' ').unwrap().0;
        } else if let Some(heading) = line.strip_prefix("## ") {
            group = match heading.split_once(" | ") {
                Some((receiver, parameter)) => (receiver, Some(parameter)),
                None => (heading, None),
            };
        } else {
            facts.push(Fact::parse(krate, group, line));
        }
    }
    facts
}

impl Fact {
    /// `method | documentation | outcome | call | parameters`, and perhaps ` // why`.
    fn parse(
        krate: &'static str,
        (receiver, parameter): (&'static str, Option<&'static str>),
        line: &'static str,
    ) -> Fact {
        let (line, why) = match line.split_once(" // ") {
            Some((line, why)) => (line, Some(why)),
            None => (line, None),
        };
        let fields: Vec<_> = line.split(" | ").collect();
        let [method, docs, outcome, ref program @ ..] = *fields else { panic!("{line}") };
        let (outcome, special) = match outcome.split_once(", ") {
            Some((outcome, special)) if !outcome.contains(':') => (outcome, Some(special)),
            _ => (outcome, None),
        };
        let outcome = Outcome::parse(receiver, method, outcome);
        let program = program
            .first()
            .filter(|call| !matches!(**call, "windows" | "no program"))
            .map(|call| {
                let own = program.get(1).copied();
                let receives = own.is_none_or(|own| !own.starts_with("r: ")) && call.contains('r');
                Program {
                    call,
                    parameters: parameter.filter(|_| receives).into_iter().chain(own).collect(),
                    imports: imports(krate, receiver, method),
                }
            });
        Fact { krate, receiver, method, docs, outcome, special, why, program }
    }

    pub fn name(&self) -> String {
        format!("{}: {} {}", self.krate, self.receiver, self.method)
    }

    pub fn is_of_windows(&self) -> bool {
        self.receiver.contains("windows")
    }

    /// The row of the catalogue.
    pub fn row(&self) -> Option<&'static Row> {
        let Outcome::Row { receiver, method, .. } = &self.outcome else { return None };
        catalogue().find(|row| row.receiver == receiver && row.methods.contains(method))
    }
}

impl Outcome {
    fn parse(receiver: &'static str, method: &'static str, text: &'static str) -> Outcome {
        if text == "kept" {
            return Outcome::Kept;
        }
        if let Some(reason) = text.strip_prefix("left out: ") {
            return Outcome::LeftOut(reason);
        }
        if let Some((kind, row)) = text.split_once(" by ") {
            let (receiver, method) = row.split_once(' ').unwrap();
            return Outcome::Row { kind, receiver: receiver.to_owned(), method };
        }
        if method.starts_with("(await)") {
            return Outcome::Row { kind: text, receiver: receiver.to_owned(), method: "await" };
        }
        // A future that has a name, or a function.
        let path = format!("{receiver}::{method}");
        match catalogue().find(|row| row.receiver == path) {
            Some(row) => Outcome::Row { kind: text, receiver: path, method: row.methods[0] },
            None => Outcome::Row { kind: text, receiver: receiver.to_owned(), method },
        }
    }
}

/// The verdict of a row, in a word.
pub fn kind(row: &Row) -> &'static str {
    match row.fact {
        Known::Safe => "safe",
        Known::Inner => "inner",
        Known::Resumes { .. } => "resumes",
        Known::Queues => "queues",
        _ => "refused",
    }
}

/// The trait that has to be in scope for the method.
fn imports(krate: &str, receiver: &'static str, method: &str) -> Option<&'static str> {
    let is_trait = receiver.ends_with("Ext") || receiver.starts_with("postage::");
    match method.split_once("::") {
        Some(("StreamExt", _)) if krate == "tokio-stream" => Some("tokio_stream::StreamExt"),
        Some(("StreamExt", _)) => Some("futures::StreamExt"),
        Some(("SinkExt", _)) => Some("futures::SinkExt"),
        Some(("AsyncReadExt", _)) => Some("tokio::io::AsyncReadExt"),
        Some(("AsyncWriteExt", _)) => Some("tokio::io::AsyncWriteExt"),
        _ if receiver == "tokio_util::net::Listener" => Some(receiver),
        _ if receiver.starts_with("embassy_sync::semaphore::") => {
            Some("embassy_sync::semaphore::Semaphore")
        }
        _ => is_trait.then_some(receiver),
    }
}
