//! The rows of a bulk act: what is planned for each, and what became of it.

use crate::db::column_types::text_column;
use crate::domain::text_enum::text_enum;
use crate::domain::{MicrosoftId, RelationshipRequestId, SubscriptionId, TagId};
use crate::features::relationship_requests::reminder::ReminderProblem;
use crate::features::subscriptions::lifecycle::operation::OperationError;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The customer of a row that belongs to none.
pub const NO_CUSTOMER: MicrosoftId = MicrosoftId(Uuid::nil());

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowOutcome {
    /// It will change.
    Planned,
    /// It has the requested state already.
    Same,
    /// It cannot be changed, as the review found.
    Blocked,
    /// It changed.
    Changed,
    /// It could not be changed when its turn came.
    Failed,
    /// It changed, and that was undone.
    Undone,
    /// It changed, and that could not be undone.
    Kept,
}

text_enum!(RowOutcome, "outcome", {
    Planned = "planned", Same = "same", Blocked = "blocked", Changed = "changed", Failed = "failed",
    Undone = "undone", Kept = "kept",
});

text_column!(RowOutcome);

/// Why a row was not changed, or not undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowReason {
    /// The customer or the subscription is not in the list any more.
    Gone,
    /// Another user changed it in the meantime.
    ChangedMeanwhile,
    /// The customer has no subscription.
    NoSubscription,
    /// The customer would have this many tags, which is too many.
    TooManyTags(usize),
    /// The partner has too many tags.
    TooManyTagsOfPartner,
    /// The tag was deleted.
    TagDeleted,
    /// The partner is not, or no longer, an indirect reseller of this provider.
    NotAReseller,
    /// An order of another reseller for the customer must be decided first.
    OrderWaits,
    /// The customer had several resellers, which cannot be set again together.
    SeveralResellers,
    /// Only other users may change it.
    NotYours,
    /// An indirect reseller made the request.
    OfReseller,
    /// No reminder of the request can be sent.
    Reminder(ReminderProblem),
    /// A rule of subscriptions forbids it.
    Rule(OperationError),
}

/// A value of a row before or after the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowValue {
    /// The names of tags, separated by semicolons.
    Tags(String),
    /// The status of a subscription.
    Status(String),
    /// Whether a subscription renews by itself.
    AutoRenew(bool),
    /// The names of partners, with commas; empty if there is none.
    Partner(String),
    /// A day.
    Day(NaiveDate),
}

/// What pages and files show about a row, and what an undo needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RowDetails {
    /// The product name of a subscription.
    pub subscription: Option<String>,
    /// The value before.
    pub before: Option<RowValue>,
    /// The value after.
    pub after: Option<RowValue>,
    /// The tags that the customer got or lost.
    pub tags: Vec<TagId>,
    /// The reseller that the customer and all its subscriptions had; `None` if they had several.
    pub reseller: Option<FormerReseller>,
}

/// The reseller of record before a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerReseller {
    /// Its MPN ID; `None` if there was none.
    pub mpn_id: Option<String>,
}

/// A row that was checked for the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// The customer; [`NO_CUSTOMER`] if the row is a request.
    pub customer: MicrosoftId,
    /// The subscription; `None` if the row is the customer itself, or a request.
    pub subscription: Option<SubscriptionId>,
    /// The relationship request; `None` if the row is something else.
    pub request: Option<RelationshipRequestId>,
    /// `Planned`, `Same` or `Blocked`.
    pub outcome: RowOutcome,
    /// Why it cannot be changed.
    pub reason: Option<RowReason>,
    /// What the review shows.
    pub details: RowDetails,
    /// The version that was reviewed.
    pub mark: String,
}

/// A row whose turn has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowToDo {
    /// Its position in the act.
    pub position: i32,
    /// The customer; [`NO_CUSTOMER`] if the row is a request.
    pub customer: MicrosoftId,
    /// The subscription; `None` if the row is the customer itself, or a request.
    pub subscription: Option<SubscriptionId>,
    /// The relationship request; `None` if the row is something else.
    pub request: Option<RelationshipRequestId>,
    /// What the review showed, or the change that is to be undone.
    pub details: RowDetails,
    /// The version that was reviewed, or the one after the change that is to be undone.
    pub mark: String,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneRow {
    /// Its position in the act.
    pub position: i32,
    /// `Changed`, `Same`, `Failed`, `Undone` or `Kept`.
    pub outcome: RowOutcome,
    /// Why it was not changed.
    pub reason: Option<RowReason>,
    /// The values before and after.
    pub details: RowDetails,
    /// The version after the change.
    pub mark: String,
}

impl RowToDo {
    /// Returns the row with an outcome that changes nothing.
    pub fn unchanged(&self, outcome: RowOutcome, reason: Option<RowReason>) -> DoneRow {
        DoneRow {
            position: self.position,
            outcome,
            reason,
            details: self.details.clone(),
            mark: self.mark.clone(),
        }
    }
}
