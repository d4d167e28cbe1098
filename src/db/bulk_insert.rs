//! Inserts many rows with one statement.

use crate::db::DbConnection;
use crate::db::column_types::UuidText;
use crate::db::schema::{
    bill_to, bulk_rows, connection_customers, customer_tags, customers, subscriptions, webhook_deliveries,
};
use crate::domain::{
    BillingCycle, BulkActId, ConnectionId, DeliveryState, MicrosoftId, Origin, PartnerId, Relationship,
    SubscriptionStatus, TagId, WebhookEvent, WebhookId,
};
use crate::error::Result;
use diesel::prelude::*;

/// A customer to be inserted.
#[derive(diesel::Insertable)]
#[diesel(table_name = customers)]
#[allow(missing_docs)] // the columns of the table
pub struct CustomerInsert<'a> {
    pub partner_id: PartnerId,
    pub sort_key: &'a [u8],
    pub microsoft_id: MicrosoftId,
    pub list_name: &'a str,
    pub domain: &'a str,
    pub relationship: Relationship,
    pub company_name: &'a str,
    pub delegated_admin: bool,
    pub origin: Origin,
    pub id_invented: bool,
    pub customer_since: chrono::NaiveDateTime,
}

/// A subscription to be inserted.
#[derive(diesel::Insertable)]
#[diesel(table_name = subscriptions)]
#[allow(missing_docs)] // the columns of the table
pub struct SubscriptionInsert<'a> {
    pub partner_id: PartnerId,
    pub microsoft_id: MicrosoftId,
    pub subscription_id: String,
    pub name: &'a str,
    pub quantity: i32,
    pub status: SubscriptionStatus,
    pub reseller_id: Option<PartnerId>,
    pub created_at: chrono::NaiveDateTime,
}

/// A subscription to be inserted, with its term.
#[derive(diesel::Insertable)]
#[diesel(table_name = subscriptions)]
#[allow(missing_docs)] // the columns of the table
pub struct TermSubscriptionInsert<'a> {
    #[diesel(embed)]
    pub basic: SubscriptionInsert<'a>,
    pub billing_cycle: Option<BillingCycle>,
    pub auto_renew: bool,
    pub renews_on: Option<chrono::NaiveDate>,
}

/// A bill-to to be inserted.
#[derive(diesel::Insertable)]
#[diesel(table_name = bill_to)]
#[allow(missing_docs)] // the columns of the table
pub struct BillToInsert<'a> {
    pub partner_id: PartnerId,
    pub microsoft_id: MicrosoftId,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub country: &'a str,
    pub address_line1: &'a str,
    pub address_line2: &'a str,
    pub city: &'a str,
    pub state: &'a str,
    pub postal_code: &'a str,
    pub registration_number: &'a str,
}

/// A customer that a connection has found, to be inserted.
#[derive(diesel::Insertable)]
#[diesel(table_name = connection_customers)]
#[allow(missing_docs)] // the columns of the table
pub struct ConnectionCustomerInsert {
    pub connection_id: ConnectionId,
    pub microsoft_id: MicrosoftId,
    pub partner_id: PartnerId,
}

/// A subscription to be inserted, with the columns that an import does not have.
#[derive(diesel::Insertable)]
#[diesel(table_name = subscriptions)]
#[allow(missing_docs)] // the columns of the table
pub struct WholeSubscriptionInsert<'a> {
    #[diesel(embed)]
    pub basic: SubscriptionInsert<'a>,
    pub nickname: Option<&'a str>,
    pub offer_id: Option<&'a str>,
    pub parent_id: Option<String>,
    pub billing_cycle: Option<BillingCycle>,
    pub auto_renew: bool,
    pub renews_on: Option<chrono::NaiveDate>,
    pub cancels_on: Option<chrono::NaiveDate>,
    pub suspended_at: Option<chrono::NaiveDateTime>,
    pub suspended_with: Option<String>,
    pub deletes_on: Option<chrono::NaiveDate>,
    pub support_id: Option<PartnerId>,
    pub renewal_quantity: Option<i32>,
    pub renewal_offer_id: Option<&'a str>,
    pub renewal_cycle: Option<BillingCycle>,
}

/// A tag of a customer to be inserted.
#[derive(diesel::Insertable)]
#[diesel(table_name = customer_tags)]
#[allow(missing_docs)] // the columns of the table
pub struct CustomerTagInsert {
    pub partner_id: PartnerId,
    pub microsoft_id: MicrosoftId,
    pub tag_id: TagId,
}

