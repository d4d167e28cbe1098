//! The form that marks notices as read.

use serde::Deserialize;

/// The submitted form: one notice, or all up to the newest that the page knew.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadForm {
    /// The notice.
    pub id: Option<i32>,
    /// All notices up to this one.
    pub all: Option<i32>,
    /// `yes`: show the object of the notice afterwards.
    pub open: String,
    /// The page to return to.
    pub return_to: String,
}
