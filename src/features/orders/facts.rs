//! The data on which the rules of an order depend, read in one snapshot or in the transaction of the order.

use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{agreements, customers, partners, partnerships, subscriptions};
use crate::domain::{
    Cloud, MicrosoftId, Offer, OfferId, PartnerId, PartnerKind, SubscriptionId, SubscriptionStatus,
};
use crate::error::{Error, Result};
use crate::features::offers::queries::by_ids;
use crate::features::orders::model::NewOrder;
use crate::i18n::time_zone::{today, zone};
use chrono::NaiveDate;
use diesel::prelude::*;

/// The data on which the rules depend.
pub(crate) struct Facts {
    /// The seller.
    pub seller: SellerFacts,
    /// The customer's name in the seller's list.
    pub customer_name: String,
    /// Whether the seller attested the customer agreement.
    pub has_agreement: bool,
    /// The reseller of record, if it has an active partnership with the seller.
    pub reseller: Option<ResellerFacts>,
    /// The offers of the lines; an offer that the seller does not have is missing.
    pub offers: Vec<Offer>,
    /// The parents of add-ons; a subscription that the seller did not sell to this customer is missing.
    pub parents: Vec<Parent>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = partners, check_for_backend(MultiBackend))]
pub(crate) struct SellerFacts {
    pub kind: PartnerKind,
    pub cloud: Cloud,
    country: String,
    time_zone: Option<String>,
}

impl SellerFacts {
    /// Returns the current day of the seller.
    pub fn today(&self) -> NaiveDate {
        today(zone(self.time_zone.as_deref(), &self.country))
    }
}

pub(crate) struct ResellerFacts {
    pub id: PartnerId,
    pub mpn_id: String,
    /// Whether the customer is in the reseller's list.
    pub holds: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub(crate) struct Parent {
    #[diesel(column_name = subscription_id)]
    pub id: SubscriptionId,
    pub offer_id: Option<OfferId>,
    pub reseller_id: Option<PartnerId>,
    pub renews_on: Option<NaiveDate>,
    pub status: SubscriptionStatus,
}

/// Reads the facts of an order.
///
/// # Errors
/// [`Error::NotFound`] if the customer is not in the seller's list.
pub(crate) fn load_facts(c: &mut DbConnection, new: &NewOrder) -> Result<Facts> {
    let seller = partners::table.find(new.seller).select(SellerFacts::as_select());
    let seller = seller.first(c).optional()?.ok_or(Error::NotFound)?;
    let agreement = agreements::table.find((new.seller, new.customer)).count().get_result::<i64>(c)?;
    let ids: Vec<&str> = new.lines.iter().map(|line| line.offer.as_str()).collect();
    Ok(Facts {
        seller,
        customer_name: held_name(c, new.seller, new.customer)?.ok_or(Error::NotFound)?,
        has_agreement: agreement > 0,
        reseller: reseller(c, new)?,
        offers: by_ids(new.seller, &ids, c)?,
        parents: parents(c, new)?,
    })
}

/// Returns the customer's name in the partner's list; `None` if the customer is not in it.
pub(crate) fn held_name(
    c: &mut DbConnection,
    partner: PartnerId,
    customer: MicrosoftId,
) -> Result<Option<String>> {
    let row = customers::table.filter(
        customers::partner_id
            .eq(partner)
            .and(customers::microsoft_id.eq(customer))
            .and(customers::ended_at.is_null()),
    );
    Ok(row.select(customers::list_name).first(c).optional()?)
}

fn reseller(c: &mut DbConnection, new: &NewOrder) -> Result<Option<ResellerFacts>> {
    let Some(reseller) = new.reseller else { return Ok(None) };
    let live = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::reseller_id)))
        .filter(partnerships::provider_id.eq(new.seller).and(partnerships::reseller_id.eq(reseller)))
        .filter(partnerships::ended_at.is_null());
    let Some(mpn_id) = live.select(partners::mpn_id).first(c).optional()? else { return Ok(None) };
    let holds = held_name(c, reseller, new.customer)?.is_some();
    Ok(Some(ResellerFacts { id: reseller, mpn_id, holds }))
}

fn parents(c: &mut DbConnection, new: &NewOrder) -> Result<Vec<Parent>> {
    let ids: Vec<&SubscriptionId> = new.lines.iter().filter_map(|line| line.parent.as_ref()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let parents = subscriptions::table
        .filter(subscriptions::partner_id.eq(new.seller))
        .filter(subscriptions::microsoft_id.eq(new.customer))
        .filter(subscriptions::subscription_id.eq_any(ids))
        .select(Parent::as_select());
    Ok(parents.load(c)?)
}
