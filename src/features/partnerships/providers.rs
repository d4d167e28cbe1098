//! Handlers and pages of a reseller's indirect providers.

use crate::auth::Scope;
use crate::auth::scope::ViewProviders;
use crate::domain::{Permission, Role};
use crate::error::{Error, Result};
use crate::features::partnerships::queries;
use crate::features::partnerships::queries::{PartnershipRow, SharedCustomer};
use crate::i18n::labels;
use crate::state::AppState;
use crate::urls;
use crate::web::nav::Nav;
use crate::web::pager::Pager;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The number of customers per page.
const PAGE: usize = 50;

/// `GET /indirect-providers`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewProviders>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Providers))?;
    let asker = scope.clone();
    let providers = portal.db.read(move |c| queries::providers(&asker, c)).await?;
    let needs = Permission::InviteWithProvider;
    let page = ProvidersPage {
        shell: &shell,
        providers: &providers,
        no_invitation: scope.reason(needs, shell.texts, |roles| shell.texts.invite_needs(roles)),
        authorise_needs: scope.roles_for(Permission::AuthorizeProvider),
    };
    response::page(&page)
}

/// The query parameters: the number of the page, from 1.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Paging {
    page: String,
}

/// `GET /indirect-providers/{mpn_id}`: the customers that the reseller shares with this provider.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewProviders>,
    portal: Data<AppState>,
    path: Path<String>,
    paging: Query<Paging>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Providers))?;
    let asker = scope.clone();
    let (provider, shared) = portal.db.read(move |c| queries::provider(&asker, &path, c)).await?;
    let pages = shared.len().div_ceil(PAGE).max(1);
    let page = if paging.page.is_empty() { 1 } else { paging.page.parse().unwrap_or(0) };
    if !(1..=pages).contains(&page) {
        return Err(Error::bad_input("page", format!("a number from 1 to {pages}")));
    }
    let shared = shared.chunks(PAGE).nth(page - 1).unwrap_or_default();
    response::page(&ProviderPage { shell: &shell, provider: &provider, shared, page, pages })
}

/// `GET /indirect-providers`.
#[derive(Template)]
#[template(path = "partnerships/providers.html")]
pub struct ProvidersPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The providers, former ones last.
    pub providers: &'a [PartnershipRow],
    /// Why the user may not invite a customer with a provider; `None` if they may.
    pub no_invitation: Option<String>,
    /// The roles that may authorize a provider.
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
        texts.authorise_how(labels::list(texts, self.authorise_needs))
    }
}

/// `GET /indirect-providers/{mpn_id}`.
#[derive(Template)]
#[template(path = "partnerships/provider.html")]
pub struct ProviderPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The provider.
    pub provider: &'a PartnershipRow,
    /// The shared customers of this page, in list order.
    pub shared: &'a [SharedCustomer],
    /// The number of the page, from 1.
    pub page: usize,
    /// The number of pages.
    pub pages: usize,
}

impl ProviderPage<'_> {
    fn pager(&self) -> Pager {
        let url = urls::indirect_provider(&self.provider.mpn_id);
        let to = |page: usize| url.with_query(format_args!("page={page}"));
        Pager::new(
            (self.page > 1).then(|| to(self.page - 1)),
            (self.page < self.pages).then(|| to(self.page + 1)),
        )
    }
}
