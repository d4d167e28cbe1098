//! Exports a list as lines of JSON (NDJSON): one object a line, written into a buffer that is used again. The limit per hour,
//! the entry in the log and the snapshot are those of [`super::table_export`].

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::error::{Error, Result};
use crate::state::AppState;
use crate::web::download;
use crate::web::table_export::{ExportBeginning, TableExport};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use std::io::Write;

/// The media type.
pub const MEDIA_TYPE: &str = "application/x-ndjson";

/// The extension of the file.
const EXTENSION: &str = "ndjson";

/// The number of bytes after which the buffer is passed on.
const BUFFER_SIZE: usize = 64 * 1024;

/// A list that can be exported as lines of JSON too.
pub trait LineExport: TableExport {
    /// Writes the rows, in the same snapshot as [`TableExport::select`].
    ///
    /// # Errors
    /// The database or `out` failed.
    fn write_lines<W: Write>(
        &self,
        c: &mut DbConnection,
        rows: Self::Rows,
        out: &mut LineWriter<W>,
    ) -> Result<()>;
}

/// Writes values as lines of JSON.
pub struct LineWriter<W: Write> {
    out: W,
    buffer: Vec<u8>,
}

impl<W: Write> LineWriter<W> {
    /// Creates a writer.
    pub fn new(out: W) -> Self {
        LineWriter { out, buffer: Vec::with_capacity(BUFFER_SIZE + BUFFER_SIZE / 8) }
    }

    /// Writes a value as one line.
    ///
    /// # Errors
    /// The value has no JSON, or writing failed.
    pub fn write_line(&mut self, value: &impl Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.buffer, value).map_err(Error::internal)?;
        self.buffer.push(b'\n');
        if self.buffer.len() >= BUFFER_SIZE { self.flush() } else { Ok(()) }
    }

    /// Writes what is left in the buffer.
    ///
    /// # Errors
    /// Writing failed.
    pub fn flush(&mut self) -> Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// Sends the lines. `name` is the name of the file without extension. A `HEAD` request counts the rows, but is not logged and
/// does not count as an export.
///
/// # Errors
/// More exports in an hour than the setting allows.
pub async fn send<P: Send + Sync + 'static, E: LineExport>(
    request: &HttpRequest,
    portal: Data<AppState>,
    scope: Scope<P>,
    name: &str,
    export: E,
) -> Result<HttpResponse> {
    let beginning = ExportBeginning::check(request, &portal, scope, EXTENSION).await?;
    let portal = portal.into_inner();
    let name = format!("{name}.{EXTENSION}");
    download::file(MEDIA_TYPE, &name, beginning.is_head, move |spool| {
        portal.db.read_now(|c| {
            let (rows, count) = export.select(c)?;
            if !beginning.record(&portal, &export, spool, count)? {
                return Ok(());
            }
            let mut lines = LineWriter::new(spool);
            export.write_lines(c, rows, &mut lines)?;
            lines.flush()
        })
    })
    .await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_one_line() {
        let mut out = Vec::new();
        let mut lines = LineWriter::new(&mut out);
        for text in ["a\nb", "\u{2028}", &"x".repeat(2 * BUFFER_SIZE)] {
            lines.write_line(&text).unwrap();
        }
        lines.flush().unwrap();
        let text = String::from_utf8(out).unwrap();
        let read: Vec<String> =
            text.split_terminator('\n').map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((read[0].as_str(), read[1].as_str()), ("a\nb", "\u{2028}"));
        assert_eq!((read.len(), read[2].len()), (3, 2 * BUFFER_SIZE));
    }
}
