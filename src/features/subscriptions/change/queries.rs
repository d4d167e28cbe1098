//! Reads what a change depends on and saves the changed subscriptions. Also has the queries of [`super::due_job`].

use crate::audit::Tx;
use crate::auth::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, partners, partnerships, subscriptions};
use crate::db::{DbConnection, ID_BATCH_SIZE, partners as all_partners, portable};
use crate::domain::{MicrosoftId, OfferId, PartnerId, SubscriptionId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::customers::membership::holders_of;
use crate::features::offers::known::KnownOffers;
use crate::features::offers::queries::by_ids;
use crate::features::subscriptions::change::log_entry::{AffectedPartners, ChangedSubscription};
use crate::features::subscriptions::lifecycle::operation::{Family, OperationError};
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::family_in;
use crate::i18n::time_zone::{LocalTime, partner_zone};
use crate::search::subscriptions_changed;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Returns the seller of the subscription, and the customer's name in the user's list. Locks the seller, so that its
/// subscriptions do not change concurrently until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] for a customer or subscription that the partner may not see.
pub fn seller_to_change<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    subscription: &SubscriptionId,
) -> Result<(PartnerId, String)> {
    let name = customer(scope, id, tx.c)?.list_name;
    let this = scope.subscriptions(id).filter(subscriptions::subscription_id.eq(subscription.clone()));
    let sellers: Vec<PartnerId> = this.select(subscriptions::partner_id).load(tx.c)?;
    // Imports may have brought the same id from two sellers; the partner's own subscription has priority.
    let own = sellers.iter().find(|seller| **seller == scope.partner());
    let seller = own.or(sellers.iter().min()).copied().ok_or(Error::NotFound)?;
    portable::lock_partner(tx.c, seller)?;
    Ok((seller, name))
}

/// Returns all subscriptions that a seller sold to these customers, of each of which the partner may see at least one.
pub fn sold_by<P>(
    _: &Scope<P>,
    seller: PartnerId,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<Vec<(MicrosoftId, Subscription)>> {
    let mut sold = Vec::new();
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let theirs = subscriptions::partner_id.eq(seller).and(subscriptions::microsoft_id.eq_any(ids));
        let rows = subscriptions::table.filter(theirs);
        sold.extend(rows.select((subscriptions::microsoft_id, Subscription::as_select())).load(c)?);
    }
    Ok(sold)
}

/// Returns all subscriptions that the partner sold to the customer.
pub fn sold_to_customer(tx: &mut Tx<'_>, seller: PartnerId, id: MicrosoftId) -> Result<Vec<Subscription>> {
    let theirs = subscriptions::partner_id.eq(seller).and(subscriptions::microsoft_id.eq(id));
    Ok(subscriptions::table.filter(theirs).select(Subscription::as_select()).load(tx.c)?)
}

/// Returns the subscription with its parent or add-ons. `sold` must contain all subscriptions that the seller sold to
/// the customer.
///
/// # Errors
/// [`Error::NotFound`] if the subscription is not in `sold`.
pub fn family(
    tx: &mut Tx<'_>,
    sold: &[Subscription],
    id: &SubscriptionId,
    offers: &mut KnownOffers,
) -> Result<Family> {
    family_in(sold, id, offers, tx.c)
}

/// Locks the sellers of all subscriptions of these customers that the partner may see, and the partner, in ascending
/// order, so that they do not change concurrently until the transaction ends.
pub fn lock_sellers<P>(tx: &mut Tx<'_>, scope: &Scope<P>, ids: &[MicrosoftId]) -> Result<()> {
    let rows = scope.all_subscriptions().filter(subscriptions::microsoft_id.eq_any(ids.to_vec()));
    let sellers: Vec<PartnerId> = rows.select(subscriptions::partner_id).distinct().load(tx.c)?;
    let all: BTreeSet<PartnerId> = sellers.into_iter().chain([scope.partner()]).collect();
    all.into_iter().try_for_each(|partner| portable::lock_partner(tx.c, partner))
}

