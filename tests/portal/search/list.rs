//! A customer list in its own database, with a copy in memory for the reference implementation.
//! `tests/portal/search.rs` changes it and queries it.

use crate::support::database::sqlite;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{customers, list_changes, partners};
use partner_portal::db::{Db, DbConnection};
use partner_portal::domain::MicrosoftId;
use partner_portal::domain::PartnerId;
use partner_portal::error::Result;
use partner_portal::features::customers::other_names::OtherNames;
use partner_portal::search::{Cursor, Sort, list_changed};
use partner_portal::text::{fold, sort_key};
use std::collections::HashSet;
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct Customer {
    pub id: MicrosoftId,
    pub name: String,
    pub domain: String,
    pub aliases: Vec<String>,
    pub former: Vec<String>,
}

impl Customer {
    fn other_names(&self) -> Option<String> {
        OtherNames { aliases: self.aliases.clone(), former: self.former.clone() }.to_column()
    }
}

pub fn customer(name: &str, domain: &str) -> Customer {
    let id = MicrosoftId(Uuid::new_v4());
    let (name, domain) = (name.to_owned(), domain.to_owned());
    Customer { id, name, domain, aliases: Vec::new(), former: Vec::new() }
}

pub fn position_of(row: &Customer, sort: Sort) -> Cursor {
    let key = if sort.is_by_domain() { row.domain.as_bytes().to_vec() } else { sort_key(&row.name) };
    Cursor { key, id: row.id }
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
                    customers::relationship.eq("reseller"),
                    customers::company_name.eq(&row.name),
                    customers::delegated_admin.eq(true),
                    customers::origin.eq("added"),
                    customers::customer_since.eq(clock::now()),
                    customers::version.eq(1),
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
    pub fn naive(&self, query: &str, within: Option<&HashSet<MicrosoftId>>, sort: Sort) -> Vec<MicrosoftId> {
        let query = fold(query);
        let mut hits: Vec<Cursor> = self
            .rows
            .iter()
            .filter(|row| within.is_none_or(|within| within.contains(&row.id)))
            .filter(|row| {
                let (name, domain) = (fold(&row.name), fold(&row.domain));
                let others = row.aliases.iter().chain(&row.former).map(|name| fold(name)).collect::<Vec<_>>();
                let texts = || [&name, &domain].into_iter().chain(&others);
                query.split_whitespace().all(|word| texts().any(|text| text.contains(word)))
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
