//! A bulk act and its states.

use crate::db::column_types::text_column;
use crate::db::connection::MultiBackend;
use crate::db::schema::bulk_acts;
use crate::db::stored::stored_json;
use crate::domain::text_enum::text_enum;
use crate::domain::{BulkActId, BulkActKind, PartnerId, UserId};
use crate::error::Result;
use crate::features::bulk_acts::parameters::BulkParameters;
use crate::features::bulk_acts::selection::Selection;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::{Queryable, Selectable};
use serde::{Deserialize, Serialize};

/// How long an act can be undone after it has ended.
pub const UNDO_PERIOD: TimeDelta = TimeDelta::hours(24);

/// The state of a bulk act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulkState {
    /// The rows are being found and checked for the review.
    Preparing,
    /// The review waits for confirmation.
    Reviewed,
    /// It is being done.
    Running,
    /// It was stopped before its end.
    Stopped,
    /// All rows are done.
    Ended,
    /// It is being undone.
    Undoing,
    /// It was undone.
    Undone,
}

text_enum!(BulkState, "state", {
    Preparing = "preparing", Reviewed = "reviewed", Running = "running", Stopped = "stopped",
    Ended = "ended", Undoing = "undoing", Undone = "undone",
});

text_column!(BulkState);

impl BulkState {
    /// The states in which a thread works on the act.
    pub const AT_WORK: [BulkState; 3] = [BulkState::Preparing, BulkState::Running, BulkState::Undoing];

    /// Whether a thread works on the act.
    pub fn is_at_work(self) -> bool {
        Self::AT_WORK.contains(&self)
    }
}

/// Why an act was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StopReason {
    /// A person stopped it.
    Person,
    /// The person on whose behalf it ran no longer has a role that allows it.
    Role,
    /// The database was restored from a backup.
    Restore,
    /// It failed several times in the same place.
    Failure,
}

text_enum!(StopReason, "reason", {
    Person = "person", Role = "role", Restore = "restore", Failure = "failure",
});

text_column!(StopReason);

/// What an act was asked to do, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkContent {
    /// Which rows.
    pub selection: Selection,
    /// What to do with them.
    pub parameters: BulkParameters,
}

/// How many rows have each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = bulk_acts, check_for_backend(MultiBackend))]
pub struct RowCounts {
    /// Will change, and not done yet.
    pub planned: i64,
    /// Have the requested state already.
    pub same: i64,
    /// Cannot be changed, as the review found.
    pub blocked: i64,
    /// Changed.
    pub changed: i64,
    /// Could not be changed when their turn came.
    pub failed: i64,
    /// Changed, and undone.
    pub undone: i64,
    /// Changed, and could not be undone.
    pub kept: i64,
}

impl RowCounts {
    /// Returns the number of processed rows, with any outcome.
    pub fn done(&self) -> i64 {
        self.changed + self.failed + self.undone + self.kept
    }
}

/// The columns of a bulk act.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = bulk_acts, check_for_backend(MultiBackend))]
pub struct BulkRow {
    /// Its id.
    pub id: BulkActId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The person on whose behalf it runs.
    pub user_id: UserId,
    /// What is done.
    pub act: BulkActKind,
    /// Its state.
    pub state: BulkState,
    /// [`BulkContent`] as JSON.
    pub content: String,
    /// The request that confirmed it.
    pub request_id: String,
    /// The network address of that request.
    pub address: String,
    /// Why it was stopped.
    pub stop_reason: Option<StopReason>,
    /// Who stopped it.
    pub stopped_by: Option<UserId>,
    /// How many customers the rows belong to.
    pub customers: i64,
    /// How many rows have each outcome.
    #[diesel(embed)]
    pub counts: RowCounts,
    /// When the rows were selected, UTC.
    pub created_at: NaiveDateTime,
    /// When it was confirmed.
    pub started_at: Option<NaiveDateTime>,
    /// When it ended or was stopped.
    pub ended_at: Option<NaiveDateTime>,
}

impl BulkRow {
    /// Returns what it was asked to do.
    ///
    /// # Errors
    /// The column cannot be read.
    pub fn parsed_content(&self) -> Result<BulkContent> {
        stored_json(&self.content, "bulk_acts.content", self.id)
    }

    /// Returns until when it can be undone; `None` if there is nothing to undo, or the time is over.
    pub fn undo_until(&self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        let is_over = matches!(self.state, BulkState::Ended | BulkState::Stopped) && self.act.can_be_undone();
        let until = self.ended_at? + UNDO_PERIOD;
        (is_over && self.counts.changed > 0 && now < until).then_some(until)
    }
}
