//! The form with which a customer answers an invitation.

use crate::domain::{DomainFault, DomainName, MicrosoftId};
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use serde::Deserialize;

/// The submitted answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct AnswerForm {
    pub company_name: String,
    pub domain: String,
    pub person_name: String,
    pub email: String,
    pub microsoft_id: String,
    pub confirm: String,
    pub reason: String,
}

/// A valid acceptance.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // the fields of the form
pub struct Acceptance {
    pub company_name: String,
    pub domain: String,
    pub person_name: String,
    pub email: String,
    pub microsoft_id: Option<MicrosoftId>,
}

impl AnswerForm {
    /// Parses and validates an acceptance.
    pub fn acceptance(&self, reader: Locale) -> Result<Acceptance, FieldErrors> {
        let mut fields = FormReader::new(reader);
        let texts = fields.texts();
        let company_name = fields.text("company_name", &texts.company_name(), &self.company_name, 1..=200);
        let domain = domain(&mut fields, &self.domain);
        let person_name = fields.text("person_name", &texts.invitation_person(), &self.person_name, 1..=100);
        let email = fields.email("email", &texts.email_address(), &self.email);
        let microsoft_id = match self.microsoft_id.trim() {
            "" => None,
            typed => {
                let id = MicrosoftId::from_input(typed).ok();
                if id.is_none() {
                    fields.add_error("microsoft_id", texts.fault_microsoft_id());
                }
                id
            }
        };
        if self.confirm != "yes" {
            fields.add_error("confirm", texts.fault_confirm());
        }
        fields.done(Acceptance { company_name, domain, person_name, email, microsoft_id })
    }

    /// Parses the reason for declining, which may be empty.
    pub fn refusal(&self, reader: Locale) -> Result<String, FieldErrors> {
        let mut fields = FormReader::new(reader);
        let label = fields.texts().decline_reason();
        // The reason may have several lines, but the list of requests shows one.
        let one_line = self.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let reason = fields.text("reason", &label, &one_line, 0..=500);
        fields.done(reason)
    }
}

fn domain(fields: &mut FormReader, typed: &str) -> String {
    let texts = fields.texts();
    typed.parse::<DomainName>().map(String::from).unwrap_or_else(|fault| {
        let sentence = match fault {
            DomainFault::Empty => texts.fault_empty(texts.primary_domain_name()),
            _ => texts.fault_domain(),
        };
        fields.add_error("domain", sentence);
        String::new()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form() -> AnswerForm {
        AnswerForm {
            company_name: "한강무역".into(),
            domain: " Hangang.Example. ".into(),
            person_name: "서지우".into(),
            email: "jiwoo@hangang.example".into(),
            microsoft_id: String::new(),
            confirm: "yes".into(),
            reason: String::new(),
        }
    }

    #[test]
    fn parses_an_acceptance() {
        let read = form().acceptance(Locale::En).unwrap();
        assert_eq!((read.domain.as_str(), read.microsoft_id), ("hangang.example", None));
    }

    #[test]
    fn reports_every_invalid_field() {
        for domain in ["nodot", "a..b", "-a.b", "http://a.b", "a b.c", "a.b/c"] {
            let faults = AnswerForm { domain: domain.into(), ..form() }.acceptance(Locale::Ko).err().unwrap();
            assert!(faults.get("domain").is_some(), "{domain}");
        }
        let faults = AnswerForm::default().acceptance(Locale::ZhTw).err().unwrap();
        let named: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(named, ["company_name", "domain", "person_name", "email", "confirm"]);
        let faults = AnswerForm { microsoft_id: "7".into(), ..form() }.acceptance(Locale::En).err().unwrap();
        assert!(faults.get("microsoft_id").is_some());
        assert_eq!(
            AnswerForm { reason: "no\r\nthanks".into(), ..form() }.refusal(Locale::En).unwrap(),
            "no thanks"
        );
    }
}
