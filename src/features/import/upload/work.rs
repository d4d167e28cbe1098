//! The work on an uploaded file, on a blocking thread: first a dry run, then, once somebody said so, the import by
//! [`super::super::run`] in that person's name. Its input and its progress are in the database: the process that took the
//! upload begins immediately, and any process continues what another one left.

use crate::audit::{ActorKind, Author};
use crate::auth::Actor;
use crate::domain::{MicrosoftId, Permission};
use crate::error::{Error, Result};
use crate::features::import::engine::options::{Options, Progress, Target};
use crate::features::import::engine::report::Report;
use crate::features::import::run::{import_customers, import_subscriptions};
use crate::features::import::upload::file::{FilePart, StoredFile, store};
use crate::features::import::upload::model::{FileKind, ImportDraft, ImportState, truncate_report};
use crate::features::import::upload::queries;
use crate::features::import::upload::queries::{Lease, Work};
use crate::features::import::upload::uploads::Uploads;
use crate::i18n::Locale;
use crate::state::AppState;
use std::fs::File;
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;

/// How far it is, is written no oftener than this.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// Goes on with what nobody works on any more, on threads of its own; answers how many. A job.
pub fn resume_abandoned(portal: &AppState, uploads: &Uploads) -> Result<usize> {
    let mut resumed = 0;
    while let Some(turn) = uploads.try_permit() {
        let Some(lease) = portal.db.write_now(queries::claim_abandoned)? else { break };
        let portal = portal.clone();
        tracing::info!(import = %lease.id, "an import is gone on with");
        std::thread::spawn(move || {
            if let Err(error) = run(&portal, &lease) {
                tracing::error!(%error, import = %lease.id, "an import waits to be tried again");
            }
            drop(turn);
        });
        resumed += 1;
    }
    Ok(resumed)
}

/// Compares the file with what is held, or imports it, as its state says; answers how it ended.
///
/// # Errors
/// The database is away, or the lease is lost: somebody else will go on.
pub fn run(portal: &AppState, lease: &Lease) -> Result<ImportDraft> {
    let Work { mut draft, person, written } =
        portal.db.read_now(|c| queries::work(lease, lease.partner, c))?;
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
            portal.db.write_now(|c| queries::release(lease, lease.partner, c))?;
            return Err(error);
        }
        Err(error) => {
            tracing::error!(%error, import = %lease.id, "an import ended early");
            ImportState::Broken
        }
    };
    portal.db.write_now(|c| queries::finish(lease, lease.partner, &draft, c))?;
    Ok(draft)
}

/// What an earlier try has written is found unchanged by this one; it was written by this import all the same.
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
        address: draft.address.clone(),
    };
    let noted = |rows, c: &mut _| queries::count(lease, partner, rows, c);
    let (db, log) = (&portal.db, &portal.log);
    let target = Target { db, log, partner: &person.partner, author: &author, noted: Some(&noted) };
    let rejects = NamedTempFile::new()?;
    let options = options(draft, &rejects)?;
    let import = match draft.kind {
        FileKind::Customers => import_customers,
        FileKind::Subscriptions => import_subscriptions,
    };
    let mut file = StoredFile::open(db, lease.id, partner, FilePart::File)?;
    let mut told = Instant::now();
    let mut lost = Ok(());
    let report = import(&target, &mut file, &options, &mut |progress: Progress| {
        if told.elapsed() >= TOLD_EVERY {
            told = Instant::now();
            lost = db.write_now(|c| queries::record_progress(lease, partner, progress, c));
        }
    });
    lost?;
    let report = report?;
    store(db, lease, FilePart::Rejects, &mut File::open(rejects.path())?)?;
    Ok(report)
}

fn options(draft: &ImportDraft, rejects: &NamedTempFile) -> Result<Options> {
    let customer = draft.customer.as_ref().map(|customer| customer.id.parse::<MicrosoftId>());
    Ok(Options {
        dry_run: draft.state == ImportState::Checking,
        rejects: Some(rejects.path().to_owned()),
        customer: customer.transpose().map_err(Error::internal)?,
        no_delegated_admin: !draft.delegated_admin,
        locale: Some(Locale::from_tag(&draft.language).unwrap_or_default()),
    })
}
