//! Who can sign in: users with a linked account, users with the same verified address (once), and nobody else.

use crate::oidc::issuer::Issuer;
use crate::oidc::stage::{Stage, There, issuer_settings};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::PASSWORD;
use diesel::prelude::*;
use partner_portal::config::IssuerSettings;
use partner_portal::config::MfaRequirement;
use partner_portal::db::schema::users;
use serde_json::{Value, json};

on_both_databases! {
    several_tabs_can_sign_in_and_repeat_the_callback
    a_temporary_password_does_not_block_single_sign_on
    links_by_verified_email_once_and_then_by_subject
    accepts_nonstandard_claim_formats
    reads_the_userinfo_endpoint
    rejects_unknown_and_deactivated_users
    keeps_issuers_separate
    maps_roles_and_keeps_the_last_global_admin
    accepts_the_issuers_second_factor
}

async fn links_by_verified_email_once_and_then_by_subject(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| ()).await;
    let (browser, reply) =
        stage.sign_in_as(&issuer, json!({ "email": " SA@1000.Example", "amr": ["pwd", "mfa"] })).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (303, "/customers?q=x".into()),
        "{}",
        reply.text()
    );
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    let linked =
        json!({ "email": "sa@1000.example", "linked": { "issuer": issuer.address(), "subject": "kim" } });
    let signed_in = json!({ "issuer": issuer.address(), "second_factor": "issuer" });
    let expected = [("update_partner_user".into(), linked), ("portal_sign_in".to_owned(), signed_in)];
    assert_eq!(stage.log(&stage.cast.provider), expected);

    // The issuer gave the address to another person; the linked account stays the same.
    let (browser, _) = stage.sign_in_as(&issuer, json!({ "email": "ga@1000.example" })).await;
    assert!(browser.get("/customers").await.text().contains("sa@1000.example"), "still the same person");
    let plain = ("portal_sign_in".to_owned(), json!({ "issuer": issuer.address() }));
    assert_eq!(stage.log(&stage.cast.provider)[2..], [plain]);
    assert_eq!(stage.identities(), 1);
}

/// Booleans and lifetimes as strings, times in RFC 3339.
async fn accepts_nonstandard_claim_formats(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| ()).await;
    issuer.says(|says| says.tokens = json!({ "expires_in": "300" }));
    for odd in [
        json!({ "email": "sa@1000.example", "email_verified": "true" }),
        json!({ "email": "sa@1000.example", "updated_at": "2026-11-01T10:00:00.000Z" }),
        json!({ "email": "sa@1000.example", "phone_number_verified": "false" }),
    ] {
        let (browser, reply) = stage.sign_in_as(&issuer, odd.clone()).await;
        assert_eq!(reply.status.as_u16(), 303, "{odd}: {}", reply.text());
        assert_eq!(browser.get("/customers").await.status.as_u16(), 200, "{odd}");
    }
    let refused = json!({ "sub": "lee", "email": "ha@1000.example", "email_verified": "false" });
    assert_eq!(stage.sign_in_as(&issuer, refused).await.1.status.as_u16(), 403, "false means not verified");
}

async fn reads_the_userinfo_endpoint(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| ()).await;
    let bare = || json!({ "email": null, "email_verified": null });
    let person = |says: Value| issuer.says(|issuer| issuer.person = Some(says));
    person(json!({ "sub": "somebody else", "email": "sa@1000.example", "email_verified": true }));
    assert_eq!(stage.sign_in_as(&issuer, bare()).await.1.status.as_u16(), 403, "userinfo of another person");
    person(json!({ "sub": "kim", "email": "sa@1000.example" }));
    assert_eq!(stage.sign_in_as(&issuer, bare()).await.1.status.as_u16(), 403, "not verified");
    person(json!({ "sub": "kim", "email": "sa@1000.example", "email_verified": true }));
    assert_eq!(stage.sign_in_as(&issuer, bare()).await.1.status.as_u16(), 303);
}

