//! A reseller's indirect providers.

use super::providers::{ProviderPage, ProvidersPage};
use super::queries;
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::permissions::Permission;
use crate::auth::scope::ViewProviders;
use crate::error::{Error, Result};
use crate::web::answer;
use crate::web::page::Nav;
use crate::web::reader::shell;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// Rows of a page.
const PAGE: usize = 50;

/// `GET /indirect-providers`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewProviders>,
    portal: Data<Portal>,
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
    answer::page(&page)
}

/// Which page of the shared customers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Paging {
    page: String,
}

/// `GET /indirect-providers/{mpn_id}`: the customers that the reseller shares with this provider.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewProviders>,
    portal: Data<Portal>,
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
    answer::page(&ProviderPage { shell: &shell, provider: &provider, shared, page, pages })
}
