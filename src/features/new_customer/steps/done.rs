//! The page after the customer was added.

use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::db::former_ids::current;
use crate::domain::{DraftId, MicrosoftId, Permission};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::customers::model::CustomerRow;
use crate::features::new_customer::model::{CustomerDraft, Step};
use crate::features::new_customer::steps::common::{load, redirect_to_step, step_shell};
use crate::features::new_customer::steps::progress::steps;
use crate::state::AppState;
use crate::web::response;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// The page after the customer was added.
#[derive(Template)]
#[template(path = "new_customer/done.html")]
#[allow(missing_docs)]
pub struct DonePage<'a> {
    pub shell: &'a Shell,
    pub steps: Steps,
    pub customer: &'a CustomerRow,
    pub has_agreement: bool,
    pub scope: &'a Scope<AddCustomer>,
}

impl DonePage<'_> {
    fn may_order(&self) -> bool {
        self.scope.allows(Permission::Order)
    }

    fn may_attest(&self) -> bool {
        !self.has_agreement && self.scope.allows(Permission::AttestAgreement)
    }

    fn title(&self) -> String {
        let text = self.shell.texts.new_customer_done();
        [text.s0, self.customer.list_name.clone(), text.s1].concat()
    }
}

/// `GET /customers/new/{draft}/done`.
pub async fn done(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
) -> Result<HttpResponse> {
    let (id, draft) = load(&portal, &scope, path.into_inner()).await?;
    match draft.customer() {
        Some(customer) => done_page(&request, &portal, &scope, (&draft, customer)).await,
        None => Ok(redirect_to_step(&portal, id, &draft, Step::Review)),
    }
}

/// Renders the page of the added customer.
pub async fn done_page(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<AddCustomer>,
    (draft, id): (&CustomerDraft, MicrosoftId),
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let customer = portal.db.read(move |c| {
        let now = current(c, asker.partner(), id)?;
        customer(&asker, now, c)
    });
    let customer = customer.await?;
    let shell = step_shell(request, scope)?;
    let has_agreement = draft.has_agreement(scope);
    let steps = steps(scope, &shell, None, None);
    response::page(&DonePage { shell: &shell, steps, customer: &customer, has_agreement, scope })
}
