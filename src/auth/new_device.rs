//! A browser in which a user signs in for the first time.

use crate::auth::browser_name::browser_name;
use crate::auth::device_cookie;
use crate::config::Settings;
use crate::secrets::Secrets;
use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;

/// A browser in which a user signs in for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDevice {
    /// The name of the browser, if it is known.
    pub browser: Option<String>,
    /// The network address.
    pub address: String,
}

impl NewDevice {
    /// Returns the browser of a request; `None` if the user has signed in with it before.
    pub fn of_request(
        request: &HttpRequest,
        settings: &Settings,
        secrets: &Secrets,
        email: &str,
    ) -> Option<Self> {
        if device_cookie::read(request, settings, secrets, email).is_some() {
            return None;
        }
        let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        Some(NewDevice {
            browser: browser_name(agent.unwrap_or_default()),
            address: settings.client_address(request),
        })
    }
}
