//! Reads everything that the overview shows, in one snapshot.

use crate::auth::Scope;
use crate::auth::scope::{ImportCustomers, ViewActivity, ViewCustomers};
use crate::clock;
use crate::db::DbConnection;
use crate::domain::{ComingEvent, PartnerKind, Permission};
use crate::error::Result;
use crate::features::bulk_acts::queries::{FinishedAct, finished_acts};
use crate::features::import::upload::model::Import;
use crate::features::import::upload::queries::finished_imports;
use crate::features::overview::counts::{
    Counted, count_ended_customers, count_new_customers, count_orders, count_referrals, count_requests,
};
use crate::features::overview::daily::model::DailyFigures;
use crate::features::overview::daily::queries::figures_since;
use crate::features::overview::filter::Filter;
use crate::features::overview::recent::{RecentEntries, recent_entries};
use crate::features::relationship_requests::filter::Params as RequestParams;
use crate::search::CustomerSearch;
use crate::search::subscriptions::{RowTotals, SubscriptionTotals};
use crate::web::day_range::{DayRange, month_of};
use chrono::{Days, Months, NaiveDate, TimeDelta};

/// The days within which a deletion is shown first of all.
pub const SOON: u64 = 7;

/// The days ahead that are read.
const AHEAD: Days = Days::new(90);

/// How long an import or a bulk act that has ended is shown.
const SHOWN_AFTER_END: TimeDelta = TimeDelta::days(1);

/// Everything that the page shows.
pub struct OverviewData {
    /// What waits.
    pub waiting: WaitingData,
    /// The subscriptions, if the user may view them.
    pub subscriptions: Option<SubscriptionTotals>,
    /// The customers.
    pub customers: CustomerFigures,
    /// The relationship requests that were sent this month.
    pub requests: RequestFigures,
    /// The figures of days, from the first day of the month eleven months ago on.
    pub days: Vec<DailyFigures>,
    /// Relationships that began and ended since the last of these days, or in this month.
    pub since_days: (u64, u64),
    /// The newest entries of the log, if the user may view it.
    pub entries: Option<RecentEntries>,
}

/// What waits for the user; `None` for what the user may not decide.
#[derive(Debug, Clone, Default)]
pub struct WaitingData {
    /// Subscriptions that will be deleted within [`SOON`] days, and the first of these days.
    pub deletions: Option<(RowTotals, NaiveDate)>,
    /// Order requests of resellers.
    pub orders: Option<Counted>,
    /// Accepted requests that need a decision.
    pub undecided: Option<Counted>,
    /// Requests whose message was not delivered.
    pub undelivered: Option<Counted>,
    /// Referrals without an answer.
    pub referrals: Option<Counted>,
    /// Requests that expire soon.
    pub expiring: Option<Counted>,
    /// The reseller's order requests that the provider has not answered.
    pub asked: Option<Counted>,
    /// The user's imports that wait for confirmation or have ended.
    pub imports: Vec<Import>,
    /// The user's bulk acts that wait for confirmation or have ended.
    pub acts: Vec<FinishedAct>,
}

/// The customers.
#[derive(Debug, Clone, Default)]
pub struct CustomerFigures {
    /// All of them.
    pub all: u64,
    /// Those that are new this month.
    pub new: Counted,
    /// Those that were new last month.
    pub new_before: Counted,
    /// The relationships that ended this month.
    pub ended: Counted,
    /// Those that ended last month.
    pub ended_before: Counted,
}

/// The relationship requests that were sent this month.
#[derive(Debug, Clone, Default)]
pub struct RequestFigures {
    /// All of them.
    pub sent: Counted,
    /// Those that were opened.
    pub opened: Counted,
    /// Those that were accepted.
    pub accepted: Counted,
    /// All that wait for an answer, whenever they were sent.
    pub waiting: Counted,
}

