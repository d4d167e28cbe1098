//! Handlers and pages of a provider's indirect resellers: the list, and the end of a partnership.

use crate::auth::Scope;
use crate::auth::scope::{RemovePartnership, ViewResellers};
use crate::domain::Permission;
use crate::error::Result;
use crate::features::partnerships::queries;
use crate::features::partnerships::queries::PartnershipRow;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction};
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// `GET /indirect-resellers`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewResellers>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let asker = scope.clone();
    let resellers = portal.db.read(move |c| queries::resellers(&asker, c)).await?;
    let texts = shell.texts;
    let needs = scope.reason(Permission::RequestPartnership, texts, |roles| texts.partnership_needs(roles));
    let new = PageAction::new("partnership", texts.request_partnership(), urls::new_indirect_reseller());
    let empty = || EmptyState::nothing_yet(texts.no_resellers(), texts.no_resellers_text());
    let count = ListCount::unspoken(CappedCount::exact(resellers.len() as u64));
    let page = ResellersPage {
        frame: ListFrame {
            caption: texts.resellers_caption(),
            actions: vec![new.primary().unless(needs)],
            empty: resellers.is_empty().then(empty),
            ..ListFrame::new(texts.indirect_resellers(), count)
        },
        shell: &shell,
        resellers: &resellers,
        may_add: scope.allows(Permission::AddCustomer),
        may_remove: scope.allows(Permission::RemovePartnership),
    };
    response::page(&page)
}

/// `GET /indirect-resellers/{mpn_id}/removal`.
pub async fn ask_removal(
    request: HttpRequest,
    scope: Scope<RemovePartnership>,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let asker = scope.clone();
    let reseller = portal.db.read(move |c| queries::reseller(&asker, &path, c)).await?;
    response::page(&RemovalPage { shell: &shell, reseller: &reseller })
}

/// `POST /indirect-resellers/{mpn_id}/removal`.
pub async fn remove(
    scope: Scope<RemovePartnership>,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (partner, mpn_id) = (scope.partner(), scope.actor().partner.mpn_id.clone());
    let ended = portal.log.record(scope.author(), move |tx| {
        Ok(((), vec![queries::end_partnership(tx, (partner, &mpn_id), &path)?]))
    });
    ended.await?;
    Ok(see_other(&portal, &urls::indirect_resellers(), Flash::from(Message::PartnershipRemoved)))
}

/// `GET /indirect-resellers`.
#[derive(Template)]
#[template(path = "partnerships/resellers.html")]
pub struct ResellersPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The resellers, former ones last.
    pub resellers: &'a [PartnershipRow],
    /// Whether the user may add customers.
    pub may_add: bool,
    /// Whether the user may end partnerships.
    pub may_remove: bool,
}

impl ResellersPage<'_> {
    fn number(&self, number: &u64) -> String {
        self.shell.locale.number(*number)
    }

    fn day(&self, at: &chrono::NaiveDateTime) -> String {
        self.shell.day(*at)
    }
}

/// `GET /indirect-resellers/{mpn_id}/removal`.
#[derive(Template)]
#[template(path = "partnerships/removal.html")]
pub struct RemovalPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The reseller.
    pub reseller: &'a PartnershipRow,
}
