//! Exports a list as a file: the limit per hour, the entry in the log, and the rows from the same snapshot as their number.
//! A feature implements [`TableExport`]; [`super::export_menu`] links to the file.

use crate::audit::{Action, Activity};
use crate::auth::hourly_limit::Hourly;
use crate::auth::{Actor, Scope};
use crate::clock;
use crate::db::DbConnection;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::table_file::{TableFile, TableFormat, TableWriter};
use crate::web::reported_list::WrittenTable;
use crate::web::spool::Spool;
use crate::web::{download, request};
use actix_web::http::Method;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufWriter, Write};

/// A list that can be exported.
pub trait TableExport: Send + 'static {
    /// The name of the file in the log, without its extension.
    const NAME: &'static str;

    /// What [`Self::select`] finds for [`Self::write`].
    type Rows;

    /// Finds the rows that match the filter, and their number.
    ///
    /// # Errors
    /// The database failed.
    fn select(&self, c: &mut DbConnection) -> Result<(Self::Rows, u64)>;

    /// Returns the entry in the log, with these details and those that say which rows were exported.
    fn entry(&self, details: Map<String, Value>) -> Activity;

    /// Writes the rows, in the same snapshot as [`Self::select`].
    ///
    /// # Errors
    /// The database or `out` failed.
    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        rows: Self::Rows,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>>;
}

/// Returns what kind of file a request asks for: the format by the extension of its path, the language by the parameter
/// `lang` or else of the reader, times in the reader's time zone.
///
/// # Errors
/// An unknown language.
pub fn requested_file(
    request: &HttpRequest,
    portal: &AppState,
    actor: &Actor,
    lang: &str,
) -> Result<TableFile> {
    let locale = match lang {
        "" => request::locale(request, portal, Some(actor)),
        tag => Locale::from_tag(tag).ok_or_else(|| Error::bad_input("lang", tag))?,
    };
    let format = TableFormat::of_path(request.path());
    Ok(TableFile { format, locale, zone: request::time_zone(actor) })
}

/// Returns the entry for the export of a list that belongs to no customer.
pub fn list_entry(resource: &'static str, details: Map<String, Value>) -> Activity {
    Activity::new(Action::Export, resource, Value::Object(details))
}

/// Adds to the details of an entry which filters were set. The order of the rows says nothing about which they are.
pub fn filter_details<'v>(
    mut details: Map<String, Value>,
    parameters: impl IntoIterator<Item = (&'static str, &'v str)>,
) -> Map<String, Value> {
    for (name, value) in parameters {
        if name != "sort" && !value.is_empty() {
            let name = if name == "q" { "search" } else { name };
            details.insert(name.to_owned(), value.into());
        }
    }
    details
}

/// Returns the entry for the log with the name of the file and the number of rows.
fn entry_of<E: TableExport>(export: &E, extension: &str, rows: u64) -> Activity {
    let mut details = Map::new();
    details.insert("file".to_owned(), format!("{}.{extension}", E::NAME).into());
    details.insert("rows".to_owned(), rows.into());
    export.entry(details)
}

/// Writes the whole file in one snapshot, for a report. The caller records the entry.
///
/// # Errors
/// More rows than a file of this format can have; the database or `out` failed.
pub fn write_table<E: TableExport>(
    portal: &AppState,
    export: &E,
    file: TableFile,
    out: &mut File,
) -> Result<WrittenTable> {
    let (table, rows) = portal.db.read_now(|c| {
        let (rows, count) = export.select(c)?;
        file.format.check_rows(count)?;
        Ok((export.write(c, rows, file, BufWriter::new(out))?, count))
    })?;
    // A workbook is compressed here, after the snapshot.
    table.finish()?;
    Ok(WrittenTable { rows, entry: entry_of(export, file.format.as_str(), rows) })
}

/// Sends the file. `name` is its name without extension. A `HEAD` request counts the rows, but is not logged and does not
/// count as an export.
///
/// # Errors
/// More exports in an hour than the setting allows, or more rows than a file of this format can have.
pub async fn send<P: Send + Sync + 'static, E: TableExport>(
    request: &HttpRequest,
    portal: Data<AppState>,
    scope: Scope<P>,
    file: TableFile,
    name: &str,
    export: E,
) -> Result<HttpResponse> {
    let beginning = ExportBeginning::check(request, &portal, scope, file.format.as_str()).await?;
    let portal = portal.into_inner();
    let name = format!("{name}.{}", file.format.as_str());
    download::table(file.format, &name, beginning.is_head, move |spool| {
        let table = portal.db.read_now(|c| {
            let (rows, count) = export.select(c)?;
            file.format.check_rows(count)?;
            if !beginning.record(&portal, &export, spool, count)? {
                return Ok(None);
            }
            export.write(c, rows, file, spool).map(Some)
        })?;
        // A workbook is compressed here, after the snapshot.
        table.map_or(Ok(()), |table| table.finish().map(drop))
    })
    .await
}

/// What every export of a list does before its first row, whatever its format.
pub(super) struct ExportBeginning<P> {
    scope: Scope<P>,
    hourly: Hourly,
    /// The extension of the file.
    extension: &'static str,
    /// Whether only the number of rows is wanted.
    pub(super) is_head: bool,
}

impl<P: Send + Sync + 'static> ExportBeginning<P> {
    /// Checks the limit of exports.
    ///
    /// # Errors
    /// More exports in an hour than the setting allows.
    pub(super) async fn check(
        request: &HttpRequest,
        portal: &AppState,
        scope: Scope<P>,
        extension: &'static str,
    ) -> Result<Self> {
        let (asker, hourly) = (scope.clone(), Hourly::exports(&portal.settings));
        portal.db.read(move |c| hourly.check(&asker, clock::now(), c)).await?;
        Ok(ExportBeginning { scope, hourly, extension, is_head: request.method() == Method::HEAD })
    }

    /// Announces the number of rows, logs the export and counts it. Returns whether the rows are to be written.
    ///
    /// # Errors
    /// More exports in an hour than the setting allows; the database failed.
    pub(super) fn record<E: TableExport>(
        &self,
        portal: &AppState,
        export: &E,
        spool: &mut Spool,
        rows: u64,
    ) -> Result<bool> {
        spool.announce(rows);
        if self.is_head {
            return Ok(false);
        }
        let (scope, hourly) = (&self.scope, self.hourly);
        let entry = entry_of(export, self.extension, rows);
        portal.log.record_now(&scope.author(), |tx| Ok((hourly.consume(scope, tx)?, vec![entry])))?;
        Ok(true)
    }
}
