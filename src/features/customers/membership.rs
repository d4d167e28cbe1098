//! Changes to a partner's customer list. Callers lock the list first ([`lock_list`]), so that no other transaction adds
//! the same customer between check and insert.

use crate::audit::Tx;
use crate::db::bulk_insert::CustomerInsert;
use crate::db::connection::MultiBackend;
use crate::db::former_ids::current;
use crate::db::portable::lock_partner;
use crate::db::schema::{customer_tags, customers, tags};
use crate::db::{DbConnection, ID_BATCH_SIZE, bulk_insert};
use crate::domain::{MicrosoftId, Origin, PartnerId, Relationship, TagId};
use crate::error::{Error, Result};
use crate::search::{
    Conditions, Cursor, CustomerSearch, PageAnchor, SearchRequest, Sort, list_changed, subscriptions_changed,
};
use crate::text::{SearchTerms, sort_key};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// A customer to add.
#[derive(Debug, Clone)]
pub struct NewCustomer {
    /// The customer's tenant id.
    pub id: MicrosoftId,
    /// The bill-to company name, which is its name in the list, and the name in its company profile.
    pub name: String,
    /// Primary domain name, lower case.
    pub domain: String,
    /// Whether the customer granted this partner delegated administration.
    pub delegated_admin: bool,
    /// How the customer was added.
    pub origin: Origin,
    /// Whether the portal generated the id.
    pub id_invented: bool,
}

/// A customer with an active or an ended relationship to this partner.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
pub struct KnownCustomer {
    /// The customer.
    #[diesel(column_name = microsoft_id)]
    pub id: MicrosoftId,
    /// Its name in the list, or its last name there.
    #[diesel(column_name = list_name)]
    pub name: String,
    /// Its primary domain name.
    pub domain: String,
    /// Whether the relationship is active.
    #[diesel(select_expression = customers::ended_at.is_null())]
    pub active: bool,
    /// The version of the row, for optimistic locking.
    pub version: i32,
}

#[diesel::dsl::auto_type(no_type_alias)]
fn for_partner(partner: PartnerId) -> _ {
    customers::table.filter(customers::partner_id.eq(partner))
}

#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn row_by_id(partner: PartnerId, id: MicrosoftId) -> _ {
    customers::table.filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq(id)))
}

/// Returns this partner's customer with this Microsoft ID, current or former, active or ended.
pub fn by_id(tx: &mut Tx<'_>, partner: PartnerId, id: MicrosoftId) -> Result<Option<KnownCustomer>> {
    let id = current(tx.c, partner, id)?;
    Ok(row_by_id(partner, id).select(KnownCustomer::as_select()).first(tx.c).optional()?)
}

/// Returns which of these partners have which of these customers in their list now.
pub fn holders_of(
    c: &mut DbConnection,
    of: impl IntoIterator<Item = PartnerId>,
    ids: &[MicrosoftId],
) -> Result<BTreeSet<(MicrosoftId, PartnerId)>> {
    let partners: Vec<PartnerId> = of.into_iter().collect();
    let mut held = BTreeSet::new();
    if partners.is_empty() {
        return Ok(held);
    }
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let of = customers::partner_id.eq_any(&partners).and(customers::microsoft_id.eq_any(ids));
        let active = customers::table.filter(of).filter(customers::ended_at.is_null());
        let rows = active.select((customers::microsoft_id, customers::partner_id));
        held.extend(rows.load::<(MicrosoftId, PartnerId)>(c)?);
    }
    Ok(held)
}

/// Returns this partner's customer with this primary domain name; an active one before an ended one.
pub fn by_domain(
    tx: &mut Tx<'_>,
    lists: &CustomerSearch,
    partner: PartnerId,
    domain: &str,
) -> Result<Option<KnownCustomer>> {
    if let Some(id) = find_active_by_domain(tx.c, lists, partner, domain)? {
        return by_id(tx, partner, id);
    }
    let ended =
        for_partner(partner).filter(customers::ended_at.is_not_null().and(customers::domain.eq(domain)));
    Ok(ended.select(KnownCustomer::as_select()).first(tx.c).optional()?)
}

/// Finds an active customer by domain in the search index, because the table has no index by domain.
fn find_active_by_domain(
    c: &mut DbConnection,
    lists: &CustomerSearch,
    partner: PartnerId,
    domain: &str,
) -> Result<Option<MicrosoftId>> {
    let words = SearchTerms::parse(domain);
    let nil = MicrosoftId(uuid::Uuid::nil());
    let place = PageAnchor::After(Cursor { key: domain.as_bytes().to_vec(), id: nil });
    let conditions = Conditions::default();
    let find = SearchRequest { words: &words, conditions: &conditions, sort: Sort::Domain, place, limit: 1 };
    let Some(id) = lists.search.find_in_change(c, partner, &find)?.ids.first().copied() else {
        return Ok(None);
    };
    let found: String = row_by_id(partner, id).select(customers::domain).first(c)?;
    Ok((found == domain).then_some(id))
}

/// Adds a customer with an active relationship of kind Reseller. To avoid duplicates, call [`lock_list`] and then
/// [`by_id`] and [`by_domain`] in the same transaction first.
///
/// # Errors
/// The database's unique violation if the partner has a customer with this id.
pub fn add(tx: &mut Tx<'_>, partner: PartnerId, new: &NewCustomer) -> Result<()> {
    let key = sort_key(&new.name);
    let row = CustomerInsert {
        partner_id: partner,
        sort_key: &key,
        microsoft_id: new.id,
        list_name: &new.name,
        domain: &new.domain,
        relationship: Relationship::Reseller,
        company_name: &new.name,
        delegated_admin: new.delegated_admin,
        origin: new.origin,
        id_invented: new.id_invented,
        customer_since: tx.at,
    };
    bulk_insert::insert_customers(tx.c, &[row])?;
    list_changed(tx.c, partner, &[(key.clone(), key)])
}

