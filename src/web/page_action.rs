//! Links that look like buttons. `m::action` in `templates/macros.html` shows one.

use crate::i18n::Texts;
use crate::urls;

/// What a page offers its user: a link that looks like a button, or the reason why this user may not follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAction {
    /// The name of the action on its page. `ID-needs` is the HTML id of the reason.
    pub id: &'static str,
    /// The text of the link.
    pub label: String,
    /// The URL of the link.
    pub address: String,
    /// Why the user may not follow it; `None` if they may.
    pub reason: Option<String>,
    /// The classes of the link besides `button`.
    pub look: &'static str,
}

impl PageAction {
    /// Returns a link that every user of the page may follow.
    pub fn new(id: &'static str, label: String, address: impl std::fmt::Display) -> Self {
        let address = address.to_string();
        PageAction { id, label, address, reason: None, look: "" }
    }

    /// Returns the links to the lists of customers and subscriptions, for an empty list of what they lead to.
    pub fn main_lists(texts: &Texts) -> [Self; 2] {
        [
            PageAction::new("customers", texts.customers(), urls::customers()),
            PageAction::new("subscriptions", texts.subscriptions(), urls::subscriptions()),
        ]
    }

    /// Makes it the page's main action.
    #[must_use]
    pub fn primary(self) -> Self {
        PageAction { look: "primary", ..self }
    }

    /// Makes it less prominent.
    #[must_use]
    pub fn quiet(self) -> Self {
        PageAction { look: "quiet", ..self }
    }

    /// Shows the reason instead of the link, if there is one. [`crate::auth::Scope::reason`] returns it.
    #[must_use]
    pub fn unless(self, reason: Option<String>) -> Self {
        PageAction { reason, ..self }
    }
}
