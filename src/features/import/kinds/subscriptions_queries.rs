//! The queries of the import of subscriptions. [`super::subscriptions`] makes the decisions; a row is only written if
//! it has not changed since.

use crate::audit::Tx;
use crate::db::column_types::UuidText;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, partners, partnerships, subscriptions};
use crate::db::{DbConnection, ID_BATCH_SIZE, bulk_insert, former_ids as former};
use crate::domain::{MicrosoftId, PartnerId, PartnerKind, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::import::kinds::customers_queries::list_seq;
use crate::features::import::kinds::subscription_terms::Term;
use crate::features::subscriptions::model::RenewalPlan;
use crate::search::subscriptions_changed;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// The imported values of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct State {
    /// Product name.
    pub name: String,
    /// Number of licenses.
    pub quantity: i32,
    /// Status.
    pub status: SubscriptionStatus,
    /// The reseller of record.
    pub reseller_id: Option<PartnerId>,
    /// Its term.
    #[diesel(embed)]
    pub term: Term,
}

/// A subscription as stored for this partner.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct Held {
    /// The customer.
    #[diesel(column_name = microsoft_id)]
    pub customer: MicrosoftId,
    /// Its values.
    #[diesel(embed)]
    pub state: State,
    /// What changes at its renewal.
    #[diesel(embed)]
    pub at_renewal: RenewalPlan,
    /// The version of the row.
    pub version: i32,
}

impl Held {
    /// Returns what remains planned for the renewal once the subscription has these values: nothing for a deleted one, and
    /// no quantity that it has already.
    pub fn plan_with(&self, after: &State) -> RenewalPlan {
        if after.status == SubscriptionStatus::Deleted {
            return RenewalPlan::default();
        }
        let planned = self.at_renewal.clone();
        RenewalPlan { quantity: planned.quantity.filter(|quantity| *quantity != after.quantity), ..planned }
    }
}

/// The stored data about everything that a batch refers to.
#[derive(Debug, Default)]
pub struct Facts {
    /// The customers' names in the list; `None` if the relationship was ended.
    pub customers: HashMap<MicrosoftId, Option<String>>,
    /// Former Microsoft IDs in the rows, with the current ones.
    pub current: HashMap<MicrosoftId, MicrosoftId>,
    /// The subscriptions.
    pub subscriptions: HashMap<Uuid, Held>,
    /// MPN ID and id of each reseller with a current partnership.
    pub resellers: Vec<(String, PartnerId)>,
    /// MPN IDs of resellers of record whose partnership ended, by id.
    former: HashMap<PartnerId, String>,
    /// The resellers that have a customer in their own list, with the customer.
    held_by_resellers: HashSet<(PartnerId, MicrosoftId)>,
}

impl Facts {
    /// Returns the MPN ID of a reseller.
    pub fn mpn_id(&self, reseller: Option<PartnerId>) -> Option<String> {
        let id = reseller?;
        let live = self.resellers.iter().find(|(_, known)| *known == id).map(|(mpn_id, _)| mpn_id);
        live.or_else(|| self.former.get(&id)).cloned()
    }

    /// Returns those of the resellers that have the customer in their own list, without duplicates.
    pub fn holders(&self, customer: MicrosoftId, resellers: &[Option<PartnerId>]) -> Vec<PartnerId> {
        let ids: BTreeSet<PartnerId> = resellers.iter().flatten().copied().collect();
        ids.into_iter().filter(|id| self.held_by_resellers.contains(&(*id, customer))).collect()
    }
}

/// Returns all Microsoft IDs of a customer, the current one first; `None` if it is not an active customer of this
/// partner.
pub fn known_ids(
    c: &mut DbConnection,
    partner: PartnerId,
    customer: MicrosoftId,
) -> Result<Option<Vec<MicrosoftId>>> {
    let now = former::current(c, partner, customer)?;
    let mut facts = Facts::default();
    find_customers(c, partner, &[now], &mut facts)?;
    if !matches!(facts.customers.get(&now), Some(Some(_))) {
        return Ok(None);
    }
    let mut names = former::all_names(c, partner, vec![now])?;
    names.sort_by_key(|name| *name != now);
    Ok(Some(names))
}

