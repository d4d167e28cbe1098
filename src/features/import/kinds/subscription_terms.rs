//! The columns about the term of a subscription, which rows of a server have: billing cycle, automatic renewal, and the end.

use crate::csv::Column;
use crate::csv::columns::LabelTable;
use crate::db::connection::MultiBackend;
use crate::db::schema::subscriptions;
use crate::domain::BillingCycle;
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::Difference;
use crate::features::import::engine::importer::RowError;
use crate::features::import::kinds::offers::YesNo;
use crate::i18n::Texts;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

/// The columns of rows that a server sent.
pub const SERVER_COLUMNS: &[Column] = &[
    Column::MicrosoftId,
    Column::SubscriptionId,
    Column::Subscription,
    Column::Quantity,
    Column::Status,
    Column::Reseller,
    Column::BillingCycle,
    Column::AutoRenewal,
    Column::TermEnds,
];

/// The term of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct Term {
    /// The billing cycle.
    pub billing_cycle: Option<BillingCycle>,
    /// Whether a new term begins when this one ends.
    pub auto_renew: bool,
    /// The day on which it renews or ends.
    pub renews_on: Option<NaiveDate>,
}

impl Default for Term {
    fn default() -> Self {
        Term { billing_cycle: None, auto_renew: true, renews_on: None }
    }
}

/// The labels of the columns in files.
pub struct TermLabels {
    cycles: LabelTable<BillingCycle>,
    answers: LabelTable<YesNo>,
}

impl Default for TermLabels {
    fn default() -> Self {
        TermLabels { cycles: LabelTable::new(BillingCycle::label), answers: LabelTable::new(YesNo::label) }
    }
}

impl TermLabels {
    /// Parses the cells of a row.
    pub(super) fn parse(&self, cells: &Cells<'_>) -> Result<Term, RowError> {
        let given = |column: Column| !cells.trimmed(column).is_empty();
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d");
        let ends = given(Column::TermEnds).then(|| day(cells.trimmed(Column::TermEnds))).transpose();
        let cycle = given(Column::BillingCycle).then(|| cells.choice(Column::BillingCycle, &self.cycles));
        Ok(Term {
            billing_cycle: cycle.transpose()?,
            auto_renew: cells.choice(Column::AutoRenewal, &self.answers)? == YesNo::Yes,
            renews_on: ends.map_err(|_| cells.error(Column::TermEnds, "is not a date such as 2026-11-30"))?,
        })
    }
}

impl Term {
    /// Returns the cells in which two terms differ.
    pub(super) fn differences(self, after: Term, texts: &Texts) -> impl Iterator<Item = Difference> {
        let cycle = |term: Term| term.billing_cycle.map(|cycle| cycle.label(texts)).unwrap_or_default();
        let renews = |term: Term| if term.auto_renew { YesNo::Yes } else { YesNo::No }.label(texts);
        let ends = |term: Term| term.renews_on.map(|day| day.to_string()).unwrap_or_default();
        let cells = [
            Difference::of(Column::BillingCycle, cycle(self), cycle(after)),
            Difference::of(Column::AutoRenewal, renews(self), renews(after)),
            Difference::of(Column::TermEnds, ends(self), ends(after)),
        ];
        cells.into_iter().flatten()
    }

    /// Adds the term to one side of a log entry.
    pub(super) fn describe(self, side: &mut Value) {
        side["billing_cycle"] = json!(self.billing_cycle.map(BillingCycle::as_str));
        side["auto_renew"] = json!(self.auto_renew);
        side["renews_on"] = json!(self.renews_on);
    }
}
