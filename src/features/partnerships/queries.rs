//! Reads partnerships for either partner, and ends them. Ended partnerships stay in the list.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::columns::columns;
use crate::db::schema::{
    customer_resellers, customers, outbox, partners, partnerships, relationship_requests as requests,
    subscriptions,
};
use crate::domain::{PartnerId, RequestStatus};
use crate::error::{Error, Result};
use crate::features::organization::model::BusinessProfile;
use crate::features::organization::queries::reseller_profiles;
use crate::text::sort_key;
use chrono::NaiveDateTime;
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// The other partner of a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the tables
pub struct PartnershipRow {
    pub id: PartnerId,
    pub mpn_id: String,
    pub name: String,
    pub country: String,
    pub since: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    /// The number of active customers that the two share.
    pub customers: u64,
    /// Its business profile; only set in a provider's list of resellers.
    pub business: BusinessProfile,
}

type Columns = (i32, String, String, String, NaiveDateTime, Option<NaiveDateTime>);

fn partnership_rows(rows: Vec<Columns>, counts: &HashMap<i32, u64>) -> Vec<PartnershipRow> {
    let other = |(id, mpn_id, name, country, since, ended_at): Columns| PartnershipRow {
        customers: counts.get(&id).copied().unwrap_or_default(),
        business: BusinessProfile::default(),
        id: PartnerId(id),
        mpn_id,
        name,
        country,
        since,
        ended_at,
    };
    let mut others: Vec<PartnershipRow> = rows.into_iter().map(other).collect();
    // Sorted here, because SQLite and PostgreSQL sort text differently.
    others
        .sort_by_cached_key(|other| (other.ended_at.is_some(), sort_key(&other.name), other.mpn_id.clone()));
    others
}

columns! {
    COLUMNS = (
        partners::id,
        partners::mpn_id,
        partners::name,
        partners::country,
        partnerships::created_at,
        partnerships::ended_at,
    )
}

/// Returns a provider's indirect resellers: active ones first, then by name.
pub fn resellers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<PartnershipRow>> {
    let rows = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::reseller_id)))
        .filter(partnerships::provider_id.eq(scope.partner().0))
        .select(COLUMNS)
        .load(c)?;
    let mut others = partnership_rows(rows, &customers_by_reseller(scope, c)?);
    let mut profiles = reseller_profiles(scope, c)?;
    for other in &mut others {
        other.business = profiles.remove(&other.id).unwrap_or_default();
    }
    Ok(others)
}

/// Returns a reseller of this provider with an active partnership.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, or not or no longer a reseller of this provider.
pub fn reseller<P>(scope: &Scope<P>, mpn_id: &str, c: &mut DbConnection) -> Result<PartnershipRow> {
    let all = resellers(scope, c)?;
    all.into_iter().find(|other| other.mpn_id == mpn_id && other.ended_at.is_none()).ok_or(Error::NotFound)
}

/// Returns the number of this provider's active customers per reseller: those with a subscription of which it is the
/// reseller of record, and those added or invited with it.
fn customers_by_reseller<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<HashMap<i32, u64>> {
    let me = scope.partner().0;
    let of_record: Vec<(Option<i32>, i64)> = subscriptions::table
        .filter(subscriptions::partner_id.eq(me).and(subscriptions::reseller_id.is_not_null()))
        .filter(exists(
            customers::table
                .filter(customers::partner_id.eq(me).and(customers::ended_at.is_null()))
                .filter(customers::microsoft_id.eq(subscriptions::microsoft_id)),
        ))
        .group_by(subscriptions::reseller_id)
        .select((
            subscriptions::reseller_id,
            diesel::dsl::count(subscriptions::microsoft_id).aggregate_distinct(),
        ))
        .load(c)?;
    let only_named: Vec<(i32, i64)> = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(me))
        .filter(exists(
            customers::table
                .filter(customers::partner_id.eq(me).and(customers::ended_at.is_null()))
                .filter(customers::microsoft_id.eq(customer_resellers::microsoft_id)),
        ))
        .filter(not(exists(
            subscriptions::table
                .filter(subscriptions::partner_id.eq(me))
                .filter(subscriptions::reseller_id.assume_not_null().eq(customer_resellers::reseller_id))
                .filter(subscriptions::microsoft_id.eq(customer_resellers::microsoft_id)),
        )))
        .group_by(customer_resellers::reseller_id)
        .select((customer_resellers::reseller_id, count_star()))
        .load(c)?;
    let mut counts = HashMap::new();
    let named = only_named.into_iter().map(|(id, count)| (Some(id), count));
    for (id, count) in of_record.into_iter().chain(named) {
        *counts.entry(id.unwrap_or_default()).or_insert(0) += count.unsigned_abs();
    }
    Ok(counts)
}

/// Returns a reseller's indirect providers: active ones first, then by name.
pub fn providers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<PartnershipRow>> {
    let rows: Vec<Columns> = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::provider_id)))
        .filter(partnerships::reseller_id.eq(scope.partner().0))
        .select(COLUMNS)
        .load(c)?;
    let ids: Vec<i32> = rows.iter().map(|(id, ..)| *id).collect();
    Ok(partnership_rows(rows, &customers_by_provider(scope, &ids, c)?))
}

