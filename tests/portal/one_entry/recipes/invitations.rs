//! The customer's answers, and those of a reseller that is asked for a partnership. The first opening of a link logs
//! its own entry: the recipes open it before they count.

use super::requests::create;
use super::{BOTH, NO_LOGS, Outcome};
use crate::one_entry::stage::Stage;
use crate::support::{Browser, Reply};
use partner_portal::domain::PartnerKind;

pub const ANSWER: [(&str, &str); 5] = [
    ("company_name", "새벽유통"),
    ("domain", "saebyeok.example"),
    ("person_name", "서지우"),
    ("email", "jiwoo@saebyeok.example"),
    ("confirm", "yes"),
];

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/invitations/{token}/acceptance" => {
            partnership(stage).await;
            again(stage).await;
            (answered(stage, path, &ANSWER).await, BOTH)
        }
        "/invitations/{token}/declination" => (answered(stage, path, &[("reason", "No")]).await, BOTH),
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/invitations/{token}/acceptance" => (answered(stage, path, &ANSWER[..4]).await, NO_LOGS),
        "/invitations/{token}/declination" => {
            (answered(stage, path, &[("reason", &"이".repeat(501))]).await, NO_LOGS)
        }
        _ => return None,
    })
}

/// The path of a request's link.
pub async fn link_of(browser: &Browser, at: &str) -> String {
    let link = browser.get(at).await.attributes("textarea[name=body]", "data-link").concat();
    link[link.find("/invitations/").unwrap()..].to_owned()
}

/// A reseller sends a joint request with its provider: the customer's answer is logged for both.
async fn answered(stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Reply {
    let reseller = stage.app.signed_in("aa@2000.example").await;
    let at = create(&reseller, &[("provider", "1000")]).await.header("location");
    let (link, visitor) = (link_of(&reseller, &at).await, stage.app.browser());
    visitor.get(&link).await;
    stage.restart_count();
    visitor.submit(&link, &path.replace("/invitations/{token}", &link), fields).await
}

/// A removed customer becomes active again.
async fn again(stage: &Stage) {
    let customer = stage.app.customer(&stage.cast.provider, 0xBAC, "Back", "back.example");
    stage.app.end(&stage.cast.provider, customer);
    let at = create(&stage.admin, &[("customer", &customer.to_string())]).await.header("location");
    let (link, visitor) = (link_of(&stage.admin, &at).await, stage.app.browser());
    visitor.get(&link).await;
    stage.restart_count();
    visitor.submit(&link, &format!("{link}/acceptance"), &ANSWER).await;
    stage.assert_one_entry_for(&["1000"], "a removed customer came back");
}

/// A Global admin of an indirect reseller authorizes the provider.
async fn partnership(stage: &Stage) {
    stage.app.partner("5000", PartnerKind::IndirectReseller);
    let until = super::requests::in_days(30);
    let fields = [("language", "en"), ("recipient", "ga@5000.example"), ("valid_until", until.as_str())];
    let made = stage.admin.submit("/indirect-resellers/new", "/indirect-resellers", &fields).await;
    let link = link_of(&stage.admin, &made.header("location")).await;
    let authoriser = stage.app.signed_in("ga@5000.example").await;
    authoriser.get(&link).await;
    stage.restart_count();
    authoriser.submit(&link, &format!("{link}/acceptance"), &[("confirm", "yes")]).await;
    stage.assert_one_entry_for(&["1000", "5000"], "a reseller authorised its provider");
}
