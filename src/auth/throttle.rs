//! Rate limits for failed sign-ins, by account and by network address. They are stored in the database, so
//! they survive a restart and apply to all processes together. An attempt is counted before the password is
//! verified, so concurrent attempts cannot bypass the limit.

use crate::auth::accounts::email_key;
use crate::clock;
use crate::db::schema::auth_throttle as throttle;
use crate::db::{BATCH, DbConnection, portable};
use crate::domain::UserId;
use crate::error::Result;
use crate::secrets::{Secrets, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// A counter of attempts and its limit.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// The key in the database: `acct:…`, `ip:…` and so on.
    pub key: String,
    limit: i32,
    stops_for_good: bool,
}

impl Bucket {
    /// Returns a bucket for guesses at one user's secret. After `limit` attempts in a window, further ones
    /// must wait; after [`LOCKOUT_AFTER`] attempts, only a new password resets it.
    pub fn for_secret(key: String, limit: i32) -> Self {
        debug_assert!(OF_SECRETS.iter().any(|kind| key.starts_with(kind)), "{key} is no kind of secret's");
        Bucket { key, limit, stops_for_good: true }
    }

    /// Returns the kind of bucket without its owner: `acct`, `ip` and so on.
    fn kind(&self) -> &str {
        self.key.split(':').next().unwrap_or_default()
    }

    /// Returns a bucket for a source that many people may share, or for requests that guess no secret.
    /// Attempts above `limit` must wait, but never permanently.
    pub fn for_shared_source(key: String, limit: i32) -> Self {
        Bucket { key, limit, stops_for_good: false }
    }
}

/// Whether an attempt is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThrottleDecision {
    /// Allowed and counted; call [`refund`] if the password was right.
    GoOn,
    /// The same, but if this attempt fails, further ones must wait. Only this one is worth an entry in the
    /// activity log.
    Last,
    /// Not allowed for this many seconds.
    Wait(i64),
}

const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// How far the clocks of two processes may differ.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(1);

/// Number of consecutive failures after which only a new password helps (NIST SP 800-63B).
const LOCKOUT_AFTER: i32 = 100;

/// Counts an attempt in all buckets, unless one of them does not allow it.
pub fn reserve(c: &mut DbConnection, buckets: &[Bucket]) -> Result<ThrottleDecision> {
    let mut names: Vec<&str> = buckets.iter().map(|bucket| bucket.key.as_str()).collect();
    names.sort_unstable(); // all transactions lock in the same order, to avoid deadlocks
    names.iter().try_for_each(|name| portable::lock_name(c, name))?;
    let now = clock::now();
    let states = buckets.iter().map(|bucket| state(c, bucket, now)).collect::<Result<Vec<_>>>()?;
    let wait = states.iter().map(|state| state.wait).max().unwrap_or_default();
    if wait > 0 {
        return Ok(ThrottleDecision::Wait(wait));
    }
    let mut verdict = ThrottleDecision::GoOn;
    for (bucket, state) in buckets.iter().zip(&states) {
        count(c, bucket, state, now)?;
        if state.fails + 1 == bucket.limit {
            tracing::warn!(bucket = bucket.kind(), limit = bucket.limit, "sign-in attempts are rate-limited");
            verdict = ThrottleDecision::Last;
        }
    }
    Ok(verdict)
}

/// Takes back a successful attempt: resets the buckets of the user's secrets, and lowers the others by one.
pub fn refund(c: &mut DbConnection, buckets: &[Bucket]) -> Result<()> {
    for bucket in buckets {
        if bucket.stops_for_good {
            reset(c, &bucket.key)?;
            continue;
        }
        let fewer = throttle::table.filter(throttle::bucket.eq(&bucket.key).and(throttle::fails.gt(0)));
        diesel::update(fewer).set(throttle::fails.eq(throttle::fails - 1)).execute(c)?;
    }
    Ok(())
}

