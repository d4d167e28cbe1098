//! The cast of most tests: a provider with two resellers, an unlinked direct partner, and a user for each role.

use super::TestApp;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use partner_portal::audit::Author;
use partner_portal::auth::accounts as users;
use partner_portal::auth::accounts::NewUser;
use partner_portal::db::bulk_insert;
use partner_portal::db::bulk_insert::CustomerInsert;
use partner_portal::db::schema::users as users_table;
use partner_portal::db::schema::{customer_resellers, customers, referrals, subscriptions};
use partner_portal::domain::Roles;
use partner_portal::domain::{Cloud, Partner, PartnerKind};
use partner_portal::domain::{MicrosoftId, Origin, Relationship};
use partner_portal::error::Result;
use partner_portal::features::partnerships::partners;
use partner_portal::features::partnerships::partners::NewPartner;
use partner_portal::search::{customers_changed, list_changed, subscriptions_changed};
use partner_portal::text::sort_key;
use std::sync::LazyLock;
use uuid::Uuid;

/// The password of every user.
pub const PASSWORD: &str = "a long enough pass phrase";
/// Its hash with minimal memory and one pass: nearly every test signs a user in, and the hash contains its own
/// parameters.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let params = Params::new(Params::MIN_M_COST, 1, 1, None).unwrap();
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    cheap.hash_password(PASSWORD.as_bytes()).unwrap().to_string()
});

/// The roles by the local part of the email address.
pub const ROLES: [(&str, &str); 7] = [
    ("ga", "global-admin"),
    ("ba", "billing-admin"),
    ("um", "user-management-admin"),
    ("aa", "admin-agent"),
    ("sa", "sales-agent"),
    ("ha", "helpdesk-agent"),
    ("none", ""),
];

/// The partners.
pub struct Cast {
    pub provider: Partner,
    pub reseller: Partner,
    pub other_reseller: Partner,
    pub direct: Partner,
}

/// The current day of the partners of a cast, who are in Seoul.
pub fn today() -> chrono::NaiveDate {
    partner_portal::i18n::time_zone::today(chrono_tz::Tz::Asia__Seoul)
}

/// A Microsoft ID that is easy to read in a failed test.
pub fn id(number: u128) -> MicrosoftId {
    MicrosoftId(Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_0000 | number))
}

impl TestApp {
    /// Adds partners 1000 (provider), 2000 and 3000 (its resellers) and 4000 (direct), with users `ga@1000.example` …
    /// `none@4000.example`.
    pub fn cast(&self) -> Cast {
        let provider = self.partner("1000", PartnerKind::IndirectProvider);
        let reseller = self.partner("2000", PartnerKind::IndirectReseller);
        let other_reseller = self.partner("3000", PartnerKind::IndirectReseller);
        let direct = self.partner("4000", PartnerKind::Direct);
        for one in [&reseller, &other_reseller] {
            let author = Author::operator(provider.id);
            let linked =
                self.portal.log.record_now(&author, |tx| Ok(((), vec![partners::link(tx, &provider, one)?])));
            linked.unwrap();
        }
        Cast { provider, reseller, other_reseller, direct }
    }

    pub fn partner(&self, mpn_id: &str, kind: PartnerKind) -> Partner {
        let new = NewPartner {
            mpn_id: mpn_id.to_owned(),
            kind,
            cloud: Cloud::Global,
            name: format!("Partner {mpn_id}"),
            primary_domain: None,
            country: "KR".to_owned(),
        };
        let nobody = Author::operator(None);
        let partner = self.portal.log.record_now(&nobody, |tx| partners::add(tx, &new)).unwrap();
        let staff = ROLES.map(|(name, roles)| (format!("{name}@{mpn_id}.example"), roles));
        self.people(&partner, &staff.each_ref().map(|(email, roles)| (email.as_str(), *roles, false)));
        partner
    }

    /// The row id of the user with this address.
    pub fn user(&self, email: &str) -> i32 {
        let email = email.to_owned();
        let row = users_table::table.filter(users_table::email.eq(email)).select(users_table::id);
        self.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
    }

    pub fn person(&self, partner: &Partner, email: &str, roles: &str, must_change_password: bool) {
        self.people(partner, &[(email, roles, must_change_password)]);
    }

    /// Adds users in one transaction: email, roles, and whether they must change their password.
    fn people(&self, partner: &Partner, people: &[(&str, &str, bool)]) {
        let new = |(email, roles, must_change_password): &(&str, &str, bool)| NewUser {
            partner: partner.id,
            email: (*email).to_owned(),
            name: (*email).to_owned(),
            roles: Roles::parse(roles).unwrap(),
            password_hash: HASH.clone(),
            must_change_password: *must_change_password,
        };
        let author = Author::operator(partner.id);
        let added = self.portal.log.record_now(&author, |tx| {
            let added = people.iter().map(|person| users::add(tx, &new(person)));
            Ok(((), added.collect::<Result<_>>()?))
        });
        added.unwrap();
    }

