//! Who gets a report: colleagues who may export the list. Their rights are read again for each run.

use crate::audit::Tx;
use crate::auth::{Actor, Scope, actor};
use crate::db::DbConnection;
use crate::db::schema::{report_recipients, reports, users};
use crate::domain::{PartnerId, ReportId, UserId};
use crate::error::{Error, Result};
use crate::web::reported_list::ReportedList;
use diesel::prelude::*;

/// Maximum number of colleagues that the form offers. Others are named by their email addresses.
pub const MAX_OFFERED: usize = 100;

/// A recipient of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRecipient {
    /// The user.
    pub user: UserId,
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// Whether the user may export the list now, and so gets the report.
    pub is_allowed: bool,
}

/// Returns the colleagues who may export what the query string selects, and the user, by name.
pub fn possible<P>(
    scope: &Scope<P>,
    list: &dyn ReportedList,
    query: &str,
    c: &mut DbConnection,
) -> Result<Vec<Actor>> {
    let all = actor::colleagues(c, scope.partner())?;
    Ok(all.into_iter().filter(|person| list.is_allowed(person, query)).collect())
}

/// Returns the users who are to get a report, by name.
pub fn recipients_of<P>(
    scope: &Scope<P>,
    id: ReportId,
    list: &dyn ReportedList,
    query: &str,
    c: &mut DbConnection,
) -> Result<Vec<ReportRecipient>> {
    let rows = report_recipients::table
        .inner_join(users::table.on(users::id.eq(report_recipients::user_id)))
        .filter(report_recipients::report_id.eq(id).and(report_recipients::partner_id.eq(scope.partner())))
        .order((users::name, users::id))
        .select((users::id, users::name, users::email));
    let rows: Vec<(UserId, String, String)> = rows.load(c)?;
    let mut found = Vec::new();
    for (user, name, email) in rows {
        let person = actor::active_person(c, user)?;
        let is_allowed = person.is_some_and(|person| list.is_allowed(&person, query));
        found.push(ReportRecipient { user, name, email, is_allowed });
    }
    Ok(found)
}

/// Returns the recipients who may export the list at this moment.
pub fn allowed(
    tx: &mut Tx<'_>,
    (id, partner): (ReportId, PartnerId),
    list: &dyn ReportedList,
    query: &str,
) -> Result<Vec<Actor>> {
    let ids = report_recipients::table
        .filter(report_recipients::report_id.eq(id).and(report_recipients::partner_id.eq(partner)))
        .order(report_recipients::user_id)
        .select(report_recipients::user_id);
    let mut found = Vec::new();
    for user in ids.load::<UserId>(tx.c)? {
        let person = actor::active_person(tx.c, user)?;
        found.extend(person.filter(|person| person.partner.id == partner && list.is_allowed(person, query)));
    }
    Ok(found)
}

/// Whether the user of the scope gets a report.
pub fn is_recipient<P>(scope: &Scope<P>, id: ReportId, c: &mut DbConnection) -> Result<bool> {
    let row = report_recipients::table.find((id, scope.actor().user));
    Ok(row.count().get_result::<i64>(c)? == 1)
}

/// Removes the user of the scope from the recipients of a report.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such report any more.
pub fn leave<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: ReportId) -> Result<()> {
    let own = reports::table.find(id).filter(reports::partner_id.eq(scope.partner()));
    if own.count().get_result::<i64>(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    diesel::delete(report_recipients::table.find((id, scope.actor().user))).execute(tx.c)?;
    Ok(())
}

/// Replaces the recipients of a report.
pub fn replace(tx: &mut Tx<'_>, (id, partner): (ReportId, PartnerId), people: &[UserId]) -> Result<()> {
    diesel::delete(report_recipients::table.filter(report_recipients::report_id.eq(id))).execute(tx.c)?;
    let row = |user: &UserId| {
        (
            report_recipients::report_id.eq(id),
            report_recipients::user_id.eq(*user),
            report_recipients::partner_id.eq(partner),
        )
    };
    for user in people {
        diesel::insert_into(report_recipients::table).values(row(user)).execute(tx.c)?;
    }
    Ok(())
}
