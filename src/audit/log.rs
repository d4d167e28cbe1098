//! Records changes: [`ActivityLog::record`] runs a change and writes its log entries in the same
//! transaction. Only it creates a [`Tx`], and every query that changes data needs one.

use crate::audit::chain::{Chain, LOST, MacBytes, generation};
use crate::audit::entry::Entry;
use crate::audit::new_rows::NewRows;
use crate::audit::seals::Seals;
use crate::audit::{Action, Activity, Author, notices};
use crate::clock;
use crate::db::schema::{customers, partners};
use crate::db::{Db, DbConnection, ID_BATCH_SIZE, portable};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::{Error, Result};
use crate::secrets::Secrets;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
            self.append_all(c, &mut heads, author, &at, &activities)?;
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

    fn append_all(
        &self,
        c: &mut DbConnection,
        heads: &mut BTreeMap<PartnerId, Head>,
        author: &Author,
        at: impl Fn() -> NaiveDateTime,
        activities: &[Activity],
    ) -> Result<()> {
        let own_names = own_names(c, author, activities)?;
        for activities in activities.chunks(BATCH_SIZE) {
            let mut rows = NewRows::default();
            for activity in activities {
                for (partner, details) in audiences(author, activity) {
                    let head = heads.get_mut(&partner).ok_or(Error::NotFound)?;
                    let at = at();
                    let nobody = Author::system(partner);
                    let named = if activity.unnamed.contains(&partner) { &nobody } else { author };
                    let entry =
                        self.append(head, (partner, named, at), author, activity, details, &own_names)?;
                    rows.add(entry);
                    rows.notices.extend(notices::of_entry((partner, head.seq, at), named, activity, details));
                }
            }
            rows.insert(c)?;
        }
        Ok(())
    }

    /// Chains an entry to the log, and returns it with its chain value.
    fn append(
        &self,
        head: &mut Head,
        (partner, named, at): (PartnerId, &Author, NaiveDateTime),
        author: &Author,
        activity: &Activity,
        details: &Value,
        own_names: &OwnNames,
    ) -> Result<(Entry, MacBytes)> {
        head.seq += 1;
        let is_own = author.partner == Some(partner);
        let with_program = named.details_with_program(details).filter(|_| is_own);
        let mut entry =
            entry(partner, head.seq, at, named, activity, with_program.as_ref().unwrap_or(details));
        if !is_own {
            let id = activity.customer.as_ref().map(|(id, _)| *id);
            entry.customer_name = id.and_then(|id| own_names.get(&(partner, id)).cloned());
        }
        let entry = entry.with_new_salts()?;
        let before = self.state_before(head, activity.action)?;
        head.state = self.chain.state(&before, &entry);
        let value = self.chain.value(&head.state);
        Ok((entry, value))
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

/// Entries that are written together.
const BATCH_SIZE: usize = 500;

/// The names of customers in the lists of other partners than the author's.
type OwnNames = HashMap<(PartnerId, MicrosoftId), String>;

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

/// Returns the names of the customers in the own lists of the other partners whose logs get these activities. A log never shows
/// the name that another partner uses.
fn own_names(c: &mut DbConnection, author: &Author, activities: &[Activity]) -> Result<OwnNames> {
    let mut wanted: BTreeMap<PartnerId, Vec<MicrosoftId>> = BTreeMap::new();
    for activity in activities {
        let Some((id, _)) = activity.customer else { continue };
        for (partner, _) in
            audiences(author, activity).filter(|(partner, _)| author.partner != Some(*partner))
        {
            wanted.entry(partner).or_default().push(id);
        }
    }
    let mut names = OwnNames::new();
    for (partner, ids) in wanted {
        for ids in ids.chunks(ID_BATCH_SIZE) {
            let theirs = customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(ids));
            let rows =
                customers::table.filter(theirs).select((customers::microsoft_id, customers::list_name));
            let rows: Vec<(MicrosoftId, String)> = rows.load(c)?;
            let named = rows.into_iter().filter(|(_, name)| !name.is_empty()); // an erased name is empty
            names.extend(named.map(|(id, name)| ((partner, id), name)));
        }
    }
    Ok(names)
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
