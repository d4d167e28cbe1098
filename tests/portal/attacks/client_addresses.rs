//! Client addresses: headers sent by a client count for nothing, headers of a trusted proxy count.

use crate::on_both_databases;
use crate::support::TestApp;
use actix_web::test::TestRequest;
use partner_portal::config::Settings;

fn place(trusted: &str, lines: &[&str]) -> String {
    client_address_from("127.0.0.1:4000", trusted, lines)
}

fn client_address_from(peer: &str, trusted: &str, lines: &[&str]) -> String {
    let settings = Settings { portal_trusted_proxies: trusted.to_owned(), ..Settings::default() };
    let settings = settings.checked().unwrap();
    let mut request = TestRequest::get().peer_addr(peer.parse().unwrap());
    for line in lines {
        request = request.append_header(("x-forwarded-for", *line));
    }
    settings.client_address(&request.to_http_request())
}

/// T33, L28.
#[test]
fn trusts_client_addresses_only_from_trusted_proxies() {
    assert_eq!(place("", &["203.0.113.9"]), "127.0.0.1");
    assert_eq!(place("10.0.0.1", &["203.0.113.9"]), "127.0.0.1");
    assert_eq!(place("127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
    assert_eq!(
        place("127.0.0.1", &["198.51.100.1, 203.0.113.9"]),
        "203.0.113.9",
        "the client's own header line"
    );
    assert_eq!(place("127.0.0.1, 10.0.0.1", &["203.0.113.9, 10.0.0.1"]), "203.0.113.9", "two proxies");
    assert_eq!(place("127.0.0.1", &["nonsense"]), "127.0.0.1");
    assert_eq!(place("127.0.0.1", &[]), "127.0.0.1");
}

/// A proxy may add its own header line below the client's instead of extending that line.
#[test]
fn a_forged_header_line_does_not_hide_the_proxys_line() {
    assert_eq!(place("127.0.0.1", &["198.51.100.1", "203.0.113.9"]), "203.0.113.9");
    assert_eq!(place("127.0.0.1", &["198.51.100.1", "203.0.113.9", "127.0.0.1"]), "203.0.113.9");
}

/// A4: a listener on `[::]` sees IPv4 clients as `::ffff:a.b.c.d`.
#[test]
fn normalizes_client_addresses() {
    assert_eq!(client_address_from("[::ffff:203.0.113.9]:4000", "", &[]), "203.0.113.9");
    assert_eq!(client_address_from("[::ffff:127.0.0.1]:4000", "127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
    assert_eq!(place("127.0.0.0/8", &["::ffff:203.0.113.11"]), "203.0.113.11");
    assert_eq!(place("127.0.0.1", &["2001:DB8:0:0::5"]), "2001:db8::5");
}

/// A5: ports are parsed, and the list ends at the first hop that is not an address.
#[test]
fn uses_the_nearest_hop_and_stops_at_an_unreadable_one() {
    assert_eq!(place("127.0.0.1", &["203.0.113.9:51008"]), "203.0.113.9");
    assert_eq!(place("127.0.0.1", &["198.51.100.66, 203.0.113.9:51008"]), "203.0.113.9");
    assert_eq!(place("127.0.0.1", &["198.51.100.77, [2001:db8::5]:443"]), "2001:db8::5");
    assert_eq!(place("127.0.0.1", &["198.51.100.66, unknown"]), "127.0.0.1");
    assert_eq!(place("127.0.0.1, 10.0.0.0/8", &["198.51.100.66, unknown, 10.0.0.7"]), "10.0.0.7");
    assert_eq!(place("127.0.0.1", &["198.51.100.66,"]), "127.0.0.1");
}

/// A4: an unreadable setting is an error, not ignored.
#[test]
fn refuses_to_start_with_unreadable_proxies() {
    let proxies = "127.0.0.1, proxy.internal".to_owned();
    let settings = Settings { portal_trusted_proxies: proxies, ..Settings::default() };
    let said = settings.checked().unwrap_err().to_string();
    assert!(said.contains("PORTAL_TRUSTED_PROXIES") && said.contains("proxy.internal"), "{said}");
}

on_both_databases! { forged_addresses_do_not_reset_the_rate_limit }

/// T8 with T33: each guess uses another forged address.
async fn forged_addresses_do_not_reset_the_rate_limit(app: TestApp) {
    app.cast();
    let token = app.browser();
    let csrf = token.get("/sign-in").await.value("input[name=_csrf]");
    let mut verified = 0;
    for guess in 0..30 {
        let fields = [("email", "sa@1000.example"), ("password", "wrong"), ("_csrf", csrf.as_str())];
        let request = TestRequest::post()
            .uri("/sign-in")
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("x-forwarded-for", format!("203.0.113.{guess}")))
            .insert_header(("x-real-ip", format!("203.0.113.{guess}")))
            .insert_header(("forwarded", format!("for=203.0.113.{guess}")));
        let reply = token.send(request.set_form(fields)).await;
        verified += usize::from(reply.status.as_u16() != 429);
    }
    assert_eq!(verified, 10);
}
