//! The minimum speed of an upload. Without it, a client that sends a byte now and then could occupy a connection and an
//! upload slot forever. Slow but working connections are faster than the minimum.

use std::time::{Duration, Instant};

/// The limits of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Maximum time until the next chunk.
    pub piece: Duration,
    /// The interval in which the speed is measured.
    pub window: Duration,
    /// Minimum number of bytes per interval.
    pub bytes: u64,
    /// Maximum time for the whole upload.
    pub total: Duration,
}

impl Default for Limits {
    /// 4 KiB per second, measured over 30 seconds; for a usable connection this is very slow.
    fn default() -> Self {
        Limits {
            piece: Duration::from_secs(20),
            window: Duration::from_secs(30),
            bytes: 120 * 1024,
            total: Duration::from_secs(60 * 60),
        }
    }
}

/// Measures the speed of one upload.
#[derive(Debug)]
pub struct Pace {
    limits: Limits,
    ends: Instant,
    window_ends: Instant,
    in_window: u64,
}

impl Pace {
    /// Starts measuring at `now`.
    pub fn new(limits: Limits, now: Instant) -> Self {
        Pace { limits, ends: now + limits.total, window_ends: now + limits.window, in_window: 0 }
    }

    /// Returns how long the next chunk may take; `None` when the total time is over.
    pub fn time_left(&self, now: Instant) -> Option<Duration> {
        let left = self.ends.checked_duration_since(now).filter(|left| !left.is_zero())?;
        Some(left.min(self.limits.piece))
    }

    /// Records received bytes; returns whether the upload is fast enough.
    pub fn record(&mut self, bytes: usize, now: Instant) -> bool {
        self.in_window += bytes as u64;
        if now < self.window_ends {
            return true;
        }
        let is_enough = self.in_window >= self.limits.bytes;
        self.in_window = 0;
        self.window_ends = now + self.limits.window;
        is_enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Simulates chunks of `bytes` bytes every `every` milliseconds; returns the time until the upload is rejected.
    fn refused_after(bytes: usize, every: u64) -> Option<Duration> {
        let began = Instant::now();
        let mut now = began;
        let mut pace = Pace::new(Limits::default(), now);
        for _ in 0..1_000_000 {
            let every = Duration::from_millis(every);
            if pace.time_left(now).is_none_or(|patience| patience < every) {
                return Some(now - began);
            }
            now += every;
            if !pace.record(bytes, now) {
                return Some(now - began);
            }
            if now - began > Duration::from_secs(2 * 60 * 60) {
                break;
            }
        }
        None
    }

    #[test]
    fn rejects_a_trickle_early_but_accepts_a_slow_connection() {
        let soon = Duration::from_secs(40);
        assert!(refused_after(1, 9_000).is_some_and(|after| after < soon), "1 byte per 9 s");
        assert!(refused_after(1, 25_000).is_some_and(|after| after < soon));
        assert!(refused_after(100, 50).is_some_and(|after| after < soon), "2 KB/s in many pieces");
        let hour = Duration::from_secs(60 * 60);
        assert!(
            refused_after(5_000, 1_000).is_some_and(|after| after > hour - soon),
            "5 KB/s, but not for ever"
        );
    }

    #[test]
    fn accepts_a_partial_last_window() {
        let now = Instant::now();
        let mut pace = Pace::new(Limits::default(), now);
        assert!(pace.record(10, now + Duration::from_secs(29)), "a short file");
    }
}
