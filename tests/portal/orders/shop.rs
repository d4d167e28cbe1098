//! The cart page: offers, quantities and rules.

use crate::on_both_databases;
use crate::orders::{cart_of, direct, fill, send};
use crate::support::{Reply, TestApp};
use actix_web::http::StatusCode;
use diesel::prelude::*;
use partner_portal::db::schema::subscriptions;

on_both_databases! {
    searches_and_filters_offers
    quantities_stay_within_their_limits
    cart_changes_keep_input
    add_ons_require_an_active_parent
    customers_of_other_partners_answer_404
    labels_name_the_offer_and_categories_are_translated
    changes_of_the_cart_keep_the_filter
    errors_of_quantities_are_in_their_rows
    what_is_typed_in_other_rows_stays
    an_offer_of_exactly_one_has_no_number_field
    every_page_of_an_order_shows_its_steps
}

async fn searches_and_filters_offers(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let path = format!("/customers/{customer}/orders/new");
    let finds = async |query: &str, expected: &[&str]| {
        let reply = browser.get(&format!("{path}?{query}")).await;
        assert_eq!(
            (reply.ids(), reply.total()),
            (expected.iter().map(|id| (*id).to_owned()).collect(), expected.len().to_string()),
            "{query}"
        );
    };
    finds("", &["AZURE", "BASIC", "E3", "ISV"]).await;
    finds("q=%ED%9A%8C%EC%9D%98", &[]).await;
    finds("q=%EB%88%84%EB%A6%AC", &["ISV"]).await;
    finds("q=BUSINESS", &["BASIC"]).await;
    finds("q=microsoft&category=Enterprise", &["AZURE", "E3"]).await;
    finds("q=isv", &["ISV"]).await;
    finds("term=none", &["AZURE"]).await;
    finds("term=monthly&category=Small%20business", &["BASIC", "ISV"]).await;
    finds("category=Nobody", &[]).await;
    for bad in ["term=weekly", "after=x", "before=x", &format!("q={}", "a".repeat(300))] {
        let reply = browser.get(&format!("{path}?{bad}")).await;
        assert_eq!((reply.status, reply.ids().len()), (StatusCode::UNPROCESSABLE_ENTITY, 4), "{bad}");
        let parameter = bad.split('=').next().unwrap().to_owned();
        assert_eq!(reply.attributes("[data-error]", "data-error"), [parameter], "{bad}");
    }
    for cart in ["x", "00000000-0000-4000-8000-000000000000"] {
        assert_eq!(browser.get(&format!("{path}?cart={cart}")).await.status, StatusCode::OK, "an empty cart");
    }
}

async fn quantities_stay_within_their_limits(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let path = format!("/customers/{customer}/orders/new");
    let long = "9".repeat(2_000);
    for bad in ["0", "-1", "101", "1.5", "", "ten", "99999999999999999999", "\u{1F980}", "1\u{0}", &long] {
        let fields = [("do", "add"), ("offer", "E3"), ("row:E3", bad)];
        let reply = browser.submit(&path, &path, &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), ["quantity"], "{bad:?}");
        assert!(reply.all("title").concat().starts_with("Error:"));
        if !bad.contains('\u{0}') {
            assert_eq!(reply.value("#offer-E3"), bad, "input is kept");
        }
    }
    for unknown in ["NONE", "", "a b", "AUDIO", "<script>"] {
        let fields = [("do", "add"), ("offer", unknown)];
        let reply = browser.submit(&path, &path, &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{unknown:?}");
        assert!(!reply.text().contains("<script>"));
    }
    for good in ["1", "100", " 10 "] {
        let fields = [("do", "add"), ("offer", "E3"), ("row:E3", good)];
        assert_eq!(browser.submit(&path, &path, &fields).await.status, StatusCode::SEE_OTHER, "{good:?}");
    }
}

