//! The steps of an act after its rows were selected: a person confirms, stops, continues or undoes it; the thread that works on
//! it ends it. Each locks the act by changing its row first.

use crate::audit::notices::NoticeRule;
use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::bulk_acts;
use crate::domain::{BulkActId, UserId};
use crate::error::{Error, Result};
use crate::features::bulk_acts::model::{BulkContent, BulkRow, BulkState, StopReason};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Map, Value, json};

/// A step that a person takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulkStep {
    /// Starts the reviewed act.
    Confirm,
    /// Stops the act after the rows that are being done.
    Stop,
    /// Continues a stopped act, on behalf of the person who does so.
    Continue,
    /// Undoes the rows that changed.
    Undo,
}

crate::domain::text_enum::text_enum!(BulkStep, "step", {
    Confirm = "confirm", Stop = "stop", Continue = "continue", Undo = "undo",
});

/// Inserts an act whose rows are to be prepared; returns its id.
///
/// # Errors
/// The database failed.
pub fn create<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    act: crate::domain::BulkActKind,
    content: &BulkContent,
) -> Result<BulkActId> {
    let (id, author) = (BulkActId::random(), scope.author());
    let row = (
        bulk_acts::id.eq(id),
        bulk_acts::partner_id.eq(scope.partner()),
        bulk_acts::user_id.eq(scope.actor().user),
        bulk_acts::act.eq(act),
        bulk_acts::state.eq(BulkState::Preparing),
        bulk_acts::content.eq(serde_json::to_string(content).map_err(Error::internal)?),
        bulk_acts::request_id.eq(author.request_id),
        bulk_acts::address.eq(author.address),
        bulk_acts::created_at.eq(tx.at),
    );
    diesel::insert_into(bulk_acts::table).values(row).execute(tx.c)?;
    Ok(id)
}

/// Takes a step.
///
/// # Errors
/// [`Error::NotFound`] for an act of another partner; [`Error::Forbidden`] without the permission of the act;
/// [`Error::Stale`] if the act is not in the state that the step needs.
pub fn take_step<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: BulkActId,
    step: BulkStep,
) -> Result<((), Vec<Activity>)> {
    let own = bulk_acts::table.filter(bulk_acts::id.eq(id).and(bulk_acts::partner_id.eq(scope.partner())));
    // Changing nothing locks the row on PostgreSQL.
    diesel::update(own).set(bulk_acts::attempts.eq(bulk_acts::attempts)).execute(tx.c)?;
    let own = bulk_acts::table.filter(bulk_acts::id.eq(id).and(bulk_acts::partner_id.eq(scope.partner())));
    let row: BulkRow = own.select(BulkRow::as_select()).first(tx.c).optional()?.ok_or(Error::NotFound)?;
    if !scope.allows(row.act.permission()) {
        return Err(Error::Forbidden(row.act.permission()));
    }
    let has_rows = row.counts.planned > 0;
    match (step, row.state) {
        (BulkStep::Confirm, BulkState::Reviewed) | (BulkStep::Continue, BulkState::Stopped) if has_rows => {
            begin(tx, scope, &row, BulkState::Running)?;
            let entry = entry(Action::BeginBulkAct, &row, [("rows", json!(row.counts.planned))])?;
            Ok(((), vec![entry]))
        }
        (BulkStep::Stop, BulkState::Running) => {
            let entry = stop(tx, &row, StopReason::Person, Some(scope.actor().user))?;
            Ok(((), vec![entry]))
        }
        (BulkStep::Undo, BulkState::Ended | BulkState::Stopped) if row.undo_until(tx.at).is_some() => {
            begin(tx, scope, &row, BulkState::Undoing)?;
            let entry = entry(Action::UndoBulkAct, &row, [("rows", json!(row.counts.changed))])?;
            Ok(((), vec![entry]))
        }
        _ => Err(Error::Stale),
    }
}

/// Lets a thread work on the act on behalf of the person of the scope.
fn begin<P>(tx: &mut Tx<'_>, scope: &Scope<P>, row: &BulkRow, state: BulkState) -> Result<()> {
    let author = scope.author();
    let free = (bulk_acts::lease.eq(None::<String>), bulk_acts::leased_until.eq(None::<NaiveDateTime>));
    let values = (
        (bulk_acts::state.eq(state), bulk_acts::attempts.eq(0), free),
        (bulk_acts::user_id.eq(scope.actor().user), bulk_acts::request_id.eq(author.request_id)),
        (bulk_acts::address.eq(author.address), bulk_acts::stop_reason.eq(None::<StopReason>)),
        bulk_acts::stopped_by.eq(None::<UserId>),
    );
    diesel::update(bulk_acts::table.find(row.id)).set(values).execute(tx.c)?;
    if state == BulkState::Running {
        let started = bulk_acts::started_at.eq(Some(tx.at));
        diesel::update(bulk_acts::table.find(row.id)).set(started).execute(tx.c)?;
    }
    Ok(())
}

/// Stops an act and returns its log entry. `by` is the person who stopped it.
///
/// # Errors
/// The database failed.
pub fn stop(tx: &mut Tx<'_>, row: &BulkRow, reason: StopReason, by: Option<UserId>) -> Result<Activity> {
    let values = (
        bulk_acts::state.eq(BulkState::Stopped),
        bulk_acts::stop_reason.eq(Some(reason)),
        bulk_acts::stopped_by.eq(by),
        bulk_acts::ended_at.eq(Some(tx.at)),
        bulk_acts::lease.eq(None::<String>),
        bulk_acts::leased_until.eq(None::<NaiveDateTime>),
    );
    diesel::update(bulk_acts::table.find(row.id)).set(values).execute(tx.c)?;
    end_entry(row, Some(reason))
}

/// Ends an act whose rows are all done, or all undone, and returns its log entry.
///
/// # Errors
/// The database failed.
pub fn end(tx: &mut Tx<'_>, row: &BulkRow) -> Result<Activity> {
    let state = if row.state == BulkState::Undoing { BulkState::Undone } else { BulkState::Ended };
    let values = (bulk_acts::state.eq(state), bulk_acts::ended_at.eq(Some(tx.at)));
    diesel::update(bulk_acts::table.find(row.id)).set(values).execute(tx.c)?;
    end_entry(row, None)
}

fn end_entry(row: &BulkRow, stopped: Option<StopReason>) -> Result<Activity> {
    let counts = &row.counts;
    let mut details = match row.state {
        BulkState::Undoing => vec![("undone", json!(counts.undone)), ("kept", json!(counts.kept))],
        _ => vec![
            ("changed", json!(counts.changed)),
            ("failed", json!(counts.failed)),
            ("unchanged", json!(counts.same + counts.blocked)),
        ],
    };
    if let Some(reason) = stopped {
        details.push(("stopped", json!(reason.as_str())));
        details.push(("left", json!(counts.planned)));
    }
    let owner = NoticeRule::Owner(row.user_id, row.id.to_string());
    Ok(Activity { notice: owner, ..entry(Action::EndBulkAct, row, details)? })
}

fn entry(
    action: Action,
    row: &BulkRow,
    more: impl IntoIterator<Item = (&'static str, Value)>,
) -> Result<Activity> {
    let BulkContent { parameters, .. } = row.parsed_content()?;
    let mut details: Map<String, Value> = parameters.log_details(row.act);
    details.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Ok(Activity::new(action, "bulk_act", Value::Object(details)))
}
