//! The form for the new id, and its confirmation, which shows the old and the new id.

use crate::domain::MicrosoftId;
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::shell::Shell;
use askama::Template;
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionForm {
    /// The new id.
    pub microsoft_id: String,
    /// The version of the customer that the user saw.
    pub version: String,
    /// `yes` if the confirmation with both ids was shown.
    pub shown: String,
    /// `yes` to correct the id; empty if the user wants to change the new id.
    pub confirm: String,
}

impl CorrectionForm {
    /// Parses the new id.
    ///
    /// # Errors
    /// One message for the field.
    pub fn parse(&self, old: MicrosoftId, locale: Locale) -> Result<MicrosoftId, FieldErrors> {
        let (mut fields, texts) = (FormReader::new(locale), locale.texts());
        let new = MicrosoftId::from_input(&self.microsoft_id);
        match new {
            _ if self.microsoft_id.trim().is_empty() => {
                fields.add_error("microsoft_id", texts.fault_empty(texts.microsoft_id()));
            }
            Err(_) => fields.add_error("microsoft_id", texts.new_customer_bad_id()),
            Ok(new) if new == old => fields.add_error("microsoft_id", texts.id_correction_same()),
            Ok(_) => {}
        }
        fields.done(new.unwrap_or(old))
    }
}

/// `GET` and `POST /customers/ID/microsoft-id`.
#[derive(Template)]
#[template(path = "id_correction/form.html")]
pub struct CorrectionPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The current id.
    pub id: MicrosoftId,
    /// The customer's name in the list.
    pub list_name: &'a str,
    /// The version that the correction overwrites.
    pub version: i32,
    /// The submitted form.
    pub form: &'a CorrectionForm,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// Whether the customer changed since the page was shown.
    pub is_stale: bool,
    /// The new id, if only the confirmation is missing.
    pub new: Option<MicrosoftId>,
}
