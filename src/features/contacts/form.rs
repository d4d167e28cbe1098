//! The form of a contact.

use crate::features::contacts::model::ContactDetails;
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct ContactForm {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub role: String,
    pub version: String,
}

impl ContactForm {
    /// Returns the form of a stored contact.
    pub fn of_stored(details: &ContactDetails, version: i32) -> Self {
        ContactForm {
            name: details.name.clone(),
            email: details.email.clone(),
            phone: details.phone.clone(),
            role: details.job_title.clone(),
            version: version.to_string(),
        }
    }

    /// Parses and validates the form. A contact has an email address, a phone number, or both.
    ///
    /// # Errors
    /// One message for each invalid field.
    pub fn parse(&self, locale: Locale) -> Result<ContactDetails, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let name = fields.text("name", &texts.contact_name(), &self.name, 1..=100);
        let email = match self.email.trim() {
            "" => String::new(),
            typed => fields.email("email", &texts.address_email(), typed),
        };
        let phone = fields.phone("phone", &texts.address_phone(), &self.phone);
        if self.email.trim().is_empty() && self.phone.trim().is_empty() {
            fields.add_error("email", texts.referral_fault_reach());
        }
        let job_title = fields.text("role", &texts.contact_role(), &self.role, 0..=100);
        fields.done(ContactDetails { name, email, phone, job_title })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn requires_a_name_and_a_way_to_reach_the_person() {
        let form =
            ContactForm { name: " 오세린 ".into(), phone: "02-555-0142".into(), ..Default::default() };
        let parsed = form.parse(Locale::Ko).unwrap();
        assert_eq!((parsed.name.as_str(), parsed.phone.as_str()), ("오세린", "02-555-0142"));
        let faults = ContactForm::default().parse(Locale::En).err().unwrap();
        assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["name", "email"]);
        let faults = ContactForm { email: "nobody".into(), role: "x".repeat(101), ..form };
        let faults = faults.parse(Locale::En).err().unwrap();
        assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["email", "role"]);
    }
}
