//! Handlers and pages of a provider's indirect resellers: the list, and the end of a partnership.

use crate::auth::Scope;
use crate::auth::scope::{RemovePartnership, ViewResellers};
use crate::domain::{Permission, Role};
use crate::error::Result;
use crate::features::partnerships::queries;
use crate::features::partnerships::queries::PartnershipRow;
use crate::i18n::labels;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
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
    let needs = Permission::RequestPartnership;
    let page = ResellersPage {
        shell: &shell,
        resellers: &resellers,
        request_needs: (!scope.allows(needs)).then(|| scope.roles_for(needs)),
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
    /// The resellers, former ones last.
    pub resellers: &'a [PartnershipRow],
    /// The roles that may request a partnership; `None` if the user may.
    pub request_needs: Option<&'static [Role]>,
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

    fn needs(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.request_needs.map(|roles| texts.partnership_needs(labels::list(texts, roles)))
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
