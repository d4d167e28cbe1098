//! Invalid tokens and callbacks: each is rejected with the same page, and nobody is signed in.

use crate::oidc::issuer::Issuer;
use crate::oidc::keys::{Key, changed, shared, unsigned};
use crate::oidc::stage::{SECRET, Stage, There, way_cookie};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::log::{keep_log, take_log};
use serde_json::{Value, json};

on_both_databases! {
    rejects_every_invalid_token
    rejects_callbacks_without_a_matching_sign_in
    rate_limits_invalid_callbacks
    logs_no_content_of_unreadable_responses
}

type Forge = Box<dyn Fn(&Issuer, &There) -> String>;

fn saying(claims: Value) -> Forge {
    Box::new(move |issuer, there| issuer.key().sign(&there.claims(issuer, claims.clone())))
}

fn forgeries() -> Vec<(&'static str, Forge)> {
    let now = partner_portal::clock::now().and_utc().timestamp();
    let right = |issuer: &Issuer, there: &There| there.claims(issuer, json!({}));
    vec![
        ("another nonce", saying(json!({ "nonce": "another" }))),
        ("no nonce", saying(json!({ "nonce": null }))),
        ("for another client", saying(json!({ "aud": "another" }))),
        ("for another client too", saying(json!({ "aud": ["portal", "another"] }))),
        ("for nobody", saying(json!({ "aud": null }))),
        ("made for another client", saying(json!({ "azp": "another" }))),
        ("another issuer", saying(json!({ "iss": "https://login.microsoftonline.com/other/v2.0" }))),
        (
            "another issuer's slash",
            Box::new(|issuer, there| {
                issuer.key().sign(&there.claims(issuer, json!({ "iss": format!("{}/", issuer.address()) })))
            }),
        ),
        ("no issuer", saying(json!({ "iss": null }))),
        ("expired", saying(json!({ "iat": now - 900, "exp": now - 1 }))),
        ("no end", saying(json!({ "exp": null }))),
        ("from the future", saying(json!({ "iat": now + 3600, "exp": now + 7200 }))),
        ("no subject", saying(json!({ "sub": null }))),
        ("an empty subject", saying(json!({ "sub": "" }))),
        ("an endless subject", saying(json!({ "sub": "x".repeat(256) }))),
        ("a subject with a line break", saying(json!({ "sub": "kim\nadmin" }))),
        ("another access token", saying(json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }))),
        ("alg none", Box::new(move |issuer, there| unsigned(&right(issuer, there)))),
        (
            "signed with the public key",
            Box::new(move |issuer, there| {
                let key = issuer.key();
                shared(key.public().to_string().as_bytes(), key.name(), &right(issuer, there))
            }),
        ),
        (
            "signed with the public key's bytes",
            Box::new(move |issuer, there| {
                let key = issuer.key();
                shared(key.public()["x"].as_str().unwrap().as_bytes(), key.name(), &right(issuer, there))
            }),
        ),
        (
            "signed with the client's secret",
            Box::new(move |issuer, there| {
                shared(SECRET.as_bytes(), issuer.key().name(), &right(issuer, there))
            }),
        ),
        (
            "another key of the same name",
            Box::new(move |issuer, there| Key::new(issuer.key().name()).sign(&right(issuer, there))),
        ),
        ("an unknown key", Box::new(move |issuer, there| Key::new("unknown").sign(&right(issuer, there)))),
        (
            "claims changed under the signature",
            Box::new(move |issuer, there| {
                let token = issuer.key().sign(&right(issuer, there));
                changed(&token, &there.claims(issuer, json!({ "sub": "boss", "email": "ga@1000.example" })))
            }),
        ),
        (
            "a header that must be understood",
            Box::new(move |issuer, there| {
                let key = issuer.key();
                let header = json!({ "alg": "EdDSA", "kid": key.name(), "crit": ["b64"], "b64": false });
                key.sign_under(&header, &right(issuer, there))
            }),
        ),
        ("not a token", Box::new(|_, _| "a.b.c".into())),
        ("nothing", Box::new(|_, _| String::new())),
    ]
}

async fn rejects_every_invalid_token(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| ()).await;
    for (what, forge) in forgeries() {
        let browser = stage.app.browser();
        let reply = stage.sign_in_with_token(&browser, "main", |there| forge(&issuer, there), &issuer).await;
        assert_eq!(reply.status.as_u16(), 403, "{what}");
        assert!(reply.text().contains("You could not be signed in with Contoso ID."), "{what}");
        assert_eq!(browser.get("/customers").await.status.as_u16(), 303, "nobody is signed in: {what}");
        assert!(browser.cookies.borrow().keys().all(|name| !name.contains("oidc")), "{what}");
    }
    assert_eq!((stage.identities(), stage.actions(&stage.cast.provider)), (0, vec![]));
    let (_, reply) = stage.sign_in_as(&issuer, json!({ "azp": "portal", "aud": ["portal"] })).await;
    assert_eq!(reply.status.as_u16(), 303, "the valid one is accepted");
}

