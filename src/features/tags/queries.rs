//! Reads tags. [`super::changes`] writes them.

use crate::auth::Scope;
use crate::db::schema::{customer_tags, tags};
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, PartnerId, TagId};
use crate::error::{Error, Result};
use crate::features::tags::model::Tag;
use crate::text::{fold, sort_key};
use diesel::prelude::*;
use std::collections::HashMap;

/// Returns all tags of the partner, at most [`super::model::MAX_TAGS`], sorted by name.
pub fn all_tags<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<Tag>> {
    let rows = tags::table.filter(tags::partner_id.eq(scope.partner())).select(Tag::as_select());
    Ok(sorted(rows.load(c)?))
}

/// Returns the tags that most customers have, at most `limit`, sorted by name.
pub fn most_used<P>(scope: &Scope<P>, limit: i64, c: &mut DbConnection) -> Result<Vec<Tag>> {
    let own = tags::table.filter(tags::partner_id.eq(scope.partner()));
    let rows = own.order((tags::customer_count.desc(), tags::id)).limit(limit).select(Tag::as_select());
    Ok(sorted(rows.load(c)?))
}

/// Returns the tag with this id.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none.
pub fn find_tag<P>(scope: &Scope<P>, id: TagId, c: &mut DbConnection) -> Result<Tag> {
    let own = tags::table.filter(tags::partner_id.eq(scope.partner()).and(tags::id.eq(id)));
    own.select(Tag::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

/// Returns the tag with this name, in any spelling that folds to the same.
pub fn find_tag_by_name<P>(scope: &Scope<P>, name: &str, c: &mut DbConnection) -> Result<Option<Tag>> {
    let own = tags::table.filter(tags::partner_id.eq(scope.partner()).and(tags::name_key.eq(fold(name))));
    Ok(own.select(Tag::as_select()).first(c).optional()?)
}

/// Returns those of these tags that the partner has.
pub(super) fn tags_by_id<P>(scope: &Scope<P>, ids: &[TagId], c: &mut DbConnection) -> Result<Vec<Tag>> {
    let mut found = Vec::new();
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let own = tags::table.filter(tags::partner_id.eq(scope.partner()).and(tags::id.eq_any(ids)));
        found.extend(own.select(Tag::as_select()).load(c)?);
    }
    Ok(found)
}

/// Returns the partner's tags with these folded names.
pub(super) fn tags_by_key<P>(scope: &Scope<P>, keys: &[String], c: &mut DbConnection) -> Result<Vec<Tag>> {
    let mut found = Vec::new();
    for keys in keys.chunks(ID_BATCH_SIZE) {
        let own = tags::table.filter(tags::partner_id.eq(scope.partner()).and(tags::name_key.eq_any(keys)));
        found.extend(own.select(Tag::as_select()).load(c)?);
    }
    Ok(found)
}

/// Returns the tags of each of these customers, sorted by name. Customers without tags are missing.
pub fn tags_by_customer<P>(
    scope: &Scope<P>,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<HashMap<MicrosoftId, Vec<Tag>>> {
    let own = of_customers(scope.partner(), ids).inner_join(tags::table.on(same_tag()));
    let rows: Vec<(MicrosoftId, Tag)> =
        own.select((customer_tags::microsoft_id, Tag::as_select())).load(c)?;
    let mut by_customer: HashMap<MicrosoftId, Vec<Tag>> = HashMap::new();
    for (customer, tag) in rows {
        by_customer.entry(customer).or_default().push(tag);
    }
    by_customer.values_mut().for_each(|tags| *tags = sorted(std::mem::take(tags)));
    Ok(by_customer)
}

/// Returns the tags of a customer, sorted by name. Does not check that the customer exists.
pub fn tags_of<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Tag>> {
    let of = customer_tags::partner_id.eq(scope.partner()).and(customer_tags::microsoft_id.eq(id));
    let own = customer_tags::table.filter(of).inner_join(tags::table.on(same_tag()));
    Ok(sorted(own.select(Tag::as_select()).load(c)?))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_customers<'a>(partner: PartnerId, ids: &'a [MicrosoftId]) -> _ {
    customer_tags::table
        .filter(customer_tags::partner_id.eq(partner).and(customer_tags::microsoft_id.eq_any(ids)))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn same_tag() -> _ {
    tags::partner_id.eq(customer_tags::partner_id).and(tags::id.eq(customer_tags::tag_id))
}

/// By name. The order must not depend on the database's collation.
pub(super) fn sorted(mut tags: Vec<Tag>) -> Vec<Tag> {
    tags.sort_by_cached_key(|tag| (sort_key(&tag.name), tag.id));
    tags
}
