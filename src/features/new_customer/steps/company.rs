//! The first step: company, contact and, if it was accepted, the customer agreement. If the partner knows the company
//! already, the page links to the customer, or to a new relationship request for a former customer.

use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::db::DbConnection;
use crate::domain::{DraftId, is_mpn_id};
use crate::error::{Error, Result};
use crate::features::bill_to::address::form::{AddressFields, AddressForm};
use crate::features::customers::membership::KnownCustomer;
use crate::features::drafts;
use crate::features::drafts::DraftKind;
use crate::features::new_customer::model::{CompanyForm, CustomerDraft, StartQuery, Step};
use crate::features::new_customer::steps::common::{load, redirect_to_step, step_shell};
use crate::features::new_customer::steps::company_page::{CompanyPage, ExistingCustomer, OpenDraft};
use crate::features::new_customer::steps::progress::steps;
use crate::features::new_customer::{checks, queries};
use crate::features::referrals::model::Lead;
use crate::features::referrals::queries as referrals;
use crate::state::AppState;
use crate::web::form_extract::NoOtherFields;
use crate::web::form_fields::FieldErrors;
use crate::web::response;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CompanyStepForm {
    #[serde(flatten)]
    address: AddressForm,
    domain: String,
    microsoft_id: String,
    agreement: String,
    agreed_on: String,
    draft: String,
    reseller: String,
    referral: String,
    show_fields: String,
    /// “yes” skips the optional steps.
    to_review: String,
    #[serde(flatten)]
    _rest: NoOtherFields,
}

impl CompanyStepForm {
    fn form(self) -> CompanyForm {
        let CompanyStepForm { address, domain, microsoft_id, agreement, agreed_on, .. } = self;
        CompanyForm { address, domain, microsoft_id, agreement, agreed_on }
    }
}

/// The draft of the form, which may not exist yet.
struct DefaultAddress {
    id: DraftId,
    /// For a new draft: the query parameters.
    new_for: Option<StartQuery>,
}

/// `GET /customers/new`: the empty form, and the user's other drafts.
pub async fn show_new(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    begin: Query<StartQuery>,
) -> Result<HttpResponse> {
    let begin = begin.into_inner();
    let mut form = CompanyForm { address: default_address(&scope), ..CompanyForm::default() };
    if let Some(id) = begin.referral_id() {
        let asker = scope.clone();
        let Lead { company_name, first_name, last_name, email, phone, .. } =
            portal.db.read(move |c| referrals::accepted(&asker, id, c)).await?;
        form.address = AddressForm { company_name, first_name, last_name, email, phone, ..form.address };
    }
    let place = DefaultAddress { id: DraftId::random(), new_for: Some(begin) };
    let asker = scope.clone();
    let begun =
        portal.db.read(move |c| drafts::list_own::<_, CustomerDraft>(&asker, DraftKind::Customer, c)).await?;
    let begun: Vec<OpenDraft> = begun
        .into_iter()
        .filter(|(_, _, draft)| draft.added.is_none())
        .map(|(id, at, draft)| OpenDraft { id, at, name: draft.company.address.company_name })
        .collect();
    page(&request, &scope, &place, &form, &FieldErrors::default(), None, &begun)
}

/// Most customers are in the partner's own country.
fn default_address(scope: &Scope<AddCustomer>) -> AddressForm {
    AddressForm { country: scope.actor().partner.country.clone(), ..AddressForm::default() }
}

/// `POST /customers/new`: creates the draft.
pub async fn begin(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    posted: Form<CompanyStepForm>,
) -> Result<HttpResponse> {
    let posted = posted.into_inner();
    let id = posted.draft.parse().unwrap_or_else(|_| DraftId::random());
    let begin = StartQuery { reseller: posted.reseller.clone(), referral: posted.referral.clone() };
    let place = DefaultAddress { id, new_for: Some(begin) };
    save_and_continue(&request, &scope, &portal, place, posted).await
}

/// `GET /customers/new/{draft}/company`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
) -> Result<HttpResponse> {
    let (id, draft) = load(&portal, &scope, path.into_inner()).await?;
    if draft.added.is_some() {
        return Ok(redirect_to_step(&portal, id, &draft, Step::Company));
    }
    let shell = step_shell(&request, &scope)?;
    let faults = checks::company(&scope, &draft.company, shell.locale).err().unwrap_or_default();
    page(&request, &scope, &DefaultAddress { id, new_for: None }, &draft.company, &faults, None, &[])
}

