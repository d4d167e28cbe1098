//! Languages: texts, formats, time zones, countries, and the labels of domain values.

pub mod countries;
pub mod format;
pub mod labels;
pub mod locale;
pub mod phone;
pub mod script;
pub mod status_labels;
pub mod time_zone;

pub use locale::{Locale, Texts, negotiate};
pub use script::script_lang;
