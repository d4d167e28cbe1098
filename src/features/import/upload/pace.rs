//! How fast a file has to come. Whoever sends a byte now and then would hold a connection and a place for ever; whoever
//! has a slow line sends at least this much.

use std::time::{Duration, Instant};

/// What a file has to keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A piece comes within this time.
    pub piece: Duration,
    /// In so long …
    pub window: Duration,
    /// … so many bytes come.
    pub bytes: u64,
    /// All of it comes within this time.
    pub total: Duration,
}

impl Default for Limits {
    /// 4 KiB a second, half a minute at a time: less than a tenth of what a telephone line carries.
    fn default() -> Self {
        Limits {
            piece: Duration::from_secs(20),
            window: Duration::from_secs(30),
            bytes: 120 * 1024,
            total: Duration::from_secs(60 * 60),
        }
    }
}

/// How fast one file comes.
#[derive(Debug)]
pub struct Pace {
    limits: Limits,
    ends: Instant,
    window_ends: Instant,
    in_window: u64,
}

impl Pace {
    /// A file whose first byte may come now.
    pub fn new(limits: Limits, now: Instant) -> Self {
        Pace { limits, ends: now + limits.total, window_ends: now + limits.window, in_window: 0 }
    }

    /// How long the next piece may take; nothing when the time is over.
    pub fn time_left(&self, now: Instant) -> Option<Duration> {
        let left = self.ends.checked_duration_since(now).filter(|left| !left.is_zero())?;
        Some(left.min(self.limits.piece))
    }

    /// Notes that so many bytes have come; answers whether that is fast enough.
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

    /// Sends pieces of so many bytes every so many milliseconds; answers after how long it was refused.
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
    fn a_trickle_is_refused_soon_and_a_slow_line_is_not() {
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
    fn the_last_window_need_not_be_full() {
        let now = Instant::now();
        let mut pace = Pace::new(Limits::default(), now);
        assert!(pace.record(10, now + Duration::from_secs(29)), "a short file");
    }
}
