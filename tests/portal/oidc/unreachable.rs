//! An issuer that is unreachable, slow, endless or redirects: the page says so, and the password still works.

use crate::oidc::issuer::Issuer;
use crate::oidc::keys::Key;
use crate::oidc::stage::Stage;
use crate::support::database::sqlite;
use serde_json::json;
use std::time::{Duration, Instant};

async fn unreachable(issuer: &Issuer, what: &str) {
    let (db, _folder) = sqlite();
    let stage = Stage::new(db, &issuer.address(), |_| ()).await;
    let browser = stage.app.browser();
    let began = Instant::now();
    let reply = browser.get("/sign-in/oidc/main?next=/customers").await;
    assert!(began.elapsed() < Duration::from_secs(9), "{what}: {:?}", began.elapsed());
    assert_eq!(reply.status.as_u16(), 503, "{what}");
    assert_eq!(
        reply.attributes(".card a", "href"),
        ["/sign-in?next=%2Fcustomers", "/sign-in/oidc/main?next=%2Fcustomers"]
    );
    assert_eq!(browser.sign_in("sa@1000.example", crate::support::cast::PASSWORD).await.status.as_u16(), 303);
}

#[actix_web::test]
async fn reports_a_misbehaving_issuer() {
    let issuer = Issuer::start().await;
    let address = issuer.address();
    issuer.says(|says| says.status = 500);
    unreachable(&issuer, "an error of its own").await;
    issuer.says(|says| says.status = 302);
    unreachable(&issuer, "it leads elsewhere").await;
    issuer.says(|says| (says.status, says.padding) = (200, 300 * 1024));
    unreachable(&issuer, "it says too much").await;
    issuer.says(|says| (says.padding, says.metadata) = (0, json!({ "issuer": "https://another.example" })));
    unreachable(&issuer, "it is another").await;
    issuer.says(|says| says.metadata = json!({ "authorization_endpoint": "http://evil.example/authorize" }));
    unreachable(&issuer, "it sends browsers away in plain text").await;
    issuer.says(|says| says.metadata = json!({ "authorization_endpoint": "javascript:alert(1)" }));
    unreachable(&issuer, "it sends browsers to a script").await;
    issuer.says(|says| says.metadata = json!({ "jwks_uri": "http://10.0.0.1/keys" }));
    unreachable(&issuer, "its keys come in plain text").await;
    issuer.says(|says| (says.metadata, says.delay) = (json!({}), Duration::from_secs(30)));
    unreachable(&issuer, "it is slow").await;
    issuer.says(|says| (says.delay, says.address) = (Duration::ZERO, "http://127.0.0.1:1".into()));
    unreachable(&issuer, "nobody is there").await;
    issuer.says(|says| says.address = address);
}

#[actix_web::test]
async fn reports_a_failed_code_exchange() {
    let issuer = Issuer::start().await;
    for endpoint in ["http://127.0.0.1:1/token", "http://10.0.0.1/token"] {
        let (db, _folder) = sqlite();
        issuer.says(|says| says.metadata = json!({ "token_endpoint": endpoint }));
        let stage = Stage::new(db, &issuer.address(), |_| ()).await;
        let (_, reply) = stage.sign_in_as(&issuer, json!({})).await;
        assert_eq!(reply.status.as_u16(), 503, "{endpoint}");
    }
}

#[actix_web::test]
async fn caches_metadata_and_follows_key_rotation() {
    let (db, _folder) = sqlite();
    let issuer = Issuer::start().await;
    let stage = Stage::new(db, &issuer.address(), |_| ()).await;
    for _ in 0..3 {
        assert_eq!(stage.sign_in_as(&issuer, json!({})).await.1.status.as_u16(), 303);
    }
    assert_eq!(issuer.says(|says| says.discoveries), 1, "the metadata is cached");
    issuer.says(|says| says.key = Key::new("second"));
    assert_eq!(stage.sign_in_as(&issuer, json!({})).await.1.status.as_u16(), 303, "a new key");
    issuer.says(|says| says.key = Key::new("second"));
    assert_eq!(
        stage.sign_in_as(&issuer, json!({})).await.1.status.as_u16(),
        303,
        "a new key of the same name"
    );
    assert_eq!(issuer.says(|says| says.discoveries), 3);
    // Unreachable for a moment: cached metadata stays valid.
    issuer.says(|says| says.status = 500);
    assert_eq!(stage.sign_in_as(&issuer, json!({})).await.1.status.as_u16(), 303);
}
