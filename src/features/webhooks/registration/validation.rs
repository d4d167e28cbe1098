//! `POST /webhooks/v1/registration/validationEvents` sends a test event, and `GET …/{event}` reads its result.

use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::db::column_types::UuidText;
use crate::domain::parse_uuid;
use crate::error::{Error, Result};
use crate::features::rest_api::partner_guid::partner_guid;
use crate::features::rest_api::resource::ok;
use crate::features::webhooks::delivery_queries::find_test;
use crate::features::webhooks::queries::first_webhook;
use crate::features::webhooks::registration::resource::{TestResource, TestResultResource};
use crate::features::webhooks::test_event::send_test;
use crate::state::AppState;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// Sends a test event: at most two a minute.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no webhook; [`Error::TooMany`] after two tests.
pub async fn create(scope: Scope<ManageWebhooks>, portal: Data<AppState>) -> Result<HttpResponse> {
    let reader = scope.clone();
    let webhook = portal.db.read(move |c| first_webhook(&reader, c)).await?;
    let test = send_test(&portal, &scope, webhook.id).await?;
    Ok(ok(&TestResource { correlation_id: test.message_id.to_string() }))
}

/// Returns the result of a test event.
///
/// # Errors
/// [`Error::NotFound`] if no webhook of the partner has a test event with this id.
pub async fn show(
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = UuidText(parse_uuid(&path).ok_or(Error::NotFound)?);
    let reader = scope.clone();
    let (webhook, test) = portal.db.read(move |c| find_test(&reader, id, c)).await?;
    Ok(ok(&TestResultResource::new(&webhook, &test, partner_guid(&scope.actor().partner.mpn_id))))
}
