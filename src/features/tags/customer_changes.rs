//! What a selection of tags changes at one customer. The form of a customer and bulk acts both change tags with
//! [`change_tags`]; a review of a bulk act asks [`tag_change`] first.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, TagId};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::tags::assignments;
use crate::features::tags::changes::{TagRefusal, TagSelection};
use crate::features::tags::model::{MAX_PER_CUSTOMER, MAX_TAGS, Tag, TagHue};
use crate::features::tags::names::join_names;
use crate::features::tags::queries::tags_of;
use crate::text::fold;
use serde_json::json;
use std::collections::HashMap;

/// What a selection means for a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagChange {
    /// Tags that the customer gets.
    pub add: Vec<TagId>,
    /// Names of tags that are created for it.
    pub new: Vec<String>,
    /// Tags that the customer loses.
    pub remove: Vec<TagId>,
}

impl TagChange {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.new.is_empty() && self.remove.is_empty()
    }
}

/// Tags that a selection names, as they are stored.
#[derive(Debug, Clone, Default)]
pub struct KnownTags {
    /// The tags to add that still exist.
    pub existing: Vec<TagId>,
    /// The tags with a selected name, by folded name.
    pub by_key: HashMap<String, TagId>,
}

impl KnownTags {
    /// Reads the tags that a selection names.
    ///
    /// # Errors
    /// The database failed.
    pub fn read<P>(scope: &Scope<P>, wanted: &TagSelection, c: &mut DbConnection) -> Result<Self> {
        let keys = wanted.names.iter().map(|name| fold(name));
        Ok(KnownTags {
            by_key: assignments::by_key(c, scope.partner(), keys)?,
            existing: assignments::existing(c, scope.partner(), &wanted.add)?,
        })
    }
}

/// Returns what a selection changes at a customer that has the tags `before`.
///
/// # Errors
/// [`TagRefusal::TooManyOfCustomer`].
pub fn tag_change(
    before: &[Tag],
    wanted: &TagSelection,
    known: &KnownTags,
) -> std::result::Result<TagChange, TagRefusal> {
    let has = |tag: &TagId| before.iter().any(|known| known.id == *tag);
    let named: Vec<TagId> = known.by_key.values().copied().collect();
    let mut add: Vec<TagId> = known.existing.iter().chain(&named).copied().filter(|tag| !has(tag)).collect();
    add.sort_unstable();
    add.dedup();
    let remove: Vec<TagId> =
        wanted.remove.iter().copied().filter(|tag| has(tag) && !named.contains(tag)).collect();
    let is_new = |name: &&String| !known.by_key.contains_key(&fold(name));
    let new: Vec<String> = wanted.names.iter().filter(is_new).cloned().collect();
    let count = before.len() + add.len() + new.len() - remove.len();
    // A customer that has too many already, after a merge, can lose some.
    if count > MAX_PER_CUSTOMER && count > before.len() {
        return Err(TagRefusal::TooManyOfCustomer(count));
    }
    Ok(TagChange { add, new, remove })
}

/// The tags of a customer before and after a change.
#[derive(Debug, Clone)]
pub struct ChangedTags {
    /// The tags before.
    pub before: Vec<Tag>,
    /// The tags after.
    pub after: Vec<Tag>,
    /// The log entry.
    pub activity: Activity,
}

/// Changes the tags of a customer in a locked list. If they changed, the caller calls [`crate::search::customers_changed`], once for all
/// customers of its transaction. `known` has the tags that the selection names; tags that are created are added to it.
/// `None` if nothing changed.
///
/// # Errors
/// As [`super::changes::select_tags`].
pub fn change_tags<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    wanted: &TagSelection,
    known: &mut KnownTags,
) -> Result<std::result::Result<Option<ChangedTags>, TagRefusal>> {
    let partner = scope.partner();
    let customer = customer(scope, id, tx.c)?;
    let before = tags_of(scope, id, tx.c)?;
    let TagChange { mut add, new, remove } = match tag_change(&before, wanted, known) {
        Ok(change) => change,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !new.is_empty() && assignments::count_tags(tx.c, partner)? + new.len() > MAX_TAGS {
        return Ok(Err(TagRefusal::TooManyOfPartner));
    }
    for name in &new {
        let hue = wanted.hue.unwrap_or(TagHue::for_name(name));
        let id = assignments::insert_tag(tx, partner, name, hue)?;
        known.by_key.insert(fold(name), id);
        add.push(id);
    }
    if add.is_empty() && remove.is_empty() {
        return Ok(Ok(None));
    }
    assignments::assign(tx, partner, id, &add, &remove)?;
    let after = tags_of(scope, id, tx.c)?;
    let names = |tags: &[Tag]| json!({ "tags": join_names(tags.iter().map(|tag| tag.name.as_str())) });
    let activity = Activity::customer_updated(id, &customer.list_name, names(&before), names(&after));
    Ok(Ok(Some(ChangedTags { before, after, activity })))
}

/// Returns the tags that the customer got or lost.
pub fn changed_ids(changed: &ChangedTags) -> Vec<TagId> {
    let is_in = |tags: &[Tag], tag: &Tag| tags.iter().any(|one| one.id == tag.id);
    let got = changed.after.iter().filter(|tag| !is_in(&changed.before, tag));
    let lost = changed.before.iter().filter(|tag| !is_in(&changed.after, tag));
    got.chain(lost).map(|tag| tag.id).collect()
}
