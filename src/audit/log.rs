//! Records changes: [`ActivityLog::record`] runs a change and writes its log entries in the same
//! transaction. Only it creates a [`Tx`], and every query that changes data needs one.

use crate::audit::chain::{Chain, LOST, MacBytes, generation};
use crate::audit::entry::Entry;
use crate::audit::seals::Seals;
use crate::audit::{Action, Activity, Author, notices};
use crate::clock;
use crate::db::schema::{activity_log, activity_values, customers, partners};
use crate::db::{Db, DbConnection, portable};
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::secrets::Secrets;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The activity log of all partners, with the keys of its chain.
#[derive(Clone)]
pub struct ActivityLog {
    db: Db,
    chain: Chain,
}

/// A transaction that will write log entries. Queries need it to change data.
pub struct Tx<'a> {
    /// The connection, inside the transaction.
    pub c: &'a mut DbConnection,
    /// The time of the change, for timestamp columns.
    pub at: NaiveDateTime,
    chain: &'a Chain,
}

impl Tx<'_> {
    /// Initializes the log of a partner that was added in this transaction.
    pub fn begin_log(&mut self, partner: PartnerId) -> Result<()> {
        let new = partners::table.find(partner).filter(partners::log_seq.eq(0));
        let beginning = partners::log_mac.eq(self.chain.initial_state(partner));
        diesel::update(new).set(beginning).execute(self.c)?;
        Ok(())
    }
}

impl ActivityLog {
    /// Creates the log in this database, with keys from these secrets.
    pub fn new(db: Db, secrets: &Secrets) -> Self {
        ActivityLog { db, chain: Chain::new(secrets) }
    }

    /// Returns the database, to read data before a change.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Returns the chain, which computes the values of entries.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Runs a change and writes its log entries in one transaction. Blocking.
    ///
    /// # Errors
    /// The error of the change or of the database; nothing is written then.
    pub fn record_now<T>(
        &self,
        author: &Author,
        change: impl FnOnce(&mut Tx<'_>) -> Result<(T, Vec<Activity>)>,
    ) -> Result<T> {
        self.record_at(clock::now, author, change)
    }

    /// Like `record_now`, but with another clock: the log entries of sample data are in the past.
    pub(crate) fn record_at<T>(
        &self,
        at: impl Fn() -> NaiveDateTime,
        author: &Author,
        change: impl FnOnce(&mut Tx<'_>) -> Result<(T, Vec<Activity>)>,
    ) -> Result<T> {
        self.db.write_now(|c| {
            let (value, activities) = change(&mut Tx { c, at: at(), chain: &self.chain })?;
            let mut heads = lock_logs(c, author, &activities)?;
            for activity in &activities {
                for (partner, details) in audiences(author, activity) {
                    let head = heads.get_mut(&partner).ok_or(Error::NotFound)?;
                    self.append(c, head, (partner, author), at(), activity, details)?;
                }
            }
            for (partner, head) in heads {
                let end = (partners::log_seq.eq(head.seq), partners::log_mac.eq(head.state));
                diesel::update(partners::table.find(partner)).set(end).execute(c)?;
            }
            Ok(value)
        })
    }

    /// Runs `record_now` on a blocking thread.
    pub async fn record<T: Send + 'static>(
        &self,
        author: Author,
        change: impl FnOnce(&mut Tx<'_>) -> Result<(T, Vec<Activity>)> + Send + 'static,
    ) -> Result<T> {
        let log = self.clone();
        actix_web::web::block(move || log.record_now(&author, change)).await.map_err(Error::internal)?
    }

    fn append(
        &self,
        c: &mut DbConnection,
        head: &mut Head,
        (partner, author): (PartnerId, &Author),
        at: NaiveDateTime,
        activity: &Activity,
        details: &Value,
    ) -> Result<()> {
        head.seq += 1;
        let nobody = Author::system(partner);
        let named = if activity.unnamed.contains(&partner) { &nobody } else { author };
        let with_program = named.details_with_program(details).filter(|_| author.partner == Some(partner));
        let details = with_program.as_ref().unwrap_or(details);
        let mut entry = entry(partner, head.seq, at, named, activity, details);
        if author.partner != Some(partner) {
            entry.customer_name = own_name(c, partner, entry.microsoft_id.as_deref())?;
        }
        let entry = entry.with_new_salts()?;
        let before = self.state_before(head, activity.action)?;
        head.state = self.chain.state(&before, &entry);
        insert(c, &entry, self.chain.value(&head.state))?;
        remember_customer_name(c, &entry)?;
        notices::insert_for_entry(c, (partner, head.seq, at), named, activity, details)
    }
}

impl ActivityLog {
    /// Returns the state to which a new entry is chained.
    ///
    /// # Errors
    /// The log has gone on with a newer secret than this process has.
    fn state_before(&self, head: &Head, action: Action) -> Result<MacBytes> {
        let state = self.chain.resume_state(&head.state);
        match generation(state).cmp(&self.chain.newest()) {
            _ if state == LOST => Ok(LOST.to_vec()),
            Ordering::Greater => {
                Err(Error::operator("the secret was replaced: restart the portal with the new secret file"))
            }
            // Somebody who has a former secret may have written this state.
            Ordering::Less if action != Action::ReplaceSecret => Ok(LOST.to_vec()),
            _ => Ok(state.to_vec()),
        }
    }
}

/// The end of a log.
struct Head {
    seq: i64,
    state: MacBytes,
}

/// Returns the partners whose logs get an activity, with the details for each.
fn audiences<'a>(
    author: &'a Author,
    activity: &'a Activity,
) -> impl Iterator<Item = (PartnerId, &'a Value)> + use<'a> {
    let same = author
        .partner
        .iter()
        .chain(&activity.also_of)
        .chain(&activity.unnamed)
        .map(|partner| (*partner, &activity.details));
    same.chain(activity.told.iter().map(|(partner, details)| (*partner, details)))
}

/// Locks the logs of all partners concerned and returns their ends. All transactions lock in the same
/// order, to avoid deadlocks.
fn lock_logs(
    c: &mut DbConnection,
    author: &Author,
    activities: &[Activity],
) -> Result<BTreeMap<PartnerId, Head>> {
    let partners: BTreeSet<PartnerId> = activities
        .iter()
        .flat_map(|activity| audiences(author, activity))
        .map(|(partner, _)| partner)
        .collect();
    let lock = |partner: PartnerId| {
        let (seq, state) = portable::lock_log(c, partner)?;
        Ok((partner, Head { seq, state }))
    };
    partners.into_iter().map(lock).collect()
}

/// Adds the customer's name to the search index of the log, if it is new there.
fn remember_customer_name(c: &mut DbConnection, entry: &Entry) -> Result<()> {
    use crate::db::schema::activity_names::dsl as column;
    let (Some(id), Some(name)) = (&entry.microsoft_id, &entry.customer_name) else { return Ok(()) };
    let known = column::activity_names
        .filter(column::partner_id.eq(entry.partner_id).and(column::microsoft_id.eq(id)))
        .filter(column::name.eq(name))
        .select(column::seq);
    if known.first::<i64>(c).optional()?.is_none() {
        let row = (
            column::partner_id.eq(entry.partner_id),
            column::seq.eq(entry.seq),
            column::microsoft_id.eq(id),
            column::name.eq(name),
        );
        diesel::insert_into(column::activity_names).values(row).execute(c)?;
    }
    Ok(())
}

/// Returns the name of a customer in this partner's own list. A log never shows the name that another partner uses.
fn own_name(c: &mut DbConnection, partner: PartnerId, id: Option<&str>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let row = customers::table.filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq(id)));
    let name: Option<String> = row.select(customers::list_name).first(c).optional()?;
    Ok(name.filter(|name| !name.is_empty())) // an erased name is empty
}

