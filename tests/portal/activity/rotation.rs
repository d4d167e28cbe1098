//! A new secret: the log continues with its key and verifies, sealed values open, and the former secret is useless.

use diesel::prelude::*;
use partner_portal::audit::verify::verify;
use partner_portal::audit::{Action, Activity, ActivityLog, Author};
use partner_portal::auth::invitation_link;
use partner_portal::auth::second_factor::seal;
use partner_portal::auth::second_factor::totp::Seed;
use partner_portal::db::partners as all_partners;
use partner_portal::db::schema::{
    activity_entries, partners, recovery_codes, request_links, sessions, users,
};
use partner_portal::domain::{PartnerId, RelationshipRequestId, UserId};
use partner_portal::secret_rotation::{Rotation, change_over};
use partner_portal::secrets::Secrets;
use serde_json::json;

use crate::activity::tampering::{long_log, run};
use crate::support::TestApp;
use crate::support::forms::draft_request;

/// Changes the database of the app over to a new secret.
fn rotate(app: &TestApp) -> (Secrets, ActivityLog, Rotation) {
    let secrets = app.portal.secrets.rotated().unwrap().settled();
    let log = ActivityLog::new(app.portal.db.clone(), &secrets);
    let done = change_over(&log, &app.portal.secrets, &secrets).unwrap();
    (secrets, log, done)
}

fn broken(log: &ActivityLog, partner: PartnerId) -> Option<i64> {
    log.db().read_now(|c| verify(c, log.chain(), partner)).unwrap().broken
}

fn note(log: &ActivityLog, partner: PartnerId) -> partner_portal::error::Result<()> {
    let entry = Activity::new(Action::Export, "customer", json!({ "file": "a.csv" }));
    log.record_now(&Author::operator(partner), |_| Ok(((), vec![entry])))
}

pub async fn a_log_verifies_across_secrets(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let (second, log, _) = rotate(&app);
    note(&log, partner).unwrap();
    let third = second.rotated().unwrap().settled();
    let newest = ActivityLog::new(app.portal.db.clone(), &third);
    change_over(&newest, &second, &third).unwrap();
    note(&newest, partner).unwrap();
    for partner in app.portal.db.read_now(all_partners::all).unwrap() {
        assert_eq!(broken(&newest, partner.id), None, "{}", partner.mpn_id);
    }
    let checked = newest.db().read_now(|c| verify(c, newest.chain(), partner)).unwrap();
    assert_eq!(checked.up_to, last + 4);
    let entries = activity_entries::table.filter(activity_entries::action.eq("portal_replace_secret"));
    let count: i64 = app.portal.db.read_now(|c| Ok(entries.count().get_result(c)?)).unwrap();
    let partners = app.portal.db.read_now(all_partners::all).unwrap().len() as i64;
    assert_eq!(count, 2 * partners, "an entry in each log");
    // A change of an entry from before is still found.
    run(
        &app,
        &format!(
            "UPDATE activity_log SET at = '2020-01-01 00:00:00' WHERE partner_id = {partner} AND seq = 5"
        ),
    );
    assert_eq!(broken(&newest, partner), Some(5));
}

pub async fn the_former_secret_cannot_continue_a_log(app: TestApp) {
    let (_, partner, _) = long_log(&app);
    let head = partners::table.find(partner).select((partners::log_seq, partners::log_mac));
    let before: (i64, Vec<u8>) = app.portal.db.read_now(|c| Ok(head.first(c)?)).unwrap();
    let (_, log, _) = rotate(&app);
    // A process that still runs with it changes nothing.
    let refused = note(&app.portal.log, partner).unwrap_err().to_string();
    assert!(refused.contains("the secret was replaced"), "{refused}");
    assert_eq!(broken(&log, partner), None);
    // Somebody cuts the log back to where the former secret was in use, and adds entries there.
    run(&app, &format!("DELETE FROM activity_log WHERE partner_id = {partner} AND seq > {}", before.0));
    run(&app, &format!("DELETE FROM activity_values WHERE partner_id = {partner} AND seq > {}", before.0));
    let back = (partners::log_seq.eq(before.0), partners::log_mac.eq(before.1));
    app.portal
        .db
        .write_now(|c| Ok(diesel::update(partners::table.find(partner)).set(back).execute(c)?))
        .unwrap();
    assert_eq!(broken(&log, partner), Some(before.0 + 1));
    note(&app.portal.log, partner).unwrap();
    assert_eq!(broken(&log, partner), Some(before.0 + 2), "the forged entry is at the end of the log");
    // What the portal adds later does not make it valid.
    note(&log, partner).unwrap();
    note(&log, partner).unwrap();
    assert_eq!(broken(&log, partner), Some(before.0 + 2));
}

pub async fn what_depends_on_the_secret_is_sealed_again_or_ends(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = draft_request(&browser, "/relationship-requests", "it@c.example", "en").await;
    let link = browser.get(&at).await.attributes("textarea[name=body]", "data-link").concat();
    let former_path = link[link.find("/invitations/").unwrap()..].to_owned();
    assert_eq!(app.browser().get(&former_path).await.status.as_u16(), 200);
    let user: UserId = app
        .portal
        .db
        .read_now(|c| {
            Ok(users::table.filter(users::email.eq("sa@1000.example")).select(users::id).first(c)?)
        })
        .unwrap();
    let seed = Seed::random().unwrap();
    let sealed = seal::seal(&app.portal.secrets, user, &seed).unwrap();
    app.portal
        .db
        .write_now(|c| {
            diesel::update(users::table.find(user)).set(users::totp_secret.eq(sealed)).execute(c)?;
            let code = (recovery_codes::user_id.eq(user), recovery_codes::code_hash.eq("hash"));
            diesel::insert_into(recovery_codes::table).values(code).execute(c)?;
            Ok(())
        })
        .unwrap();
    let (secrets, _, done) = rotate(&app);
    assert_eq!((done.second_factors, done.unreadable_factors, done.recovery_codes), (1, 0, 1));
    assert!(done.sessions >= 1 && done.request_links >= 1, "{done:?}");
    type Left = (Option<String>, i64, i64);
    let left: Left = app
        .portal
        .db
        .read_now(|c| {
            let sealed = users::table.find(user).select(users::totp_secret).first(c)?;
            let (codes, sessions) = (recovery_codes::table.count(), sessions::table.count());
            Ok((sealed, codes.get_result(c)?, sessions.get_result(c)?))
        })
        .unwrap();
    assert!(seal::unseal(&secrets, user, left.0.as_deref().unwrap()) == Some(seed));
    assert_eq!((left.1, left.2), (0, 0));
    let (request, seq): (RelationshipRequestId, i32) = app
        .portal
        .db
        .read_now(|c| {
            Ok(request_links::table.select((request_links::request_id, request_links::seq)).first(c)?)
        })
        .unwrap();
    let path = format!("/invitations/{}", invitation_link::token(&secrets, request, seq));
    assert_eq!(app.browser().get(&path).await.status.as_u16(), 200, "the new link");
    assert_eq!(app.browser().get(&former_path).await.status.as_u16(), 404, "the former link");
}