/// Returns the sequence number of the list's last change, and the resellers with a current partnership.
pub fn stamp(c: &mut DbConnection, partner: PartnerId) -> Result<(i64, Vec<(String, PartnerId)>)> {
    Ok((list_seq(c, partner)?, resellers_of_provider(c, partner)?))
}

/// Returns MPN ID and id of each reseller with a current partnership.
pub fn resellers_of_provider(c: &mut DbConnection, partner: PartnerId) -> Result<Vec<(String, PartnerId)>> {
    let live = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::reseller_id)))
        .filter(partnerships::provider_id.eq(partner))
        .filter(partnerships::ended_at.is_null())
        .filter(partners::kind.eq(PartnerKind::IndirectReseller));
    Ok(live.order(partners::mpn_id).select((partners::mpn_id, partners::id)).load(c)?)
}

/// Returns all data that the decisions about these rows depend on.
pub fn load_facts(c: &mut DbConnection, partner: PartnerId, rows: &[(MicrosoftId, Uuid)]) -> Result<Facts> {
    let mut facts = Facts { resellers: resellers_of_provider(c, partner)?, ..Facts::default() };
    let customers: BTreeSet<MicrosoftId> = rows.iter().map(|(customer, _)| *customer).collect();
    let mut customers: Vec<MicrosoftId> = customers.into_iter().collect();
    facts.current = former::all_current(c, partner, &customers)?;
    customers.extend(facts.current.values());
    for ids in customers.chunks(ID_BATCH_SIZE) {
        find_customers(c, partner, ids, &mut facts)?;
    }
    let subscriptions: Vec<UuidText> = rows.iter().map(|(_, id)| UuidText(*id)).collect();
    for ids in subscriptions.chunks(ID_BATCH_SIZE) {
        find_subscriptions(c, partner, ids, &mut facts)?;
    }
    find_holders(c, partner, &mut facts)?;
    find_former(c, &mut facts)?;
    Ok(facts)
}

fn find_customers(
    c: &mut DbConnection,
    partner: PartnerId,
    ids: &[MicrosoftId],
    facts: &mut Facts,
) -> Result<()> {
    let found = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(ids)))
        .select((customers::microsoft_id, customers::list_name, customers::ended_at))
        .load::<(MicrosoftId, String, Option<NaiveDateTime>)>(c)?;
    for (id, name, ended_at) in found {
        facts.customers.insert(id, ended_at.is_none().then_some(name));
    }
    Ok(())
}

fn find_subscriptions(
    c: &mut DbConnection,
    partner: PartnerId,
    ids: &[UuidText],
    facts: &mut Facts,
) -> Result<()> {
    let found = subscriptions::table
        .filter(subscriptions::partner_id.eq(partner).and(subscriptions::subscription_id.eq_any(ids)))
        .select((subscriptions::subscription_id, Held::as_select()))
        .load::<(UuidText, Held)>(c)?;
    facts.subscriptions.extend(found.into_iter().map(|(id, held)| (id.0, held)));
    Ok(())
}

/// Finds the resellers whose logs get the entries. Only changes are logged for single rows, so only the customers of
/// stored subscriptions matter.
fn find_holders(c: &mut DbConnection, partner: PartnerId, facts: &mut Facts) -> Result<()> {
    let customers: BTreeSet<MicrosoftId> = facts.subscriptions.values().map(|held| held.customer).collect();
    let customers: Vec<MicrosoftId> = customers.into_iter().collect();
    let resellers = partnerships::table
        .filter(partnerships::provider_id.eq(partner))
        .select(partnerships::reseller_id)
        .load::<PartnerId>(c)?;
    for (ids, resellers) in customers
        .chunks(ID_BATCH_SIZE)
        .flat_map(|ids| resellers.chunks(ID_BATCH_SIZE).map(move |resellers| (ids, resellers)))
    {
        let found = customers::table
            .filter(customers::partner_id.eq_any(resellers).and(customers::microsoft_id.eq_any(ids)))
            .filter(customers::ended_at.is_null())
            .select((customers::partner_id, customers::microsoft_id))
            .load::<(PartnerId, MicrosoftId)>(c)?;
        facts.held_by_resellers.extend(found);
    }
    Ok(())
}

