//! What a partner says of itself. Kind, cloud, country and MPN ID are the vendor's and stand in `partners`.

use serde::Serialize;

/// The organization profile; texts that were never written are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
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
    #[serde(flatten)]
    pub business: BusinessProfile,
    #[serde(skip)]
    pub version: i32,
}

/// The part that others may see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BusinessProfile {
    /// What we do.
    pub about: String,
    /// The industries we know.
    pub industries: String,
    /// The languages we speak.
    pub languages: String,
    /// `https://…`, or empty.
    pub web_page: String,
    /// Where our customers get help.
    pub support_email: String,
    /// And by telephone.
    pub support_phone: String,
}

impl BusinessProfile {
    /// Whether nothing of it was ever written.
    pub fn is_empty(&self) -> bool {
        *self == BusinessProfile::default()
    }

    /// What the partner does, line by line.
    pub fn about_lines(&self) -> Vec<&str> {
        self.about.lines().filter(|line| !line.trim().is_empty()).collect()
    }
}
