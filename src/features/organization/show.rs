//! `GET /account-settings/organization`: the user's organization, and who may change it.

use crate::auth::Scope;
use crate::auth::scope::ViewOrganization;
use crate::domain::{Partner, Permission, PostalAddress};
use crate::error::Result;
use crate::features::organization::model::Organization;
use crate::features::organization::queries;
use crate::state::AppState;
use crate::urls;
use crate::web::page_action::PageAction;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "organization/show.html")]
struct OrganizationPage<'a> {
    shell: &'a Shell,
    partner: &'a Partner,
    organization: &'a Organization,
    change: PageAction,
    /// Why the user may not change the tax ID; `None` if they may.
    no_tax_id_change: Option<String>,
}

impl OrganizationPage<'_> {
    /// Returns the lines of the address as the partner's country writes them.
    fn address(&self) -> Vec<String> {
        let place = PostalAddress {
            country: &self.partner.country,
            line1: &self.organization.address_line1,
            line2: &self.organization.address_line2,
            city: &self.organization.city,
            state: &self.organization.state,
            postal_code: &self.organization.postal_code,
        };
        place.lines()
    }

    fn legal_name(&self) -> &str {
        let name = &self.organization.legal_name;
        if name.is_empty() { &self.partner.name } else { name }
    }
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewOrganization>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let organization = portal.db.read(move |c| queries::find_own(&reader, c)).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let texts = shell.texts;
    let who_may = |roles| texts.organization_who_may(roles);
    let change = PageAction::new("change", texts.change(), urls::organization_edit()).primary();
    let page = OrganizationPage {
        partner: &scope.actor().partner,
        organization: &organization,
        change: change.unless(scope.reason(Permission::EditOrganization, texts, who_may)),
        no_tax_id_change: scope.reason(Permission::EditTaxId, texts, who_may),
        shell: &shell,
    };
    response::page(&page)
}
