//! A customer list in its own database, with a copy in memory for the reference implementation.
//! `tests/portal/search.rs` changes it and queries it.

use crate::support::database::sqlite;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{customers, list_changes, partners};
use partner_portal::db::{Db, DbConnection};
use partner_portal::domain::{MicrosoftId, PartnerId, Relationship, TextEnum};
use partner_portal::error::Result;
use partner_portal::features::customers::other_names::OtherNames;
use partner_portal::search::{
    Conditions, Cursor, ResellerCondition, Sort, SortColumns, SubscriptionCondition, list_changed,
};
use partner_portal::text::{fold, sort_key};
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct Customer {
    pub id: MicrosoftId,
    pub name: String,
    pub domain: String,
    pub aliases: Vec<String>,
    pub former: Vec<String>,
    pub attributes: Attributes,
}

impl Customer {
    fn other_names(&self) -> Option<String> {
        OtherNames { aliases: self.aliases.clone(), former: self.former.clone() }.to_column()
    }
}

fn is_initials(word: &str) -> bool {
    word.chars().all(|c| matches!(c, '\u{1100}'..='\u{1112}'))
}

/// Returns the initial consonants of a folded text; other letters separate them.
fn initials(folded: &str) -> String {
    let initial = |c: char| match u32::from(c) {
        syllable @ 0xAC00..=0xD7A3 => char::from_u32((syllable - 0xAC00) / 588 + 0x1100),
        _ if is_initials(&c.to_string()) => Some(c),
        _ => c.is_alphanumeric().then_some('-'),
    };
    folded.chars().filter_map(initial).collect()
}

/// What the list is filtered and sorted by besides name and domain.
#[derive(Debug, Clone)]
pub struct Attributes {
    pub relationship: Relationship,
    pub country: &'static str,
    pub since: NaiveDateTime,
    pub subscriptions: i32,
    pub licenses: i64,
    pub has_suspended: bool,
    pub renews_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub resellers: Vec<i32>,
    pub has_former_reseller: bool,
}

/// A day of the test: the first one and some days after it.
pub fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + chrono::Days::new(number)
}

impl Attributes {
    /// Returns attributes that a number decides.
    pub fn numbered(n: u64) -> Self {
        let pick = |at: u64, of: u64| (n >> at) % of;
        let subscriptions = pick(3, 4) as i32;
        let some_day = |at| (subscriptions > 0 && pick(at, 3) > 0).then(|| day(pick(at + 2, 40)));
        let resellers = [vec![], vec![7], vec![70], vec![7, 70], vec![]];
        Attributes {
            relationship: Relationship::ALL[pick(5, 3) as usize].0,
            country: ["", "KR", "TW", "DE"][pick(7, 4) as usize],
            since: day(0).and_time(chrono::NaiveTime::MIN) - chrono::TimeDelta::hours(pick(9, 2_000) as i64),
            subscriptions,
            licenses: i64::from(subscriptions) * pick(11, 500) as i64,
            has_suspended: subscriptions > 0 && pick(13, 5) == 0,
            renews_on: some_day(15),
            ends_on: some_day(17),
            resellers: resellers[pick(19, 5) as usize].clone(),
            has_former_reseller: pick(21, 4) == 0,
        }
    }

    /// The reference implementation of the conditions.
    fn meet(&self, conditions: &Conditions) -> bool {
        let within = |day: Option<NaiveDate>, first: NaiveDate, last: NaiveDate| {
            day.is_some_and(|day| first <= day && day <= last)
        };
        let mut unmet = 0;
        let mut demand = |is_met: bool| unmet += usize::from(!is_met);
        if let Some(relationship) = conditions.relationship {
            demand(self.relationship == relationship);
        }
        if let Some(country) = conditions.country {
            demand(self.country == country.as_str());
        }
        if let Some(since) = &conditions.since {
            demand(*since.start() <= self.since && self.since <= *since.end());
        }
        if let Some(days) = &conditions.renews {
            demand(within(self.renews_on, *days.start(), *days.end()));
        }
        match conditions.subscriptions {
            Some(SubscriptionCondition::NoSubscription) => demand(self.subscriptions == 0),
            Some(SubscriptionCondition::AtLeastOne) => demand(self.subscriptions != 0),
            Some(SubscriptionCondition::Suspended) => demand(self.has_suspended),
            Some(SubscriptionCondition::Ending { from, to }) => demand(within(self.ends_on, from, to)),
            None => {}
        }
        let is_any = |any: &[PartnerId]| any.iter().any(|wanted| self.resellers.contains(&wanted.0));
        match &conditions.resellers {
            Some(ResellerCondition::NoReseller) => demand(self.resellers.is_empty()),
            Some(ResellerCondition::AnyOf(any)) => demand(is_any(any)),
            Some(ResellerCondition::FormerOrAnyOf(any)) => demand(self.has_former_reseller || is_any(any)),
            None => {}
        }
        unmet == 0
    }

