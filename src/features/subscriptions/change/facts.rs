//! What decisions about subscriptions depend on, read for many customers together.

use crate::auth::Scope;
use crate::db::partners::local_time;
use crate::db::schema::subscriptions;
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, PartnerId, SubscriptionId};
use crate::error::Result;
use crate::features::customers::lookup::customer_names;
use crate::features::offers::known::KnownOffers;
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::lifecycle::operation::OperationError;
use crate::features::subscriptions::model::Subscription;
use crate::i18n::time_zone::LocalTime;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The customers, and what their decisions share.
#[derive(Debug)]
pub struct Facts {
    /// Those of the customers that the partner has.
    pub customers: HashMap<MicrosoftId, CustomerFacts>,
    pub(super) times: HashMap<PartnerId, LocalTime>,
    pub(super) offers: KnownOffers,
}

/// A customer and its subscriptions.
#[derive(Debug, Clone, Default)]
pub struct CustomerFacts {
    /// The customer's name in the partner's list.
    pub name: String,
    /// The subscriptions that the partner may see.
    pub visible: Vec<Subscription>,
    /// All subscriptions of the sellers of which the partner may see one.
    pub(super) sold: BTreeMap<PartnerId, Vec<Subscription>>,
    /// The sellers whose subscriptions the partner may see and not change, and why.
    pub(super) refusals: HashMap<PartnerId, OperationError>,
}

impl Facts {
    /// Reads the facts about these customers.
    ///
    /// # Errors
    /// The database failed.
    pub fn load<P>(
        scope: &Scope<P>,
        ids: &[MicrosoftId],
        now: NaiveDateTime,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let names = customer_names(scope, ids, c)?.into_iter();
        let named = |(id, name)| (id, CustomerFacts { name, ..CustomerFacts::default() });
        let mut customers: HashMap<MicrosoftId, CustomerFacts> = names.map(named).collect();
        for ids in ids.chunks(ID_BATCH_SIZE) {
            let rows = scope.all_subscriptions().filter(subscriptions::microsoft_id.eq_any(ids.to_vec()));
            let rows = rows.select((subscriptions::microsoft_id, Subscription::as_select()));
            for (id, one) in rows.load::<(MicrosoftId, Subscription)>(c)? {
                if let Some(customer) = customers.get_mut(&id) {
                    customer.sold.entry(one.seller).or_default();
                    customer.visible.push(one);
                }
            }
        }
        let sellers: BTreeSet<PartnerId> =
            customers.values().flat_map(|customer| customer.sold.keys().copied()).collect();
        let mut facts = Facts { customers, times: HashMap::new(), offers: KnownOffers::default() };
        for seller in sellers {
            facts.times.insert(seller, local_time(c, seller, now)?);
            facts.add_sold(scope, seller, c)?;
        }
        Ok(facts)
    }

    fn add_sold<P>(&mut self, scope: &Scope<P>, seller: PartnerId, c: &mut DbConnection) -> Result<()> {
        if seller == scope.partner() {
            // It sees all that it sold.
            for customer in self.customers.values_mut() {
                let own = customer.visible.iter().filter(|one| one.seller == seller).cloned();
                customer.sold.entry(seller).or_default().extend(own);
            }
            return Ok(());
        }
        let of_seller = self.customers.iter().filter(|(_, customer)| customer.sold.contains_key(&seller));
        let ids: Vec<MicrosoftId> = of_seller.map(|(id, _)| *id).collect();
        let refusals = queries::reseller_refusals(scope, seller, &ids, c)?;
        for (id, one) in queries::sold_by(scope, seller, &ids, c)? {
            if let Some(customer) = self.customers.get_mut(&id) {
                customer.sold.entry(seller).or_default().push(one);
            }
        }
        for (id, refusal) in refusals {
            if let Some(customer) = self.customers.get_mut(&id) {
                customer.refusals.insert(seller, refusal);
            }
        }
        Ok(())
    }
}

impl CustomerFacts {
    /// Returns the seller of a subscription that the partner may see.
    pub(super) fn seller_of(&self, id: &SubscriptionId, partner: PartnerId) -> Option<PartnerId> {
        seller_of(&self.visible, id, partner)
    }
}

/// Returns the seller of a subscription that the partner may see. Imports may have brought the same id from two sellers; the
/// partner's own subscription has priority.
pub fn seller_of(visible: &[Subscription], id: &SubscriptionId, partner: PartnerId) -> Option<PartnerId> {
    let sellers = visible.iter().filter(|one| one.id == *id).map(|one| one.seller);
    sellers.min_by_key(|seller| (*seller != partner, *seller))
}
