//! The form of a note.

use crate::features::notes::model::MAX_NOTE;
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct NoteForm {
    pub body: String,
    pub version: String,
}

impl NoteForm {
    /// Parses and validates the text.
    ///
    /// # Errors
    /// The message for the field.
    pub fn parse(&self, locale: Locale) -> Result<String, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let label = fields.texts().note();
        let body = fields.paragraphs("body", &label, &self.body, 1..=MAX_NOTE);
        fields.done(body)
    }
}

/// The submitted form of a switch.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the field of the form
pub struct PinForm {
    pub pinned: String,
}
