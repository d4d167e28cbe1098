//! The setting for the recipes: the cast, and a user with nearly all permissions.

use crate::subscriptions::fixtures;
use crate::support::cast::{Cast, id};
use crate::support::{Browser, Reply, TestApp, until};
use diesel::prelude::*;
use partner_portal::audit::Author;
use partner_portal::config::Settings;
use partner_portal::db::schema::{partners, users};
use partner_portal::domain::Partner;
use partner_portal::features::import::engine::options::{Options, Target};
use partner_portal::features::import::run::import_offers;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// An id that no draft, order or request has.
pub const NO_ID: &str = "00000000-0000-4000-8000-000000000077";

pub struct Stage {
    pub app: TestApp,
    pub cast: Cast,
    pub admin: Browser,
    /// A subscription of customer 1, whose reseller of record also has the customer.
    pub plan: String,
    before: RefCell<BTreeMap<String, i64>>,
    numbers: Cell<u32>,
}

impl Stage {
    pub async fn set(app: TestApp) -> Self {
        let cast = app.cast();
        app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
        app.customer(&cast.reseller, 1, "Hanbit at the reseller's", "hanbit.example");
        app.customer(&cast.provider, 2, "To go", "to-go.example");
        let plan = app.subscription(&cast.provider, id(1), "Plan", Some(&cast.reseller));
        app.subscription(&cast.provider, id(1), "Azure plan", None);
        app.subscription(&cast.provider, id(2), "Plan", None);
        offers(&app, &cast.provider);
        fixtures::offer(&app, &cast.provider, &plan, 1..=300, true, "annual");
        fixtures::set(&app, &plan, "created_at", &fixtures::moment(-15));
        fixtures::set(&app, &plan, "renews_on", &fixtures::day(350));
        let admin = app.signed_in("ga@1000.example").await;
        Stage { app, cast, admin, plan, before: RefCell::default(), numbers: Cell::new(0) }
    }

    /// Restarts the count. Recipes call this after their preparations.
    pub fn restart_count(&self) {
        *self.before.borrow_mut() = self.lengths();
    }

    /// The number of entries each log has grown by since then, by MPN ID.
    pub fn grown(&self) -> BTreeMap<String, i64> {
        let before = self.before.borrow();
        let grown = |(mpn_id, length): (String, i64)| {
            let grown = length - before.get(&mpn_id).copied().unwrap_or(0);
            (mpn_id, grown)
        };
        self.lengths().into_iter().map(grown).filter(|(_, grown)| *grown != 0).collect()
    }

    /// Asserts one new entry in each of these logs and restarts the count. For recipes that send several requests,
    /// after each but the last.
    pub fn assert_one_entry_for(&self, logs: &[&str], what: &str) {
        assert_eq!(self.grown(), expected(logs), "{what}");
        self.restart_count();
    }

    /// Waits for an entry that is logged after the response.
    pub async fn wait_for_entry(&self) {
        until(async || !self.grown().is_empty()).await;
    }

    fn lengths(&self) -> BTreeMap<String, i64> {
        let rows = partners::table.select((partners::mpn_id, partners::log_seq));
        self.app.portal.db.read_now(|c| Ok(rows.load::<(String, i64)>(c)?)).unwrap().into_iter().collect()
    }

    /// Returns a number that is used only once.
    pub fn number(&self) -> u32 {
        self.numbers.set(self.numbers.get() + 1);
        self.numbers.get()
    }

    /// Signs a user in and restarts the count.
    pub async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.app.signed_in(email).await;
        self.restart_count();
        browser
    }

    /// Adds a user at the admin's partner and returns the email address.
    pub fn somebody(&self) -> String {
        let email = format!("p{}@1000.example", self.number());
        self.app.person(&self.cast.provider, &email, "sales-agent", false);
        self.restart_count();
        email
    }

    /// Returns a user's id.
    pub fn user(&self, email: &str) -> i32 {
        let row = users::table.filter(users::email_key.eq(email)).select(users::id);
        self.app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
    }

    /// The same portal with an unreachable mail server.
    pub async fn with_mail(&self) -> TestApp {
        let settings = Settings {
            smtp_url: Some("smtp://127.0.0.1:9".to_owned()),
            mail_from: Some("portal@portal.example".to_owned()),
            portal_require_mfa: partner_portal::config::MfaRequirement::Off,
            ..Settings::default()
        };
        TestApp::with(self.app.portal.db.clone(), settings).await
    }

    /// Sends a form as the admin, with the token of any page.
    pub async fn form_at(&self, address: &str, fields: &[(&str, &str)]) -> Reply {
        self.admin.submit("/help/keys", address, fields).await
    }

    /// Sends a form about the customer with this number.
    pub async fn customer(&self, number: u128, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.form_at(&path.replace("{id}", &id(number).to_string()), fields).await
    }
}

pub fn expected(logs: &[&str]) -> BTreeMap<String, i64> {
    logs.iter().map(|mpn_id| ((*mpn_id).to_owned(), 1)).collect()
}

/// Imports one offer, as an operator does.
fn offers(app: &TestApp, partner: &Partner) {
    const OFFERS: &str = "Offer ID,Name,Publisher,Category,Billing type,Billing cycle,Minimum quantity,\
        Maximum quantity,Parent offer ID,Cancellable\n\
        E3,Microsoft 365 E3,Microsoft,Enterprise,License-based,Annual,1,100,,Yes\n";
    let author = Author::operator(partner.id);
    let target = Target { db: &app.portal.db, log: &app.portal.log, partner, author: &author, noted: None };
    import_offers(&target, &mut OFFERS.as_bytes(), &Options::default(), &mut |_| ()).unwrap();
}
