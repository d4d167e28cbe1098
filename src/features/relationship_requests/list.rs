//! The list of requests: one tab at a time, the latest change first. Acceptances that need a decision are shown above
//! it.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::db::keyset::{PageAnchor, Position};
use crate::domain::{PartnerId, Permission, RequestOutcome, RequestStatus, TextEnum};
use crate::error::Result;
use crate::features::relationship_requests::model::{RelationshipRequest, RequestsTab};
use crate::features::relationship_requests::queries::Page;
use crate::features::relationship_requests::{labels, queries};
use crate::state::AppState;
use crate::urls;
use crate::web::list::{BadParameter, EmptyState, ListCount, ListFrame, PageAction, Pager, Tab, Tabs};
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

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
}

/// Returns the frame of the list, without its actions. `bad` is the first invalid parameter.
fn frame(shell: &Shell, tab: RequestsTab, page: &Page, bad: Option<&'static str>) -> ListFrame {
    let texts = shell.texts;
    let total = page.count(tab);
    let sentence = texts.requests_count(total.shown, total.text(shell.locale));
    let empty = || EmptyState::nothing_yet(texts.no_requests(), texts.no_requests_text());
    ListFrame {
        title: Some(tab.label(texts) + &texts.dash() + &texts.relationship_requests()),
        caption: texts.requests_caption(),
        bad: bad.map(|field| BadParameter { field, text: texts.bad_page() }),
        tabs: Some(tabs(shell, tab, page)),
        empty: page.rows.is_empty().then(empty),
        pager: Pager::around(&page.rows, page.edges, |name, request| page_address(tab, name, request)),
        ..ListFrame::new(texts.relationship_requests(), ListCount::in_tab(total, sentence))
    }
}

fn tabs(shell: &Shell, current: RequestsTab, page: &Page) -> Tabs {
    let tab = |(tab, word): &(RequestsTab, &str)| {
        let address = urls::relationship_requests().with_query(format_args!("state={word}"));
        let number = page.count(*tab).text(shell.locale);
        Tab::new(tab.label(shell.texts), address, *tab == current).with_number(number)
    };
    Tabs { label: shell.texts.request_state_views(), tabs: RequestsTab::ALL.iter().map(tab).collect() }
}

fn page_address(tab: RequestsTab, name: &str, request: &RelationshipRequest) -> String {
    let position = Position { at: request.changed_at, id: request.id.0 };
    let query = format_args!("state={}&{name}={}", tab.as_str(), position.cursor());
    urls::relationship_requests().with_query(query)
}

impl RequestsPage<'_> {
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
        match self.tab {
            RequestsTab::Waiting => match (request.opened_at, request.sent_how) {
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

/// The query parameters of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    state: String,
    after: String,
    before: String,
}

/// `GET /relationship-requests`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Requests))?;
    let tab = if params.state.is_empty() { Ok(RequestsTab::Waiting) } else { params.state.parse() };
    let (place, unread) = PageAnchor::read(&params.after, &params.before);
    let bad = tab.as_ref().err().map(|_| "state").or(unread);
    let (tab, asker) = (tab.unwrap_or(RequestsTab::Waiting), scope.clone());
    let page = portal.db.read(move |c| queries::page(&asker, tab, place, c)).await?;
    let texts = shell.texts;
    let needs = scope.reason(Permission::RequestRelationship, texts, |roles| texts.request_needs(roles));
    let new = PageAction::new("request", texts.request_relationship(), urls::new_relationship_request());
    let list = RequestsPage {
        frame: ListFrame { actions: vec![new.primary().unless(needs)], ..frame(&shell, tab, &page, bad) },
        shell: &shell,
        tab,
        page: &page,
        me: scope.partner(),
        fresh: shell.flash.as_ref().map_or("", |flash| flash.about.as_str()),
    };
    response::page_as(list.frame.status(), &list)
}
