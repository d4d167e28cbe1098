//! The pages of an import: the upload form, and the page for preview, progress and result. [`super::handlers`] fills
//! them.

use crate::csv::Column;
use crate::domain::ImportId;
use crate::features::import::engine::difference::{ChangedRow, Difference};
use crate::features::import::engine::options::Progress;
use crate::features::import::engine::report::{BadRow, Remark, Report};
use crate::features::import::upload::choices::{OfferedChoice, offered};
use crate::features::import::upload::model::{FileKind, Import, ImportDraft, ImportState, OfCustomer};
use crate::features::import::upload::receive::MAX_FILE;
use crate::i18n::Texts;
use crate::search::CappedCount;
use crate::web::form_fields::FieldErrors;
use crate::web::list::ListCount;
use crate::web::shell::Shell;
use askama::Template;

/// `GET /customers/import`.
#[derive(Template)]
#[template(path = "import/form.html")]
pub struct ImportForm<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// The selected kind of file.
    pub kind: FileKind,
    /// Whether the checkbox for delegated administration is checked.
    pub delegated_admin: bool,
    /// The customer, if the import is for a single one.
    pub customer: Option<&'a OfCustomer>,
    /// Whether the partner is an indirect provider, which has resellers.
    pub is_provider: bool,
    /// The user's recent imports.
    pub recent: &'a [Import],
}

/// `GET /customers/import/{draft}`.
#[derive(Template)]
#[template(path = "import/show.html")]
pub struct ImportPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The id of the import, which is the last part of the URL.
    pub id: ImportId,
    /// The import's description and state.
    pub draft: &'a ImportDraft,
    /// The progress, if it is running.
    pub progress: Option<Progress>,
    /// Whether the file and the rejected rows are still stored.
    pub has_file: bool,
    /// Whether another user of this partner is importing right now.
    pub must_wait: bool,
}

impl ImportForm<'_> {
    fn kinds(&self) -> Vec<(FileKind, String, String)> {
        let texts = self.shell.texts;
        let columns = |columns: &[Column]| {
            let words: Vec<String> = columns.iter().map(|column| column.header(self.shell.locale)).collect();
            words.join(&texts.list_comma())
        };
        use crate::features::import::engine::importer::Importer;
        use crate::features::import::kinds::aliases::Aliases;
        use crate::features::import::kinds::customers::Customers;
        use crate::features::import::kinds::resellers_of_record::ResellersOfRecord;
        use crate::features::import::kinds::subscriptions::Subscriptions;
        use crate::features::import::kinds::tags::Tags;
        let mut kinds = vec![
            (FileKind::Customers, texts.customers(), columns(Customers::COLUMNS)),
            (FileKind::Subscriptions, texts.subscriptions(), columns(Subscriptions::COLUMNS)),
            (FileKind::Tags, texts.tags(), columns(Tags::COLUMNS)),
            (FileKind::Aliases, texts.aliases(), columns(Aliases::COLUMNS)),
        ];
        if self.is_provider {
            let label = FileKind::ResellersOfRecord.label(texts);
            kinds.push((FileKind::ResellersOfRecord, label, columns(ResellersOfRecord::COLUMNS)));
        }
        kinds
    }

    /// Returns the columns of a file for a single customer.
    fn single_customer_columns(&self) -> String {
        use crate::features::import::engine::importer::Importer;
        let all = crate::features::import::kinds::subscriptions::Subscriptions::COLUMNS.iter();
        let columns = all.filter(|column| **column != Column::MicrosoftId);
        let words: Vec<String> = columns.map(|column| column.header(self.shell.locale)).collect();
        words.join(&self.shell.texts.list_comma())
    }

    fn max_size_text(&self) -> String {
        (MAX_FILE / 1024 / 1024).to_string()
    }

    fn state(&self, recent: &Import) -> String {
        state(&recent.draft.state, self.shell.texts)
    }
}

fn state(state: &ImportState, texts: &Texts) -> String {
    match state {
        ImportState::Checking => texts.import_state_checking(),
        ImportState::Refused(_) => texts.import_state_refused(),
        ImportState::Checked(_) => texts.import_state_checked(),
        ImportState::Running => texts.import_state_running(),
        ImportState::Done(_) => texts.import_state_done(),
        ImportState::Broken => texts.import_state_broken(),
    }
}

