//! Reads the products of the partner: `GET /v1/products…`. Those for a customer are in [`super::of_customer`].

use crate::auth::Scope;
use crate::auth::scope::ViewSubscriptions;
use crate::error::Result;
use crate::features::rest_api::products::product_catalog::{ProductCatalog, ProductQuery};
use crate::state::AppState;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

/// What all these handlers need besides the scope.
type Parts = (HttpRequest, Data<AppState>, Query<ProductQuery>);

async fn load(scope: &Scope<ViewSubscriptions>, parts: &Parts) -> Result<ProductCatalog> {
    let (request, portal, query) = parts;
    ProductCatalog::load(request, scope, portal, None, query).await
}

/// `GET /v1/products`.
pub async fn index(scope: Scope<ViewSubscriptions>, parts: Parts) -> Result<HttpResponse> {
    load(&scope, &parts).await?.products(&parts.2)
}

/// `GET /v1/products/{product}`.
pub async fn show(scope: Scope<ViewSubscriptions>, parts: Parts, path: Path<String>) -> Result<HttpResponse> {
    load(&scope, &parts).await?.product(&path)
}

/// `GET /v1/products/{product}/skus`.
pub async fn skus(scope: Scope<ViewSubscriptions>, parts: Parts, path: Path<String>) -> Result<HttpResponse> {
    load(&scope, &parts).await?.skus(&path)
}

/// `GET /v1/products/{product}/skus/{sku}`.
pub async fn sku(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    load(&scope, &parts).await?.sku(&path.0, &path.1)
}

/// `GET /v1/products/{product}/skus/{sku}/availabilities`.
pub async fn availabilities(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    load(&scope, &parts).await?.availabilities(&path.0, &path.1)
}

/// `GET /v1/products/{product}/skus/{sku}/availabilities/{availability}`.
pub async fn availability(
    scope: Scope<ViewSubscriptions>,
    parts: Parts,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse> {
    load(&scope, &parts).await?.availability((&path.0, &path.1, &path.2))
}
