//! Reads subscriptions of many customers, which the index has found, with what the API says of them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, partners, subscriptions};
use crate::domain::{MicrosoftId, Offer, OfferId, OrderId, PartnerId, SubscriptionId};
use crate::error::Result;
use crate::features::offers::queries::by_ids;
use crate::features::portal_api::subscriptions::resource::ListedSubscription;
use crate::features::rest_api::subscriptions::queries::{SubscriptionView, with_add_ons};
use crate::features::rest_api::subscriptions::resource::SubscriptionResource;
use crate::features::subscriptions::model::Subscription;
use crate::search::subscriptions::SubscriptionKey;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A subscription with its customer and its order, as stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
struct StoredSubscription {
    microsoft_id: MicrosoftId,
    order_id: Option<OrderId>,
    #[diesel(embed)]
    this: Subscription,
}

/// Reads subscriptions batch by batch; offers and resellers are read once, for all batches of a snapshot.
#[derive(Default)]
pub struct SubscriptionReader {
    /// The offers that were asked for; `None` for one that its seller no longer has.
    offers: HashMap<(PartnerId, OfferId), Option<Offer>>,
    /// The offers for which the seller has add-ons.
    parents: HashSet<(PartnerId, OfferId)>,
    mpn_ids: HashMap<PartnerId, String>,
}

impl SubscriptionReader {
    /// Returns these subscriptions in this order. One that the partner may not see is missing.
    ///
    /// # Errors
    /// The database failed.
    pub fn read<P>(
        &mut self,
        scope: &Scope<P>,
        keys: &[SubscriptionKey],
        c: &mut DbConnection,
    ) -> Result<Vec<ListedSubscription>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let rows = stored(scope, keys, c)?;
        self.prepare(scope, &rows, c)?;
        let ids: BTreeSet<MicrosoftId> = keys.iter().map(|key| key.customer).collect();
        let names = scope.customers().filter(customers::microsoft_id.eq_any(ids));
        let names = names.select((customers::microsoft_id, customers::list_name));
        let names: HashMap<MicrosoftId, String> =
            names.load::<(MicrosoftId, String)>(c)?.into_iter().collect();
        let mut by_key: HashMap<(PartnerId, MicrosoftId, String), StoredSubscription> = rows
            .into_iter()
            .map(|row| ((row.this.seller, row.microsoft_id, row.this.id.to_string()), row))
            .collect();
        let country = &scope.actor().partner.country;
        let listed = keys.iter().filter_map(|key| {
            let row = by_key.remove(&(key.seller, key.customer, key.id.to_string()))?;
            let name = names.get(&key.customer)?.clone();
            let resource = SubscriptionResource::new(key.customer, self.view(&row), country);
            Some(ListedSubscription::new(key.customer, name, resource))
        });
        Ok(listed.collect())
    }

    fn view<'a>(&'a self, row: &'a StoredSubscription) -> SubscriptionView<'a> {
        let this = &row.this;
        let offer = this.offer_id.clone().map(|id| (this.seller, id));
        SubscriptionView {
            this,
            offer: offer.as_ref().and_then(|key| self.offers.get(key)).and_then(Option::as_ref),
            has_add_ons: offer.as_ref().is_some_and(|key| self.parents.contains(key)),
            order: row.order_id,
            reseller: this.reseller.and_then(|id| self.mpn_ids.get(&id)).map(String::as_str),
        }
    }

    /// Reads the offers and resellers of these subscriptions that are not known yet.
    fn prepare<P>(
        &mut self,
        scope: &Scope<P>,
        rows: &[StoredSubscription],
        c: &mut DbConnection,
    ) -> Result<()> {
        let mut unknown: BTreeMap<PartnerId, BTreeSet<&OfferId>> = BTreeMap::new();
        for row in rows {
            let Some(offer) = &row.this.offer_id else { continue };
            if !self.offers.contains_key(&(row.this.seller, offer.clone())) {
                unknown.entry(row.this.seller).or_default().insert(offer);
            }
        }
        for (seller, ids) in unknown {
            let texts: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            let offers = by_ids(seller, &texts, c)?;
            let parents = with_add_ons(scope, seller, &texts, c)?;
            self.offers.extend(ids.into_iter().map(|id| ((seller, id.clone()), None)));
            self.offers.extend(offers.into_iter().map(|offer| ((seller, offer.id.clone()), Some(offer))));
            self.parents.extend(parents.into_iter().map(|id| (seller, id)));
        }
        let resellers: BTreeSet<PartnerId> = rows.iter().filter_map(|row| row.this.reseller).collect();
        let resellers = resellers.into_iter().filter(|id| !self.mpn_ids.contains_key(id));
        let resellers: Vec<PartnerId> = resellers.collect();
        if !resellers.is_empty() {
            let rows = partners::table.filter(partners::id.eq_any(resellers));
            let rows: Vec<(PartnerId, String)> = rows.select((partners::id, partners::mpn_id)).load(c)?;
            self.mpn_ids.extend(rows);
        }
        Ok(())
    }
}

fn stored<P>(
    scope: &Scope<P>,
    keys: &[SubscriptionKey],
    c: &mut DbConnection,
) -> Result<Vec<StoredSubscription>> {
    let ids: BTreeSet<MicrosoftId> = keys.iter().map(|key| key.customer).collect();
    let sellers: BTreeSet<PartnerId> = keys.iter().map(|key| key.seller).collect();
    let is_of_one = ids.len() == 1;
    let mut rows = scope
        .all_subscriptions()
        // With the sellers, the databases use the primary key instead of one index for each way to see a row.
        .filter(subscriptions::partner_id.eq_any(sellers))
        .filter(subscriptions::microsoft_id.eq_any(ids));
    if is_of_one {
        // For several customers, SQLite would look for each of the ids at each of them.
        let wanted = keys.iter().map(|key| SubscriptionId(key.id.to_string()));
        rows = rows.filter(subscriptions::subscription_id.eq_any(wanted.collect::<Vec<_>>()));
    }
    Ok(rows.select(StoredSubscription::as_select()).load(c)?)
}
