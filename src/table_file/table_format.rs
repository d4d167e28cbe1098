//! The formats of a file, and what they allow. [`super::table_writer`] writes them.

use crate::domain::text_enum::text_enum;
use crate::error::{Error, Result};

/// The format of a file with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values.
    Csv,
    /// A workbook of Excel 2007 and later (Office Open XML).
    Xlsx,
}

text_enum!(TableFormat, "file format", { Csv = "csv", Xlsx = "xlsx" });

/// Maximum number of rows below the header of a worksheet.
pub const MAX_XLSX_ROWS: u64 = 1_048_575;

impl TableFormat {
    /// Returns the format that the extension of a path names; without a known one, CSV.
    pub fn of_path(path: &str) -> Self {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        extension.parse().unwrap_or(TableFormat::Csv)
    }

    /// Returns the media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            TableFormat::Csv => "text/csv; charset=utf-8",
            TableFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Whether a file of this format can have this many rows.
    pub const fn can_hold(self, rows: u64) -> bool {
        matches!(self, TableFormat::Csv) || rows <= MAX_XLSX_ROWS
    }

    /// Refuses a table with too many rows for this format.
    ///
    /// # Errors
    /// [`Error::TooManyRows`].
    pub fn check_rows(self, rows: u64) -> Result<()> {
        if self.can_hold(rows) { Ok(()) } else { Err(Error::TooManyRows { rows, most: MAX_XLSX_ROWS }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_of_a_path_names_the_format() {
        assert_eq!(TableFormat::of_path("/customers.xlsx"), TableFormat::Xlsx);
        assert_eq!(TableFormat::of_path("/customers/a.b/subscriptions.csv"), TableFormat::Csv);
        assert_eq!(TableFormat::of_path("/customers"), TableFormat::Csv);
    }

    #[test]
    fn only_a_workbook_has_a_maximum_of_rows() {
        assert!(TableFormat::Xlsx.check_rows(MAX_XLSX_ROWS).is_ok());
        assert!(matches!(TableFormat::Xlsx.check_rows(MAX_XLSX_ROWS + 1), Err(Error::TooManyRows { .. })));
        assert!(TableFormat::Csv.check_rows(u64::MAX).is_ok());
    }
}
