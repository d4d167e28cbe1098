//! Finds the referrals that match a filter, with the number in each tab.

use crate::auth::Scope;
use crate::auth::tenancy::VisibleReferrals;
use crate::db::connection::MultiBackend;
use crate::db::keyset::{PageAnchor, Position};
use crate::db::partners::id_to_filter_by;
use crate::db::positions::{FoundInTabs, PositionList, TabCounts};
use crate::db::schema::referrals;
use crate::db::{DbConnection, keyset};
use crate::domain::{IdPrefix, PartnerId, ReferralId, ReferralStatus, TextEnum};
use crate::error::Result;
use crate::features::referrals::filter::Filter;
use crate::i18n::script::full_name;
use crate::text::SearchTerms;
use crate::web::parameters::PartnerParameter;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use diesel::prelude::*;
use std::ops::Range;

/// The resolved filter.
#[derive(Debug, Clone)]
pub struct Selection {
    status: ReferralStatus,
    /// The other partner, or none of them; `None` for all.
    partner: Option<Option<PartnerId>>,
    by: Option<String>,
    instants: Option<Range<NaiveDateTime>>,
    oldest_first: bool,
    /// What the search found, by tab, in the order of the list; `None` without a search.
    found: Option<FoundInTabs>,
}

/// The columns that a search compares.
#[derive(Queryable, Selectable)]
#[diesel(table_name = referrals, check_for_backend(MultiBackend))]
struct SearchedRow {
    id: ReferralId,
    status: ReferralStatus,
    changed_at: NaiveDateTime,
    company_name: String,
    first_name: String,
    last_name: String,
    email: String,
    need: String,
    created_name: String,
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
            status: filter.status,
            partner,
            by: filter.by.clone(),
            instants: (!filter.days.is_everything()).then(|| filter.days.instants(zone)),
            oldest_first: filter.sort.is_oldest_first(),
            found: None,
        };
        if !filter.q.is_empty() {
            selection.found = Some(search(scope, &selection, &filter.q, c)?);
        }
        Ok(selection)
    }

    /// Returns the referrals of all tabs that match the filter, without the search.
    fn rows<P>(&self, scope: &Scope<P>) -> VisibleReferrals {
        let mut rows = scope.referrals();
        rows = match self.partner {
            None => rows,
            Some(None) => rows.filter(referrals::referrer_id.is_null()),
            // A provider sees those that it made for a reseller, a reseller those of its providers.
            Some(Some(other)) => rows.filter(
                referrals::partner_id.eq(other).or(referrals::referrer_id.eq(other).assume_not_null()),
            ),
        };
        if let Some(by) = &self.by {
            rows = rows.filter(referrals::created_name.eq(by.clone()));
        }
        match &self.instants {
            Some(Range { start, end }) => {
                rows.filter(referrals::changed_at.ge(*start).and(referrals::changed_at.lt(*end)))
            }
            None => rows,
        }
    }

    fn in_tab<P>(&self, scope: &Scope<P>, status: ReferralStatus) -> VisibleReferrals {
        self.rows(scope).filter(referrals::status.eq(status))
    }

    /// Returns the number of referrals in the selected tab.
    pub fn count<P>(&self, scope: &Scope<P>, c: &mut DbConnection) -> Result<u64> {
        Ok(self.in_tab(scope, self.status).count().get_result::<i64>(c)?.unsigned_abs())
    }

    /// Returns the number of referrals in each tab.
    pub fn counts<P>(&self, scope: &Scope<P>, c: &mut DbConnection) -> Result<TabCounts> {
        let count = |status| Ok(self.in_tab(scope, status).count().get_result(c)?);
        TabCounts::of(ReferralStatus::ALL, self.found.as_ref(), count)
    }
}

impl<P> PositionList for (&Scope<P>, &Selection) {
    fn found(&self) -> Option<&[Position]> {
        let selection = self.1;
        selection.found.as_ref().map(|found| found.in_tab(selection.status.as_str()))
    }

    fn is_oldest_first(&self) -> bool {
        self.1.oldest_first
    }

    fn seek(&self, place: &PageAnchor, limit: i64, c: &mut DbConnection) -> Result<Vec<Position>> {
        let (scope, selection) = *self;
        let rows = selection.in_tab(scope, selection.status);
        let rows =
            keyset::seek!(rows, place, selection.oldest_first, limit, referrals::changed_at, referrals::id);
        let rows: Vec<(NaiveDateTime, ReferralId)> =
            rows.select((referrals::changed_at, referrals::id)).load(c)?;
        Ok(rows.into_iter().map(|(at, id)| Position { at, id: id.0 }).collect())
    }
}

impl SearchedRow {
    fn matches(&self, words: &SearchTerms) -> bool {
        let contact = full_name(&self.first_name, &self.last_name);
        let text = [&self.company_name, &contact, &self.email, &self.need, &self.created_name];
        !words.is_empty() && words.are_in(&text.map(String::as_str).join(" "))
    }
}

/// Compares all referrals that match the rest of the filter. A partner has few compared with its customers.
fn search<P>(scope: &Scope<P>, selection: &Selection, q: &str, c: &mut DbConnection) -> Result<FoundInTabs> {
    let (words, id) = (SearchTerms::parse(q), IdPrefix::parse(q));
    let rows: Vec<SearchedRow> = selection.rows(scope).select(SearchedRow::as_select()).load(c)?;
    let mut found = FoundInTabs::default();
    for row in &rows {
        if id.is_some_and(|id| (id.first..=id.last).contains(&row.id.0)) || row.matches(&words) {
            found.add(row.status.as_str(), Position { at: row.changed_at, id: row.id.0 });
        }
    }
    Ok(found.sorted(selection.oldest_first))
}
