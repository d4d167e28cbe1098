//! An entry of the activity log as it is stored.

use crate::audit::chain::MacBytes;
use crate::audit::seals::Seals;
use crate::db::columns::columns;
use crate::db::schema::activity_entries as log;
use chrono::NaiveDateTime;

/// The columns of an entry that are stored and chained.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Entry {
    /// Row id of the partner whose log it is.
    pub partner_id: i32,
    /// 1, 2, 3 … in this partner's log; shown as the Entry ID.
    pub seq: i64,
    /// The time, UTC.
    pub at: NaiveDateTime,
    /// `change` or `access`.
    pub kind: String,
    /// Operation name.
    pub action: String,
    /// The kind of object.
    pub resource: String,
    /// The customer's Microsoft ID.
    pub microsoft_id: Option<String>,
    /// The customer's name at that time; `None` if it was erased.
    pub customer_name: Option<String>,
    /// `user`, `operator`, `system` or `customer`.
    pub actor_kind: String,
    /// Row id of the user.
    pub actor_id: Option<i32>,
    /// The actor's name at that time; empty if it was erased.
    pub actor_name: String,
    /// Details as JSON; empty if they were erased.
    pub details: String,
    /// The request id.
    pub request_id: String,
    /// The client's network address; empty if it was erased.
    pub address: String,
    /// The salted hashes of the personal values.
    pub seals: Seals,
    /// The entry's value in version 1 of the chain, if it was resealed.
    pub old_value: Option<MacBytes>,
}

/// An entry with its chain value.
pub type Row = (Entry, Vec<u8>);

columns! {
    /// The columns of [`Entry`], in its order.
    pub(crate) ENTRY = (
        log::partner_id,
        log::seq,
        log::at,
        log::kind,
        log::action,
        log::resource,
        log::microsoft_id,
        log::customer_name,
        log::actor_kind,
        log::actor_id,
        log::actor_name,
        log::details,
        log::request_id,
        log::address,
        (
            log::values_seq,
            (log::customer_name_hash, log::customer_name_salt),
            (log::actor_name_hash, log::actor_name_salt),
            (log::details_hash, log::details_salt),
            (log::address_hash, log::address_salt),
        ),
        log::old_mac,
    )
}
