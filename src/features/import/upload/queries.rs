//! The table of imports: whose each is, how far it is, and who works on it. Nobody but its uploader sees one.
//! Whoever works on an import holds a lease; what it writes is taken only while the lease is its own.

use crate::auth::actor::{ACTOR_COLUMNS, ActorRow, SessionRow};
use crate::auth::scope::ImportCustomers;
use crate::auth::{Actor, Scope};
use crate::clock;
use crate::db::DbConnection;
use crate::db::columns::columns;
use crate::db::schema::{import_pieces, imports, partners, users};
use crate::db::stored::{stored, stored_json};
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::features::import::engine::options::Progress;
use crate::features::import::upload::model::{Import, ImportDraft, ImportId, ImportState};
use crate::features::import::upload::pieces;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use uuid::Uuid;

/// Whoever has not been heard of for so long works no longer; somebody else goes on.
const LEASE: TimeDelta = TimeDelta::seconds(45);

/// So many processes may break off over one file before it is given up.
const ATTEMPTS: i32 = 5;

/// So many files one person may have here; the oldest goes when another one comes.
const FILES_A_PERSON: usize = 3;

/// A file is forgotten after so long, and after a month that there was one.
const FILE_KEPT: TimeDelta = TimeDelta::days(1);

const RETENTION: TimeDelta = TimeDelta::days(30);

/// In these states somebody works on it.
const AT_WORK: [&str; 2] = ["checking", "running"];

/// A lease: which import, whose, and the word that proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The import.
    pub id: ImportId,
    /// Whose list it changes.
    pub partner: PartnerId,
    word: String,
}

/// What the holder of a lease works on.
pub struct Work {
    /// The import as it stands.
    pub draft: ImportDraft,
    /// Who uploaded it, if that person is still active.
    pub person: Option<Actor>,
    /// Rows that an earlier try has added and changed.
    pub written: (u64, u64),
}

type Row = (String, String, String, bool, String);

columns! {
    COLUMNS = (imports::id, imports::state, imports::content, imports::is_kept, imports::progress)
}

fn import((id, state, content, is_kept, progress): Row) -> Result<Import> {
    let mut draft: ImportDraft = stored_json(&content, "imports.content", &id)?;
    if state == ImportState::Broken.as_str() {
        draft.state = ImportState::Broken; // whoever gave it up did not read it
    }
    let progress = stored_json(&progress, "imports.progress", &id)?;
    Ok(Import { id: stored(&id, "imports.id", &id)?, draft, is_kept, progress })
}

#[diesel::dsl::auto_type]
fn own_imports(user: i32) -> _ {
    imports::table.filter(imports::user_id.eq(user).and(imports::state.ne("arriving")))
}

/// An import of the person who asks.
///
/// # Errors
/// [`Error::NotFound`] for an unknown and another person's alike.
pub fn find_own(scope: &Scope<ImportCustomers>, id: ImportId, c: &mut DbConnection) -> Result<Import> {
    let found = own_imports(scope.actor().user.0).filter(imports::id.eq(id.to_string())).select(COLUMNS);
    import(found.first(c).optional()?.ok_or(Error::NotFound)?)
}

/// The last imports of the person who asks that are done or can be gone on with, the newest first.
pub fn recent(scope: &Scope<ImportCustomers>, c: &mut DbConnection) -> Result<Vec<Import>> {
    let of_use = imports::is_kept.eq(true).or(imports::state.eq("done"));
    let found = own_imports(scope.actor().user.0).filter(of_use);
    let found = found.order((imports::created_at.desc(), imports::id)).limit(10).select(COLUMNS);
    found.load(c)?.into_iter().map(import).collect()
}

