//! Associations between a provider's customers and its indirect resellers. A customer is associated with the resellers
//! that it was added for, until the provider sets another reseller of record, and with the resellers of record of its
//! subscriptions; deleted ones count unless the association ended. `db::customer_summary` repeats the rule in SQL.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::db::bulk_insert::insert_all;
use crate::db::column_types::text_column;
use crate::db::connection::directly;
use crate::db::schema::{customer_resellers, partners, partnerships, subscriptions};
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::text_enum::text_enum;
use crate::domain::{MicrosoftId, PartnerId, PartnerKind, SubscriptionStatus};
use crate::error::Result;
use crate::features::customers::model::ResellerChoice;
use crate::search::customers_changed;
use crate::text::{fold, sort_key};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

#[diesel::dsl::auto_type]
fn live_partnerships(provider: PartnerId) -> _ {
    let live = partnerships::provider_id.eq(provider).and(partnerships::ended_at.is_null());
    partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(live)
}

/// Returns a provider's current indirect resellers, sorted by name; for any other partner an empty list.
pub fn resellers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ResellerChoice>> {
    let list = live_partnerships(scope.partner()).select(ResellerChoice::as_select());
    Ok(in_order(list.load(c)?))
}

/// Returns one of a provider's current indirect resellers.
pub fn current_reseller<P>(
    scope: &Scope<P>,
    id: PartnerId,
    c: &mut DbConnection,
) -> Result<Option<ResellerChoice>> {
    let one = live_partnerships(scope.partner()).filter(partners::id.eq(id));
    Ok(directly!(c, |c| one.select(ResellerChoice::as_select()).first(c)).optional()?)
}

/// Returns a provider's indirect resellers to filter by, sorted by name; former ones come last.
pub fn all_resellers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ResellerChoice>> {
    let list = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(scope.partner()))
        .select(ResellerChoice::as_select());
    Ok(in_order(list.load(c)?))
}

/// Returns the partners with which this partner shares customers, to filter by: a provider's resellers, a reseller's
/// providers, and none for a direct partner.
pub fn other_partners<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ResellerChoice>> {
    match scope.actor().partner.kind {
        PartnerKind::Direct => Ok(Vec::new()),
        PartnerKind::IndirectProvider => all_resellers(scope, c),
        PartnerKind::IndirectReseller => all_providers(scope, c),
    }
}

/// Returns a reseller's indirect providers, sorted by name; former ones come last.
fn all_providers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ResellerChoice>> {
    let list = partners::table
        .inner_join(partnerships::table.on(partnerships::provider_id.eq(partners::id)))
        .filter(partnerships::reseller_id.eq(scope.partner()))
        .select(ResellerChoice::as_select());
    Ok(in_order(list.load(c)?))
}

fn in_order(mut choices: Vec<ResellerChoice>) -> Vec<ResellerChoice> {
    choices.sort_by_cached_key(sort_position);
    choices
}

/// By name, former resellers last. The order must not depend on the database's collation.
fn sort_position(choice: &ResellerChoice) -> (bool, Vec<u8>, String) {
    (choice.is_former, sort_key(&choice.name), choice.mpn_id.clone())
}

/// Returns the partner with this name, in any spelling that folds to the same. If a current and a former one have the name,
/// the current one is meant. `None` if none or several have it.
pub fn find_by_name<'a>(choices: &'a [ResellerChoice], name: &str) -> Option<&'a ResellerChoice> {
    let name = fold(name);
    let (former, current): (Vec<_>, Vec<_>) =
        choices.iter().filter(|choice| fold(&choice.name) == name).partition(|choice| choice.is_former);
    let named = if current.is_empty() { former } else { current };
    if let [only] = named.as_slice() { Some(only) } else { None }
}

/// Returns the indirect resellers that a customer is associated with, sorted by name; former ones come last.
pub fn resellers_of<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<Vec<ResellerChoice>> {
    Ok(resellers_by_customer(scope, &[id], c)?.remove(&id).unwrap_or_default())
}

/// Returns what [`resellers_of`] returns for each of these customers. Customers without an indirect reseller are missing.
pub fn resellers_by_customer<P>(
    scope: &Scope<P>,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<HashMap<MicrosoftId, Vec<ResellerChoice>>> {
    let me = scope.partner();
    let added = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(me).and(customer_resellers::microsoft_id.eq_any(ids)))
        .select((
            customer_resellers::reseller_id,
            customer_resellers::microsoft_id,
            customer_resellers::ended_at.is_not_null(),
        ));
    let of_record = subscriptions::table
        .filter(subscriptions::partner_id.eq(me).and(subscriptions::microsoft_id.eq_any(ids)))
        .filter(subscriptions::reseller_id.is_not_null())
        .select((
            subscriptions::reseller_id.assume_not_null(),
            subscriptions::microsoft_id,
            subscriptions::status.eq(SubscriptionStatus::Deleted),
        ))
        .distinct();
    // Whether the association is a former one. The rows come first, so that a deleted subscription does not renew it.
    let mut customers: HashMap<PartnerId, HashMap<MicrosoftId, bool>> = HashMap::new();
    for (reseller, customer, ended) in added.load::<(PartnerId, MicrosoftId, bool)>(c)? {
        customers.entry(reseller).or_default().insert(customer, ended);
    }
    for (reseller, customer, deleted) in of_record.load::<(PartnerId, MicrosoftId, bool)>(c)? {
        let is_former = customers.entry(reseller).or_default().entry(customer).or_insert(false);
        *is_former &= deleted;
    }
    let list = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(me).and(partners::id.eq_any(customers.keys())))
        .select((ResellerChoice::as_select(), partners::id));
    let mut rows: Vec<(ResellerChoice, PartnerId)> = list.load(c)?;
    rows.sort_by_cached_key(|(choice, _)| sort_position(choice));
    let mut by_customer: HashMap<MicrosoftId, Vec<ResellerChoice>> = HashMap::new();
    for (choice, id) in rows {
        for (customer, is_former) in customers.remove(&id).unwrap_or_default() {
            let is_former = choice.is_former || is_former;
            by_customer.entry(customer).or_default().push(ResellerChoice { is_former, ..choice.clone() });
        }
    }
    by_customer.values_mut().for_each(|choices| choices.sort_by_key(|choice| choice.is_former));
    Ok(by_customer)
}

