//! The rows behind [`super::changes`] and the import of tags: which customer has which tag, and the number that each tag
//! counts. The number includes only customers with a current relationship, because the list has only them.

use crate::audit::Tx;
use crate::db::bulk_insert::{CustomerTagInsert, insert_customer_tags};
use crate::db::schema::{customer_tags, customers, saved_views, tags};
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, PartnerId, TagId};
use crate::error::Result;
use crate::features::tags::model::TagHue;
use crate::search::customers_changed;
use crate::text::fold;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Returns the ids of the tags with these folded names.
pub fn by_key(
    c: &mut DbConnection,
    partner: PartnerId,
    keys: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, TagId>> {
    let keys: Vec<String> = keys.into_iter().collect();
    let mut found = HashMap::new();
    for keys in keys.chunks(ID_BATCH_SIZE) {
        let rows = tags::table.filter(tags::partner_id.eq(partner).and(tags::name_key.eq_any(keys)));
        found.extend(rows.select((tags::name_key, tags::id)).load::<(String, TagId)>(c)?);
    }
    Ok(found)
}

/// Returns how many tags the partner has.
pub fn count_tags(c: &mut DbConnection, partner: PartnerId) -> Result<usize> {
    let count: i64 = tags::table.filter(tags::partner_id.eq(partner)).count().get_result(c)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Inserts a tag that no customer has yet; returns its id.
pub fn insert_tag(tx: &mut Tx<'_>, partner: PartnerId, name: &str, hue: TagHue) -> Result<TagId> {
    let key = fold(name);
    let row = (tags::partner_id.eq(partner), tags::name.eq(name), tags::name_key.eq(&key), tags::hue.eq(hue));
    diesel::insert_into(tags::table).values(row).execute(tx.c)?;
    let made = tags::table.filter(tags::partner_id.eq(partner).and(tags::name_key.eq(&key)));
    Ok(made.select(tags::id).first(tx.c)?)
}

/// What changes at a customer with a current relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The customer.
    pub customer: MicrosoftId,
    /// The tags that it gets. It must not have them.
    pub add: Vec<TagId>,
    /// The tags that it loses. It must have them.
    pub remove: Vec<TagId>,
}

/// Adds tags to customers and removes others, and counts that.
pub fn assign_all(tx: &mut Tx<'_>, partner: PartnerId, all: &[Assignment]) -> Result<()> {
    let mut rows = Vec::new();
    let mut lost: BTreeMap<TagId, Vec<MicrosoftId>> = BTreeMap::new();
    let mut counts: BTreeMap<TagId, i32> = BTreeMap::new();
    for Assignment { customer, add, remove } in all {
        for tag in add {
            rows.push(CustomerTagInsert { partner_id: partner, microsoft_id: *customer, tag_id: *tag });
            *counts.entry(*tag).or_default() += 1;
        }
        for tag in remove {
            lost.entry(*tag).or_default().push(*customer);
            *counts.entry(*tag).or_default() -= 1;
        }
    }
    insert_customer_tags(tx.c, &rows)?;
    for (tag, customers) in lost {
        for ids in customers.chunks(ID_BATCH_SIZE) {
            let theirs = of_tag(partner, tag).filter(customer_tags::microsoft_id.eq_any(ids));
            diesel::delete(theirs).execute(tx.c)?;
        }
    }
    counts.into_iter().try_for_each(|(tag, by)| change_count(tx, partner, tag, by))
}

fn change_count(tx: &mut Tx<'_>, partner: PartnerId, id: TagId, by: i32) -> Result<()> {
    let rows = tags::table.filter(tags::partner_id.eq(partner).and(tags::id.eq(id)));
    diesel::update(rows).set(tags::customer_count.eq(tags::customer_count + by)).execute(tx.c)?;
    Ok(())
}

/// Gives all customers of the tag `from` the tag `into`, and deletes `from`.
pub fn merge(tx: &mut Tx<'_>, partner: PartnerId, from: TagId, into: TagId) -> Result<()> {
    let changed = customers_with(tx, partner, from)?;
    let kept: Vec<MicrosoftId> = of_tag(partner, into).select(customer_tags::microsoft_id).load(tx.c)?;
    let kept: HashSet<MicrosoftId> = kept.into_iter().collect();
    let mut both: Vec<MicrosoftId> = of_tag(partner, from).select(customer_tags::microsoft_id).load(tx.c)?;
    both.retain(|customer| kept.contains(customer));
    for both in both.chunks(ID_BATCH_SIZE) {
        diesel::delete(of_tag(partner, from).filter(customer_tags::microsoft_id.eq_any(both)))
            .execute(tx.c)?;
    }
    let moved = i32::try_from(customers_with(tx, partner, from)?.len()).unwrap_or(i32::MAX);
    diesel::update(of_tag(partner, from)).set(customer_tags::tag_id.eq(into)).execute(tx.c)?;
    change_count(tx, partner, into, moved)?;
    // Saved views with the tag show the other one from now on.
    let views =
        saved_views::table.filter(saved_views::partner_id.eq(partner).and(saved_views::tag_id.eq(from)));
    diesel::update(views).set(saved_views::tag_id.eq(into)).execute(tx.c)?;
    remove_tag(tx, partner, from, &changed)
}

/// Takes the tag from all customers and deletes it.
pub fn delete(tx: &mut Tx<'_>, partner: PartnerId, id: TagId) -> Result<()> {
    let changed = customers_with(tx, partner, id)?;
    diesel::delete(of_tag(partner, id)).execute(tx.c)?;
    remove_tag(tx, partner, id, &changed)
}

fn remove_tag(tx: &mut Tx<'_>, partner: PartnerId, id: TagId, changed: &[MicrosoftId]) -> Result<()> {
    diesel::delete(tags::table.filter(tags::partner_id.eq(partner).and(tags::id.eq(id)))).execute(tx.c)?;
    customers_changed(tx.c, partner, changed)
}

/// Returns the current customers with a tag.
fn customers_with(tx: &mut Tx<'_>, partner: PartnerId, id: TagId) -> Result<Vec<MicrosoftId>> {
    let same = customers::partner_id
        .eq(customer_tags::partner_id)
        .and(customers::microsoft_id.eq(customer_tags::microsoft_id));
    let rows = of_tag(partner, id).inner_join(customers::table.on(same));
    Ok(rows.filter(customers::ended_at.is_null()).select(customers::microsoft_id).load(tx.c)?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_tag(partner: PartnerId, id: TagId) -> _ {
    customer_tags::table.filter(customer_tags::partner_id.eq(partner).and(customer_tags::tag_id.eq(id)))
}
