//! A contact and its limits.

use crate::db::connection::MultiBackend;
use crate::db::schema::customer_contacts;
use crate::domain::ContactId;
use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};
use serde::Serialize;

/// Maximum number of contacts of a customer.
pub const MAX_CONTACTS: usize = 10;

/// The values of a contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = customer_contacts, check_for_backend(MultiBackend))]
pub struct ContactDetails {
    /// Full name, as the customer writes it.
    pub name: String,
    /// Email address; may be empty if there is a phone number.
    pub email: String,
    /// Phone number; may be empty if there is an email address.
    pub phone: String,
    /// What the person does at the customer; may be empty.
    pub job_title: String,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customer_contacts, check_for_backend(MultiBackend))]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Its values.
    #[diesel(embed)]
    pub details: ContactDetails,
    /// The version of the row.
    pub version: i32,
}
