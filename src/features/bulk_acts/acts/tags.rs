//! Adds tags to customers and removes them, with [`change_tags`], as the form of one customer does.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::customers;
use crate::domain::{MicrosoftId, TagId};
use crate::error::{Error, Result};
use crate::features::bulk_acts::outcomes::{
    DoneRow, PlannedRow, RowDetails, RowOutcome, RowReason, RowToDo, RowValue,
};
use crate::features::customers::membership;
use crate::features::tags::changes::{TagRefusal, TagSelection};
use crate::features::tags::customer_changes::{ChangedTags, KnownTags, change_tags, changed_ids, tag_change};
use crate::features::tags::model::Tag;
use crate::features::tags::names::join_names;
use crate::features::tags::queries::{tags_by_customer, tags_of};
use crate::search::customers_changed;
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
    let known = KnownTags::read(scope, wanted, c)?;
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
    let mut known = KnownTags::read(scope, wanted, tx.c)?;
    for_each(tx, scope, rows, |tx, row| {
        Ok(match change_tags(tx, scope, row.customer, wanted, &mut known)? {
            Ok(Some(changed)) => Ok(changed),
            Ok(None) => Err(row.unchanged(RowOutcome::Same, None)),
            Err(refusal) => Err(row.unchanged(RowOutcome::Failed, Some(reason(&refusal)))),
        })
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
    for_each(tx, scope, rows, |tx, row| {
        let kept = |reason| Ok(Err(row.unchanged(RowOutcome::Kept, Some(reason))));
        if mark(&tags_of(scope, row.customer, tx.c)?) != row.mark {
            return kept(RowReason::ChangedMeanwhile);
        }
        let wanted = if adds {
            TagSelection { remove: row.details.tags.clone(), ..TagSelection::default() }
        } else {
            TagSelection { add: row.details.tags.clone(), ..TagSelection::default() }
        };
        let mut known = KnownTags::read(scope, &wanted, tx.c)?;
        match change_tags(tx, scope, row.customer, &wanted, &mut known)? {
            Ok(Some(changed)) => Ok(Ok(changed)),
            Ok(None) => kept(RowReason::TagDeleted),
            Err(refusal) => kept(reason(&refusal)),
        }
    })
    .map(|(mut done, activities)| {
        for row in done.iter_mut().filter(|row| row.outcome == RowOutcome::Changed) {
            row.outcome = RowOutcome::Undone;
        }
        for row in done.iter_mut().filter(|row| row.outcome == RowOutcome::Failed) {
            row.outcome = RowOutcome::Kept;
        }
        (done, activities)
    })
}

/// Changes each row in a locked list, and records all changed customers together. `change` returns the row that was not
/// changed, and why.
fn for_each<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    rows: &[RowToDo],
    mut change: impl FnMut(&mut Tx<'_>, &RowToDo) -> Result<std::result::Result<ChangedTags, DoneRow>>,
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let (mut done, mut activities, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        match change(tx, row) {
            Err(Error::NotFound) => done.push(row.unchanged(RowOutcome::Failed, Some(RowReason::Gone))),
            Err(error) => return Err(error),
            Ok(Err(unchanged)) => done.push(unchanged),
            Ok(Ok(changed)) => {
                done.push(done_row(row, &changed));
                activities.push(changed.activity);
                ids.push(row.customer);
            }
        }
    }
    customers_changed(tx.c, scope.partner(), &ids)?;
    Ok((done, activities))
}

fn done_row(row: &RowToDo, changed: &ChangedTags) -> DoneRow {
    DoneRow {
        position: row.position,
        outcome: RowOutcome::Changed,
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
