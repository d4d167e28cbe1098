//! A fake issuer on a loopback port; each test decides what it returns.

use super::keys::Key;
use actix_web::web::{self, Data, Form};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the issuer returns, and the requests it received.
#[derive(Clone)]
pub struct Says {
    /// Its URL.
    pub address: String,
    /// The key that it publishes.
    pub key: Key,
    /// The ID token it returns for a code, instead of a valid one.
    pub token: Option<String>,
    /// Merged into the token response.
    pub tokens: Value,
    /// Returned instead of a token response.
    pub refusal: Option<String>,
    /// The userinfo response; `None`: 404.
    pub person: Option<Value>,
    /// Merged into the metadata.
    pub metadata: Value,
    /// Another status code for the metadata.
    pub status: u16,
    /// Bytes of padding in the metadata, and how long they take.
    pub padding: usize,
    pub delay: Duration,
    /// The forms of code exchanges so far.
    pub exchanges: Vec<BTreeMap<String, String>>,
    /// How often its metadata was requested.
    pub discoveries: usize,
    used: BTreeSet<String>,
}

/// A handle to the issuer, for a test to change.
#[derive(Clone)]
pub struct Issuer(Arc<Mutex<Says>>);

impl Issuer {
    pub async fn start() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", socket.local_addr().unwrap());
        let issuer = Issuer(Arc::new(Mutex::new(Says {
            address,
            key: Key::new("first"),
            token: None,
            tokens: json!({}),
            person: None,
            refusal: None,
            metadata: json!({}),
            status: 200,
            padding: 0,
            delay: Duration::ZERO,
            exchanges: Vec::new(),
            discoveries: 0,
            used: BTreeSet::new(),
        })));
        let data = Data::new(issuer.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .route("/.well-known/openid-configuration", web::get().to(metadata))
                .route("/keys", web::get().to(keys))
                .route("/token", web::post().to(token))
                .route("/person", web::get().to(person))
                .route("/elsewhere", web::get().to(elsewhere))
        });
        actix_web::rt::spawn(server.workers(1).disable_signals().listen(socket).unwrap().run());
        issuer
    }

    pub fn says<T>(&self, change: impl FnOnce(&mut Says) -> T) -> T {
        change(&mut self.0.lock().unwrap())
    }

    pub fn address(&self) -> String {
        self.says(|says| says.address.clone())
    }

    pub fn key(&self) -> Key {
        self.says(|says| says.key.clone())
    }
}

async fn metadata(issuer: Data<Issuer>) -> HttpResponse {
    let says = issuer.says(|says| {
        says.discoveries += 1;
        says.clone()
    });
    actix_web::rt::time::sleep(says.delay).await;
    let at = |path: &str| format!("{}/{path}", says.address);
    let mut body = json!({
        "issuer": says.address, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
        "jwks_uri": at("keys"), "userinfo_endpoint": at("person"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "EdDSA", "HS256", "none"],
        "padding": "x".repeat(says.padding),
    });
    for (name, value) in says.metadata.as_object().unwrap() {
        body[name] = value.clone();
    }
    let mut response = HttpResponse::build(says.status.try_into().unwrap());
    response.insert_header(("location", at("elsewhere"))).json(body)
}

/// The target of a redirect that must not be followed.
async fn elsewhere(issuer: Data<Issuer>) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "issuer": issuer.address() }))
}

async fn keys(issuer: Data<Issuer>) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "keys": [issuer.key().public()] }))
}

async fn token(issuer: Data<Issuer>, form: Form<BTreeMap<String, String>>) -> HttpResponse {
    if let Some(error) = issuer.says(|says| says.refusal.clone()) {
        return HttpResponse::BadRequest().json(json!({ "error": error }));
    }
    let answer = issuer.says(|says| {
        let fresh = says.used.insert(form.get("code").cloned().unwrap_or_default());
        says.exchanges.push(form.into_inner());
        says.token.clone().filter(|_| fresh).map(|token| (token, says.tokens.clone()))
    });
    match answer {
        Some((token, more)) => {
            let mut body = json!({
                "access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": token,
            });
            for (name, value) in more.as_object().unwrap() {
                body[name] = value.clone();
            }
            HttpResponse::Ok().json(body)
        }
        None => HttpResponse::BadRequest().json(json!({ "error": "invalid_grant" })),
    }
}

async fn person(issuer: Data<Issuer>, request: HttpRequest) -> HttpResponse {
    let asked = request.headers().get("authorization").is_some_and(|value| value == "Bearer access");
    match issuer.says(|says| says.person.clone()).filter(|_| asked) {
        Some(person) => HttpResponse::Ok().json(person),
        None => HttpResponse::NotFound().finish(),
    }
}
