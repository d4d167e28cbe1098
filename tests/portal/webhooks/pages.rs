//! The pages of webhooks.

use super::{LIST, NEW, act, change_subscription, create, send, settings, stage, states, stored};
use crate::support::TestApp;
use chrono::TimeDelta;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{webhook_deliveries as deliveries, webhooks};
use partner_portal::domain::{WebhookDeliveryId, WebhookId};

pub async fn a_test_event_says_whether_it_arrived(app: TestApp) {
    let cast = app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, secret) = create(&app, &admin, &url, &["order-created"]).await;
    receiver.say(["404 Not Found"]);
    act(&admin, id, "test").await;
    let page = admin.get(LIST).await;
    assert!(page.text().contains("The test event did not arrive") && page.text().contains("404"));
    act(&admin, id, "test").await;
    assert!(admin.get(LIST).await.text().contains("The test event arrived."));
    let soon = act(&admin, id, "test").await;
    assert_eq!((soon.status.as_u16(), receiver.posted().len()), (429, 2));
    let posted = &receiver.posted()[1];
    assert!(super::is_signed(posted, &secret));
    assert_eq!(super::text(&posted.body["EventName"]), "test-created");
    assert!(posted.body["AuditUri"].is_null());
    let earlier = deliveries::created_at.eq(clock::now() - TimeDelta::seconds(61));
    app.portal.db.write_now(|c| Ok(diesel::update(deliveries::table).set(earlier).execute(c)?)).unwrap();
    // Also while it is switched off, to see whether it works again.
    act(&admin, id, "pause").await;
    act(&admin, id, "test").await;
    assert_eq!((receiver.posted().len(), send(&app, clock::now())), (3, 0));
    assert_eq!(states(&app, id), [0, 2, 1], "a test is tried once");
    assert_eq!(app.log_of(&cast.provider, "webhook").len(), 2, "a test is no entry");
}

fn newest(app: &TestApp) -> WebhookDeliveryId {
    let newest = deliveries::table.select(deliveries::id).order(deliveries::id.desc());
    app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap()
}

pub async fn deliveries_have_pages_and_a_body(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "온새미로 의료재단", "own.example");
    let plan = app.subscription(&cast.provider, customer, "Microsoft 365 E3", None);
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["subscription-updated"]).await;
    for number in 0..60 {
        change_subscription(&app, &cast.provider, customer, &format!("s{number}"));
    }
    assert_eq!(send(&app, clock::now()), 60);
    receiver.say(["503 Service Unavailable"]);
    change_subscription(&app, &cast.provider, customer, &plan);
    assert_eq!(send(&app, clock::now()), 0);
    let list = format!("{LIST}/{id}/deliveries");
    let page = admin.get(&list).await;
    assert_eq!((page.total().as_str(), page.ids().len()), ("61", 50));
    assert!(page.text().contains("Microsoft 365 E3") && page.text().contains("온새미로 의료재단"));
    let next = page.attributes(".pager a[rel=next]", "href").concat();
    let older = admin.get(&next).await;
    assert_eq!(older.ids().len(), 11);
    let back = older.attributes(".pager a[rel=prev]", "href").concat();
    assert_eq!(admin.get(&back).await.ids(), page.ids());
    assert_eq!(admin.get(&format!("{list}?state=waiting")).await.ids().len(), 1);
    assert_eq!(admin.get(&format!("{list}?state=undelivered")).await.total(), "0");
    assert_eq!(admin.get(&format!("{list}?state=lost")).await.status.as_u16(), 422);
    let newest = newest(&app);
    let one = admin.get(&format!("{list}/{newest}")).await;
    let request = one.all("pre").concat();
    let posted = receiver.posted().pop().unwrap();
    for part in [
        "POST /hooks/portal HTTP/1.1",
        &format!("webhook-id: {}", posted.header("webhook-id")),
        &format!("webhook-timestamp: {}", posted.header("webhook-timestamp")),
        &format!("webhook-signature: {}", posted.header("webhook-signature")),
        &posted.text,
    ] {
        assert!(request.contains(part), "{part} in {request}");
    }
    assert!(one.text().contains("503"), "{}", one.text());
    let page = admin.get(LIST).await;
    assert_eq!(page.ids().len(), 6, "the webhook, and its newest deliveries");
    assert_eq!(page.all(".bars rect.won").len() + page.all(".bars rect.lost").len(), 10);
    assert!(page.text().contains("9 arrived, 1 failed"), "{}", page.text());
    assert!(page.text().contains("1 event is waiting."), "{}", page.text());
    assert_eq!(page.all("[data-state=suspended]").len(), 1);
    // Old ones are deleted.
    let old = deliveries::created_at.eq(clock::now() - TimeDelta::days(31));
    let others = deliveries::table.filter(deliveries::id.ne(newest));
    app.portal.db.write_now(|c| Ok(diesel::update(others).set(old).execute(c)?)).unwrap();
    partner_portal::jobs::cleaning::delete_expired(&app.portal).unwrap();
    assert_eq!(states(&app, id), [1, 0, 0]);
}

