//! The offers of a partner, or for a customer, under the addresses of products.

use crate::auth::Scope;
use crate::auth::scope::ViewSubscriptions;
use crate::domain::{MicrosoftId, Offer, OfferId};
use crate::error::{Error, Fault, Result};
use crate::features::rest_api::offers::queries::{Catalog, catalog_for, own_catalog};
use crate::features::rest_api::products::catalog_item::SKU;
use crate::features::rest_api::products::resource::{
    AvailabilityResource, ProductResource, SkuResource, product_type,
};
use crate::features::rest_api::resource::{Collection, ok};
use crate::state::AppState;
use crate::urls;
use crate::urls::PortalUrl;
use crate::web::api_fault;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The target views, which list the products of one kind.
const VIEWS: &[(&str, &str)] = &[
    ("onlineservices", "OnlineServices"),
    ("azure", "Azure"),
    ("microsoftazure", "Azure"),
    ("software", "Software"),
];

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProductQuery {
    /// The country. The portal has one catalog for all, so it is only repeated in the answer.
    pub country: String,
    /// Only products of this kind.
    #[serde(rename = "targetView")]
    pub target_view: String,
}

/// The addresses of products: those of the partner, or under a customer.
#[derive(Debug, Clone)]
pub struct ProductAddress<'a> {
    /// The customer for whom the products are.
    pub customer: Option<MicrosoftId>,
    /// The country, which links repeat.
    pub country: &'a str,
}

impl ProductAddress<'_> {
    /// Returns the address of a product.
    pub fn product(&self, id: &OfferId) -> String {
        self.with_country(match self.customer {
            Some(customer) => urls::api_customer_product(customer, id.as_str()),
            None => urls::api_product(id.as_str()),
        })
    }

    /// Returns the address of the SKUs of a product.
    pub fn skus(&self, id: &OfferId) -> String {
        self.with_country(match self.customer {
            Some(customer) => urls::api_customer_skus(customer, id.as_str()),
            None => urls::api_skus(id.as_str()),
        })
    }

    /// Returns the address of the SKU of a product.
    pub fn sku(&self, id: &OfferId) -> String {
        self.with_country(match self.customer {
            Some(customer) => urls::api_customer_sku(customer, id.as_str(), SKU),
            None => urls::api_sku(id.as_str(), SKU),
        })
    }

    /// Returns the address of the availabilities of a product's SKU.
    pub fn availabilities(&self, id: &OfferId) -> String {
        self.with_country(match self.customer {
            Some(customer) => urls::api_customer_availabilities(customer, id.as_str(), SKU),
            None => urls::api_availabilities(id.as_str(), SKU),
        })
    }

    /// Returns the address of the availability of a product's SKU.
    pub fn availability(&self, id: &OfferId) -> String {
        self.with_country(match self.customer {
            Some(customer) => urls::api_customer_availability(customer, id.as_str(), SKU, id.as_str()),
            None => urls::api_availability(id.as_str(), SKU, id.as_str()),
        })
    }

    fn with_country(&self, address: PortalUrl) -> String {
        address.with_parameters([("country", self.country)])
    }
}

/// The catalog that a program reads.
pub struct ProductCatalog {
    catalog: Catalog,
    customer: Option<MicrosoftId>,
    country: String,
}

impl ProductCatalog {
    /// Reads the catalog of the partner, or what it can order for a customer.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a customer that the partner does not have; a fault for an indirect reseller without a customer,
    /// because it has no catalog, which is not the same as an empty one.
    pub async fn load(
        request: &HttpRequest,
        scope: &Scope<ViewSubscriptions>,
        portal: &AppState,
        customer: Option<MicrosoftId>,
        query: &ProductQuery,
    ) -> Result<Self> {
        let asker = scope.clone();
        let catalog = portal.db.read(move |c| match customer {
            Some(id) => catalog_for(&asker, id, c).map(Some),
            None => own_catalog(&asker, c),
        });
        let text = || api_fault::locale(request).texts().api_fault_no_catalog();
        let catalog = catalog.await?.ok_or_else(|| Fault::new(404, "1000", text()))?;
        let own = &scope.actor().partner.country;
        let country = if query.country.is_empty() { own } else { &query.country };
        Ok(ProductCatalog { catalog, customer, country: country.clone() })
    }

    fn address(&self) -> ProductAddress<'_> {
        ProductAddress { customer: self.customer, country: &self.country }
    }

    /// Returns the offer of this product and SKU.
    fn find(&self, product: &str, sku: &str) -> Result<&Offer> {
        self.catalog.find(product).and_then(|offer| (sku == SKU).then_some(offer).ok_or(Error::NotFound))
    }

    /// Returns the answer with all products of a target view.
    ///
    /// # Errors
    /// [`Error::BadInput`] for an unknown view.
    pub fn products(&self, query: &ProductQuery) -> Result<HttpResponse> {
        let wanted = query.target_view.to_ascii_lowercase();
        let kind = VIEWS.iter().find(|(view, _)| *view == wanted).map(|(_, kind)| *kind);
        if kind.is_none() && !wanted.is_empty() {
            let known =
                "it is OnlineServices, Azure, MicrosoftAzure or Software; the portal has no other products";
            return Err(Error::bad_input("targetView", known));
        }
        let is_wanted = |offer: &&Offer| kind.is_none_or(|kind| product_type(offer) == kind);
        let offers = self.catalog.offers.iter().filter(is_wanted);
        let items = offers.map(|offer| ProductResource::new(offer, &self.address())).collect();
        let address = match self.customer {
            Some(customer) => urls::api_customer_products(customer),
            None => urls::api_products(),
        };
        let own = [("country", self.country.as_str()), ("targetView", query.target_view.as_str())];
        Ok(ok(&Collection::<ProductResource>::new(items, &address.with_parameters(own))))
    }

    /// Returns the answer with one product.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown product.
    pub fn product(&self, product: &str) -> Result<HttpResponse> {
        Ok(ok(&ProductResource::new(self.catalog.find(product)?, &self.address())))
    }

    /// Returns the answer with the SKUs of a product.
    ///
    /// # Errors
    /// As [`ProductCatalog::product`].
    pub fn skus(&self, product: &str) -> Result<HttpResponse> {
        let offer = self.catalog.find(product)?;
        let items = vec![SkuResource::new(offer, &self.address())];
        Ok(ok(&Collection::new(items, &self.address().skus(&offer.id))))
    }

    /// Returns the answer with one SKU.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown product or SKU.
    pub fn sku(&self, product: &str, sku: &str) -> Result<HttpResponse> {
        Ok(ok(&SkuResource::new(self.find(product, sku)?, &self.address())))
    }

    /// Returns the answer with the availabilities of a SKU.
    ///
    /// # Errors
    /// As [`ProductCatalog::sku`].
    pub fn availabilities(&self, product: &str, sku: &str) -> Result<HttpResponse> {
        let offer = self.find(product, sku)?;
        let items = vec![AvailabilityResource::new(offer, &self.address())];
        Ok(ok(&Collection::new(items, &self.address().availabilities(&offer.id))))
    }

    /// Returns the answer with one availability.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown product, SKU or availability.
    pub fn availability(&self, (product, sku, id): (&str, &str, &str)) -> Result<HttpResponse> {
        let offer = Some(self.find(product, sku)?).filter(|offer| offer.id.as_str() == id);
        Ok(ok(&AvailabilityResource::new(offer.ok_or(Error::NotFound)?, &self.address())))
    }
}
