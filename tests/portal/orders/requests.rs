//! Order requests: an indirect reseller requests, its provider approves or declines, the reseller withdraws. Both logs
//! record it.

use crate::on_both_databases;
use crate::orders::{fill, send};
use crate::support::cast::Cast;
use crate::support::{Browser, TestApp};
use actix_web::http::StatusCode;
use partner_portal::domain::MicrosoftId;
use partner_portal::domain::PartnerKind;

on_both_databases! {
    approves_a_request
    declines_a_request_with_a_reason
    withdraws_a_request
    one_of_two_concurrent_decisions_wins
    approval_requires_the_agreement_and_the_offer
    a_reseller_chooses_among_providers_that_sell_through_it
    does_not_reveal_the_providers_customers_to_a_reseller
}

/// A customer of provider 1000 and of reseller 2000, and an order request for it.
pub async fn requested(app: &TestApp) -> (Cast, MicrosoftId, Browser, String) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Provider's name", "c.example");
    app.customer(&cast.reseller, 1, "Reseller's name", "c.example");
    app.associate(&cast.provider, &cast.reseller, customer);
    app.offers(&cast.provider);
    let reseller = app.signed_in("sa@2000.example").await;
    let cart = fill(&reseller, customer, &[("E3", "4"), ("ISV", "2")]).await;
    let path = format!("/customers/{customer}/orders/new");
    let note = "다음 주부터 <필요>합니다";
    let fields = [
        ("do", "review"),
        ("cart", cart.as_str()),
        ("quantity:E3", "4"),
        ("quantity:ISV", "2"),
        ("note", note),
    ];
    let reply = reseller.submit(&path, &path, &fields).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    let reply = send(&reseller, customer, &cart).await;
    assert_eq!(reply.header("location"), format!("/orders/{cart}"), "{}", reply.text());
    (cast, customer, reseller, cart)
}

async fn post(browser: &Browser, order: &str, what: &str, fields: &[(&str, &str)]) -> crate::support::Reply {
    browser.submit("/orders", &format!("/orders/{order}/{what}"), fields).await
}

