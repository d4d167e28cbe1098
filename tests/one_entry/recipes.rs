//! How each route is done rightly, and wrongly. A recipe answers what came back and the MPN IDs of the partners whose
//! logs must have grown by one entry each. A new route needs one line in `right` and one in `wrong`.

use diesel::prelude::*;
use partner_portal::activity::Author;
use partner_portal::config::Settings;
use partner_portal::db::schema::partners;
use partner_portal::import::{Options, Target, import_offers};
use partner_portal::partners::model::Partner;
use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::shelf;
use crate::support::cast::{Cast, PASSWORD, id};
use crate::support::{Browser, Reply, TestApp};

/// The cast, and somebody who may do nearly everything.
pub struct Stage {
    pub app: TestApp,
    #[allow(dead_code)] // for the recipes of the pages to come
    pub cast: Cast,
    pub admin: Browser,
    /// A subscription of customer 1, whose reseller of record holds the customer too.
    plan: String,
    before: RefCell<BTreeMap<String, i64>>,
}

impl Stage {
    pub async fn set(app: TestApp) -> Self {
        let cast = app.cast();
        app.person(&cast.provider, "new@1000.example", "sales-agent", true);
        app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
        app.customer(&cast.reseller, 1, "Hanbit at the reseller's", "hanbit.example");
        app.customer(&cast.provider, 2, "To go", "to-go.example");
        let plan = app.subscription(&cast.provider, id(1), "Plan", Some(&cast.reseller));
        app.subscription(&cast.provider, id(1), "Azure plan", None);
        app.subscription(&cast.provider, id(2), "Plan", None);
        offers(&app, &cast.provider);
        shelf::offer(&app, &cast.provider, &plan, 1..=300, true, "annual");
        shelf::set(&app, &plan, "created_at", &shelf::moment(-15));
        shelf::set(&app, &plan, "renews_on", &shelf::day(350));
        let admin = app.signed_in("ga@1000.example").await;
        Stage { app, cast, admin, plan, before: RefCell::default() }
    }

    /// A recipe that had to prepare something calls this before it does what is counted.
    pub fn count_from_here(&self) {
        *self.before.borrow_mut() = self.lengths();
    }

    /// By how many entries each log has grown since, by MPN ID.
    pub fn grown(&self) -> BTreeMap<String, i64> {
        let before = self.before.borrow();
        let grown = |(mpn_id, length): (String, i64)| {
            let grown = length - before.get(&mpn_id).copied().unwrap_or(0);
            (mpn_id, grown)
        };
        self.lengths().into_iter().map(grown).filter(|(_, grown)| *grown != 0).collect()
    }

    fn lengths(&self) -> BTreeMap<String, i64> {
        let rows = partners::table.select((partners::mpn_id, partners::log_seq));
        self.app.portal.db.read_now(|c| Ok(rows.load::<(String, i64)>(c)?)).unwrap().into_iter().collect()
    }

    /// Signs somebody in, and counts what comes after that.
    async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.app.signed_in(email).await;
        self.count_from_here();
        browser
    }
}

/// Routes whose recipe nobody has written yet; their features' own tests look at their entries. No new one goes here.
pub const UNWRITTEN: &[&str] = &[
    "/sign-in/second-factor",
    "/sign-in/password/{token}",
    "/step-up",
    "/profile",
    "/profile/second-factor",
    "/profile/second-factor/removal",
    "/profile/second-factor/recovery-codes",
    "/profile/sessions",
    "/account-settings/users/new",
    "/account-settings/users/{user}/roles",
    "/account-settings/users/{user}/{act}",
    "/account-settings/organization/edit",
    "/account-settings/organization/tax-id",
    "/customers/new",
    "/customers/new/{draft}/company",
    "/customers/new/{draft}/reseller",
    "/customers/new/{draft}/subscriptions",
    "/customers/new/{draft}/review",
    "/customers/new/{draft}/disposal",
    "/customers/import",
    "/customers/import/{draft}/confirmation",
    "/customers/import/{draft}/disposal",
    "/relationship-requests",
    "/relationship-requests/{id}",
    "/relationship-requests/{id}/delivery",
    "/relationship-requests/{id}/link",
    "/relationship-requests/{id}/reminder",
    "/relationship-requests/{id}/revocation",
    "/relationship-requests/{id}/extension",
    "/relationship-requests/{id}/decision",
    "/relationship-requests/{id}/retry",
    "/invitations/{token}/acceptance",
    "/invitations/{token}/declination",
    "/indirect-resellers",
    "/indirect-resellers/{mpn_id}/removal",
];

