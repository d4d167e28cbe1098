//! The page of a request in each state: its timeline, the actions that it offers, and the comparison for a decision.

use super::{drafted, in_days, link, past, path};
use crate::on_both_databases;
use crate::support::{Browser, Reply, TestApp};
use partner_portal::features::relationship_requests::expiry;

on_both_databases! {
    the_timeline_follows_a_request_until_its_answer
    the_timeline_says_how_a_request_ended_without_an_answer
    each_state_offers_its_actions
    an_expired_request_is_sent_again_with_a_new_link
    users_who_cannot_manage_a_request_see_no_actions
    a_decision_compares_both_sides
    a_rejected_message_of_a_sent_request_is_unfolded
}

/// The looks and the labels of the five stops.
fn stops(page: &Reply) -> Vec<(String, String)> {
    let looks = page.attributes(".life > li", "data-at");
    let stops: Vec<_> = looks.into_iter().zip(page.all(".life > li > b")).collect();
    assert_eq!(stops.len(), 5, "{}", page.text());
    let next = stops.iter().filter(|(look, _)| look == "now").count();
    assert_eq!(page.all(".life [aria-current=step]").len(), next);
    stops
}

fn assert_stops(page: &Reply, expected: [(&str, &str); 5]) {
    assert_eq!(stops(page), expected.map(|(look, label)| (look.to_owned(), label.to_owned())));
}

async fn mark_as_sent(browser: &Browser, at: &str) {
    let page = browser.get(at).await;
    let form = [
        ("recipient", &*page.value("input[name=recipient]")),
        ("subject", &page.value("input[name=subject]")),
        ("body", &page.all("textarea[name=body]").concat()),
        ("version", &page.value("input[name=version]")),
        ("do", "done"),
    ];
    assert_eq!(browser.submit(at, at, &form).await.status.as_u16(), 303);
}

async fn accept(app: &TestApp, link: &str, domain: &str) {
    let answer = [
        ("company_name", "Wright Motors Ltd"),
        ("domain", domain),
        ("person_name", "Tom Wright"),
        ("email", "tom@wright.example"),
        ("confirm", "yes"),
    ];
    let reply = app.browser().submit(link, &format!("{link}/acceptance"), &answer).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
}

/// The labels of the buttons and links in the head, the filled ones with a star.
fn actions(page: &Reply) -> Vec<String> {
    let filled = page.all(".page-head .actions .primary");
    assert_eq!(page.all("main .button.primary").len(), filled.len(), "the filled button is in the head");
    assert!(filled.len() <= 1, "{filled:?}");
    let buttons = page.all(".page-head .actions > .button, .page-head .actions > form > .button");
    buttons
        .into_iter()
        .map(|label| if filled.contains(&label) { format!("*{label}") } else { label })
        .collect()
}

async fn the_timeline_follows_a_request_until_its_answer(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "tom@wright.example").await;
    let open = [("open", "Not opened yet"), ("open", "No answer yet"), ("open", "Valid until")];
    let page = browser.get(&at).await;
    assert_stops(&page, [("done", "Drafted"), ("now", "Not sent yet"), open[0], open[1], open[2]]);
    let said = page.all(".life > li");
    assert!(said[0].contains("ga@1000.example") && said[4].contains("30 days left"), "{said:?}");
    assert_eq!(page.attributes(".life > li:last-child time", "datetime"), [in_days(30)]);
    mark_as_sent(&browser, &at).await;
    let page = browser.get(&at).await;
    let sent = [("done", "Drafted"), ("done", "Sent")];
    assert_stops(&page, [sent[0], sent[1], ("now", "Not opened yet"), open[1], open[2]]);
    assert!(page.all(".life > li")[1].contains("Sent outside the portal"));
    let link = path(&link(&page));
    app.browser().get(&link).await;
    let opened = ("done", "Opened");
    let page = browser.get(&at).await;
    assert_stops(&page, [sent[0], sent[1], opened, ("now", "No answer yet"), open[2]]);
    assert_eq!(page.all(".life time").len(), 4, "what happened has its time");
    accept(&app, &link, "wright.example").await;
    let page = browser.get(&at).await;
    let ended = [("good", "Accepted"), ("done", "Added to your customers")];
    assert_stops(&page, [sent[0], sent[1], opened, ended[0], ended[1]]);
    assert!(page.all(".life > li")[3].contains("Tom Wright"));
}

async fn the_timeline_says_how_a_request_ended_without_an_answer(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let begun = [("done", "Drafted"), ("done", "Sent"), ("open", "Never opened"), ("open", "Not answered")];
    let at = drafted(&browser, "a@b.example").await;
    mark_as_sent(&browser, &at).await;
    assert_eq!(browser.submit(&at, &format!("{at}/revocation"), &[]).await.status.as_u16(), 303);
    let page = browser.get(&at).await;
    assert_stops(&page, [begun[0], begun[1], begun[2], begun[3], ("bad", "Revoked")]);
    assert!(page.all(".life > li")[4].contains("ga@1000.example"));

    let at = drafted(&browser, "c@d.example").await;
    past(&app, &at);
    assert_eq!(expiry::run(&app.portal).unwrap(), 1);
    let page = browser.get(&at).await;
    let never_sent = ("open", "Not marked as sent");
    assert_stops(&page, [begun[0], never_sent, begun[2], begun[3], ("care", "Expired")]);

    let at = drafted(&browser, "e@f.example").await;
    let link = path(&link(&browser.get(&at).await));
    app.browser().submit(&link, &format!("{link}/declination"), &[("reason", "We stay")]).await;
    let page = browser.get(&at).await;
    let ended = [("bad", "Declined"), ("done", "Closed")];
    assert_stops(&page, [begun[0], never_sent, ("done", "Opened"), ended[0], ended[1]]);
    assert!(page.all("main").concat().contains("We stay"));
}

