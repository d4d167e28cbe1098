//! The form that attests an agreement.

use crate::domain::MicrosoftId;
use crate::features::agreements::queries::{Acceptance, Agreement};
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct AgreementForm {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub agreed_on: String,
    pub next: String,
}

impl From<Agreement> for AgreementForm {
    fn from(kept: Agreement) -> Self {
        AgreementForm {
            first_name: kept.first_name,
            last_name: kept.last_name,
            email: kept.email,
            phone: kept.phone,
            agreed_on: kept.agreed_on.to_string(),
            next: String::new(),
        }
    }
}

impl AgreementForm {
    /// Parses and validates the form; `today` is the date in the user's time zone.
    ///
    /// # Errors
    /// One message per invalid field.
    pub fn parse(&self, locale: Locale, today: NaiveDate) -> Result<Acceptance, FieldErrors> {
        let (mut fields, texts) = (FormReader::new(locale), locale.texts());
        let [first_name, last_name] = fields.person_names(&self.first_name, &self.last_name);
        let email = fields.email("email", &texts.address_email(), &self.email);
        let phone = fields.phone("phone", &texts.address_phone(), &self.phone);
        let day = fields.day("agreed_on", &self.agreed_on);
        let first = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap_or_default();
        match day {
            Some(day) if day > today => fields.add_error("agreed_on", texts.agreement_future()),
            Some(day) if day < first => fields.add_error("agreed_on", texts.agreement_too_early()),
            _ => {}
        }
        let agreed_on = day.unwrap_or_default();
        fields.done(Acceptance { first_name, last_name, email, phone, agreed_on })
    }
}

/// `GET` and `POST /customers/ID/agreement`.
#[derive(Template)]
#[template(path = "agreements/edit.html")]
pub struct AgreementPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The customer.
    pub id: MicrosoftId,
    /// The customer's name in the list.
    pub list_name: &'a str,
    /// The submitted values, or those attested before.
    pub form: &'a AgreementForm,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// The path to return to after saving or canceling.
    pub next: &'a str,
}

impl AgreementPage<'_> {
    /// Returns name, label and value of the two name fields; in Korean and Chinese the last name comes first.
    fn names(&self) -> [(&'static str, String, &str); 2] {
        let texts = self.shell.texts;
        let first = ("first_name", texts.address_first_name(), self.form.first_name.as_str());
        let last = ("last_name", texts.address_last_name(), self.form.last_name.as_str());
        if self.shell.locale == Locale::En { [first, last] } else { [last, first] }
    }
}
