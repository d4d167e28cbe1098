//! The account page of one customer, and the addresses that jump to a customer; what it bought is in `subscriptions`.
//! An unknown, a foreign and a removed customer are the same 404.

use super::customer::queries;
use super::model::MicrosoftId;
use super::show::AccountPage;
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::error::{Error, Result};
use crate::web::answer;
use crate::web::page::Nav;
use crate::web::reader::{see_other, shell};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

fn id(path: &Path<String>) -> Result<MicrosoftId> {
    path.parse().map_err(|_| Error::NotFound)
}

/// `GET /customers/{id}`: to its subscriptions.
pub async fn customer(
    scope: Scope<ViewCustomers>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = id(&path)?;
    portal.db.read(move |c| queries::customer(&scope, id, c)).await?;
    Ok(see_other(&portal, &format!("/customers/{id}/subscriptions"), None))
}

/// `GET /c/{text}`: by Microsoft ID or by domain.
pub async fn jump(
    scope: Scope<ViewCustomers>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let lists = portal.lists.clone();
    let id = portal.db.read(move |c| queries::jump(&scope, &lists, &path, c)).await?;
    Ok(see_other(&portal, &format!("/customers/{id}/subscriptions"), None))
}

/// `GET /customers/{id}/account`.
pub async fn account(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = id(&path)?;
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let customer = queries::customer(&asker, id, c)?;
        Ok((customer, queries::details(&asker, id, 0, c)?))
    });
    let (customer, details) = found.await?;
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Customers))?;
    let resellers: Vec<String> = details.resellers.into_iter().map(|reseller| reseller.name).collect();
    let page = AccountPage {
        shell: &shell,
        customer: &customer,
        subscription_count: details.subscription_count as u64,
        company_name: &details.company_name,
        delegated_admin: details.delegated_admin,
        origin: details.origin,
        customer_since: details.customer_since,
        resellers: &resellers,
    };
    answer::page(&page)
}