impl ImportPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        match &self.draft.state {
            ImportState::Checking => texts.import_checking_title(),
            ImportState::Checked(_) => texts.import_preview_title(),
            ImportState::Running => texts.import_running_title(),
            ImportState::Done(_) => texts.import_done_title(),
            ImportState::Refused(_) => texts.import_refused_title(),
            ImportState::Broken => texts.import_broken_title(),
        }
    }

    fn is_running(&self) -> bool {
        self.draft.state.is_running()
    }

    fn is_checked(&self) -> bool {
        matches!(self.draft.state, ImportState::Checked(_))
    }

    fn is_bad(&self) -> bool {
        self.must_wait || matches!(self.draft.state, ImportState::Refused(_) | ImportState::Broken)
    }

    fn refusal_text(&self) -> Option<&str> {
        if let ImportState::Refused(why) = &self.draft.state { Some(why) } else { None }
    }

    fn report(&self) -> Option<&Report> {
        match &self.draft.state {
            ImportState::Checked(report) | ImportState::Done(report) => Some(report),
            _ => None,
        }
    }

    /// Whether the import would write anything.
    fn has_changes(&self) -> bool {
        self.report().is_some_and(|report| report.added + report.changed > 0)
    }

    fn number(&self, number: &u64) -> String {
        self.shell.locale.number(*number)
    }

    fn size(&self) -> String {
        self.shell.locale.number(self.draft.bytes.div_ceil(1024))
    }

    fn kind(&self) -> String {
        self.draft.kind.label(self.shell.texts)
    }

    /// Returns value and maximum of the progress bar.
    fn progress_bar(&self) -> Option<(u64, u64)> {
        match self.progress? {
            Progress::Reading { bytes } => Some((bytes, self.draft.bytes)),
            Progress::Writing { done, rows } => Some((done, rows)),
        }
    }

    fn progress_text(&self) -> String {
        let (texts, locale) = (self.shell.texts, self.shell.locale);
        match self.progress {
            Some(Progress::Writing { done, rows }) => {
                texts.import_rows_of(locale.number(done), locale.number(rows))
            }
            _ => texts.import_reading(),
        }
    }

    /// Returns the number of bad rows, as the heading above them.
    fn bad_count(&self) -> ListCount {
        let bad = self.report().map_or(0, |report| report.bad);
        let before = format!("{} ", self.shell.texts.import_bad());
        ListCount::new(CappedCount::exact(bad), [before, String::new()], self.shell.locale)
    }

    fn bad_rows(&self) -> &[BadRow] {
        self.report().map(|report| report.bad_rows.as_slice()).unwrap_or_default()
    }

    /// Returns the number of bad rows that are not on the page.
    fn hidden_rows(&self) -> u64 {
        self.report().map_or(0, |report| report.bad.saturating_sub(report.bad_rows.len() as u64))
    }

    /// Returns the choices of the confirmation.
    fn choices(&self) -> Vec<OfferedChoice> {
        self.report().map(|report| offered(self.draft.kind, report, self.shell)).unwrap_or_default()
    }

    fn changed_rows(&self) -> &[ChangedRow] {
        self.report().map(|report| report.changed_rows.as_slice()).unwrap_or_default()
    }

    /// Returns the number of rows that would change, as the heading above them.
    fn changed_count(&self) -> ListCount {
        let changed = self.report().map_or(0, |report| report.changed);
        let before = format!("{} ", self.shell.texts.import_to_change());
        ListCount::new(CappedCount::exact(changed), [before, String::new()], self.shell.locale)
    }

    /// Returns the number of changed rows that are not on the page.
    fn hidden_changes(&self) -> u64 {
        self.report().map_or(0, |report| report.changed.saturating_sub(report.changed_rows.len() as u64))
    }

    fn column(&self, one: &Difference) -> String {
        one.column.header(self.shell.locale)
    }

    fn remarks(&self) -> &[(u64, Remark)] {
        self.report().map(|report| report.remarks.as_slice()).unwrap_or_default()
    }

    /// Returns the text of a remark, and the name or cells that follow it.
    fn remark(&self, remark: &Remark) -> (String, String) {
        let texts = self.shell.texts;
        match remark {
            Remark::Add(cells) => (texts.import_would_add(), cells.clone()),
            Remark::Change(cells) => (texts.import_would_change(), cells.clone()),
            Remark::Above(text) => (texts.import_above(), text.clone()),
            Remark::Kept { name, theirs } => (texts.import_keeps(theirs), name.clone()),
        }
    }
}