/// A planned row of a bulk act to be inserted.
#[derive(diesel::Insertable)]
#[diesel(table_name = bulk_rows)]
#[allow(missing_docs)] // the columns of the table
pub struct BulkRowInsert<'a> {
    pub act_id: BulkActId,
    pub position: i32,
    pub partner_id: PartnerId,
    pub microsoft_id: MicrosoftId,
    pub item: &'a str,
    pub outcome: &'static str,
    pub reason: Option<String>,
    pub details: String,
    pub mark: &'a str,
}

/// What is sent to a webhook, to be inserted.
#[derive(Debug, Clone, diesel::Insertable)]
#[diesel(table_name = webhook_deliveries)]
#[allow(missing_docs)] // the columns of the table
pub struct WebhookDeliveryInsert {
    pub webhook_id: WebhookId,
    pub message_id: UuidText,
    pub event: WebhookEvent,
    pub object: String,
    pub microsoft_id: Option<MicrosoftId>,
    pub seq: Option<i64>,
    pub happened_at: chrono::NaiveDateTime,
    pub created_at: chrono::NaiveDateTime,
    pub state: DeliveryState,
}

/// Rows per statement on PostgreSQL, which accepts 65,535 values.
pub const ROW_BATCH_SIZE: usize = 500;

/// Uses one prepared statement for all rows on SQLite, and few statements on PostgreSQL. Diesel has no multi-row insert
/// for a `MultiConnection`.
macro_rules! insert_all {
    ($c:expr, $rows:expr, $table:expr) => {
        match $c {
            DbConnection::Sqlite(c) => {
                for row in $rows {
                    diesel::insert_into($table).values(row).execute(c)?;
                }
            }
            DbConnection::Postgres(c) => {
                for rows in $rows.chunks(crate::db::bulk_insert::ROW_BATCH_SIZE) {
                    diesel::insert_into($table).values(rows).execute(c)?;
                }
            }
        }
    };
}

/// Does the same, and leaves out the rows that a unique index knows.
macro_rules! insert_unknown {
    ($c:expr, $rows:expr, $table:expr) => {
        match $c {
            DbConnection::Sqlite(c) => {
                for row in $rows {
                    diesel::insert_into($table).values(row).on_conflict_do_nothing().execute(c)?;
                }
            }
            DbConnection::Postgres(c) => {
                for rows in $rows.chunks(crate::db::bulk_insert::ROW_BATCH_SIZE) {
                    diesel::insert_into($table).values(rows).on_conflict_do_nothing().execute(c)?;
                }
            }
        }
    };
}

pub(crate) use {insert_all, insert_unknown};

/// Inserts many customers.
pub fn insert_customers(c: &mut DbConnection, rows: &[CustomerInsert<'_>]) -> Result<()> {
    insert_all!(c, rows, customers::table);
    Ok(())
}

/// Inserts many subscriptions with their terms.
pub fn insert_subscriptions_with_terms(
    c: &mut DbConnection,
    rows: &[TermSubscriptionInsert<'_>],
) -> Result<()> {
    insert_all!(c, rows, subscriptions::table);
    Ok(())
}

/// Inserts many bill-tos.
pub fn insert_bill_tos(c: &mut DbConnection, rows: &[BillToInsert<'_>]) -> Result<()> {
    insert_all!(c, rows, bill_to::table);
    Ok(())
}

/// Inserts many customers that a connection has found.
pub fn insert_connection_customers(c: &mut DbConnection, rows: &[ConnectionCustomerInsert]) -> Result<()> {
    insert_all!(c, rows, connection_customers::table);
    Ok(())
}

/// Inserts many whole subscriptions.
pub fn insert_whole_subscriptions(c: &mut DbConnection, rows: &[WholeSubscriptionInsert<'_>]) -> Result<()> {
    insert_all!(c, rows, subscriptions::table);
    Ok(())
}

/// Inserts what is sent to webhooks.
pub fn insert_webhook_deliveries(c: &mut DbConnection, rows: &[WebhookDeliveryInsert]) -> Result<()> {
    insert_all!(c, rows, webhook_deliveries::table);
    Ok(())
}

/// Inserts many tags of customers.
pub fn insert_customer_tags(c: &mut DbConnection, rows: &[CustomerTagInsert]) -> Result<()> {
    insert_all!(c, rows, customer_tags::table);
    Ok(())
}

/// Inserts many rows of a bulk act.
pub fn insert_bulk_rows(c: &mut DbConnection, rows: &[BulkRowInsert<'_>]) -> Result<()> {
    insert_all!(c, rows, bulk_rows::table);
    Ok(())
}
