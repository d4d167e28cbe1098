//! Deletes old deliveries.

use crate::clock;
use crate::db::schema::webhook_deliveries;
use crate::db::{BATCH, DbConnection};
use crate::domain::WebhookDeliveryId;
use crate::error::Result;
use crate::features::webhooks::model::KEPT;
use diesel::prelude::*;

/// Deletes one batch of old deliveries; returns how many.
///
/// # Errors
/// The database failed.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = webhook_deliveries::table.filter(webhook_deliveries::created_at.lt(clock::now() - KEPT));
    let old: Vec<WebhookDeliveryId> = old.select(webhook_deliveries::id).limit(BATCH).load(c)?;
    let old = webhook_deliveries::table.filter(webhook_deliveries::id.eq_any(&old));
    Ok(diesel::delete(old).execute(c)?)
}
