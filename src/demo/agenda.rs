//! The events of the sample channel. They are recorded in the order of time, so the activity log reads as if the
//! portal had been in use.

use crate::audit::{Activity, ActivityLog, Author, Tx};
use crate::clock;
use crate::error::Result;
use chrono::{NaiveDateTime, TimeDelta};

type Change<'a> = Box<dyn FnOnce(&mut Tx<'_>) -> Result<Vec<Activity>> + 'a>;

/// Events that are still to be recorded.
#[derive(Default)]
pub struct Agenda<'a>(Vec<Event<'a>>);

struct Event<'a> {
    at: NaiveDateTime,
    author: Author,
    change: Change<'a>,
}

impl<'a> Agenda<'a> {
    /// Adds an event. Events of the same time are recorded in the order in which they were added.
    pub fn add(
        &mut self,
        at: NaiveDateTime,
        author: Author,
        change: impl FnOnce(&mut Tx<'_>) -> Result<Vec<Activity>> + 'a,
    ) {
        self.0.push(Event { at, author, change: Box::new(change) });
    }

    /// Adds an event that only the log shows, because its result is part of the sample data already.
    pub fn note(&mut self, at: NaiveDateTime, author: Author, activity: Activity) {
        self.add(at, author, move |_| Ok(vec![activity]));
    }

    /// Records all events, none in the future and no two in the same minute: earlier ones move back.
    pub fn record(mut self, log: &ActivityLog) -> Result<()> {
        self.0.sort_by_key(|event| event.at);
        let mut latest = clock::now() - TimeDelta::minutes(1);
        for event in self.0.iter_mut().rev() {
            event.at = event.at.min(latest);
            latest = event.at - TimeDelta::minutes(1);
        }
        for Event { at, author, change } in self.0 {
            log.record_at(|| at, &author, |tx| Ok(((), change(tx)?)))?;
        }
        Ok(())
    }
}
