//! Reads and renders the page of one request.

use crate::audit::Action;
use crate::auth::hourly_limit::Hourly;
use crate::auth::scope::{Grants, ManageRequests, ViewCustomers};
use crate::auth::{Scope, invitation_link};
use crate::domain::{PartnerId, RelationshipRequestId};
use crate::error::Result;
use crate::features::relationship_requests::manage_rights::ManageRights;
use crate::features::relationship_requests::message::Placeholders;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::queries;
use crate::features::relationship_requests::queries::AcceptedAs;
use crate::features::relationship_requests::show_page::{Message, RequestPage};
use crate::i18n::time_zone::{partner_zone, today};
use crate::mail::delivery_status::{DeliveryStatus, deliveries_of_request};
use crate::state::AppState;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::HashMap;

/// The limit of messages per user and hour.
pub(super) const MESSAGES: Hourly = Hourly::new(Action::SendRequest, 200, 600);

/// A request and the data of its page.
pub(super) struct ShowData {
    pub(super) request: RelationshipRequest,
    names: HashMap<PartnerId, String>,
    made: Option<AcceptedAs>,
    deliveries: Vec<DeliveryStatus>,
    pub(super) marks: Placeholders,
}

pub(super) async fn find<P: Grants + Clone>(
    portal: &AppState,
    scope: &Scope<P>,
    id: RelationshipRequestId,
) -> Result<ShowData> {
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let (request, names, made) = queries::request(&asker, id, c)?;
        let own = request.partner == asker.partner();
        let deliveries = if own { deliveries_of_request(&asker, id, c)? } else { Vec::new() };
        Ok((request, names, made, deliveries))
    });
    let (request, names, made, deliveries) = found.await?;
    let marks = Placeholders::new(
        &request,
        invitation_link::address(&portal.settings, &portal.secrets, id, request.link_seq),
    );
    Ok(ShowData { request, names, made, deliveries, marks })
}

pub(super) fn render<P: Grants>(
    http: &HttpRequest,
    portal: &AppState,
    scope: &Scope<P>,
    found: &ShowData,
    message: Message,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let shell = shell(http, Some(scope.actor()), Some(Nav::Requests))?;
    let manages = scope.allows(ManageRequests::PERMISSION);
    let page = RequestPage {
        shell: &shell,
        request: &found.request,
        message: &message,
        faults,
        names: &found.names,
        made: found.made.as_ref(),
        deliveries: &found.deliveries,
        may: manages && ManageRights::new(scope).may(&found.request),
        may_decide: manages && ManageRights::new(scope).may_decide(&found.request),
        ours: found.request.partner == scope.partner(),
        link: &found.marks.link,
        can_send: portal.mail.is_some(),
        today: today(partner_zone(&scope.actor().partner)),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}

/// `GET /relationship-requests/{id}`.
pub async fn show(
    http: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
) -> Result<HttpResponse> {
    let found = find(&portal, &scope, path.into_inner()).await?;
    let message = Message {
        recipient: found.request.recipient.clone(),
        subject: found.request.subject.clone(),
        body: found.marks.to_shown(&found.request.body),
        is_typed: false,
    };
    render(&http, &portal, &scope, &found, message, &FieldErrors::default())
}
