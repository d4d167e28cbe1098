//! The queries for the table of imports. Only the user who uploaded a file sees its import.
//! The thread that works on an import holds a lease on it; writes fail after another thread has taken the lease.

use crate::auth::actor::{ActorRow, SessionRow};
use crate::auth::scope::ImportCustomers;
use crate::auth::{Actor, Scope};
use crate::clock;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{import_pieces, imports, partners, users};
use crate::db::stored::stored_json;
use crate::domain::{ImportId, PartnerId, UserId};
use crate::error::{Error, Result};
use crate::features::import::engine::options::Progress;
use crate::features::import::upload::model::{Import, ImportDraft, ImportState};
use crate::features::import::upload::pieces;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use uuid::Uuid;

/// Duration of a lease. If it is not renewed in time, another thread continues the import.
const LEASE: TimeDelta = TimeDelta::seconds(45);

/// Number of attempts before an import fails.
const ATTEMPTS: i32 = 5;

/// Maximum number of stored files per user; a new one replaces the oldest.
const FILES_A_PERSON: usize = 3;

/// How long files are stored.
const FILE_KEPT: TimeDelta = TimeDelta::days(1);

/// How long imports are stored, without their files.
const RETENTION: TimeDelta = TimeDelta::days(30);

/// The states in which a thread works on an import, or should.
const AT_WORK: [&str; 2] = ["checking", "running"];

/// A lease on an import. `word` is the random token that proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The import.
    pub id: ImportId,
    /// The partner whose list it changes.
    pub partner: PartnerId,
    word: String,
}

/// What the holder of a lease needs for its work.
pub struct Work {
    /// The import.
    pub draft: ImportDraft,
    /// The user who uploaded it, if still active.
    pub person: Option<Actor>,
    /// Numbers of rows that earlier attempts added and changed.
    pub written: (u64, u64),
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = imports, check_for_backend(MultiBackend))]
struct ImportRow {
    id: ImportId,
    state: String,
    content: String,
    is_kept: bool,
    progress: String,
}

impl TryFrom<ImportRow> for Import {
    type Error = Error;

    fn try_from(row: ImportRow) -> Result<Self> {
        let mut draft: ImportDraft = stored_json(&row.content, "imports.content", row.id)?;
        if row.state == ImportState::Broken.as_str() {
            draft.state = ImportState::Broken; // `claim_abandoned` only updates the column
        }
        let progress = stored_json(&row.progress, "imports.progress", row.id)?;
        Ok(Import { id: row.id, draft, is_kept: row.is_kept, progress })
    }
}

#[diesel::dsl::auto_type]
fn own_imports(user: UserId) -> _ {
    imports::table.filter(imports::user_id.eq(user).and(imports::state.ne("arriving")))
}

/// Returns an import of this user.
///
/// # Errors
/// [`Error::NotFound`] if it does not exist or is another user's.
pub fn find_own(scope: &Scope<ImportCustomers>, id: ImportId, c: &mut DbConnection) -> Result<Import> {
    let found = own_imports(scope.actor().user).filter(imports::id.eq(id)).select(ImportRow::as_select());
    found.first::<ImportRow>(c).optional()?.ok_or(Error::NotFound)?.try_into()
}

/// Returns the user's last 10 imports that are done or can be continued, newest first.
pub fn recent(scope: &Scope<ImportCustomers>, c: &mut DbConnection) -> Result<Vec<Import>> {
    let of_use = imports::is_kept.eq(true).or(imports::state.eq("done"));
    let found = own_imports(scope.actor().user).filter(of_use);
    let found =
        found.order((imports::created_at.desc(), imports::id)).limit(10).select(ImportRow::as_select());
    found.load(c)?.into_iter().map(Import::try_from).collect()
}