async fn rejects_unknown_and_deactivated_users(app: TestApp) {
    let issuer = Issuer::start().await;
    let only = |main: &mut IssuerSettings| main.partners = vec!["1000".into()];
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), only).await;
    assert_eq!(stage.sign_in_as(&issuer, json!({})).await.1.status.as_u16(), 303, "sa is linked to kim");
    let deactivated = users::table.filter(users::email_key.eq("ba@1000.example"));
    let done = stage
        .app
        .portal
        .db
        .write_now(|c| Ok(diesel::update(deactivated).set(users::active.eq(false)).execute(c)?));
    assert_eq!(done.unwrap(), 1);
    let cases = [
        (json!({ "sub": "x", "email": "nobody@1000.example" }), None),
        (json!({ "sub": "x", "email": "nul\u{0}@1000.example" }), None),
        (
            json!({ "sub": "x", "email": "ga@1000.example", "email_verified": false }),
            Some("the issuer has not verified the address"),
        ),
        (
            json!({ "sub": "x", "email": "ga@1000.example", "email_verified": null }),
            Some("the issuer has not verified the address"),
        ),
        (json!({ "sub": "x", "email": "ba@1000.example" }), Some("deactivated")),
        (json!({ "sub": "x" }), Some("another account of the issuer is linked")),
    ];
    for (claims, reason) in cases {
        let before = stage.log(&stage.cast.provider).len();
        let (browser, reply) = stage.sign_in_as(&issuer, claims.clone()).await;
        assert_eq!(reply.status.as_u16(), 403, "{claims}");
        assert!(reply.text().contains("You signed in to Contoso ID"), "{claims}");
        assert_eq!(browser.get("/customers").await.status.as_u16(), 303, "not signed in: {claims}");
        let refused = reason.map(|why| {
            ("portal_refused_sign_in".to_owned(), json!({ "issuer": issuer.address(), "reason": why }))
        });
        assert_eq!(
            stage.log(&stage.cast.provider)[before..],
            refused.into_iter().collect::<Vec<_>>(),
            "{claims}"
        );
    }
    let (_, foreign) = stage.sign_in_as(&issuer, json!({ "sub": "y", "email": "ga@2000.example" })).await;
    assert_eq!(foreign.status.as_u16(), 403, "another partner's person");
    assert_eq!(stage.log(&stage.cast.reseller)[0].1["reason"], "not an issuer of this partner");
    assert_eq!(stage.identities(), 1);

    // Linked, then deactivated.
    let person = users::table.filter(users::email_key.eq("sa@1000.example"));
    let done = stage
        .app
        .portal
        .db
        .write_now(|c| Ok(diesel::update(person).set(users::active.eq(false)).execute(c)?));
    assert_eq!(done.unwrap(), 1);
    assert_eq!(stage.sign_in_as(&issuer, json!({})).await.1.status.as_u16(), 403);
}

async fn keeps_issuers_separate(app: TestApp) {
    let (issuer, other) = (Issuer::start().await, Issuer::start().await);
    let second = issuer_settings("second", &other.address());
    let stage = Stage::with(app.portal.db.clone(), &issuer.address(), |_| (), vec![second]).await;
    assert_eq!(stage.sign_in_as(&issuer, json!({})).await.1.status.as_u16(), 303);
    let stranger = json!({ "email": "nobody@1000.example" });
    let (_, reply) = stage.sign_in_with("second", &other, stranger).await;
    assert_eq!(reply.status.as_u16(), 403, "the same subject of another issuer is another person");
    let (_, reply) = stage.sign_in_with("second", &other, json!({ "email": "ga@1000.example" })).await;
    assert_eq!((reply.status.as_u16(), stage.identities()), (303, 2), "and can be linked to another user");

    // Sent to one issuer, returned to the callback of the other: a sign-in begun for one issuer is not valid for
    // another.
    let browser = stage.app.browser();
    let there = crate::oidc::stage::There::by(&browser.get("/sign-in/oidc/main").await);
    let token = other.key().sign(&there.claims(&other, json!({})));
    other.says(|says| says.token = Some(token));
    assert_eq!(browser.get(&there.back("second")).await.status.as_u16(), 403);
}