/// Adds a customer that a provider added for one of its resellers to that reseller's list too. If the reseller already
/// has a customer with this id or domain, active or ended, nothing changes, and the provider sees nothing of it.
/// Returns whether the customer is now active in the reseller's list. Call [`lock_list`] for both partners first.
pub fn share_with_reseller(
    tx: &mut Tx<'_>,
    lists: &CustomerSearch,
    reseller: PartnerId,
    new: &NewCustomer,
) -> Result<bool> {
    if let Some(known) = by_id(tx, reseller, new.id)? {
        return Ok(known.active);
    }
    if by_domain(tx, lists, reseller, &new.domain)?.is_some() {
        return Ok(false);
    }
    add(tx, reseller, &NewCustomer { delegated_admin: false, origin: Origin::Provider, ..new.clone() })?;
    Ok(true)
}

/// Calls [`lock_list`] for several partners, always in the same order to prevent deadlocks.
pub fn lock_all(tx: &mut Tx<'_>, partners: impl IntoIterator<Item = PartnerId>) -> Result<()> {
    let mut partners: Vec<PartnerId> = partners.into_iter().collect();
    partners.sort_unstable();
    partners.into_iter().try_for_each(|partner| lock_list(tx, partner))
}

/// Locks this partner's list against changes by other transactions until this transaction ends.
pub fn lock_list(tx: &mut Tx<'_>, partner: PartnerId) -> Result<()> {
    lock_partner(tx.c, partner)
}

/// How a relationship is ended.
#[derive(Debug, Clone)]
pub struct EndRelationship<'a> {
    /// Who ended it, as the list of removed customers shows it.
    pub by: &'a str,
    /// The reason; may be empty.
    pub reason: &'a str,
    /// Whether delegated administration ends with it (docs/reference/domain.md#ending-a-relationship).
    pub ends_delegated_admin: bool,
}

/// Ends an active relationship. When the transaction commits, the customer disappears from list, search and export.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, removed, or belongs to another partner.
pub fn end_relationship(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    id: MicrosoftId,
    ending: &EndRelationship<'_>,
) -> Result<()> {
    let active = row_by_id(partner, id).filter(customers::ended_at.is_null());
    let key: Vec<u8> = active.select(customers::sort_key).first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let ended = diesel::update(active).set((
        customers::ended_at.eq(tx.at),
        customers::ended_by.eq(ending.by),
        customers::end_reason.eq(ending.reason),
        customers::version.eq(customers::version + 1),
    ));
    if ended.execute(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    if ending.ends_delegated_admin {
        diesel::update(row_by_id(partner, id)).set(customers::delegated_admin.eq(false)).execute(tx.c)?;
    }
    subscriptions_changed(tx.c, partner, [id..=id])?;
    count_in_tags(tx, partner, id, -1)?;
    list_changed(tx.c, partner, &[(key.clone(), key)])
}

/// Restores an ended relationship with its history and returns the customer's name in the list. Delegated
/// administration stays granted if it was. If the customer's data was erased in the meantime, it gets this name and
/// domain.
///
/// # Errors
/// [`Error::NotFound`] if there is no ended relationship with this id.
pub fn restore(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    id: MicrosoftId,
    delegated_admin: bool,
    (name, domain): (&str, &str),
) -> Result<String> {
    let ended = row_by_id(partner, id).filter(customers::ended_at.is_not_null());
    let again = (
        (customers::list_name.eq(name), customers::company_name.eq(name), customers::domain.eq(domain)),
        customers::sort_key.eq(sort_key(name)),
    );
    diesel::update(ended.filter(customers::list_name.eq(""))).set(again).execute(tx.c)?;
    let row = ended.select((customers::sort_key, customers::delegated_admin, customers::list_name));
    let (key, granted, called): (Vec<u8>, bool, String) =
        row.first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let back = diesel::update(ended).set((
        customers::ended_at.eq(None::<chrono::NaiveDateTime>),
        customers::ended_by.eq(None::<String>),
        customers::end_reason.eq(None::<String>),
        customers::relationship.eq(Relationship::Reseller),
        customers::delegated_admin.eq(granted || delegated_admin),
        customers::version.eq(customers::version + 1),
    ));
    if back.execute(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    subscriptions_changed(tx.c, partner, [id..=id])?;
    count_in_tags(tx, partner, id, 1)?;
    list_changed(tx.c, partner, &[(key.clone(), key)])?;
    Ok(called)
}

/// Adds `by` to the number of customers of each tag of a customer: tags count only current relationships.
fn count_in_tags(tx: &mut Tx<'_>, partner: PartnerId, id: MicrosoftId, by: i32) -> Result<()> {
    let own = customer_tags::table
        .filter(customer_tags::partner_id.eq(partner).and(customer_tags::microsoft_id.eq(id)));
    let ids: Vec<TagId> = own.select(customer_tags::tag_id).load(tx.c)?;
    if !ids.is_empty() {
        let rows = tags::table.filter(tags::partner_id.eq(partner).and(tags::id.eq_any(ids)));
        diesel::update(rows).set(tags::customer_count.eq(tags::customer_count + by)).execute(tx.c)?;
    }
    Ok(())
}