pub async fn invalid_forms_say_what_is_wrong_and_keep_the_rest(app: TestApp) {
    app.cast();
    let (app, admin, _, url) = stage(&app).await;
    let fault = async |fields: &[(&str, &str)]| {
        let reply = admin.submit(NEW, NEW, fields).await;
        assert_eq!(reply.status.as_u16(), 422, "{}", reply.text());
        (reply.attributes("[data-error]", "data-error"), reply)
    };
    for bad in ["", "erp.example", "http://erp.example/x", "https://10.0.0.1/", "https://user:x@erp.example/"]
    {
        let (faults, page) = fault(&[("url", bad), ("event-order-created", "yes")]).await;
        assert_eq!(faults, ["url"], "{bad}");
        assert_eq!(page.value("#url"), bad);
        assert_eq!(page.attributes("[name=event-order-created][checked]", "value").len(), 1);
        assert_eq!(page.attributes("[type=checkbox][checked]", "value").len(), 1, "only what was chosen");
    }
    let (faults, page) = fault(&[("url", &url)]).await;
    assert_eq!((faults, page.value("#url")), (vec!["events".to_owned()], url.clone()));
    let unknown = admin.submit(NEW, NEW, &[("url", &url), ("event-loud", "yes")]).await;
    assert_eq!(unknown.status.as_u16(), 422);
    for _ in 0..20 {
        create(&app, &admin, &url, &["order-created"]).await;
    }
    assert_eq!(fault(&[("url", &url), ("event-order-created", "yes")]).await.0, ["url"]);
    assert_eq!(admin.get(LIST).await.total(), "20");
}

pub async fn a_form_that_is_out_of_date_is_shown_again(app: TestApp) {
    let cast = app.cast();
    let (app, admin, _, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["order-created"]).await;
    let at = format!("{LIST}/{id}");
    let form = |event| [("version", "1"), ("url", ""), (event, "yes")];
    assert_eq!(admin.submit(&at, &at, &form("event-customer-updated")).await.status.as_u16(), 303);
    let stale = admin.submit(&at, &at, &form("event-referral-created")).await;
    assert_eq!((stale.status.as_u16(), stale.value("[name=version]").as_str()), (409, "2"));
    assert_eq!(stale.attributes("[name=event-referral-created][checked]", "value").len(), 1);
    let same = admin.submit(&at, &at, &form("event-customer-updated")).await;
    assert_eq!(same.status.as_u16(), 303, "nothing would change");
    assert_eq!(app.log_of(&cast.provider, "webhook").len(), 2);
}