/// Returns why a reseller of record may see the subscriptions of these customers but not change them. Customers whose
/// subscriptions it may change are missing.
pub fn reseller_refusals<P>(
    scope: &Scope<P>,
    seller: PartnerId,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<HashMap<MicrosoftId, OperationError>> {
    if seller == scope.partner() {
        return Ok(HashMap::new());
    }
    let link = partnerships::table.find((seller, scope.partner()));
    if link.filter(partnerships::ended_at.is_null()).count().get_result::<i64>(c)? == 0 {
        return Ok(ids.iter().map(|id| (*id, OperationError::PartnershipEnded)).collect());
    }
    let held = holders_of(c, [seller], ids)?;
    let parted = ids.iter().filter(|id| !held.contains(&(**id, seller)));
    Ok(parted.map(|id| (*id, OperationError::SellerParted)).collect())
}

/// Returns the partners affected by these changes.
pub fn affected_partners<'a>(
    tx: &mut Tx<'_>,
    all: impl Iterator<Item = (MicrosoftId, &'a [ChangedSubscription])> + Clone,
) -> Result<AffectedPartners> {
    let of = || all.clone().flat_map(|(_, changes)| changes);
    let resellers: BTreeSet<PartnerId> = of().filter_map(|one| one.before.reseller).collect();
    let ids: Vec<MicrosoftId> = all.clone().map(|(id, _)| id).collect();
    let holders = holders_of(tx.c, resellers.iter().copied(), &ids)?;
    let sellers: BTreeSet<PartnerId> = of().map(|one| one.before.seller).collect();
    let known = partners::table.filter(partners::id.eq_any(resellers.into_iter().chain(sellers)));
    let rows: Vec<(PartnerId, String)> = known.select((partners::id, partners::mpn_id)).load(tx.c)?;
    Ok(AffectedPartners { holders, mpn_ids: rows.into_iter().collect(), offers: planned_offers(tx, of())? })
}

/// Returns the names of the offers that are planned before or after these changes.
fn planned_offers<'a>(
    tx: &mut Tx<'_>,
    changes: impl Iterator<Item = &'a ChangedSubscription>,
) -> Result<HashMap<(PartnerId, OfferId), String>> {
    let mut planned: BTreeMap<PartnerId, BTreeSet<&str>> = BTreeMap::new();
    for one in changes.flat_map(|one| [&one.before, &one.after]) {
        if let Some(offer) = &one.at_renewal.offer {
            planned.entry(one.seller).or_default().insert(offer.as_str());
        }
    }
    let mut names = HashMap::new();
    for (seller, ids) in planned {
        let ids: Vec<&str> = ids.into_iter().collect();
        let offers = by_ids(seller, &ids, tx.c)?;
        names.extend(offers.into_iter().map(|offer| ((seller, offer.id), offer.name)));
    }
    Ok(names)
}

/// Returns the customer's name in the seller's list, even if the relationship has ended.
pub fn customer_name(tx: &mut Tx<'_>, seller: PartnerId, id: MicrosoftId) -> Result<String> {
    let row = customers::table.filter(customers::partner_id.eq(seller).and(customers::microsoft_id.eq(id)));
    row.select(customers::list_name).first(tx.c).optional()?.ok_or(Error::NotFound)
}

/// Saves changed subscriptions of a customer. The caller also records them, with [`record`] or [`record_all`].
///
/// # Errors
/// [`Error::NotFound`] if the version of one has changed or it no longer exists.
pub fn save_all(tx: &mut Tx<'_>, id: MicrosoftId, changes: &[ChangedSubscription]) -> Result<()> {
    changes.iter().try_for_each(|one| save(tx, id, one))
}

/// Records for the indexes in memory that subscriptions of these customers of a seller changed.
pub fn record_all(
    tx: &mut Tx<'_>,
    seller: PartnerId,
    ids: impl IntoIterator<Item = MicrosoftId>,
) -> Result<()> {
    subscriptions_changed(tx.c, seller, ids.into_iter().map(|id| id..=id))
}

/// Records saved changes of a customer's subscriptions for the indexes in memory.
pub fn record(tx: &mut Tx<'_>, id: MicrosoftId, changes: &[ChangedSubscription]) -> Result<()> {
    let sellers: BTreeSet<PartnerId> = changes.iter().map(|one| one.before.seller).collect();
    sellers.into_iter().try_for_each(|seller| subscriptions_changed(tx.c, seller, [id..=id]))
}

