//! The choices of the confirmation: for each column in which the file and the portal differ, which value wins.

use crate::csv::Column;
use crate::error::{Error, Result};
use crate::features::import::engine::difference::ColumnChoices;
use crate::features::import::engine::importer::Importer;
use crate::features::import::engine::report::Report;
use crate::features::import::kinds::customers::Customers;
use crate::features::import::kinds::subscriptions::Subscriptions;
use crate::features::import::upload::model::FileKind;
use crate::web::shell::Shell;
use serde::Deserialize;

/// The file's values win.
const THEIRS: &str = "theirs";

/// The stored values win.
const OURS: &str = "ours";

/// The file's values win; names that were edited in the portal stay.
const UNEDITED: &str = "unedited";

/// The submitted form: for each column one of the words above; empty for a column without a choice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the columns of the files
pub struct ConfirmationForm {
    pub company_name: String,
    pub primary_domain_name: String,
    pub relationship: String,
    pub subscription: String,
    pub quantity: String,
    pub status: String,
    pub reseller: String,
}

impl ConfirmationForm {
    /// Parses the form.
    ///
    /// # Errors
    /// Names the field with an unknown word.
    pub fn parse(&self) -> Result<ColumnChoices> {
        let mut choices = ColumnChoices::default();
        let fields = [
            ("company_name", Column::CompanyName, &self.company_name),
            ("primary_domain_name", Column::PrimaryDomainName, &self.primary_domain_name),
            ("relationship", Column::Relationship, &self.relationship),
            ("subscription", Column::Subscription, &self.subscription),
            ("quantity", Column::Quantity, &self.quantity),
            ("status", Column::Status, &self.status),
            ("reseller", Column::Reseller, &self.reseller),
        ];
        for (field, column, word) in fields {
            match word.as_str() {
                "" => {}
                OURS => {
                    choices.ours.insert(column);
                }
                THEIRS => choices.replace_edited_names |= column == Column::CompanyName,
                UNEDITED if column == Column::CompanyName => {}
                _ => return Err(Error::bad_input(field, "is not one of the choices")),
            }
        }
        Ok(choices)
    }
}

/// The name of a column's field in the form; the columns of [`Importer::CHOICES`] have one.
fn field(column: Column) -> &'static str {
    match column {
        Column::CompanyName => "company_name",
        Column::PrimaryDomainName => "primary_domain_name",
        Column::Relationship => "relationship",
        Column::Subscription => "subscription",
        Column::Quantity => "quantity",
        Column::Status => "status",
        _ => "reseller",
    }
}

/// A choice that the page offers.
pub struct OfferedChoice {
    /// The name of the field.
    pub field: &'static str,
    /// The label: the column, and how many rows differ.
    pub label: String,
    /// The values of the field with their labels; the first one is what happens without a choice.
    pub values: Vec<(&'static str, String)>,
}

/// Returns the choices for the columns in which the checked file differs, in the order of the file.
pub fn offered(kind: FileKind, report: &Report, shell: &Shell) -> Vec<OfferedChoice> {
    let columns = match kind {
        FileKind::Customers => Customers::CHOICES,
        FileKind::Subscriptions => Subscriptions::CHOICES,
        FileKind::Tags | FileKind::Aliases | FileKind::ResellersOfRecord => &[],
    };
    let texts = shell.texts;
    let choice = |column: &Column| {
        let edited = if *column == Column::CompanyName { report.kept } else { 0 };
        let rows = report.changed_columns.get(column).copied().unwrap_or(0) + edited;
        let mut values = vec![(THEIRS, texts.import_choose_theirs()), (OURS, texts.import_choose_ours())];
        if edited > 0 {
            values[0].1 = texts.import_choose_all_names(shell.locale.number(edited));
            values.insert(0, (UNEDITED, texts.import_choose_unedited()));
        } else if *column == Column::CompanyName {
            values[0].0 = UNEDITED;
        }
        let label = texts.import_choice(rows, column.header(shell.locale), shell.locale.number(rows));
        (rows > 0).then(|| OfferedChoice { field: field(*column), label, values })
    };
    columns.iter().filter_map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_with_a_choice_has_a_field_of_its_own() {
        for column in Customers::CHOICES.iter().chain(Subscriptions::CHOICES) {
            let form = format!("{}={OURS}", field(*column));
            let form: ConfirmationForm = serde_urlencoded::from_str(&form).unwrap_or_default();
            let choices = form.parse().unwrap_or_default();
            assert_eq!(choices.ours.into_iter().collect::<Vec<_>>(), [*column]);
        }
    }

    #[test]
    fn an_unknown_word_names_its_field() {
        let form = ConfirmationForm { quantity: UNEDITED.to_owned(), ..Default::default() };
        assert!(matches!(form.parse(), Err(Error::BadInput { field: "quantity", .. })));
    }
}
