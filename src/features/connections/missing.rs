//! Customers that the server has no more: they are marked, never removed. Only customers that an earlier run of the same
//! connection has found there can be missing.

use crate::audit::{Action, Activity};
use crate::db::former_ids;
use crate::domain::{ConnectionKind, MicrosoftId};
use crate::error::Result;
use crate::features::connections::missing_queries as queries;
use crate::features::connections::missing_queries::KnownCustomer;
use crate::features::connections::reading::customer_ids::all_ids;
use crate::features::connections::runs::leases;
use crate::features::connections::server::access::{Server, Stop};
use crate::features::connections::server::answers::ServerCustomer;
use crate::features::connections::work::RunWork;
use crate::outbound::exchange::AnswerLimits;
use crate::urls;
use serde_json::json;
use std::collections::HashSet;

/// Customers that are marked in one transaction.
const BATCH_SIZE: usize = 200;

/// Number of missing customers that the page of a run names.
const MAX_SHOWN: usize = 50;

/// More missing customers than this, and more than half of all, need a person: the list of the server may be incomplete.
const SUSPICIOUS: usize = 10;

/// What a run finds about the customers of earlier runs.
#[derive(Debug, Default)]
struct Compared {
    new: Vec<MicrosoftId>,
    gone: Vec<MicrosoftId>,
    back: Vec<MicrosoftId>,
    known: usize,
    seen: usize,
}

/// Counts what is missing. The results are in the content of the run.
///
/// # Errors
/// See [`Stop`].
pub fn compare(work: &mut RunWork<'_>) -> Result<(), Stop> {
    let compared = compare_sets(work)?;
    let partner = work.lease.partner;
    let shown = &compared.gone[..compared.gone.len().min(MAX_SHOWN)];
    let (names, active) = work
        .portal
        .db
        .read_now(|c| Ok((queries::names(partner, shown, c)?, queries::count_active(partner, c)?)))?;
    work.content.missing = compared.gone.len() as u64;
    work.content.missing_names = names.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    work.content.back = compared.back.len() as u64;
    work.content.only_here = active.saturating_sub(compared.seen as u64);
    work.content.is_suspicious = compared.gone.len() > SUSPICIOUS && 2 * compared.gone.len() > compared.known;
    Ok(())
}

/// Marks what is missing and what is there again, and remembers what is new.
///
/// # Errors
/// See [`Stop`].
pub fn mark(work: &mut RunWork<'_>) -> Result<(), Stop> {
    let mut compared = compare_sets(work)?;
    if work.connection.kind == ConnectionKind::Vendor {
        // The pages of a list that changes meanwhile can skip a customer.
        compared.gone = confirmed(work, &compared.gone)?;
        work.content.missing = compared.gone.len() as u64;
    }
    let lease = work.lease;
    for ids in compared.new.chunks(BATCH_SIZE * 10) {
        work.portal.db.write_now(|c| {
            leases::renew(lease, c)?;
            queries::insert(lease.connection, lease.partner, ids, c)
        })?;
    }
    for (ids, is_missing) in [(&compared.gone, true), (&compared.back, false)] {
        for ids in ids.chunks(BATCH_SIZE) {
            let name = work.connection.name.clone();
            work.portal.log.record_now(&work.connection.author(), |tx| {
                leases::renew(lease, tx.c)?;
                let marked = queries::mark(tx, (lease.connection, lease.partner), ids, is_missing)?;
                let entry = |(id, customer): (MicrosoftId, String)| {
                    let details = json!({ "connection": name, "missing": is_missing });
                    Activity::for_customer(Action::MarkMissingCustomer, id, &customer, details)
                };
                Ok(((), marked.into_iter().map(entry).collect()))
            })?;
        }
    }
    Ok(())
}

fn compare_sets(work: &RunWork<'_>) -> Result<Compared> {
    let (connection, partner) = (work.lease.connection, work.lease.partner);
    let read = all_ids(&work.portal.db, work.lease.id, partner)?;
    let read: Vec<MicrosoftId> = read.into_iter().collect();
    work.portal.db.read_now(|c| {
        let current = former_ids::all_current(c, partner, &read)?;
        let there: HashSet<MicrosoftId> =
            read.iter().map(|id| current.get(id).copied().unwrap_or(*id)).collect();
        let known = queries::known(connection, partner, c)?;
        let known_ids: HashSet<MicrosoftId> = known.iter().map(|one| one.id).collect();
        let unknown: Vec<MicrosoftId> = there.iter().filter(|id| !known_ids.contains(id)).copied().collect();
        let new = queries::active_of(partner, &unknown, c)?;
        let select = |is_missing: bool, is_there: bool| {
            let matches =
                |one: &&KnownCustomer| one.is_missing == is_missing && there.contains(&one.id) == is_there;
            known.iter().filter(matches).map(|one| one.id).collect::<Vec<_>>()
        };
        let seen = queries::active_of(partner, &there.iter().copied().collect::<Vec<_>>(), c)?.len();
        Ok(Compared { new, gone: select(false, false), back: select(true, true), known: known.len(), seen })
    })
}

/// Returns those of the missing customers that the vendor does not have when it is asked for each.
fn confirmed(work: &RunWork<'_>, gone: &[MicrosoftId]) -> Result<Vec<MicrosoftId>, Stop> {
    let mut server = Server::new(work.portal, work.connection.clone());
    let mut confirmed = Vec::new();
    for (number, id) in gone.iter().enumerate() {
        match server.get_json::<ServerCustomer>(&urls::api_customer(*id), &[], AnswerLimits::SMALL) {
            Ok(_) => {}
            Err(Stop::Fail(fault)) if fault.status == Some(404) => confirmed.push(*id),
            Err(stop) => return Err(stop),
        }
        if number % 20 == 19 {
            work.portal.db.write_now(|c| leases::renew(work.lease, c))?;
        }
    }
    Ok(confirmed)
}
