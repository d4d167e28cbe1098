//! The types in which [`super::tables`] is written.

/// A table with personal data.
#[derive(Debug)]
pub struct PersonalDataTable {
    /// Its name in the database.
    pub table: &'static str,
    /// The name of its rows in exports and in the counts of log entries.
    pub name: &'static str,
    /// The row id of the partner to which a row belongs, as an expression.
    pub partner: &'static str,
    /// Its key.
    pub key: &'static [&'static str],
    /// The columns that are exported: all but secrets.
    pub columns: &'static [&'static str],
    /// How rows are found and changed.
    pub rules: &'static [Rule],
}

/// One way to find rows, and the change that erases them.
#[derive(Debug)]
pub struct Rule {
    /// How.
    pub found: Match,
    /// Only those for which this holds too; empty: all.
    pub only: &'static str,
    /// The change.
    pub becomes: Replacement,
}

/// How a row is found.
#[derive(Debug, Clone, Copy)]
pub enum Match {
    /// This column has the person's row id.
    Person(&'static str),
    /// This column holds the person's address, in whatever spelling.
    Address(&'static str),
    /// The first column holds a name that the person has or had, and one of the others is the person's partner.
    Named(&'static str, &'static [&'static str]),
    /// One of these texts contains the person's address.
    Mentioned(&'static [TextMatch]),
    /// This condition holds for the customers' Microsoft IDs, in place of each `{ids}`.
    Customer(&'static str),
    /// This column has a customer's Microsoft ID.
    CustomerIn(&'static str),
    /// This condition holds for the ids of the requests, in place of `{ids}`.
    Request(&'static str),
    /// This condition holds for the ids of the referrals, in place of `{ids}`.
    Referral(&'static str),
}

/// A column of words.
#[derive(Debug, Clone, Copy)]
pub enum TextMatch {
    /// As they are.
    Text(&'static str),
    /// In JSON, in whatever depth.
    Json(&'static str),
}

impl TextMatch {
    /// The column.
    pub const fn column(self) -> &'static str {
        match self {
            TextMatch::Text(column) | TextMatch::Json(column) => column,
        }
    }
}

/// The change that erases a row.
#[derive(Debug, Clone, Copy)]
pub enum Replacement {
    /// It is deleted.
    Gone,
    /// Its columns get these values. `{now}` is the moment, `{unnamed}` the sort key of an empty name.
    Set(&'static str),
    /// Addresses and names in these texts are replaced by `…`.
    Redacted(&'static [TextMatch]),
    /// This statement is run with its key, for rows that refer to it.
    Also(&'static str),
    /// It is exported and not changed.
    Stays,
}