/// Deletes a bucket, for example because the account has a new password.
pub fn reset(c: &mut DbConnection, key: &str) -> Result<()> {
    diesel::delete(throttle::table.find(key)).execute(c)?;
    Ok(())
}

/// The prefixes of buckets that count guesses at one user's secret.
const OF_SECRETS: [&str; 3] = ["acct:", "dev:", "own:"];

/// Deletes one batch of buckets that no longer delay anyone; returns how many. Keeps buckets that only a
/// new password resets.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let quiet = clock::now() - WINDOW;
    let [account, device, own] = OF_SECRETS.map(|kind| throttle::bucket.not_like(format!("{kind}%")));
    let old = throttle::table
        .filter(throttle::window_start.lt(quiet).and(throttle::blocked_until.lt(quiet)))
        .filter(throttle::fails.lt(LOCKOUT_AFTER).or(account.and(device).and(own)))
        .select(throttle::bucket)
        .limit(BATCH);
    let old: Vec<String> = old.load(c)?;
    Ok(diesel::delete(throttle::table.filter(throttle::bucket.eq_any(old))).execute(c)?)
}

struct State {
    fails: i32,
    window_start: NaiveDateTime,
    wait: i64,
}

fn state(c: &mut DbConnection, bucket: &Bucket, now: NaiveDateTime) -> Result<State> {
    let row = throttle::table.find(&bucket.key).select((
        throttle::fails,
        throttle::window_start,
        throttle::blocked_until,
    ));
    let fresh = State { fails: 0, window_start: now, wait: 0 };
    let Some((fails, window_start, blocked_until)) =
        row.first::<(i32, NaiveDateTime, NaiveDateTime)>(c).optional()?
    else {
        return Ok(fresh);
    };
    if fails >= LOCKOUT_AFTER && bucket.stops_for_good {
        return Ok(State { fails, window_start, wait: WINDOW.num_seconds() });
    }
    if window_start > now + CLOCK_TOLERANCE {
        // The clock was set back: nobody must wait until that time, only as long as after the last failure.
        if fails < bucket.limit {
            return Ok(fresh);
        }
        let blocked_until = blocked_until.min(now + WINDOW);
        let values = (throttle::window_start.eq(now), throttle::blocked_until.eq(blocked_until));
        diesel::update(throttle::table.find(&bucket.key)).set(values).execute(c)?;
        return Ok(State { fails, window_start: now, wait: (blocked_until - now).num_seconds() });
    }
    let wait = (blocked_until - now).num_seconds();
    let quiet = now - window_start.max(blocked_until) > WINDOW;
    Ok(if quiet { fresh } else { State { fails, window_start, wait } })
}

fn count(c: &mut DbConnection, bucket: &Bucket, state: &State, now: NaiveDateTime) -> Result<()> {
    let fails = state.fails + 1;
    let doubled = 1i64 << (fails - bucket.limit).clamp(0, 4);
    let wait = if fails >= bucket.limit { TimeDelta::minutes(doubled.min(15)) } else { TimeDelta::zero() };
    let values = (
        throttle::fails.eq(fails),
        throttle::window_start.eq(state.window_start),
        throttle::blocked_until.eq(now + wait),
    );
    let known = diesel::update(throttle::table.find(&bucket.key)).set(values).execute(c)? > 0;
    if !known {
        diesel::insert_into(throttle::table).values((throttle::bucket.eq(&bucket.key), values)).execute(c)?;
    }
    Ok(())
}

/// Returns the bucket for sign-in attempts at one account. Its key contains a keyed hash instead of the address.
pub fn account_bucket(secrets: &Secrets, email: &str) -> Bucket {
    let key = secrets.key("throttle-v1");
    let name = URL_SAFE_NO_PAD.encode(hmac(&key, &[email_key(email).as_bytes()]));
    Bucket::for_secret(format!("acct:{name}"), 10)
}

/// Returns the key for wrong second-factor codes from browsers in which the user has not signed in before.
pub fn factor_key(user: UserId) -> String {
    format!("mfa:{user}")
}
