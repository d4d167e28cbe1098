//! Reads offers: `GET /v1/offers…` and `/v1/customers/{id}/offers`.

use crate::auth::Scope;
use crate::auth::scope::ViewSubscriptions;
use crate::domain::{MicrosoftId, Offer};
use crate::error::{Error, Fault, Result};
use crate::features::rest_api::culture::culture;
use crate::features::rest_api::offers::queries::{Catalog, catalog_for, own_catalog};
use crate::features::rest_api::offers::resource::OfferResource;
use crate::features::rest_api::resource::{Collection, Link, ok};
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfferQuery {
    /// The country. The portal has one catalog for all, so it is only repeated in the answer.
    pub country: String,
    /// Only offers of this category.
    pub offer_category_id: String,
    /// How many offers are left out at the beginning.
    pub offset: String,
    /// The number of offers; 0 or nothing: all.
    pub size: String,
}

/// The query parameters of one offer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CountryQuery {
    /// As in the list.
    pub country: String,
}

/// `GET /v1/offers`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    query: Query<OfferQuery>,
) -> Result<HttpResponse> {
    let catalog = own(&request, &scope, &portal).await?;
    collection(&scope, &query, &catalog, &urls::api_offers(), |offer| offer.parent.is_none())
}

/// `GET /v1/customers/{id}/offers`: what can be ordered for the customer.
pub async fn of_customer(
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    query: Query<OfferQuery>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let catalog = portal.db.read(move |c| catalog_for(&asker, id, c)).await?;
    collection(&scope, &query, &catalog, &urls::api_customer_offers(id), |_| true)
}

/// `GET /v1/offers/{offer}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<String>,
    query: Query<CountryQuery>,
) -> Result<HttpResponse> {
    let catalog = own(&request, &scope, &portal).await?;
    Ok(ok(&resource(&scope, &query.country, &catalog, catalog.find(&path)?)))
}

/// `GET /v1/offers/{offer}/addons`.
pub async fn add_ons(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<String>,
    query: Query<OfferQuery>,
) -> Result<HttpResponse> {
    let catalog = own(&request, &scope, &portal).await?;
    let parent = &catalog.find(&path)?.id;
    let address = urls::api_offer_add_ons(parent.as_str());
    collection(&scope, &query, &catalog, &address, |offer| offer.parent.as_ref() == Some(parent))
}

/// Returns the partner's own catalog. An indirect reseller has none, which is not the same as an empty one.
async fn own(request: &HttpRequest, scope: &Scope<ViewSubscriptions>, portal: &AppState) -> Result<Catalog> {
    let asker = scope.clone();
    let catalog = portal.db.read(move |c| own_catalog(&asker, c)).await?;
    let text = || api_fault::locale(request).texts().api_fault_no_catalog();
    catalog.ok_or_else(|| Fault::new(404, "1000", text()).into())
}

fn resource(
    scope: &Scope<ViewSubscriptions>,
    country: &str,
    catalog: &Catalog,
    offer: &Offer,
) -> OfferResource {
    let own = &scope.actor().partner.country;
    let country = if country.is_empty() { own } else { country };
    OfferResource::new(offer, catalog.parents.contains(&offer.id), country, culture(own).1)
}

fn collection(
    scope: &Scope<ViewSubscriptions>,
    query: &OfferQuery,
    catalog: &Catalog,
    address: &urls::PortalUrl,
    is_listed: impl Fn(&Offer) -> bool,
) -> Result<HttpResponse> {
    let category = query.offer_category_id.as_str();
    let in_category = |offer: &&Offer| category.is_empty() || offer.category == category;
    let all: Vec<&Offer> =
        catalog.offers.iter().filter(|offer| is_listed(offer)).filter(in_category).collect();
    let offset = number("offset", &query.offset)?.unwrap_or(0);
    let size = number("size", &query.size)?.filter(|size| *size > 0).unwrap_or(usize::MAX);
    let items =
        all.iter().skip(offset).take(size).map(|offer| resource(scope, &query.country, catalog, offer));
    let items: Vec<OfferResource> = items.collect();
    let parameters = |offset: String| {
        let (country, size) = (query.country.as_str(), query.size.as_str());
        let pairs = [("country", country), ("offer_category_id", category), ("size", size)];
        address.with_parameters(pairs.into_iter().chain([("offset", offset.as_str())]))
    };
    let next = offset.saturating_add(size);
    let mut collection = Collection::new(items, &parameters(query.offset.clone()));
    if next < all.len() {
        collection.links.next = Some(Link::to(&parameters(next.to_string())));
    }
    Ok(ok(&collection))
}

fn number(field: &'static str, text: &str) -> Result<Option<usize>> {
    match text.trim() {
        "" => Ok(None),
        text => {
            let number = text.parse::<u32>().map_err(|_| Error::bad_input(field, "it is a whole number"))?;
            Ok(Some(number as usize))
        }
    }
}
