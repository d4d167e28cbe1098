//! `GET /account-settings/organization`: the user's organization, and who may change it.

use crate::auth::Scope;
use crate::auth::scope::ViewOrganization;
use crate::domain::{Partner, Permission};
use crate::error::Result;
use crate::features::organization::model::Organization;
use crate::features::organization::queries;
use crate::i18n::labels;
use crate::state::AppState;
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
    may_edit: bool,
    editors: String,
    may_edit_tax_id: bool,
    tax_id_editors: String,
}

impl OrganizationPage<'_> {
    /// Returns street, city, state and postal code, without empty lines.
    fn address(&self) -> Vec<&str> {
        let one = self.organization;
        let lines = [&one.address_line1, &one.address_line2, &one.city, &one.state, &one.postal_code];
        lines.into_iter().map(String::as_str).filter(|line| !line.is_empty()).collect()
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
    let roles = |permission| labels::list(shell.texts, scope.roles_for(permission));
    let page = OrganizationPage {
        partner: &scope.actor().partner,
        organization: &organization,
        may_edit: scope.allows(Permission::EditOrganization),
        editors: shell.texts.organization_who_may(roles(Permission::EditOrganization)),
        may_edit_tax_id: scope.allows(Permission::EditTaxId),
        tax_id_editors: shell.texts.organization_who_may(roles(Permission::EditTaxId)),
        shell: &shell,
    };
    response::page(&page)
}
