//! `GET /orders`, `GET /orders/{id}`, and the approval, declination and withdrawal of an order request. Orders of other
//! partners answer 404, like unknown ones.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::{DecideOrders, Order as MayOrder, ViewSubscriptions};
use crate::db::keyset::PageAnchor;
use crate::domain::{OrderId, OrderStatus, PartnerKind, Permission};
use crate::error::{Error, Result};
use crate::features::customers::list_context::ListContext;
use crate::features::customers::resellers::other_partners;
use crate::features::orders::filter::Params;
use crate::features::orders::list_page::OrdersPage;
use crate::features::orders::model::{NewLine, NewOrder, Order};
use crate::features::orders::place::{REFUSED, problems};
use crate::features::orders::selection::Selection;
use crate::features::orders::show_page::{AllowedActions, OrderPage};
use crate::features::orders::{list_page, model, order_requests as requests, queries as list, selection};
use crate::i18n::time_zone::partner_zone;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::list::parse_valid;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The maximum to which pending requests are counted.
const MAX_WAITING: i64 = 100;

/// The maximum length of a reason, in characters.
const MAX_REASON: usize = 500;

/// `GET /orders`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let typed = params.into_inner();
    let mut params = typed.clone();
    let (filter, bad) = parse_valid(&mut params, Params::filter, Params::remove)?;
    let (place, unread) = PageAnchor::read(&params.after, &params.before);
    let (kind, zone) = (scope.actor().partner.kind, partner_zone(&scope.actor().partner));
    let (asker, asked, state) = (scope.clone(), filter.clone(), portal.clone());
    let found = portal.db.read(move |c| {
        let is_provider = kind == PartnerKind::IndirectProvider;
        let waiting = if is_provider { list::count_waiting(&asker, MAX_WAITING, c)? } else { 0 };
        let selection = Selection::resolve(&asker, &asked, zone, &state.lists, c)?;
        let others = other_partners(&asker, c)?;
        Ok((list::page(&asker, &selection, &place, c)?, waiting, others, selection::people(&asker, c)?))
    });
    let (page, waiting, others, people) = found.await?;
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Orders))?;
    let needs = Permission::ExportSubscriptions;
    let context = ListContext {
        kind,
        typed: &typed,
        params: &params,
        bad: bad.or(unread),
        others: &others,
        people: &people,
        no_export: scope.reason(needs, shell.texts, |roles| shell.texts.export_needs(roles)),
    };
    let page = OrdersPage {
        frame: list_page::frame(&shell, &page, &context),
        made: list_page::made_head(&shell, &params, filter.sort),
        shell: &shell,
        page: &page,
        is_reseller: kind == PartnerKind::IndirectReseller,
        is_provider: kind == PartnerKind::IndirectProvider,
        waiting,
    };
    response::page_as(page.frame.status(), &page)
}

/// `GET /orders/{id}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<OrderId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), &DecisionInput::default()).await
}

/// `POST /orders/{id}/approval`.
pub async fn approve(
    request: HttpRequest,
    scope: Scope<DecideOrders>,
    portal: Data<AppState>,
    path: Path<OrderId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let (provider, by) = (scope.partner(), scope.actor().name.clone());
    let change = move |tx: &mut Tx<'_>| requests::approve(tx, provider, id, &by);
    decide(&request, &scope, &portal, id, Message::OrderApproved, change).await
}

/// The submitted form of a declination.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Declination {
    reason: String,
}

/// `POST /orders/{id}/declination`.
pub async fn decline(
    request: HttpRequest,
    scope: Scope<DecideOrders>,
    portal: Data<AppState>,
    path: Path<OrderId>,
    form: Form<Declination>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let mut fields = FormReader::new(shell(&request, Some(scope.actor()), None)?.locale);
    let label = fields.texts().reason();
    let reason = fields.text("reason", &label, &form.reason, 1..=MAX_REASON);
    let reason = match fields.done(reason) {
        Ok(reason) => reason,
        Err(faults) => {
            let said = DecisionInput { faults, reason: form.reason.clone(), ..DecisionInput::default() };
            return page(&request, &scope, &portal, id, &said).await;
        }
    };
    let (provider, by) = (scope.partner(), scope.actor().name.clone());
    let change = move |tx: &mut Tx<'_>| requests::decline(tx, provider, id, &by, &reason);
    decide(&request, &scope, &portal, id, Message::OrderDeclined, change).await
}

