//! `GET /customers`: parses the query parameters, runs the queries in one snapshot, renders the page.
//! A malformed parameter is ignored; the page then names it above the list and has status 422.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::db::DbConnection;
use crate::db::former_ids::current;
use crate::domain::{MicrosoftId, PartnerKind, Permission, RequestStatus, is_mpn_id};
use crate::error::Result;
use crate::features::contacts::model::Contact;
use crate::features::contacts::queries::contacts_of;
use crate::features::customer_list::address::ListAddress;
use crate::features::customer_list::expanded_row::ExpandedCustomer;
use crate::features::customer_list::filter::{PageRequest, Params, write_cursor};
use crate::features::customer_list::page::{
    CustomerList, CustomersPage, Line, MayAdd, RowTexts, page_actions,
};
use crate::features::customer_list::queries::Page;
use crate::features::customer_list::{page as list_page, queries, vendor_portals};
use crate::features::customers::lookup::CustomerDetails;
use crate::features::customers::model::{CustomerRow, ResellerChoice};
use crate::features::customers::other_names::{MatchedName, OtherNames, matched_name};
use crate::features::customers::{lookup as one, resellers};
use crate::features::notes::model::Note;
use crate::features::notes::queries::featured_notes;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::queries as requests;
use crate::features::tags::model::Tag;
use crate::features::tags::queries::tags_of;
use crate::search::Cursor;
use crate::state::AppState;
use crate::text::{Highlighted, SearchTerms, fold, match_ranges};
use crate::web::list::{ListFrame, Pager, parse_valid};
use crate::web::nav::Nav;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::http::header;
use actix_web::http::header::HeaderValue;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::HashMap;
use std::ops::Range;

/// Maximum number of subscriptions that an opened row shows.
const MAX_SUBSCRIPTIONS: i64 = 10;

/// `GET /`: redirects to the list.
pub async fn start(_: Scope<ViewCustomers>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/customers")).finish()
}

/// What the page is rendered from.
struct ListData {
    page: Page,
    details: Option<(usize, CustomerDetails)>,
    /// The tags of the opened row.
    tags: Vec<Tag>,
    /// Its pinned note and its newest one.
    notes: Vec<Note>,
    /// Its contacts that are not for billing.
    contacts: Vec<Contact>,
    /// The indirect resellers of the rows; `None` unless the partner is an indirect provider.
    row_resellers: Option<HashMap<MicrosoftId, Vec<ResellerChoice>>>,
    resellers: Vec<ResellerChoice>,
    waiting: Vec<RelationshipRequest>,
    marks: Vec<Marks>,
}

/// What matches the search in a row: byte ranges of name and domain, and another name, if it is needed.
type Marks = ([Vec<Range<usize>>; 2], Option<MatchedName>);

/// `GET /customers`.
pub async fn index(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ViewCustomers>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let mut params = by_number(&portal, &scope, params.into_inner()).await?;
    let (wanted, bad) = parse_valid(&mut params, Params::page, Params::remove)?;
    let shell = request::shell(&request, Some(scope.actor()), Some(Nav::Customers))?;
    let lists = portal.lists.clone();
    let (asker, asked) = (scope.clone(), wanted.clone());
    let filters = scope.allows(Permission::FilterByReseller);
    let is_provider = scope.actor().partner.kind == PartnerKind::IndirectProvider;
    let seek = asked.is_a_seek();
    let ask = move |c: &mut DbConnection| {
        let page = queries::page(&asker, &lists, &asked, c)?;
        let expanded = asked.expanded.map(|id| current(c, asker.partner(), id)).transpose()?;
        let open = expanded.and_then(|id| page.rows.iter().position(|row| row.microsoft_id == id));
        let details = open.map(|at| one::details(&asker, page.rows[at].microsoft_id, MAX_SUBSCRIPTIONS, c));
        let words = &asked.filter.words;
        let waiting = if words.is_empty() {
            Vec::new()
        } else {
            requests::search(&asker, words, None, &RequestStatus::WAITING, c)?
        };
        let ids: Vec<MicrosoftId> = page.rows.iter().map(|row| row.microsoft_id).collect();
        let opened = open.map(|at| page.rows[at].microsoft_id);
        Ok(ListData {
            waiting,
            tags: opened.map_or(Ok(Vec::new()), |id| tags_of(&asker, id, c))?,
            notes: opened.map_or(Ok(Vec::new()), |id| featured_notes(&asker, id, c))?,
            contacts: opened.map_or(Ok(Vec::new()), |id| contacts_of(&asker, id, c))?,
            row_resellers: is_provider
                .then(|| resellers::resellers_by_customer(&asker, &ids, c))
                .transpose()?,
            details: open.zip(details.transpose()?),
            // Computed here because this closure runs on a blocking thread and the rendering does not.
            marks: row_match_ranges(&page, words),
            resellers: if filters { resellers::all_resellers(&asker, c)? } else { Vec::new() },
            page,
        })
    };
    let answer = if seek { portal.db.read_one(ask).await? } else { portal.db.read(ask).await? };
    let mut response = render(&request, &scope, &shell, &wanted, bad, &answer)?;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("HX-Request"));
    Ok(response)
}

