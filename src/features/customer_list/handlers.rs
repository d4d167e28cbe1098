//! `GET /customers`: parses the query parameters, lets [`super::list_data`] read the list, renders the page.
//! A malformed parameter is ignored; the page then names it above the list and has status 422.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::domain::{BulkList, CountryCode, PartnerId, Permission, SavedList, is_mpn_id};
use crate::error::Result;
use crate::features::customer_list::address::ListAddress;
use crate::features::customer_list::columns;
use crate::features::customer_list::cursor::write_cursor;
use crate::features::customer_list::expanded_row::ExpandedCustomer;
use crate::features::customer_list::filter::{PageRequest, Params, ResellerFilter};
use crate::features::customer_list::list_data::ListData;
use crate::features::customer_list::page::{CustomerList, CustomersPage, MayAdd, page_actions};
use crate::features::customer_list::queries::Page;
use crate::features::customer_list::row::RowTexts;
use crate::features::customer_list::saved::view_parameters;
use crate::features::customer_list::{page as list_page, vendor_portals};
use crate::features::customers::model::ResellerChoice;
use crate::features::customers::other_names::OtherNames;
use crate::features::customers::resellers;
use crate::features::saved_views::opened::OpenedView;
use crate::features::saved_views::tabs::{ViewNotes, ViewTabs};
use crate::i18n::countries::countries as all_countries;
use crate::i18n::time_zone::{partner_zone, today};
use crate::search::Cursor;
use crate::state::AppState;
use crate::web::bulk_bar::BulkBar;
use crate::web::list::{ListFrame, Pager, parse_valid};
use crate::web::nav::Nav;
use crate::web::parameters::parse_query;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::http::header;
use actix_web::http::header::HeaderValue;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /customers`.
pub async fn index(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ViewCustomers>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let is_whole = !is_part(&request);
    let (asker, query) = (scope.clone(), request.query_string().to_owned());
    let opened = match OpenedView::without_view(&scope, SavedList::Customers, &query) {
        Some(opened) => opened,
        None => {
            portal.db.read_one(move |c| OpenedView::load(&asker, SavedList::Customers, &query, c)).await?
        }
    };
    let params = match opened.query() {
        Some(query) => parse_query(&query)?,
        None => params.into_inner(),
    };
    let mut params = by_number(&portal, &scope, params).await?;
    let (wanted, bad) = parse_valid(&mut params, Params::page, Params::remove)?;
    let bad = opened.bad.or(bad);
    let shell = request::shell(&request, Some(scope.actor()), Some(Nav::Customers))?;
    let answer = ListData::ask(&portal, &scope, &wanted, is_whole).await?;
    let mut response = render(&request, &scope, &shell, (&wanted, bad), &opened, &answer)?;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("HX-Request"));
    Ok(response)
}

/// Replaces a reseller's name with its MPN ID: a user may type either, but links contain the MPN ID.
async fn by_number(portal: &AppState, scope: &Scope<ViewCustomers>, mut params: Params) -> Result<Params> {
    if matches!(params.reseller.as_str(), "" | "none" | "former") || is_mpn_id(&params.reseller) {
        return Ok(params);
    }
    let asker = scope.clone();
    let all = portal.db.read(move |c| resellers::all_resellers(&asker, c)).await?;
    if let Some(named) = resellers::find_by_name(&all, &params.reseller) {
        params.reseller.clone_from(&named.mpn_id);
    }
    Ok(params)
}

fn render(
    request: &HttpRequest,
    scope: &Scope<ViewCustomers>,
    shell: &Shell,
    (wanted, bad): (&PageRequest, Option<&'static str>),
    opened: &OpenedView,
    found: &ListData,
) -> Result<HttpResponse> {
    let page = &found.page;
    let showing = showing(wanted, opened, &found.resellers.0);
    let shown = view_parameters(&wanted.filter, wanted.columns.as_deref());
    let saved = view_parameters(&wanted.filter, Some(&found.columns));
    let links = found.details.as_ref().filter(|(_, details)| details.delegated_admin);
    let links = links
        .map(|(at, _)| vendor_portals::links(scope.actor().partner.cloud, &page.rows[*at], shell.locale));
    let resellers: Vec<String> = found
        .details
        .iter()
        .flat_map(|(_, details)| details.resellers.iter().map(|one| one.label(shell.texts)))
        .collect();
    let texts = shell.texts;
    let may_add = MayAdd {
        one: scope.allows(Permission::AddCustomer),
        file: scope.allows(Permission::ImportCustomers),
    };
    let request_needs =
        scope.reason(Permission::RequestRelationship, texts, |roles| texts.request_needs(roles));
    let frame = ListFrame {
        actions: page_actions(texts, may_add, request_needs),
        pager: pager(&showing, page),
        ..list_page::frame(shell, &showing, page.total, may_add, bad)
    };
    let list = CustomerList {
        shell,
        frame: &frame,
        rows: page.rows.iter().zip(&found.marks).map(|(row, marks)| found.line(row, marks)).collect(),
        columns: &found.columns,
        kind: scope.actor().partner.kind,
        today: today(partner_zone(&scope.actor().partner)),
        expanded: found.details.as_ref().map(|(at, details)| ExpandedCustomer {
            row: &page.rows[*at],
            subscriptions: &details.subscriptions,
            subscription_count: details.subscription_count as u64,
            resellers: &resellers,
            delegated_admin: details.delegated_admin,
            customer_since: details.customer_since,
            origin: details.origin,
            other_names: OtherNames::parse(page.rows[*at].other_names.as_deref()),
            contacts: &found.contacts,
            notes: &found.notes,
            tags: &found.tags,
            quick_links: links.as_deref().unwrap_or_default(),
        }),
        no_export: scope.reason(Permission::ExportCustomers, texts, |roles| texts.export_needs(roles)),
        waiting: &found.waiting,
        bulk: BulkBar::new(scope, BulkList::Customers, shown.query(), page.total, (texts, shell.locale)),
        row_texts: RowTexts::new(texts),
        view_notes: ViewNotes::new(shell, scope, opened, [&shown, &saved], |name| showing.without(name)),
        is_part: is_part(request),
        ended: found.ended,
        showing,
    };
    if is_part(request) {
        return response::page_as(frame.status(), &list);
    }
    let filters = scope.allows(Permission::FilterByReseller);
    let (all, views) = &found.views;
    let page = CustomersPage {
        shell,
        frame: &frame,
        tabs: ViewTabs::new(shell, opened, *all, &views.0, &saved),
        resellers: filters.then_some(found.resellers.0.as_slice()),
        known_tags: &found.choices.tags,
        countries: country_choices(shell, &found.choices.countries, list.showing.value("country")),
        list,
    };
    response::page_as(frame.status(), &page)
}

/// Whether htmx asks for the list alone.
fn is_part(request: &HttpRequest) -> bool {
    let says = |name| request.headers().contains_key(name);
    says("hx-request") && !says("hx-history-restore-request")
}

/// Returns the countries to filter by, in the order of the page's language; the selected one always.
fn country_choices(
    shell: &Shell,
    countries: &[CountryCode],
    selected: &str,
) -> Vec<(&'static str, &'static str)> {
    let is_choice = |code: &str| code == selected || countries.iter().any(|country| country.as_str() == code);
    all_countries(shell.locale).iter().filter(|(code, _)| is_choice(code)).copied().collect()
}

fn showing(wanted: &PageRequest, opened: &OpenedView, resellers: &[ResellerChoice]) -> ListAddress {
    use crate::search::PageAnchor;
    let asked = &wanted.filter;
    let sort = asked.sort;
    let reseller = match &asked.reseller {
        Some(ResellerFilter::MpnId(mpn_id)) => {
            let known = resellers.iter().find(|choice| choice.mpn_id == *mpn_id).cloned();
            // An unknown MPN ID is shown as it is, so the page does not reveal whether such a partner exists.
            let unknown = || ResellerChoice {
                id: PartnerId(0),
                mpn_id: mpn_id.clone(),
                name: mpn_id.clone(),
                is_former: false,
            };
            Some(known.unwrap_or_else(unknown))
        }
        Some(ResellerFilter::NoReseller | ResellerFilter::Former) | None => None,
    };
    let cursor = match &wanted.place {
        PageAnchor::Start => None,
        PageAnchor::After(position) => Some(("after", write_cursor(position, sort))),
        PageAnchor::Before(position) => Some(("before", write_cursor(position, sort))),
    };
    let columns = wanted.columns.as_deref().map(columns::text);
    let view = opened.kept();
    ListAddress { q: asked.q.clone(), filters: asked.parameters(), reseller, columns, sort, view, cursor }
}

fn pager(showing: &ListAddress, page: &Page) -> Pager {
    let to = |name, position: &Option<Cursor>| {
        position.as_ref().map(|position| showing.page(name, &write_cursor(position, showing.sort)))
    };
    Pager::new(to("before", &page.previous), to("after", &page.next))
}