/// Returns the number of this reseller's active customers per provider: those to which the provider sells through it,
/// and those added or invited together.
fn customers_by_provider<P>(
    scope: &Scope<P>,
    providers: &[i32],
    c: &mut DbConnection,
) -> Result<HashMap<i32, u64>> {
    let me = scope.partner().0;
    let sold: Vec<(i32, String)> = subscriptions::table
        .filter(subscriptions::reseller_id.eq(me).and(subscriptions::partner_id.eq_any(providers)))
        .filter(exists(scope.customers().filter(customers::microsoft_id.eq(subscriptions::microsoft_id))))
        .select((subscriptions::partner_id, subscriptions::microsoft_id))
        .distinct()
        .load(c)?;
    let named: Vec<(i32, String)> = customer_resellers::table
        .filter(customer_resellers::partner_id.eq_any(providers).and(customer_resellers::reseller_id.eq(me)))
        .filter(exists(
            scope.customers().filter(customers::microsoft_id.eq(customer_resellers::microsoft_id)),
        ))
        .select((customer_resellers::partner_id, customer_resellers::microsoft_id))
        .load(c)?;
    let mut counts = HashMap::new();
    for (provider, _) in sold.into_iter().chain(named).collect::<HashSet<_>>() {
        *counts.entry(provider).or_insert(0) += 1;
    }
    Ok(counts)
}

/// Microsoft ID, name and domain of a shared customer, as in the reseller's own list.
pub type SharedCustomer = (String, String, String);

/// Returns the customers in this reseller's list that it shares with the provider, in list order. The result contains
/// no data of the provider's list, except that the provider has these customers too.
fn shared_with<P>(scope: &Scope<P>, provider: i32, c: &mut DbConnection) -> Result<Vec<SharedCustomer>> {
    let me = scope.partner().0;
    let sold = subscriptions::table
        .filter(subscriptions::partner_id.eq(provider).and(subscriptions::reseller_id.eq(me)))
        .select(subscriptions::microsoft_id);
    let named = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(provider).and(customer_resellers::reseller_id.eq(me)))
        .select(customer_resellers::microsoft_id);
    let own = scope.customers();
    let shared = own.filter(customers::microsoft_id.eq_any(sold).or(customers::microsoft_id.eq_any(named)));
    let columns = (customers::microsoft_id, customers::list_name, customers::domain);
    Ok(shared.order((customers::sort_key, customers::microsoft_id)).select(columns).load(c)?)
}

/// Returns a current or former provider of this reseller, and the customers that they share.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown or never was a provider of this reseller.
pub fn provider<P>(
    scope: &Scope<P>,
    mpn_id: &str,
    c: &mut DbConnection,
) -> Result<(PartnershipRow, Vec<SharedCustomer>)> {
    let all = providers(scope, c)?;
    let other = all.into_iter().find(|other| other.mpn_id == mpn_id).ok_or(Error::NotFound)?;
    let shared = shared_with(scope, other.id.0, c)?;
    Ok((other, shared))
}

/// Ends a partnership. The customers, subscriptions and delegated administration of both partners do not change.
/// Pending requests for both partners are revoked.
///
/// # Errors
/// [`Error::NotFound`] if there is no active partnership.
pub fn end_partnership(
    tx: &mut Tx<'_>,
    provider: (PartnerId, &str),
    reseller_mpn_id: &str,
) -> Result<Activity> {
    let named = partners::table.filter(partners::mpn_id.eq(reseller_mpn_id)).select(partners::id);
    let reseller: i32 = named.first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let live = partnerships::table.find((provider.0.0, reseller)).filter(partnerships::ended_at.is_null());
    if diesel::update(live).set(partnerships::ended_at.eq(tx.at)).execute(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    let revoked = revoke_common_requests(tx, provider.0, reseller)?;
    let details = json!({
        "provider": provider.1, "reseller": reseller_mpn_id,
        "revoked_requests": (!revoked.is_empty()).then_some(revoked),
    });
    Ok(Activity::new(Action::RemovePartnerRelationship, "partner_relationship", details)
        .also_in_log_of(PartnerId(reseller)))
}

/// Revokes the pending requests that the reseller made for both partners; returns their ids.
fn revoke_common_requests(tx: &mut Tx<'_>, provider: PartnerId, reseller: i32) -> Result<Vec<String>> {
    let waiting = requests::table
        .filter(requests::partner_id.eq(reseller).and(requests::provider_id.eq(provider.0).assume_not_null()))
        .filter(requests::status.eq_any(RequestStatus::WAITING));
    let ids: Vec<String> = waiting.select(requests::id).load(tx.c)?;
    let values = (
        requests::status.eq(RequestStatus::Revoked.as_str()),
        requests::changed_by.eq(""),
        requests::changed_at.eq(tx.at),
        requests::version.eq(requests::version + 1),
    );
    diesel::update(requests::table.filter(requests::id.eq_any(&ids))).set(values).execute(tx.c)?;
    let unsent = outbox::table.filter(outbox::sent_at.is_null());
    diesel::delete(unsent.filter(outbox::request_id.assume_not_null().eq_any(&ids))).execute(tx.c)?;
    Ok(ids)
}
