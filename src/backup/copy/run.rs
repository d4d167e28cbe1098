//! The tables are read from the source's own description, so that none can be forgotten, and copied in the order of their
//! foreign keys. Each is one transaction of the target: rows, then a comparison of count and digest with what was read. While
//! the source is copied, others can read it and not change it. What was interrupted goes on behind the tables that are equal.

use crate::backup::copy::rows::{self, Digest};
use crate::backup::copy::tables::{self, Table};
use crate::backup::copy::target;
use crate::backup::sqlite;
use crate::db::{Backend, Db, DbConnection, migrations};
use crate::error::{Error, Result};

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyProgress<'a> {
    /// The table that is being copied.
    pub table: &'a str,
    /// Rows that are in the target, in all tables.
    pub done: u64,
    /// Rows of the source.
    pub rows: u64,
}

/// What a copy did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyReport {
    /// The tables in the order in which they were copied, with their numbers of rows.
    pub tables: Vec<(String, u64)>,
    /// How many of them were in the target already, from an interrupted copy.
    pub kept: usize,
}

impl CopyReport {
    /// Returns the number of rows in all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Copies `source` into the database with the URL `to`, which is empty or has what an interrupted copy left. `progress` is
/// called after each batch of rows; its error stops the copy, which can be continued.
///
/// # Errors
/// One line for the operator: a database cannot be opened, the source is not up to date, the target has other data, or a table
/// was not copied exactly.
pub fn copy(
    source: &Backend,
    to: &str,
    mut progress: impl FnMut(CopyProgress<'_>) -> Result<()>,
) -> Result<CopyReport> {
    if let Some(file) = sqlite::path(source).filter(|file| !file.exists()) {
        return Err(Error::operator(format!("the database {} does not exist", file.display())));
    }
    let mut from = source.connect()?;
    if migrations::applied(&mut from)? != migrations::known()? {
        let said = "this program's version; run `partner-portal migrate` first";
        return Err(Error::operator(format!("the database {source} is not of {said}")));
    }
    let target = Db::open(to)?;
    target.migrate()?;
    let mut into = target.backend().connect()?;
    target::begin(&mut into, target.backend())?;
    let report = tables::with_unchanged(&mut from, |from, tables| {
        copy_tables(from, &mut into, tables, &mut progress)
    })?;
    target::end(&mut into)?;
    Ok(report)
}

fn copy_tables(
    from: &mut DbConnection,
    into: &mut DbConnection,
    tables: &[Table],
    progress: &mut impl FnMut(CopyProgress<'_>) -> Result<()>,
) -> Result<CopyReport> {
    let of_target = tables::describe(into)?;
    let mut counts = Vec::new();
    for table in tables {
        if of_target.iter().all(|other| !other.is_alike(table)) {
            return Err(Error::internal(format!("the table {} is another in the target", table.name)));
        }
        counts.push(rows::count(from, table)?);
    }
    let all = counts.iter().sum();
    let (mut kept, mut done) = (0, 0);
    for (table, count) in tables.iter().zip(&counts) {
        if rows::count(into, table)? != *count || rows::digest(into, table)? != rows::digest(from, table)? {
            break;
        }
        kept += 1;
        done += count;
    }
    target::clear(into, &tables[kept..])?;
    let mut copied: Vec<(String, u64)> = Vec::new();
    copied.extend(tables[..kept].iter().zip(&counts).map(|(table, count)| (table.name.clone(), *count)));
    for table in &tables[kept..] {
        let read = target::fill(into, table, |write| {
            let mut digest = Digest::default();
            rows::for_each_batch(from, table, |batch| {
                batch.iter().for_each(|row| digest.add(row));
                write(batch)?;
                progress(CopyProgress { table: &table.name, done: done + digest.rows, rows: all })
            })?;
            Ok(digest)
        })?;
        done += read.rows;
        copied.push((table.name.clone(), read.rows));
    }
    for table in tables {
        if let Some(last) = tables::last_id(from, table)? {
            tables::set_last_id(into, table, last)?;
        }
    }
    Ok(CopyReport { tables: copied, kept })
}

/// Refuses a database into which a copy was not finished: what is missing there would look as if it had never been.
///
/// # Errors
/// One line for the operator.
pub fn refuse_unfinished(db: &Db) -> Result<()> {
    match db.read_now(target::is_unfinished)? {
        false => Ok(()),
        true => Err(Error::operator(format!(
            "a copy into the database {} was interrupted; run `partner-portal copy` again with the settings of the former one",
            db.backend()
        ))),
    }
}
