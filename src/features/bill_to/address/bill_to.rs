//! The bill-to after validation by the rules of its country.

use crate::db::connection::MultiBackend;
use crate::db::schema::{bill_to, customers};
use crate::domain::PostalAddress;
use crate::i18n::script::full_name;
use diesel::prelude::{Insertable, Queryable, Selectable};
use serde::{Deserialize, Serialize};

/// Name, contact and address to which a partner sends a customer's bills. Missing fields are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = bill_to, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the fields of docs/reference/addresses.md
pub struct BillTo {
    /// Stored in the customer's row.
    #[diesel(select_expression = customers::list_name, skip_insertion)]
    pub company_name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub country: String,
    pub address_line1: String,
    pub address_line2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub registration_number: String,
}

impl BillTo {
    /// Returns the contact's full name in the order of its script: `오세훈`, `Ana Kim`.
    pub fn contact(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }

    /// Whether there is a contact and an address, not only a name.
    pub fn has_address(&self) -> bool {
        !self.country.is_empty()
    }

    /// Returns the lines of the address in the format of its country, without the country.
    pub fn lines(&self) -> Vec<String> {
        let place = PostalAddress {
            country: &self.country,
            line1: &self.address_line1,
            line2: &self.address_line2,
            city: &self.city,
            state: &self.state,
            postal_code: &self.postal_code,
        };
        place.lines()
    }
}
