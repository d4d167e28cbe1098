//! Leases of jobs: only the process with the lease runs a job. If that process ends, the lease expires
//! after a few minutes.

use crate::clock;
use crate::db::schema::jobs;
use crate::db::{DbConnection, portable};
use crate::error::Result;
use chrono::TimeDelta;
use diesel::prelude::*;
use uuid::Uuid;

/// Duration of a lease. It is renewed every minute.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// Longer than any job waits: a later time was written before the system clock was set back.
const FURTHEST: TimeDelta = TimeDelta::hours(25);

/// Maximum delay after repeated failures, in minutes.
const MAX_WAIT: i64 = 60;

/// The right to run a job until the lease expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    name: &'static str,
    token: String,
}

/// Leases this job if it is due and not leased.
pub fn acquire(c: &mut DbConnection, name: &'static str) -> Result<Option<Lease>> {
    let now = clock::now();
    portable::lock_name(c, name)?;
    if jobs::table.find(name).count().get_result::<i64>(c)? == 0 {
        diesel::insert_into(jobs::table).values((jobs::name.eq(name), jobs::due_at.eq(now))).execute(c)?;
    }
    let token = Uuid::new_v4().to_string();
    let free = jobs::leased_until.is_null().or(jobs::leased_until.le(now));
    let free = free.or(jobs::leased_until.gt(now + FURTHEST));
    let due = jobs::due_at.le(now).or(jobs::due_at.gt(now + FURTHEST));
    let due = jobs::table.find(name).filter(due).filter(free);
    let values = (jobs::lease.eq(&token), jobs::leased_until.eq(now + LEASE));
    let taken = diesel::update(due).set(values).execute(c)?;
    Ok((taken == 1).then_some(Lease { name, token }))
}

/// Extends the lease of a job that is still running.
pub fn renew(c: &mut DbConnection, lease: &Lease) -> Result<()> {
    let ours = jobs::table.find(lease.name).filter(jobs::lease.eq(&lease.token));
    diesel::update(ours).set(jobs::leased_until.eq(clock::now() + LEASE)).execute(c)?;
    Ok(())
}

/// Ends the lease and records the result: the number of things done, or the error message. The job is due
/// again after `minutes`; after an error, the delay grows from one minute to an hour.
pub fn release(
    c: &mut DbConnection,
    lease: &Lease,
    minutes: i64,
    outcome: std::result::Result<usize, String>,
) -> Result<()> {
    let now = clock::now();
    let ours = jobs::table.find(lease.name).filter(jobs::lease.eq(&lease.token));
    let attempts: Option<i32> = ours.select(jobs::attempts).first(c).optional()?;
    let Some(attempts) = attempts else { return Ok(()) };
    let free = (jobs::lease.eq(None::<String>), jobs::leased_until.eq(None::<chrono::NaiveDateTime>));
    match outcome {
        Ok(did) => {
            let did = i32::try_from(did).unwrap_or(i32::MAX);
            let values = (
                jobs::due_at.eq(now + TimeDelta::minutes(minutes)),
                (jobs::attempts.eq(0), jobs::did.eq(did), jobs::ended_at.eq(now)),
                jobs::last_error.eq(None::<String>),
            );
            diesel::update(ours).set((values, free)).execute(c)?;
        }
        Err(words) => {
            let wait = (1i64 << attempts.clamp(0, 10)).min(MAX_WAIT);
            let values = (
                jobs::due_at.eq(now + TimeDelta::minutes(wait)),
                jobs::attempts.eq(attempts + 1),
                jobs::last_error.eq(words),
            );
            diesel::update(ours).set((values, free)).execute(c)?;
        }
    }
    Ok(())
}
