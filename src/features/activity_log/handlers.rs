//! `GET /activity`: parses the query parameters, runs the queries in one snapshot, renders the page.
//! A malformed parameter is ignored; the page then names it above the list and has status 422.

use crate::audit::ActorKind;
use crate::audit::verify::ChainCheck;
use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::domain::{MicrosoftId, Permission, UserId};
use crate::error::{Error, Result};
use crate::features::activity_log::address::LogAddress;
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::days::by_day;
use crate::features::activity_log::details::Details;
use crate::features::activity_log::filter::{ActorFilter, Filter, PageAnchor, Params};
use crate::features::activity_log::page::LogPage;
use crate::features::activity_log::period::today;
use crate::features::activity_log::queries::Page;
use crate::features::activity_log::read::selection::Selection;
use crate::features::activity_log::toolbar::Toolbar;
use crate::features::activity_log::wording::ReaderFormat;
use crate::features::activity_log::{page, queries};
use crate::features::customers::head::{CustomerHead, CustomerView};
use crate::i18n::Texts;
use crate::state::AppState;
use crate::web::list::parse_valid;
use crate::web::nav::Nav;
use crate::web::{request, response};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{NaiveDate, NaiveDateTime};

/// Number of entries whose chain values each page view verifies: about a millisecond. A job verifies the rest.
const PAGE_CHECK_LIMIT: i64 = 200;

/// The parsed query parameters.
struct LogQuery {
    customer: Option<MicrosoftId>,
    params: Params,
    filter: Filter,
    place: PageAnchor,
    expanded: Option<i64>,
    bad: Option<&'static str>,
    /// The original parameters, if one of them was malformed.
    typed: Option<Params>,
}

/// The results of the queries.
struct LogData {
    head: Option<CustomerHead>,
    page: Page,
    people: Vec<(UserId, String)>,
    stranger: Option<(UserId, String)>,
    checked: (ChainCheck, NaiveDateTime),
}

/// `GET /activity`.
pub async fn index(
    request: HttpRequest,
    (portal, names): (Data<AppState>, Data<CustomerNames>),
    scope: Scope<ViewActivity>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    show(&request, &portal, &names, &scope, (params.into_inner(), None)).await
}

/// `GET /customers/{id}/activity`: the part of the log about one customer, below the head of the customer's pages.
pub async fn of_customer(
    request: HttpRequest,
    (portal, names): (Data<AppState>, Data<CustomerNames>),
    scope: Scope<ViewActivity>,
    path: Path<MicrosoftId>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let params = Params { q: String::new(), ..params.into_inner() };
    show(&request, &portal, &names, &scope, (params, Some(path.into_inner()))).await
}

async fn show(
    request: &HttpRequest,
    portal: &Data<AppState>,
    names: &Data<CustomerNames>,
    scope: &Scope<ViewActivity>,
    (params, customer): (Params, Option<MicrosoftId>),
) -> Result<HttpResponse> {
    let clock = request::clock(scope.actor());
    let today = today(clock::now(), clock.zone());
    let mut wanted = read(params, customer, today)?;
    check_permission(scope, &wanted.filter)?;
    let menu = if customer.is_some() { Nav::Customers } else { Nav::Activity };
    let shell = request::shell(request, Some(scope.actor()), Some(menu))?;
    let mut found = load(portal, names, scope, &wanted).await;
    if let Err(Error::BadInput { field, .. }) = found {
        wanted.bad = wanted.bad.or(Some(field));
        wanted.typed.get_or_insert_with(|| wanted.params.clone());
        wanted.params.remove(field);
        wanted.place = PageAnchor::Start;
        found = load(portal, names, scope, &wanted).await;
    }
    let found = found?;
    let entries = || found.page.rows.iter().map(|(entry, _)| entry);
    let open = wanted.expanded.and_then(|open| entries().find(|entry| entry.seq == open));
    let reading = ReaderFormat { locale: shell.locale, clock };
    let showing = LogAddress { params: wanted.params, customer };
    let toolbar = Toolbar {
        shell: &shell,
        filter: &wanted.filter,
        showing: &showing,
        typed: wanted.typed.as_ref(),
        bad: wanted.bad,
        today,
        picked: found.page.picked.as_ref(),
        people: actor_options(&found, shell.texts),
        may_see_access: scope.allows(Permission::ViewAccessActivity),
    };
    let page = LogPage {
        frame: page::frame(&shell, &showing, &found.page, wanted.bad),
        customer: found.head.as_ref(),
        clock,
        toolbar,
        days: by_day(entries(), reading, today),
        expanded: open.map(|entry| (entry.seq, Details::parse(&entry.details, reading))),
        newer: found.page.newer,
        older: found.page.older,
        stopped: found.page.stopped,
        held: &found.page.held,
        head: found.page.head,
        checked: &found.checked,
        showing: &showing,
        shell: &shell,
    };
    response::page_as(page.frame.status(), &page)
}

/// Checks that the user may see this kind of entries: sign-ins and exports need an extra permission.
///
/// # Errors
/// [`Error::Forbidden`] without that permission.
pub fn check_permission(scope: &Scope<ViewActivity>, filter: &Filter) -> Result<()> {
    let may = filter.kind.is_change() || scope.allows(Permission::ViewAccessActivity);
    may.then_some(()).ok_or(Error::Forbidden(Permission::ViewAccessActivity))
}

/// Parses the query parameters without the malformed ones.
fn read(mut params: Params, customer: Option<MicrosoftId>, today: NaiveDate) -> Result<LogQuery> {
    let original = params.clone();
    let parse = |params: &Params| Ok((params.filter(today)?, params.anchor()?, params.expanded()?));
    let ((mut filter, place, expanded), bad) = parse_valid(&mut params, parse, Params::remove)?;
    if let Some(customer) = customer {
        filter.q = customer.to_string();
    }
    Ok(LogQuery { customer, filter, place, expanded, bad, typed: bad.map(|_| original), params })
}

async fn load(
    portal: &Data<AppState>,
    names: &Data<CustomerNames>,
    scope: &Scope<ViewActivity>,
    wanted: &LogQuery,
) -> Result<LogData> {
    let (portal, names, scope) = (portal.clone(), names.clone(), scope.clone());
    let (filter, place, zone) = (wanted.filter.clone(), wanted.place, request::clock(scope.actor()).zone());
    let customer = wanted.customer;
    let picked = filter.picked_id().filter(|_| customer.is_none());
    let db = portal.db.clone();
    let known = portal.proofs.verified_so_far(scope.partner());
    db.read(move |c| {
        let head =
            customer.map(|id| CustomerHead::load(&scope, id, CustomerView::Activity, c)).transpose()?;
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
            head,
            page: queries::page(&scope, &selection, (place, picked), c)?,
            people,
            stranger,
            checked: portal.proofs.continue_check(
                c,
                portal.log.chain(),
                scope.partner(),
                known,
                PAGE_CHECK_LIMIT,
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
