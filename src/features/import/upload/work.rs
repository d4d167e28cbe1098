//! The work on an uploaded file, on a blocking thread: first a dry run, then, after confirmation, the import by
//! [`super::super::run`] on behalf of the user. Input and progress are in the database: the process that received the
//! upload starts immediately, and any process can continue what another one left unfinished.

use crate::audit::{ActorKind, Author};
use crate::auth::Actor;
use crate::domain::{MicrosoftId, Permission};
use crate::error::{Error, Result};
use crate::features::import::engine::options::{Options, Progress, Target};
use crate::features::import::engine::report::Report;
use crate::features::import::run::{
    import_aliases, import_customers, import_resellers_of_record, import_subscriptions, import_tags,
};
use crate::features::import::upload::file;
use crate::features::import::upload::file::{FilePart, store};
use crate::features::import::upload::leases;
use crate::features::import::upload::leases::{Lease, Work};
use crate::features::import::upload::model::{FileKind, ImportDraft, ImportState, truncate_report};
use crate::features::import::upload::uploads::Uploads;
use crate::i18n::Locale;
use crate::state::AppState;
use std::fs::File;
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;

/// Minimum time between two writes of the progress.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(1);

/// Continues abandoned imports on new threads; returns how many. Runs as a job.
pub fn resume_abandoned(portal: &AppState, uploads: &Uploads) -> Result<usize> {
    let mut resumed = 0;
    while let Some(turn) = uploads.try_permit() {
        let Some(lease) = portal.db.write_now(leases::claim_abandoned)? else { break };
        let portal = portal.clone();
        tracing::info!(import = %lease.id, "an import resumes");
        std::thread::spawn(move || {
            if let Err(error) = run(&portal, &lease) {
                tracing::error!(%error, import = %lease.id, "an import failed and will be tried again");
            }
            drop(turn);
        });
        resumed += 1;
    }
    Ok(resumed)
}

/// Checks or imports the file, depending on its state; returns the import with its new state.
///
/// # Errors
/// The database is unavailable, or the lease was lost; then another thread continues.
pub fn run(portal: &AppState, lease: &Lease) -> Result<ImportDraft> {
    let Work { mut draft, person, written } =
        portal.db.read_now(|c| leases::work(lease, lease.partner, c))?;
    let is_check = draft.state == ImportState::Checking;
    let may = |person: &Actor| Permission::ImportCustomers.allows(person.roles, &person.partner);
    let worked = match person.filter(may) {
        Some(person) => import(portal, lease, &draft, &person),
        None => Err(Error::Forbidden(Permission::ImportCustomers)),
    };
    draft.state = match worked {
        Ok(report) if is_check => ImportState::Checked(truncate_report(report)),
        Ok(report) => ImportState::Done(truncate_report(add_earlier_counts(report, written))),
        Err(Error::BadInput { message, .. }) => ImportState::Refused(message),
        Err(error) if error.is_busy() => {
            portal.db.write_now(|c| leases::release(lease, lease.partner, c))?;
            return Err(error);
        }
        Err(error) => {
            tracing::error!(%error, import = %lease.id, "an import ended early");
            ImportState::Broken
        }
    };
    portal.db.write_now(|c| leases::finish(lease, lease.partner, (&draft, is_check), c))?;
    Ok(draft)
}

/// Adds the rows that earlier attempts wrote. This attempt found them unchanged, but the import wrote them.
fn add_earlier_counts(mut report: Report, (added, changed): (u64, u64)) -> Report {
    report.unchanged = report.unchanged.saturating_sub(added + changed);
    report.added += added;
    report.changed += changed;
    report
}

fn import(portal: &AppState, lease: &Lease, draft: &ImportDraft, person: &Actor) -> Result<Report> {
    let partner = lease.partner;
    let author = Author {
        kind: ActorKind::User,
        partner: Some(partner),
        user: Some(person.user),
        name: person.name.clone(),
        request_id: draft.request_id.clone(),
        program: None,
        address: draft.address.clone(),
    };
    let noted = |rows, c: &mut _| leases::count(lease, partner, rows, c);
    let (db, log) = (&portal.db, &portal.log);
    let target = Target { db, log, partner: &person.partner, author: &author, noted: Some(&noted) };
    let rejects = NamedTempFile::new()?;
    let changes = NamedTempFile::new()?;
    let options = options(draft, &rejects, &changes)?;
    let import = match draft.kind {
        FileKind::Customers => import_customers,
        FileKind::Subscriptions => import_subscriptions,
        FileKind::Tags => import_tags,
        FileKind::Aliases => import_aliases,
        FileKind::ResellersOfRecord => import_resellers_of_record,
    };
    let mut file = file::open(db, lease.id, partner, FilePart::File)?;
    let mut told = Instant::now();
    let mut lost = Ok(());
    let report = import(&target, &mut file, &options, &mut |progress: Progress| {
        if told.elapsed() >= PROGRESS_INTERVAL {
            told = Instant::now();
            lost = db.write_now(|c| leases::record_progress(lease, partner, progress, c));
        }
    });
    lost?;
    let report = report?;
    store(db, lease, FilePart::Rejects, &mut File::open(rejects.path())?)?;
    if options.dry_run {
        store(db, lease, FilePart::Changes, &mut File::open(changes.path())?)?;
    }
    Ok(report)
}

fn options(draft: &ImportDraft, rejects: &NamedTempFile, changes: &NamedTempFile) -> Result<Options> {
    let customer = draft.customer.as_ref().map(|customer| customer.id.parse::<MicrosoftId>());
    let dry_run = draft.state == ImportState::Checking;
    Ok(Options {
        dry_run,
        changes: dry_run.then(|| changes.path().to_owned()),
        choices: draft.choices.clone(),
        rejects: Some(rejects.path().to_owned()),
        customer: customer.transpose().map_err(Error::internal)?,
        no_delegated_admin: !draft.delegated_admin,
        locale: Some(Locale::from_tag(&draft.language).unwrap_or_default()),
    })
}
