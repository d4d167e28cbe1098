//! The second pass of an import. Compares the rows of a batch with the database before taking the lock, then writes
//! them in one transaction. The batch size adapts to the time that a batch takes, so that other writers do not wait
//! long. [`super::importer`] defines how rows are compared and written.

use crate::audit::notices::NoticeRule;
use crate::audit::{Action, Activity};
use crate::csv::Record;
use crate::db::portable;
use crate::error::Result;
use crate::features::import::engine::importer::{EvaluatedRow, Importer, RowDecision};
use crate::features::import::engine::options::{Progress, Target};
use crate::features::import::engine::staging::StagedFile;
use serde_json::json;
use std::time::{Duration, Instant};

/// Target time for which a batch holds the lock. Other writers wait that long; they must not wait more than 250 ms.
const TARGET_BATCH_TIME: Duration = Duration::from_millis(110);

const INITIAL_BATCH_SIZE: usize = 500;

const SIZES: std::ops::RangeInclusive<usize> = 50..=8_000;

/// Pause between batches, in which waiting writers get the lock.
const PAUSE: Duration = Duration::from_millis(5);

/// Rows between two WAL checkpoints of SQLite: few enough for a small WAL file, enough that a page is rarely written
/// twice.
const ROWS_PER_CHECKPOINT: usize = 16_000;

/// Number of times a batch is tried.
const ATTEMPTS: usize = 8;

pub(crate) struct Batches<'a, K> {
    kind: &'a K,
    target: &'a Target<'a>,
    size: usize,
    unchecked: usize,
}

impl<'a, K: Importer> Batches<'a, K> {
    pub fn new(kind: &'a K, target: &'a Target<'a>) -> Self {
        Batches { kind, target, size: INITIAL_BATCH_SIZE, unchecked: 0 }
    }

    /// Writes all staged rows and counts them in the report.
    pub fn write_all(&mut self, staged: &mut StagedFile, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        if !staged.report.dry_run {
            self.target.db.maintain(|c| portable::checkpoint_by_hand(c, true))?;
        }
        let written = self.write_batches(staged, progress);
        if !staged.report.dry_run {
            self.target.db.maintain(|c| portable::checkpoint_by_hand(c, false))?;
        }
        written
    }

    fn write_batches(&mut self, staged: &mut StagedFile, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        let mut done = staged.report.bad;
        loop {
            let bad = staged.report.bad;
            let batch = staged.next_batch(self.kind, self.size)?;
            if batch.is_empty() {
                return Ok(());
            }
            done += batch.len() as u64 + staged.report.bad - bad;
            let (records, rows): (Vec<Record>, Vec<K::Row>) = batch.into_iter().unzip();
            let evaluated = self.write(&rows, staged)?;
            for (record, evaluated) in records.iter().zip(&evaluated) {
                match &evaluated.verdict {
                    RowDecision::Bad(fault) => staged.reject(record, fault)?,
                    _ => staged.report.count(&staged.header, record, evaluated),
                }
                if let (RowDecision::Change(write), true) = (&evaluated.verdict, staged.report.dry_run) {
                    staged.add_change(self.kind, record, write)?;
                }
            }
            progress(Progress::Writing { done, rows: staged.report.rows });
        }
    }

    /// Compares the rows and writes the differences. Tries again if another transaction changed the data in between.
    fn write(&mut self, rows: &[K::Row], staged: &StagedFile) -> Result<Vec<EvaluatedRow<K::Write>>> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.try_write(rows, staged) {
                Err(error) if attempt < ATTEMPTS && (error.is_busy() || error.is_repeated()) => {
                    std::thread::sleep(PAUSE * attempt as u32);
                }
                outcome => return outcome,
            }
        }
    }

    fn try_write(&mut self, rows: &[K::Row], staged: &StagedFile) -> Result<Vec<EvaluatedRow<K::Write>>> {
        let kind = self.kind;
        let (stamp, evaluated) =
            self.target.db.read_now(|c| Ok((kind.stamp(c)?, kind.evaluate(c, rows)?)))?;
        if staged.report.dry_run || evaluated.iter().all(|evaluated| evaluated.write().is_none()) {
            return Ok(evaluated);
        }
        let mut began = Instant::now();
        let partner = self.target.partner.id;
        let evaluated = self.target.log.record_now(self.target.author, |tx| {
            began = Instant::now();
            portable::lock_partner(tx.c, partner)?;
            let evaluated = if kind.stamp(tx.c)? == stamp { evaluated } else { kind.evaluate(tx.c, rows)? };
            let mut activities = vec![batch_activity::<K>(&staged.report.sha256, &evaluated)];
            activities.extend(kind.write(tx, &evaluated)?);
            activities.iter_mut().for_each(|one| one.notice = NoticeRule::Never);
            if let Some(noted) = self.target.noted {
                noted((added(&evaluated), count_changed(&evaluated)), tx.c)?;
            }
            Ok((evaluated, activities))
        })?;
        self.adjust_size(began.elapsed());
        self.checkpoint(rows.len())?;
        if self.target.db.backend().has_one_writer() {
            std::thread::sleep(PAUSE);
        }
        Ok(evaluated)
    }

    fn checkpoint(&mut self, written: usize) -> Result<()> {
        self.unchecked += written;
        if self.unchecked < ROWS_PER_CHECKPOINT {
            return Ok(());
        }
        self.unchecked = 0;
        self.target.db.maintain(portable::checkpoint)
    }

    fn adjust_size(&mut self, took: Duration) {
        let ratio = (TARGET_BATCH_TIME.as_secs_f64() / took.as_secs_f64().max(0.001)).clamp(0.4, 1.5);
        self.size = ((self.size as f64 * ratio) as usize).clamp(*SIZES.start(), *SIZES.end());
    }
}

fn batch_activity<K: Importer>(sha256: &str, evaluated: &[EvaluatedRow<K::Write>]) -> Activity {
    let details = json!({
        "file": K::NAME,
        "sha256": sha256,
        "added": added(evaluated),
        "changed": count_changed(evaluated),
        "kept_names": evaluated.iter().filter(|evaluated| evaluated.kept.is_some()).count(),
    });
    Activity::new(Action::Import, K::RESOURCE, details)
}

fn added<W>(evaluated: &[EvaluatedRow<W>]) -> u64 {
    evaluated.iter().filter(|evaluated| matches!(evaluated.verdict, RowDecision::Add(_))).count() as u64
}

fn count_changed<W>(evaluated: &[EvaluatedRow<W>]) -> u64 {
    evaluated.iter().filter(|evaluated| matches!(evaluated.verdict, RowDecision::Change(_))).count() as u64
}