type Outcome = Option<(Reply, &'static [&'static str])>;

const NOBODYS: &[&str] = &[];
const PROVIDERS: &[&str] = &["1000"];
const BOTH: &[&str] = &["1000", "2000"];

/// Does it as it should be done.
pub async fn right(path: &str, stage: &Stage) -> Outcome {
    let form = async |page, fields: &[(&str, &str)]| stage.admin.submit(page, path, fields).await;
    Some(match path {
        "/language" => (form("/help/keys", &[("lang", "en")]).await, NOBODYS), // a cookie only
        "/appearance" => (form("/help/keys", &[("theme", "dark")]).await, NOBODYS), // a cookie only
        "/sign-in" => (stage.app.browser().sign_in("sa@1000.example", PASSWORD).await, PROVIDERS),
        "/sign-in/forgotten" => (forgotten(stage, "sa@1000.example").await, PROVIDERS),
        "/sign-out" => {
            (stage.signed_in("sa@1000.example").await.submit("/help/keys", path, &[]).await, PROVIDERS)
        }
        "/profile/password" => (new_password(stage, "another long pass phrase").await, PROVIDERS),
        "/customers/{id}/bill-to" => (bill_to(stage, "1", "Hanbit Gaon").await, PROVIDERS),
        "/customers/{id}/bill-to/undo" => (customer(stage, 1, path, &[("version", "2")]).await, PROVIDERS),
        "/customers/{id}/permissions" => (permission(stage, path).await, PROVIDERS),
        "/customers/{id}/agreement" => (agreement(stage, "2026-01-05").await, PROVIDERS),
        "/customers/{id}/removal" => (removal(stage, "To go").await, PROVIDERS),
        "/customers/{id}/orders/new" => (shop(stage, "E3").await, NOBODYS), // a draft only
        "/orders" => (order(stage).await, BOTH),
        "/orders/{id}/approval" => (decided(stage, path, &[]).await, BOTH),
        "/orders/{id}/declination" => (decided(stage, path, &[("reason", "Sold out")]).await, BOTH),
        "/orders/{id}/withdrawal" => (withdrawn(stage).await, BOTH),
        "/referrals" => (referred(stage, "Haneul").await, BOTH),
        "/referrals/{id}/acceptance" => (of_referral(stage, path, false, "").await, BOTH),
        "/referrals/{id}/declination" => (of_referral(stage, path, false, "No").await, BOTH),
        "/referrals/{id}/won" | "/referrals/{id}/lost" => (of_referral(stage, path, true, "").await, BOTH),
        "/customers/{id}/subscriptions/suspension" => {
            (customer(stage, 1, path, &[("return_to", "/customers")]).await, BOTH)
        }
        path if path.contains("{sid}") => (subscription(stage, path, rightly(path)).await, BOTH),
        _ => return None,
    })
}

/// Does it as it should not be done.
pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    let form = async |page, fields: &[(&str, &str)]| stage.admin.submit(page, path, fields).await;
    Some(match path {
        "/language" => (form("/help/keys", &[("lang", "tlh")]).await, NOBODYS),
        "/appearance" => (form("/help/keys", &[("theme", "loud")]).await, NOBODYS),
        // Of somebody who is known the refusal would be noted.
        "/sign-in" => (stage.app.browser().sign_in("nobody@1000.example", "wrong").await, NOBODYS),
        "/sign-in/forgotten" => (forgotten(stage, "nobody").await, NOBODYS),
        "/sign-out" => (stage.admin.post(path, &[("_csrf", "forged")]).await, NOBODYS),
        "/profile/password" => (new_password(stage, "short").await, NOBODYS),
        "/customers/{id}/bill-to" => (bill_to(stage, "1", "").await, NOBODYS),
        "/customers/{id}/bill-to/undo" => (customer(stage, 1, path, &[("version", "99")]).await, NOBODYS),
        "/customers/{id}/permissions" => (customer(stage, 1, path, &[("purchase", "maybe")]).await, NOBODYS),
        "/customers/{id}/agreement" => (agreement(stage, "2026-02-30").await, NOBODYS),
        "/customers/{id}/removal" => (removal(stage, "Somebody else").await, NOBODYS),
        "/customers/{id}/orders/new" => (shop(stage, "NONE").await, NOBODYS),
        "/orders" => (form("/help/keys", &[("cart", "none")]).await, NOBODYS),
        "/orders/{id}/approval" | "/orders/{id}/declination" | "/orders/{id}/withdrawal" => {
            (form_at(stage, &path.replace("{id}", NO_ORDER), &[]).await, NOBODYS)
        }
        "/referrals" => (referred(stage, "").await, NOBODYS),
        "/referrals/{id}/acceptance" => (of_referral(stage, path, true, "").await, NOBODYS),
        "/referrals/{id}/declination" => (of_referral(stage, path, false, "").await, NOBODYS),
        "/referrals/{id}/won" | "/referrals/{id}/lost" => {
            (of_referral(stage, path, false, "").await, NOBODYS)
        }
        "/customers/{id}/subscriptions/suspension" => (customer(stage, 99, path, &[]).await, NOBODYS),
        path if path.contains("{sid}") => (subscription(stage, path, &[("version", "77")]).await, NOBODYS),
        _ => return None,
    })
}

