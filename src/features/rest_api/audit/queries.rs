//! Reads the activity log for the API. Only changes are audit records; sign-ins and exports are not.

use crate::audit::Action;
use crate::audit::action::Resource;
use crate::audit::entry::{Entry, Row};
use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::{TextEnum, UserId};
use crate::error::{Error, Result};
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::filter::{Filter, Kind};
use crate::features::activity_log::period::Period;
use crate::features::activity_log::read::queries::{Direction, Position, addresses, read, rows};
use crate::features::activity_log::read::selection::Selection;
use crate::features::rest_api::continuation::{Continuation, HEADER, Way};
use crate::features::rest_api::filter::SearchFilter;
use crate::features::rest_api::paging::Neighbors;
use crate::search::CustomerSearch;
use chrono::DateTime;
use chrono_tz::Tz;
use std::collections::HashMap;

/// Entries with the email addresses of the partner's users.
#[derive(Debug)]
pub struct AuditPage {
    /// The entries, the newest first.
    pub entries: Vec<Entry>,
    /// The email addresses by user.
    pub emails: HashMap<UserId, String>,
    /// Where the neighboring pages begin.
    pub neighbors: Neighbors,
}

/// Returns a page of the log.
///
/// # Errors
/// [`Error::BadInput`] for a filter that the log does not have.
pub fn page(
    scope: &Scope<ViewActivity>,
    (lists, names): (&CustomerSearch, &CustomerNames),
    ask: &Continuation,
    c: &mut DbConnection,
) -> Result<AuditPage> {
    let (q, resource) = read_filter(ask.filter.as_ref())?;
    let day = clock::now().date();
    let filter = Filter {
        period: Period { from: day, to: day },
        q,
        kind: Kind::Change,
        action: None,
        who: None,
        resource,
    };
    let selection = Selection::resolve(&filter, Tz::UTC, scope.partner(), lists, names, c)?;
    let (start, end) = ask.period.unwrap_or_default();
    let moment = |millis| DateTime::from_timestamp_millis(millis).map(|at| at.naive_utc());
    let malformed = || Error::bad_input(HEADER, "it is not a token of this list");
    let instants = moment(start).zip(moment(end)).map(|(start, end)| start..end).ok_or_else(malformed)?;
    let selection = Selection { instants, ..selection };
    let (found, neighbors) = read_page(scope, &selection, ask, c)?;
    let entries = found.into_iter().map(|(entry, _)| entry).collect();
    Ok(AuditPage { entries, emails: addresses(c, scope.partner())?, neighbors })
}

/// Returns the entries of a page with their chain values, and where the neighboring pages begin.
///
/// # Errors
/// [`Error::BadInput`] for a place that is not in the log.
pub fn read_page(
    scope: &Scope<ViewActivity>,
    selection: &Selection,
    ask: &Continuation,
    c: &mut DbConnection,
) -> Result<(Vec<Row>, Neighbors)> {
    let malformed = || Error::bad_input(HEADER, "it is not a token of this list");
    let is_previous = ask.way == Way::Previous;
    let direction = if is_previous { Direction::Newer } else { Direction::Older };
    let from = if ask.place.is_empty() { None } else { Some(read_place(&ask.place).ok_or_else(malformed)?) };
    let mut found = read(c, scope.partner(), selection, from, direction, ask.size as i64 + 1)?;
    let goes_on = found.len() > ask.size;
    found.truncate(ask.size);
    if is_previous {
        found.reverse();
    }
    let place = |(entry, _): &Row| format!("{}.{}", entry.at.and_utc().timestamp_millis(), entry.seq);
    let (before, after) = if is_previous { (goes_on, true) } else { (from.is_some(), goes_on) };
    let neighbors = Neighbors {
        previous: found.first().filter(|_| before).map(place),
        next: found.last().filter(|_| after).map(place),
    };
    Ok((found, neighbors))
}

/// Returns one entry of the log.
///
/// # Errors
/// [`Error::NotFound`] for an unknown entry, and for one that is no change.
pub fn one(
    scope: &Scope<ViewActivity>,
    seq: i64,
    c: &mut DbConnection,
) -> Result<(Entry, HashMap<UserId, String>)> {
    let found = rows(c, scope.partner(), &[(clock::now(), seq)])?;
    let entry = found.into_iter().map(|(entry, _)| entry).find(|entry| entry.kind == Kind::Change.as_str());
    Ok((entry.ok_or(Error::NotFound)?, addresses(c, scope.partner())?))
}

fn read_place(text: &str) -> Option<Position> {
    let (millis, seq) = text.split_once('.')?;
    let at = DateTime::from_timestamp_millis(millis.parse().ok()?)?;
    Some((at.naive_utc(), seq.parse().ok()?))
}

/// Returns the search for a customer, and the kind of object.
fn read_filter(filter: Option<&SearchFilter>) -> Result<(String, Option<Resource>)> {
    let Some(filter) = filter else { return Ok((String::new(), None)) };
    match filter.field.as_str() {
        "companyname" | "customerid" => Ok((filter.value.trim().to_owned(), None)),
        "resourcetype" => {
            let wanted = filter.value.replace('_', "").to_ascii_lowercase();
            let known = Resource::ALL.iter().find(|(_, word)| word.replace('_', "") == wanted);
            let unknown = || Error::bad_input("filter", format!("“{}” is no ResourceType", filter.value));
            known.map(|(resource, _)| (String::new(), Some(*resource))).ok_or_else(unknown)
        }
        _ => Err(filter.unknown("CompanyName, CustomerId and ResourceType")),
    }
}

/// Whether the action failed.
pub fn is_failure(entry: &Entry) -> bool {
    [Action::RefusedSignIn, Action::SlowSignIn].iter().any(|action| entry.action == action.as_str())
}
