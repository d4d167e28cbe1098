//! Finds the referrals that match a filter, with the number in each tab.

use crate::auth::Scope;
use crate::auth::tenancy::VisibleReferrals;
use crate::db::connection::MultiBackend;
use crate::db::keyset::{PageAnchor, Position};
use crate::db::schema::{partners, referrals};
use crate::db::{DbConnection, keyset};
use crate::domain::{IdPrefix, PartnerId, ReferralId, ReferralStatus, TextEnum};
use crate::error::Result;
use crate::features::referrals::filter::Filter;
use crate::i18n::script::full_name;
use crate::text::{SearchTerms, fold};
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use diesel::prelude::*;
use std::collections::HashMap;
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
    found: Option<HashMap<&'static str, Vec<Position>>>,
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
        let partner = match filter.partner.as_deref() {
            None => None,
            Some("none") => Some(None),
            Some(mpn_id) => {
                let named = partners::table.filter(partners::mpn_id.eq(mpn_id)).select(partners::id);
                // No partner has the id 0.
                Some(Some(named.first(c).optional()?.unwrap_or(PartnerId(0))))
            }
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

    /// Returns the number of referrals in each tab.
    pub fn counts<P>(&self, scope: &Scope<P>, c: &mut DbConnection) -> Result<HashMap<&'static str, u64>> {
        let mut counts = HashMap::new();
        for (status, word) in ReferralStatus::ALL {
            let count = match &self.found {
                Some(found) => found.get(word).map_or(0, Vec::len) as u64,
                None => self.in_tab(scope, *status).count().get_result::<i64>(c)?.unsigned_abs(),
            };
            counts.insert(*word, count);
        }
        Ok(counts)
    }

    /// Returns at most `limit` positions from an anchor on, in the order of the list; in the reverse order before a
    /// position.
    pub fn seek<P>(
        &self,
        scope: &Scope<P>,
        place: &PageAnchor,
        limit: i64,
        c: &mut DbConnection,
    ) -> Result<Vec<Position>> {
        let rows = self.in_tab(scope, self.status);
        let rows = keyset::seek!(rows, place, self.oldest_first, limit, referrals::changed_at, referrals::id);
        let rows = rows.select((referrals::changed_at, referrals::id));
        let rows: Vec<(NaiveDateTime, ReferralId)> = rows.load(c)?;
        Ok(rows.into_iter().map(|(at, id)| Position { at, id: id.0 }).collect())
    }

    /// Returns what the search found in the tab, in the order of the list; `None` without a search.
    pub fn found(&self) -> Option<&[Position]> {
        self.found.as_ref().map(|found| found.get(self.status.as_str()).map_or(&[][..], Vec::as_slice))
    }

    /// Whether the oldest change comes first.
    pub fn is_oldest_first(&self) -> bool {
        self.oldest_first
    }
}

impl SearchedRow {
    fn matches(&self, words: &SearchTerms) -> bool {
        let contact = full_name(&self.first_name, &self.last_name);
        let text = [&self.company_name, &contact, &self.email, &self.need, &self.created_name];
        let text = fold(&text.map(String::as_str).join(" "));
        !words.is_empty() && words.iter().all(|word| text.contains(word))
    }
}

/// Compares all referrals that match the rest of the filter. A partner has few compared with its customers.
fn search<P>(
    scope: &Scope<P>,
    selection: &Selection,
    q: &str,
    c: &mut DbConnection,
) -> Result<HashMap<&'static str, Vec<Position>>> {
    let (words, id) = (SearchTerms::parse(q), IdPrefix::parse(q));
    let rows: Vec<SearchedRow> = selection.rows(scope).select(SearchedRow::as_select()).load(c)?;
    let mut found: HashMap<&'static str, Vec<Position>> = HashMap::new();
    for row in &rows {
        if id.is_some_and(|id| (id.first..=id.last).contains(&row.id.0)) || row.matches(&words) {
            let position = Position { at: row.changed_at, id: row.id.0 };
            found.entry(row.status.as_str()).or_default().push(position);
        }
    }
    for positions in found.values_mut() {
        positions.sort_by_key(|position| (position.at, position.id));
        if !selection.oldest_first {
            positions.reverse();
        }
    }
    Ok(found)
}
