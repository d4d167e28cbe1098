//! The queries for the table of imports. Only the user who uploaded a file sees its import. The queries of the thread
//! that works on an import are in [`super::leases`].

use crate::auth::Scope;
use crate::auth::scope::ImportCustomers;
use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::imports;
use crate::domain::{ImportId, PartnerId, UserId};
use crate::error::{Error, Result};
use crate::features::import::upload::leases::Lease;
use crate::features::import::upload::model::{Import, ImportDraft};
use crate::features::import::upload::pieces;
use crate::features::import::upload::row::{AT_WORK, ImportRow};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Maximum number of stored files per user; a new one replaces the oldest.
const MAX_FILES_PER_USER: usize = 3;

/// How long files are stored.
const FILE_RETENTION: TimeDelta = TimeDelta::days(1);

/// How long imports are stored, without their files.
const RETENTION: TimeDelta = TimeDelta::days(30);

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

/// Returns the user's imports that have been waiting for confirmation or have ended since this time, at most three, the newest
/// first.
pub fn finished_imports(
    scope: &Scope<ImportCustomers>,
    since: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<Vec<Import>> {
    let idle = imports::state.ne_all(AT_WORK).and(imports::updated_at.ge(since));
    // A checked file that is not stored any more cannot be confirmed.
    let of_use = imports::is_kept.eq(true).or(imports::state.ne("checked"));
    let found = own_imports(scope.actor().user).filter(idle.and(of_use));
    let found =
        found.order((imports::created_at.desc(), imports::id)).limit(3).select(ImportRow::as_select());
    found.load(c)?.into_iter().map(Import::try_from).collect()
}

/// Inserts a new import, to which the chunks of the file can then be added. If the user has too many files, deletes the
/// oldest ones that are not being worked on.
pub fn start(scope: &Scope<ImportCustomers>, draft: &ImportDraft, c: &mut DbConnection) -> Result<Lease> {
    let kept = own_imports(scope.actor().user).filter(imports::is_kept.eq(true));
    let idle = kept.filter(imports::state.ne_all(AT_WORK)).order(imports::created_at.desc());
    let idle: Vec<ImportId> = idle.select(imports::id).load(c)?;
    for id in idle.into_iter().skip(MAX_FILES_PER_USER - 1) {
        pieces::delete(id, c)?;
    }
    let lease = Lease::new(ImportId::random(), scope.partner());
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
    let values = (imports::state.eq("checking"), lease.renewal(), imports::attempts.eq(1));
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
    let lease = Lease::new(id, scope.partner());
    let row = imports::table.filter(imports::id.eq(id));
    let row = row.filter(imports::user_id.eq(scope.actor().user).and(imports::state.eq("checked")));
    let values = (
        imports::state.eq("running"),
        imports::content.eq(serde_json::to_string(draft).map_err(Error::internal)?),
        imports::progress.eq("null"),
        imports::attempts.eq(1),
        lease.renewal(),
    );
    let begun = diesel::update(row.filter(imports::is_kept.eq(true))).set(values).execute(c)?;
    Ok((begun == 1).then_some(lease))
}

/// Deletes an import of this user, unless it is being written; returns whether it did.
pub fn discard(scope: &Scope<ImportCustomers>, id: ImportId, c: &mut DbConnection) -> Result<bool> {
    let row = imports::table.filter(imports::id.eq(id).and(imports::state.ne("running")));
    Ok(diesel::delete(row.filter(imports::user_id.eq(scope.actor().user))).execute(c)? == 1)
}

/// Deletes a batch of expired files and imports; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let now = clock::now();
    let idle = || imports::table.filter(imports::state.ne_all(AT_WORK));
    let old = idle().filter(imports::is_kept.eq(true).and(imports::updated_at.lt(now - FILE_RETENTION)));
    let old: Vec<ImportId> = old.select(imports::id).limit(100).load(c)?;
    for id in &old {
        pieces::delete(*id, c)?;
    }
    let gone = idle().filter(imports::updated_at.lt(now - RETENTION)).select(imports::id).limit(500);
    let gone: Vec<ImportId> = gone.load(c)?;
    diesel::delete(imports::table.filter(imports::id.eq_any(&gone))).execute(c)?;
    Ok(old.len() + gone.len())
}
