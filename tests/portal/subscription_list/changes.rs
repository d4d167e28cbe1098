//! Random changes of customers and subscriptions of two providers and a reseller, each recorded as the portal records it.

use crate::support::TestApp;
use crate::support::cast::{Cast, id};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use partner_portal::audit::Author;
use partner_portal::clock;
use partner_portal::db::schema::{customers, offers, subscriptions as s};
use partner_portal::domain::{BillingCycle, MicrosoftId, Partner, PartnerKind, SubscriptionStatus, TextEnum};
use partner_portal::features::partnerships::partners;
use partner_portal::search::subscriptions::ResellerOfRecord;
use partner_portal::search::{list_changed, subscriptions_changed};
use partner_portal::text::sort_key;
use uuid::Uuid;

/// The names of products.
const NAMES: [&str; 6] = ["Plan A", "plan a", "Microsoft 365 E3", "한빛 오피스", "商務版", "Plan B"];

/// A repeatable sequence of numbers (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    pub fn choose<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What there is to change and to ask for.
pub struct World {
    /// The partners that look at the list.
    pub partners: Vec<Partner>,
    pub resellers: Vec<ResellerOfRecord>,
    /// Ids of subscriptions and customers.
    pub ids: Vec<Uuid>,
    sellers: Vec<Partner>,
    reseller: Partner,
    customers: Vec<MicrosoftId>,
    today: NaiveDate,
}

impl World {
    /// Adds a second provider of the reseller, and customers that some of the partners have.
    pub fn new(app: &TestApp, cast: &Cast, seed: u64) -> Self {
        let other = app.partner(&format!("9{seed}"), PartnerKind::IndirectProvider);
        let author = Author::operator(other.id);
        let linked = app
            .portal
            .log
            .record_now(&author, |tx| Ok(((), vec![partners::link(tx, &other, &cast.reseller)?])));
        linked.unwrap();
        let first = u128::from(seed) * 1_000;
        let customers: Vec<MicrosoftId> = (0..40).map(|number| id(first + number * 7)).collect();
        for (number, customer) in customers.iter().enumerate() {
            let (name, domain) = (format!("{} {number}", ["한빛", "Zeta", "가온"][number % 3]), "c1.example");
            let number = customer.0.as_u128() & 0xFFFF_FFFF_FFFF;
            app.customer(&cast.provider, number, &name, domain);
            app.customer(&other, number, &name, domain);
            if number % 2 == 0 {
                app.customer(&cast.reseller, number, &format!("R {name}"), domain);
            }
        }
        for (partner, offer, name, publisher) in [
            (&cast.provider, "offer-1", "Plan A", "Contoso"),
            (&cast.provider, "offer-2", "한빛 오피스", "Fabrikam"),
            (&other, "offer-1", "商務版", "Fabrikam"),
        ] {
            let row = (
                offers::partner_id.eq(partner.id),
                offers::offer_id.eq(offer),
                offers::name.eq(name),
                offers::publisher.eq(publisher),
                offers::category.eq("Enterprise"),
                offers::billing_type.eq("license"),
                offers::billing_cycle.eq("annual"),
                offers::minimum_quantity.eq(1),
                offers::maximum_quantity.eq(100),
                offers::cancellable.eq(true),
            );
            let add = |c: &mut _| {
                let known = offers::table.find((partner.id, offer)).count().get_result::<i64>(c)?;
                if known == 0 {
                    diesel::insert_into(offers::table).values(row).execute(c)?;
                }
                Ok(())
            };
            app.portal.db.write_now(add).unwrap();
        }
        World {
            partners: vec![cast.provider.clone(), cast.reseller.clone(), other.clone()],
            resellers: vec![
                ResellerOfRecord::Any,
                ResellerOfRecord::NoReseller,
                ResellerOfRecord::One(cast.reseller.id),
                ResellerOfRecord::One(cast.other_reseller.id),
            ],
            ids: customers.iter().map(|id| id.0).collect(),
            sellers: vec![cast.provider.clone(), other],
            reseller: cast.reseller.clone(),
            customers,
            today: crate::support::cast::today(),
        }
    }

    /// Returns the day this many days from today.
    pub fn day(&self, days: i64) -> NaiveDate {
        self.today + TimeDelta::days(days)
    }

    /// Makes one random change.
    pub fn change(&mut self, app: &TestApp, random: &mut Random) {
        match random.below(8) {
            0..=2 => (0..=random.below(12)).for_each(|_| self.add(app, random)),
            3 | 4 => self.update(app, random),
            5 => self.delete(app, random),
            6 => self.toggle_relationship(app, random),
            _ => self.rename(app, random),
        }
    }

