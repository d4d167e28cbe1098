//! The page that asks what an act needs besides its rows.

use crate::domain::{BulkActKind, BulkList};
use crate::features::bulk_acts::parameters::{Choices, TypedParameters};
use crate::features::bulk_acts::selection::{SelectedRows, Selection};
use crate::features::reseller_of_record::page::NO_RESELLER;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use crate::web::steps::{Step, Steps};
use askama::Template;

/// How many names of tags the browser suggests.
const MAX_SUGGESTED: usize = 500;

/// `POST /bulk`, while something is missing.
#[derive(Template)]
#[template(path = "bulk/choose.html")]
pub struct ChoosePage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The act.
    pub act: BulkActKind,
    /// The list in which the rows were selected.
    pub list: BulkList,
    /// The rows; `None` if none was selected.
    pub selection: Option<&'a Selection>,
    /// How many rows were selected.
    pub count: u64,
    /// What was typed.
    pub typed: &'a TypedParameters,
    /// The tags and resellers to choose from.
    pub choices: &'a Choices,
    /// The errors by field.
    pub faults: &'a FieldErrors,
}

/// Returns the fields of the page for an act.
pub fn choice_fields(act: BulkActKind) -> &'static [&'static str] {
    match act {
        BulkActKind::Reseller => &["reseller", "reason"],
        BulkActKind::AddTags => &["names"],
        BulkActKind::RemoveTag => &["tag"],
        BulkActKind::AutoRenew => &["auto_renew"],
        BulkActKind::SupportContact => &["support"],
        BulkActKind::Suspend | BulkActKind::Reactivate | BulkActKind::Remind => &[],
    }
}

/// Returns the steps of a bulk act; `current` is the number of this one.
pub fn steps(shell: &Shell, current: usize) -> Steps {
    let texts = shell.texts;
    let labels = [texts.bulk_step_choose(), texts.bulk_step_review(), texts.bulk_step_done()];
    Steps {
        label: texts.bulk_steps(),
        steps: labels.into_iter().enumerate().map(|(at, label)| Step::new(label, at, current)).collect(),
    }
}

/// Returns the address of a list and its name.
pub fn list_link(shell: &Shell, list: BulkList, query: Option<&str>) -> (String, String) {
    let (address, name) = match list {
        BulkList::Customers => (urls::customers(), shell.texts.customers()),
        BulkList::Subscriptions => (urls::subscriptions(), shell.texts.subscriptions()),
        BulkList::Requests => (urls::relationship_requests(), shell.texts.relationship_requests()),
    };
    match query.filter(|query| !query.is_empty()) {
        Some(query) => (address.with_query(query), name),
        None => (address.to_string(), name),
    }
}

impl ChoosePage<'_> {
    fn title(&self) -> String {
        self.act.label(self.shell.texts)
    }

    fn steps(&self) -> Steps {
        steps(self.shell, 0)
    }

    fn fields(&self) -> Vec<(&'static str, &str)> {
        self.selection.map(Selection::fields).unwrap_or_default()
    }

    fn asks_for(&self, field: &str) -> bool {
        choice_fields(self.act).contains(&field)
    }

    fn list_link(&self) -> (String, String) {
        let query = self.selection.and_then(|selection| match &selection.rows {
            SelectedRows::Filter(query) => Some(query.as_str()),
            SelectedRows::Ids(_) => None,
        });
        list_link(self.shell, self.list, query)
    }

    fn rows(&self) -> String {
        self.shell.texts.bulk_rows_selected(self.count, self.shell.locale.number(self.count))
    }

    fn suggestions(&self) -> impl Iterator<Item = &str> {
        self.choices.tags.iter().take(MAX_SUGGESTED).map(|tag| tag.name.as_str())
    }

    fn tag_choices(&self) -> Vec<(String, String)> {
        let none = (String::new(), self.shell.texts.bulk_choose_tag());
        let tags = self.choices.tags.iter().map(|tag| (tag.id.to_string(), tag.name.clone()));
        [none].into_iter().chain(tags).collect()
    }

    fn reseller_choices(&self) -> Vec<(String, String)> {
        let texts = self.shell.texts;
        let first = [
            (String::new(), texts.set_reseller_choose()),
            (NO_RESELLER.to_owned(), texts.set_reseller_none()),
        ];
        let resellers = self.choices.resellers.iter().map(|one| (one.mpn_id.clone(), one.name.clone()));
        first.into_iter().chain(resellers).collect()
    }

    fn switch_choices(&self) -> [(String, String); 2] {
        let texts = self.shell.texts;
        [("on".to_owned(), texts.auto_renew_on()), ("off".to_owned(), texts.auto_renew_off())]
    }

    fn support_choices(&self) -> [(String, String); 2] {
        let texts = self.shell.texts;
        [
            ("seller".to_owned(), texts.bulk_support_seller()),
            ("reseller".to_owned(), texts.bulk_support_reseller()),
        ]
    }
}
