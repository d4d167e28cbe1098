//! The number of requests that a program may send each minute, counted in the memory of this process.

use crate::auth::api_tokens::caller::ApiCredential;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The length of a window.
const WINDOW: Duration = Duration::from_secs(60);

/// The number of remembered credentials above which those whose window is over are forgotten.
const MANY: usize = 10_000;

/// How many requests of each program were counted in its window.
#[derive(Debug, Default)]
pub struct ApiRateLimits(Mutex<HashMap<ApiCredential, Window>>);

#[derive(Debug, Clone, Copy)]
struct Window {
    began: Instant,
    count: u32,
}

/// What is left after a request was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// The number of requests in each window.
    pub limit: u32,
    /// The requests that are left in this window.
    pub remaining: u32,
    /// The seconds until the next window begins, at least 1.
    pub reset: u64,
    /// Whether the request is answered.
    pub is_allowed: bool,
}

impl ApiRateLimits {
    /// Counts a request with this credential. A refused one is not counted.
    pub fn count(&self, credential: ApiCredential, limit: u32) -> Allowance {
        self.count_at(credential, limit, Instant::now())
    }

    fn count_at(&self, credential: ApiCredential, limit: u32, now: Instant) -> Allowance {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() > MANY {
            windows.retain(|_, window| now - window.began < WINDOW);
        }
        let window = windows.entry(credential).or_insert(Window { began: now, count: 0 });
        if now - window.began >= WINDOW {
            *window = Window { began: now, count: 0 };
        }
        let is_allowed = window.count < limit;
        window.count += u32::from(is_allowed);
        let left = WINDOW.saturating_sub(now - window.began);
        Allowance {
            limit,
            remaining: limit - window.count.min(limit),
            reset: (left.as_millis().div_ceil(1_000) as u64).max(1),
            is_allowed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ApiApplicationId, ApiTokenId};

    #[test]
    fn counts_each_credential_by_itself_and_begins_again_after_a_minute() {
        let (limits, now) = (ApiRateLimits::default(), Instant::now());
        let count = |credential, seconds| limits.count_at(credential, 2, now + Duration::from_secs(seconds));
        let token = ApiCredential::Token(ApiTokenId(1));
        assert_eq!((count(token, 0).remaining, count(token, 20).remaining), (1, 0));
        let refused = count(token, 20);
        assert_eq!((refused.is_allowed, refused.remaining, refused.reset), (false, 0, 40));
        assert!(count(ApiCredential::Token(ApiTokenId(2)), 20).is_allowed);
        assert!(count(ApiCredential::Application(ApiApplicationId(1)), 20).is_allowed);
        assert!(!count(token, 59).is_allowed && count(token, 60).is_allowed);
    }
}