/// `POST /customers/new/{draft}/company`.
pub async fn send(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
    posted: Form<CompanyStepForm>,
) -> Result<HttpResponse> {
    let (id, _) = load(&portal, &scope, path.into_inner()).await?;
    save_and_continue(&request, &scope, &portal, DefaultAddress { id, new_for: None }, posted.into_inner())
        .await
}

async fn save_and_continue(
    request: &HttpRequest,
    scope: &Scope<AddCustomer>,
    portal: &AppState,
    place: DefaultAddress,
    posted: CompanyStepForm,
) -> Result<HttpResponse> {
    let only_fields = posted.show_fields == "yes";
    let next = if posted.to_review == "yes" { Step::Review } else { Step::Company.next(scope) };
    let form = posted.form();
    if only_fields {
        return page(request, scope, &place, &form, &FieldErrors::default(), None, &[]);
    }
    let shell = step_shell(request, scope)?;
    let company = match checks::company(scope, &form, shell.locale) {
        Ok(company) => company,
        Err(faults) => return page(request, scope, &place, &form, &faults, None, &[]),
    };
    let (asker, lists, typed) = (scope.clone(), portal.lists.clone(), form.clone());
    let (id, new_for) = (place.id, place.new_for.clone());
    // Checked in a transaction for changes, which excludes concurrent additions of the same company. It only writes the
    // draft.
    let asked = portal.log.record(scope.author(), move |tx| {
        if let Some(known) = queries::find_existing(tx, &lists, asker.partner(), &company)? {
            return Ok((Err(known), Vec::new()));
        }
        let draft = match drafts::load::<_, CustomerDraft>(&asker, DraftKind::Customer, id, tx.c) {
            Err(Error::NotFound) if new_for.is_some() => {
                let draft = start_draft(&asker, new_for.unwrap_or_default(), typed, tx.c)?;
                drafts::save(&asker, DraftKind::Customer, id, &draft, tx.c)?;
                draft
            }
            Err(error) => return Err(error),
            Ok(_) => queries::update(&asker, id, |draft| draft.company = typed, tx.c)?,
        };
        Ok((Ok(draft), Vec::new()))
    });
    match asked.await? {
        Ok(draft) => Ok(redirect_to_step(portal, id, &draft, next)),
        Err((field, known)) => {
            let mut faults = FieldErrors::default();
            faults.add(field, known_sentence(&known, shell.texts));
            page(request, scope, &place, &form, &faults, Some(&known), &[])
        }
    }
}

/// Returns a new draft, with the reseller or the referral from the query parameters.
fn start_draft(
    scope: &Scope<AddCustomer>,
    begin: StartQuery,
    company: CompanyForm,
    c: &mut DbConnection,
) -> Result<CustomerDraft> {
    let referral = begin.referral_id();
    if let Some(id) = referral {
        referrals::accepted(scope, id, c)?;
    }
    let reseller = Some(begin.reseller).filter(|mpn_id| is_mpn_id(mpn_id)).unwrap_or_default();
    Ok(CustomerDraft { company, reseller, referral: referral.map(|id| id.0), ..CustomerDraft::default() })
}

/// Returns the message for a company that the partner knows already.
pub fn known_sentence(known: &KnownCustomer, texts: &crate::i18n::Texts) -> String {
    if known.active { texts.new_customer_known_active() } else { texts.new_customer_known_ended() }
}

fn page(
    request: &HttpRequest,
    scope: &Scope<AddCustomer>,
    place: &DefaultAddress,
    form: &CompanyForm,
    faults: &FieldErrors,
    known: Option<&KnownCustomer>,
    begun: &[OpenDraft],
) -> Result<HttpResponse> {
    let shell = step_shell(request, scope)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let draft = place.new_for.is_none().then_some(place.id);
    let page = CompanyPage {
        shell: &shell,
        steps: steps(scope, &shell, Some(Step::Company), draft),
        faults,
        form,
        address: AddressFields::new(&form.address, shell.locale),
        id: place.id,
        new_for: place.new_for.as_ref(),
        known: known.map(|known| ExistingCustomer::new(scope, known)),
        begun,
        scope,
    };
    response::page_as(status, &page)
}