/// `POST /orders/{id}/withdrawal`.
pub async fn withdraw(
    request: HttpRequest,
    scope: Scope<MayOrder>,
    portal: Data<AppState>,
    path: Path<OrderId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let (reseller, by) = (scope.partner(), scope.actor().name.clone());
    let change = move |tx: &mut Tx<'_>| requests::withdraw(tx, reseller, id, &by);
    decide(&request, &scope, &portal, id, Message::OrderWithdrawn, change).await
}

/// Changes a request. If it was answered before (409) or cannot be placed (422), shows it with the reason.
async fn decide<P: Clone + 'static>(
    request: &HttpRequest,
    scope: &Scope<P>,
    portal: &AppState,
    id: OrderId,
    done: Message,
    change: impl FnOnce(&mut Tx<'_>) -> Result<Vec<Activity>> + Send + 'static,
) -> Result<HttpResponse> {
    match portal.log.record(scope.author(), move |tx| Ok(((), change(tx)?))).await {
        Ok(()) => Ok(see_other(portal, &urls::order(id), done.about(id))),
        Err(Error::Stale) => {
            let said = DecisionInput { was_answered: true, ..DecisionInput::default() };
            page(request, scope, portal, id, &said).await.map(response::conflict)
        }
        Err(Error::BadInput { field: REFUSED, .. }) => {
            page(
                request,
                scope,
                portal,
                id,
                &DecisionInput { status: StatusCode::UNPROCESSABLE_ENTITY, ..DecisionInput::default() },
            )
            .await
        }
        Err(error) => Err(error),
    }
}

/// What the page shows about the submitted form.
struct DecisionInput {
    status: StatusCode,
    faults: FieldErrors,
    reason: String,
    was_answered: bool,
}

impl Default for DecisionInput {
    fn default() -> Self {
        DecisionInput {
            status: StatusCode::OK,
            faults: FieldErrors::default(),
            reason: String::new(),
            was_answered: false,
        }
    }
}

async fn page<P: Clone + 'static>(
    request: &HttpRequest,
    scope: &Scope<P>,
    portal: &AppState,
    id: OrderId,
    said: &DecisionInput,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let order = list::order(&asker, id, c)?;
        let may = may(&asker, &order);
        let problems = match may {
            AllowedActions::Decide => problems(&asker, &as_new(&order), c)?,
            _ => Vec::new(),
        };
        Ok((order, may, problems))
    });
    let (order, may, problems) = found.await?;
    let page = OrderPage {
        shell: &shell(request, Some(scope.actor()), Some(Nav::Orders))?,
        order: &order,
        may,
        problems: &problems,
        faults: &said.faults,
        reason: &said.reason,
        was_answered: said.was_answered,
    };
    let status = if said.faults.is_empty() { said.status } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}

fn may<P>(scope: &Scope<P>, order: &Order) -> AllowedActions {
    if order.status != OrderStatus::Requested {
        return AllowedActions::Look;
    }
    let (permission, may) = if order.seller == scope.partner() {
        (Permission::DecideOrders, AllowedActions::Decide)
    } else {
        (Permission::Order, AllowedActions::Withdraw)
    };
    if scope.allows(permission) { may } else { AllowedActions::Others(scope.roles_for(permission)) }
}

/// Returns the order that an approval would place.
fn as_new(order: &Order) -> NewOrder {
    let line = |line: &model::OrderLine| NewLine {
        offer: line.offer.clone(),
        quantity: line.quantity,
        parent: line.parent.clone(),
    };
    NewOrder {
        id: order.id,
        seller: order.seller,
        customer: order.customer,
        reseller: order.reseller,
        made_by: order.made_by.clone(),
        lines: order.lines.iter().map(line).collect(),
    }
}
