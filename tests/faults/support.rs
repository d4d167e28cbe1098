//! What these tests share with the others: databases of their own, and skipping with a reason.

#[allow(dead_code)] // tests/portal/ uses the rest
#[path = "../support/database.rs"]
pub mod database;
#[allow(dead_code)]
#[path = "../support/skipped.rs"]
pub mod skipped;

#[path = "../support/tcp_server.rs"]
pub mod tcp_server;
#[allow(dead_code)]
#[path = "../support/webhook.rs"]
pub mod webhook;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Returns how often something is repeated: `bin/test faults` sets `TESTS_LONG`.
pub fn short_or_long<T>(short: T, long: T) -> T {
    if is_long() { long } else { short }
}

/// Whether the long forms run.
pub fn is_long() -> bool {
    std::env::var_os("TESTS_LONG").is_some()
}

/// Waits until the condition holds, at most this long, and returns whether it does.
pub fn until(longest: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    loop {
        if condition() {
            return true;
        }
        if began.elapsed() > longest {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether a program runs here and ends with success. Otherwise the calling test counts as skipped.
pub fn has(program: &[&str], why: &str) -> bool {
    let mut command = Command::new(program[0]);
    let quiet = command.args(&program[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let runs = quiet.status().is_ok_and(|status| status.success());
    if !runs {
        skipped::skip(why);
    }
    runs
}

/// Whether system calls of a process can be traced here.
pub fn has_strace() -> bool {
    has(&["strace", "-o", "/dev/null", "true"], "strace, and the right to trace a process")
}

/// Returns the value below which this share of the durations is.
pub fn percentile(durations: &mut [Duration], share: f64) -> Duration {
    durations.sort();
    let last = durations.len().saturating_sub(1);
    durations.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
}

/// A small generator of numbers, so that a failed run can be repeated with the same ones.
pub struct Random(u64);

impl Random {
    /// Returns a generator for a test; `FAULTS_SEED` chooses other numbers.
    pub fn new(salt: u64) -> Self {
        let seed = std::env::var("FAULTS_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(2026u64);
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ salt.wrapping_add(1))
    }

    /// Returns a number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// Returns a time below `end` milliseconds.
    pub fn millis(&mut self, end: u64) -> Duration {
        Duration::from_millis(self.below(end))
    }
}
