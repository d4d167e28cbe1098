//! The last step: the user reviews all input, and the customer is added.

use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::domain::{Cloud, DraftId, Offer, PartnerKind};
use crate::error::{Error, Result};
use crate::features::customers::model::ResellerChoice;
use crate::features::new_customer::checks;
use crate::features::new_customer::model::{CustomerDraft, Step};
use crate::features::new_customer::queries::{AddOutcome, NewCustomerInput, add};
use crate::features::new_customer::steps::common::{load, redirect_to_step, step_shell};
use crate::features::new_customer::steps::done::done_page;
use crate::features::new_customer::steps::progress::steps;
use crate::features::new_customer::steps::{company, reseller, subscriptions};
use crate::features::orders::model::NewLine;
use crate::features::orders::place::REFUSED;
use crate::i18n::countries;
use crate::state::AppState;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::response;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;

/// The validated draft, with the reseller and the offers that the page shows.
struct ReviewData {
    wanted: NewCustomerInput,
    reseller: Option<ResellerChoice>,
    offers: Vec<Offer>,
}

/// `GET /customers/new/{draft}/review`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
) -> Result<HttpResponse> {
    let (id, draft) = load(&portal, &scope, path.into_inner()).await?;
    match ready(&request, &portal, &scope, &draft).await? {
        Ok(ready) if draft.added.is_none() => {
            page(&request, &scope, id, &draft, &ready, &FieldErrors::default())
        }
        Ok(_) => Ok(redirect_to_step(&portal, id, &draft, Step::Review)),
        Err(step) => Ok(redirect_to_step(&portal, id, &draft, step)),
    }
}

/// `POST /customers/new/{draft}/review`: adds the customer; submitting it twice adds only one.
pub async fn send(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
) -> Result<HttpResponse> {
    let (id, draft) = load(&portal, &scope, path.into_inner()).await?;
    if draft.added.is_some() {
        return Ok(redirect_to_step(&portal, id, &draft, Step::Review));
    }
    let ready = match ready(&request, &portal, &scope, &draft).await? {
        Ok(ready) => ready,
        Err(step) => return Ok(redirect_to_step(&portal, id, &draft, step)),
    };
    let (asker, lists, wanted) = (scope.clone(), portal.lists.clone(), ready.wanted.clone());
    let added = portal.log.record(scope.author(), move |tx| add(tx, &lists, &asker, id, &wanted)).await;
    let outcome = match added {
        Err(Error::BadInput { field: REFUSED, .. }) => AddOutcome::NoOrder,
        other => other?,
    };
    let texts = step_shell(&request, &scope)?.texts;
    let mut faults = FieldErrors::default();
    match outcome {
        AddOutcome::Added(customer) => return done_page(&request, &portal, &scope, (&draft, customer)).await,
        AddOutcome::AddedBefore(_) => {
            let (id, draft) = load(&portal, &scope, id).await?;
            return Ok(redirect_to_step(&portal, id, &draft, Step::Review));
        }
        AddOutcome::Known(_, known) => faults.add("company", company::known_sentence(&known, texts)),
        AddOutcome::NoReseller => faults.add("reseller", texts.new_customer_no_reseller()),
        AddOutcome::NoOrder => faults.add("subscriptions", texts.new_customer_no_order()),
    }
    page(&request, &scope, id, &draft, &ready, &faults)
}

/// Validates all steps again. Returns the first invalid step, if there is one.
async fn ready(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<AddCustomer>,
    draft: &CustomerDraft,
) -> Result<Result<ReviewData, Step>> {
    let locale = step_shell(request, scope)?.locale;
    let all = Step::all(scope);
    let Ok(company) = checks::company(scope, &draft.company, locale) else { return Ok(Err(Step::Company)) };
    let mut chosen = None;
    if all.contains(&Step::Reseller) && !draft.reseller.is_empty() {
        let known = reseller::choices(portal, scope).await?;
        chosen = known.into_iter().find(|choice| choice.mpn_id == draft.reseller);
        if chosen.is_none() {
            return Ok(Err(Step::Reseller));
        }
    }
    let (mut offers, mut lines) = (Vec::new(), Vec::new());
    if all.contains(&Step::Subscriptions) && draft.may_order(scope) {
        offers = subscriptions::offers(portal, scope).await?;
        match checks::lines(draft, &offers, locale) {
            Ok(read) => lines = read,
            Err(_) => return Ok(Err(Step::Subscriptions)),
        }
    }
    let wanted = NewCustomerInput { company, reseller: chosen.as_ref().map(|one| one.mpn_id.clone()), lines };
    Ok(Ok(ReviewData { wanted, reseller: chosen, offers }))
}

fn page(
    request: &HttpRequest,
    scope: &Scope<AddCustomer>,
    id: DraftId,
    draft: &CustomerDraft,
    ready: &ReviewData,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let shell = step_shell(request, scope)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let name = |line: &NewLine| {
        let offer = ready.offers.iter().find(|offer| offer.id == line.offer);
        offer
            .map(|offer| offer.name.clone())
            .ok_or_else(|| Error::internal("an offer of the order is missing"))
    };
    let lines = ready.wanted.lines.iter();
    let lines: Vec<ReviewedLine> = lines
        .map(|line| Ok(ReviewedLine { name: name(line)?, quantity: line.quantity.unsigned_abs().into() }))
        .collect::<Result<_>>()?;
    let page = ReviewPage {
        shell: &shell,
        steps: steps(scope, &shell, Some(Step::Review), Some(id)),
        faults,
        id,
        wanted: &ready.wanted,
        reseller: ready.reseller.as_ref(),
        lines: &lines,
        waiting: if draft.may_order(scope) { 0 } else { draft.chosen_offers().count() },
        scope,
    };
    response::page_as(status, &page)
}

/// A line of the order, for display.
pub struct ReviewedLine {
    /// The offer's name.
    pub name: String,
    /// The quantity.
    pub quantity: u64,
}

/// The page of this step.
#[derive(Template)]
#[template(path = "new_customer/review.html")]
#[allow(missing_docs)]
pub struct ReviewPage<'a> {
    pub shell: &'a Shell,
    pub steps: Steps,
    pub faults: &'a FieldErrors,
    pub id: DraftId,
    pub wanted: &'a NewCustomerInput,
    pub reseller: Option<&'a ResellerChoice>,
    pub lines: &'a [ReviewedLine],
    /// The number of selected subscriptions that cannot be ordered yet.
    pub waiting: usize,
    pub scope: &'a Scope<AddCustomer>,
}

impl ReviewPage<'_> {
    /// Returns the URL of the step that an error names.
    fn step_url(&self, step: &str) -> String {
        let url = match step {
            "reseller" => urls::new_customer_reseller(self.id),
            "subscriptions" => urls::new_customer_subscriptions(self.id),
            _ => urls::new_customer_company(self.id),
        };
        url.into()
    }

    fn country(&self) -> &str {
        countries::country_name(&self.wanted.company.bill_to.country, self.shell.locale)
    }

    fn date(&self, day: &NaiveDate) -> String {
        self.shell.locale.date(*day)
    }

    fn quantity(&self, line: &ReviewedLine) -> String {
        self.shell.locale.number(line.quantity)
    }

    fn waits_for_agreement(&self) -> bool {
        self.waiting > 0
    }

    fn has(&self, step: Step) -> bool {
        Step::all(self.scope).contains(&step)
    }

    fn is_reseller(&self) -> bool {
        self.scope.actor().partner.kind == PartnerKind::IndirectReseller
    }

    fn asks_agreement(&self) -> bool {
        self.scope.actor().partner.cloud == Cloud::Global
    }
}