fn save(tx: &mut Tx<'_>, id: MicrosoftId, changed: &ChangedSubscription) -> Result<()> {
    use crate::db::schema::subscriptions::dsl as column;
    let (before, after) = (&changed.before, &changed.after);
    let row =
        subscriptions::table.find((before.seller, id, &before.id)).filter(column::version.eq(before.version));
    let values = (
        column::nickname.eq(&after.nickname),
        column::quantity.eq(after.quantity),
        column::status.eq(after.status),
        column::auto_renew.eq(after.auto_renew),
        column::renews_on.eq(after.renews_on),
        column::cancels_on.eq(after.cancels_on),
        column::suspended_at.eq(after.suspended_at),
        column::suspended_with.eq(&after.suspended_with),
        column::deletes_on.eq(after.deletes_on),
        column::support_id.eq(after.support),
        column::renewal_quantity.eq(after.at_renewal.quantity),
        column::renewal_offer_id.eq(&after.at_renewal.offer),
        column::renewal_cycle.eq(after.at_renewal.cycle),
        // A cycle that is not stored stays so: it is read from the offer.
        (before.offer_id != after.offer_id || before.billing_cycle != after.billing_cycle).then_some((
            column::name.eq(&after.name),
            column::offer_id.eq(&after.offer_id),
            column::billing_cycle.eq(after.billing_cycle),
        )),
        column::version.eq(before.version + 1),
    );
    let hit = diesel::update(row).set(values).execute(tx.c)?;
    if hit == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// A subscription with a due deletion, cancellation or renewal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct DueSubscription {
    /// The seller.
    #[diesel(column_name = partner_id)]
    pub seller: PartnerId,
    /// Whether it is an add-on. Parents sort first, because their changes include their add-ons.
    #[diesel(select_expression = subscriptions::parent_id.is_not_null())]
    pub is_add_on: bool,
    /// The customer.
    #[diesel(column_name = microsoft_id)]
    pub customer: MicrosoftId,
    /// The subscription.
    #[diesel(column_name = subscription_id)]
    pub id: SubscriptionId,
}

/// Returns due subscriptions of all partners: those whose deletion, cancellation or renewal date is the current day of their
/// seller or earlier. At most `most` deletions and `most` others for each day that it is somewhere.
pub fn due(c: &mut DbConnection, now: NaiveDateTime, most: i64) -> Result<Vec<DueSubscription>> {
    let sellers = sellers_by_day(c, now)?;
    let mut due = Vec::new();
    for (today, these) in &sellers {
        // Without other days there are no other sellers.
        let these = (sellers.len() > 1).then_some(these.as_slice());
        due.extend(due_on(c, *today, these, most)?);
    }
    due.sort();
    due.dedup();
    Ok(due)
}

/// Returns all partners by the day that it is at them: at most three days.
fn sellers_by_day(c: &mut DbConnection, now: NaiveDateTime) -> Result<BTreeMap<NaiveDate, Vec<PartnerId>>> {
    let mut sellers: BTreeMap<NaiveDate, Vec<PartnerId>> = BTreeMap::new();
    for partner in all_partners::all(c)? {
        let today = LocalTime::new(now, partner_zone(&partner)).day();
        sellers.entry(today).or_default().push(partner.id);
    }
    Ok(sellers)
}

fn due_on(
    c: &mut DbConnection,
    today: NaiveDate,
    sellers: Option<&[PartnerId]>,
    most: i64,
) -> Result<Vec<DueSubscription>> {
    use crate::db::schema::subscriptions::dsl as column;
    let (active, suspended) = (SubscriptionStatus::Active, SubscriptionStatus::Suspended);
    let to_delete = column::deletes_on.le(today).and(column::status.eq(suspended));
    let ends =
        column::status.eq(active).or(column::status.eq(suspended).and(column::cancels_on.is_not_null()));
    let mut deletions =
        subscriptions::table.filter(to_delete).order(column::deletes_on).limit(most).into_boxed();
    let endings = subscriptions::table.filter(column::renews_on.le(today)).filter(ends);
    let mut endings = endings.order(column::renews_on).limit(most).into_boxed();
    if let Some(sellers) = sellers {
        deletions = deletions.filter(column::partner_id.eq_any(sellers));
        endings = endings.filter(column::partner_id.eq_any(sellers));
    }
    let mut due: Vec<DueSubscription> = deletions.select(DueSubscription::as_select()).load(c)?;
    due.extend(endings.select(DueSubscription::as_select()).load::<DueSubscription>(c)?);
    Ok(due)
}