async fn each_state_offers_its_actions(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "a@b.example").await;
    let page = browser.get(&at).await;
    assert_eq!(actions(&page), ["*Open in email", "Copy to clipboard", "Extend…"]);
    let last = page.all("main > form:last-child > .button");
    assert_eq!(last, ["Revoke request…"], "the dangerous action is the last one");
    mark_as_sent(&browser, &at).await;
    let page = browser.get(&at).await;
    assert_eq!(actions(&page), ["Extend…"], "there is no mail server to remind with");
    assert_eq!(page.all("details form[id=letter]").len(), 1, "the message is folded");
    assert!(page.attributes("details.card", "open").is_empty());
    assert_eq!(page.all("main > form:last-child > .button"), ["Revoke request…"]);
    browser.submit(&at, &format!("{at}/revocation"), &[]).await;
    let page = browser.get(&at).await;
    assert_eq!(actions(&page), ["Request again"]);
    assert!(page.all("form[action$='/revocation']").is_empty(), "nothing dangerous is left");
    assert!(!page.text().contains("/invitations/"), "the dead link is gone");
}

async fn an_expired_request_is_sent_again_with_a_new_link(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "a@b.example").await;
    let old = link(&browser.get(&at).await);
    mark_as_sent(&browser, &at).await;
    past(&app, &at);
    assert_eq!(expiry::run(&app.portal).unwrap(), 1);
    let page = browser.get(&at).await;
    assert_eq!(actions(&page), ["*Send again", "Extend…"]);
    assert!(!page.text().contains("/invitations/"), "the dead link is gone");
    let again = page.attributes("form:has(> .primary)", "action").concat();
    assert_eq!(browser.submit(&at, &again, &[]).await.status.as_u16(), 303);
    let page = browser.get(&at).await;
    assert_ne!(link(&page), old);
    assert_eq!(stops(&page)[1], ("now".to_owned(), "Not sent yet".to_owned()));
    assert_eq!(page.value("input[name=recipient]"), "a@b.example", "the message is kept");
}

async fn users_who_cannot_manage_a_request_see_no_actions(app: TestApp) {
    app.cast();
    let at = drafted(&app.signed_in("ga@1000.example").await, "a@b.example").await;
    for email in ["sa@1000.example", "ha@1000.example"] {
        let page = app.signed_in(email).await.get(&at).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.all("main form, main .button").is_empty(), "{email}");
        assert_eq!(stops(&page)[1].0, "now");
    }
}

/// The cells of the comparison in the row of this field.
fn row(page: &Reply, field: &str) -> Vec<String> {
    let fields = page.all(".compare tbody th");
    let at = fields.iter().position(|name| name == field).unwrap_or_else(|| panic!("{field}: {fields:?}"));
    page.all(&format!(".compare tbody tr:nth-child({}) td", at + 1))
}

async fn a_decision_compares_both_sides(app: TestApp) {
    let cast = app.cast();
    let known = app.customer(&cast.provider, 1, "Wright Motors Limited", "wright.example");
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "tom@wright.example").await;
    accept(&app, &path(&link(&browser.get(&at).await)), "Wright.example").await;
    let page = browser.get(&at).await;
    assert_eq!(stops(&page)[4], ("care".to_owned(), "Decide".to_owned()));
    assert_eq!(row(&page, "Company name"), ["Wright Motors Ltd", "Wright Motors Limited", "Different"]);
    assert_eq!(row(&page, "Primary domain name"), ["wright.example", "wright.example", "Same"]);
    let id = known.to_string();
    assert_eq!(row(&page, "Microsoft ID"), ["None", &id, "Only in your list"]);
    assert_eq!(row(&page, "Answered by"), ["Tom Wright", "None", "Only in the answer"]);
    assert_eq!(row(&page, "Delegated admin privileges")[0], "Included");
    assert_eq!(page.all(".compare tr.differs .flag").len(), page.all(".compare tr.differs").len());
    assert_eq!(page.all(".compare tr.differs:first-child mark"), ["Ltd", "Limited"]);
    assert!(page.all(".compare tr:not(.differs) mark").is_empty());
    assert_eq!(page.all(".options > div > p").len(), 2, "each choice says what follows");
    assert_eq!(page.all(".options > div > .button.primary"), ["It is the same customer…"]);
    assert!(page.all("h2").iter().all(|title| title != "The customer’s answer"), "the table has it already");
    let decision = [("decision", "same")];
    assert_eq!(browser.submit(&at, &format!("{at}/decision"), &decision).await.status.as_u16(), 303);
    let page = browser.get(&at).await;
    let ended = ("done".to_owned(), "Decision: same as existing customer".to_owned());
    assert_eq!(stops(&page)[4], ended);
    assert!(page.all(".compare").is_empty() && page.all("h2").contains(&"The customer’s answer".to_owned()));
}

async fn a_rejected_message_of_a_sent_request_is_unfolded(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let at = drafted(&browser, "a@b.example").await;
    mark_as_sent(&browser, &at).await;
    let version = browser.get(&at).await.value("input[name=version]");
    let without = [("recipient", ""), ("subject", "S"), ("body", "No link"), ("version", &version)];
    let page = browser.submit(&at, &at, &without).await;
    assert_eq!(page.status.as_u16(), 422);
    assert_eq!(page.attributes("details.card", "open").len(), 1);
    let put_back = [&without[..], &[("do", "put-back")]].concat();
    let page = browser.submit(&at, &at, &put_back).await;
    assert_eq!(page.attributes("details.card", "open").len(), 1);
}
