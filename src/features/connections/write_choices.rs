//! What a connection writes back, value by value.

use crate::domain::{TextEnum, WritePolicy, WriteSubject};
use crate::i18n::Texts;
use crate::web::form_fields::FormReader;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What is written back. By default nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteChoices(BTreeMap<WriteSubject, WritePolicy>);

impl WriteChoices {
    /// Returns whether and how a value is written back.
    pub fn policy(&self, subject: WriteSubject) -> WritePolicy {
        self.0.get(&subject).copied().unwrap_or(WritePolicy::Never)
    }

    /// Chooses how a value is written back.
    pub fn choose(&mut self, subject: WriteSubject, policy: WritePolicy) {
        match policy {
            WritePolicy::Never => self.0.remove(&subject),
            policy => self.0.insert(subject, policy),
        };
    }

    /// Whether anything is written back.
    pub fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Returns what is written back, for the log.
    pub fn words(&self) -> Vec<&'static str> {
        self.0.keys().map(|subject| subject.text()).collect()
    }
}

/// The name of the form field of a value.
pub fn form_field(subject: WriteSubject) -> &'static str {
    match subject {
        WriteSubject::BillTo => "write_bill_to",
        WriteSubject::Quantity => "write_quantity",
        WriteSubject::Status => "write_status",
        WriteSubject::AutoRenewal => "write_renewal",
    }
}

/// Returns the possible values of such a field with their labels.
pub fn form_choices(texts: &Texts) -> Vec<(String, String)> {
    WritePolicy::ALL.iter().map(|(policy, word)| ((*word).to_owned(), policy.label(texts))).collect()
}

/// Returns the values of such fields, by their names.
pub fn form_values(choices: &WriteChoices) -> HashMap<String, String> {
    let one =
        |subject: WriteSubject| (form_field(subject).to_owned(), choices.policy(subject).text().to_owned());
    WriteSubject::ALL.iter().map(|(subject, _)| one(*subject)).collect()
}

/// Reads such fields of a form.
pub fn read_form(values: &HashMap<String, String>, fields: &mut FormReader) -> WriteChoices {
    let mut choices = WriteChoices::default();
    for (subject, _) in WriteSubject::ALL {
        let name = form_field(*subject);
        let value = values.get(name).map_or("", String::as_str);
        let label = subject.label(fields.texts());
        choices.choose(*subject, fields.choice(name, &label, value).unwrap_or(WritePolicy::Never));
    }
    choices
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_written_is_not_stored() {
        let mut choices = WriteChoices::default();
        choices.choose(WriteSubject::Quantity, WritePolicy::Ask);
        choices.choose(WriteSubject::BillTo, WritePolicy::Rule);
        choices.choose(WriteSubject::BillTo, WritePolicy::Never);
        assert!(choices.is_any() && choices.words() == ["quantity"]);
        let json = serde_json::to_string(&choices).unwrap();
        assert_eq!(json, r#"{"quantity":"ask"}"#);
        assert_eq!(serde_json::from_str::<WriteChoices>(&json).unwrap(), choices);
        assert_eq!(choices.policy(WriteSubject::Status), WritePolicy::Never);
    }
}
