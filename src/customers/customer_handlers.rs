//! The pages of one customer: its subscriptions, and the addresses that jump to them.
//! An unknown, a foreign and a removed customer are the same 404.

use super::customer::queries;
use super::model::MicrosoftId;
use super::show::{SoldSubscription, SubscriptionsPage};
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::{ViewCustomers, ViewSubscriptions};
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

/// `GET /customers/{id}/subscriptions`.
pub async fn subscriptions(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = id(&path)?;
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let customer = queries::customer(&asker, id, c)?;
        Ok((customer, queries::subscriptions_of(&asker, id, c)?))
    });
    let (customer, sold) = found.await?;
    let subscriptions: Vec<SoldSubscription> =
        sold.into_iter().map(|(row, reseller)| SoldSubscription { row, reseller }).collect();
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Customers))?;
    let page = SubscriptionsPage { shell: &shell, customer: &customer, subscriptions: &subscriptions };
    answer::page(&page)
}
