//! Writes the sample channel to an empty database: partners, users, customers, subscriptions. The data
//! comes from [`super::channel`] and [`super::holdings`] and is always the same.

use crate::audit::{Action, Activity, ActivityLog, Author};
use crate::auth::accounts::NewUser;
use crate::auth::{accounts as users, password};
use crate::clock;
use crate::db::bulk_insert::CustomerInsert;
use crate::db::{Db, bulk_insert, portable};
use crate::demo::activity::{DAYS, add_activity};
use crate::demo::agenda::Agenda;
use crate::demo::annotations::add_annotations;
use crate::demo::channel::{PARTNERS, PEOPLE, PROVIDER};
use crate::demo::holdings::{Holding, holdings};
use crate::demo::names::company::{Company, company};
use crate::demo::offers::offers;
use crate::demo::subscription_rows::subscription_row;
use crate::demo::{
    accounts, applications, chat_channels, figures, notices, orders, referrals, removals, reports, requests,
    staff, views, webhooks,
};
use crate::domain::{Offer, Partner, PartnerKind, Roles};
use crate::error::Result;
use crate::features::partnerships::partners;
use crate::features::partnerships::partners::NewPartner;
use crate::search::{list_changed, subscriptions_changed};
use crate::secrets::Secrets;
use crate::text::sort_key;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;
use std::collections::HashMap;

/// The password of all sample users. It is public, so the demo listens on loopback only.
pub const PASSWORD: &str = "demo-portal-2026";

const BATCH: usize = 100_000;

/// Writes the sample channel to an empty database, with this number of customers in the provider's list.
pub fn seed(db: &Db, log: &ActivityLog, secrets: &Secrets, customers: u64) -> Result<()> {
    let partners = add_partners(log)?;
    let password_hash = password::hash(PASSWORD)?;
    add_people(log, &partners, &password_hash)?;
    staff::seed(db, log, &partners, &password_hash, seed_start)?;
    let catalogue: Vec<Offer> = offers().collect();
    orders::import_catalogue(log, &partners, &catalogue, seed_start)?;
    let mut by_partner: HashMap<&str, Vec<Holding>> = HashMap::new();
    for holding in holdings(customers) {
        let batch = by_partner.entry(holding.mpn_id).or_default();
        batch.push(holding);
        if batch.len() == BATCH {
            let batch = std::mem::take(batch);
            add_customers(db, log, &partners, &batch)?;
        }
    }
    for batch in by_partner.into_values().filter(|batch| !batch.is_empty()) {
        add_customers(db, log, &partners, &batch)?;
    }
    let mut agenda = Agenda::default();
    add_activity(&mut agenda, db, &partners, customers, clock::now())?;
    orders::add_orders(log, &mut agenda, &partners, &catalogue, customers, seed_start())?;
    add_annotations(&mut agenda, &partners, customers, clock::now());
    views::add_views(&mut agenda, &partners, clock::now());
    reports::add_reports(&mut agenda, &partners, clock::now());
    chat_channels::add_channels(&mut agenda, &partners, secrets, clock::now());
    webhooks::add_webhooks(&mut agenda, &partners, secrets, clock::now());
    applications::add_applications(&mut agenda, &partners, clock::now());
    removals::add_removals(&mut agenda, &partners, customers);
    referrals::add_referrals(&mut agenda, &partners)?;
    requests::add_requests(&mut agenda, db, secrets, &partners[PROVIDER])?;
    staff::welcome(&mut agenda, &partners[PROVIDER], &password_hash)?;
    agenda.record(log)?;
    figures::add_figures(db, &partners)?;
    notices::mark_older_as_read(db)
}

/// Returns the time of the setup, which is before all other activity.
fn seed_start() -> NaiveDateTime {
    clock::now() - TimeDelta::days(DAYS as i64 + 1)
}

