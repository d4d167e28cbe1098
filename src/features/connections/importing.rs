//! Compares and writes the rows of a run by the rules of imports, on behalf of the account of the connection.

use crate::db::DbConnection;
use crate::domain::{ConnectionFault, MicrosoftId};
use crate::error::Result;
use crate::features::connections::fault::RunFault;
use crate::features::connections::reading::customer_ids::all_ids;
use crate::features::connections::runs::leases;
use crate::features::connections::runs::model::{PartCounts, RunPart};
use crate::features::connections::runs::pieces::open_part;
use crate::features::connections::server::access::Stop;
use crate::features::connections::work::RunWork;
use crate::features::connections::writing::held::held_cells;
use crate::features::import::engine::options::{Options, Progress, Target};
use crate::features::import::engine::report::Report;
use crate::features::import::kinds::bill_to::BillTos;
use crate::features::import::kinds::customers::Customers;
use crate::features::import::kinds::subscriptions::Subscriptions;
use crate::features::import::run::{Noted, import_rows};
use crate::i18n::locale::Locale;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// How often the lease is renewed while nothing is written.
const RENEWAL: Duration = Duration::from_secs(20);

/// Compares all parts; nothing is written. The results are in the content of the run.
///
/// # Errors
/// An id came twice, or see [`Stop`].
pub fn compare(work: &mut RunWork<'_>) -> Result<(), Stop> {
    let coming = all_ids(&work.portal.db, work.lease.id, work.lease.partner)?;
    for part in RunPart::ORDER {
        let report = import(work, part, &coming, true, None)?;
        if report.repeated > 0 {
            let first = report.bad_rows.iter().find(|row| !row.column.is_empty());
            let words = first.map(|row| row.reason()).unwrap_or_default();
            return Err(Stop::Fail(RunFault::new(ConnectionFault::Repeated, "", words)));
        }
        work.content.plan(part, report);
    }
    Ok(())
}

/// Writes all parts. What an earlier attempt has written already is unchanged now.
///
/// # Errors
/// See [`Stop`]. Complete batches may have been written.
pub fn write(work: &mut RunWork<'_>) -> Result<(), Stop> {
    let (lease, partner) = (work.lease, work.lease.partner);
    for part in RunPart::ORDER {
        // Read and stored in the transaction of the batch, so that each row is counted once.
        let noted = |(added, changed): (u64, u64), c: &mut _| {
            let mut counts = leases::written(lease, partner, c)?;
            let at = counts.iter().position(|(known, _)| *known == part).unwrap_or_else(|| {
                counts.push((part, PartCounts::default()));
                counts.len() - 1
            });
            if let Some((_, counts)) = counts.get_mut(at) {
                counts.added += added;
                counts.changed += changed;
            }
            leases::count(lease, &counts, c)
        };
        import(work, part, &HashSet::new(), false, Some(&noted))?;
    }
    work.content.written = work.portal.db.read_now(|c| leases::written(lease, partner, c))?;
    Ok(())
}

fn import(
    work: &RunWork<'_>,
    part: RunPart,
    coming: &HashSet<MicrosoftId>,
    dry_run: bool,
    noted: Option<&Noted<'_>>,
) -> Result<Report> {
    let (db, log, partner) = (&work.portal.db, &work.portal.log, &work.partner);
    let author = work.connection.author();
    let target = Target { db, log, partner, author: &author, noted };
    let choices = work.connection.choices()?;
    let options =
        Options { dry_run, choices: choices.clone(), locale: Some(locale(work)), ..Options::default() };
    let mut input = open_part(db, work.lease.id, work.lease.partner, part)?;
    let (mut told, mut lost) = (Instant::now(), Ok(()));
    let mut progress = |_: Progress| {
        if told.elapsed() >= RENEWAL {
            told = Instant::now();
            lost = db.write_now(|c| leases::renew(work.lease, c));
        }
    };
    let connection = &work.connection;
    let held = move |ids: &[MicrosoftId], c: &mut DbConnection| held_cells(connection, ids, c);
    let report = match part {
        RunPart::Customers => {
            let kind = Customers::from_server(partner, &choices);
            import_rows(&kind, &target, &mut input, &options, &mut progress)
        }
        RunPart::BillTo => {
            let kind = BillTos::new(partner, &choices, coming.clone(), &held);
            import_rows(&kind, &target, &mut input, &options, &mut progress)
        }
        RunPart::Subscriptions => {
            let kind = Subscriptions::from_server(partner, &choices, coming.clone(), &held);
            import_rows(&kind, &target, &mut input, &options, &mut progress)
        }
    };
    lost?;
    report
}

/// The language of messages about single rows: that of the partner's country, because a run has no signed-in user.
fn locale(work: &RunWork<'_>) -> Locale {
    match work.partner.country.as_str() {
        "KR" => Locale::Ko,
        "TW" | "HK" | "MO" => Locale::ZhTw,
        _ => Locale::En,
    }
}
