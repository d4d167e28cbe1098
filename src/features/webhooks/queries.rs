//! Reads the webhooks of a partner.

use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::db::DbConnection;
use crate::db::schema::webhooks;
use crate::domain::WebhookId;
use crate::error::{Error, Result};
use crate::features::webhooks::model::Webhook;
use diesel::prelude::*;

/// Returns all webhooks, oldest first.
///
/// # Errors
/// The database failed.
pub fn all_webhooks(scope: &Scope<ManageWebhooks>, c: &mut DbConnection) -> Result<Vec<Webhook>> {
    let own = webhooks::table.filter(webhooks::partner_id.eq(scope.partner()));
    Ok(own.order(webhooks::id).select(Webhook::as_select()).load(c)?)
}

/// Returns one webhook.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id.
pub fn find_webhook(scope: &Scope<ManageWebhooks>, id: WebhookId, c: &mut DbConnection) -> Result<Webhook> {
    let own = webhooks::table.find(id).filter(webhooks::partner_id.eq(scope.partner()));
    own.select(Webhook::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

/// Returns the oldest webhook, which is the one that the API knows.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none.
pub fn first_webhook(scope: &Scope<ManageWebhooks>, c: &mut DbConnection) -> Result<Webhook> {
    let own = webhooks::table.filter(webhooks::partner_id.eq(scope.partner()));
    own.order(webhooks::id).select(Webhook::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}
