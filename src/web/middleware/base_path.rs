//! The path of `PORTAL_PUBLIC_URL`: removes it from the address of every request and adds it to the addresses in every
//! response, so that all other code writes addresses from the portal's own root. Addresses in mail begin with
//! [`crate::config::Settings::public_url`].

use crate::error::Error;
use crate::state::AppState;
use crate::web::html::tags;
use crate::web::middleware::outermost::MiddlewareResult;
use actix_web::body::{BoxBody, EitherBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::uri::{PathAndQuery, Uri};
use actix_web::middleware::Next;
use actix_web::web::Data;
use std::borrow::Cow;

/// Health checks ask the process directly, not through the proxy.
const WITHOUT_BASE: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// The HTML attributes that contain an address.
const ATTRIBUTES: [&str; 7] =
    ["href", "src", "action", "formaction", "data-hx-get", "data-hx-post", "data-switch"];

/// The response headers that contain an address.
const HEADERS: [HeaderName; 2] = [header::LOCATION, HeaderName::from_static("hx-redirect")];

/// Middleware that removes the base path from the address of a request. A request outside of the base path gets an
/// address that no route matches, so that it is answered with the usual 404 page.
pub async fn remove_from_request<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> MiddlewareResult<B> {
    let base = base_path(&request);
    let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
    if !base.is_empty() && !WITHOUT_BASE.contains(&request.path()) {
        let inside = removed(&path, &base).map_or_else(|| Cow::from(format!("/{path}")), Cow::from);
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = Some(PathAndQuery::try_from(&*inside).map_err(Error::internal)?);
        let uri = Uri::from_parts(parts).map_err(Error::internal)?;
        // The router has its own copy of the address.
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
    next.call(request).await
}

/// Middleware that adds the base path to every address of the portal in a page or a redirect.
pub async fn add_to_answer<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> MiddlewareResult<EitherBody<B, BoxBody>> {
    let base = base_path(&request);
    let mut answer = next.call(request).await?;
    if base.is_empty() {
        return Ok(answer.map_into_left_body());
    }
    for name in HEADERS {
        let address = answer.headers().get(&name).and_then(|value| value.to_str().ok());
        if let Some(address) = address.filter(|address| is_ours(address)) {
            let address = HeaderValue::try_from(format!("{base}{address}")).map_err(Error::internal)?;
            answer.headers_mut().insert(name, address);
        }
    }
    if !is_page(&answer) {
        return Ok(answer.map_into_left_body());
    }
    let (http, response) = answer.into_parts();
    let (response, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|_| Error::internal("a page ended early"))?;
    let page = added(&String::from_utf8_lossy(&body), &base);
    Ok(ServiceResponse::new(http, response.set_body(BoxBody::new(page)).map_into_right_body()))
}

/// Returns a path without the base path; `None` if it is outside of the base path.
pub fn removed<'a>(path: &'a str, base: &str) -> Option<Cow<'a, str>> {
    let rest = path.strip_prefix(base)?;
    match rest.chars().next() {
        Some('/') => Some(Cow::from(rest)),
        None | Some('?' | '#') => Some(Cow::from(format!("/{rest}"))),
        Some(_) => None,
    }
}

/// Returns the page with the base path before every address of the portal.
fn added(page: &str, base: &str) -> String {
    let mut added = String::with_capacity(page.len() + page.len() / 8);
    let mut copied = 0;
    for (name, value, at) in tags(page).flat_map(|tag| tag.attributes().collect::<Vec<_>>()) {
        if ATTRIBUTES.contains(&name) && is_ours(value) {
            added.push_str(page.get(copied..at).unwrap_or_default());
            added.push_str(base);
            copied = at;
        }
    }
    added + page.get(copied..).unwrap_or_default()
}

/// Whether an address begins at the portal's root. `//host/` is another host.
fn is_ours(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//")
}

fn base_path(request: &ServiceRequest) -> String {
    let portal = request.app_data::<Data<AppState>>();
    portal.map(|portal| portal.settings.base_path().to_owned()).unwrap_or_default()
}

fn is_page<B>(answer: &ServiceResponse<B>) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_the_base_path_and_nothing_else() {
        for (path, inside) in [
            ("/portal", Some("/")),
            ("/portal/", Some("/")),
            ("/portal?a=/portal", Some("/?a=/portal")),
            ("/portal/customers/1?q=2", Some("/customers/1?q=2")),
            ("/portal//evil", Some("//evil")),
            ("/portals", None),
            ("/", None),
            ("/customers", None),
        ] {
            assert_eq!(removed(path, "/portal").as_deref(), inside, "{path}");
        }
        assert_eq!(removed("/a?b", "").as_deref(), Some("/a?b"));
    }

    #[test]
    fn adds_the_base_path_to_own_addresses_only() {
        let page = "<a class=\"x\" href=\"/a?b=/c\">/d</a><a href='/'></a><a href=\"#i\"></a><a href=\"//e\"></a>\
            <form action=\"/f\"><input value=\"/g\"><button data-switch=\"/h\" formaction=\"/h\"></button></form>\
            <a href=\"https://i.example/j\"></a><p>href=&#34;/k&#34;</p><tr data-hx-get=\"/l\">한";
        let wanted = "<a class=\"x\" href=\"/p/a?b=/c\">/d</a><a href='/p/'></a><a href=\"#i\"></a><a href=\"//e\"></a>\
            <form action=\"/p/f\"><input value=\"/g\"><button data-switch=\"/p/h\" formaction=\"/p/h\"></button></form>\
            <a href=\"https://i.example/j\"></a><p>href=&#34;/k&#34;</p><tr data-hx-get=\"/p/l\">한";
        assert_eq!(added(page, "/p"), wanted);
        assert_eq!(added("", "/p"), "");
    }
}