/// Inserts a new import, to which the chunks of the file can then be added. If the user has too many files, deletes the
/// oldest ones that are not being worked on.
pub fn start(scope: &Scope<ImportCustomers>, draft: &ImportDraft, c: &mut DbConnection) -> Result<Lease> {
    let kept = own_imports(scope.actor().user).filter(imports::is_kept.eq(true));
    let idle = kept.filter(imports::state.ne_all(AT_WORK)).order(imports::created_at.desc());
    let idle: Vec<ImportId> = idle.select(imports::id).load(c)?;
    for id in idle.into_iter().skip(FILES_A_PERSON - 1) {
        pieces::delete(id, c)?;
    }
    let lease = Lease { id: ImportId::random(), partner: scope.partner(), word: Uuid::new_v4().to_string() };
    let now = clock::now();
    let row = (
        imports::id.eq(lease.id),
        imports::partner_id.eq(scope.partner()),
        imports::user_id.eq(scope.actor().user),
        imports::state.eq("arriving"),
        imports::content.eq(serde_json::to_string(draft).map_err(Error::internal)?),
        imports::is_kept.eq(true),
        imports::progress.eq("null"),
        imports::created_at.eq(now),
        imports::updated_at.eq(now),
    );
    diesel::insert_into(imports::table).values(row).execute(c)?;
    Ok(lease)
}

/// Marks the file as complete and starts the check.
pub fn mark_received(lease: &Lease, partner: PartnerId, c: &mut DbConnection) -> Result<()> {
    let row = imports::table.filter(imports::id.eq(lease.id).and(imports::partner_id.eq(partner)));
    let values = (imports::state.eq("checking"), lease_values(&lease.word), imports::attempts.eq(1));
    diesel::update(row.filter(imports::state.eq("arriving"))).set(values).execute(c)?;
    Ok(())
}

/// Starts the import of a checked file. Returns `None` if it has already started or is not checked yet.
///
/// # Errors
/// A unique violation ([`Error::is_repeated`]) if another import of this partner is running.
pub fn confirm(
    scope: &Scope<ImportCustomers>,
    id: ImportId,
    draft: &ImportDraft,
    c: &mut DbConnection,
) -> Result<Option<Lease>> {
    let lease = Lease { id, partner: scope.partner(), word: Uuid::new_v4().to_string() };
    let row = imports::table.filter(imports::id.eq(id));
    let row = row.filter(imports::user_id.eq(scope.actor().user).and(imports::state.eq("checked")));
    let values = (
        imports::state.eq("running"),
        imports::content.eq(serde_json::to_string(draft).map_err(Error::internal)?),
        imports::progress.eq("null"),
        imports::attempts.eq(1),
        lease_values(&lease.word),
    );
    let begun = diesel::update(row.filter(imports::is_kept.eq(true))).set(values).execute(c)?;
    Ok((begun == 1).then_some(lease))
}

/// Deletes an import of this user, unless it is being written; returns whether it did.
pub fn discard(scope: &Scope<ImportCustomers>, id: ImportId, c: &mut DbConnection) -> Result<bool> {
    let row = imports::table.filter(imports::id.eq(id).and(imports::state.ne("running")));
    Ok(diesel::delete(row.filter(imports::user_id.eq(scope.actor().user))).execute(c)? == 1)
}

/// Leases an import whose lease has expired, the longest waiting one first. Imports that failed too often become
/// [`ImportState::Broken`].
pub fn claim_abandoned(c: &mut DbConnection) -> Result<Option<Lease>> {
    let now = clock::now();
    let waiting = || {
        let due = imports::leased_until.lt(now).or(imports::leased_until.is_null());
        imports::table.filter(imports::state.eq_any(AT_WORK).and(due))
    };
    let spent = diesel::update(waiting().filter(imports::attempts.ge(ATTEMPTS)));
    spent.set((imports::state.eq("broken"), imports::updated_at.eq(now))).execute(c)?;
    let next = waiting().order(imports::leased_until).select((imports::id, imports::partner_id));
    let Some((id, partner)) = next.first::<(ImportId, PartnerId)>(c).optional()? else { return Ok(None) };
    let word = Uuid::new_v4().to_string();
    let values = (lease_values(&word), imports::attempts.eq(imports::attempts + 1));
    let taken = diesel::update(waiting().filter(imports::id.eq(id))).set(values).execute(c)? == 1;
    Ok(taken.then_some(Lease { id, partner, word }))
}

