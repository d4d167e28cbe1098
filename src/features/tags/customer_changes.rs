//! What a selection of tags changes at one customer. The form of a customer and bulk acts both change tags with
//! [`change_tags`]; a review of a bulk act asks [`tag_change`] first.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, TagId};
use crate::error::Result;
use crate::features::customers::lookup::customer_names;
use crate::features::tags::assignments::{self, Assignment};
use crate::features::tags::changes::{TagRefusal, TagSelection};
use crate::features::tags::model::{MAX_PER_CUSTOMER, MAX_TAGS, Tag, TagHue};
use crate::features::tags::names::join_names;
use crate::features::tags::queries::{find_tag, sorted, tags_by_customer, tags_by_id, tags_by_key};
use crate::search::customers_changed;
use crate::text::fold;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

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

/// Tags that selections name, as they are stored.
#[derive(Debug, Clone, Default)]
pub struct KnownTags {
    by_id: HashMap<TagId, Tag>,
    by_key: HashMap<String, TagId>,
}

impl KnownTags {
    /// Reads the tags that selections name.
    ///
    /// # Errors
    /// The database failed.
    pub fn read<'a, P>(
        scope: &Scope<P>,
        wanted: impl IntoIterator<Item = &'a TagSelection>,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let (mut ids, mut keys) = (BTreeSet::new(), BTreeSet::new());
        for one in wanted {
            ids.extend(one.add.iter().copied());
            keys.extend(one.names.iter().map(|name| fold(name)));
        }
        let mut known = KnownTags::default();
        let keys: Vec<String> = keys.into_iter().collect();
        tags_by_key(scope, &keys, c)?.into_iter().for_each(|tag| known.add(tag));
        let ids: Vec<TagId> = ids.into_iter().filter(|id| !known.by_id.contains_key(id)).collect();
        tags_by_id(scope, &ids, c)?.into_iter().for_each(|tag| known.add(tag));
        Ok(known)
    }

    fn add(&mut self, tag: Tag) {
        self.by_key.insert(fold(&tag.name), tag.id);
        self.by_id.insert(tag.id, tag);
    }

    fn named(&self, name: &str) -> Option<TagId> {
        self.by_key.get(&fold(name)).copied()
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
    let named: Vec<TagId> = wanted.names.iter().filter_map(|name| known.named(name)).collect();
    let existing = wanted.add.iter().filter(|tag| known.by_id.contains_key(tag));
    let mut add: Vec<TagId> = existing.chain(&named).copied().filter(|tag| !has(tag)).collect();
    add.sort_unstable();
    add.dedup();
    let remove: Vec<TagId> =
        wanted.remove.iter().copied().filter(|tag| has(tag) && !named.contains(tag)).collect();
    let new: Vec<String> = wanted.names.iter().filter(|name| known.named(name).is_none()).cloned().collect();
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

impl ChangedTags {
    fn new(id: MicrosoftId, name: &str, before: Vec<Tag>, after: Vec<Tag>) -> Self {
        let names = |tags: &[Tag]| json!({ "tags": join_names(tags.iter().map(|tag| tag.name.as_str())) });
        let activity = Activity::customer_updated(id, name, names(&before), names(&after));
        ChangedTags { before, after, activity }
    }
}

/// What [`change_tags`] did with a customer.
#[derive(Debug, Clone)]
pub enum TagsOfCustomer {
    /// Its tags changed.
    Changed(Box<ChangedTags>),
    /// It has the tags already.
    AlreadySo,
    /// A limit forbids the change.
    Refused(TagRefusal),
    /// The partner has no such customer.
    Unknown,
}

/// Changes the tags of customers in a locked list; returns what became of each. A customer is named once.
///
/// # Errors
/// The database failed.
pub fn change_tags<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    wanted: &[(MicrosoftId, &TagSelection)],
) -> Result<Vec<TagsOfCustomer>> {
    let ids: Vec<MicrosoftId> = wanted.iter().map(|(id, _)| *id).collect();
    let names = customer_names(scope, &ids, tx.c)?;
    let mut tags = tags_by_customer(scope, &ids, tx.c)?;
    let mut known = KnownTags::read(scope, wanted.iter().map(|(_, wanted)| *wanted), tx.c)?;
    let (mut outcomes, mut assigned) = (Vec::with_capacity(wanted.len()), Vec::new());
    for (id, wanted) in wanted {
        let Some(name) = names.get(id) else {
            outcomes.push(TagsOfCustomer::Unknown);
            continue;
        };
        let before = tags.remove(id).unwrap_or_default();
        let change = match tag_change(&before, wanted, &known) {
            Ok(change) => create_missing(tx, scope, change, wanted, &mut known)?,
            refused => refused,
        };
        outcomes.push(match change {
            Err(refusal) => TagsOfCustomer::Refused(refusal),
            Ok(change) if change.is_empty() => TagsOfCustomer::AlreadySo,
            Ok(TagChange { add, remove, .. }) => {
                let stay = before.iter().filter(|tag| !remove.contains(&tag.id));
                let after =
                    sorted(stay.chain(add.iter().filter_map(|id| known.by_id.get(id))).cloned().collect());
                assigned.push(Assignment { customer: *id, add, remove });
                TagsOfCustomer::Changed(Box::new(ChangedTags::new(*id, name, before, after)))
            }
        });
    }
    assignments::assign_all(tx, scope.partner(), &assigned)?;
    let changed: Vec<MicrosoftId> = assigned.iter().map(|one| one.customer).collect();
    customers_changed(tx.c, scope.partner(), &changed)?;
    Ok(outcomes)
}

/// Creates the tags of a change that are new, and returns the change without new ones.
fn create_missing<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    mut change: TagChange,
    wanted: &TagSelection,
    known: &mut KnownTags,
) -> Result<std::result::Result<TagChange, TagRefusal>> {
    if !change.new.is_empty() && assignments::count_tags(tx.c, scope.partner())? + change.new.len() > MAX_TAGS
    {
        return Ok(Err(TagRefusal::TooManyOfPartner));
    }
    for name in std::mem::take(&mut change.new) {
        let hue = wanted.hue.unwrap_or(TagHue::for_name(&name));
        let id = assignments::insert_tag(tx, scope.partner(), &name, hue)?;
        known.add(find_tag(scope, id, tx.c)?);
        change.add.push(id);
    }
    Ok(Ok(change))
}

/// Returns the tags that the customer got or lost.
pub fn changed_ids(changed: &ChangedTags) -> Vec<TagId> {
    let is_in = |tags: &[Tag], tag: &Tag| tags.iter().any(|one| one.id == tag.id);
    let got = changed.after.iter().filter(|tag| !is_in(&changed.before, tag));
    let lost = changed.before.iter().filter(|tag| !is_in(&changed.after, tag));
    got.chain(lost).map(|tag| tag.id).collect()
}