async fn new_password(stage: &Stage, password: &str) -> Reply {
    let newcomer = stage.signed_in("new@1000.example").await;
    newcomer
        .submit("/profile/password", "/profile/password", &[("password", password), ("repeat", password)])
        .await
}

/// In a portal with a mail server, over the same database. The entry is made after the answer.
async fn forgotten(stage: &Stage, email: &str) -> Reply {
    let settings = Settings {
        smtp_url: Some("smtp://127.0.0.1:9".to_owned()),
        mail_from: Some("portal@portal.example".to_owned()),
        ..Settings::default()
    };
    let app = TestApp::with(stage.app.portal.db.clone(), settings).await;
    let path = "/sign-in/forgotten";
    let reply = app.browser().submit(path, path, &[("email", email)]).await;
    for _ in 0..200 {
        if reply.status != 303 || !stage.grown().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    reply
}

const NO_ORDER: &str = "00000000-0000-4000-8000-000000000077";

async fn form_at(stage: &Stage, address: &str, fields: &[(&str, &str)]) -> Reply {
    stage.admin.submit("/help/keys", address, fields).await
}

/// A form about the customer of this number.
async fn customer(stage: &Stage, number: u128, path: &str, fields: &[(&str, &str)]) -> Reply {
    form_at(stage, &path.replace("{id}", &id(number).to_string()), fields).await
}

async fn bill_to(stage: &Stage, version: &str, company_name: &str) -> Reply {
    let fields = [
        ("version", version),
        ("company_name", company_name),
        ("first_name", "세훈"),
        ("last_name", "오"),
        ("email", "billing@hanbit.example"),
        ("phone", "+82 2-555-0142"),
        ("country", "KR"),
        ("address_line1", "세종대로 110"),
        ("address_line2", ""),
        ("city", "중구"),
        ("state", "서울특별시"),
        ("postal_code", "04524"),
    ];
    customer(stage, 1, "/customers/{id}/bill-to", &fields).await
}

async fn agreement(stage: &Stage, agreed_on: &str) -> Reply {
    let fields = [
        ("first_name", "세훈"),
        ("last_name", "오"),
        ("email", "legal@hanbit.example"),
        ("phone", ""),
        ("agreed_on", agreed_on),
        ("next", ""),
    ];
    customer(stage, 1, "/customers/{id}/agreement", &fields).await
}

/// Needs the agreement.
async fn permission(stage: &Stage, path: &str) -> Reply {
    agreement(stage, "2026-01-04").await;
    stage.count_from_here();
    customer(stage, 1, path, &[("purchase", "on")]).await
}

async fn removal(stage: &Stage, name: &str) -> Reply {
    let suspend = format!("/customers/{}/subscriptions/suspension", id(2));
    form_at(stage, &suspend, &[("return_to", "/customers")]).await;
    stage.count_from_here();
    let fields = [("reason", ""), ("company_name", name), ("confirm", "yes")];
    customer(stage, 2, "/customers/{id}/removal", &fields).await
}

/// Puts an offer into a new cart.
async fn shop(stage: &Stage, offer: &str) -> Reply {
    let fields = [("do", "add"), ("cart", ""), ("offer", offer), ("quantity", "4")];
    let path = format!("/customers/{}/orders/new", id(1));
    stage.admin.submit(&path, &path, &fields).await
}

fn cart_of(reply: &Reply) -> String {
    let address = reply.header("location");
    address.split("cart=").nth(1).unwrap().split('&').next().unwrap().to_owned()
}

async fn order(stage: &Stage) -> Reply {
    let cart = cart_of(&shop(stage, "E3").await);
    let review = format!("/customers/{}/orders/review?cart={cart}", id(1));
    stage.admin.submit(&review, "/orders", &[("cart", &cart)]).await
}

/// A reseller's request, and the browser of who made it.
async fn requested(stage: &Stage) -> (Browser, String) {
    let reseller = stage.app.signed_in("sa@2000.example").await;
    let path = format!("/customers/{}/orders/new", id(1));
    let fields = [("do", "add"), ("cart", ""), ("offer", "E3"), ("quantity", "4")];
    let cart = cart_of(&reseller.submit(&path, &path, &fields).await);
    let review = format!("/customers/{}/orders/review?cart={cart}", id(1));
    reseller.submit(&review, "/orders", &[("cart", &cart)]).await;
    stage.count_from_here();
    (reseller, cart)
}

async fn decided(stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Reply {
    let (_, order) = requested(stage).await;
    stage.admin.submit("/orders", &path.replace("{id}", &order), fields).await
}

async fn withdrawn(stage: &Stage) -> Reply {
    let (reseller, order) = requested(stage).await;
    reseller.submit("/orders", &format!("/orders/{order}/withdrawal"), &[]).await
}

/// A customer, referred to the reseller.
async fn referred(stage: &Stage, company: &str) -> Reply {
    let fields = [
        ("reseller", "2000"),
        ("company_name", company),
        ("first_name", "지우"),
        ("last_name", "서"),
        ("phone", "+82 2-555-0142"),
        ("need", "E3"),
    ];
    form_at(stage, "/referrals", &fields).await
}

/// The reseller's answer to a new referral, or to one that it has accepted.
async fn of_referral(stage: &Stage, path: &str, is_accepted: bool, reason: &str) -> Reply {
    let at = referred(stage, "Haneul").await.header("location");
    let reseller = stage.app.signed_in("sa@2000.example").await;
    if is_accepted {
        reseller.submit("/referrals", &format!("{at}/acceptance"), &[]).await;
    }
    stage.count_from_here();
    reseller.submit(&at, &path.replace("/referrals/{id}", &at), &[("reason", reason)]).await
}

/// What makes each form about a subscription succeed.
fn rightly(path: &str) -> &'static [(&'static str, &'static str)] {
    match path.rsplit("{sid}/").next().unwrap_or_default() {
        "quantity" => &[("quantity", "9")],
        "nickname" => &[("nickname", "Office")],
        "renewal" => &[("auto_renew", "false")],
        "cancellation" => &[("confirm", "yes")],
        "support-contact" => &[("support", "reseller")],
        _ => &[],
    }
}

/// A form about the plan, as its page has it. It may be cancelled for its renewal only.
async fn subscription(stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Reply {
    let page = format!("/customers/{}/subscriptions/{}", id(1), stage.plan);
    if !path.ends_with("reactivation") && shelf::get(&stage.app, &stage.plan, "status") == "suspended" {
        let version = stage.admin.get(&page).await.value("[name=version]");
        stage.admin.submit(&page, &format!("{page}/reactivation"), &[("version", &version)]).await;
        stage.count_from_here();
    }
    let version = stage.admin.get(&page).await.value("[name=version]");
    let mut fields = fields.to_vec();
    if !fields.iter().any(|(name, _)| *name == "version") {
        fields.push(("version", &version));
    }
    let path = path.replace("{id}", &id(1).to_string()).replace("{sid}", &stage.plan);
    stage.admin.submit(&page, &path, &fields).await
}

/// One offer, imported as an operator does.
fn offers(app: &TestApp, partner: &Partner) {
    const OFFERS: &str = "Offer ID,Name,Publisher,Category,Billing type,Billing cycle,Minimum quantity,\
        Maximum quantity,Parent offer ID,Cancellable\n\
        E3,Microsoft 365 E3,Microsoft,Enterprise,License-based,Annual,1,100,,Yes\n";
    let author = Author::operator(partner.id);
    let target = Target { db: &app.portal.db, log: &app.portal.log, partner, author: &author };
    import_offers(&target, &mut OFFERS.as_bytes(), &Options::default(), &mut |_| ()).unwrap();
}
