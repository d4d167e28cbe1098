//! Finds the page of a form, on which its fields are filled in again.

use crate::state::AppState;
use crate::web::form_extract::safe_return_path;
use crate::web::kept_forms::kept_form::KEPT_PARAMETER;
use crate::web::middleware::base_path;
use crate::web::route_table::RouteTable;
use actix_web::HttpRequest;
use actix_web::http::{Method, header};

/// Returns the page with the form for this path: the path itself if it has a GET route, otherwise the
/// nearest parent that has one.
pub fn page_for(table: &RouteTable, path: &str) -> String {
    let (mut here, query) = path.split_once('?').unwrap_or((path, ""));
    let is_readable = |path: &str| table.find(&Method::GET, path).is_some();
    if is_readable(here) {
        return path.to_owned();
    }
    while let Some((above, _)) = here.rsplit_once('/').filter(|(above, _)| !above.is_empty()) {
        here = above;
        if is_readable(here) {
            break;
        }
    }
    if query.is_empty() || !is_readable(here) { here.to_owned() } else { format!("{here}?{query}") }
}

/// Returns the page on which the form of this request was filled in: the referrer if it is a page of this
/// portal, otherwise the nearest parent of the form's action.
pub fn page_of_form(request: &HttpRequest, portal: &AppState, table: &RouteTable) -> String {
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let from = text(header::REFERER).and_then(|from| {
        let start = from.find("://")? + 3;
        let slash = start + from.get(start..)?.find('/')?;
        let origin = from.get(..slash)?;
        let path = from.get(slash..).filter(|_| portal.settings.is_own_host(origin, text(header::HOST)))?;
        base_path::removed(path, portal.settings.base_path())
    });
    let from = from.filter(|from| safe_return_path(Some(from)) == **from);
    page_for(table, &without_parameter(from.as_deref().unwrap_or(request.path())))
}

fn without_parameter(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let others: Vec<&str> = query.split('&').filter(|part| !part.starts_with("kept=")).collect();
    if others.is_empty() { path.to_owned() } else { format!("{path}?{}", others.join("&")) }
}

/// Returns the URL of a page with the id of a saved form, which replaces an earlier one.
pub fn with_kept(page: &str, id: &str) -> String {
    let page = without_parameter(page.split('#').next().unwrap_or_default());
    format!("{page}{}{KEPT_PARAMETER}={id}", if page.contains('?') { '&' } else { '?' })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::route_table::RouteLine;

    #[test]
    fn finds_the_readable_page_of_a_form() {
        let id = "00000000-0000-4000-8000-000000000001";
        let readable =
            ["/", "/customers/{id}/subscriptions/{sid}", "/customers/{id}/bill-to", "/orders/{id}"];
        let line = |path| RouteLine { method: Method::GET, path, permission: None };
        let table = RouteTable::new(readable.map(line).to_vec());
        for (path, page) in [
            (format!("/customers/{id}/subscriptions/x/quantity"), format!("/customers/{id}/subscriptions/x")),
            (format!("/customers/{id}/bill-to/undo"), format!("/customers/{id}/bill-to")),
            (format!("/customers/{id}/bill-to?a=1"), format!("/customers/{id}/bill-to?a=1")),
            ("/orders/x/declination".to_owned(), "/orders/x".to_owned()),
            ("/nowhere/at/all".to_owned(), "/nowhere".to_owned()),
            ("/".to_owned(), "/".to_owned()),
        ] {
            assert_eq!(page_for(&table, &path), page);
        }
    }

    #[test]
    fn a_url_names_at_most_one_stored_form() {
        assert_eq!(with_kept("/a?kept=1&b=2#c", "3"), "/a?b=2&kept=3");
        assert_eq!(with_kept("/a", "3"), "/a?kept=3");
    }
}
