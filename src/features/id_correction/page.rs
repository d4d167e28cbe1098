//! The page: the id of now, the one that takes its place, and both once more before anything is changed.

use crate::domain::MicrosoftId;
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::shell::Shell;
use askama::Template;
use serde::Deserialize;

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionForm {
    /// The new id.
    pub microsoft_id: String,
    /// The version of the customer that the person saw.
    pub version: String,
    /// `yes` where both ids were shown.
    pub shown: String,
    /// `yes` to correct the id; empty, on the confirmation, to change the new one.
    pub confirm: String,
}

impl CorrectionForm {
    /// Reads the new id.
    ///
    /// # Errors
    /// One sentence at the field.
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
    /// The frame.
    pub shell: &'a Shell,
    /// The id of now.
    pub id: MicrosoftId,
    /// What the list calls the customer.
    pub list_name: &'a str,
    /// The version that correcting goes over.
    pub version: i32,
    /// What was typed.
    pub form: &'a CorrectionForm,
    /// What is wrong with it.
    pub faults: &'a FieldErrors,
    /// Whether the customer was changed since the page was shown.
    pub is_stale: bool,
    /// The new id, where only the confirmation is missing.
    pub new: Option<MicrosoftId>,
}
