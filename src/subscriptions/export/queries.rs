//! Reads subscriptions for a file, in chunks by key, so that their number does not matter.
//! [`super::write_subscriptions`] makes a file of them.

use crate::customers::model::MicrosoftId;
use crate::db::DbConnection;
use crate::db::schema::{customers, partners, partnerships, subscriptions};
use crate::error::Result;
use crate::partners::model::PartnerId;
use crate::subscriptions::model::SubscriptionStatus;
use diesel::prelude::*;
use std::collections::HashMap;

const KEYS_AT_ONCE: i64 = 5_000;

/// A subscription as files have it.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct Line {
    /// The customer's Microsoft ID.
    pub customer: String,
    /// The subscription's id.
    pub id: String,
    /// Product name.
    pub name: String,
    /// Licences.
    pub quantity: i32,
    /// Its state.
    #[diesel(deserialize_as = String)]
    pub status: SubscriptionStatus,
    /// Row id of the reseller of record.
    pub reseller_id: Option<i32>,
}

/// MPN IDs of this partner's resellers by row id, of ended partnerships too.
pub fn resellers(c: &mut DbConnection, partner: PartnerId) -> Result<HashMap<i32, String>> {
    let linked = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::reseller_id)))
        .filter(partnerships::provider_id.eq(partner.0))
        .select((partners::id, partners::mpn_id));
    Ok(linked.load::<(i32, String)>(c)?.into_iter().collect())
}

/// Calls `write` with every subscription of this partner's active customers, by Microsoft ID and Subscription ID.
pub fn each(
    c: &mut DbConnection,
    partner: PartnerId,
    write: &mut dyn FnMut(&Line) -> Result<()>,
) -> Result<()> {
    let (mut customer, mut id) = (String::new(), String::new());
    loop {
        let after = subscriptions::microsoft_id
            .gt(customer.clone())
            .or(subscriptions::subscription_id.gt(id.clone()));
        let lines = active(partner)
            .filter(subscriptions::microsoft_id.ge(customer.clone()))
            .filter(after)
            .limit(KEYS_AT_ONCE)
            .load::<Line>(c)?;
        let Some(last) = lines.last() else { return Ok(()) };
        (customer, id) = (last.customer.clone(), last.id.clone());
        for line in &lines {
            write(line)?;
        }
    }
}

/// Calls `write` with every subscription of one active customer, by Subscription ID.
pub fn each_of(
    c: &mut DbConnection,
    partner: PartnerId,
    customer: MicrosoftId,
    write: &mut dyn FnMut(&Line) -> Result<()>,
) -> Result<()> {
    let of_customer = active(partner).filter(subscriptions::microsoft_id.eq(customer.to_string()));
    of_customer.load::<Line>(c)?.iter().try_for_each(write)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn active(partner: PartnerId) -> _ {
    let id: i32 = partner.0;
    let same = customers::partner_id
        .eq(subscriptions::partner_id)
        .and(customers::microsoft_id.eq(subscriptions::microsoft_id));
    subscriptions::table
        .inner_join(customers::table.on(same))
        .filter(subscriptions::partner_id.eq(id))
        .filter(customers::ended_at.is_null())
        .order((subscriptions::microsoft_id, subscriptions::subscription_id))
        .select((
            subscriptions::microsoft_id,
            subscriptions::subscription_id,
            subscriptions::name,
            subscriptions::quantity,
            subscriptions::status,
            subscriptions::reseller_id,
        ))
}
