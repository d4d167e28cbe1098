//! A program that uses the API with a token, and an application that gets one by itself.

use crate::support::{Browser, Reply, TestApp, described};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use partner_portal::audit::Author;
use partner_portal::auth::accounts;
use partner_portal::auth::api_applications::store as applications;
use partner_portal::auth::api_applications::store::{NewApplication, NewCredentials};
use partner_portal::auth::api_tokens::store;
use partner_portal::auth::api_tokens::store::NewApiToken;
use partner_portal::auth::session_store::AtIssuer;
use partner_portal::domain::{AccessLevel, ApiAccess, Partner, Roles};
use serde_json::Value;

/// A program: it sends its token with every request, and stores no cookies.
pub struct Program {
    browser: Browser,
    pub token: String,
}

impl TestApp {
    /// A program that acts as this user and may read and change.
    pub fn program(&self, email: &str) -> Program {
        self.program_with(email, ApiAccess::everywhere(AccessLevel::Write))
    }

    /// A program that acts as this user and may do this.
    pub fn program_with(&self, email: &str, access: ApiAccess) -> Program {
        let person = self.portal.db.read_now(|c| accounts::by_email(c, email)).unwrap().unwrap();
        let name = format!("Program {}", uuid::Uuid::new_v4());
        let new = NewApiToken { name, access, days: 30, at_issuer: AtIssuer::default() };
        let made = self.portal.log.record_now(&Author::operator(person.partner), |tx| {
            let (token, entry) = store::create(tx, (person.partner, person.user), &new)?.unwrap();
            Ok((token, vec![entry]))
        });
        self.program_of(&made.unwrap())
    }

    /// Registers an application of this partner with these roles.
    pub fn application(&self, partner: &Partner, roles: &str, access: ApiAccess) -> NewCredentials {
        let roles = Roles::parse(roles).unwrap();
        let new =
            NewApplication { name: format!("Application {}", uuid::Uuid::new_v4()), roles, access, days: 30 };
        let registered = self.portal.log.record_now(&Author::operator(partner.id), |tx| {
            let (credentials, entry) = applications::register(tx, partner.id, &new)?.unwrap();
            Ok((credentials, vec![entry]))
        });
        registered.unwrap()
    }

    /// A program that has signed in as this application.
    pub async fn program_of_application(&self, credentials: &NewCredentials) -> Program {
        let reply = self.token_request("/any/oauth2/v2.0/token", &sign_in_fields(credentials)).await;
        self.program_of(reply.json()["access_token"].as_str().unwrap_or_else(|| panic!("{}", reply.text())))
    }

    /// Asks for an access token with these fields.
    pub async fn token_request(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = TestRequest::post().uri(path).set_form(fields);
        let reply = self.browser().send(request).await;
        assert_eq!(reply.header("set-cookie"), "", "an address for programs sets no cookie");
        reply
    }

    /// A program with this token.
    pub fn program_of(&self, token: &str) -> Program {
        Program { browser: self.browser(), token: token.to_owned() }
    }
}

/// The fields with which an application signs in.
pub fn sign_in_fields(credentials: &NewCredentials) -> [(&str, &str); 4] {
    [
        ("grant_type", "client_credentials"),
        ("client_id", &credentials.client_id),
        ("client_secret", &credentials.secret),
        ("scope", "https://api.partnercenter.microsoft.com/.default"),
    ]
}

impl Program {
    pub async fn get(&self, path: &str) -> Reply {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Sends a request with a body of JSON.
    pub async fn with_body(&self, method: Method, path: &str, body: &Value) -> Reply {
        let request = TestRequest::default().method(method).uri(path);
        let json = ("content-type", "application/json; charset=utf-8");
        self.send(request.insert_header(json).set_payload(body.to_string())).await
    }

    /// Sends a request with the token, and checks the answer against the OpenAPI document.
    pub async fn send(&self, request: TestRequest) -> Reply {
        let bearer = ("authorization", format!("Bearer {}", self.token));
        let reply = self.browser.send(request.insert_header(bearer)).await;
        assert_eq!(reply.header("set-cookie"), "", "an address for programs sets no cookie");
        described::check(&reply);
        reply
    }
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        let kind = self.header("content-type");
        assert_eq!(kind, "application/json; charset=utf-8", "{}: {}", self.status, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The status and the code of a fault.
    pub fn fault(&self) -> (u16, String) {
        let fault = self.json();
        assert_eq!(fault["source"], "PartnerPortal", "{fault}");
        assert!(!fault["description"].as_str().unwrap().is_empty() && fault["data"].is_array(), "{fault}");
        (self.status.as_u16(), fault["code"].as_str().unwrap().to_owned())
    }
}
