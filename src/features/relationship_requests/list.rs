//! The list of requests: one tab at a time, the latest change first. Acceptances that need a decision are shown above
//! it.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::db::keyset::{PageAnchor, Position};
use crate::domain::{BulkList, PartnerId, Permission, ReportList, RequestOutcome, RequestStatus, TextEnum};
use crate::error::Result;
use crate::features::customers::list_context::ListContext;
use crate::features::customers::resellers::other_partners;
use crate::features::relationship_requests::filter::Params;
use crate::features::relationship_requests::list_filters::{filters, unfiltered};
use crate::features::relationship_requests::model::{RelationshipRequest, RequestsTab};
use crate::features::relationship_requests::queries::Page;
use crate::features::relationship_requests::selection::Selection;
use crate::features::relationship_requests::{labels, queries};
use crate::i18n::time_zone::partner_zone;
use crate::state::AppState;
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::bulk_bar::BulkBar;
use crate::web::list::{
    BadParameter, EmptyState, ExportMenu, ListCount, ListFrame, PageAction, Pager, SortHead, Tab, Tabs,
    TimeSort, parse_valid,
};
use crate::web::nav::Nav;
use crate::web::reported_list::canonical_query;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// `GET /relationship-requests`.
#[derive(Template)]
#[template(path = "requests/index.html")]
pub struct RequestsPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The selected tab.
    pub tab: RequestsTab,
    /// The page of requests.
    pub page: &'a Page,
    /// The row id of the user's partner.
    pub me: PartnerId,
    /// The id of the request that the flash message is about; its row is highlighted.
    pub fresh: &'a str,
    /// The header of the column by which the list is sorted.
    pub changed: SortHead,
    /// What can be done with selected requests.
    pub bulk: Option<BulkBar>,
}

/// Returns the frame of the list, without its actions.
fn frame(shell: &Shell, tab: RequestsTab, page: &Page, context: &ListContext<'_, Params>) -> ListFrame {
    let texts = shell.texts;
    let ListContext { params, bad, .. } = context;
    let total = page.count(tab);
    let sentence = texts.requests_count(total.shown, total.text(shell.locale));
    let filters = filters(shell, context);
    let is_filtered = filters.is_used();
    let all = || PageAction::new("all", texts.log_clear(), unfiltered(params));
    let empty = || match is_filtered {
        true => EmptyState::nothing_found(texts.requests_no_match()).with_actions([all()]),
        false => EmptyState::nothing_yet(texts.no_requests(), texts.no_requests_text()),
    };
    let export = || {
        let label = texts.export_list(total.text(shell.locale));
        let menu = ExportMenu::new(shell, label, total.shown, |format| match format {
            TableFormat::Csv => urls::relationship_requests_csv().with_parameters(params.pairs()),
            TableFormat::Xlsx => urls::relationship_requests_xlsx().with_parameters(params.pairs()),
        });
        let query = canonical_query(params.pairs());
        menu.regularly(shell, ReportList::Requests, &query).unless(context.no_export.clone())
    };
    ListFrame {
        title: Some(tab.label(texts) + &texts.dash() + &texts.relationship_requests()),
        caption: texts.requests_caption(),
        bad: bad.map(|field| BadParameter::of_list(shell, field)),
        tabs: Some(tabs(shell, tab, page, params)),
        filters: Some(filters),
        empty: page.rows.is_empty().then(empty),
        pager: Pager::around(&page.rows, page.edges, |name, request| page_address(params, name, request)),
        export: (total.shown > 0).then(export),
        ..ListFrame::new(texts.relationship_requests(), ListCount::in_tab(total, sentence))
    }
}

/// Returns the tabs with their numbers. Search and filters stay.
fn tabs(shell: &Shell, current: RequestsTab, page: &Page, params: &Params) -> Tabs {
    let tab = |(tab, word): &(RequestsTab, &str)| {
        let params = Params { state: (*word).to_owned(), ..params.clone() };
        let address = urls::relationship_requests().with_parameters(params.pairs());
        let number = page.count(*tab).text(shell.locale);
        Tab::new(tab.label(shell.texts), address, *tab == current).with_number(number)
    };
    Tabs { label: shell.texts.request_state_views(), tabs: RequestsTab::ALL.iter().map(tab).collect() }
}

/// Returns the bar for requests that wait for an answer: their recipients can be reminded.
fn bulk_bar(shell: &Shell, scope: &Scope<ViewCustomers>, page: &Page, params: &Params) -> Option<BulkBar> {
    let waiting = page.count(RequestsTab::Waiting).shown;
    if page.rows.is_empty() || !matches!(params.state.as_str(), "" | "waiting") {
        return None;
    }
    let query = serde_urlencoded::to_string(params.pairs()).unwrap_or_default();
    BulkBar::new(scope, BulkList::Requests, query, waiting, (shell.texts, shell.locale))
}

fn page_address(params: &Params, name: &'static str, request: &RelationshipRequest) -> String {
    let cursor = Position { at: request.changed_at, id: request.id.0 }.cursor();
    let pairs = params.pairs().into_iter().chain([(name, cursor.as_str())]);
    urls::relationship_requests().with_parameters(pairs)
}

