//! The button above a list that offers it as a file. `m::export` in `templates/macros.html` shows it.

use crate::domain::{ReportList, TextEnum};
use crate::table_file::TableFormat;
use crate::table_file::table_format::MAX_XLSX_ROWS;
use crate::urls;
use crate::web::shell::Shell;

/// The files of a list, or the reason why this user may not export it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportMenu {
    /// The text of the button.
    pub label: String,
    /// Why the user may not export; `None` if they may.
    pub reason: Option<String>,
    /// The files.
    pub files: Vec<ExportFile>,
    /// The link to have the list sent regularly.
    pub report: Option<ExportFile>,
}

/// The link to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// The name of the format.
    pub label: String,
    /// What it has besides the rows, or why the list does not fit into it.
    pub text: Option<String>,
    /// The URL; `None` if the list has too many rows for the format.
    pub address: Option<String>,
}

impl ExportMenu {
    /// Returns the button for a list with this number of rows. `address` makes the URL of a format.
    pub fn new(shell: &Shell, label: String, rows: u64, address: impl Fn(TableFormat) -> String) -> Self {
        let texts = shell.texts;
        let has_room = TableFormat::Xlsx.can_hold(rows);
        let full = || texts.export_xlsx_full(shell.locale.number(MAX_XLSX_ROWS));
        let workbook = ExportFile {
            label: texts.export_xlsx(),
            text: (!has_room).then(full),
            address: has_room.then(|| address(TableFormat::Xlsx)),
        };
        let csv =
            ExportFile { label: texts.export_csv(), text: None, address: Some(address(TableFormat::Csv)) };
        ExportMenu { label, reason: None, files: vec![workbook, csv], report: None }
    }

    /// Adds the link to have the list sent regularly, with this query string.
    #[must_use]
    pub fn regularly(mut self, shell: &Shell, list: ReportList, query: &str) -> Self {
        let address = urls::new_report().with_parameters([("list", list.text()), ("filter", query)]);
        self.report = Some(ExportFile {
            label: shell.texts.report_from_list(),
            text: Some(shell.texts.report_from_list_text()),
            address: Some(address),
        });
        self
    }

    /// Adds another file.
    #[must_use]
    pub fn and(mut self, label: String, text: String, address: String) -> Self {
        self.files.push(ExportFile { label, text: Some(text), address: Some(address) });
        self
    }

    /// Shows the reason instead of the files, if there is one.
    #[must_use]
    pub fn unless(self, reason: Option<String>) -> Self {
        ExportMenu { reason, ..self }
    }
}
