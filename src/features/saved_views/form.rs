//! The form of a view: to save what a list shows, and to change a view.

use crate::features::saved_views::changes::ViewRefusal;
use crate::features::saved_views::model::{MAX_NAME, MAX_OF_USER, MAX_SHARED, SavedView};
use crate::i18n::Locale;
use crate::text::fold;
use crate::web::form_fields::{FieldErrors, FormReader};
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct ViewForm {
    pub name: String,
    pub shared: String,
    pub opens_first: String,
    pub list: String,
    pub filter: String,
    pub version: String,
}

impl ViewForm {
    /// Returns the form of a stored view.
    pub fn of_stored(view: &SavedView) -> Self {
        ViewForm {
            name: view.name.clone(),
            shared: if view.is_shared { "yes".to_owned() } else { String::new() },
            version: view.version.to_string(),
            ..ViewForm::default()
        }
    }

    /// Whether the view is to be shared.
    pub fn is_shared(&self) -> bool {
        self.shared == "yes"
    }

    /// Whether the list is to open with the view.
    pub fn is_default(&self) -> bool {
        self.opens_first == "yes"
    }

    /// Parses the name.
    ///
    /// # Errors
    /// The message for the field.
    pub fn parse_name(&self, locale: Locale) -> Result<String, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let label = fields.texts().view_name();
        let name = fields.text("name", &label, &self.name, 1..=MAX_NAME);
        if !name.is_empty() && fold(&name).is_empty() {
            // Names of marks only would be equal to each other.
            fields.add_error("name", locale.texts().fault_invisible(&label));
        }
        fields.done(name)
    }
}

/// Returns the errors that explain a refusal.
pub fn refusal_errors(locale: Locale, refusal: ViewRefusal, name: &str) -> FieldErrors {
    let (texts, mut faults) = (locale.texts(), FieldErrors::default());
    match refusal {
        ViewRefusal::Exists => faults.add("name", texts.view_exists(name)),
        ViewRefusal::TooManyOfUser => faults.add("name", texts.views_full(locale.number(MAX_OF_USER as u64))),
        ViewRefusal::TooManyShared => {
            faults.add("shared", texts.views_full_shared(locale.number(MAX_SHARED as u64)));
        }
    }
    faults
}

/// The form that chooses the view with which a list opens.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the field of the form
pub struct DefaultForm {
    pub on: String,
}
