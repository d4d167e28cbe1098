//! Actions that are logged although nothing changed: failed sign-ins, downloads, opened links. Other reading is not
//! logged.

use crate::one_entry::recipes::invitations::link_of;
use crate::one_entry::recipes::requests::create;
use crate::one_entry::recipes::second_factor::set_up;
use crate::one_entry::recipes::{NO_LOGS, PROVIDERS};
use crate::one_entry::stage::{NO_ID, Stage, expected};
use crate::support::TestApp;
use crate::support::cast::{PASSWORD, id};
use actix_web::http::Method;
use partner_portal::routes;

/// For an existing account, at each of the three steps.
pub async fn a_failed_sign_in_logs_one_entry(app: TestApp) {
    let stage = Stage::set(app).await;
    let email = stage.somebody();
    stage.app.browser().sign_in(&email, "wrong").await;
    refused(&stage, "a wrong password").await;

    let browser = stage.signed_in(&email).await;
    browser.submit("/step-up", "/step-up", &[("password", "wrong")]).await;
    refused(&stage, "a wrong password before something dangerous").await;

    set_up(&browser, true).await;
    stage.restart_count();
    let half_way = stage.app.browser();
    half_way.sign_in(&email, PASSWORD).await;
    half_way.submit("/sign-in/second-factor", "/sign-in/second-factor", &[("code", "김치")]).await;
    refused(&stage, "a wrong code").await;
}

async fn refused(stage: &Stage, what: &str) {
    stage.wait_for_entry().await;
    stage.assert_one_entry_for(PROVIDERS, what);
    let log = stage.app.log_of(&stage.cast.provider, "partner_user");
    assert_eq!(log.last().unwrap().0, "portal_refused_sign_in", "{what}");
}

/// Requests every page of the route table.
pub async fn reading_logs_only_downloads_and_first_link_openings(app: TestApp) {
    let stage = Stage::set(app).await;
    let made = create(&stage.admin, &[]).await.header("location");
    let link = link_of(&stage.admin, &made).await;
    let visitor = stage.app.browser();
    let customer = id(1).to_string();
    let selected = [("list", "customers"), ("act", "suspend"), ("id", customer.as_str())];
    let bulk = stage.form_at("/bulk", &selected).await.header("location");
    for line in routes::page_lines().into_iter().filter(|line| line.method == Method::GET) {
        let path = match line.path {
            path if path.starts_with("/relationship-requests/") => {
                path.replace("/relationship-requests/{id}", &made)
            }
            path if path.starts_with("/invitations/") => path.replace("/invitations/{token}", &link),
            path => path.replace("{id}", &customer),
        };
        let path = path.replace("{sid}", &stage.plan).replace("{text}", "hanbit.example");
        let path = path.replace("/bulk/{bulk}", &bulk);
        let path = path.replace("{user}", "1").replace("{act}", "deactivation").replace("{mpn_id}", "2000");
        let path = path.replace("{tag}", "1").replace("{note}", "1").replace("{contact}", "1");
        let path = path.replace("{draft}", NO_ID).replace("{file:.*}", "portal.css");
        let (browser, logs) = match line.path {
            path if path.contains("/import/") => (&stage.admin, NO_LOGS), // there is no such upload
            path if path.ends_with(".csv") || path.ends_with(".xlsx") => (&stage.admin, PROVIDERS),
            path if path.starts_with("/invitations/") => (&visitor, PROVIDERS),
            _ => (&stage.admin, NO_LOGS),
        };
        stage.restart_count();
        let reply = browser.get(&path).await;
        assert!(!reply.status.is_server_error(), "{path}: {}", reply.text());
        assert_eq!(stage.grown(), expected(logs), "{path} was {}", reply.status);
    }
}
