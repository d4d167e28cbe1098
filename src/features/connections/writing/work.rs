//! The job that writes back: for each connection it collects what people changed here, asks the server what it has, and writes with its
//! etag. A value that cannot be written waits with its reason; the values after it go on.

use crate::audit::{Action, Activity, Author};
use crate::clock;
use crate::domain::ConnectionFault;
use crate::error::Result;
use crate::features::connections::fault::RunFault;
use crate::features::connections::model::Connection;
use crate::features::connections::server::access::{Server, Stop};
use crate::features::connections::writing::changes::details;
use crate::features::connections::writing::collecting::collect;
use crate::features::connections::writing::decision::{Decision, decide};
use crate::features::connections::writing::held::column;
use crate::features::connections::writing::model::{ConnectionWrite, Fields};
use crate::features::connections::writing::own_values::{OwnValue, own_value};
use crate::features::connections::writing::queue::{self, Attempt};
use crate::features::connections::writing::server_values as server_side;
use crate::outbound::exchange::AnswerLimits;
use crate::state::AppState;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::Value;

/// How often a value is read again because the server changed it between reading and writing.
const READINGS: usize = 3;

/// The delay after the first failed attempt; each further one takes twice as long, up to [`LONGEST_DELAY`].
const FIRST_DELAY: TimeDelta = TimeDelta::minutes(1);

/// The longest delay.
const LONGEST_DELAY: TimeDelta = TimeDelta::hours(6);

/// Writes back what all connections have to write at this time; returns how many values the servers got.
///
/// # Errors
/// The database failed.
pub fn run(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let mut written = 0;
    for connection in portal.db.read_now(queue::writing_connections)? {
        let author = Author::system(connection.partner_id);
        while portal.log.record_now(&author, |tx| Ok((collect(tx, &connection)?, Vec::new())))? {}
        written += write_all(portal, &connection, now)?;
    }
    Ok(written)
}

fn write_all(portal: &AppState, connection: &Connection, now: NaiveDateTime) -> Result<usize> {
    let (mut server, mut written) = (Server::new(portal, connection.clone()), 0);
    for write in portal.db.read_now(|c| queue::due(connection, now, c))? {
        let own = portal.db.read_now(|c| own_value(&write, c))?;
        let (attempt, has_written) = match &own {
            None => (Attempt::GivenUp(None), false),
            Some(own) => attempt(&mut server, connection, &write, &own.fields, now)?,
        };
        store(portal, connection, &write, own.as_ref().filter(|_| has_written), &attempt)?;
        written += usize::from(has_written);
        // The server cannot be reached, or asks to wait: the others wait with it.
        if matches!(attempt, Attempt::Later(..)) {
            break;
        }
    }
    Ok(written)
}

/// Stores how an attempt ended; what was written is an entry of the log, with the connection as its actor.
fn store(
    portal: &AppState,
    connection: &Connection,
    write: &ConnectionWrite,
    written: Option<&OwnValue>,
    attempt: &Attempt,
) -> Result<()> {
    if let Attempt::Refused(fault) | Attempt::Later(fault, _) = attempt {
        tracing::warn!(
            connection = connection.id.0,
            fault = fault.line(),
            "a value was not written to the server"
        );
    }
    portal.log.record_now(&connection.author(), |tx| {
        let is_stored = queue::store(write, attempt, tx.at, tx.c)?;
        let entry = |own: &OwnValue| {
            let details = details(write, &connection.name, "written");
            Activity::for_customer(Action::WriteToServer, write.microsoft_id, &own.customer_name, details)
        };
        Ok(((), written.filter(|_| is_stored).map(entry).into_iter().collect()))
    })
}

/// Reads what the server has, decides, and writes. Returns how it ended, and whether the server has got the value now.
fn attempt(
    server: &mut Server<'_>,
    connection: &Connection,
    write: &ConnectionWrite,
    ours: &Fields,
    now: NaiveDateTime,
) -> Result<(Attempt, bool)> {
    for _ in 0..READINGS {
        match attempt_once(server, connection, write, ours)? {
            Ok(done) => return Ok(done),
            // Somebody changed it there between reading and writing.
            Err(Stop::Fail(fault)) if fault.status == Some(412) => {}
            Err(Stop::Fail(fault)) if is_of_server(&fault) => {
                return Ok((later(write, fault, None, now), false));
            }
            Err(Stop::Fail(fault)) => return Ok((Attempt::Refused(fault), false)),
            Err(Stop::Wait(time, fault)) => {
                return Ok((later(write, fault, TimeDelta::from_std(time).ok(), now), false));
            }
            Err(Stop::Error(error)) => return Err(error),
        }
    }
    Ok((later(write, RunFault::new(ConnectionFault::Busy, &server_side::path(write), ""), None, now), false))
}

/// Whether a fault is that of the server or the connection, and not of the value.
fn is_of_server(fault: &RunFault) -> bool {
    !matches!(fault.kind, ConnectionFault::Answer | ConnectionFault::Denied | ConnectionFault::Malformed)
}

type Done = (Attempt, bool);

fn attempt_once(
    server: &mut Server<'_>,
    connection: &Connection,
    write: &ConnectionWrite,
    ours: &Fields,
) -> Result<std::result::Result<Done, Stop>> {
    let (subject, path, base) = (write.subject, server_side::path(write), write.base()?);
    let resource = match server.get_json::<Fields>(&path, &[], AnswerLimits::SMALL) {
        Ok(resource) => Value::Object(resource),
        Err(stop) => return Ok(Err(stop)),
    };
    let theirs = server_side::fields(subject, &resource);
    let ours_wins = connection.choices()?.ours.contains(&column(subject));
    let policy = connection.writes()?.policy(subject);
    Ok(match decide((&base, ours, &theirs), policy, ours_wins, write.is_confirmed) {
        Decision::Same => Ok((Attempt::Written, false)),
        Decision::Ask => Ok((Attempt::Conflict(only(&theirs, &base)), false)),
        Decision::Yield => Ok((Attempt::GivenUp(Some(only(&theirs, &base))), false)),
        Decision::Write => {
            let body = server_side::body(subject, &resource, &base, ours);
            let etag = server_side::etag(&resource);
            let method = server_side::method(subject);
            server.change(method, &path, etag, &body).map(|()| (Attempt::Written, true))
        }
    })
}

/// Returns the fields that were changed here.
fn only(theirs: &Fields, base: &Fields) -> Fields {
    theirs
        .iter()
        .filter(|(field, _)| base.contains_key(*field))
        .map(|(f, v)| (f.clone(), v.clone()))
        .collect()
}

fn later(write: &ConnectionWrite, fault: RunFault, asked: Option<TimeDelta>, now: NaiveDateTime) -> Attempt {
    let delay = FIRST_DELAY * 2_i32.pow(write.tries.clamp(0, 9).unsigned_abs());
    let delay = asked.map_or(delay, |asked| asked.max(delay)).min(LONGEST_DELAY);
    Attempt::Later(fault, now.max(clock::now()) + delay)
}
