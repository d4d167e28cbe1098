//! The organization profile, which the partner maintains itself. Its kind, cloud, country and MPN ID come from the
//! vendor and are in the table `partners`.

use crate::db::connection::MultiBackend;
use crate::db::schema::organizations;
use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};
use serde::Serialize;

/// The organization profile; fields without a value are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organizations, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct Organization {
    pub legal_name: String,
    pub address_line1: String,
    pub address_line2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub tax_id: String,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_phone: String,
    /// Whether the files of reports are attached to letters.
    pub report_attachments: bool,
    #[serde(flatten)]
    #[diesel(embed)]
    pub business: BusinessProfile,
    #[serde(skip)]
    pub version: i32,
}

/// The part that customers and providers may see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organizations, check_for_backend(MultiBackend))]
pub struct BusinessProfile {
    /// What the partner does.
    pub about: String,
    /// The industries it knows.
    pub industries: String,
    /// The languages it speaks.
    pub languages: String,
    /// The URL of its website; may be empty.
    pub web_page: String,
    /// The URL of its privacy notice; may be empty.
    pub privacy_notice: String,
    /// The email address of its customer support.
    pub support_email: String,
    /// The telephone number of its customer support.
    pub support_phone: String,
}

impl BusinessProfile {
    /// Whether all fields are empty.
    pub fn is_empty(&self) -> bool {
        *self == BusinessProfile::default()
    }

    /// Returns the nonempty lines of `about`.
    pub fn about_lines(&self) -> Vec<&str> {
        self.about.lines().filter(|line| !line.trim().is_empty()).collect()
    }
}