async fn cart_changes_keep_input(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let path = format!("/customers/{customer}/orders/new");
    let cart = fill(&browser, customer, &[("E3", "1"), ("BASIC", "2"), ("E3", "7")]).await;
    let page = browser.get(&format!("{path}?cart={cart}")).await;
    assert_eq!((page.value("#cart-E3"), page.value("#cart-BASIC")), ("7".into(), "2".into()));
    let fields = [("do", "review"), ("cart", cart.as_str()), ("quantity:E3", "8"), ("quantity:BASIC", "1")];
    let refused = browser.submit(&path, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((refused.value("#cart-E3"), refused.value("#cart-BASIC")), ("8".into(), "1".into()));
    let fields =
        [("remove", "BASIC"), ("cart", cart.as_str()), ("quantity:E3", "9"), ("quantity:BASIC", "5")];
    let removed = browser.submit(&path, &path, &fields).await;
    assert_eq!(cart_of(&removed), cart);
    let page = browser.get(&removed.header("location")).await;
    assert_eq!(page.attributes(".lines input", "id"), ["cart-E3"]);
    assert_eq!(page.value("#cart-E3"), "9", "the other lines are saved");
    let colleague = app.signed_in("aa@4000.example").await;
    let theirs = colleague.get(&format!("{path}?cart={cart}")).await;
    assert!(theirs.attributes(".lines input", "id").is_empty(), "only its user can open a cart");
    let empty = [("do", "review"), ("cart", cart.as_str()), ("quantity:E3", "8")];
    assert_eq!(colleague.submit(&path, &path, &empty).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn add_ons_require_an_active_parent(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let cart = fill(&browser, customer, &[("E3", "5")]).await;
    send(&browser, customer, &cart).await;
    let parent = app.subscription_id(customer, "Microsoft 365 E3");
    let path = format!("/customers/{customer}/orders/new");
    let page = browser.get(&format!("{path}?parent={parent}")).await;
    assert_eq!(page.ids(), ["AUDIO"], "only the add-ons of this parent");
    let add = async |offer: &str| {
        let row = format!("row:{offer}");
        let fields = [("do", "add"), ("parent", parent.as_str()), ("offer", offer), (row.as_str(), "5")];
        browser.submit(&path, &path, &fields).await
    };
    assert_eq!(add("BASIC").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (first, second) = (cart_of(&add("AUDIO").await), cart_of(&add("AUDIO").await));
    assert_eq!(send(&browser, customer, &first).await.status, StatusCode::SEE_OTHER);
    let add_on = subscriptions::table.filter(subscriptions::name.eq("Audio Conferencing"));
    let add_on = add_on.select((subscriptions::parent_id, subscriptions::renews_on));
    let add_on: (Option<String>, Option<chrono::NaiveDate>) =
        app.portal.db.read_now(|c| Ok(add_on.first(c)?)).unwrap();
    assert_eq!(add_on.0.as_ref(), Some(&parent));
    assert!(add_on.1.is_some());
    let suspended =
        diesel::update(subscriptions::table.filter(subscriptions::subscription_id.eq(parent.clone())))
            .set(subscriptions::status.eq("suspended"));
    app.portal.db.write_now(|c| Ok(suspended.execute(c)?)).unwrap();
    assert_eq!(send(&browser, customer, &second).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = browser.get(&format!("{path}?parent={parent}")).await;
    assert!(page.text().contains("is not active") && page.ids().is_empty());
    assert_eq!(app.bought(customer).len(), 2);
    for unknown in ["x", "00000000-0000-4000-8000-000000000000"] {
        assert_eq!(browser.get(&format!("{path}?parent={unknown}")).await.status, StatusCode::NOT_FOUND);
    }
}

async fn customers_of_other_partners_answer_404(app: TestApp) {
    let (cast, own, browser) = direct(&app).await;
    let foreign = app.customer(&cast.provider, 7, "Foreign", "foreign.example");
    let gone = app.customer(&cast.direct, 8, "Gone", "gone.example");
    app.end(&cast.direct, gone);
    let cart = fill(&browser, own, &[("E3", "1")]).await;
    for id in [foreign.to_string(), gone.to_string(), crate::support::cast::id(99).to_string(), "x".into()] {
        let path = format!("/customers/{id}/orders/new");
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
        let fields = [("do", "add"), ("cart", cart.as_str()), ("offer", "E3"), ("row:E3", "1")];
        assert_eq!(browser.submit("/orders", &path, &fields).await.status, StatusCode::NOT_FOUND);
        let review = format!("/customers/{id}/orders/review?cart={cart}");
        assert_eq!(browser.get(&review).await.status, StatusCode::NOT_FOUND);
    }
    app.end(&cast.direct, own);
    let reply = browser.submit("/orders", "/orders", &[("cart", &cart)]).await;
    assert_eq!((reply.status, app.bought(own).len()), (StatusCode::NOT_FOUND, 0));
}

async fn labels_name_the_offer_and_categories_are_translated(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let path = format!("/customers/{customer}/orders/new");
    let cart = fill(&browser, customer, &[("E3", "1")]).await;
    let page = browser.get(&format!("{path}?cart={cart}")).await;
    assert_eq!(page.all("label[for=cart-E3]"), ["Quantity: Microsoft 365 E3"]);
    assert_eq!(page.attributes("button[name=remove]", "aria-label"), ["Remove: Microsoft 365 E3"]);
    let options = |page: &Reply| {
        let values = page.attributes("#category option", "value");
        (values, page.all("#category option"))
    };
    let words = ["", "Enterprise", "Small business"].map(str::to_owned).to_vec();
    assert_eq!(options(&page).0, words);
    for (language, shown) in [("ko", ["엔터프라이즈", "중소기업"]), ("zh-TW", ["企業", "小型企業"])]
    {
        browser.submit(&path, "/language", &[("lang", language), ("return_to", "/")]).await;
        let page = browser.get(&path).await;
        let (values, labels) = options(&page);
        assert_eq!((values, &labels[1..]), (words.clone(), &shown.map(str::to_owned)[..]), "{language}");
        assert!(page.all("tbody td:nth-child(2)").iter().all(|cell| shown.contains(&cell.as_str())));
        let found = browser.get(&format!("{path}?category=Enterprise")).await;
        assert_eq!(found.ids(), ["AZURE", "E3"]);
    }
}

/// Adding and removing lead back to the row, with search, category, term and page.
async fn changes_of_the_cart_keep_the_filter(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let path = format!("/customers/{customer}/orders/new");
    let filter = [("q", "누리 & 마이크로"), ("category", "Small business"), ("term", "monthly")];
    let page =
        browser.get(&format!("{path}?q=%EB%88%84%EB%A6%AC&category=Small+business&term=monthly")).await;
    assert_eq!(page.ids(), ["ISV"]);
    for (name, value) in [("q", "누리"), ("category", "Small business"), ("term", "monthly")] {
        assert_eq!(
            page.value(&format!("form#list [name={name}]")),
            value,
            "the form of the rows has the filter"
        );
    }
    assert_eq!(page.attributes("option[selected]", "value"), ["Small business", "monthly"]);
    let send = async |fields: &[(&str, &str)]| {
        let reply = browser.submit(&path, &path, &[fields, &filter].concat()).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{fields:?}");
        reply
    };
    let kept =
        "q=%EB%88%84%EB%A6%AC+%26+%EB%A7%88%EC%9D%B4%ED%81%AC%EB%A1%9C&category=Small+business&term=monthly";
    let added = send(&[("offer", "ISV"), ("row:ISV", "3")]).await;
    let cart = cart_of(&added);
    assert_eq!(added.header("location"), format!("{path}?cart={cart}&{kept}#row-ISV"));
    let page = browser.get(added.header("location").split('#').next().unwrap()).await;
    assert_eq!(page.value("#cart-form [name=q]"), "누리 & 마이크로", "the cart's form has it too");
    let removed = send(&[("remove", "ISV"), ("cart", &cart)]).await;
    assert_eq!(removed.header("location"), format!("{path}?cart={cart}&{kept}#row-ISV"));
    let page = browser.get(removed.header("location").split('#').next().unwrap()).await;
    assert!(page.all(".lines").is_empty());
}

/// Without a script, a button submits all rows.
async fn what_is_typed_in_other_rows_stays(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let path = format!("/customers/{customer}/orders/new");
    let page = browser.get(&path).await;
    let mut rows = page.attributes("form#list .amount", "name");
    rows.sort();
    assert_eq!(rows, ["row:BASIC", "row:E3", "row:ISV"], "one form has the fields of all rows");
    let typed = [("row:E3", "7"), ("row:BASIC", "9"), ("row:ISV", "1")];
    let added = browser.submit(&path, &path, &[&[("offer", "E3")], &typed[..]].concat()).await;
    let cart = cart_of(&added);
    let there = format!("{path}?cart={cart}");
    let quantities =
        |page: &Reply| ["#offer-E3", "#offer-BASIC", "#offer-ISV"].map(|field| page.value(field));
    let page = browser.get(&there).await;
    assert_eq!(
        page.attributes(".lines input", "value"),
        ["7"],
        "only the row whose button was pressed is added"
    );
    assert_eq!(quantities(&page), ["7", "9", "1"]);
    let removed = browser.submit(&path, &path, &[("remove", "E3"), ("cart", &cart)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(quantities(&browser.get(&there).await), ["1", "9", "1"], "also when the cart changes");
    let fields =
        [("offer", "ISV"), ("cart", cart.as_str()), ("row:E3", "7"), ("row:BASIC", "9"), ("row:ISV", "0")];
    let refused = browser.submit(&path, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(quantities(&refused), ["7", "9", "0"], "also when one is refused");
    // Enter in a field does not say in which row it is: all rows that were changed are added, or none.
    let enter =
        |basic: &'static str| [("do", "set"), ("cart", cart.as_str()), ("row:E3", "8"), ("row:BASIC", basic)];
    let refused = browser.submit(&path, &path, &enter("0")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(quantities(&refused), ["8", "0", "1"]);
    assert!(browser.get(&there).await.all(".lines").is_empty());
    let added = browser.submit(&path, &path, &enter("3")).await;
    assert_eq!(added.header("location"), there);
    assert_eq!(browser.get(&there).await.attributes(".lines input", "value"), ["3", "8"]);
    let nothing = browser.submit(&path, &path, &[("do", "set"), ("row:E3", "1")]).await;
    assert_eq!(nothing.header("location"), path, "no cart is begun if nothing was typed");
}

async fn errors_of_quantities_are_in_their_rows(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let path = format!("/customers/{customer}/orders/new");
    let page = browser.get(&path).await;
    assert_eq!(page.all("#range-E3"), ["1–100 licenses"], "the range and the unit are before the field");
    assert_eq!(page.attributes("#offer-E3", "aria-describedby"), ["range-E3"]);
    let fields = [("offer", "E3"), ("row:E3", "101"), ("term", "annual")];
    let refused = browser.submit(&path, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.all("[data-id=E3] [data-error=quantity]").len(), 1, "the error is in the row");
    assert_eq!(refused.all("[data-error]").len(), 1, "and nowhere else");
    assert_eq!((refused.value("#offer-E3"), refused.ids()), ("101".into(), vec!["E3".to_owned()]));
    assert_eq!(refused.attributes(".error-summary a", "href"), ["#offer-E3"]);
    assert_eq!(
        refused.value("[name=return_to]"),
        format!("{path}?term=annual"),
        "a switch of language returns"
    );
    let cart = fill(&browser, customer, &[("E3", "4"), ("BASIC", "2")]).await;
    let fields =
        [("do", "review"), ("cart", cart.as_str()), ("quantity:E3", "many"), ("quantity:BASIC", "3")];
    let refused = browser.submit(&path, &path, &fields).await;
    assert_eq!(refused.attributes("[data-error]", "data-error"), ["quantity:E3"]);
    assert_eq!(refused.value("#cart-E3"), "many");
    assert_eq!(refused.attributes("#cart", "open").len(), 1, "a phone shows the cart opened");
    let fields =
        [("remove", "BASIC"), ("cart", cart.as_str()), ("quantity:E3", "0"), ("quantity:BASIC", "x")];
    let refused = browser.submit(&path, &path, &fields).await;
    assert_eq!(refused.attributes("[data-error]", "data-error"), ["quantity:E3"]);
    let page = browser.get(&format!("{path}?cart={cart}")).await;
    assert_eq!(page.value("#cart-E3"), "4", "an invalid quantity is not saved");
    assert!(page.all("#cart-BASIC").is_empty(), "but the line is removed");
}

async fn an_offer_of_exactly_one_has_no_number_field(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let path = format!("/customers/{customer}/orders/new");
    let page = browser.get(&path).await;
    assert!(page.attributes("#offer-AZURE", "id").is_empty());
    assert_eq!(page.all("[data-id=AZURE] td.num"), ["1"], "no range");
    let added = browser.submit(&path, &path, &[("offer", "AZURE")]).await;
    let cart = cart_of(&added);
    let page = browser.get(&format!("{path}?cart={cart}")).await;
    assert_eq!(page.all(".lines .fixed"), ["1"]);
    assert!(
        page.attributes("#cart-AZURE, #add-AZURE", "id").is_empty(),
        "nothing to type and nothing to add"
    );
    let review = browser.submit(&path, &path, &[("do", "review"), ("cart", &cart)]).await;
    assert_eq!(review.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&browser, customer, &cart).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.bought(customer)[0].1, 1);
}

async fn every_page_of_an_order_shows_its_steps(app: TestApp) {
    let (_, customer, browser) = direct(&app).await;
    let cart = fill(&browser, customer, &[("E3", "1")]).await;
    let (new, review) = (
        format!("/customers/{customer}/orders/new?cart={cart}"),
        format!("/customers/{customer}/orders/review?cart={cart}"),
    );
    let current = |page: &Reply| {
        assert_eq!(page.all(".crumbs + .steps li"), ["Choose", "Review", "Done"]);
        page.all(".steps [aria-current=step]").concat()
    };
    assert_eq!(current(&browser.get(&new).await), "Choose");
    let page = browser.get(&review).await;
    assert_eq!((current(&page), page.attributes(".steps a", "href")), ("Review".to_owned(), vec![new]));
    let done = send(&browser, customer, &cart).await;
    assert_eq!(current(&browser.get(&done.header("location")).await), "Done");
    assert!(
        browser.get(&done.header("location")).await.all(".steps").is_empty(),
        "later it is only an order"
    );
}
