//! The values of this portal.

use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{bill_to, customers, subscriptions};
use crate::domain::{SubscriptionStatus, WriteSubject};
use crate::error::{Error, Result};
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::connections::writing::model::{ConnectionWrite, Fields};
use diesel::prelude::*;
use serde_json::{Value, json};

/// A value, and the name of its customer.
pub struct OwnValue {
    /// The name of the customer.
    pub customer_name: String,
    /// The fields.
    pub fields: Fields,
}

/// Returns the value of this portal; `None` if it was deleted or belongs to another partner.
///
/// # Errors
/// The database failed.
pub(in crate::features::connections) fn own_value(
    write: &ConnectionWrite,
    c: &mut DbConnection,
) -> Result<Option<OwnValue>> {
    let customer = customers::table
        .filter(customers::partner_id.eq(write.partner_id))
        .filter(customers::microsoft_id.eq(write.microsoft_id).and(customers::ended_at.is_null()))
        .select(customers::list_name);
    let Some(customer_name) = customer.first::<String>(c).optional()? else { return Ok(None) };
    let fields = match write.subject {
        WriteSubject::BillTo => bill_to_fields(write, c)?,
        subject => subscription_fields(write, c)?.and_then(|all| {
            let field = subject.field();
            Some(Fields::from_iter([(field.to_owned(), all.get(field)?.clone())]))
        }),
    };
    Ok(fields.map(|fields| OwnValue { customer_name, fields }))
}

fn bill_to_fields(write: &ConnectionWrite, c: &mut DbConnection) -> Result<Option<Fields>> {
    let same = customers::partner_id.eq(bill_to::partner_id);
    let same = same.and(customers::microsoft_id.eq(bill_to::microsoft_id));
    let row = bill_to::table
        .inner_join(customers::table.on(same))
        .filter(bill_to::partner_id.eq(write.partner_id).and(bill_to::microsoft_id.eq(write.microsoft_id)))
        .select(<BillTo as SelectableHelper<MultiBackend>>::as_select());
    let Some(entered) = row.first::<BillTo>(c).optional()? else { return Ok(None) };
    let Value::Object(mut fields) = serde_json::to_value(entered).map_err(Error::internal)? else {
        return Ok(None);
    };
    fields.remove("company_name");
    Ok(Some(fields))
}

fn subscription_fields(write: &ConnectionWrite, c: &mut DbConnection) -> Result<Option<Fields>> {
    let row = subscriptions::table
        .filter(subscriptions::partner_id.eq(write.partner_id))
        .filter(subscriptions::microsoft_id.eq(write.microsoft_id))
        .filter(subscriptions::subscription_id.eq(&write.subscription_id))
        .select((subscriptions::quantity, subscriptions::status, subscriptions::auto_renew));
    let found: Option<(i32, SubscriptionStatus, bool)> = row.first(c).optional()?;
    Ok(found.and_then(|(quantity, status, auto_renew)| {
        let all = json!({ "quantity": quantity, "status": status.as_str(), "auto_renew": auto_renew });
        all.as_object().cloned()
    }))
}
