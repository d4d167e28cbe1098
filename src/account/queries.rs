//! What the account page reads, beginning at the [`Scope`]: this partner's own view of the customer.

use super::model::{Account, Holding, Sold, Taking};
use crate::activity::queries::last_change;
use crate::agreements::queries::agreement;
use crate::auth::Scope;
use crate::bill_to::queries::{ACTIONS, kept};
use crate::customer_permissions::queries::{self as permissions, may_purchase};
use crate::customers::customer::queries::{customer, details};
use crate::customers::model::MicrosoftId;
use crate::db::DbConnection;
use crate::db::schema::{offers, partners, subscriptions};
use crate::db::stored::stored;
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// All that the page shows.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for an unknown, a foreign and a removed customer alike.
pub fn account<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Account> {
    let customer = customer(scope, id, c)?;
    Ok(Account {
        customer,
        details: details(scope, id, 0, c)?,
        kept: kept(scope, id, c)?,
        bill_to_change: last_change(scope, id, &ACTIONS, c)?,
        agreement: agreement(scope, id, c)?,
        may_purchase: may_purchase(scope, id, c)?,
        permission_change: last_change(scope, id, &permissions::ACTIONS, c)?,
        sold: sold(scope, id, c)?,
    })
}

/// The subscriptions of a customer that was found before, and the partners in them.
pub fn sold<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Sold> {
    type Row = (String, String, i32, Option<i32>, Option<i32>, Option<String>, String);
    let rows: Vec<Row> = scope
        .subscriptions(id)
        .select((
            subscriptions::name,
            subscriptions::status,
            subscriptions::partner_id,
            subscriptions::reseller_id,
            subscriptions::support_id,
            subscriptions::offer_id,
            subscriptions::subscription_id,
        ))
        .load(c)?;
    let categories =
        categories(&rows.iter().filter_map(|row| Some((row.2, row.5.clone()?))).collect::<Vec<_>>(), c)?;
    let mut all = Vec::with_capacity(rows.len());
    for (name, status, seller, reseller, support, offer, id) in rows {
        let category = offer.and_then(|offer| categories.get(&(seller, offer)).cloned()).unwrap_or_default();
        let status = stored(&status, "subscriptions.status", &id)?;
        all.push(Holding { name, category, status, seller, reseller, support });
    }
    let names = names(&all, c)?;
    let named = |id: &i32| names.get(id).cloned();
    let mut support: Vec<String> = all
        .iter()
        .filter_map(|one| named(&one.support.unwrap_or(one.seller)))
        .map(|(name, _)| name)
        .collect();
    support.sort();
    support.dedup();
    let me = scope.partner().0;
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for one in &all {
        let other = if one.seller == me { one.reseller } else { Some(one.seller) };
        if let Some(other) = other.as_ref().and_then(named) {
            *counts.entry(other).or_default() += 1;
        }
    }
    let partners = counts.into_iter().map(|((name, mpn_id), count)| Taking { name, mpn_id, count });
    Ok(Sold { partners: partners.collect(), support, all })
}

/// Seller and offer, with the offer's category.
type Categories = HashMap<(i32, String), String>;

fn categories(sold: &[(i32, String)], c: &mut DbConnection) -> Result<Categories> {
    let (sellers, ids): (Vec<i32>, Vec<&str>) =
        sold.iter().map(|(seller, id)| (*seller, id.as_str())).unzip();
    let rows: Vec<(i32, String, String, String)> = offers::table
        .filter(offers::partner_id.eq_any(sellers).and(offers::offer_id.eq_any(ids)))
        .select((offers::partner_id, offers::offer_id, offers::category, offers::name))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(seller, id, category, name)| ((seller, id), format!("{category} {name}")))
        .collect())
}

/// Name and MPN ID of every partner that these subscriptions name.
fn names(all: &[Holding], c: &mut DbConnection) -> Result<HashMap<i32, (String, String)>> {
    let ids: Vec<i32> =
        all.iter().flat_map(|one| [Some(one.seller), one.reseller, one.support]).flatten().collect();
    let rows: Vec<(i32, String, String)> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, partners::name, partners::mpn_id))
        .load(c)?;
    Ok(rows.into_iter().map(|(id, name, mpn_id)| (id, (name, mpn_id))).collect())
}
