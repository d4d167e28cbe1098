//! The faults of forms: what a page says at its fields, with the names that the fields have in the API.

use crate::error::Fault;
use crate::i18n::Locale;
use crate::web::form_fields::FieldErrors;

/// Returns the fault for a form with errors. `names` has the fields of the form whose names differ in the API.
pub fn invalid(faults: &FieldErrors, names: &[(&str, &str)], locale: Locale) -> Fault {
    let name = |field: &str| {
        let known = names.iter().find(|(own, _)| *own == field).map(|(_, name)| *name);
        known.unwrap_or(field).to_owned()
    };
    let fields = faults.iter().map(|(field, sentence)| (name(field), sentence.to_owned())).collect();
    Fault { fields, ..Fault::new(400, "800002", locale.texts().api_fault_input()) }
}

/// Returns the fault for something that another rule forbids.
pub fn forbidden(field: &str, sentence: String) -> Fault {
    Fault { fields: vec![(field.to_owned(), sentence.clone())], ..Fault::new(400, "3000", sentence) }
}

/// Returns the fault for a name that another resource has already.
pub fn conflict(field: &str, sentence: String) -> Fault {
    Fault { fields: vec![(field.to_owned(), sentence.clone())], ..Fault::new(409, "409", sentence) }
}
