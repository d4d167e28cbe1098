//! Handlers of a customer's subscription list and of one subscription's page. Changes are in
//! [`super::change::handlers`].

use crate::auth::Scope;
use crate::auth::scope::{Grants, ViewSubscriptions};
use crate::db::DbConnection;
use crate::domain::Permission::{ChangeSubscription, ExportSubscriptions, ImportCustomers, Order};
use crate::domain::{MicrosoftId, SubscriptionId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::customers::head::{CustomerHead, CustomerView};
use crate::features::customers::lookup::customer;
use crate::features::offers::queries::renewable;
use crate::features::subscriptions::forms::{DisabledReasons, SubscriptionForm};
use crate::features::subscriptions::list_page::{ListContent, ListPage};
use crate::features::subscriptions::queries;
use crate::features::subscriptions::renewal_form::{RenewalOffers, can_be_planned};
use crate::features::subscriptions::show_page::{ShowData, ShowPage};
use crate::i18n::time_zone::{LocalTime, partner_zone, today};
use crate::state::AppState;
use crate::web::form_fields::FieldErrors;
use crate::web::list::ColumnSort;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
pub struct Params {
    #[serde(default)]
    status: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    page: String,
}

/// `GET /customers/{id}/subscriptions`.
pub async fn list(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let head = CustomerHead::load(&asker, id, CustomerView::Subscriptions, c)?;
        let subscriptions = queries::visible(&asker, id, c)?;
        let called = queries::partner_names(&asker, &subscriptions, c)?;
        let offers = queries::offer_facts(&asker, &subscriptions, c)?;
        Ok((head, subscriptions, called, offers))
    });
    let (head, subscriptions, called, offers) = found.await?;
    let status: Option<SubscriptionStatus> = params.status.parse().ok();
    let sort = ColumnSort::parse(&params.sort);
    let bad = (status.is_none() && !params.status.is_empty()).then_some("status");
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Customers))?;
    let texts = shell.texts;
    let content = ListContent {
        head: &head,
        subscriptions: &subscriptions,
        called: &called,
        offers: &offers,
        status,
        sort: sort.unwrap_or_default(),
        page: &params.page,
        bad: bad.or(sort.is_none().then_some("sort")),
        no_order: scope.reason(Order, texts, |roles| texts.ordering_needs(roles)),
        no_export: scope.reason(ExportSubscriptions, texts, |roles| texts.export_needs(roles)),
        may_import: scope.allows(ImportCustomers),
        today: today(partner_zone(&scope.actor().partner)),
    };
    let page = ListPage::new(&shell, content);
    response::page_as(page.frame.status(), &page)
}

/// `GET /customers/{id}/subscriptions/{sid}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, SubscriptionId)>,
) -> Result<HttpResponse> {
    page(&request, &portal, &scope, &path, (StatusCode::OK, FieldErrors::default(), None)).await
}

/// Renders the page of one subscription; after a rejected form, with the submitted values and the errors.
pub(super) async fn page<P: Grants>(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<P>,
    path: &(MicrosoftId, SubscriptionId),
    (status, faults, typed): (StatusCode, FieldErrors, Option<SubscriptionForm>),
) -> Result<HttpResponse> {
    let (id, subscription) = path.clone();
    let asker = scope.clone();
    let shown = portal.db.read(move |c| load(&asker, id, &subscription, c)).await?;
    let shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    let is_at_renewal = typed.as_ref().is_some_and(|typed| typed.is_at_renewal);
    let (faults, renewal_faults) =
        if is_at_renewal { (FieldErrors::default(), faults) } else { (faults, FieldErrors::default()) };
    let page = ShowPage {
        shell: &shell,
        shown: &shown,
        reasons: DisabledReasons::new(scope, &shell),
        faults: &faults,
        renewal_faults: &renewal_faults,
        typed: typed.as_ref(),
        now: LocalTime::now(&scope.actor().partner),
    };
    response::page_as(status, &page)
}

fn load<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    subscription: &SubscriptionId,
    c: &mut DbConnection,
) -> Result<ShowData> {
    let customer = customer(scope, id, c)?;
    let visible = queries::visible(scope, id, c)?;
    let (own, others): (Vec<_>, Vec<_>) = visible.into_iter().partition(|one| one.seller == scope.partner());
    // As in `change::queries::seller_to_change`: the partner's own subscription has priority.
    let seller = own.iter().chain(&others).filter(|one| one.id == *subscription).map(|one| one.seller);
    let seller = seller.min_by_key(|seller| (*seller != scope.partner(), *seller)).ok_or(Error::NotFound)?;
    let sold: Vec<_> = own.into_iter().chain(others).filter(|one| one.seller == seller).collect();
    let called = queries::partner_names(scope, &sold, c)?;
    let family = queries::find_family(scope, &sold, subscription, c)?;
    let (is_seller, this) = (seller == scope.partner(), &family.this);
    let may_choose = is_seller && scope.allows(Order) && scope.allows(ChangeSubscription);
    let renewal = match this.parent {
        None if may_choose && can_be_planned(this) => RenewalOffers::new(this, &renewable(seller, c)?),
        _ => RenewalOffers::default(),
    };
    Ok(ShowData { customer, family, called, is_seller, renewal })
}