/// Returns the header of the column with the time of the last change.
fn changed_head(shell: &Shell, params: &Params, sort: TimeSort) -> SortHead {
    sort.head("changed", shell.texts.last_change(), |sort| {
        let params = Params { sort: sort.to_owned(), ..params.clone() };
        urls::relationship_requests().with_parameters(params.pairs())
    })
}

impl RequestsPage<'_> {
    /// Returns the label of the box that selects a request.
    fn bulk_label(&self, request: &RelationshipRequest) -> String {
        let texts = self.shell.texts;
        let name = request.recipient_label().map_or_else(|| texts.no_recipient(), str::to_owned);
        let label = texts.bulk_select_row();
        format!("{}{name}{}", label.s0, label.s1)
    }

    fn undecided_text(&self) -> String {
        let count = self.page.undecided.len() as u32;
        self.shell.texts.undecided_count(count, self.shell.locale.number(count.into()))
    }

    fn state(&self, request: &RelationshipRequest) -> (&'static str, String) {
        let texts = self.shell.texts;
        let is_sent = request.status == RequestStatus::Sent && request.opened_at.is_none();
        match self.page.undelivered.get(&request.id).filter(|_| is_sent) {
            Some(true) => ("declined", texts.mail_given_up()),
            Some(false) => ("pending", texts.mail_queued()),
            None => labels::state(request, texts),
        }
    }

    /// Returns what is requested, and the name of the other partner if there is one.
    fn requested(&self, request: &RelationshipRequest) -> (String, Option<&str>) {
        let texts = self.shell.texts;
        let name = |id: PartnerId| self.page.names.get(&id).map(String::as_str);
        match request.provider {
            Some(provider) if request.partner == self.me => (texts.with_provider(), name(provider)),
            Some(_) => (texts.with_reseller(), name(request.partner)),
            None => (request.kind.label(texts), None),
        }
    }

    fn day(&self, at: &chrono::NaiveDateTime) -> String {
        self.shell.day(*at)
    }

    fn last_day(&self, request: &RelationshipRequest) -> String {
        self.shell.locale.date(request.valid_until)
    }

    /// Returns a note on the last change.
    fn last_change(&self, request: &RelationshipRequest) -> Option<String> {
        let texts = self.shell.texts;
        match RequestsTab::containing(request.status) {
            RequestsTab::Waiting | RequestsTab::All => match (request.opened_at, request.sent_how) {
                (Some(at), _) => Some(texts.opened_on(self.day(&at))),
                (None, Some(how)) => Some(how.label(texts)),
                (None, None) => Some(texts.not_sent_yet()),
            },
            RequestsTab::Accepted => self.page.outcomes.get(&request.id).map(|outcome| outcome.label(texts)),
            RequestsTab::Declined => request.decline_reason.clone().filter(|reason| !reason.is_empty()),
            RequestsTab::Expired => Some(match request.opened_at {
                Some(at) => texts.opened_on(self.day(&at)),
                None => texts.never_opened(),
            }),
            // Empty if the portal itself revoked it, or the user's personal data was erased.
            RequestsTab::Revoked => {
                (!request.changed_by.is_empty()).then(|| texts.revoked_by(&request.changed_by))
            }
        }
    }

    fn is_undecided(&self, request: &RelationshipRequest) -> bool {
        self.page.outcomes.get(&request.id) == Some(&RequestOutcome::Undecided)
    }
}

/// `GET /relationship-requests`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Requests))?;
    let typed = params.into_inner();
    let mut params = typed.clone();
    let (filter, bad) = parse_valid(&mut params, Params::filter, Params::remove)?;
    let (place, unread) = PageAnchor::read(&params.after, &params.before);
    let (kind, zone) = (scope.actor().partner.kind, partner_zone(&scope.actor().partner));
    let (tab, sort, asker) = (filter.tab, filter.sort, scope.clone());
    let found = portal.db.read(move |c| {
        let selection = Selection::resolve(&asker, &filter, zone, c)?;
        let others = other_partners(&asker, c)?;
        Ok((queries::page(&asker, &selection, &place, c)?, others, queries::people(&asker, c)?))
    });
    let (page, others, people) = found.await?;
    let texts = shell.texts;
    let needs = scope.reason(Permission::RequestRelationship, texts, |roles| texts.request_needs(roles));
    let new = PageAction::new("request", texts.request_relationship(), urls::new_relationship_request());
    let context = ListContext {
        kind,
        typed: &typed,
        params: &params,
        bad: bad.or(unread),
        others: &others,
        people: &people,
        no_export: scope.reason(Permission::ExportCustomers, texts, |roles| texts.export_needs(roles)),
    };
    let list = RequestsPage {
        frame: ListFrame {
            actions: vec![new.primary().unless(needs)],
            ..frame(&shell, tab, &page, &context)
        },
        changed: changed_head(&shell, &params, sort),
        bulk: bulk_bar(&shell, &scope, &page, &params).filter(|_| portal.mail.is_some()),
        shell: &shell,
        tab,
        page: &page,
        me: scope.partner(),
        fresh: shell.flash.as_ref().map_or("", |flash| flash.about.as_str()),
    };
    response::page_as(list.frame.status(), &list)
}
