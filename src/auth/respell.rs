//! Recomputes the lookup keys of email addresses after an upgrade that changes how they are computed.

use crate::auth::accounts::email_key;
use crate::db::Db;
use crate::db::migrations::Rewritten;
use crate::db::schema::users;
use crate::domain::UserId;
use crate::error::Result;
use diesel::prelude::*;

/// Updates all keys that differ. If two users would get the same key, both keep their old keys and a
/// warning is logged; an administrator has to resolve it.
pub fn respell_addresses(db: &Db) -> Result<Rewritten> {
    db.write_now(|c| {
        let mut found = Rewritten::default();
        let columns = (users::id, users::email, users::email_key);
        let with_address = users::table.filter(users::email.ne("")); // erased users have no address
        for (id, email, written) in with_address.select(columns).load::<(UserId, String, String)>(c)? {
            let key = email_key(&email);
            if key == written {
                continue;
            }
            let other = users::table.filter(users::email_key.eq(&key)).select(users::id);
            if let Some(other) = other.first::<UserId>(c).optional()? {
                tracing::warn!(
                    user = %id,
                    %other,
                    "two users have the same email address; only the first can sign in with it"
                );
                found += Rewritten::LEFT;
                continue;
            }
            diesel::update(users::table.find(id)).set(users::email_key.eq(key)).execute(c)?;
            found += Rewritten::CHANGED;
        }
        Ok(found)
    })
}
