//! Reads customers, their profiles and relationships: `GET /v1/customers…`.

use crate::auth::Scope;
use crate::auth::scope::{ExportCustomers, RequestRelationship, ViewCustomers};
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::bill_to::queries::load;
use crate::features::customers::lookup::customer;
use crate::features::customers::resellers::resellers_of;
use crate::features::rest_api::customers::list;
use crate::features::rest_api::customers::profile_resource::{BillingProfile, CompanyProfile};
use crate::features::rest_api::customers::queries::whole_customer;
use crate::features::rest_api::customers::resource::CustomerResource;
use crate::features::rest_api::export_entry::record_continuation;
use crate::features::rest_api::paging::{ListQuery, PagedList};
use crate::features::rest_api::relationships::RelationshipResource;
use crate::features::rest_api::resource::{Attributes, Collection, ok};
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

/// Where a relationship request is made.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelationshipRequest {
    /// The page of the portal for staff.
    #[schema(format = "uri")]
    url: String,
    attributes: Attributes,
}

/// `GET /v1/customers`. Going on to another page needs the permission to export the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    query: Query<ListQuery>,
) -> Result<HttpResponse> {
    let list = PagedList { name: "customers", partner: scope.partner(), address: urls::api_customers() };
    let page = query.page(&request, &portal.secrets, &list)?;
    record_continuation::<ExportCustomers, _>(&request, &portal, (&scope, &page), "customers.json").await?;
    let (asker, lists, ask) = (scope.clone(), portal.lists.clone(), page.ask.clone());
    let locale = api_fault::locale(&request);
    let (rows, neighbors) = portal.db.read(move |c| list::page(&asker, (&lists, locale), &ask, c)).await?;
    let items: Vec<CustomerResource> = rows
        .iter()
        .map(|row| CustomerResource::of_list(row.microsoft_id, &row.list_name, &row.domain, row.relationship))
        .collect();
    Ok(ok(&page.collection(items, neighbors, &portal.secrets, &list)?))
}

/// `GET /v1/customers/{id}`.
pub async fn show(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let found = portal.db.read_one(move |c| whole_customer(&asker, id, c)).await?;
    Ok(ok(&CustomerResource::whole(&found, &scope.actor().partner.country)))
}

/// `GET /v1/customers/{id}/profiles/company`.
pub async fn company_profile(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let found =
        portal.db.read_one(move |c| Ok((customer(&scope, id, c)?.domain, load(&scope, id, c)?))).await?;
    let (domain, stored) = found;
    Ok(ok(&CompanyProfile::whole(id, &domain, &stored.bill_to)))
}

/// `GET /v1/customers/{id}/profiles/billing`.
pub async fn billing_profile(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let stored = portal.db.read_one(move |c| load(&asker, id, c)).await?;
    Ok(ok(&BillingProfile::new(id, &stored, &scope.actor().partner.country)))
}

/// `GET /v1/customers/{id}/relationships`: the indirect resellers of the customer.
pub async fn relationships(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let found = portal.db.read(move |c| {
        customer(&scope, id, c)?;
        resellers_of(&scope, id, c)
    });
    let resellers = found.await?.into_iter().filter(|one| !one.is_former);
    let items =
        resellers.map(|one| RelationshipResource::of_reseller(&one.mpn_id, &one.name, None)).collect();
    Ok(ok(&Collection::<RelationshipResource>::new(items, &urls::api_customer_relationships(id))))
}

/// `GET /v1/customers/relationshiprequests`: the page where staff make a request. The link of a request belongs to its
/// recipient, so there is no common link.
pub async fn relationship_request(
    _: Scope<RequestRelationship>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let page = format!("{}{}", portal.settings.public_url(), urls::new_relationship_request());
    Ok(ok(&RelationshipRequest { url: page, attributes: Attributes::new("RelationshipRequest") }))
}
