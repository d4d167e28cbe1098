//! The pages of a provider's indirect resellers: the list, and the question before a partnership is removed.

use super::queries::Other;
use crate::users::model::Role;
use crate::users::words;
use crate::web::page::Shell;
use askama::Template;

/// `GET /indirect-resellers`.
#[derive(Template)]
#[template(path = "partnerships/resellers.html")]
pub struct ResellersPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The resellers, former ones last.
    pub resellers: &'a [Other],
    /// The roles that may request a partnership, if the reader may not.
    pub request_needs: Option<&'static [Role]>,
    /// Whether the reader may add customers.
    pub may_add: bool,
    /// Whether the reader may remove partnerships.
    pub may_remove: bool,
}

impl ResellersPage<'_> {
    fn number(&self, number: &u64) -> String {
        self.shell.locale.number(*number)
    }

    fn day(&self, at: &chrono::NaiveDateTime) -> String {
        self.shell.day(*at)
    }

    fn needs(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.request_needs.map(|roles| texts.partnership_needs(words::list(texts, roles)))
    }
}

/// `GET /indirect-resellers/{mpn_id}/removal`.
#[derive(Template)]
#[template(path = "partnerships/removal.html")]
pub struct RemovalPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The reseller.
    pub reseller: &'a Other,
}