async fn approves_a_request(app: TestApp) {
    let (cast, customer, reseller, order) = requested(&app).await;
    assert!(app.bought(customer).is_empty());
    app.attest(&cast.provider, customer);
    let again = reseller.submit("/orders", "/orders", &[("cart", &order)]).await;
    assert_eq!(again.header("location"), format!("/orders/{order}"), "a repeated form is one request");
    let asked = app.order_log(&cast.reseller);
    assert_eq!((asked.len(), asked[0].1.as_str()), (1, "Reseller's name"));
    assert_eq!(app.order_log(&cast.provider)[0].1, "Provider's name");
    let provider = app.signed_in("sa@1000.example").await;
    let list = provider.get("/orders?status=requested").await;
    assert_eq!((list.ids(), list.total().as_str()), (vec![order.clone()], "1"));
    let page = provider.get(&format!("/orders/{order}")).await;
    assert!(page.text().contains("다음 주부터 &#60;필요&#62;합니다"), "the note, escaped");
    assert_eq!(page.attributes("form[action$=approval]", "action").len(), 1);
    assert_eq!(reseller.get("/orders").await.ids(), [order.as_str()]);
    // No other partner or role can decide.
    for (email, status) in [
        ("sa@2000.example", 403),
        ("ga@3000.example", 403),
        ("ba@1000.example", 403),
        ("ga@4000.example", 403),
    ] {
        let other = app.signed_in(email).await;
        assert_eq!(post(&other, &order, "approval", &[]).await.status.as_u16(), status, "{email}");
    }
    let reply = post(&provider, &order, "approval", &[]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    let bought = app.bought(customer);
    assert_eq!(bought.len(), 2);
    assert!(bought.iter().all(|one| one.2 == Some(cast.reseller.id.0) && one.3.as_ref() == Some(&order)));
    for partner in [&cast.provider, &cast.reseller] {
        assert_eq!(app.actions(partner), ["portal_request_order", "create_order"]);
    }
    assert_eq!(app.order_log(&cast.reseller)[1].1, "Reseller's name");
    let seen = reseller.get(&format!("/orders/{order}")).await;
    assert!(seen.text().contains(&app.subscription_id(customer, "Microsoft 365 E3")));
    assert_eq!(post(&reseller, &order, "withdrawal", &[]).await.status, StatusCode::CONFLICT);
}

async fn declines_a_request_with_a_reason(app: TestApp) {
    let (cast, customer, reseller, order) = requested(&app).await;
    let provider = app.signed_in("ga@1000.example").await;
    let long = "x".repeat(501);
    for bad in ["", "  ", "\u{202e}", &long, "a\u{0}b"] {
        let reply = post(&provider, &order, "declination", &[("reason", bad)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), ["reason"]);
        if !bad.contains('\u{0}') {
            assert_eq!(reply.value("#reason"), bad, "input is kept");
        }
    }
    assert_eq!(app.actions(&cast.provider), ["portal_request_order"]);
    let reply = post(&provider, &order, "declination", &[("reason", "가격 협의 중 \u{1F980}")]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert!(reseller.get(&format!("/orders/{order}")).await.text().contains("가격 협의 중 \u{1F980}"));
    for partner in [&cast.provider, &cast.reseller] {
        assert_eq!(app.actions(partner), ["portal_request_order", "portal_decline_order"]);
        assert_eq!(app.order_log(partner)[1].2["reason"], "가격 협의 중 \u{1F980}");
    }
    assert_eq!(post(&provider, &order, "approval", &[]).await.status, StatusCode::CONFLICT);
    assert!(app.bought(customer).is_empty());
}

async fn withdraws_a_request(app: TestApp) {
    let (cast, customer, reseller, order) = requested(&app).await;
    app.attest(&cast.provider, customer);
    let provider = app.signed_in("aa@1000.example").await;
    let page = reseller.get(&format!("/orders/{order}")).await;
    assert_eq!(page.attributes("form[action$=withdrawal]", "action").len(), 1);
    let sees_only = app.signed_in("ha@2000.example").await;
    let page = sees_only.get(&format!("/orders/{order}")).await;
    assert!(page.attributes("form[action$=withdrawal]", "action").is_empty());
    assert!(page.text().contains("Sales agent"), "the page names the roles that may");
    assert_eq!(post(&provider, &order, "withdrawal", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(post(&reseller, &order, "withdrawal", &[]).await.status, StatusCode::SEE_OTHER);
    let late = post(&provider, &order, "approval", &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(late.attributes("[data-error]", "data-error"), ["answered"]);
    for partner in [&cast.provider, &cast.reseller] {
        assert_eq!(app.actions(partner), ["portal_request_order", "portal_withdraw_order"]);
    }
    assert!(app.bought(customer).is_empty());
}

async fn one_of_two_concurrent_decisions_wins(app: TestApp) {
    let (cast, customer, _, order) = requested(&app).await;
    app.attest(&cast.provider, customer);
    let (one, two) = (app.signed_in("sa@1000.example").await, app.signed_in("aa@1000.example").await);
    let (yes, no) = futures_util::future::join(
        post(&one, &order, "approval", &[]),
        post(&two, &order, "declination", &[("reason", "No")]),
    )
    .await;
    let mut answers = [yes.status, no.status];
    answers.sort();
    assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let placed = if yes.status == StatusCode::SEE_OTHER { 2 } else { 0 };
    assert_eq!(app.bought(customer).len(), placed);
    assert_eq!((app.actions(&cast.provider).len(), app.actions(&cast.reseller).len()), (2, 2));
}

async fn approval_requires_the_agreement_and_the_offer(app: TestApp) {
    let (cast, customer, _, order) = requested(&app).await;
    let provider = app.signed_in("sa@1000.example").await;
    let page = provider.get(&format!("/orders/{order}")).await;
    let link = page.attributes("#problem a", "href").concat();
    assert_eq!(link, format!("/customers/{customer}/agreement?next=%2Forders%2F{order}"));
    assert_eq!(post(&provider, &order, "approval", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.actions(&cast.provider), ["portal_request_order"]);
    assert_eq!(provider.get("/orders?status=requested").await.total(), "1", "it is still pending");
    app.attest(&cast.provider, customer);
    app.end(&cast.provider, customer);
    assert_eq!(post(&provider, &order, "approval", &[]).await.status, StatusCode::NOT_FOUND);
    assert!(app.bought(customer).is_empty());
}

async fn a_reseller_chooses_among_providers_that_sell_through_it(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.reseller, 1, "Mine", "c.example");
    let reseller = app.signed_in("sa@2000.example").await;
    let path = format!("/customers/{customer}/orders/new");
    let page = reseller.get(&path).await;
    assert!(page.text().contains("None of your providers sells to this customer through you"));
    app.customer(&cast.provider, 1, "P1", "c.example");
    app.associate(&cast.provider, &cast.reseller, customer);
    app.offers(&cast.provider);
    assert_eq!(reseller.get(&path).await.ids().len(), 4, "one provider needs no choice");
    let second = app.partner("5000", PartnerKind::IndirectProvider);
    app.customer(&second, 1, "P2", "c.example");
    let unlinked = reseller.get(&format!("{path}?provider=5000")).await;
    assert_eq!(unlinked.ids().len(), 4, "providers without a partnership are not offered");
    let author = partner_portal::audit::Author::operator(second.id);
    let link = |tx: &mut partner_portal::audit::Tx<'_>| {
        Ok(((), vec![partner_portal::features::partnerships::partners::link(tx, &second, &cast.reseller)?]))
    };
    app.portal.log.record_now(&author, link).unwrap();
    app.associate(&second, &cast.reseller, customer);
    let page = reseller.get(&path).await;
    assert_eq!(page.attributes("#provider option", "value"), ["1000", "5000"]);
    let fields = [("do", "add"), ("offer", "E3"), ("row:E3", "1")];
    assert_eq!(reseller.submit(&path, &path, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("do", "add"), ("provider", "1000"), ("offer", "E3"), ("row:E3", "1")];
    let cart = crate::orders::cart_of(&reseller.submit(&path, &path, &fields).await);
    assert_eq!(send(&reseller, customer, &cart).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.actions(&cast.provider), ["portal_request_order"]);
    assert!(app.actions(&second).is_empty());
}

async fn does_not_reveal_the_providers_customers_to_a_reseller(app: TestApp) {
    let cast = app.cast();
    app.offers(&cast.provider);
    let (known, unknown) = (
        app.customer(&cast.reseller, 1, "Mine", "c.example"),
        app.customer(&cast.reseller, 2, "Mine", "c.example"),
    );
    app.customer(&cast.provider, 1, "P1", "c.example");
    app.associate(&cast.provider, &cast.other_reseller, known);
    app.subscription(&cast.provider, known, "E3", Some(&cast.other_reseller));
    let reseller = app.signed_in("sa@2000.example").await;
    let answer = async |customer: MicrosoftId| {
        let path = format!("/customers/{customer}/orders/new");
        let shown = reseller.get(&path).await;
        let fields = [("do", "add"), ("provider", "1000"), ("offer", "E3"), ("row:E3", "1")];
        let sent = reseller.submit(&path, &path, &fields).await;
        let plain = |text: String| text.replace(&customer.to_string(), "ID");
        let main = |reply: &crate::support::Reply| plain(reply.all("main").concat());
        (shown.status, main(&shown), sent.status, main(&sent))
    };
    assert_eq!(answer(known).await, answer(unknown).await);
    app.subscription(&cast.provider, known, "E5", Some(&cast.reseller));
    let page = reseller.get(&format!("/customers/{known}/orders/new")).await;
    assert_eq!(page.ids().len(), 4, "the reseller of record orders");
}