/// Reads the overview for this user. `today` is the partner's.
pub fn overview(
    scope: &Scope<ViewCustomers>,
    lists: &CustomerSearch,
    filter: Filter,
    today: NaiveDate,
    c: &mut DbConnection,
) -> Result<OverviewData> {
    let may_view = scope.allows(Permission::ViewSubscriptions);
    let read = |c: &mut DbConnection| {
        lists.subscriptions.totals(c, &lists.search, scope.partner(), today..=today + AHEAD)
    };
    let subscriptions = if may_view { Some(read(c)?) } else { None };
    let this = month_of(today);
    let first = this.from.unwrap_or(today);
    let days = figures_since(scope, first - Months::new(11), c)?;
    let unwritten = DayRange {
        from: Some(days.last().map_or(first, |last| (last.day + Days::new(1)).max(first))),
        to: None,
    };
    let entries = scope.with::<ViewActivity>().map(|scope| recent_entries(&scope, filter.is_mine, c));
    Ok(OverviewData {
        waiting: waiting(scope, lists, subscriptions.as_ref(), today, c)?,
        customers: customers(scope, lists, this, c)?,
        requests: requests(scope, c)?,
        since_days: (
            count_new_customers(scope, lists, unwritten, c)?.number,
            count_ended_customers(scope, unwritten, c)?.number,
        ),
        entries: entries.transpose()?,
        subscriptions,
        days,
    })
}

fn waiting(
    scope: &Scope<ViewCustomers>,
    lists: &CustomerSearch,
    subscriptions: Option<&SubscriptionTotals>,
    today: NaiveDate,
    c: &mut DbConnection,
) -> Result<WaitingData> {
    let mut found = WaitingData {
        deletions: subscriptions.and_then(|all| deletions(all, today)),
        ..WaitingData::default()
    };
    if scope.allows(Permission::DecideOrders) {
        found.orders = Some(count_orders(scope, "requested", lists, c)?);
    }
    if scope.allows(Permission::ManageRequests) {
        let only = |state: &str, only: &str| RequestParams {
            state: state.to_owned(),
            only: only.to_owned(),
            ..RequestParams::default()
        };
        found.undecided = Some(count_requests(scope, &only("accepted", "undecided"), c)?);
        found.undelivered = Some(count_requests(scope, &only("waiting", "undelivered"), c)?);
        found.expiring = Some(count_requests(scope, &only("waiting", "expiring"), c)?);
    }
    if scope.allows(Permission::AnswerReferrals) {
        found.referrals = Some(count_referrals(scope, c)?);
    }
    if scope.actor().partner.kind == PartnerKind::IndirectReseller && scope.allows(Permission::Order) {
        found.asked = Some(count_orders(scope, "requested", lists, c)?);
    }
    let since = clock::now() - SHOWN_AFTER_END;
    if let Some(importer) = scope.with::<ImportCustomers>() {
        found.imports = finished_imports(&importer, since, c)?;
    }
    found.acts = finished_acts(scope, since, c)?;
    Ok(found)
}

/// Returns what will be deleted soon, and the first day on which something is.
fn deletions(all: &SubscriptionTotals, today: NaiveDate) -> Option<(RowTotals, NaiveDate)> {
    let soon = today..=today + Days::new(SOON);
    let deleted = |day: &crate::search::subscriptions::DayTotals| day.of(ComingEvent::Deletion);
    let first = all.days().iter().find(|(day, one)| soon.contains(day) && deleted(one).rows > 0)?.0;
    Some((deleted(&all.between(&soon)), first))
}

fn customers(
    scope: &Scope<ViewCustomers>,
    lists: &CustomerSearch,
    this: DayRange,
    c: &mut DbConnection,
) -> Result<CustomerFigures> {
    let last = this.from.map_or(this, |first| month_of(first - Days::new(1)));
    Ok(CustomerFigures {
        all: lists.search.total(c, scope.partner())?,
        new: count_new_customers(scope, lists, this, c)?,
        new_before: count_new_customers(scope, lists, last, c)?,
        ended: count_ended_customers(scope, this, c)?,
        ended_before: count_ended_customers(scope, last, c)?,
    })
}

fn requests(scope: &Scope<ViewCustomers>, c: &mut DbConnection) -> Result<RequestFigures> {
    let sent = |state: &str, only: &str| RequestParams {
        state: state.to_owned(),
        only: only.to_owned(),
        sent: "this-month".to_owned(),
        ..RequestParams::default()
    };
    let waiting = RequestParams { state: "waiting".to_owned(), ..RequestParams::default() };
    Ok(RequestFigures {
        sent: count_requests(scope, &sent("all", ""), c)?,
        opened: count_requests(scope, &sent("all", "opened"), c)?,
        accepted: count_requests(scope, &sent("accepted", ""), c)?,
        waiting: count_requests(scope, &waiting, c)?,
    })
}
