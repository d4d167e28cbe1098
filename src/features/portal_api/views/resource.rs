//! A saved view.

use crate::domain::SavedList;
use crate::features::rest_api::resource::{Attributes, Link};
use crate::features::rest_api::words;
use crate::features::saved_views::model::SavedView;
use crate::urls;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A saved view of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = View)]
pub struct ViewResource {
    id: i32,
    name: String,
    /// `customers` or `subscriptions`.
    #[schema(value_type = words::ViewedList)]
    list: &'static str,
    /// The parameters of the list.
    filter: BTreeMap<String, String>,
    is_shared: bool,
    /// Whether the user saved it.
    is_own: bool,
    /// The name of the user who saved it.
    owner: String,
    /// The page of the portal that opens it, for a browser.
    page_url: String,
    links: ViewLinks,
    attributes: Attributes,
}

/// The links of a view.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ViewLinks {
    /// What the view shows.
    items: Link,
    /// The same as an export.
    export: Link,
}

impl ViewResource {
    /// Returns a view that this user sees. `public_url` is the address of the portal.
    pub fn new(view: &SavedView, owner: String, is_own: bool, public_url: &str) -> Self {
        let id = view.id.to_string();
        let (items, export) = match view.list {
            SavedList::Customers => (urls::portal_api_customers(), urls::portal_api_export_customers()),
            SavedList::Subscriptions => {
                (urls::portal_api_subscriptions(), urls::portal_api_export_subscriptions())
            }
        };
        let parameter = [("view", id.as_str())];
        let filter: Vec<(String, String)> =
            serde_urlencoded::from_str(&view.parameters.query()).unwrap_or_default();
        ViewResource {
            id: view.id.0,
            name: view.name.clone(),
            list: view.list.as_str(),
            filter: filter.into_iter().collect(),
            is_shared: view.is_shared,
            is_own,
            owner,
            page_url: format!("{public_url}{}", view.address()),
            links: ViewLinks {
                items: Link::to(&items.with_parameters(parameter)),
                export: Link::to(&export.with_parameters(parameter)),
            },
            attributes: Attributes::of_version("View", view.id, view.version),
        }
    }
}
