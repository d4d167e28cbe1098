//! Adds tags to customers and removes them, with [`change_tags`], as the form of one customer does.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::customers;
use crate::domain::{MicrosoftId, TagId};
use crate::error::Result;
use crate::features::bulk_acts::outcomes::{
    DoneRow, PlannedRow, RowDetails, RowOutcome, RowReason, RowToDo, RowValue,
};
use crate::features::customers::membership;
use crate::features::tags::changes::{TagRefusal, TagSelection};
use crate::features::tags::customer_changes::{
    ChangedTags, KnownTags, TagsOfCustomer, change_tags, changed_ids, tag_change,
};
use crate::features::tags::model::Tag;
use crate::features::tags::names::join_names;
use crate::features::tags::queries::tags_by_customer;
use diesel::prelude::*;
use std::collections::HashSet;

/// Plans the rows of these customers. Those that the partner does not have are left out.
///
/// # Errors
/// The database failed.
pub fn plan<P>(
    scope: &Scope<P>,
    wanted: &TagSelection,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<Vec<PlannedRow>> {
    let known = KnownTags::read(scope, [wanted], c)?;
    let own = scope.customers().filter(customers::microsoft_id.eq_any(ids));
    let own: HashSet<MicrosoftId> = own.select(customers::microsoft_id).load(c)?.into_iter().collect();
    let mut tags = tags_by_customer(scope, ids, c)?;
    let rows = ids.iter().filter(|id| own.contains(id));
    Ok(rows.map(|id| planned(*id, &tags.remove(id).unwrap_or_default(), wanted, &known)).collect())
}

fn planned(id: MicrosoftId, before: &[Tag], wanted: &TagSelection, known: &KnownTags) -> PlannedRow {
    let (outcome, reason, after) = match tag_change(before, wanted, known) {
        Err(refusal) => (RowOutcome::Blocked, Some(reason(&refusal)), None),
        Ok(change) if change.is_empty() => (RowOutcome::Same, None, None),
        Ok(change) => {
            let stays = before.iter().filter(|tag| !change.remove.contains(&tag.id));
            let stays: Vec<&str> = stays.map(|tag| tag.name.as_str()).collect();
            let missing = wanted.names.iter().map(String::as_str).filter(|name| !stays.contains(name));
            (RowOutcome::Planned, None, Some(join_names(stays.iter().copied().chain(missing))))
        }
    };
    let details = RowDetails {
        before: Some(RowValue::Tags(names(before))),
        after: after.map(RowValue::Tags),
        ..RowDetails::default()
    };
    PlannedRow {
        customer: id,
        subscription: None,
        request: None,
        outcome,
        reason,
        details,
        mark: String::new(),
    }
}

/// Changes the tags of customers whose turn has come. Tag changes of other users since the review are kept.
///
/// # Errors
/// The database failed; nothing has changed then.
pub fn carry_out<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    wanted: &TagSelection,
    rows: &[RowToDo],
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let wanted: Vec<(&RowToDo, &TagSelection)> = rows.iter().map(|row| (row, wanted)).collect();
    change(tx, scope, &wanted, [RowOutcome::Changed, RowOutcome::Failed], |row| {
        row.unchanged(RowOutcome::Same, None)
    })
}

/// Undoes the change of customers whose tags are still as the act left them.
///
/// # Errors
/// As [`carry_out`].
pub fn undo<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    adds: bool,
    rows: &[RowToDo],
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.customer).collect();
    let tags = tags_by_customer(scope, &ids, tx.c)?;
    let is_left = |row: &&RowToDo| mark(tags.get(&row.customer).map_or(&[], Vec::as_slice)) == row.mark;
    let (left, changed): (Vec<&RowToDo>, Vec<&RowToDo>) = rows.iter().partition(is_left);
    let opposite = |row: &RowToDo| match adds {
        true => TagSelection { remove: row.details.tags.clone(), ..TagSelection::default() },
        false => TagSelection { add: row.details.tags.clone(), ..TagSelection::default() },
    };
    let opposites: Vec<TagSelection> = left.iter().map(|row| opposite(row)).collect();
    let wanted: Vec<(&RowToDo, &TagSelection)> = left.into_iter().zip(&opposites).collect();
    let kept = |row: &RowToDo, reason| row.unchanged(RowOutcome::Kept, Some(reason));
    let (mut done, activities) =
        self::change(tx, scope, &wanted, [RowOutcome::Undone, RowOutcome::Kept], |row| {
            kept(row, RowReason::TagDeleted)
        })?;
    done.extend(changed.into_iter().map(|row| kept(row, RowReason::ChangedMeanwhile)));
    Ok((done, activities))
}

/// Changes the customers of rows in a locked list. `same` returns the row of a customer that did not change.
fn change<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    wanted: &[(&RowToDo, &TagSelection)],
    [changed, failed]: [RowOutcome; 2],
    same: impl Fn(&RowToDo) -> DoneRow,
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    let customers: Vec<_> = wanted.iter().map(|(row, wanted)| (row.customer, *wanted)).collect();
    let (mut done, mut activities) = (Vec::with_capacity(wanted.len()), Vec::new());
    for ((row, _), outcome) in wanted.iter().zip(change_tags(tx, scope, &customers)?) {
        done.push(match outcome {
            TagsOfCustomer::Changed(tags) => {
                let row = done_row(row, &tags, changed);
                activities.push(tags.activity);
                row
            }
            TagsOfCustomer::AlreadySo => same(row),
            TagsOfCustomer::Refused(refusal) => row.unchanged(failed, Some(reason(&refusal))),
            TagsOfCustomer::Unknown => row.unchanged(failed, Some(RowReason::Gone)),
        });
    }
    Ok((done, activities))
}

fn done_row(row: &RowToDo, changed: &ChangedTags, outcome: RowOutcome) -> DoneRow {
    DoneRow {
        position: row.position,
        outcome,
        reason: None,
        details: RowDetails {
            before: Some(RowValue::Tags(names(&changed.before))),
            after: Some(RowValue::Tags(names(&changed.after))),
            tags: changed_ids(changed),
            ..RowDetails::default()
        },
        mark: mark(&changed.after),
    }
}

fn names(tags: &[Tag]) -> String {
    join_names(tags.iter().map(|tag| tag.name.as_str()))
}

/// Returns a text that changes whenever the customer gets or loses a tag.
fn mark(tags: &[Tag]) -> String {
    let mut ids: Vec<TagId> = tags.iter().map(|tag| tag.id).collect();
    ids.sort_unstable();
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn reason(refusal: &TagRefusal) -> RowReason {
    match refusal {
        TagRefusal::TooManyOfCustomer(count) => RowReason::TooManyTags(*count),
        TagRefusal::TooManyOfPartner | TagRefusal::Exists(_) => RowReason::TooManyTagsOfPartner,
    }
}
