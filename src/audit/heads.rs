//! Log heads: the last entry of each log and its chain value. If they are also stored outside the database,
//! they detect what the database alone cannot: a log that was truncated together with its stored head, or
//! rewritten.

use crate::audit::verify_queries;
use crate::db::{Db, DbConnection, partners};
use crate::domain::Partner;
use crate::error::{Error, Result};
use crate::text::hex;
use std::fmt;
use std::path::Path;

/// The text before a head in the server log.
const HEAD_PREFIX: &str = "activity head: ";

/// Maximum length of the part of an invalid line in an error message, in characters.
const MAX_QUOTED: usize = 80;

/// The last entry of a log at some time. Its text form is MPN ID, Entry ID and chain value, separated by spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// The MPN ID of the partner whose log it is.
    pub mpn_id: String,
    /// The Entry ID.
    pub seq: i64,
    /// The entry's chain value in hexadecimal, as in exports.
    pub value: String,
}

impl fmt::Display for LogHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.mpn_id, self.seq, self.value)
    }
}

impl LogHead {
    /// Returns the current head of a partner's log; `None` if the log is empty or its last entry is
    /// missing. `c` must be in one snapshot.
    ///
    /// # Errors
    /// The database failed.
    pub fn current(c: &mut DbConnection, partner: &Partner) -> Result<Option<Self>> {
        let seq = verify_queries::head(c, partner.id)?.seq;
        let value = verify_queries::values(c, partner.id, &[seq])?.pop();
        let head = |value| LogHead { mpn_id: partner.mpn_id.clone(), seq, value };
        Ok(value.map(|last| head(hex(&last.value))))
    }

    /// Whether this entry still exists with the same value, of version 1 or 2. If the log also verifies, no
    /// entry up to this one has changed.
    ///
    /// # Errors
    /// The database failed.
    pub fn still_matches(&self, c: &mut DbConnection, partner: &Partner) -> Result<bool> {
        let now = verify_queries::values(c, partner.id, &[self.seq])?;
        Ok(now.first().is_some_and(|entry| entry.equals(&self.value)))
    }

    /// Parses a line of the output of `activity head`, or a line of the server log.
    pub fn parse(line: &str) -> Option<Self> {
        let told = line.split_once(HEAD_PREFIX).map_or(line, |(_, told)| told);
        let mut words = told.split('"').next()?.split_whitespace();
        let (mpn_id, seq, value) = (words.next()?, words.next()?, words.next()?);
        let seq = seq.parse().ok().filter(|seq| *seq > 0)?;
        let is_value = value.len() == 66 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        let head = LogHead { mpn_id: mpn_id.to_owned(), seq, value: value.to_ascii_lowercase() };
        (is_value && words.next().is_none()).then_some(head)
    }
}

/// Reads a file of heads: one per line, of any partners and times. Skips empty lines and lines that begin with `#`.
///
/// # Errors
/// One line for the operator: the file cannot be read, has no heads, or a line is invalid.
pub fn read(path: &Path) -> Result<Vec<LogHead>> {
    let wrong = |what: String| Error::operator(format!("{}: {what}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim).zip(1..);
    let heads: Vec<LogHead> = lines
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, number)| LogHead::parse(line).ok_or_else(|| wrong(no_head(line, number))))
        .collect::<Result<_>>()?;
    if heads.is_empty() {
        return Err(wrong("has no heads; `activity head` prints them".to_owned()));
    }
    Ok(heads)
}

fn no_head(line: &str, number: usize) -> String {
    let told: String = line.chars().take(MAX_QUOTED).collect();
    format!("line {number}: “{told}” is not a head; it has to be an MPN ID, an Entry ID and a Chain value")
}

/// Writes the heads of all logs to the server log.
///
/// # Errors
/// The database failed.
pub fn log_heads(db: &Db) -> Result<()> {
    let heads = db.read_now(|c| {
        let all = partners::all(c)?;
        all.into_iter()
            .map(|partner| Ok((LogHead::current(c, &partner)?, partner)))
            .collect::<Result<Vec<_>>>()
    })?;
    for (head, partner) in heads {
        match head {
            Some(head) => tracing::info!("{HEAD_PREFIX}{head}"),
            None => tracing::error!(mpn_id = partner.mpn_id, "the activity log has no last entry"),
        }
    }
    Ok(())
}