    fn sort_columns(&self) -> SortColumns {
        SortColumns {
            since: self.since,
            subscriptions: self.subscriptions,
            licenses: self.licenses,
            renews_on: self.renews_on,
        }
    }
}

pub fn customer(name: &str, domain: &str) -> Customer {
    let id = Uuid::new_v4();
    Customer {
        id: MicrosoftId(id),
        name: name.to_owned(),
        domain: domain.to_owned(),
        aliases: Vec::new(),
        former: Vec::new(),
        attributes: Attributes::numbered(id.as_u64_pair().1),
    }
}

pub fn position_of(row: &Customer, sort: Sort) -> Cursor {
    let key = match sort {
        sort if sort.is_by_name() => sort_key(&row.name),
        sort if sort.is_by_domain() => row.domain.as_bytes().to_vec(),
        sort => row.attributes.sort_columns().cursor_key(sort),
    };
    Cursor { key, id: row.id }
}

/// Returns the columns with these attributes.
macro_rules! attribute_columns {
    ($has:expr) => {{
        let has: &Attributes = $has;
        let resellers: Vec<String> = has.resellers.iter().map(ToString::to_string).collect();
        (
            (
                customers::relationship.eq(has.relationship.as_str()),
                customers::country.eq(has.country),
                customers::customer_since.eq(has.since),
                customers::subscription_count.eq(has.subscriptions),
                customers::licenses.eq(has.licenses),
            ),
            (
                customers::has_suspended.eq(has.has_suspended),
                customers::renews_on.eq(has.renews_on),
                customers::ends_on.eq(has.ends_on),
                customers::reseller_ids.eq(resellers.join(" ")),
                customers::has_former_reseller.eq(has.has_former_reseller),
            ),
        )
    }};
}

pub struct List {
    pub db: Db,
    pub partner: PartnerId,
    pub gone: Vec<Customer>,
    rows: Vec<Customer>,
    _folder: tempfile::TempDir,
}

impl List {
    pub fn new() -> Self {
        let (db, folder) = sqlite();
        let mut list =
            List { db, partner: PartnerId(0), gone: Vec::new(), rows: Vec::new(), _folder: folder };
        list.switch_to_new_partner();
        list
    }

    pub fn switch_to_new_partner(&mut self) {
        let number = Uuid::new_v4().to_string();
        let id = self.write(|c| {
            let values = (
                partners::mpn_id.eq(&number),
                partners::kind.eq("direct"),
                partners::cloud.eq("global"),
                partners::name.eq("P"),
                partners::country.eq("KR"),
                partners::log_mac.eq(Vec::new()),
                partners::created_at.eq(clock::now()),
            );
            diesel::insert_into(partners::table).values(values).execute(c)?;
            Ok(partners::table.filter(partners::mpn_id.eq(&number)).select(partners::id).first(c)?)
        });
        self.partner = PartnerId(id);
        self.rows.clear();
    }

    pub fn read<T>(&self, query: impl FnOnce(&mut DbConnection) -> Result<T>) -> T {
        self.db.read_now(query).unwrap()
    }

    fn write<T>(&self, change: impl FnOnce(&mut DbConnection) -> Result<T>) -> T {
        self.db.write_now(change).unwrap()
    }

