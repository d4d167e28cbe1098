//! The rows behind [`super::changes`] and the import of tags: which customer has which tag, and the number that each tag
//! counts. The number includes only customers with a current relationship, because the list has only them.

use crate::audit::Tx;
use crate::db::DbConnection;
use crate::db::schema::{customer_tags, customers, saved_views, tags};
use crate::domain::{MicrosoftId, PartnerId, TagId};
use crate::error::Result;
use crate::features::tags::model::TagHue;
use crate::search::customers_changed;
use crate::text::fold;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// Maximum number of values in one statement.
const BATCH: usize = 500;

/// Returns the ids of the tags with these folded names.
pub fn by_key(
    c: &mut DbConnection,
    partner: PartnerId,
    keys: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, TagId>> {
    let keys: Vec<String> = keys.into_iter().collect();
    let mut found = HashMap::new();
    for keys in keys.chunks(BATCH) {
        let rows = tags::table.filter(tags::partner_id.eq(partner).and(tags::name_key.eq_any(keys)));
        found.extend(rows.select((tags::name_key, tags::id)).load::<(String, TagId)>(c)?);
    }
    Ok(found)
}

/// Returns those of these tags that the partner has.
pub fn existing(c: &mut DbConnection, partner: PartnerId, ids: &[TagId]) -> Result<Vec<TagId>> {
    let rows = tags::table.filter(tags::partner_id.eq(partner).and(tags::id.eq_any(ids)));
    Ok(rows.select(tags::id).load(c)?)
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

/// Adds tags to a customer with a current relationship, which must not have them, and removes others, which it must have.
pub fn assign(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    id: MicrosoftId,
    add: &[TagId],
    remove: &[TagId],
) -> Result<()> {
    link(tx, partner, id, add, remove)?;
    change_counts(tx, partner, add, 1)?;
    change_counts(tx, partner, remove, -1)
}

/// Does the same without counting; the caller calls [`change_count`].
pub fn link(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    id: MicrosoftId,
    add: &[TagId],
    remove: &[TagId],
) -> Result<()> {
    for tag in add {
        let row = (
            customer_tags::partner_id.eq(partner),
            customer_tags::microsoft_id.eq(id),
            customer_tags::tag_id.eq(tag),
        );
        diesel::insert_into(customer_tags::table).values(row).execute(tx.c)?;
    }
    if !remove.is_empty() {
        let of = customer_tags::table
            .filter(customer_tags::partner_id.eq(partner).and(customer_tags::microsoft_id.eq(id)));
        diesel::delete(of.filter(customer_tags::tag_id.eq_any(remove))).execute(tx.c)?;
    }
    Ok(())
}

fn change_counts(tx: &mut Tx<'_>, partner: PartnerId, ids: &[TagId], by: i32) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = tags::table.filter(tags::partner_id.eq(partner).and(tags::id.eq_any(ids)));
    diesel::update(rows).set(tags::customer_count.eq(tags::customer_count + by)).execute(tx.c)?;
    Ok(())
}

/// Adds `by` to the number of a tag.
pub fn change_count(tx: &mut Tx<'_>, partner: PartnerId, id: TagId, by: i32) -> Result<()> {
    change_counts(tx, partner, &[id], by)
}

/// Gives all customers of the tag `from` the tag `into`, and deletes `from`.
pub fn merge(tx: &mut Tx<'_>, partner: PartnerId, from: TagId, into: TagId) -> Result<()> {
    let changed = customers_with(tx, partner, from)?;
    let kept: Vec<MicrosoftId> = of_tag(partner, into).select(customer_tags::microsoft_id).load(tx.c)?;
    let kept: HashSet<MicrosoftId> = kept.into_iter().collect();
    let mut both: Vec<MicrosoftId> = of_tag(partner, from).select(customer_tags::microsoft_id).load(tx.c)?;
    both.retain(|customer| kept.contains(customer));
    for both in both.chunks(BATCH) {
        diesel::delete(of_tag(partner, from).filter(customer_tags::microsoft_id.eq_any(both)))
            .execute(tx.c)?;
    }
    let moved = i32::try_from(customers_with(tx, partner, from)?.len()).unwrap_or(i32::MAX);
    diesel::update(of_tag(partner, from)).set(customer_tags::tag_id.eq(into)).execute(tx.c)?;
    change_counts(tx, partner, &[into], moved)?;
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
