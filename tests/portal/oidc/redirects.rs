//! The redirect to the issuer and back: parameters, destination, and what the pages say.

use crate::oidc::issuer::Issuer;
use crate::oidc::stage::{Stage, There, issuer_settings, way_cookie};
use crate::support::TestApp;
use crate::support::database::sqlite;
use actix_web::test::TestRequest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use partner_portal::config::Settings;
use serde_json::json;
use sha2::{Digest, Sha256};

#[actix_web::test]
async fn sends_a_fresh_state_nonce_and_challenge_each_time() {
    let (db, _folder) = sqlite();
    let issuer = Issuer::start().await;
    let stage = Stage::new(db, &issuer.address(), |_| ()).await;
    let browser = stage.app.browser();
    let first = There::by(&browser.get("/sign-in/oidc/main?next=//evil.example").await);
    let second = There::by(&stage.app.browser().get("/sign-in/oidc/main").await);
    for name in ["state", "nonce", "code_challenge"] {
        assert_eq!(first.value(name).len(), 43, "{name}");
        assert_ne!(first.value(name), second.value(name), "{name}");
    }
    assert_eq!(first.value("code_challenge_method"), "S256");
    assert_eq!(
        (first.value("response_type"), first.value("scope")),
        ("code".into(), "openid email profile".into())
    );
    assert_eq!(first.value("redirect_uri"), "http://127.0.0.1:8080/sign-in/oidc/main/callback");
    let (_, cookie) = way_cookie(&browser);
    for secret in ["state", "nonce"] {
        assert!(!cookie.contains(&first.value(secret)), "the cookie does not reveal the {secret}");
    }
    let token = issuer.key().sign(&first.claims(&issuer, json!({})));
    issuer.says(|says| says.token = Some(token));
    let reply = browser.get(&first.back("main")).await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/".into()), "never to another site");
    let form = issuer.says(|says| says.exchanges[0].clone());
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    assert_eq!(challenge, first.value("code_challenge"));
    assert_eq!(form["redirect_uri"], first.value("redirect_uri"));
    assert!(!form.contains_key("client_secret"), "the secret goes into the header");
}

/// What operators register with the issuer, for a portal below a path of its host.
#[actix_web::test]
async fn callback_is_below_the_path_of_the_public_url() {
    let (db, _folder) = sqlite();
    let issuer = Issuer::start().await;
    let stage = Stage::new(db, &issuer.address(), |_| ()).await;
    let settings = Settings {
        portal_public_url: Some("https://example.com/portal".to_owned()),
        ..Settings::clone(&stage.app.portal.settings)
    };
    let app = TestApp::with(stage.app.portal.db.clone(), settings).await;
    let browser = app.browser();
    let there = There::by(&browser.get("/portal/sign-in/oidc/main?next=/customers").await);
    assert_eq!(there.value("redirect_uri"), "https://example.com/portal/sign-in/oidc/main/callback");
    let token = issuer.key().sign(&there.claims(&issuer, json!({})));
    issuer.says(|says| says.token = Some(token));
    let reply = browser.get(&format!("/portal{}", there.back("main"))).await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/portal/customers".into()));
}

#[actix_web::test]
async fn shows_a_button_for_each_issuer_in_three_languages() {
    let (db, _folder) = sqlite();
    let other = issuer_settings(
        "fabrikam",
        "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
    );
    let stage = Stage::with(db, "https://id.example", |_| (), vec![other]).await;
    for (language, text) in [
        ("en", "Sign in with Contoso ID"),
        ("ko", "Contoso ID 계정으로 로그인"),
        ("zh-TW", "使用 Contoso ID 登入"),
    ] {
        let request = TestRequest::get()
            .uri("/sign-in?next=/customers%3Fq%3Dx")
            .insert_header(("accept-language", language));
        let page = stage.app.browser().send(request).await;
        let hrefs = page.attributes("a[data-issuer]", "href");
        assert_eq!(
            hrefs,
            [
                "/sign-in/oidc/main?next=%2Fcustomers%3Fq%3Dx",
                "/sign-in/oidc/fabrikam?next=%2Fcustomers%3Fq%3Dx"
            ]
        );
        assert!(page.all("a[data-issuer]").iter().all(|label| without_marks(label) == text), "{language}");
        assert_eq!(page.all("button.primary").len(), 1);
    }
    let signed_in = stage.app.signed_in("sa@1000.example").await;
    assert_eq!(signed_in.get("/sign-in/oidc/main?next=/customers").await.header("location"), "/customers");
    let (db, _folder) = sqlite();
    let without = TestApp::over(db).await;
    without.cast();
    assert!(without.browser().get("/sign-in").await.attributes("a[data-issuer]", "href").is_empty());
}

/// Removes the isolation marks that Fluent puts around arguments.
fn without_marks(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}
