//! The rows of new log entries, which are written together: PostgreSQL gets one statement for many rows of a table.

use crate::audit::chain::MacBytes;
use crate::audit::entry::Entry;
use crate::audit::notices::EntryNotice;
use crate::db::DbConnection;
use crate::db::bulk_insert::{insert_all, insert_unknown};
use crate::db::schema::{activity_log, activity_names, activity_values, notices};
use crate::domain::{PartnerId, UserId};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Rows to be inserted.
#[derive(Default)]
pub(super) struct NewRows<'a> {
    entries: Vec<(Entry, MacBytes)>,
    /// The notices of the entries.
    pub notices: Vec<EntryNotice<'a>>,
}

impl NewRows<'_> {
    /// Adds an entry with its chain value.
    pub fn add(&mut self, entry: (Entry, MacBytes)) {
        self.entries.push(entry);
    }

    /// Inserts the rows. The logs of the partners are locked.
    pub fn insert(&self, c: &mut DbConnection) -> Result<()> {
        let entries: Vec<_> = self.entries.iter().map(|(entry, value)| EntryRow::new(entry, value)).collect();
        let values: Vec<_> = self.entries.iter().map(|(entry, _)| ValuesRow::new(entry)).collect();
        let names: Vec<_> = self.entries.iter().filter_map(|(entry, _)| NameRow::new(entry)).collect();
        insert_all!(c, &entries, activity_log::table);
        insert_all!(c, &values, activity_values::table);
        insert_unknown!(c, &names, activity_names::table);
        insert_all!(c, &self.notices, notices::table);
        Ok(())
    }
}

#[derive(diesel::Insertable)]
#[diesel(table_name = activity_log, treat_none_as_default_value = false)]
struct EntryRow<'a> {
    partner_id: PartnerId,
    seq: i64,
    at: NaiveDateTime,
    kind: &'a str,
    action: &'a str,
    resource: &'a str,
    microsoft_id: Option<&'a str>,
    actor_kind: &'a str,
    actor_id: Option<UserId>,
    request_id: &'a str,
    customer_name_hash: Option<&'a [u8]>,
    actor_name_hash: Option<&'a [u8]>,
    details_hash: Option<&'a [u8]>,
    address_hash: Option<&'a [u8]>,
    mac: &'a [u8],
}

impl<'a> EntryRow<'a> {
    fn new(entry: &'a Entry, value: &'a [u8]) -> Self {
        let seals = &entry.seals;
        EntryRow {
            partner_id: entry.partner_id,
            seq: entry.seq,
            at: entry.at,
            kind: &entry.kind,
            action: &entry.action,
            resource: &entry.resource,
            microsoft_id: entry.microsoft_id.as_deref(),
            actor_kind: &entry.actor_kind,
            actor_id: entry.actor_id,
            request_id: &entry.request_id,
            customer_name_hash: seals.customer_name.hash.as_deref(),
            actor_name_hash: seals.actor_name.hash.as_deref(),
            details_hash: seals.details.hash.as_deref(),
            address_hash: seals.address.hash.as_deref(),
            mac: value,
        }
    }
}

/// The personal values of an entry, which are stored in a separate table.
#[derive(diesel::Insertable)]
#[diesel(table_name = activity_values, treat_none_as_default_value = false)]
struct ValuesRow<'a> {
    partner_id: PartnerId,
    seq: i64,
    customer_name: Option<&'a str>,
    customer_name_salt: Option<&'a [u8]>,
    actor_name: &'a str,
    actor_name_salt: Option<&'a [u8]>,
    details: &'a str,
    details_salt: Option<&'a [u8]>,
    address: &'a str,
    address_salt: Option<&'a [u8]>,
}

impl<'a> ValuesRow<'a> {
    fn new(entry: &'a Entry) -> Self {
        let seals = &entry.seals;
        ValuesRow {
            partner_id: entry.partner_id,
            seq: entry.seq,
            customer_name: entry.customer_name.as_deref(),
            customer_name_salt: seals.customer_name.salt.as_deref(),
            actor_name: &entry.actor_name,
            actor_name_salt: seals.actor_name.salt.as_deref(),
            details: &entry.details,
            details_salt: seals.details.salt.as_deref(),
            address: &entry.address,
            address_salt: seals.address.salt.as_deref(),
        }
    }
}

/// The customer's name for the search of the log, which stores each name once.
#[derive(diesel::Insertable)]
#[diesel(table_name = activity_names)]
struct NameRow<'a> {
    partner_id: PartnerId,
    seq: i64,
    microsoft_id: &'a str,
    name: &'a str,
}

impl<'a> NameRow<'a> {
    fn new(entry: &'a Entry) -> Option<Self> {
        Some(NameRow {
            partner_id: entry.partner_id,
            seq: entry.seq,
            microsoft_id: entry.microsoft_id.as_deref()?,
            name: entry.customer_name.as_deref()?,
        })
    }
}
