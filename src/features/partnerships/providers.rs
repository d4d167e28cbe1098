//! Handlers and pages of a reseller's indirect providers.

use crate::auth::Scope;
use crate::auth::scope::ViewProviders;
use crate::domain::Permission;
use crate::error::Result;
use crate::features::partnerships::queries;
use crate::features::partnerships::queries::{PartnershipRow, SharedCustomer};
use crate::i18n::labels;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::list::{BadParameter, EmptyState, ListCount, ListFrame, NumberedPage};
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

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
    let texts = shell.texts;
    let authorise_how =
        texts.authorise_how(labels::list(texts, scope.roles_for(Permission::AuthorizeProvider)));
    let empty = || EmptyState::nothing_yet(texts.no_providers(), authorise_how.clone());
    let count = ListCount::unspoken(CappedCount::exact(providers.len() as u64));
    let page = ProvidersPage {
        frame: ListFrame {
            caption: texts.providers_caption(),
            empty: providers.is_empty().then(empty),
            ..ListFrame::new(texts.indirect_providers(), count)
        },
        shell: &shell,
        providers: &providers,
        no_invitation: scope.reason(needs, texts, |roles| texts.invite_needs(roles)),
        authorise_how,
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
    let (page, bad) = NumberedPage::read(&paging.page, shared.len());
    let pager =
        page.pager(|page| urls::indirect_provider(&provider.mpn_id).with_query(format_args!("page={page}")));
    let texts = shell.texts;
    let total = CappedCount::exact(shared.len() as u64);
    let count = texts.customers_count(total.shown);
    let count = ListCount::new(total, [count.s0, count.s1], shell.locale);
    let empty = || EmptyState::nothing_yet(texts.no_shared(), texts.no_shared_text());
    let frame = ListFrame {
        bad: bad.map(|field| BadParameter { field, text: texts.bad_page() }),
        empty: shared.is_empty().then(empty),
        pager,
        ..ListFrame::new(texts.shared_with(&provider.name), count)
    };
    response::page_as(frame.status(), &ProviderPage { shell: &shell, frame, shared: page.rows(&shared) })
}

/// `GET /indirect-providers`.
#[derive(Template)]
#[template(path = "partnerships/providers.html")]
pub struct ProvidersPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The providers, former ones last.
    pub providers: &'a [PartnershipRow],
    /// Why the user may not invite a customer with a provider; `None` if they may.
    pub no_invitation: Option<String>,
    /// Who may authorize a provider, and how.
    pub authorise_how: String,
}

impl ProvidersPage<'_> {
    fn number(&self, number: &u64) -> String {
        self.shell.locale.number(*number)
    }

    fn day(&self, at: &chrono::NaiveDateTime) -> String {
        self.shell.day(*at)
    }
}

/// `GET /indirect-providers/{mpn_id}`.
#[derive(Template)]
#[template(path = "partnerships/provider.html")]
pub struct ProviderPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The shared customers of this page, in list order.
    pub shared: &'a [SharedCustomer],
}