    /// Adds a customer to a partner.
    pub fn customer(&self, partner: &Partner, number: u128, name: &str, domain: &str) -> MicrosoftId {
        let key = sort_key(name);
        let new = CustomerInsert {
            partner_id: partner.id,
            sort_key: &key,
            microsoft_id: id(number),
            list_name: name,
            domain,
            relationship: Relationship::Reseller,
            company_name: name,
            delegated_admin: true,
            origin: Origin::Added,
            id_invented: false,
            customer_since: partner_portal::clock::now(),
        };
        let added = self.portal.db.write_now(|c| {
            bulk_insert::insert_customers(c, &[new])?;
            list_changed(c, partner.id, &[(key.clone(), key.clone())])
        });
        added.unwrap();
        id(number)
    }

    /// Marks a customer's ID, for every partner, as assigned by the portal.
    pub fn invented(&self, customer: MicrosoftId) {
        let rows = customers::table.filter(customers::microsoft_id.eq(customer.to_string()));
        let said = |c: &mut _| Ok(diesel::update(rows).set(customers::id_invented.eq(true)).execute(c)?);
        self.portal.db.write_now(said).unwrap();
    }

    /// Ends a relationship.
    pub fn end(&self, partner: &Partner, customer: MicrosoftId) {
        let row = customers::table.filter(
            customers::partner_id.eq(partner.id.0).and(customers::microsoft_id.eq(customer.to_string())),
        );
        let ended = self.portal.db.write_now(|c| {
            let key: Vec<u8> = row.clone().select(customers::sort_key).first(c)?;
            diesel::update(row).set(customers::ended_at.eq(partner_portal::clock::now())).execute(c)?;
            subscriptions_changed(c, partner.id, [customer..=customer])?;
            list_changed(c, partner.id, &[(key.clone(), key)])
        });
        ended.unwrap();
    }

    /// Inserts a referral of this partner, its own or from its provider, with this time of the last change.
    pub fn referral(
        &self,
        id: Uuid,
        (partner, referrer): (&Partner, Option<&Partner>),
        (status, company): (&str, &str),
        changed_at: NaiveDateTime,
    ) {
        let lead = (
            referrals::company_name.eq(company),
            referrals::first_name.eq(""),
            referrals::last_name.eq(""),
            referrals::email.eq(""),
            referrals::phone.eq(""),
            referrals::need.eq(""),
            referrals::note.eq(""),
        );
        let row = (
            referrals::id.eq(id.to_string()),
            referrals::partner_id.eq(partner.id.0),
            referrals::referrer_id.eq(referrer.map(|referrer| referrer.id.0)),
            referrals::status.eq(status),
            lead,
            referrals::created_name.eq("Somebody"),
            referrals::created_at.eq(changed_at),
            referrals::answer_until.eq(changed_at.date()),
            referrals::changed_at.eq(changed_at),
        );
        let made = |c: &mut _| Ok(diesel::insert_into(referrals::table).values(row).execute(c)?);
        self.portal.db.write_now(made).unwrap();
    }

    /// Adds a subscription to a customer and returns its id.
    pub fn subscription(
        &self,
        seller: &Partner,
        customer: MicrosoftId,
        name: &str,
        reseller: Option<&Partner>,
    ) -> String {
        let id = Uuid::new_v4().to_string();
        let values = (
            subscriptions::partner_id.eq(seller.id.0),
            subscriptions::microsoft_id.eq(customer.to_string()),
            subscriptions::subscription_id.eq(&id),
            subscriptions::name.eq(name),
            subscriptions::quantity.eq(7),
            subscriptions::status.eq("active"),
            subscriptions::reseller_id.eq(reseller.map(|reseller| reseller.id.0)),
            subscriptions::created_at.eq(partner_portal::clock::now()),
        );
        let sold = self.portal.db.write_now(|c| {
            diesel::insert_into(subscriptions::table).values(values).execute(c)?;
            subscriptions_changed(c, seller.id, [customer..=customer])
        });
        sold.unwrap();
        id
    }

    /// Associates a provider's customer with a reseller.
    pub fn associate(&self, provider: &Partner, reseller: &Partner, customer: MicrosoftId) {
        let values = (
            customer_resellers::partner_id.eq(provider.id.0),
            customer_resellers::reseller_id.eq(reseller.id.0),
            customer_resellers::microsoft_id.eq(customer.to_string()),
            customer_resellers::reason.eq("added"),
        );
        let done = self.portal.db.write_now(|c| {
            diesel::insert_into(customer_resellers::table).values(values).execute(c)?;
            customers_changed(c, provider.id, &[customer])
        });
        done.unwrap();
    }
}