fn find_former(c: &mut DbConnection, facts: &mut Facts) -> Result<()> {
    let live: HashSet<PartnerId> = facts.resellers.iter().map(|(_, id)| *id).collect();
    let former = facts.subscriptions.values().filter_map(|held| held.state.reseller_id);
    let former: Vec<PartnerId> =
        former.filter(|id| !live.contains(id)).collect::<BTreeSet<_>>().into_iter().collect();
    if !former.is_empty() {
        let found = partners::table.filter(partners::id.eq_any(former));
        facts.former = found.select((partners::id, partners::mpn_id)).load(c)?.into_iter().collect();
    }
    Ok(())
}

/// Inserts subscriptions.
pub fn insert(tx: &mut Tx<'_>, partner: PartnerId, new: &[&Write]) -> Result<()> {
    let now = tx.at;
    let rows: Vec<bulk_insert::TermSubscriptionInsert<'_>> = new
        .iter()
        .map(|write| bulk_insert::TermSubscriptionInsert {
            basic: bulk_insert::SubscriptionInsert {
                partner_id: partner,
                microsoft_id: write.customer,
                subscription_id: write.id.to_string(),
                name: &write.after.name,
                quantity: write.after.quantity,
                status: write.after.status,
                reseller_id: write.after.reseller_id,
                created_at: now,
            },
            billing_cycle: write.after.term.billing_cycle,
            auto_renew: write.after.term.auto_renew,
            renews_on: write.after.term.renews_on,
        })
        .collect();
    bulk_insert::insert_subscriptions_with_terms(tx.c, &rows)
}

/// Records which customers' subscriptions a batch writes.
pub fn record_changes<'a>(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    writes: impl Iterator<Item = &'a Write>,
) -> Result<()> {
    subscriptions_changed(tx.c, partner, writes.map(|write| write.customer..=write.customer))
}

/// Updates a subscription.
///
/// # Errors
/// `Unavailable` if it changed since `before`.
pub fn update(tx: &mut Tx<'_>, partner: PartnerId, write: &Write, before: &Held) -> Result<()> {
    let row = subscriptions::table
        .find((partner, write.customer, UuidText(write.id)))
        .filter(subscriptions::version.eq(before.version));
    let at_renewal = before.plan_with(&write.after);
    let hit = diesel::update(row)
        .set((
            subscriptions::name.eq(&write.after.name),
            subscriptions::quantity.eq(write.after.quantity),
            subscriptions::status.eq(write.after.status),
            subscriptions::reseller_id.eq(write.after.reseller_id),
            subscriptions::billing_cycle.eq(write.after.term.billing_cycle),
            subscriptions::auto_renew.eq(write.after.term.auto_renew),
            subscriptions::renews_on.eq(write.after.term.renews_on),
            subscriptions::renewal_quantity.eq(at_renewal.quantity),
            subscriptions::renewal_offer_id.eq(&at_renewal.offer),
            subscriptions::renewal_cycle.eq(at_renewal.cycle),
            subscriptions::version.eq(subscriptions::version + 1),
            // A status from another portal has no deletion date here.
            (before.state.status != write.after.status).then_some((
                subscriptions::suspended_at.eq(None::<NaiveDateTime>),
                subscriptions::suspended_with.eq(None::<String>),
                subscriptions::deletes_on.eq(None::<NaiveDate>),
            )),
        ))
        .execute(tx.c)?;
    if hit == 1 {
        Ok(())
    } else {
        Err(Error::Unavailable("a subscription was changed in the meantime".to_owned()))
    }
}

/// The data to write for a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The subscription.
    pub id: Uuid,
    /// Its customer.
    pub customer: MicrosoftId,
    /// The customer's name in the list.
    pub customer_name: String,
    /// The stored subscription; `None` if it is new.
    pub before: Option<Held>,
    /// The values to store.
    pub after: State,
    /// MPN IDs of the resellers of record, before and after.
    pub resellers: [Option<String>; 2],
    /// Resellers of record, before and after, that have the customer in their own list.
    pub also_of: Vec<PartnerId>,
}
