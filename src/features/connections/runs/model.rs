//! A run of a connection as it is stored.

use crate::db::connection::MultiBackend;
use crate::db::schema::connection_runs;
use crate::db::stored::stored_json;
use crate::domain::text_enum::text_enum;
use crate::domain::{ConnectionId, ConnectionRunCause, ConnectionRunId, ConnectionRunState, PartnerId};
use crate::error::Result;
use crate::features::connections::fault::RunFault;
use crate::features::import::engine::report::Report;
use crate::features::import::upload::model::truncate_report;
use crate::i18n::Texts;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// What is read, each as rows of an import. They are written in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunPart {
    /// Customers.
    Customers,
    /// Contacts and addresses for bills.
    BillTo,
    /// Subscriptions.
    Subscriptions,
}

text_enum!(RunPart, "part", { Customers = "customers", BillTo = "bill-to", Subscriptions = "subscriptions" });

impl RunPart {
    /// All parts, in the order in which they are written.
    pub const ORDER: [RunPart; 3] = [RunPart::Customers, RunPart::BillTo, RunPart::Subscriptions];

    /// Returns its label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            RunPart::Customers => texts.customers(),
            RunPart::BillTo => texts.bill_to_contacts(),
            RunPart::Subscriptions => texts.subscriptions(),
        }
    }
}

/// How far a run has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadStep {
    /// The customers are next.
    #[default]
    Customers,
    /// Bill-tos and subscriptions of single customers are next; only with the vendor.
    Details,
    /// The subscriptions of all customers are next; only with another portal.
    Subscriptions,
    /// Everything was read.
    End,
}

/// Where the next page of a list is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextPage {
    /// The path.
    pub path: String,
    /// The headers to send with it.
    pub headers: Vec<(String, String)>,
}

/// The counts of one part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCounts {
    /// Rows that were new.
    pub added: u64,
    /// Rows that differed.
    pub changed: u64,
}

/// How far a run is, and its results.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunContent {
    /// What is read next.
    pub step: ReadStep,
    /// The next page of the list of customers.
    pub next_page: Option<NextPage>,
    /// The number of customers whose details were read.
    pub details: u64,
    /// The number of stored pieces of each part.
    pub pieces: [i32; 3],
    /// The number of rows of each part.
    pub rows: [u64; 3],
    /// Requests that were sent.
    pub requests: u64,
    /// What the comparison found, part by part.
    pub planned: Vec<(RunPart, Box<Report>)>,
    /// Customers of an earlier run that the server has no more.
    pub missing: u64,
    /// The first of them: id and name.
    pub missing_names: Vec<(String, String)>,
    /// Customers that were missing and are there again.
    pub back: u64,
    /// Active customers of the portal that the server does not have.
    pub only_here: u64,
    /// Whether so many customers are missing that a person has to look.
    pub is_suspicious: bool,
    /// Rows that were written, part by part.
    pub written: Vec<(RunPart, PartCounts)>,
}

impl RunContent {
    /// Returns the report of the comparison of a part.
    pub fn report(&self, part: RunPart) -> Option<&Report> {
        self.planned.iter().find(|(known, _)| *known == part).map(|(_, report)| report.as_ref())
    }

    /// Stores the report of a part, as far as the page shows it.
    pub fn plan(&mut self, part: RunPart, report: Report) {
        self.planned.retain(|(known, _)| *known != part);
        self.planned.push((part, truncate_report(report)));
    }

    /// Returns whether the comparison found anything to write.
    pub fn has_changes(&self) -> bool {
        self.planned.iter().any(|(_, report)| report.added + report.changed > 0)
            || self.missing + self.back > 0
    }
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = connection_runs, check_for_backend(MultiBackend))]
pub struct ConnectionRun {
    /// Its id.
    pub id: ConnectionRunId,
    /// The connection.
    pub connection_id: ConnectionId,
    /// The partner into whose lists it reads.
    pub partner_id: PartnerId,
    /// How far it is.
    pub state: ConnectionRunState,
    /// Who began it.
    pub cause: ConnectionRunCause,
    /// Whether it ends after the comparison.
    pub is_dry_run: bool,
    /// Its content, as JSON; see [`ConnectionRun::content`].
    pub content: String,
    /// Why it failed or waits, as JSON; see [`ConnectionRun::last_fault`].
    pub fault: Option<String>,
    /// Attempts that failed in a row.
    pub failures: i32,
    /// When it goes on, UTC, if it waits.
    pub next_at: Option<NaiveDateTime>,
    /// When it began, UTC.
    pub created_at: NaiveDateTime,
    /// When it ended, UTC.
    pub ended_at: Option<NaiveDateTime>,
}

impl ConnectionRun {
    /// Returns how far it is, and its results.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn content(&self) -> Result<RunContent> {
        stored_json(&self.content, "connection_runs.content", self.id)
    }

    /// Returns why it failed, or why it waits.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn last_fault(&self) -> Result<Option<RunFault>> {
        self.fault.as_deref().map(|json| stored_json(json, "connection_runs.fault", self.id)).transpose()
    }
}
