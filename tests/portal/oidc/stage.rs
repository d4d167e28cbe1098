//! A portal with an issuer, a browser that signs in through it, and the log.

use crate::support::cast::Cast;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::config::MfaRequirement;
use partner_portal::config::Settings;
use partner_portal::config::{IssuerSettings, oidc_issuer};
use partner_portal::db::Db;
use partner_portal::db::schema::{activity_entries, user_identities};
use partner_portal::domain::Partner;
use serde_json::{Value, json};
use std::io::Write;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::NamedTempFile;

use super::issuer::Issuer;

pub const SECRET: &str = "the client's own secret, which nobody else knows";
static CODE: AtomicU32 = AtomicU32::new(0);

/// The portal, its cast and the file with its client secret.
pub struct Stage {
    pub app: TestApp,
    pub cast: Cast,
    _secret: NamedTempFile,
}

impl Stage {
    /// With one issuer, `main`, with settings changed by the test.
    pub async fn new(db: Db, address: &str, change: impl FnOnce(&mut IssuerSettings)) -> Self {
        Self::with(db, address, change, Vec::new()).await
    }

    pub async fn with(
        db: Db,
        address: &str,
        change: impl FnOnce(&mut IssuerSettings),
        more: Vec<IssuerSettings>,
    ) -> Self {
        Self::demanding(db, address, change, more, MfaRequirement::Off).await
    }

    /// With a second factor required for these users.
    pub async fn demanding(
        db: Db,
        address: &str,
        change: impl FnOnce(&mut IssuerSettings),
        more: Vec<IssuerSettings>,
        of: MfaRequirement,
    ) -> Self {
        let mut secret = NamedTempFile::new().unwrap();
        writeln!(secret, "{SECRET}").unwrap();
        let mut main = issuer_settings("main", address);
        main.client_secret_file = Some(secret.path().to_owned());
        change(&mut main);
        let all = oidc_issuer::checked([vec![main], more].concat()).unwrap();
        let settings = Settings { oidc: all, portal_require_mfa: of, ..Settings::default() };
        let app = TestApp::with(db, settings).await;
        let cast = app.cast();
        Stage { app, cast, _secret: secret }
    }

    /// Signs in through the issuer with a correctly signed token that has these claims.
    pub async fn sign_in_as(&self, issuer: &Issuer, claims: Value) -> (Browser, Reply) {
        self.sign_in_with("main", issuer, claims).await
    }

    pub async fn sign_in_with(&self, id: &str, issuer: &Issuer, claims: Value) -> (Browser, Reply) {
        let browser = self.app.browser();
        let reply = self.sign_in_with_token(
            &browser,
            id,
            |there| issuer.key().sign(&there.claims(issuer, claims)),
            issuer,
        );
        let reply = reply.await;
        (browser, reply)
    }

    /// Signs in through the issuer with the token that the test makes.
    pub async fn sign_in_with_token(
        &self,
        browser: &Browser,
        id: &str,
        token: impl FnOnce(&There) -> String,
        issuer: &Issuer,
    ) -> Reply {
        let there = There::by(&browser.get(&format!("/sign-in/oidc/{id}?next=/customers%3Fq%3Dx")).await);
        let token = token(&there);
        issuer.says(|says| says.token = Some(token));
        browser.get(&there.back(id)).await
    }

    /// Action and details of the partner's log entries since the cast was created.
    pub fn log(&self, partner: &Partner) -> Vec<(String, Value)> {
        let rows = activity_entries::table
            .filter(
                activity_entries::partner_id.eq(partner.id.0).and(activity_entries::actor_kind.eq("user")),
            )
            .order(activity_entries::seq)
            .select((activity_entries::action, activity_entries::details));
        let rows: Vec<(String, String)> = self.app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
        rows.into_iter().map(|(action, details)| (action, serde_json::from_str(&details).unwrap())).collect()
    }

    pub fn actions(&self, partner: &Partner) -> Vec<String> {
        self.log(partner).into_iter().map(|(action, _)| action).collect()
    }

    pub fn identities(&self) -> i64 {
        self.app.portal.db.read_now(|c| Ok(user_identities::table.count().get_result(c)?)).unwrap()
    }
}

/// The settings of an issuer.
pub fn issuer_settings(id: &str, address: &str) -> IssuerSettings {
    IssuerSettings {
        id: id.to_owned(),
        name: "Contoso ID".to_owned(),
        issuer: address.to_owned(),
        client_id: "portal".to_owned(),
        ..IssuerSettings::default()
    }
}

/// The name and value of the cookie of the only sign-in in progress.
pub fn way_cookie(browser: &Browser) -> (String, String) {
    let cookies = browser.cookies.borrow();
    let mut ways = cookies.iter().filter(|(name, _)| name.starts_with("portal-oidc-"));
    let (name, value) = ways.next().expect("no cookie of a way");
    assert_eq!(ways.next(), None);
    (name.clone(), value.clone())
}

/// The parameters that the browser was redirected to the issuer with.
pub struct There {
    pub url: url::Url,
    pub code: String,
}

impl There {
    pub fn by(reply: &Reply) -> Self {
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
        let url = url::Url::parse(&reply.header("location")).unwrap();
        There { url, code: format!("code-{}", CODE.fetch_add(1, Ordering::Relaxed)) }
    }

    pub fn value(&self, name: &str) -> String {
        self.url
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    }

    pub fn back(&self, id: &str) -> String {
        let query = [("code", self.code.clone()), ("state", self.value("state"))];
        format!("/sign-in/oidc/{id}/callback?{}", serde_urlencoded::to_string(query).unwrap())
    }

    /// The claims of a valid token, overridden by the test's claims; `null` removes one.
    pub fn claims(&self, issuer: &Issuer, over: Value) -> Value {
        let now = partner_portal::clock::now().and_utc().timestamp();
        let mut claims = json!({
            "iss": issuer.address(), "aud": "portal", "sub": "kim", "nonce": self.value("nonce"),
            "iat": now, "exp": now + 300, "email": "sa@1000.example", "email_verified": true,
        });
        for (name, value) in over.as_object().unwrap() {
            match value {
                Value::Null => claims.as_object_mut().unwrap().remove(name),
                value => claims.as_object_mut().unwrap().insert(name.clone(), value.clone()),
            };
        }
        claims
    }
}
