//! Finds the requests that match a filter, with the number in each tab.

use crate::auth::Scope;
use crate::auth::tenancy::VisibleRequests;
use crate::db::connection::MultiBackend;
use crate::db::keyset::{PageAnchor, Position};
use crate::db::partners::id_to_filter_by;
use crate::db::positions::{FoundInTabs, PositionList, TabCounts};
use crate::db::schema::{outbox, relationship_requests as requests, request_outcomes};
use crate::db::{DbConnection, keyset};
use crate::domain::{
    IdPrefix, MicrosoftId, PartnerId, RelationshipRequestId, RequestOutcome, RequestStatus, TextEnum,
};
use crate::error::Result;
use crate::features::relationship_requests::filter::Filter;
use crate::features::relationship_requests::model::{
    EXPIRING_DAYS, OnlyRequests, RequestKind, RequestsTab, SentMonth,
};
use crate::features::relationship_requests::queries::ended_customers;
use crate::i18n::time_zone::today;
use crate::text::SearchTerms;
use crate::web::day_range::{DayRange, month_of};
use crate::web::parameters::PartnerParameter;
use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use diesel::prelude::*;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

/// The resolved filter.
#[derive(Debug, Clone)]
pub struct Selection {
    tab: RequestsTab,
    kind: Option<RequestKind>,
    /// The other partner, or none of them; `None` for all.
    partner: Option<Option<PartnerId>>,
    by: Option<String>,
    instants: Option<Range<NaiveDateTime>>,
    only: Option<OnlySelection>,
    sent: Option<Range<NaiveDateTime>>,
    oldest_first: bool,
    /// What the search found, by tab, in the order of the list; `None` without a search.
    found: Option<FoundInTabs>,
}

/// Which requests only.
#[derive(Debug, Clone)]
enum OnlySelection {
    /// These.
    Ids(Vec<RelationshipRequestId>),
    /// Sent ones among these that nobody has opened.
    Unopened(Vec<RelationshipRequestId>),
    /// Pending ones whose last day is one of these.
    Ending(RangeInclusive<NaiveDate>),
    /// Opened ones.
    Opened,
}

/// The columns that a search compares.
#[derive(Queryable, Selectable)]
#[diesel(table_name = requests, check_for_backend(MultiBackend))]
struct SearchedRow {
    id: RelationshipRequestId,
    partner_id: PartnerId,
    status: RequestStatus,
    changed_at: NaiveDateTime,
    recipient: String,
    subject: String,
    created_name: String,
    company_name: Option<String>,
    domain: Option<String>,
    person_name: Option<String>,
    email: Option<String>,
    microsoft_id: Option<MicrosoftId>,
    again_for: Option<MicrosoftId>,
}

impl Selection {
    /// Resolves a filter for a reader in this time zone, and runs its search.
    pub fn resolve<P>(scope: &Scope<P>, filter: &Filter, zone: Tz, c: &mut DbConnection) -> Result<Self> {
        let partner = match &filter.partner {
            None => None,
            Some(PartnerParameter::NoPartner) => Some(None),
            Some(PartnerParameter::MpnId(mpn_id)) => Some(Some(id_to_filter_by(c, scope.partner(), mpn_id)?)),
        };
        let mut selection = Selection {
            tab: filter.tab,
            kind: filter.kind,
            partner,
            by: filter.by.clone(),
            instants: (!filter.days.is_everything()).then(|| filter.days.instants(zone)),
            only: filter.only.map(|only| resolve_only(scope, only, zone, c)).transpose()?,
            sent: filter.sent.map(|month| sent_days(month, zone).instants(zone)),
            oldest_first: filter.sort.is_oldest_first(),
            found: None,
        };
        if !filter.q.is_empty() {
            selection.found = Some(search(scope, &selection, &filter.q, c)?);
        }
        Ok(selection)
    }

    /// Returns the requests of all tabs that match the filter, without the search.
    fn rows<P>(&self, scope: &Scope<P>) -> VisibleRequests {
        let me = scope.partner();
        let mut rows = scope.requests();
        if let Some(kind) = self.kind {
            rows = rows.filter(requests::kind.eq(kind));
        }
        rows = match self.partner {
            None => rows,
            Some(None) => rows.filter(requests::partner_id.eq(me)).filter(requests::provider_id.is_null()),
            // A reseller's request names its provider; a provider sees those of its resellers.
            Some(Some(other)) => rows
                .filter(requests::partner_id.eq(other).or(requests::provider_id.eq(other).assume_not_null())),
        };
        if let Some(by) = &self.by {
            rows = rows.filter(requests::created_name.eq(by.clone()));
        }
        rows = match &self.only {
            None => rows,
            Some(OnlySelection::Ids(ids)) => rows.filter(requests::id.eq_any(ids.clone())),
            Some(OnlySelection::Unopened(ids)) => rows
                .filter(requests::id.eq_any(ids.clone()))
                .filter(requests::status.eq(RequestStatus::Sent).and(requests::opened_at.is_null())),
            Some(OnlySelection::Ending(days)) => rows
                .filter(requests::status.eq_any(RequestStatus::WAITING))
                .filter(requests::valid_until.ge(*days.start()).and(requests::valid_until.le(*days.end()))),
            Some(OnlySelection::Opened) => rows.filter(requests::opened_at.is_not_null()),
        };
        if let Some(Range { start, end }) = &self.sent {
            rows =
                rows.filter(requests::sent_at.ge(*start).and(requests::sent_at.lt(*end)).assume_not_null());
        }
        match &self.instants {
            Some(Range { start, end }) => {
                rows.filter(requests::changed_at.ge(*start).and(requests::changed_at.lt(*end)))
            }
            None => rows,
        }
    }

