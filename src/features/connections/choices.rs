//! The fields for which a person chooses whose value wins, and the names of their form fields.

use crate::csv::Column;
use crate::features::import::engine::difference::ColumnChoices;
use crate::i18n::{Locale, Texts};

/// A field for which a person chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuledField {
    /// The name in the form.
    pub name: &'static str,
    /// The column of the rows; the first of those that are chosen together.
    pub column: Column,
}

/// All of them, in the order of the form.
pub const RULED_FIELDS: [RuledField; 9] = [
    RuledField { name: "rule_name", column: Column::CompanyName },
    RuledField { name: "rule_domain", column: Column::PrimaryDomainName },
    RuledField { name: "rule_relationship", column: Column::Relationship },
    RuledField { name: "rule_bill_to", column: Column::AddressLine1 },
    RuledField { name: "rule_product", column: Column::Subscription },
    RuledField { name: "rule_quantity", column: Column::Quantity },
    RuledField { name: "rule_status", column: Column::Status },
    RuledField { name: "rule_reseller", column: Column::Reseller },
    RuledField { name: "rule_renewal", column: Column::AutoRenewal },
];

impl RuledField {
    /// Returns the label.
    pub fn label(self, locale: Locale) -> String {
        match self.column {
            Column::AddressLine1 => locale.texts().bill_to_contacts(),
            Column::AutoRenewal => locale.texts().connection_rule_renewal(),
            column => column.header(locale),
        }
    }

    /// Returns the possible values with their labels. A name that was corrected here stays by default.
    pub fn choices(self, texts: &Texts) -> Vec<(String, String)> {
        let theirs = ("theirs".to_owned(), texts.connection_theirs());
        let ours = ("ours".to_owned(), texts.connection_ours());
        if self.column == Column::CompanyName {
            vec![("edited".to_owned(), texts.connection_edited()), theirs, ours]
        } else {
            vec![theirs, ours]
        }
    }

    /// Returns the chosen value.
    pub fn value(self, choices: &ColumnChoices) -> &'static str {
        match self.column {
            column if choices.ours.contains(&column) => "ours",
            Column::CompanyName if !choices.replace_edited_names => "edited",
            _ => "theirs",
        }
    }

    /// Stores a value; returns `false` if it is not possible for this field.
    pub fn choose(self, value: &str, choices: &mut ColumnChoices) -> bool {
        match (value, self.column) {
            ("ours", column) => {
                choices.ours.insert(column);
            }
            ("edited", Column::CompanyName) => {}
            ("theirs", Column::CompanyName) => choices.replace_edited_names = true,
            ("theirs", _) => {}
            _ => return false,
        }
        true
    }
}

/// Returns the names of the fields of which the stored value wins, for the log.
pub fn kept_fields(choices: &ColumnChoices) -> Vec<&'static str> {
    RULED_FIELDS.iter().filter(|field| field.value(choices) != "theirs").map(|field| field.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_what_is_stored() {
        for field in RULED_FIELDS {
            for (value, _) in field.choices(Locale::En.texts()) {
                let mut choices = ColumnChoices::default();
                assert!(field.choose(&value, &mut choices));
                assert_eq!(field.value(&choices), value, "{}", field.name);
            }
            assert!(!field.choose("mine", &mut ColumnChoices::default()));
        }
    }
}
