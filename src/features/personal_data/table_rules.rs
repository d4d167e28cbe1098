//! The types of the table list in [`super::tables`].

/// A table with personal data.
#[derive(Debug)]
pub struct PersonalDataTable {
    /// Its name in the database.
    pub table: &'static str,
    /// The name of its rows in exports and in the counts of log entries.
    pub name: &'static str,
    /// An SQL expression for the row id of the partner to which a row belongs.
    pub partner: &'static str,
    /// The key columns.
    pub key: &'static [&'static str],
    /// The exported columns: all except secrets.
    pub columns: &'static [&'static str],
    /// How rows are found and changed.
    pub rules: &'static [Rule],
}

/// A rule that finds rows and erases their data.
#[derive(Debug)]
pub struct Rule {
    /// How rows are found.
    pub found: Match,
    /// An additional SQL condition; empty if there is none.
    pub only: &'static str,
    /// The change.
    pub becomes: Replacement,
}

/// How a row is found. Columns and conditions are SQL.
#[derive(Debug, Clone, Copy)]
pub enum Match {
    /// This column contains the person's row id.
    Person(&'static str),
    /// This column contains the person's address, in any spelling.
    Address(&'static str),
    /// The first column contains a current or former name of the person, and one of the others the person's partner.
    Named(&'static str, &'static [&'static str]),
    /// One of these texts contains the person's address.
    Mentioned(&'static [TextMatch]),
    /// This condition matches; `{ids}` stands for the customers' Microsoft IDs.
    Customer(&'static str),
    /// This text column contains a customer's Microsoft ID.
    CustomerIn(&'static str),
    /// This condition matches; `{ids}` stands for the ids of the requests.
    Request(&'static str),
    /// This condition matches; `{ids}` stands for the ids of the referrals.
    Referral(&'static str),
}

/// A column that is searched for the address.
#[derive(Debug, Clone, Copy)]
pub enum TextMatch {
    /// Plain text.
    Text(&'static str),
    /// JSON, searched at any depth.
    Json(&'static str),
}

impl TextMatch {
    /// Returns the column.
    pub const fn column(self) -> &'static str {
        match self {
            TextMatch::Text(column) | TextMatch::Json(column) => column,
        }
    }
}

/// How the data of a row is erased.
#[derive(Debug, Clone, Copy)]
pub enum Replacement {
    /// The row is deleted.
    Gone,
    /// The columns get these values. `{now}` stands for the current time, `{unnamed}` for the sort key of an empty
    /// name.
    Set(&'static str),
    /// Addresses and names in these texts are replaced by `…`.
    Redacted(&'static [TextMatch]),
    /// This statement runs with the row's key, for rows that refer to it.
    Also(&'static str),
    /// The row is exported, but does not change.
    Stays,
}
