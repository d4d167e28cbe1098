//! The queries of the thread that works on an import. It holds a lease on the import; writes fail after another thread
//! has taken the lease.

use crate::audit::notices;
use crate::audit::notices::NewNotice;
use crate::auth::Actor;
use crate::auth::actor::active_person;
use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::{import_pieces, imports};
use crate::domain::{ImportId, NoticeEvent, PartnerId, UserId};
use crate::error::{Error, Result};
use crate::features::import::engine::options::Progress;
use crate::features::import::upload::model::{Import, ImportDraft, ImportState};
use crate::features::import::upload::row::{AT_WORK, ImportRow};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

/// Duration of a lease. If it is not renewed in time, another thread continues the import.
const LEASE_DURATION: TimeDelta = TimeDelta::seconds(45);

/// Number of attempts before an import fails.
const MAX_ATTEMPTS: i32 = 5;

/// A lease on an import. The random token proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The import.
    pub id: ImportId,
    /// The partner whose list it changes.
    pub partner: PartnerId,
    token: String,
}

impl Lease {
    /// Returns a lease with a new token. It is valid once its [`Lease::renewal`] is stored.
    pub(super) fn new(id: ImportId, partner: PartnerId) -> Self {
        Lease { id, partner, token: Uuid::new_v4().to_string() }
    }

    /// Returns the column values that begin or renew the lease.
    pub(super) fn renewal(&self) -> LeaseValues {
        let now = clock::now();
        (
            imports::lease.eq(Some(self.token.clone())),
            imports::leased_until.eq(Some(now + LEASE_DURATION)),
            imports::updated_at.eq(now),
        )
    }
}

type LeaseValues = (
    diesel::dsl::Eq<imports::lease, Option<String>>,
    diesel::dsl::Eq<imports::leased_until, Option<NaiveDateTime>>,
    diesel::dsl::Eq<imports::updated_at, NaiveDateTime>,
);

/// What the holder of a lease needs for its work.
pub struct Work {
    /// The import.
    pub draft: ImportDraft,
    /// The user who uploaded it, if still active.
    pub person: Option<Actor>,
    /// Numbers of rows that earlier attempts added and changed.
    pub written: (u64, u64),
}

/// Leases an import whose lease has expired, the longest waiting one first. Imports that failed too often become
/// [`ImportState::Broken`].
pub fn claim_abandoned(c: &mut DbConnection) -> Result<Option<Lease>> {
    let now = clock::now();
    let waiting = || {
        let due = imports::leased_until.lt(now).or(imports::leased_until.is_null());
        imports::table.filter(imports::state.eq_any(AT_WORK).and(due))
    };
    let spent = diesel::update(waiting().filter(imports::attempts.ge(MAX_ATTEMPTS)));
    spent.set((imports::state.eq("broken"), imports::updated_at.eq(now))).execute(c)?;
    let next = waiting().order(imports::leased_until).select((imports::id, imports::partner_id));
    let Some((id, partner)) = next.first::<(ImportId, PartnerId)>(c).optional()? else { return Ok(None) };
    let lease = Lease::new(id, partner);
    let values = (lease.renewal(), imports::attempts.eq(imports::attempts + 1));
    let taken = diesel::update(waiting().filter(imports::id.eq(id))).set(values).execute(c)? == 1;
    Ok(taken.then_some(lease))
}

#[diesel::dsl::auto_type]
fn leased<'a>(id: ImportId, partner: PartnerId, token: &'a str) -> _ {
    imports::table
        .filter(imports::id.eq(id).and(imports::partner_id.eq(partner)).and(imports::lease.eq(token)))
}

/// Checks the number of updated rows: not exactly one means that the lease is lost.
pub(super) fn ensure_held(hits: usize) -> Result<()> {
    match hits {
        1 => Ok(()),
        _ => Err(Error::internal("another process has taken over the import, or it was discarded")),
    }
}

/// Returns what the holder of the lease needs for its work.
pub fn work(lease: &Lease, partner: PartnerId, c: &mut DbConnection) -> Result<Work> {
    let row = leased(lease.id, partner, &lease.token).select((
        ImportRow::as_select(),
        imports::user_id,
        imports::added,
        imports::changed,
    ));
    let (row, user, added, changed): (ImportRow, UserId, i64, i64) =
        row.first(c).optional()?.ok_or(Error::NotFound)?;
    Ok(Work {
        written: (added.unsigned_abs(), changed.unsigned_abs()),
        draft: Import::try_from(row)?.draft,
        person: active_person(c, user)?,
    })
}

/// Stores the progress and renews the lease.
pub fn record_progress(
    lease: &Lease,
    partner: PartnerId,
    progress: Progress,
    c: &mut DbConnection,
) -> Result<()> {
    let progress = serde_json::to_string(&Some(progress)).map_err(Error::internal)?;
    let row = leased(lease.id, partner, &lease.token);
    ensure_held(diesel::update(row).set((imports::progress.eq(progress), lease.renewal())).execute(c)?)
}

/// Counts written rows and renews the lease, in the transaction that writes them.
pub fn count(
    lease: &Lease,
    partner: PartnerId,
    (added, changed): (u64, u64),
    c: &mut DbConnection,
) -> Result<()> {
    let values = (
        imports::added.eq(imports::added + added as i64),
        imports::changed.eq(imports::changed + changed as i64),
        lease.renewal(),
    );
    ensure_held(diesel::update(leased(lease.id, partner, &lease.token)).set(values).execute(c)?)
}

/// Stores the final state and ends the lease. The user is notified when an import ended, not when a check did.
pub fn finish(
    lease: &Lease,
    partner: PartnerId,
    (draft, is_check): (&ImportDraft, bool),
    c: &mut DbConnection,
) -> Result<()> {
    let values = (
        imports::state.eq(draft.state.as_str()),
        imports::content.eq(serde_json::to_string(draft).map_err(Error::internal)?),
        imports::lease.eq(None::<String>),
        imports::leased_until.eq(None::<NaiveDateTime>),
        imports::updated_at.eq(clock::now()),
    );
    ensure_held(diesel::update(leased(lease.id, partner, &lease.token)).set(values).execute(c)?)?;
    if matches!(draft.state, ImportState::Done(_) | ImportState::Broken | ImportState::Refused(_)) {
        let file = import_pieces::table.filter(import_pieces::import_id.eq(lease.id));
        diesel::delete(file.filter(import_pieces::part.eq("file"))).execute(c)?;
    }
    if is_check {
        return Ok(());
    }
    let mut details = json!({ "file": draft.kind.as_str(), "state": draft.state.as_str() });
    if let ImportState::Done(report) = &draft.state {
        details["added"] = report.added.into();
        details["changed"] = report.changed.into();
        details["rejected"] = report.bad.into();
    }
    let user = imports::table.find(lease.id).select(imports::user_id).first(c)?;
    let (at, event, object) = (clock::now(), NoticeEvent::ImportEnded, Some(lease.id.to_string()));
    notices::insert(c, &NewNotice { partner, at, event, user: Some(user), object, customer: None, details })
}

/// Shortens the lease, so that the import is tried again in 20 seconds.
pub fn release(lease: &Lease, partner: PartnerId, c: &mut DbConnection) -> Result<()> {
    let values = imports::leased_until.eq(Some(clock::now() + TimeDelta::seconds(20)));
    ensure_held(diesel::update(leased(lease.id, partner, &lease.token)).set(values).execute(c)?)
}
