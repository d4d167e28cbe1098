//! Values in the database that the portal never wrote cause an internal error that the log explains, not a client
//! error.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::log::{keep_log, take_log};
use diesel::connection::SimpleConnection;
use partner_portal::db::DbConnection;

on_both_databases! {
    an_unreadable_value_is_logged_with_its_column
    an_invalid_value_in_a_request_is_a_client_error
}

impl TestApp {
    /// Writes a value that violates the table's constraints.
    fn spoil(&self, table: &str, column: &str, value: &str) {
        let done = self.portal.db.write_now(|c| {
            let update = format!("UPDATE {table} SET {column} = '{value}';");
            let sql = match c {
                DbConnection::Sqlite(_) => {
                    format!("PRAGMA ignore_check_constraints = ON; {update} PRAGMA ignore_check_constraints = OFF;")
                }
                DbConnection::Postgres(_) => {
                    format!("ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_{column}_check; {update}")
                }
            };
            Ok(c.batch_execute(&sql)?)
        });
        done.unwrap();
    }
}

async fn an_unreadable_value_is_logged_with_its_column(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    app.subscription(&cast.provider, customer, "E3", None);
    let request = uuid::Uuid::from_u128(7);
    app.referral(request, (&cast.provider, None), ("received", "Lead"), partner_portal::clock::now());
    let browser = app.signed_in("ga@1000.example").await;
    keep_log();
    let of_customer = format!("/customers/{customer}");
    for (table, column, good, kind, pages) in [
        (
            "subscriptions",
            "status",
            "active",
            "SubscriptionStatus",
            vec![
                format!("{of_customer}/subscriptions"),
                format!("{of_customer}/account"),
                format!("/customers?expanded={customer}"),
            ],
        ),
        (
            "subscriptions",
            "billing_cycle",
            "monthly",
            "BillingCycle",
            vec![format!("{of_customer}/subscriptions")],
        ),
        ("referrals", "status", "received", "ReferralStatus", vec![format!("/referrals/{request}")]),
        ("customers", "origin", "own", "Origin", vec![format!("/customers?expanded={customer}")]),
        (
            "customers",
            "relationship",
            "reseller",
            "Relationship",
            vec!["/customers".into(), "/customers?q=contoso".into(), "/customers?sort=-domain".into()],
        ),
        ("partners", "cloud", "global", "Cloud", vec!["/customers".into()]),
    ] {
        app.spoil(table, column, "s\u{1b}poiled");
        for page in pages {
            take_log();
            let reply = browser.get(&page).await;
            assert_eq!(reply.status.as_u16(), 500, "{table}.{column} on {page}");
            assert!(!reply.text().contains("poiled"), "{table}.{column} on {page}");
            let log = take_log();
            for part in [column, &format!("“s\\u{{1b}}poiled” is no {kind}")] {
                assert!(log.contains(part), "{page} without {part}: {log}");
            }
        }
        app.spoil(table, column, good);
    }
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
}

async fn an_invalid_value_in_a_request_is_a_client_error(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    for address in ["/customers?sort=size", "/account-settings/users?role=king", "/referrals?status=king"] {
        assert!([200, 422].contains(&browser.get(address).await.status.as_u16()), "{address}");
    }
    assert_eq!(browser.get("/customers?sort=size").await.status.as_u16(), 422);
}
