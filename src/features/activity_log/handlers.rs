//! `GET /activity`: parses the query parameters, runs the queries in one snapshot, renders the page.
//! A malformed parameter is ignored; the page then names it above the list and has status 422.

use crate::audit::ActorKind;
use crate::audit::verify::ChainCheck;
use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::domain::Permission;
use crate::error::{Error, Result};
use crate::features::activity_log::address::{BadValue, LogAddress};
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::details::Details;
use crate::features::activity_log::filter::{ActorFilter, Filter, PageAnchor, Params};
use crate::features::activity_log::page::LogPage;
use crate::features::activity_log::period::today;
use crate::features::activity_log::queries;
use crate::features::activity_log::queries::Page;
use crate::features::activity_log::read::selection::Selection;
use crate::features::activity_log::wording::ReaderFormat;
use crate::i18n::Texts;
use crate::state::AppState;
use crate::web::nav::Nav;
use crate::web::{request, response};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{NaiveDate, NaiveDateTime};

/// Number of entries whose chain values each page view verifies: about a millisecond. A job verifies the rest.
const CHECKED_BY_A_PAGE: i64 = 200;

/// The parsed query parameters.
struct LogQuery {
    params: Params,
    filter: Filter,
    place: PageAnchor,
    expanded: Option<i64>,
    bad: Option<BadValue>,
    /// The original parameters, if one of them was malformed.
    typed: Option<Params>,
}

/// The results of the queries.
struct LogData {
    page: Page,
    people: Vec<(i32, String)>,
    stranger: Option<(i32, String)>,
    checked: (ChainCheck, NaiveDateTime),
}

/// `GET /activity`.
pub async fn index(
    request: HttpRequest,
    (portal, names): (Data<AppState>, Data<CustomerNames>),
    scope: Scope<ViewActivity>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let (clock, now) = (request::clock(scope.actor()), clock::now());
    let today = today(now, clock.zone());
    let mut wanted = read(params.into_inner(), today)?;
    check_permission(&scope, &wanted.filter)?;
    let shell = request::shell(&request, Some(scope.actor()), Some(Nav::Activity))?;
    let mut found = load(&portal, &names, &scope, &wanted).await;
    if let Err(Error::BadInput { field, .. }) = found {
        wanted.bad = wanted.bad.or(Some(BadValue(field)));
        wanted.typed.get_or_insert_with(|| wanted.params.clone());
        wanted.params.remove(field);
        wanted.place = PageAnchor::Start;
        found = load(&portal, &names, &scope, &wanted).await;
    }
    let found = found?;
    let entries = || found.page.rows.iter().map(|(entry, _)| entry);
    let open = wanted.expanded.and_then(|open| entries().find(|entry| entry.seq == open));
    let reading = ReaderFormat { locale: shell.locale, clock };
    let page = LogPage {
        clock,
        now,
        today,
        filter: &wanted.filter,
        bad: wanted.bad,
        total: found.page.total,
        entries: entries().collect(),
        expanded: open.map(|entry| (entry.seq, Details::parse(&entry.details, reading))),
        newer: found.page.newer,
        older: found.page.older,
        stopped: found.page.stopped,
        held: &found.page.held,
        head: found.page.head,
        people: actor_options(&found, shell.texts),
        may_see_access: scope.allows(Permission::ViewAccessActivity),
        checked: &found.checked,
        typed: wanted.typed.as_ref(),
        showing: LogAddress(wanted.params),
        shell: &shell,
    };
    let status = if wanted.bad.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    response::page_as(status, &page)
}

/// Checks that the user may see this kind of entries: sign-ins and exports need an extra permission.
///
/// # Errors
/// [`Error::Forbidden`] without that permission.
pub(super) fn check_permission(scope: &Scope<ViewActivity>, filter: &Filter) -> Result<()> {
    let may = filter.kind.is_change() || scope.allows(Permission::ViewAccessActivity);
    may.then_some(()).ok_or(Error::Forbidden(Permission::ViewAccessActivity))
}

/// Parses the query parameters without the malformed ones, and returns the first malformed one.
fn read(mut params: Params, today: NaiveDate) -> Result<LogQuery> {
    let (mut bad, mut typed) = (None, None);
    loop {
        let read = || Ok((params.filter(today)?, params.anchor()?, params.expanded()?));
        match read() {
            Ok((filter, place, expanded)) => {
                return Ok(LogQuery { filter, place, expanded, bad, typed, params });
            }
            Err(Error::BadInput { field, .. }) => {
                bad = bad.or(Some(BadValue(field)));
                typed.get_or_insert_with(|| params.clone());
                params.remove(field);
            }
            Err(error) => return Err(error),
        }
    }
}

async fn load(
    portal: &Data<AppState>,
    names: &Data<CustomerNames>,
    scope: &Scope<ViewActivity>,
    wanted: &LogQuery,
) -> Result<LogData> {
    let (portal, names, scope) = (portal.clone(), names.clone(), scope.clone());
    let (filter, place, zone) = (wanted.filter.clone(), wanted.place, request::clock(scope.actor()).zone());
    let db = portal.db.clone();
    let known = portal.proofs.verified_so_far(scope.partner());
    db.read(move |c| {
        let selection = Selection::resolve(&filter, zone, scope.partner(), &portal.lists, &names, c)?;
        let people = queries::actors(&scope, c)?;
        let stranger = match filter.who {
            Some(ActorFilter::Person(id)) if people.iter().all(|(known, _)| *known != id) => {
                let name = queries::outside_actor_name(&scope, id, c)?;
                Some((id, name.unwrap_or_else(|| id.to_string())))
            }
            _ => None,
        };
        Ok(LogData {
            page: queries::page(&scope, &selection, place, c)?,
            people,
            stranger,
            checked: portal.proofs.continue_check(
                c,
                portal.log.chain(),
                scope.partner(),
                known,
                CHECKED_BY_A_PAGE,
            )?,
        })
    })
    .await
}

/// Returns the actors to filter by: value and name.
fn actor_options(found: &LogData, texts: &Texts) -> Vec<(String, String)> {
    let others = [ActorKind::Customer, ActorKind::System, ActorKind::Operator];
    let people = found.people.iter().chain(&found.stranger).map(|(id, name)| (id.to_string(), name.clone()));
    people.chain(others.map(|kind| (kind.as_str().to_owned(), kind.label(texts)))).collect()
}
