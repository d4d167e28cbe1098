//! Reads partnerships for either partner, and ends them. Ended partnerships stay in the list.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{
    customer_resellers, customers, outbox, partners, partnerships, relationship_requests as requests,
    subscriptions,
};
use crate::domain::{MicrosoftId, PartnerId, RelationshipRequestId, RequestStatus, SubscriptionStatus};
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

/// The columns of a [`PartnershipRow`].
#[derive(Queryable, Selectable)]
#[diesel(table_name = partners, check_for_backend(MultiBackend))]
struct OtherSide {
    id: PartnerId,
    mpn_id: String,
    name: String,
    country: String,
    #[diesel(select_expression = partnerships::created_at)]
    since: NaiveDateTime,
    #[diesel(select_expression = partnerships::ended_at)]
    ended_at: Option<NaiveDateTime>,
}

fn partnership_rows(rows: Vec<OtherSide>, counts: &HashMap<PartnerId, u64>) -> Vec<PartnershipRow> {
    let other = |row: OtherSide| PartnershipRow {
        customers: counts.get(&row.id).copied().unwrap_or_default(),
        business: BusinessProfile::default(),
        id: row.id,
        mpn_id: row.mpn_id,
        name: row.name,
        country: row.country,
        since: row.since,
        ended_at: row.ended_at,
    };
    let mut others: Vec<PartnershipRow> = rows.into_iter().map(other).collect();
    // Sorted here, because SQLite and PostgreSQL sort text differently.
    others
        .sort_by_cached_key(|other| (other.ended_at.is_some(), sort_key(&other.name), other.mpn_id.clone()));
    others
}

/// Returns a provider's indirect resellers: active ones first, then by name.
pub fn resellers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<PartnershipRow>> {
    let rows = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::reseller_id)))
        .filter(partnerships::provider_id.eq(scope.partner()))
        .select(OtherSide::as_select())
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
fn customers_by_reseller<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<HashMap<PartnerId, u64>> {
    let me = scope.partner();
    let of_record: Vec<(PartnerId, i64)> = subscriptions::table
        .filter(subscriptions::partner_id.eq(me).and(subscriptions::reseller_id.is_not_null()))
        .filter(exists(
            customers::table
                .filter(customers::partner_id.eq(me).and(customers::ended_at.is_null()))
                .filter(customers::microsoft_id.eq(subscriptions::microsoft_id)),
        ))
        .group_by(subscriptions::reseller_id)
        .select((
            subscriptions::reseller_id.assume_not_null(),
            diesel::dsl::count(subscriptions::microsoft_id).aggregate_distinct(),
        ))
        .load(c)?;
    let only_named: Vec<(PartnerId, i64)> = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(me).and(customer_resellers::ended_at.is_null()))
        .filter(exists(
            customers::table
                .filter(customers::partner_id.eq(me).and(customers::ended_at.is_null()))
                .filter(customers::microsoft_id.eq(customer_resellers::microsoft_id)),
        ))
        .filter(not(exists(of_association(me))))
        .group_by(customer_resellers::reseller_id)
        .select((customer_resellers::reseller_id, count_star()))
        .load(c)?;
    // Subtracted, because the index that counts the subscriptions has no status, and such associations are few.
    let only_former: Vec<(PartnerId, i64)> = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(me).and(customer_resellers::ended_at.is_not_null()))
        .filter(exists(
            customers::table
                .filter(customers::partner_id.eq(me).and(customers::ended_at.is_null()))
                .filter(customers::microsoft_id.eq(customer_resellers::microsoft_id)),
        ))
        .filter(exists(of_association(me)))
        .filter(not(exists(of_association(me).filter(subscriptions::status.ne(SubscriptionStatus::Deleted)))))
        .group_by(customer_resellers::reseller_id)
        .select((customer_resellers::reseller_id, count_star()))
        .load(c)?;
    let mut counts: HashMap<PartnerId, u64> = HashMap::new();
    for (id, count) in of_record.into_iter().chain(only_named) {
        *counts.entry(id).or_default() += count.unsigned_abs();
    }
    for (id, count) in only_former {
        counts.entry(id).and_modify(|all| *all = all.saturating_sub(count.unsigned_abs()));
    }
    Ok(counts)
}

/// The subscriptions that this provider sold with reseller and customer of a row of `customer_resellers`.
#[diesel::dsl::auto_type]
fn of_association(provider: PartnerId) -> _ {
    subscriptions::table
        .filter(subscriptions::partner_id.eq(provider))
        .filter(subscriptions::reseller_id.assume_not_null().eq(customer_resellers::reseller_id))
        .filter(subscriptions::microsoft_id.eq(customer_resellers::microsoft_id))
}

/// The ended association of a row of `subscriptions`.
#[diesel::dsl::auto_type]
fn ended_association() -> _ {
    customer_resellers::table
        .filter(customer_resellers::partner_id.eq(subscriptions::partner_id))
        .filter(customer_resellers::reseller_id.eq(subscriptions::reseller_id.assume_not_null()))
        .filter(customer_resellers::microsoft_id.eq(subscriptions::microsoft_id))
        .filter(customer_resellers::ended_at.is_not_null())
}

