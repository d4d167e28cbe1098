//! The pages of a reseller's indirect providers: the list, and the customers shared with one of them.

use super::queries::{Other, Shared};
use crate::users::model::Role;
use crate::users::words;
use crate::web::page::Shell;
use askama::Template;

/// `GET /indirect-providers`.
#[derive(Template)]
#[template(path = "partnerships/providers.html")]
pub struct ProvidersPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The providers, former ones last.
    pub providers: &'a [Other],
    /// Why the reader may not invite a customer with a provider, if so.
    pub no_invitation: Option<String>,
    /// The roles that may authorise a provider.
    pub authorise_needs: &'static [Role],
}

impl ProvidersPage<'_> {
    fn number(&self, number: &u64) -> String {
        self.shell.locale.number(*number)
    }

    fn day(&self, at: &chrono::NaiveDateTime) -> String {
        self.shell.day(*at)
    }

    fn how_to_authorise(&self) -> String {
        let texts = self.shell.texts;
        texts.authorise_how(words::list(texts, self.authorise_needs))
    }
}

/// `GET /indirect-providers/{mpn_id}`.
#[derive(Template)]
#[template(path = "partnerships/provider.html")]
pub struct ProviderPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The provider.
    pub provider: &'a Other,
    /// The page's shared customers, in list order.
    pub shared: &'a [Shared],
    /// The number of the page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
}

impl ProviderPage<'_> {
    fn address(&self, page: usize) -> String {
        format!("/indirect-providers/{}?page={page}", self.provider.mpn_id)
    }
}
