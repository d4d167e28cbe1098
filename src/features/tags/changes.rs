//! Changes tags: those of a customer, and the partner's. Each locks the partner's list first, so that the limits hold.
//! A change of a customer's tags counts as a change of the list, because the list shows them.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::tags;
use crate::domain::{MicrosoftId, TagId};
use crate::error::{Error, Result};
use crate::features::customers::membership;
use crate::features::tags::assignments;
use crate::features::tags::customer_changes::{TagsOfCustomer, change_tags};
use crate::features::tags::model::{MAX_TAGS, Tag, TagHue};
use crate::features::tags::queries::{find_tag, find_tag_by_name};
use crate::text::fold;
use diesel::prelude::*;
use serde_json::json;

/// What the form of a customer's tags changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagSelection {
    /// Tags to add. Those that were deleted since are ignored.
    pub add: Vec<TagId>,
    /// Tags to remove.
    pub remove: Vec<TagId>,
    /// Names of tags to add; new ones are created.
    pub names: Vec<String>,
    /// The color of new tags; `None` chooses one by the name.
    pub hue: Option<TagHue>,
}

/// Why a change of tags is not possible. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagRefusal {
    /// The customer would have this many tags, more than [`MAX_PER_CUSTOMER`].
    TooManyOfCustomer(usize),
    /// The partner has [`MAX_TAGS`] already.
    TooManyOfPartner,
    /// The partner has another tag with this name.
    Exists(Tag),
}

/// The result of a change: whether anything changed, or why not.
pub type TagOutcome = std::result::Result<bool, TagRefusal>;

/// Changes the tags of a customer.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn select_tags<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    wanted: &TagSelection,
) -> Result<(TagOutcome, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    match change_tags(tx, scope, &[(id, wanted)])?.pop() {
        Some(TagsOfCustomer::Changed(changed)) => Ok((Ok(true), vec![changed.activity])),
        Some(TagsOfCustomer::AlreadySo) => Ok((Ok(false), Vec::new())),
        Some(TagsOfCustomer::Refused(refusal)) => Ok((Err(refusal), Vec::new())),
        Some(TagsOfCustomer::Unknown) | None => Err(Error::NotFound),
    }
}

/// Creates a tag.
pub fn create_tag<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    name: &str,
    hue: TagHue,
) -> Result<(TagOutcome, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    if let Some(other) = find_tag_by_name(scope, name, tx.c)? {
        return Ok((Err(TagRefusal::Exists(other)), Vec::new()));
    }
    if assignments::count_tags(tx.c, scope.partner())? >= MAX_TAGS {
        return Ok((Err(TagRefusal::TooManyOfPartner), Vec::new()));
    }
    assignments::insert_tag(tx, scope.partner(), name, hue)?;
    let details = json!({ "name": name, "hue": hue.as_str() });
    Ok((Ok(true), vec![Activity::new(Action::CreateTag, "tag", details)]))
}

/// Renames and recolors a tag, which keeps its id. If another tag has the name, merges this one into it, but only if
/// `merge` is the id of the other one; the other tag keeps its name and color.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the partner has no such tag.
pub fn update_tag<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: TagId,
    (name, hue): (&str, TagHue),
    merge: Option<TagId>,
) -> Result<(TagOutcome, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let before = find_tag(scope, id, tx.c)?;
    if let Some(other) = find_tag_by_name(scope, name, tx.c)?.filter(|other| other.id != id) {
        if merge != Some(other.id) {
            return Ok((Err(TagRefusal::Exists(other)), Vec::new()));
        }
        assignments::merge(tx, scope.partner(), id, other.id)?;
        let details = json!({ "before": { "name": before.name }, "after": { "name": other.name }, "customers": before.customers() });
        return Ok((Ok(true), vec![Activity::new(Action::MergeTags, "tag", details)]));
    }
    if before.name == name && before.hue == hue {
        return Ok((Ok(false), Vec::new()));
    }
    let row = tags::table.filter(tags::partner_id.eq(scope.partner()).and(tags::id.eq(id)));
    let values = (tags::name.eq(name), tags::name_key.eq(fold(name)), tags::hue.eq(hue));
    diesel::update(row).set(values).execute(tx.c)?;
    let state = |name: &str, hue: TagHue| json!({ "name": name, "hue": hue.as_str() });
    let details = json!({ "before": state(&before.name, before.hue), "after": state(name, hue) });
    Ok((Ok(true), vec![Activity::new(Action::UpdateTag, "tag", details)]))
}

/// Deletes a tag; customers lose it.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the partner has no such tag.
pub fn delete_tag<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: TagId) -> Result<((), Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let tag = find_tag(scope, id, tx.c)?;
    assignments::delete(tx, scope.partner(), id)?;
    let details = json!({ "name": tag.name, "hue": tag.hue.as_str(), "customers": tag.customers() });
    Ok(((), vec![Activity::new(Action::DeleteTag, "tag", details)]))
}
