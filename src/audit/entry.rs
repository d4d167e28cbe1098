//! An entry of the activity log as it is stored.

use crate::audit::chain::MacBytes;
use crate::audit::seals::Seals;
use crate::db::connection::MultiBackend;
use crate::db::schema::activity_entries;
use crate::domain::{PartnerId, UserId};
use chrono::NaiveDateTime;

/// The columns of an entry that are stored and chained.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = activity_entries, check_for_backend(MultiBackend))]
pub struct Entry {
    /// The partner whose log it is.
    pub partner_id: PartnerId,
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
    /// The user.
    pub actor_id: Option<UserId>,
    /// The actor's name at that time; empty if it was erased.
    pub actor_name: String,
    /// Details as JSON; empty if they were erased.
    pub details: String,
    /// The request id.
    pub request_id: String,
    /// The client's network address; empty if it was erased.
    pub address: String,
    /// The salted hashes of the personal values.
    #[diesel(embed)]
    pub seals: Seals,
    /// The entry's value in version 1 of the chain, if it was resealed.
    #[diesel(column_name = old_mac)]
    pub old_value: Option<MacBytes>,
}

/// An entry with its chain value.
pub type Row = (Entry, Vec<u8>);
