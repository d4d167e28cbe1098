//! Changing a subscription to another offer: `…/subscriptions/{sid}/transitioneligibilities`, `/transitions` and `/upgrades`. The
//! portal changes the offer only at the renewal, which [`super::next_term`] plans; an immediate change is answered with 501.

use crate::auth::Scope;
use crate::auth::scope::{ChangeSubscription, ViewSubscriptions};
use crate::domain::{MicrosoftId, SubscriptionId};
use crate::error::{Error, Fault, Result};
use crate::features::customers::lookup::customer;
use crate::features::rest_api::resource::{Collection, ok};
use crate::features::rest_api::subscriptions::handlers::{one, unknown};
use crate::features::rest_api::subscriptions::transition_resource::TransitionEligibility;
use crate::features::subscriptions::change::choices::renewal_choices;
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameters of eligibilities.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EligibilityQuery {
    /// `scheduled` or nothing: at the renewal; `immediate`: now.
    #[serde(rename = "eligibilityType")]
    pub eligibility_type: String,
}

/// `GET …/transitioneligibilities`: the offers with which the subscription can renew.
pub async fn eligibilities(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
    query: Query<EligibilityQuery>,
) -> Result<HttpResponse> {
    let ((id, text), locale) = (path.into_inner(), api_fault::locale(&request));
    let asker = scope.clone();
    portal.db.read(move |c| customer(&asker, id, c)).await?;
    let sid = text.parse::<SubscriptionId>().map_err(|_| unknown(&request, Error::NotFound))?;
    let wanted = sid.clone();
    let choices = portal.db.read(move |c| renewal_choices(&scope, (id, &wanted), c)).await;
    let choices = choices.map_err(|error| unknown(&request, error))?;
    let kind = query.eligibility_type.to_ascii_lowercase();
    match kind.as_str() {
        "" | "scheduled" => {}
        "immediate" => return Err(only_at_renewal(&request).into()),
        _ => return Err(Error::bad_input("eligibilityType", "it is scheduled or immediate")),
    }
    let address = urls::api_transition_eligibilities(id, &sid);
    let address = address.with_parameters([("eligibilityType", kind.as_str())]);
    Ok(ok(&Collection::new(TransitionEligibility::list(&choices, locale), &address)))
}

/// `GET …/transitions` and `…/upgrades`.
///
/// # Errors
/// Always: a fault for an unknown customer or subscription, otherwise with status 501.
pub async fn none(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
) -> Result<HttpResponse> {
    let (id, text) = path.into_inner();
    one(&request, &scope, &portal, (id, &text)).await?;
    Err(only_at_renewal(&request).into())
}

/// `POST …/transitions` and `…/upgrades`.
///
/// # Errors
/// As [`none`].
pub async fn refuse(
    request: HttpRequest,
    scope: Scope<ChangeSubscription>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
) -> Result<HttpResponse> {
    let (id, text) = path.into_inner();
    one(&request, &scope, &portal, (id, &text)).await?;
    Err(only_at_renewal(&request).into())
}

fn only_at_renewal(request: &HttpRequest) -> Fault {
    Fault::new(501, "501", api_fault::locale(request).texts().api_fault_transition())
}
