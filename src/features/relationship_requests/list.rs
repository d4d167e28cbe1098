//! The list of requests: one tab at a time, the latest change first. Acceptances that need a decision are shown above
//! it.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::db::keyset::{PageAnchor, Position};
use crate::domain::{Permission, RequestOutcome, RequestStatus, TextEnum};
use crate::error::Result;
use crate::features::relationship_requests::model::{RelationshipRequest, Tab};
use crate::features::relationship_requests::queries::Page;
use crate::features::relationship_requests::{labels, queries};
use crate::state::AppState;
use crate::urls;
use crate::web::nav::Nav;
use crate::web::pager::Pager;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
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
    /// The selected tab.
    pub tab: Tab,
    /// The page of requests.
    pub page: &'a Page,
    /// The row id of the user's partner.
    pub me: i32,
    /// Why the user may not request a relationship; `None` if they may.
    pub reason: Option<String>,
    /// The error, if the URL has an invalid parameter.
    pub bad: Option<String>,
    /// The id of the request that the flash message is about; its row is highlighted.
    pub fresh: &'a str,
}

/// The link to a tab.
struct TabLink {
    word: &'static str,
    label: String,
    number: String,
    is_current: bool,
}

impl RequestsPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        let title = format!("{} – {}", self.tab.label(texts), texts.relationship_requests());
        if self.bad.is_some() { format!("{} {title}", texts.error_prefix()) } else { title }
    }

    fn tabs(&self) -> Vec<TabLink> {
        let count = |word: &'static str| self.page.counts.get(word).copied().unwrap_or_default();
        let tab = |(tab, word): &(Tab, &'static str)| {
            let (label, number) = (tab.label(self.shell.texts), self.shell.locale.number(count(word)));
            TabLink { word, label, number, is_current: *tab == self.tab }
        };
        Tab::ALL.iter().map(tab).collect()
    }

    fn total(&self) -> u64 {
        self.page.counts.get(self.tab.as_str()).copied().unwrap_or_default()
    }

    fn count_words(&self) -> String {
        let total = self.total();
        let shown = u32::try_from(total).unwrap_or(u32::MAX);
        self.shell.texts.requests_count(shown, self.shell.locale.number(total))
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
        let name = |id: i32| self.page.names.get(&id).map(String::as_str);
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
            Tab::Waiting => match (request.opened_at, request.sent_how) {
                (Some(at), _) => Some(texts.opened_on(self.day(&at))),
                (None, Some(how)) => Some(how.label(texts)),
                (None, None) => Some(texts.not_sent_yet()),
            },
            Tab::Accepted => self.page.outcomes.get(&request.id).map(|outcome| outcome.label(texts)),
            Tab::Declined => request.decline_reason.clone().filter(|reason| !reason.is_empty()),
            Tab::Expired => Some(match request.opened_at {
                Some(at) => texts.opened_on(self.day(&at)),
                None => texts.never_opened(),
            }),
            // Empty if the portal itself revoked it, or the user's personal data was erased.
            Tab::Revoked => (!request.changed_by.is_empty()).then(|| texts.revoked_by(&request.changed_by)),
        }
    }

    fn is_undecided(&self, request: &RelationshipRequest) -> bool {
        self.page.outcomes.get(&request.id) == Some(&RequestOutcome::Undecided)
    }

    fn pager(&self) -> Pager {
        let (rows, sides) = (&self.page.rows, &self.page.sides);
        Pager::new(
            rows.first().filter(|_| sides.previous).map(|first| self.page("before", first)),
            rows.last().filter(|_| sides.next).map(|last| self.page("after", last)),
        )
    }

    fn page(&self, name: &str, request: &RelationshipRequest) -> String {
        let position = Position { at: request.changed_at, id: request.id.0 };
        urls::relationship_requests().with_query(format_args!(
            "state={}&{name}={}",
            self.tab.as_str(),
            position.cursor()
        ))
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
    let tab = if params.state.is_empty() { Ok(Tab::Waiting) } else { params.state.parse() };
    let (place, unread) = PageAnchor::read(&params.after, &params.before);
    let bad = (tab.is_err() || unread.is_some()).then(|| shell.texts.bad_page());
    let (tab, asker) = (tab.unwrap_or(Tab::Waiting), scope.clone());
    let page = portal.db.read(move |c| queries::page(&asker, tab, place, c)).await?;
    let status = if bad.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let needs = Permission::RequestRelationship;
    let fresh = shell.flash.as_ref().map_or("", |flash| flash.about.as_str());
    let list = RequestsPage {
        shell: &shell,
        tab,
        page: &page,
        me: scope.partner().0,
        reason: scope.reason(needs, shell.texts, |roles| shell.texts.request_needs(roles)),
        bad,
        fresh,
    };
    response::page_as(status, &list)
}
