//! Where a request comes from: what a client says of itself counts for nothing, what a trusted proxy says does.

use crate::support::TestApp;
use actix_web::test::TestRequest;
use partner_portal::config::Settings;

fn place(trusted: &str, lines: &[&str]) -> String {
    let settings = Settings { portal_trusted_proxies: trusted.to_owned(), ..Settings::default() };
    let mut request = TestRequest::get().peer_addr("127.0.0.1:4000".parse().unwrap());
    for line in lines {
        request = request.append_header(("x-forwarded-for", *line));
    }
    settings.client_address(&request.to_http_request())
}

/// T33, L28.
#[test]
fn only_a_trusted_proxy_says_where_a_client_is() {
    assert_eq!(place("", &["203.0.113.9"]), "127.0.0.1");
    assert_eq!(place("10.0.0.1", &["203.0.113.9"]), "127.0.0.1");
    assert_eq!(place("127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
    assert_eq!(
        place("127.0.0.1", &["198.51.100.1, 203.0.113.9"]),
        "203.0.113.9",
        "what the client wrote before"
    );
    assert_eq!(place("127.0.0.1, 10.0.0.1", &["203.0.113.9, 10.0.0.1"]), "203.0.113.9", "two proxies");
    assert_eq!(place("127.0.0.1", &["nonsense"]), "127.0.0.1");
    assert_eq!(place("127.0.0.1", &[]), "127.0.0.1");
}

/// A proxy may add a line of its own below the client's instead of going on in it.
#[test]
fn a_line_of_the_clients_own_does_not_hide_the_proxys() {
    assert_eq!(place("127.0.0.1", &["198.51.100.1", "203.0.113.9"]), "203.0.113.9");
    assert_eq!(place("127.0.0.1", &["198.51.100.1", "203.0.113.9", "127.0.0.1"]), "203.0.113.9");
}

crate::on_both_databases! { made_up_places_give_no_new_tries }

/// T8 with T33: every guess from another made-up address.
async fn made_up_places_give_no_new_tries(app: TestApp) {
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