/// Makes room for a new import of this person and begins it: its pieces may come. Files that nobody works on go, the
/// oldest first, when there are too many.
pub fn start(scope: &Scope<ImportCustomers>, draft: &ImportDraft, c: &mut DbConnection) -> Result<Lease> {
    let kept = own_imports(scope.actor().user.0).filter(imports::is_kept.eq(true));
    let idle = kept.filter(imports::state.ne_all(AT_WORK)).order(imports::created_at.desc());
    let idle: Vec<String> = idle.select(imports::id).load(c)?;
    for id in idle.iter().skip(FILES_A_PERSON - 1) {
        pieces::delete(id, c)?;
    }
    let lease = Lease { id: ImportId::new(), partner: scope.partner(), word: Uuid::new_v4().to_string() };
    let now = clock::now();
    let row = (
        imports::id.eq(lease.id.to_string()),
        imports::partner_id.eq(scope.partner().0),
        imports::user_id.eq(scope.actor().user.0),
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

/// The file is here whole: it is checked from now on.
pub fn mark_received(lease: &Lease, partner: PartnerId, c: &mut DbConnection) -> Result<()> {
    let row =
        imports::table.filter(imports::id.eq(lease.id.to_string()).and(imports::partner_id.eq(partner.0)));
    let values = (imports::state.eq("checking"), lease_values(&lease.word), imports::attempts.eq(1));
    diesel::update(row.filter(imports::state.eq("arriving"))).set(values).execute(c)?;
    Ok(())
}

/// Begins to import what was checked; nothing if it was begun already or is not ready.
///
/// # Errors
/// A repeated row ([`Error::is_repeated`]) when somebody else of this partner is importing.
pub fn confirm(
    scope: &Scope<ImportCustomers>,
    id: ImportId,
    draft: &ImportDraft,
    c: &mut DbConnection,
) -> Result<Option<Lease>> {
    let lease = Lease { id, partner: scope.partner(), word: Uuid::new_v4().to_string() };
    let row = imports::table.filter(imports::id.eq(id.to_string()));
    let row = row.filter(imports::user_id.eq(scope.actor().user.0).and(imports::state.eq("checked")));
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

/// Gives an import of the person who asks up, unless it is being written; answers whether.
pub fn discard(scope: &Scope<ImportCustomers>, id: ImportId, c: &mut DbConnection) -> Result<bool> {
    let row = imports::table.filter(imports::id.eq(id.to_string()).and(imports::state.ne("running")));
    Ok(diesel::delete(row.filter(imports::user_id.eq(scope.actor().user.0))).execute(c)? == 1)
}

/// Takes over an import that nobody works on any more, the one that waits longest first. One that broke off too often
/// is given up.
pub fn claim_abandoned(c: &mut DbConnection) -> Result<Option<Lease>> {
    let now = clock::now();
    let waiting = || {
        let due = imports::leased_until.lt(now).or(imports::leased_until.is_null());
        imports::table.filter(imports::state.eq_any(AT_WORK).and(due))
    };
    let spent = diesel::update(waiting().filter(imports::attempts.ge(ATTEMPTS)));
    spent.set((imports::state.eq("broken"), imports::updated_at.eq(now))).execute(c)?;
    let next = waiting().order(imports::leased_until).select((imports::id, imports::partner_id));
    let Some((id, partner)) = next.first::<(String, i32)>(c).optional()? else { return Ok(None) };
    let word = Uuid::new_v4().to_string();
    let values = (lease_values(&word), imports::attempts.eq(imports::attempts + 1));
    let taken = diesel::update(waiting().filter(imports::id.eq(&id))).set(values).execute(c)? == 1;
    let id = stored(&id, "imports.id", &id)?;
    Ok(taken.then_some(Lease { id, partner: PartnerId(partner), word }))
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
fn leased<'a>(id: String, partner: i32, word: &'a str) -> _ {
    imports::table
        .filter(imports::id.eq(id).and(imports::partner_id.eq(partner)).and(imports::lease.eq(word)))
}

/// Whether a lease still holds is asked by whatever is written under it.
pub(super) fn ensure_held(hits: usize) -> Result<()> {
    match hits {
        1 => Ok(()),
        _ => Err(Error::internal("another process has taken the import over, or it was given up")),
    }
}

/// What is to be done, for the holder of the lease.
pub fn work(lease: &Lease, partner: PartnerId, c: &mut DbConnection) -> Result<Work> {
    let row = leased(lease.id.to_string(), partner.0, &lease.word).select((
        COLUMNS,
        imports::user_id,
        imports::added,
        imports::changed,
    ));
    let (row, user, added, changed): (Row, i32, i64, i64) =
        row.first(c).optional()?.ok_or(Error::NotFound)?;
    let person = users::table
        .inner_join(partners::table)
        .filter(users::id.eq(user).and(users::active.eq(true)))
        .select(ACTOR_COLUMNS);
    let person: Option<ActorRow> = person.first(c).optional()?;
    Ok(Work {
        written: (added.unsigned_abs(), changed.unsigned_abs()),
        draft: import(row)?.draft,
        person: person.map(|person| person.into_actor(SessionRow::default())).transpose()?,
    })
}

/// Notes how far the work is, and holds the lease longer.
pub fn record_progress(
    lease: &Lease,
    partner: PartnerId,
    progress: Progress,
    c: &mut DbConnection,
) -> Result<()> {
    let progress = serde_json::to_string(&Some(progress)).map_err(Error::internal)?;
    let row = leased(lease.id.to_string(), partner.0, &lease.word);
    ensure_held(
        diesel::update(row).set((imports::progress.eq(progress), lease_values(&lease.word))).execute(c)?,
    )
}

/// Notes rows in the transaction that writes them.
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
    ensure_held(diesel::update(leased(lease.id.to_string(), partner.0, &lease.word)).set(values).execute(c)?)
}

/// Notes how the work ended; the lease ends with it.
pub fn finish(lease: &Lease, partner: PartnerId, draft: &ImportDraft, c: &mut DbConnection) -> Result<()> {
    let values = (
        imports::state.eq(draft.state.as_str()),
        imports::content.eq(serde_json::to_string(draft).map_err(Error::internal)?),
        imports::lease.eq(None::<String>),
        imports::leased_until.eq(None::<NaiveDateTime>),
        imports::updated_at.eq(clock::now()),
    );
    ensure_held(
        diesel::update(leased(lease.id.to_string(), partner.0, &lease.word)).set(values).execute(c)?,
    )?;
    if matches!(draft.state, ImportState::Done(_) | ImportState::Broken | ImportState::Refused(_)) {
        let file = import_pieces::table.filter(import_pieces::import_id.eq(lease.id.to_string()));
        diesel::delete(file.filter(import_pieces::part.eq("file"))).execute(c)?;
    }
    Ok(())
}

/// Lets the lease go without an end: the import is tried again in a moment.
pub fn release(lease: &Lease, partner: PartnerId, c: &mut DbConnection) -> Result<()> {
    let values = imports::leased_until.eq(Some(clock::now() + TimeDelta::seconds(20)));
    ensure_held(diesel::update(leased(lease.id.to_string(), partner.0, &lease.word)).set(values).execute(c)?)
}

/// Forgets files after a day and imports after a month; answers how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let now = clock::now();
    let idle = || imports::table.filter(imports::state.ne_all(AT_WORK));
    let old = idle().filter(imports::is_kept.eq(true).and(imports::updated_at.lt(now - FILE_KEPT)));
    let old: Vec<String> = old.select(imports::id).limit(100).load(c)?;
    for id in &old {
        pieces::delete(id, c)?;
    }
    let gone = idle().filter(imports::updated_at.lt(now - RETENTION)).select(imports::id).limit(500);
    let gone: Vec<String> = gone.load(c)?;
    diesel::delete(imports::table.filter(imports::id.eq_any(&gone))).execute(c)?;
    Ok(old.len() + gone.len())
}
