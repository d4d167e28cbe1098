//! The queries of the import of tags. [`super::tags`] makes the decisions.

use crate::audit::Tx;
use crate::db::schema::{customer_tags, tags};
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, PartnerId, TagId};
use crate::error::Result;
use crate::features::tags::assignments;
use crate::features::tags::model::TagHue;
use crate::text::fold;
use diesel::prelude::*;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Returns all tags of the partner by their folded names.
pub fn load_tags(c: &mut DbConnection, partner: PartnerId) -> Result<HashMap<String, (TagId, String)>> {
    let rows = tags::table.filter(tags::partner_id.eq(partner));
    let rows: Vec<(String, TagId, String)> = rows.select((tags::name_key, tags::id, tags::name)).load(c)?;
    Ok(rows.into_iter().map(|(key, id, name)| (key, (id, name))).collect())
}

/// Returns the tags of these customers, in ascending order of their ids.
pub fn load_held(
    c: &mut DbConnection,
    partner: PartnerId,
    customers: &[MicrosoftId],
) -> Result<HashMap<MicrosoftId, Vec<TagId>>> {
    let mut held: HashMap<MicrosoftId, Vec<TagId>> = HashMap::new();
    for ids in customers.chunks(ID_BATCH_SIZE) {
        let own = customer_tags::partner_id.eq(partner).and(customer_tags::microsoft_id.eq_any(ids));
        let rows = customer_tags::table.filter(own).order(customer_tags::tag_id);
        let rows: Vec<(MicrosoftId, TagId)> =
            rows.select((customer_tags::microsoft_id, customer_tags::tag_id)).load(c)?;
        rows.into_iter().for_each(|(customer, tag)| held.entry(customer).or_default().push(tag));
    }
    Ok(held)
}

/// Returns the tags with these names by their folded names; creates those that are missing.
pub fn find_or_create<'a>(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    names: impl Iterator<Item = &'a String>,
) -> Result<HashMap<String, TagId>> {
    let named: BTreeMap<String, &String> = names.map(|name| (fold(name), name)).collect();
    let mut found = assignments::by_key(tx.c, partner, named.keys().cloned())?;
    for (key, name) in named {
        if let Entry::Vacant(missing) = found.entry(key) {
            missing.insert(assignments::insert_tag(tx, partner, name, TagHue::for_name(name))?);
        }
    }
    Ok(found)
}