async fn maps_roles_and_keeps_the_last_global_admin(app: TestApp) {
    let issuer = Issuer::start().await;
    let change = |main: &mut IssuerSettings| {
        main.roles_claim = Some("groups".into());
        main.roles = [("admins", "global-admin"), ("money", "billing-admin")]
            .map(|(a, b)| (a.into(), b.into()))
            .into();
    };
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), change).await;
    let roles = |email: &str| {
        let row = users::table
            .filter(users::email_key.eq(email.to_owned()))
            .select((users::admin_role, users::agent_role));
        stage.app.portal.db.read_now(|c| Ok(row.first::<(Option<String>, Option<String>)>(c)?)).unwrap()
    };
    let given = |admin: Option<&str>| (admin.map(str::to_owned), Some("sales-agent".to_owned()));
    let come =
        async |groups: Value| stage.sign_in_as(&issuer, json!({ "groups": groups })).await.1.status.as_u16();
    let changed = || {
        let entries = stage.log(&stage.cast.provider).into_iter();
        let roles = entries.filter(|(_, details)| details.get("before").is_some());
        roles
            .map(|(_, details)| (details["before"]["roles"].clone(), details["after"]["roles"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(come(json!(["money", "unknown"])).await, 303);
    assert_eq!(roles("sa@1000.example"), given(Some("billing-admin")));
    assert_eq!(changed(), [(json!(["sales-agent"]), json!(["billing-admin", "sales-agent"]))]);
    assert_eq!(come(json!("money")).await, 303);
    assert_eq!(changed().len(), 1, "unchanged roles are not logged");
    assert_eq!(come(json!(["money", "admins"])).await, 303);
    assert_eq!(roles("sa@1000.example"), given(Some("global-admin")));
    issuer.says(|says| says.person = Some(json!({ "sub": "kim" })));
    assert_eq!(come(Value::Null).await, 303);
    assert_eq!(roles("sa@1000.example"), given(None), "without groups, there are no roles");

    // ga is now the last Global admin, whatever the issuer says.
    let (_, reply) =
        stage.sign_in_as(&issuer, json!({ "sub": "boss", "email": "ga@1000.example", "groups": [] })).await;
    assert_eq!(reply.status.as_u16(), 303);
    assert_eq!(roles("ga@1000.example").0.as_deref(), Some("global-admin"));
    assert_eq!(changed().len(), 3);

    // Microsoft omits the groups of users who are in many: then roles do not change.
    assert_eq!(come(json!("money")).await, 303);
    let (_, reply) = stage.sign_in_as(&issuer, json!({ "_claim_names": { "groups": "src1" } })).await;
    assert_eq!((reply.status.as_u16(), roles("sa@1000.example")), (303, given(Some("billing-admin"))));
}

/// Where the portal requires a second factor, one shown to the issuer counts, for that session only.
async fn accepts_the_issuers_second_factor(app: TestApp) {
    let issuer = Issuer::start().await;
    let db = app.portal.db.clone();
    let stage = Stage::demanding(db, &issuer.address(), |_| (), Vec::new(), MfaRequirement::All).await;
    let email = "ga@1000.example";
    let enrolment = "/profile/second-factor?next=%2Fcustomers";
    let (plain, _) = stage.sign_in_as(&issuer, json!({ "email": email, "amr": ["pwd"] })).await;
    assert_eq!(plain.get("/customers").await.header("location"), enrolment);
    let (browser, _) = stage.sign_in_as(&issuer, json!({ "email": email, "amr": ["pwd", "mfa"] })).await;
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    let again = browser.submit("/step-up", "/step-up", &[("password", PASSWORD)]).await;
    assert_eq!(again.status.as_u16(), 303);
    assert_eq!(
        browser.get("/customers").await.status.as_u16(),
        200,
        "the session with a new token counts too"
    );
    assert_eq!(plain.get("/customers").await.header("location"), enrolment, "the other session does not");
    let by_password = stage.app.signed_in(email).await;
    assert_eq!(
        by_password.get("/customers").await.header("location"),
        enrolment,
        "nor does a password sign-in"
    );
}

/// One tab does not cancel another's sign-in, and the browser's Back button still works afterwards.
async fn several_tabs_can_sign_in_and_repeat_the_callback(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| ()).await;
    let browser = stage.app.browser();
    let mut tabs = Vec::new();
    for number in 0..3 {
        let there = browser.get(&format!("/sign-in/oidc/main?next=/customers%3Fq%3D{number}")).await;
        tabs.push((number, There::by(&there)));
    }
    for (number, there) in tabs.iter().rev() {
        let token = issuer.key().sign(&there.claims(&issuer, json!({})));
        issuer.says(|says| says.token = Some(token));
        let reply = browser.get(&there.back("main")).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
        assert_eq!(reply.header("location"), format!("/customers?q={number}"));
    }
    for (_, there) in &tabs {
        let reply = browser.get(&there.back("main")).await;
        assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, "/"), "once more");
    }
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    let crowd = stage.app.browser();
    for _ in 0..9 {
        crowd.get("/sign-in/oidc/main").await;
    }
    let ways = crowd.cookies.borrow().keys().filter(|name| name.contains("oidc")).count();
    assert_eq!(ways, 4, "headers have a size limit");
}

/// Users who sign in by an issuer never saw the temporary password.
async fn a_temporary_password_does_not_block_single_sign_on(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| ()).await;
    stage.app.person(&stage.cast.provider, "new@1000.example", "sales-agent", true);
    let claims = json!({ "sub": "new one", "email": "new@1000.example", "email_verified": true });
    let (browser, reply) = stage.sign_in_as(&issuer, claims).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    let page = "/profile/password";
    let reply = browser
        .submit(page, page, &[("password", "quite a fine new phrase"), ("repeat", "quite a fine new phrase")])
        .await;
    assert_eq!(reply.status.as_u16(), 422, "a new password still requires the current one");
    let by_password = stage.app.browser();
    by_password.sign_in("new@1000.example", crate::support::cast::PASSWORD).await;
    assert_eq!(
        by_password.get("/customers").await.header("location"),
        format!("{page}?next=%2Fcustomers"),
        "a user who signs in with it must change it"
    );
}