async fn rejects_callbacks_without_a_matching_sign_in(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| ()).await;
    let begin = async || {
        let browser = stage.app.browser();
        let there = There::by(&browser.get("/sign-in/oidc/main").await);
        let token = issuer.key().sign(&there.claims(&issuer, json!({})));
        issuer.says(|says| says.token = Some(token));
        (browser, there)
    };
    let refused = async |what: &str, browser: &crate::support::Browser, path: &str| {
        let reply = browser.get(path).await;
        assert_eq!(reply.status.as_u16(), 403, "{what}: {}", reply.text());
        assert_eq!(browser.get("/customers").await.status.as_u16(), 303, "{what}");
    };
    let (_, there) = begin().await;
    refused("another browser", &stage.app.browser(), &there.back("main")).await;
    let (browser, _) = begin().await;
    refused("another way's state", &browser, &there.back("main")).await;
    let (browser, there) = begin().await;
    refused("no state", &browser, &format!("/sign-in/oidc/main/callback?code={}", there.code)).await;
    let (browser, there) = begin().await;
    let (name, cookie) = way_cookie(&browser);
    let flipped = format!("{}A{}", &cookie[..10], &cookie[11..]);
    browser.cookies.borrow_mut().insert(name, flipped);
    refused("a changed cookie", &browser, &there.back("main")).await;
    let (browser, there) = begin().await;
    refused("the issuer says no", &browser, &format!("{}&error=access_denied", there.back("main"))).await;
    let (browser, there) = begin().await;
    refused("another issuer says so", &browser, &format!("{}&iss=https://evil.example", there.back("main")))
        .await;
    assert!(issuer.says(|says| says.exchanges.is_empty()), "none of these codes was exchanged");

    let (browser, there) = begin().await;
    let (name, cookie) = way_cookie(&browser);
    assert_eq!(browser.get(&there.back("main")).await.status.as_u16(), 303, "once");
    let again = stage.app.browser();
    again.cookies.borrow_mut().insert(name, cookie);
    refused("the code once more", &again, &there.back("main")).await;
    assert_eq!(stage.app.browser().get("/sign-in/oidc/unknown").await.status.as_u16(), 404);
    assert_eq!(
        stage.app.browser().get("/sign-in/oidc/unknown/callback?code=x&state=y").await.status.as_u16(),
        404
    );
}

async fn rate_limits_invalid_callbacks(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| ()).await;
    let browser = stage.app.browser();
    for _ in 0..50 {
        let reply = stage.sign_in_with_token(&browser, "main", |_| "a.b.c".into(), &issuer).await;
        assert_eq!(reply.status.as_u16(), 403);
    }
    let reply = stage.sign_in_with_token(&browser, "main", |_| "a.b.c".into(), &issuer).await;
    assert_eq!(reply.status.as_u16(), 429);
    assert_eq!(issuer.says(|says| says.exchanges.len()), 50);
    assert_eq!(
        stage.app.browser().sign_in("sa@1000.example", crate::support::cast::PASSWORD).await.status.as_u16(),
        303
    );
}

/// A21: no token, secret or other part of a response is in the server log.
async fn logs_no_content_of_unreadable_responses(app: TestApp) {
    let issuer = Issuer::start().await;
    let stage = Stage::new(app.portal.db.clone(), &issuer.address(), |_| {}).await;
    keep_log();
    for odd in [
        json!({ "access_token": "S3CRET-access", "expires_in": "S3CRET later" }),
        json!({ "access_token": "S3CRET-access", "token_type": { "S3CRET": 1 } }),
        json!({ "id_token": "S3CRET.S3CRET.S3CRET" }),
        json!({ "id_token": ["S3CRET"], "refresh_token": "S3CRET" }),
    ] {
        issuer.says(|says| says.tokens = odd.clone());
        let (_, reply) = stage.sign_in_as(&issuer, json!({ "email": "sa@1000.example" })).await;
        assert_eq!(reply.status.as_u16(), 403, "{odd}");
        let said = take_log();
        assert!(said.contains("was refused"), "{odd}: {said}");
        for secret in ["S3CRET", SECRET, "eyJ"] {
            assert!(!said.contains(secret), "{odd}: {said}");
        }
    }
    for word in ["eyJhbGciOiJSUzI1NiJ9.S3CRET", "S3CRET", "invalid_grant S3CRET"] {
        issuer.says(|says| says.refusal = Some(word.to_owned()));
        let (_, reply) = stage.sign_in_as(&issuer, json!({ "email": "sa@1000.example" })).await;
        let said = take_log();
        assert_eq!(reply.status.as_u16(), 403, "{said}");
        assert!(said.contains("refused the code") && !said.contains("S3CRET"), "{said}");
    }
    issuer.says(|says| says.refusal = None);
    issuer.says(|says| (says.tokens, says.person) = (json!({}), Some(json!({ "sub": ["S3CRET"] }))));
    stage.sign_in_as(&issuer, json!({ "email": null })).await;
    let said = take_log();
    assert!(said.contains("was refused") && !said.contains("S3CRET"), "{said}");
}
