//! Reads and stores attested customer agreements.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::agreements;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::customers::membership;
use crate::i18n::script::full_name;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

/// The person who accepted the agreement for the customer, and the date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Insertable)]
#[diesel(table_name = agreements)]
#[allow(missing_docs)]
pub struct Acceptance {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub agreed_on: NaiveDate,
}

/// An acceptance, and who attested it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = agreements, check_for_backend(MultiBackend))]
#[allow(missing_docs)]
pub struct Agreement {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub agreed_on: NaiveDate,
    pub attested_by: String,
    pub attested_at: NaiveDateTime,
}

impl Agreement {
    /// Returns the full name of the person who accepted, in the order of its script.
    pub fn contact(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }

    /// Returns the attested acceptance.
    pub fn acceptance(&self) -> Acceptance {
        Acceptance {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            agreed_on: self.agreed_on,
        }
    }
}

/// Returns the agreement of a customer. Does not check that the customer exists.
pub fn agreement<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Option<Agreement>> {
    let row = agreements::table.find((scope.partner(), id));
    Ok(row.select(Agreement::as_select()).first(c).optional()?)
}

/// Attests an acceptance, or replaces the attested one. Attesting the same values again changes nothing.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn attest<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    new: &Acceptance,
) -> Result<((), Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let customer = customer(scope, id, tx.c)?;
    let before = agreement(scope, id, tx.c)?.map(|before| before.acceptance());
    if before.as_ref() == Some(new) {
        return Ok(((), Vec::new()));
    }
    store(tx, scope.partner(), id, new, &scope.actor().name)?;
    let details = json!({ "before": before, "after": new });
    Ok(((), vec![Activity::for_customer(Action::CreateAgreement, id, &customer.list_name, details)]))
}

/// Stores an acceptance without a log entry; for a customer that the same transaction adds.
pub fn store(tx: &mut Tx<'_>, partner: PartnerId, id: MicrosoftId, new: &Acceptance, by: &str) -> Result<()> {
    diesel::delete(agreements::table.find((partner, id))).execute(tx.c)?;
    let values = (
        agreements::partner_id.eq(partner),
        agreements::microsoft_id.eq(id),
        new,
        agreements::attested_by.eq(by),
        agreements::attested_at.eq(tx.at),
    );
    diesel::insert_into(agreements::table).values(values).execute(tx.c)?;
    Ok(())
}