    pub fn add(&mut self, rows: &[Customer]) {
        let partner = self.partner;
        let keys: Vec<Vec<u8>> = rows.iter().map(|row| sort_key(&row.name)).collect();
        let range = keys.iter().min().cloned().zip(keys.iter().max().cloned());
        self.write(|c| {
            for (row, key) in rows.iter().zip(&keys) {
                let values = (
                    customers::partner_id.eq(partner.0),
                    customers::sort_key.eq(key),
                    customers::microsoft_id.eq(row.id.to_string()),
                    customers::list_name.eq(&row.name),
                    customers::domain.eq(&row.domain),
                    customers::company_name.eq(&row.name),
                    customers::delegated_admin.eq(true),
                    customers::origin.eq("added"),
                    customers::version.eq(1),
                    attribute_columns!(&row.attributes),
                    customers::other_names.eq(row.other_names()),
                );
                diesel::insert_into(customers::table).values(values).execute(c)?;
            }
            list_changed(c, partner, range.as_slice())
        });
        self.rows.extend_from_slice(rows);
    }

    pub fn edit(&mut self, at: usize, edit: impl FnOnce(&mut Customer)) {
        let Some(at) = at.checked_rem(self.rows.len()) else { return };
        let before = sort_key(&self.rows[at].name);
        edit(&mut self.rows[at]);
        let (row, partner) = (self.rows[at].clone(), self.partner);
        let after = sort_key(&row.name);
        self.write(|c| {
            let this = customers::microsoft_id.eq(row.id.to_string());
            diesel::update(customers::table.filter(this))
                .set((
                    customers::list_name.eq(&row.name),
                    customers::domain.eq(&row.domain),
                    customers::sort_key.eq(&after),
                    attribute_columns!(&row.attributes),
                    customers::other_names.eq(row.other_names()),
                ))
                .execute(c)?;
            list_changed(c, partner, &[(before.clone(), before), (after.clone(), after)])
        });
    }

    pub fn end(&mut self, at: usize) {
        let Some(at) = at.checked_rem(self.rows.len()) else { return };
        let (row, partner) = (self.rows.swap_remove(at), self.partner);
        let key = sort_key(&row.name);
        self.write(|c| {
            let this = customers::microsoft_id.eq(row.id.to_string());
            diesel::update(customers::table.filter(this))
                .set(customers::ended_at.eq(Some(clock::now())))
                .execute(c)?;
            list_changed(c, partner, &[(key.clone(), key)])
        });
        self.gone.push(row);
    }

    pub fn forget_changes(&self) {
        self.write(|c| Ok(diesel::delete(list_changes::table).execute(c)?));
    }

    pub fn ids(&self) -> Vec<MicrosoftId> {
        self.rows.iter().map(|row| row.id).collect()
    }

    pub fn position(&self, id: MicrosoftId, sort: Sort) -> Cursor {
        position_of(self.rows.iter().find(|row| row.id == id).unwrap(), sort)
    }

    /// The reference implementation of the search.
    pub fn naive(&self, query: &str, conditions: &Conditions, sort: Sort) -> Vec<MicrosoftId> {
        let query = fold(query).replace("(주)", " 주식회사 ").replace("주식회사", " 주식회사 ");
        let mut hits: Vec<Cursor> = self
            .rows
            .iter()
            .filter(|row| conditions.ids.as_ref().is_none_or(|ids| ids.contains(&row.id)))
            .filter(|row| row.attributes.meet(conditions))
            .filter(|row| {
                let (name, domain) = (fold(&row.name), fold(&row.domain));
                let others = row.aliases.iter().chain(&row.former).map(|name| fold(name)).collect::<Vec<_>>();
                // A domain has neither a legal form nor initial consonants.
                let names = || std::iter::once(&name).chain(&others);
                query.split_whitespace().all(|word| match word {
                    "주식회사" => names().any(|name| name.contains(word) || name.contains("(주)")),
                    word if is_initials(word) => names().any(|name| initials(name).contains(word)),
                    word => names().chain([&domain]).any(|text| text.contains(word)),
                })
            })
            .map(|row| position_of(row, sort))
            .collect();
        hits.sort();
        if sort.is_descending() {
            hits.reverse();
        }
        hits.into_iter().map(|hit| hit.id).collect()
    }

    /// Returns the hits after the position of a customer that has been removed.
    pub fn naive_after(&self, hits: &[MicrosoftId], gone: &Customer, sort: Sort) -> Vec<MicrosoftId> {
        let place = position_of(gone, sort);
        let is_after = |id: &MicrosoftId| (self.position(*id, sort) > place) != sort.is_descending();
        hits.iter().copied().filter(is_after).collect()
    }
}
