//! The short URLs of a customer, by Microsoft ID or by domain.
//! An unknown customer, a removed one and one of another partner give the same 404.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::customer_list::queries;
use crate::features::customers::lookup;
use crate::state::AppState;
use crate::urls;
use crate::web::response::see_other;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// `GET /customers/{id}`: redirects to the customer's subscriptions.
pub async fn customer(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    id: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    portal.db.read(move |c| lookup::customer(&scope, id, c)).await?;
    Ok(see_other(&portal, &urls::customer_subscriptions(id), None))
}

/// `GET /c/{text}`: redirects to the subscriptions of the customer with this Microsoft ID or domain.
pub async fn jump(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let lists = portal.lists.clone();
    let id = portal.db.read(move |c| queries::find_by_id_or_domain(&scope, &lists, &path, c)).await?;
    Ok(see_other(&portal, &urls::customer_subscriptions(id), None))
}