type LeaseValues = (
    diesel::dsl::Eq<imports::lease, Option<String>>,
    diesel::dsl::Eq<imports::leased_until, Option<NaiveDateTime>>,
    diesel::dsl::Eq<imports::updated_at, NaiveDateTime>,
);

fn lease_values(word: &str) -> LeaseValues {
    let now = clock::now();
    (
        imports::lease.eq(Some(word.to_owned())),
        imports::leased_until.eq(Some(now + LEASE)),
        imports::updated_at.eq(now),
    )
}

#[diesel::dsl::auto_type]
fn leased<'a>(id: ImportId, partner: PartnerId, word: &'a str) -> _ {
    imports::table
        .filter(imports::id.eq(id).and(imports::partner_id.eq(partner)).and(imports::lease.eq(word)))
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
    let row = leased(lease.id, partner, &lease.word).select((
        ImportRow::as_select(),
        imports::user_id,
        imports::added,
        imports::changed,
    ));
    let (row, user, added, changed): (ImportRow, UserId, i64, i64) =
        row.first(c).optional()?.ok_or(Error::NotFound)?;
    let person = users::table
        .inner_join(partners::table)
        .filter(users::id.eq(user).and(users::active.eq(true)))
        .select(ActorRow::as_select());
    let person: Option<ActorRow> = person.first(c).optional()?;
    Ok(Work {
        written: (added.unsigned_abs(), changed.unsigned_abs()),
        draft: Import::try_from(row)?.draft,
        person: person.map(|person| person.into_actor(SessionRow::default())).transpose()?,
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
    let row = leased(lease.id, partner, &lease.word);
    ensure_held(
        diesel::update(row).set((imports::progress.eq(progress), lease_values(&lease.word))).execute(c)?,
    )
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
        lease_values(&lease.word),
    );
    ensure_held(diesel::update(leased(lease.id, partner, &lease.word)).set(values).execute(c)?)
}

/// Stores the final state and ends the lease.
pub fn finish(lease: &Lease, partner: PartnerId, draft: &ImportDraft, c: &mut DbConnection) -> Result<()> {
    let values = (
        imports::state.eq(draft.state.as_str()),
        imports::content.eq(serde_json::to_string(draft).map_err(Error::internal)?),
        imports::lease.eq(None::<String>),
        imports::leased_until.eq(None::<NaiveDateTime>),
        imports::updated_at.eq(clock::now()),
    );
    ensure_held(diesel::update(leased(lease.id, partner, &lease.word)).set(values).execute(c)?)?;
    if matches!(draft.state, ImportState::Done(_) | ImportState::Broken | ImportState::Refused(_)) {
        let file = import_pieces::table.filter(import_pieces::import_id.eq(lease.id));
        diesel::delete(file.filter(import_pieces::part.eq("file"))).execute(c)?;
    }
    Ok(())
}

/// Shortens the lease, so that the import is tried again in 20 seconds.
pub fn release(lease: &Lease, partner: PartnerId, c: &mut DbConnection) -> Result<()> {
    let values = imports::leased_until.eq(Some(clock::now() + TimeDelta::seconds(20)));
    ensure_held(diesel::update(leased(lease.id, partner, &lease.word)).set(values).execute(c)?)
}

/// Deletes a batch of expired files and imports; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let now = clock::now();
    let idle = || imports::table.filter(imports::state.ne_all(AT_WORK));
    let old = idle().filter(imports::is_kept.eq(true).and(imports::updated_at.lt(now - FILE_KEPT)));
    let old: Vec<ImportId> = old.select(imports::id).limit(100).load(c)?;
    for id in &old {
        pieces::delete(*id, c)?;
    }
    let gone = idle().filter(imports::updated_at.lt(now - RETENTION)).select(imports::id).limit(500);
    let gone: Vec<ImportId> = gone.load(c)?;
    diesel::delete(imports::table.filter(imports::id.eq_any(&gone))).execute(c)?;
    Ok(old.len() + gone.len())
}