/// Replaces a reseller's name with its MPN ID: a user may type either, but links contain the MPN ID.
async fn by_number(portal: &AppState, scope: &Scope<ViewCustomers>, mut params: Params) -> Result<Params> {
    if params.reseller.is_empty() || is_mpn_id(&params.reseller) {
        return Ok(params);
    }
    let (asker, typed) = (scope.clone(), fold(&params.reseller));
    let resellers = portal.db.read(move |c| resellers::all_resellers(&asker, c)).await?;
    let (mut former, mut live): (Vec<_>, Vec<_>) = resellers
        .into_iter()
        .filter(|reseller| fold(&reseller.name) == typed)
        .partition(|reseller| reseller.is_former);
    // If a current and a former reseller have the same name, the current one is meant.
    let named = if live.is_empty() { &mut former } else { &mut live };
    if let (Some(one), true) = (named.pop(), named.is_empty()) {
        params.reseller = one.mpn_id;
    }
    Ok(params)
}

fn render(
    request: &HttpRequest,
    scope: &Scope<ViewCustomers>,
    shell: &Shell,
    wanted: &PageRequest,
    bad: Option<&'static str>,
    found: &ListData,
) -> Result<HttpResponse> {
    let page = &found.page;
    let showing = showing(wanted, &found.resellers);
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
        rows: page.rows.iter().zip(&found.marks).map(|(row, marks)| line(row, marks, found)).collect(),
        shows_resellers: found.row_resellers.is_some(),
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
        row_texts: RowTexts::new(texts),
        showing,
    };
    let says = |name| request.headers().contains_key(name);
    let only_results = says("hx-request") && !says("hx-history-restore-request");
    if only_results {
        return response::page_as(frame.status(), &list);
    }
    let filters = scope.allows(Permission::FilterByReseller);
    let resellers = filters.then_some(found.resellers.as_slice());
    response::page_as(frame.status(), &CustomersPage { shell, frame: &frame, list, resellers })
}

fn row_match_ranges(page: &Page, words: &SearchTerms) -> Vec<Marks> {
    let marks = |row: &CustomerRow| {
        ([&row.list_name, &row.domain].map(|text| match_ranges(text, words)), matched_name(row, words))
    };
    page.rows.iter().map(marks).collect()
}

fn line<'a>(row: &'a CustomerRow, ([name, domain], also): &'a Marks, found: &'a ListData) -> Line<'a> {
    let resellers = found.row_resellers.as_ref().and_then(|all| all.get(&row.microsoft_id));
    Line {
        row,
        resellers: resellers.map(Vec::as_slice).unwrap_or_default(),
        name: Highlighted { text: &row.list_name, ranges: name.clone() },
        domain: Highlighted { text: &row.domain, ranges: domain.clone() },
        also: also
            .as_ref()
            .map(|also| (also.kind, Highlighted { text: &also.name, ranges: also.ranges.clone() })),
    }
}

fn showing(wanted: &PageRequest, resellers: &[ResellerChoice]) -> ListAddress {
    use crate::search::PageAnchor;
    let asked = &wanted.filter;
    let sort = asked.sort;
    let reseller = asked.reseller.as_ref().map(|mpn_id| {
        let known = resellers.iter().find(|choice| choice.mpn_id == *mpn_id).cloned();
        // An unknown MPN ID is shown as it is, so the page does not reveal whether such a partner exists.
        known.unwrap_or_else(|| ResellerChoice {
            mpn_id: mpn_id.clone(),
            name: mpn_id.clone(),
            is_former: false,
        })
    });
    let cursor = match &wanted.place {
        PageAnchor::Start => None,
        PageAnchor::After(position) => Some(("after", write_cursor(position, sort))),
        PageAnchor::Before(position) => Some(("before", write_cursor(position, sort))),
    };
    ListAddress { q: asked.q.clone(), reseller, sort, cursor }
}

fn pager(showing: &ListAddress, page: &Page) -> Pager {
    let to = |name, position: &Option<Cursor>| {
        position.as_ref().map(|position| showing.page(name, &write_cursor(position, showing.sort)))
    };
    Pager::new(to("before", &page.previous), to("after", &page.next))
}
