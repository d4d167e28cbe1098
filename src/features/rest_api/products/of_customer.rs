//! Reads what can be ordered for a customer: `GET /v1/customers/{id}/products…`. The partner's own are in
//! [`super::handlers`].

use crate::auth::Scope;
use crate::auth::scope::ViewSubscriptions;
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::rest_api::products::product_catalog::{ProductCatalog, ProductQuery};
use crate::state::AppState;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

/// What all these handlers need besides the scope.
type Parts = (HttpRequest, Data<AppState>, Query<ProductQuery>);

async fn load(scope: &Scope<ViewSubscriptions>, parts: &Parts, id: MicrosoftId) -> Result<ProductCatalog> {
    let (request, portal, query) = parts;
    ProductCatalog::load(request, scope, portal, Some(id), query).await
}

/// `GET /v1/customers/{id}/products`.
pub async fn index(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    load(&scope, &parts, *path).await?.products(&parts.2)
}

/// `GET /v1/customers/{id}/products/{product}`.
pub async fn show(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<(MicrosoftId, String)>,
) -> Result<HttpResponse> {
    load(&scope, &parts, path.0).await?.product(&path.1)
}

/// `GET /v1/customers/{id}/products/{product}/skus`.
pub async fn skus(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<(MicrosoftId, String)>,
) -> Result<HttpResponse> {
    load(&scope, &parts, path.0).await?.skus(&path.1)
}

/// `GET /v1/customers/{id}/products/{product}/skus/{sku}`.
pub async fn sku(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<(MicrosoftId, String, String)>,
) -> Result<HttpResponse> {
    load(&scope, &parts, path.0).await?.sku(&path.1, &path.2)
}

/// `GET /v1/customers/{id}/products/{product}/skus/{sku}/availabilities`.
pub async fn availabilities(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<(MicrosoftId, String, String)>,
) -> Result<HttpResponse> {
    load(&scope, &parts, path.0).await?.availabilities(&path.1, &path.2)
}

/// `GET /v1/customers/{id}/products/{product}/skus/{sku}/availabilities/{availability}`.
pub async fn availability(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<(MicrosoftId, String, String, String)>,
) -> Result<HttpResponse> {
    load(&scope, &parts, path.0).await?.availability((&path.1, &path.2, &path.3))
}