/// Returns a reseller's indirect providers: active ones first, then by name.
pub fn providers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<PartnershipRow>> {
    let rows: Vec<OtherSide> = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::provider_id)))
        .filter(partnerships::reseller_id.eq(scope.partner()))
        .select(OtherSide::as_select())
        .load(c)?;
    let ids: Vec<PartnerId> = rows.iter().map(|row| row.id).collect();
    Ok(partnership_rows(rows, &customers_by_provider(scope, &ids, c)?))
}

/// Returns the number of this reseller's active customers per provider: those to which the provider sells through it,
/// and those added or invited together.
fn customers_by_provider<P>(
    scope: &Scope<P>,
    providers: &[PartnerId],
    c: &mut DbConnection,
) -> Result<HashMap<PartnerId, u64>> {
    let me = scope.partner();
    let sold: Vec<(PartnerId, MicrosoftId)> = subscriptions::table
        .filter(subscriptions::reseller_id.eq(me).and(subscriptions::partner_id.eq_any(providers)))
        .filter(exists(scope.customers().filter(customers::microsoft_id.eq(subscriptions::microsoft_id))))
        .filter(subscriptions::status.ne(SubscriptionStatus::Deleted).or(not(exists(ended_association()))))
        .select((subscriptions::partner_id, subscriptions::microsoft_id))
        .distinct()
        .load(c)?;
    let named: Vec<(PartnerId, MicrosoftId)> = customer_resellers::table
        .filter(customer_resellers::partner_id.eq_any(providers).and(customer_resellers::reseller_id.eq(me)))
        .filter(customer_resellers::ended_at.is_null())
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
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct SharedCustomer {
    pub microsoft_id: MicrosoftId,
    pub list_name: String,
    pub domain: String,
}

/// Returns the customers in this reseller's list that it shares with the provider, in list order. The result contains
/// no data of the provider's list, except that the provider has these customers too.
fn shared_with<P>(
    scope: &Scope<P>,
    provider: PartnerId,
    c: &mut DbConnection,
) -> Result<Vec<SharedCustomer>> {
    let me = scope.partner();
    let sold = subscriptions::table
        .filter(subscriptions::partner_id.eq(provider).and(subscriptions::reseller_id.eq(me)))
        .filter(subscriptions::status.ne(SubscriptionStatus::Deleted).or(not(exists(ended_association()))))
        .select(subscriptions::microsoft_id);
    let named = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(provider).and(customer_resellers::reseller_id.eq(me)))
        .filter(customer_resellers::ended_at.is_null())
        .select(customer_resellers::microsoft_id);
    let own = scope.customers();
    let shared = own.filter(customers::microsoft_id.eq_any(sold).or(customers::microsoft_id.eq_any(named)));
    let shared = shared.order((customers::sort_key, customers::microsoft_id));
    Ok(shared.select(SharedCustomer::as_select()).load(c)?)
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
    let shared = shared_with(scope, other.id, c)?;
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
    let reseller: PartnerId = named.first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let live = partnerships::table.find((provider.0, reseller)).filter(partnerships::ended_at.is_null());
    if diesel::update(live).set(partnerships::ended_at.eq(tx.at)).execute(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    let revoked = revoke_common_requests(tx, provider.0, reseller)?;
    let revoked: Vec<String> = revoked.iter().map(RelationshipRequestId::to_string).collect();
    let details = json!({
        "provider": provider.1, "reseller": reseller_mpn_id,
        "revoked_requests": (!revoked.is_empty()).then_some(revoked),
    });
    Ok(Activity::new(Action::RemovePartnerRelationship, "partner_relationship", details)
        .also_in_log_of(reseller))
}

/// Revokes the pending requests that the reseller made for both partners; returns their ids.
fn revoke_common_requests(
    tx: &mut Tx<'_>,
    provider: PartnerId,
    reseller: PartnerId,
) -> Result<Vec<RelationshipRequestId>> {
    let waiting = requests::table
        .filter(requests::partner_id.eq(reseller).and(requests::provider_id.eq(provider).assume_not_null()))
        .filter(requests::status.eq_any(RequestStatus::WAITING));
    let ids: Vec<RelationshipRequestId> = waiting.select(requests::id).load(tx.c)?;
    let values = (
        requests::status.eq(RequestStatus::Revoked),
        requests::changed_by.eq(""),
        requests::changed_at.eq(tx.at),
        requests::version.eq(requests::version + 1),
    );
    diesel::update(requests::table.filter(requests::id.eq_any(&ids))).set(values).execute(tx.c)?;
    let unsent = outbox::table.filter(outbox::sent_at.is_null());
    diesel::delete(unsent.filter(outbox::request_id.assume_not_null().eq_any(&ids))).execute(tx.c)?;
    Ok(ids)
}