fn add_partners(log: &ActivityLog) -> Result<HashMap<&'static str, Partner>> {
    let mut added = HashMap::new();
    for sample in PARTNERS {
        let new = NewPartner {
            mpn_id: sample.mpn_id.to_owned(),
            kind: sample.kind,
            cloud: sample.cloud,
            name: sample.name.to_owned(),
            primary_domain: Some(sample.domain.to_owned()),
            country: sample.country.to_owned(),
        };
        let partner = log.record_at(seed_start, &Author::operator(None), |tx| partners::add(tx, &new))?;
        added.insert(sample.mpn_id, partner);
    }
    let provider = &added[PROVIDER];
    for reseller in added.values().filter(|partner| partner.kind == PartnerKind::IndirectReseller) {
        log.record_at(seed_start, &Author::operator(provider.id), |tx| {
            Ok(((), vec![partners::link(tx, provider, reseller)?]))
        })?;
    }
    Ok(added)
}

fn add_people(log: &ActivityLog, partners: &HashMap<&str, Partner>, password_hash: &str) -> Result<()> {
    for sample in PEOPLE {
        let partner = &partners[sample.mpn_id];
        let new = NewUser {
            partner: partner.id,
            email: sample.email.to_owned(),
            name: sample.name.to_owned(),
            roles: Roles::parse(sample.roles).map_err(crate::error::Error::internal)?,
            password_hash: password_hash.to_owned(),
            must_change_password: false,
        };
        log.record_at(seed_start, &Author::operator(partner.id), |tx| Ok(((), vec![users::add(tx, &new)?])))?;
    }
    Ok(())
}

fn add_customers(
    db: &Db,
    log: &ActivityLog,
    partners: &HashMap<&str, Partner>,
    batch: &[Holding],
) -> Result<()> {
    let partner = &partners[batch[0].mpn_id];
    let mut keyed: Vec<Keyed<'_>> = batch.iter().map(Keyed::new).collect();
    keyed.sort_by(|a, b| (&a.sort_key, a.company.microsoft_id).cmp(&(&b.sort_key, b.company.microsoft_id)));
    let rows: Vec<CustomerInsert<'_>> = keyed.iter().map(|one| one.customer(partner)).collect();
    let sells = partner.kind != PartnerKind::IndirectReseller;
    let sold = if sells { subscription_row(partner, partners, batch) } else { Vec::new() };
    let range = (keyed[0].sort_key.clone(), keyed[keyed.len() - 1].sort_key.clone());
    let details = json!({ "file": "customers", "added": rows.len(), "changed": 0, "unchanged": 0 });
    log.record_at(seed_start, &Author::operator(partner.id), |tx| {
        bulk_insert::insert_customers(tx.c, &rows)?;
        bulk_insert::insert_whole_subscriptions(tx.c, &sold)?;
        let customers = sold.iter().map(|row| row.basic.microsoft_id..=row.basic.microsoft_id);
        subscriptions_changed(tx.c, partner.id, customers)?;
        keyed
            .iter()
            .try_for_each(|one| accounts::insert_account_data(tx, partner, one.holding, &one.company))?;
        list_changed(tx.c, partner.id, &[range])?;
        Ok(((), vec![Activity::new(Action::Import, "customer", details)]))
    })?;
    db.maintain(portable::checkpoint)
}

/// A holding with its company and sort key.
struct Keyed<'a> {
    holding: &'a Holding,
    company: Company,
    sort_key: Vec<u8>,
}

impl<'a> Keyed<'a> {
    fn new(holding: &'a Holding) -> Self {
        Keyed { holding, company: company(holding.index), sort_key: sort_key(&holding.list_name) }
    }

    fn customer(&self, partner: &Partner) -> CustomerInsert<'_> {
        CustomerInsert {
            partner_id: partner.id,
            sort_key: &self.sort_key,
            microsoft_id: self.company.microsoft_id,
            list_name: &self.holding.list_name,
            domain: &self.company.domain,
            relationship: self.holding.relationship,
            company_name: &self.company.name,
            delegated_admin: self.holding.delegated_admin,
            origin: self.holding.origin,
            id_invented: false,
            customer_since: clock::now() - TimeDelta::days(self.holding.days_ago),
        }
    }
}
