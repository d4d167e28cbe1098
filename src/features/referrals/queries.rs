//! Reads referrals. All queries begin with `scope.referrals()`: the referrals that a partner received, and those that
//! it made.

use crate::auth::Scope;
use crate::db::connection::MultiBackend;
use crate::db::keyset::{PageAnchor, PageEdges};
use crate::db::schema::{partners, partnerships, referrals};
use crate::db::{DbConnection, keyset};
use crate::domain::{PartnerId, ReferralId, ReferralStatus, TextEnum};
use crate::error::{Error, Result};
use crate::features::referrals::model::{Lead, Referral};
use crate::search::{COUNT_LIMIT, CappedCount};
use crate::text::sort_key;
use diesel::prelude::*;
use std::collections::HashMap;

/// A page of one tab.
pub struct Page {
    /// The referrals, the latest change first.
    pub rows: Vec<Referral>,
    /// The number of referrals per tab.
    counts: HashMap<&'static str, CappedCount>,
    /// Whether there are previous and next pages.
    pub edges: PageEdges,
    /// The names of the partners in these referrals, by row id.
    pub names: HashMap<PartnerId, String>,
}

impl Page {
    /// Returns the number of referrals in a tab.
    pub fn count(&self, status: ReferralStatus) -> CappedCount {
        self.counts.get(status.as_str()).copied().unwrap_or_default()
    }
}

/// Returns a page of one tab.
pub fn page<P>(
    scope: &Scope<P>,
    status: ReferralStatus,
    place: PageAnchor,
    c: &mut DbConnection,
) -> Result<Page> {
    let rows = scope.referrals().filter(referrals::status.eq(status));
    let rows = keyset::seek!(rows, &place, referrals::changed_at, referrals::id);
    let mut rows: Vec<Referral> = rows.select(Referral::as_select()).load(c)?;
    let edges = keyset::cut_page(&mut rows, &place);
    let names = names(scope, &rows, c)?;
    Ok(Page { counts: counts(scope, c)?, edges, names, rows })
}

fn counts<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<HashMap<&'static str, CappedCount>> {
    let mut counts = HashMap::new();
    for (status, word) in ReferralStatus::ALL {
        let rows = scope.referrals().filter(referrals::status.eq(status)).select(referrals::id);
        let ids: Vec<ReferralId> = rows.limit(COUNT_LIMIT).load(c)?;
        counts.insert(*word, CappedCount::capped(ids.len() as u64));
    }
    Ok(counts)
}

/// Returns the names of the partners in these referrals.
fn names<P>(_: &Scope<P>, rows: &[Referral], c: &mut DbConnection) -> Result<HashMap<PartnerId, String>> {
    let ids: Vec<PartnerId> =
        rows.iter().flat_map(|row| row.referrer.into_iter().chain([row.partner])).collect();
    let found = partners::table.filter(partners::id.eq_any(ids)).select((partners::id, partners::name));
    Ok(found.load::<(PartnerId, String)>(c)?.into_iter().collect())
}

/// Returns a referral and the names of its partners.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown or this partner may not see it.
pub fn referral<P>(
    scope: &Scope<P>,
    id: ReferralId,
    c: &mut DbConnection,
) -> Result<(Referral, HashMap<PartnerId, String>)> {
    let row = scope.referrals().filter(referrals::id.eq(id)).select(Referral::as_select());
    let referral = row.first(c).optional()?.ok_or(Error::NotFound)?;
    let names = names(scope, std::slice::from_ref(&referral), c)?;
    Ok((referral, names))
}

/// Returns the data about the customer of an accepted referral, to add the customer or to request a relationship.
///
/// # Errors
/// [`Error::NotFound`] if this partner did not receive the referral, or has not accepted it.
pub fn accepted<P>(scope: &Scope<P>, id: ReferralId, c: &mut DbConnection) -> Result<Lead> {
    let (referral, _) = referral(scope, id, c)?;
    let is_ours = referral.partner == scope.partner();
    match referral.status {
        ReferralStatus::Accepted | ReferralStatus::Won if is_ours => Ok(referral.lead),
        _ => Err(Error::NotFound),
    }
}

/// An indirect reseller to which a provider can refer customers.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = partners, check_for_backend(MultiBackend))]
#[allow(missing_docs)]
pub struct ReferralTarget {
    pub id: PartnerId,
    pub mpn_id: String,
    pub name: String,
}

/// Returns the resellers to which this provider can refer customers, by name: those with an active partnership, in the
/// same cloud.
pub fn addressees<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ReferralTarget>> {
    let live = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::reseller_id)))
        .filter(partnerships::provider_id.eq(scope.partner()).and(partnerships::ended_at.is_null()))
        .filter(partners::cloud.eq(scope.actor().partner.cloud));
    let mut found: Vec<ReferralTarget> = live.select(ReferralTarget::as_select()).load(c)?;
    // Sorted here, because SQLite and PostgreSQL sort text differently.
    found.sort_by_cached_key(|one| (sort_key(&one.name), one.mpn_id.clone()));
    Ok(found)
}