/// Why a provider's customer is associated with one of its indirect resellers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssociationReason {
    /// The customer was added for this reseller, or bought something with it as reseller of record.
    Added,
    /// The invitation named this reseller.
    Invited,
}

text_enum!(AssociationReason, "reason", { Added = "added", Invited = "invited" });

text_column!(AssociationReason);

/// Associates a provider's customer with an indirect reseller. If they already are or were, the stored reason stays.
pub fn associate(
    tx: &mut Tx<'_>,
    provider: PartnerId,
    reseller: PartnerId,
    id: MicrosoftId,
    reason: AssociationReason,
) -> Result<()> {
    if keep_association(tx, (provider, reseller, id), reason)? {
        customers_changed(tx.c, provider, &[id])?;
    }
    Ok(())
}

/// The key of an association: provider, reseller, customer.
type Key = (PartnerId, PartnerId, MicrosoftId);

/// Like [`associate`], but the caller reports the change to the search. Returns whether there was one.
pub fn keep_association(
    tx: &mut Tx<'_>,
    (provider, reseller, id): Key,
    reason: AssociationReason,
) -> Result<bool> {
    Ok(keep_associations(tx, (provider, reseller), &[id], reason)? > 0)
}

/// Associates a provider's customers with an indirect reseller; returns how many were not associated with it. The caller
/// reports the change to the search.
pub fn keep_associations(
    tx: &mut Tx<'_>,
    (provider, reseller): (PartnerId, PartnerId),
    ids: &[MicrosoftId],
    reason: AssociationReason,
) -> Result<usize> {
    let mut changed = 0;
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let known = known(tx, (provider, reseller), ids)?;
        let ended: Vec<MicrosoftId> =
            known.iter().filter(|(_, is_ended)| **is_ended).map(|(id, _)| *id).collect();
        let new: Vec<MicrosoftId> = ids.iter().filter(|id| !known.contains_key(id)).copied().collect();
        set_end(tx, (provider, reseller), &ended, None)?;
        insert(tx, (provider, reseller), &new, reason, None)?;
        changed += ended.len() + new.len();
    }
    Ok(changed)
}

/// Ends the associations of a provider's customers with an indirect reseller; it stays as a former one. The caller moves
/// the subscriptions, and reports the change to the search.
pub fn end_associations(
    tx: &mut Tx<'_>,
    (provider, reseller): (PartnerId, PartnerId),
    ids: &[MicrosoftId],
) -> Result<()> {
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let known = known(tx, (provider, reseller), ids)?;
        let (associated, new): (Vec<_>, Vec<_>) = ids.iter().copied().partition(|id| known.contains_key(id));
        set_end(tx, (provider, reseller), &associated, Some(tx.at))?;
        // Only subscriptions associated them.
        insert(tx, (provider, reseller), &new, AssociationReason::Added, Some(tx.at))?;
    }
    Ok(())
}

/// Returns which of these customers are or were associated with a reseller, and whether that has ended.
fn known(
    tx: &mut Tx<'_>,
    (provider, reseller): (PartnerId, PartnerId),
    ids: &[MicrosoftId],
) -> Result<HashMap<MicrosoftId, bool>> {
    let rows = of_reseller(provider, reseller).filter(customer_resellers::microsoft_id.eq_any(ids));
    let rows = rows.select((customer_resellers::microsoft_id, customer_resellers::ended_at.is_not_null()));
    Ok(rows.load::<(MicrosoftId, bool)>(tx.c)?.into_iter().collect())
}

fn set_end(
    tx: &mut Tx<'_>,
    (provider, reseller): (PartnerId, PartnerId),
    ids: &[MicrosoftId],
    at: Option<NaiveDateTime>,
) -> Result<()> {
    if !ids.is_empty() {
        let rows = of_reseller(provider, reseller).filter(customer_resellers::microsoft_id.eq_any(ids));
        diesel::update(rows).set(customer_resellers::ended_at.eq(at)).execute(tx.c)?;
    }
    Ok(())
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_reseller(provider: PartnerId, reseller: PartnerId) -> _ {
    customer_resellers::table
        .filter(customer_resellers::partner_id.eq(provider).and(customer_resellers::reseller_id.eq(reseller)))
}

fn insert(
    tx: &mut Tx<'_>,
    (provider, reseller): (PartnerId, PartnerId),
    ids: &[MicrosoftId],
    reason: AssociationReason,
    ended_at: Option<NaiveDateTime>,
) -> Result<()> {
    let row = |id: &MicrosoftId| AssociationRow {
        partner_id: provider,
        reseller_id: reseller,
        microsoft_id: *id,
        reason,
        ended_at,
    };
    let rows: Vec<AssociationRow> = ids.iter().map(row).collect();
    insert_all!(tx.c, &rows, customer_resellers::table);
    Ok(())
}

/// An association to be inserted.
#[derive(diesel::Insertable)]
#[diesel(table_name = customer_resellers)]
struct AssociationRow {
    partner_id: PartnerId,
    reseller_id: PartnerId,
    microsoft_id: MicrosoftId,
    reason: AssociationReason,
    ended_at: Option<NaiveDateTime>,
}