    fn in_tab<P>(&self, scope: &Scope<P>, tab: RequestsTab) -> VisibleRequests {
        self.rows(scope).filter(requests::status.eq_any(tab.statuses()))
    }

    /// Returns the number of requests in the selected tab.
    pub fn count<P>(&self, scope: &Scope<P>, c: &mut DbConnection) -> Result<u64> {
        Ok(self.in_tab(scope, self.tab).count().get_result::<i64>(c)?.unsigned_abs())
    }

    /// Returns the number of requests in each tab.
    pub fn counts<P>(&self, scope: &Scope<P>, c: &mut DbConnection) -> Result<TabCounts> {
        let count = |tab| Ok(self.in_tab(scope, tab).count().get_result(c)?);
        TabCounts::of(RequestsTab::ALL, self.found.as_ref(), count)
    }
}

impl<P> PositionList for (&Scope<P>, &Selection) {
    fn found(&self) -> Option<&[Position]> {
        let selection = self.1;
        selection.found.as_ref().map(|found| found.in_tab(selection.tab.as_str()))
    }

    fn is_oldest_first(&self) -> bool {
        self.1.oldest_first
    }

    fn seek(&self, place: &PageAnchor, limit: i64, c: &mut DbConnection) -> Result<Vec<Position>> {
        let (scope, selection) = *self;
        let rows = selection.in_tab(scope, selection.tab);
        let rows =
            keyset::seek!(rows, place, selection.oldest_first, limit, requests::changed_at, requests::id);
        let rows: Vec<(NaiveDateTime, RelationshipRequestId)> =
            rows.select((requests::changed_at, requests::id)).load(c)?;
        Ok(rows.into_iter().map(|(at, id)| Position { at, id: id.0 }).collect())
    }
}

impl SearchedRow {
    fn matches(&self, words: &SearchTerms, again_for: Option<&(String, String)>) -> bool {
        let answer = [&self.company_name, &self.domain, &self.person_name, &self.email].into_iter().flatten();
        let again_for = again_for.into_iter().flat_map(|(name, domain)| [name, domain]);
        let own = [&self.recipient, &self.subject, &self.created_name];
        let text: Vec<&str> = own.into_iter().chain(answer).chain(again_for).map(String::as_str).collect();
        !words.is_empty() && words.are_in(&text.join(" "))
    }

    fn has_id(&self, id: IdPrefix) -> bool {
        let range = id.first..=id.last;
        range.contains(&self.id.0) || self.microsoft_id.is_some_and(|customer| range.contains(&customer.0))
    }
}

/// Returns the days of the month, in the partner's time zone.
fn sent_days(month: SentMonth, zone: Tz) -> DayRange {
    let this = month_of(today(zone));
    match (month, this.from) {
        (SentMonth::Last, Some(first)) => month_of(first - Days::new(1)),
        _ => this,
    }
}

fn resolve_only<P>(
    scope: &Scope<P>,
    only: OnlyRequests,
    zone: Tz,
    c: &mut DbConnection,
) -> Result<OnlySelection> {
    let me = scope.partner();
    Ok(match only {
        OnlyRequests::Undecided => {
            let undecided = request_outcomes::table
                .filter(request_outcomes::partner_id.eq(me))
                .filter(request_outcomes::outcome.eq(RequestOutcome::Undecided));
            OnlySelection::Ids(undecided.select(request_outcomes::request_id).load(c)?)
        }
        OnlyRequests::Undelivered => {
            // The held messages of all partners are few. In one query with the requests, PostgreSQL would read all messages.
            let held = outbox::table.filter(outbox::held.eq(true)).select(outbox::request_id).distinct();
            let held: Vec<Option<RelationshipRequestId>> = held.load(c)?;
            let of_me = requests::partner_id.eq(me).or(requests::provider_id.eq(me).assume_not_null());
            let ids: Vec<RelationshipRequestId> = held.into_iter().flatten().collect();
            let held = requests::table.filter(requests::id.eq_any(ids)).filter(of_me);
            OnlySelection::Unopened(held.select(requests::id).load(c)?)
        }
        OnlyRequests::Expiring => {
            let today = today(zone);
            OnlySelection::Ending(today..=today + Days::new(EXPIRING_DAYS))
        }
        OnlyRequests::Opened => OnlySelection::Opened,
    })
}

/// Compares all requests that match the rest of the filter. A partner has few compared with its customers.
fn search<P>(scope: &Scope<P>, selection: &Selection, q: &str, c: &mut DbConnection) -> Result<FoundInTabs> {
    let (words, id) = (SearchTerms::parse(q), IdPrefix::parse(q));
    let rows: Vec<SearchedRow> = selection.rows(scope).select(SearchedRow::as_select()).load(c)?;
    let again = |row: &SearchedRow| row.again_for.filter(|_| row.partner_id == scope.partner());
    let ended = ended_customers(scope, &rows.iter().filter_map(again).collect::<BTreeSet<_>>(), c)?;
    let mut found = FoundInTabs::default();
    for row in &rows {
        let again_for = again(row).and_then(|id| ended.get(&id));
        if id.is_some_and(|id| row.has_id(id)) || row.matches(&words, again_for) {
            for tab in [RequestsTab::containing(row.status), RequestsTab::All] {
                found.add(tab.as_str(), Position { at: row.changed_at, id: row.id.0 });
            }
        }
    }
    Ok(found.sorted(selection.oldest_first))
}