    fn add(&mut self, app: &TestApp, random: &mut Random) {
        let (seller, customer) = (random.choose(&self.sellers).clone(), *random.choose(&self.customers));
        let new = if random.below(12) == 0 { *random.choose(&self.ids) } else { random_id(random) };
        self.ids.push(new);
        let maybe = |random: &mut Random, days| (random.below(3) > 0).then_some(days);
        let (near, far) = (self.day(random.below(40) as i64), self.day(random.below(120) as i64));
        let row = (
            s::partner_id.eq(seller.id),
            s::microsoft_id.eq(customer),
            s::subscription_id.eq(new.to_string()),
            s::name.eq(*random.choose(&NAMES)),
            s::quantity.eq(1 + random.below(9) as i32),
            s::status.eq(SubscriptionStatus::ALL[random.below(6)].0),
            s::reseller_id.eq((random.below(3) > 0).then_some(self.reseller.id)),
            s::created_at.eq(clock::now()),
            s::offer_id.eq(*random.choose(&[None, Some("offer-1"), Some("offer-2")])),
            s::billing_cycle.eq((random.below(3) > 0).then(|| BillingCycle::ALL[random.below(4)].0)),
            s::auto_renew.eq(random.below(2) == 0),
            s::renews_on.eq(maybe(random, near)),
            s::cancels_on.eq((random.below(6) == 0).then_some(near)),
            s::deletes_on.eq(maybe(random, far)),
            s::renewal_quantity.eq((random.below(5) == 0).then_some(1)),
            s::renewal_offer_id.eq((random.below(5) == 0).then_some("offer-2")),
        );
        let add = |c: &mut _| {
            // The seller may have this id already.
            let key = s::partner_id.eq(seller.id).and(s::subscription_id.eq(new.to_string()));
            if s::table.filter(key).count().get_result::<i64>(c)? == 0 {
                diesel::insert_into(s::table).values(row).execute(c)?;
                subscriptions_changed(c, seller.id, [customer..=customer])?;
            }
            Ok(())
        };
        app.portal.db.write_now(add).unwrap();
    }

    /// Changes all of a seller's subscriptions of some customers.
    fn update(&self, app: &TestApp, random: &mut Random) {
        let seller = random.choose(&self.sellers).id;
        let (a, b) = (*random.choose(&self.customers), *random.choose(&self.customers));
        let (first, last) = (a.min(b), a.max(b));
        let (name, quantity, day) = (*random.choose(&NAMES), random.below(50) as i32 + 1, self.day(5));
        let reseller = (random.below(2) == 0).then_some(self.reseller.id);
        let change = |c: &mut _| {
            let rows = s::table
                .filter(s::partner_id.eq(seller))
                .filter(s::microsoft_id.between(first, last).and(s::quantity.gt(4)));
            let values = (
                s::name.eq(name),
                s::quantity.eq(quantity),
                s::renews_on.eq(day),
                s::reseller_id.eq(reseller),
                s::status.eq(SubscriptionStatus::Active),
            );
            diesel::update(rows).set(values).execute(c)?;
            subscriptions_changed(c, seller, [first..=last])
        };
        app.portal.db.write_now(change).unwrap();
    }

    fn delete(&self, app: &TestApp, random: &mut Random) {
        let (seller, customer) = (random.choose(&self.sellers).id, *random.choose(&self.customers));
        let remove = |c: &mut _| {
            let rows = s::table.filter(s::partner_id.eq(seller).and(s::microsoft_id.eq(customer)));
            diesel::delete(rows).execute(c)?;
            subscriptions_changed(c, seller, [customer..=customer])
        };
        app.portal.db.write_now(remove).unwrap();
    }

    /// Ends the relationship of a partner to a customer, or restores it.
    fn toggle_relationship(&self, app: &TestApp, random: &mut Random) {
        let (partner, customer) = (random.choose(&self.partners).id, *random.choose(&self.customers));
        let toggle = |c: &mut _| {
            let row = customers::table
                .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq(customer)));
            let now: Option<(Vec<u8>, bool)> =
                row.select((customers::sort_key, customers::ended_at.is_null())).first(c).optional()?;
            let Some((key, active)) = now else { return Ok(()) };
            diesel::update(row).set(customers::ended_at.eq(active.then(clock::now))).execute(c)?;
            subscriptions_changed(c, partner, [customer..=customer])?;
            list_changed(c, partner, &[(key.clone(), key)])
        };
        app.portal.db.write_now(toggle).unwrap();
    }

    fn rename(&self, app: &TestApp, random: &mut Random) {
        let (partner, customer) = (random.choose(&self.partners).id, *random.choose(&self.customers));
        let name = format!("{} renamed {}", random.choose(&["한", "Aa", "Plan"]), random.below(3));
        let rename = |c: &mut _| {
            let row = customers::table
                .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq(customer)));
            let before: Option<Vec<u8>> = row.select(customers::sort_key).first(c).optional()?;
            let (Some(before), after) = (before, sort_key(&name)) else { return Ok(()) };
            let values = (customers::list_name.eq(&name), customers::sort_key.eq(&after));
            diesel::update(row).set(values).execute(c)?;
            list_changed(c, partner, &[(before.clone(), before), (after.clone(), after)])
        };
        app.portal.db.write_now(rename).unwrap();
    }
}

fn random_id(random: &mut Random) -> Uuid {
    let half = |random: &mut Random| (random.below(usize::MAX) as u64) << 1;
    Uuid::from_u64_pair(half(random), half(random))
}
