//! Reads referrals. All queries begin with `scope.referrals()`: the referrals that a partner received, and those that
//! it made.

use crate::auth::Scope;
use crate::db::connection::MultiBackend;
use crate::db::keyset::{PageAnchor, PageEdges, Position};
use crate::db::partners::names as partner_names;
use crate::db::positions::TabCounts;
use crate::db::schema::{partners, partnerships, referrals};
use crate::db::{DbConnection, positions};
use crate::domain::{PartnerId, ReferralId, ReferralStatus};
use crate::error::{Error, Result};
use crate::features::referrals::model::{Lead, Referral};
use crate::features::referrals::selection::Selection;
use crate::search::CappedCount;
use crate::text::sort_key;
use diesel::prelude::*;
use std::collections::HashMap;

/// A page of one tab.
pub struct Page {
    /// The referrals, the latest change first.
    pub rows: Vec<Referral>,
    /// The number of referrals per tab.
    counts: TabCounts,
    /// Whether there are previous and next pages.
    pub edges: PageEdges,
    /// The names of the partners in these referrals, by row id.
    pub names: HashMap<PartnerId, String>,
}

impl Page {
    /// Returns the number of referrals in a tab.
    pub fn count(&self, status: ReferralStatus) -> CappedCount {
        CappedCount::exact(self.counts.get(status.as_str()))
    }
}

/// Returns a page of the selected referrals.
pub fn page<P>(
    scope: &Scope<P>,
    selection: &Selection,
    place: &PageAnchor,
    c: &mut DbConnection,
) -> Result<Page> {
    let (positions, edges) = positions::page(&(scope, selection), place, c)?;
    let rows = at_positions(scope, &positions, c)?;
    let names = names(scope, &rows, c)?;
    Ok(Page { counts: selection.counts(scope, c)?, edges, names, rows })
}

/// Takes a batch of rows, and the names of their partners.
type TakeBatch<'a> = dyn FnMut(Vec<Referral>, &HashMap<PartnerId, String>) -> Result<()> + 'a;

/// Calls `take` with the selected referrals in the order of the list and the names of their partners, a batch at a time.
pub fn for_each_batch<P>(
    scope: &Scope<P>,
    selection: &Selection,
    c: &mut DbConnection,
    take: &mut TakeBatch<'_>,
) -> Result<()> {
    positions::for_each_batch(&(scope, selection), c, |batch, c| {
        let rows = at_positions(scope, batch, c)?;
        let names = names(scope, &rows, c)?;
        take(rows, &names)
    })
}

/// Returns the referrals at these positions, in this order.
fn at_positions<P>(scope: &Scope<P>, positions: &[Position], c: &mut DbConnection) -> Result<Vec<Referral>> {
    let ids: Vec<ReferralId> = positions.iter().map(|position| ReferralId(position.id)).collect();
    let rows = scope.referrals().filter(referrals::id.eq_any(ids.clone()));
    let rows: Vec<Referral> = rows.select(Referral::as_select()).load(c)?;
    let mut rows: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}

/// Returns the names of the users who created referrals that this partner sees, each once, in the order of the names.
pub fn people<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<String>> {
    let mut names: Vec<String> = scope.referrals().select(referrals::created_name).distinct().load(c)?;
    names.retain(|name| !name.is_empty());
    names.sort_by_cached_key(|name| sort_key(name));
    Ok(names)
}

/// Returns the names of the partners in these referrals.
fn names<P>(_: &Scope<P>, rows: &[Referral], c: &mut DbConnection) -> Result<HashMap<PartnerId, String>> {
    let ids: Vec<PartnerId> =
        rows.iter().flat_map(|row| row.referrer.into_iter().chain([row.partner])).collect();
    partner_names(c, ids)
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
