//! The words in which [`super::places::PLACES`] is written.

/// A table in which personal data stands.
#[derive(Debug)]
pub struct Place {
    /// Its name in the database.
    pub table: &'static str,
    /// What its rows are called in a written copy and in an entry's counts.
    pub name: &'static str,
    /// The row id of the partner to which a row belongs, as an expression.
    pub partner: &'static str,
    /// Its key.
    pub key: &'static [&'static str],
    /// What is given out. Secrets are not.
    pub columns: &'static [&'static str],
    /// How rows are found, and what becomes of them.
    pub rules: &'static [Rule],
}

/// One way to find rows, and what becomes of them.
#[derive(Debug)]
pub struct Rule {
    /// How.
    pub found: Found,
    /// Only those for which this holds too; empty: all.
    pub only: &'static str,
    /// What becomes of them.
    pub becomes: Becomes,
}

/// How a row is found.
#[derive(Debug, Clone, Copy)]
pub enum Found {
    /// This column has the person's row id.
    Person(&'static str),
    /// This column holds the person's address, in whatever spelling.
    Address(&'static str),
    /// The first column holds a name that the person has or had, and one of the others is the person's partner.
    Named(&'static str, &'static [&'static str]),
    /// The person's address stands somewhere in these texts.
    Mentioned(&'static [Words]),
    /// This condition holds for the customer's Microsoft ID, in place of each `?`.
    Customer(&'static str),
}

/// A column of words.
#[derive(Debug, Clone, Copy)]
pub enum Words {
    /// As they are.
    Text(&'static str),
    /// In JSON, in whatever depth.
    Json(&'static str),
}

impl Words {
    /// The column.
    pub const fn column(self) -> &'static str {
        match self {
            Words::Text(column) | Words::Json(column) => column,
        }
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy)]
pub enum Becomes {
    /// It is deleted.
    Gone,
    /// Its columns get these values. `{now}` is the moment, `{unnamed}` the sort key of an empty name.
    Set(&'static str),
    /// Addresses and names in these texts give way to `…`.
    Redacted(&'static [Words]),
    /// Another statement is run for its key: what hangs from it.
    Also(&'static str),
    /// It is given out, and stays as it is.
    Stays,
}
