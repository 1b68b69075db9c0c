//! Times several ways of doing the same, in turn, so that whatever else the machine does befalls
//! them all alike. What is quoted is the median of the ratios within each round.

use std::time::{Duration, Instant};

/// One way: does it so many times, and says how long that took.
pub type Way<'a> = Box<dyn FnMut(u64) -> Duration + 'a>;

/// A way that is timed as a whole.
pub fn way<'a, T>(mut once: impl FnMut() -> T + 'a) -> Way<'a> {
    Box::new(move |times| {
        let start = Instant::now();
        for _ in 0..times {
            std::hint::black_box(once());
        }
        start.elapsed()
    })
}

/// The time of one pass of each way, in nanoseconds, round by round.
pub struct Times(Vec<Vec<f64>>);

impl Times {
    /// Of one way.
    pub fn ns(&self, way: usize) -> f64 {
        median(self.0[way].clone())
    }

    pub fn text(&self, way: usize) -> String {
        show(self.ns(way))
    }

    /// How many times as long one way takes as another.
    pub fn ratio(&self, way: usize, other: usize) -> f64 {
        self.pairs(way, other, |a, b| a / b)
    }

    /// How much longer one way takes than another.
    pub fn difference(&self, way: usize, other: usize) -> f64 {
        self.pairs(way, other, |a, b| a - b)
    }

    fn pairs(&self, way: usize, other: usize, f: impl Fn(f64, f64) -> f64) -> f64 {
        median(self.0[way].iter().zip(&self.0[other]).map(|(a, b)| f(*a, *b)).collect())
    }

    /// The fastest of some ways.
    pub fn fastest(&self, ways: impl Iterator<Item = usize>) -> usize {
        ways.min_by(|a, b| self.ns(*a).total_cmp(&self.ns(*b))).expect("there is a way")
    }
}

pub fn show(ns: f64) -> String {
    match ns {
        ns if ns < 1e4 => format!("{ns:.1} ns"),
        ns if ns < 1e7 => format!("{:.1} us", ns / 1e3),
        ns => format!("{:.0} ms", ns / 1e6),
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// How long one pass of a way lasts, and how many rounds there are.
const PASS: Duration = Duration::from_micros(300);
const ROUNDS: usize = 201;
const QUICK_ROUNDS: usize = 31;

pub fn interleaved(quick: bool, mut ways: Vec<Way<'_>>) -> Times {
    let times: Vec<u64> = ways.iter_mut().map(calibrate).collect();
    let rounds = if quick { QUICK_ROUNDS } else { ROUNDS };
    let mut results = vec![Vec::with_capacity(rounds); ways.len()];
    for round in 0..rounds {
        // Each goes first as often as the others.
        let count = ways.len();
        for index in (0..count).map(|index| (index + round) % count) {
            let times = times[index];
            let elapsed = ways[index](times);
            results[index].push(elapsed.as_secs_f64() * 1e9 / times as f64);
        }
    }
    Times(results)
}

/// How often something has to be done to last a pass.
fn calibrate(way: &mut Way<'_>) -> u64 {
    let mut times = 1;
    loop {
        let elapsed = way(times);
        if elapsed >= PASS || times > 1 << 24 {
            let scale = PASS.as_secs_f64() / elapsed.as_secs_f64().max(1e-9);
            return ((times as f64 * scale) as u64).max(1);
        }
        times *= 2;
    }
}