fn entry(
    partner: PartnerId,
    seq: i64,
    at: NaiveDateTime,
    author: &Author,
    activity: &Activity,
    details: &Value,
) -> Entry {
    let (microsoft_id, customer_name) = match &activity.customer {
        Some((id, name)) => (Some(id.to_string()), Some(name.clone())),
        None => (None, None),
    };
    Entry {
        partner_id: partner,
        seq,
        at,
        kind: activity.action.kind().to_owned(),
        action: activity.action.as_str().to_owned(),
        resource: activity.resource.to_owned(),
        microsoft_id,
        customer_name,
        actor_kind: author.kind.as_str().to_owned(),
        actor_id: author.user,
        actor_name: author.name.clone(),
        details: details.to_string(),
        request_id: author.request_id.clone(),
        address: author.address.clone(),
        seals: Seals::default(),
        old_value: None,
    }
}

/// Writes the entry, and its personal values to a separate table.
fn insert(c: &mut DbConnection, entry: &Entry, value: MacBytes) -> Result<()> {
    use crate::db::schema::activity_log::dsl as column;
    let seals = &entry.seals;
    let row = (
        column::partner_id.eq(entry.partner_id),
        column::seq.eq(entry.seq),
        column::at.eq(entry.at),
        column::kind.eq(&entry.kind),
        column::action.eq(&entry.action),
        column::resource.eq(&entry.resource),
        column::microsoft_id.eq(entry.microsoft_id.as_deref()),
        column::actor_kind.eq(&entry.actor_kind),
        column::actor_id.eq(entry.actor_id),
        column::request_id.eq(&entry.request_id),
        column::customer_name_hash.eq(seals.customer_name.hash.as_deref()),
        column::actor_name_hash.eq(seals.actor_name.hash.as_deref()),
        column::details_hash.eq(seals.details.hash.as_deref()),
        column::address_hash.eq(seals.address.hash.as_deref()),
        column::mac.eq(value),
    );
    diesel::insert_into(activity_log::table).values(row).execute(c)?;
    insert_personal_values(c, entry)
}

fn insert_personal_values(c: &mut DbConnection, entry: &Entry) -> Result<()> {
    use crate::db::schema::activity_values::dsl as column;
    let seals = &entry.seals;
    let row = (
        column::partner_id.eq(entry.partner_id),
        column::seq.eq(entry.seq),
        column::customer_name.eq(entry.customer_name.as_deref()),
        column::customer_name_salt.eq(seals.customer_name.salt.as_deref()),
        column::actor_name.eq(&entry.actor_name),
        column::actor_name_salt.eq(seals.actor_name.salt.as_deref()),
        column::details.eq(&entry.details),
        column::details_salt.eq(seals.details.salt.as_deref()),
        column::address.eq(&entry.address),
        column::address_salt.eq(seals.address.salt.as_deref()),
    );
    diesel::insert_into(activity_values::table).values(row).execute(c)?;
    Ok(())
}