pub async fn names_that_lead_to_other_addresses_get_nothing(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (_, admin, receiver, url) = stage(&app).await;
    let port = url.rsplit(':').next().unwrap().split('/').next().unwrap().to_owned();
    drop(admin);
    let app = TestApp::with(app.portal.db.clone(), settings("10.0.0.0/8")).await;
    let admin = app.signed_in("ga@1000.example").await;
    // An address is refused by the form; a name when it is resolved, because it could change.
    for refused in [url.clone(), format!("http://localhost:{port}/"), format!("https://127.0.0.1:{port}/")] {
        let reply = admin.submit(NEW, NEW, &[("url", &refused), ("event-order-created", "yes")]).await;
        assert_eq!(reply.status.as_u16(), 422, "{refused}");
    }
    let name = format!("https://localhost:{port}/hooks");
    let (id, _) = create(&app, &admin, &name, &["subscription-updated"]).await;
    change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!(send(&app, clock::now()), 0);
    let answer = deliveries::table.select(deliveries::answer);
    let answer: Option<String> = app.portal.db.read_now(|c| Ok(answer.first(c)?)).unwrap();
    assert_eq!((answer.as_deref(), states(&app, id)), (Some("not-public"), [1, 0, 0]));
    act(&admin, id, "test").await;
    assert!(admin.get(LIST).await.text().contains("The address is not public."));
    assert!(receiver.posted().is_empty());
}

pub async fn the_address_and_the_secrets_are_secret(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, secret) = create(&app, &admin, &url, &["subscription-updated"]).await;
    change_subscription(&app, &cast.provider, customer, "a");
    assert_eq!(send(&app, clock::now()), 1);
    let delivery = format!("{LIST}/{id}/deliveries/{}", newest(&app));
    let hidden = ["s3cr3t", secret.strip_prefix("whsec_").unwrap()];
    let is_clean = |text: &str| hidden.iter().all(|word| !text.contains(word));
    for page in
        [LIST, NEW, &format!("{LIST}/{id}"), &format!("{LIST}/{id}/deliveries"), &delivery, "/activity"]
    {
        let page = admin.get(page).await;
        assert!(page.status.is_success() && is_clean(&page.text()), "{}", page.text());
    }
    let entries = format!("{:?}", app.log_of(&cast.provider, "webhook"));
    assert!(entries.contains("127.0.0.1") && is_clean(&entries), "{entries}");
    let columns = (webhooks::sealed_url, webhooks::shown_url, webhooks::sealed_secret, webhooks::secret_end);
    let row: (String, String, String, String) =
        app.portal.db.read_now(|c| Ok(webhooks::table.select(columns).first(c)?)).unwrap();
    assert!(is_clean(&format!("{row:?}")), "{row:?}");
    assert_eq!(row.3.len(), 3);
    assert_eq!(receiver.posted()[0].path, "/hooks/portal?key=s3cr3t");
}

pub async fn other_roles_and_partners_reach_no_webhook(app: TestApp) {
    app.cast();
    let (app, admin, receiver, url) = stage(&app).await;
    let (id, _) = create(&app, &admin, &url, &["order-created"]).await;
    act(&admin, id, "test").await;
    let delivery = newest(&app);
    let reached = |id: WebhookId| {
        let one = format!("{LIST}/{id}/deliveries/{delivery}");
        (vec![format!("{LIST}/{id}"), format!("{LIST}/{id}/deliveries"), one.clone()], one)
    };
    for (email, status) in [("aa@1000.example", 403), ("um@1000.example", 403), ("ga@2000.example", 404)] {
        let other = app.signed_in(email).await;
        let (pages, one) = reached(id);
        for page in pages {
            assert_eq!(other.get(&page).await.status.as_u16(), status, "{email} {page}");
        }
        let acts = ["pause", "resumption", "removal", "test", "secret", "resending"];
        let acts = acts.map(|act| format!("{LIST}/{id}/{act}"));
        for address in acts.into_iter().chain([format!("{one}/resending")]) {
            let reply = other.submit("/help/keys", &address, &[]).await;
            assert_eq!(reply.status.as_u16(), status, "{email} {address}");
        }
    }
    // The delivery of one webhook is none of another.
    let (second, _) = create(&app, &admin, &url, &["order-created"]).await;
    assert_eq!(admin.get(&reached(second).1).await.status.as_u16(), 404);
    assert_eq!(app.signed_in("ga@2000.example").await.get(LIST).await.total(), "0");
    assert_eq!(receiver.posted().len(), 1);
    assert_eq!(stored(&app, id), (false, None, None));
}
