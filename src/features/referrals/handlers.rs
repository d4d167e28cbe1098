//! Handlers of the list, of one referral, and of a new one.

use crate::auth::Scope;
use crate::auth::scope::{AnswerReferrals, ViewReferrals};
use crate::db::keyset::PageAnchor;
use crate::domain::{Permission, ReferralId};
use crate::error::{Error, Result};
use crate::features::customers::list_context::ListContext;
use crate::features::customers::resellers::other_partners;
use crate::features::referrals::change::NewReferral;
use crate::features::referrals::filter::Params;
use crate::features::referrals::form::ReferralForm;
use crate::features::referrals::list_page::ReferralsPage;
use crate::features::referrals::new_page::NewPage;
use crate::features::referrals::queries::ReferralTarget;
use crate::features::referrals::selection::Selection;
use crate::features::referrals::show_page::{AnswerInput, ReferralPage};
use crate::features::referrals::{change, list_page, queries};
use crate::i18n::time_zone::partner_zone;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::list::{ListFrame, PageAction, parse_valid};
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// `GET /referrals`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewReferrals>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Referrals))?;
    let typed = params.into_inner();
    let mut params = typed.clone();
    let (filter, bad) = parse_valid(&mut params, Params::filter, Params::remove)?;
    let (place, unread) = PageAnchor::read(&params.after, &params.before);
    let (status, sort, zone) = (filter.status, filter.sort, partner_zone(&scope.actor().partner));
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let selection = Selection::resolve(&asker, &filter, zone, c)?;
        let page = queries::page(&asker, &selection, &place, c)?;
        Ok((page, other_partners(&asker, c)?, queries::people(&asker, c)?))
    });
    let (page, others, people) = found.await?;
    let texts = shell.texts;
    let needs = scope.reason(Permission::AnswerReferrals, texts, |roles| texts.referral_needs(roles));
    let new = PageAction::new("referral", texts.referral_new(), urls::new_referral());
    let actions = vec![new.primary().unless(needs)];
    let context = ListContext {
        kind: scope.actor().partner.kind,
        typed: &typed,
        params: &params,
        bad: bad.or(unread),
        others: &others,
        people: &people,
        no_export: scope.reason(Permission::ExportCustomers, texts, |roles| texts.export_needs(roles)),
    };
    let list = ReferralsPage {
        frame: ListFrame { actions, ..list_page::frame(&shell, status, &page, &context) },
        changed: list_page::changed_head(&shell, &params, sort),
        shell: &shell,
        status,
        page: &page,
        me: scope.partner(),
        kind: scope.actor().partner.kind,
    };
    response::page_as(list.frame.status(), &list)
}

/// `GET /referrals/{id}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewReferrals>,
    portal: Data<AppState>,
    path: Path<ReferralId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), &AnswerInput::default()).await
}

/// Renders the page of one referral, with the result of a submitted form.
pub async fn page<P>(
    request: &HttpRequest,
    scope: &Scope<P>,
    portal: &AppState,
    id: ReferralId,
    said: &AnswerInput,
) -> Result<HttpResponse>
where
    P: Clone + 'static,
{
    let asker = scope.clone();
    let (referral, names) = portal.db.read(move |c| queries::referral(&asker, id, c)).await?;
    let needs = Permission::AnswerReferrals;
    let page = ReferralPage {
        shell: &shell(request, Some(scope.actor()), Some(Nav::Referrals))?,
        referral: &referral,
        names: &names,
        is_ours: referral.partner == scope.partner(),
        needs: (!scope.allows(needs)).then(|| scope.roles_for(needs)),
        may_add: scope.allows(Permission::AddCustomer),
        may_request: scope.allows(Permission::RequestRelationship),
        kind: scope.actor().partner.kind,
        said,
    };
    response::page_as(said.status(), &page)
}

/// The query parameters of the empty form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begin {
    /// The MPN ID of the reseller that receives the referral.
    reseller: String,
}

/// `GET /referrals/new`.
pub async fn new(
    request: HttpRequest,
    scope: Scope<AnswerReferrals>,
    portal: Data<AppState>,
    begin: Query<Begin>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Referrals))?;
    let form = ReferralForm::empty(begin.into_inner().reseller);
    form_page(&shell, &addressees(&scope, &portal).await?, &form, &FieldErrors::default())
}

/// `POST /referrals`.
pub async fn create(
    request: HttpRequest,
    scope: Scope<AnswerReferrals>,
    portal: Data<AppState>,
    form: Form<ReferralForm>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Referrals))?;
    let addressees = addressees(&scope, &portal).await?;
    let is_known = form.reseller.is_empty() || addressees.iter().any(|one| one.mpn_id == form.reseller);
    let lead = match form.read(shell.locale, is_known) {
        Ok(lead) => lead,
        Err(faults) => return form_page(&shell, &addressees, &form, &faults),
    };
    let id = form.referral.parse().unwrap_or_else(|_| ReferralId::random());
    let (asker, mpn_id) = (scope.clone(), form.into_inner().reseller);
    let made = portal.log.record(scope.author(), move |tx| {
        // Checked again in the transaction, because the partnership may have ended in the meantime.
        let reseller = match mpn_id.as_str() {
            "" => None,
            text => {
                let live = queries::addressees(&asker, tx.c)?;
                let named = live.into_iter().find(|one| one.mpn_id == text);
                Some(named.ok_or(Error::NotFound)?.id)
            }
        };
        let (author, by) = (asker.partner(), asker.actor().name.clone());
        let new = NewReferral { id, author, reseller, lead, by };
        Ok(((), vec![change::create(tx, &new)?]))
    });
    match made.await {
        Ok(()) => {}
        // The same form was submitted before.
        Err(error) if error.is_repeated() => {}
        Err(error) => return Err(error),
    }
    Ok(see_other(&portal, &urls::referral(id), Message::ReferralCreated.about(id)))
}

async fn addressees(scope: &Scope<AnswerReferrals>, portal: &AppState) -> Result<Vec<ReferralTarget>> {
    let asker = scope.clone();
    portal.db.read(move |c| queries::addressees(&asker, c)).await
}

fn form_page(
    shell: &Shell,
    addressees: &[ReferralTarget],
    form: &ReferralForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &NewPage { shell, faults, form, addressees })
}
