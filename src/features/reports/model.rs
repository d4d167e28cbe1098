//! A report, its runs, and their limits.

use crate::auth::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{report_runs, reports};
use crate::domain::{
    PartnerId, ReportId, ReportList, ReportPause, ReportRunId, ReportRunState, ReportSchedule, TagId, UserId,
};
use crate::error::Result;
use crate::features::reports::occurrences::ReportTimes;
use crate::features::saved_views::parameters::ViewParameters;
use crate::table_file::TableFormat;
use crate::urls;
use crate::urls::PortalUrl;
use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use diesel::prelude::*;

/// Maximum length of a name, in characters.
pub const MAX_NAME: usize = 60;

/// Maximum number of reports of a partner.
pub const MAX_OF_PARTNER: i64 = 50;

/// Maximum number of reports of a user.
pub const MAX_OF_USER: i64 = 20;

/// Maximum number of recipients of a report.
pub const MAX_RECIPIENTS: usize = 20;

/// Maximum size of a file that is stored, in bytes. The letter about a larger one has a link to the list.
pub const MAX_STORED: u64 = 200 * 1024 * 1024;

/// How long the file of a run is stored.
pub const FILE_RETENTION: TimeDelta = TimeDelta::days(30);

/// How long a run is stored.
pub const RUN_RETENTION: TimeDelta = TimeDelta::days(400);

/// Delay after which a letter says that it is late.
pub const LATE: TimeDelta = TimeDelta::hours(1);

crate::db::column_types::text_column!(TableFormat);

/// Returns the address of a list.
pub fn list_url(list: ReportList) -> PortalUrl {
    match list {
        ReportList::Customers => urls::customers(),
        ReportList::Subscriptions => urls::subscriptions(),
        ReportList::Orders => urls::orders(),
        ReportList::Requests => urls::relationship_requests(),
        ReportList::Referrals => urls::referrals(),
        ReportList::Resellers => urls::indirect_resellers(),
        ReportList::Users => urls::users(),
        ReportList::Activity => urls::activity(),
    }
}

/// Returns the kind of object that a log entry about an export of the list names.
pub const fn list_resource(list: ReportList) -> &'static str {
    match list {
        ReportList::Customers => "customer",
        ReportList::Subscriptions => "subscription",
        ReportList::Orders => "order",
        ReportList::Requests => "relationship_request",
        ReportList::Referrals => "referral",
        ReportList::Resellers => "partner_relationship",
        ReportList::Users => "partner_user",
        ReportList::Activity => "activity",
    }
}

/// A report as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = reports, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct Report {
    pub id: ReportId,
    pub partner_id: PartnerId,
    pub user_id: UserId,
    pub list: ReportList,
    pub parameters: String,
    pub tag_id: Option<TagId>,
    pub name: String,
    pub format: TableFormat,
    pub schedule: ReportSchedule,
    pub minute: i32,
    pub only_if_rows: bool,
    pub next_at: NaiveDateTime,
    pub last_day: String,
    pub pause_reason: Option<ReportPause>,
    pub pause_detail: Option<String>,
    pub version: i32,
}

impl Report {
    /// Returns the parameters of the list.
    ///
    /// # Errors
    /// The column contains another text.
    pub fn parsed_parameters(&self) -> Result<ViewParameters> {
        ViewParameters::from_json(&self.parameters)
    }

    /// Returns when it is due, in this time zone.
    pub fn times(&self, zone: Tz) -> ReportTimes {
        ReportTimes { schedule: self.schedule, minute: self.minute, zone }
    }

    /// Whether the user owns it.
    pub fn is_own<P>(&self, scope: &Scope<P>) -> bool {
        self.user_id == scope.actor().user
    }
}

/// A run of a report.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = report_runs, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct ReportRun {
    pub id: ReportRunId,
    pub report_id: ReportId,
    pub partner_id: PartnerId,
    pub period: String,
    pub is_extra: bool,
    pub state: ReportRunState,
    pub due_at: NaiveDateTime,
    pub finished_at: Option<NaiveDateTime>,
    pub row_count: Option<i64>,
    pub letters: i32,
    pub file_name: Option<String>,
    pub file_size: Option<i64>,
    pub file_until: Option<NaiveDateTime>,
}

impl ReportRun {
    /// Whether the file can be downloaded now.
    pub fn has_file(&self, now: NaiveDateTime) -> bool {
        self.file_until.is_some_and(|until| now < until)
    }
}
