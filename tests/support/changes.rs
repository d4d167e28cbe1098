//! Reads a partner's activity log from the table.

use super::TestApp;
use diesel::prelude::*;
use partner_portal::db::schema::activity_entries as log;
use partner_portal::domain::Partner;
use serde_json::Value;

/// An entry: its action, the customer's name, its details.
pub type Entry = (String, String, Value);

impl TestApp {
    /// Returns this partner's entries about customers, oldest first, without downloads and sign-ins.
    pub fn changes(&self, partner: &Partner) -> Vec<Entry> {
        let rows = self.portal.db.read_now(|c| {
            let query = log::table
                .filter(log::partner_id.eq(partner.id.0).and(log::microsoft_id.is_not_null()))
                .order(log::seq)
                .select((log::action, log::customer_name.assume_not_null(), log::details));
            Ok(query.load::<(String, String, String)>(c)?)
        });
        let entry = |(action, name, details): (String, String, String)| {
            (action, name, serde_json::from_str(&details).unwrap())
        };
        rows.unwrap().into_iter().map(entry).collect()
    }
}
