//! `GET /account-settings/webhooks/{webhook}/deliveries?state=&after=&before=`: what was sent to a webhook.

use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::domain::{DeliveryState, TextEnum, WebhookDeliveryId, WebhookId};
use crate::error::Result;
use crate::features::webhooks::delivery_queries::{DeliveryAnchor, DeliveryPage, delivery_page};
use crate::features::webhooks::delivery_text::{DeliveryText, delivery_rows};
use crate::features::webhooks::model::{Delivery, Webhook};
use crate::state::AppState;
use crate::urls;
use crate::web::list::{BadParameter, EmptyState, ListCount, ListFrame, Pager, Tab, Tabs, parse_valid};
use crate::web::parameters::optional;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    state: String,
    after: String,
    before: String,
}

impl Params {
    fn parse(&self) -> Result<(Option<DeliveryState>, DeliveryAnchor)> {
        let state = optional("state", &self.state)?;
        let place = |field, text: &str| optional::<WebhookDeliveryId>(field, text);
        let anchor = match (place("after", &self.after)?, place("before", &self.before)?) {
            (_, Some(before)) => DeliveryAnchor::Before(before),
            (Some(after), None) => DeliveryAnchor::After(after),
            (None, None) => DeliveryAnchor::Start,
        };
        Ok((state, anchor))
    }

    fn remove(&mut self, field: &str) {
        match field {
            "state" => self.state.clear(),
            "after" => self.after.clear(),
            _ => self.before.clear(),
        }
    }
}

#[derive(Template)]
#[template(path = "webhooks/deliveries.html")]
struct DeliveriesPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    webhook: &'a Webhook,
    deliveries: Vec<DeliveryText>,
    /// Whether there is something that can be sent again as a whole.
    can_resend: bool,
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
    path: Path<WebhookId>,
    query: Query<Params>,
) -> Result<HttpResponse> {
    let (id, reader) = (path.into_inner(), scope.clone());
    let mut params = query.into_inner();
    let ((state, anchor), bad) = parse_valid(&mut params, Params::parse, Params::remove)?;
    let page = portal.db.read(move |c| delivery_page(&reader, id, (state, anchor), c)).await?;
    let mut shell = shell(&request, Some(scope.actor()), None)?;
    shell.return_to = urls::webhook_deliveries(id).to_string();
    let page = DeliveriesPage {
        frame: frame(&shell, &page, &params, state, bad),
        deliveries: delivery_rows(&shell, &page.webhook, &page.listed),
        can_resend: state == Some(DeliveryState::Undelivered) && page.webhook.pause_reason.is_none(),
        webhook: &page.webhook,
        shell: &shell,
    };
    response::page_as(page.frame.status(), &page)
}

fn frame(
    shell: &Shell,
    page: &DeliveryPage,
    params: &Params,
    state: Option<DeliveryState>,
    bad: Option<&'static str>,
) -> ListFrame {
    let (texts, id) = (shell.texts, page.webhook.id);
    let link = |name: &'static str, one: &Delivery| {
        let place = one.id.to_string();
        urls::webhook_deliveries(id).with_parameters([("state", &*params.state), (name, &*place)])
    };
    let tab = |of: Option<DeliveryState>| {
        let word = of.map_or("", TextEnum::text);
        let label = of.map_or_else(|| texts.webhook_state_all(), |of| of.label(texts));
        Tab::new(label, urls::webhook_deliveries(id).with_parameters([("state", word)]), of == state)
    };
    let states = [None, Some(DeliveryState::Waiting), Some(DeliveryState::Undelivered)];
    let is_empty = page.listed.deliveries.is_empty();
    let empty = || EmptyState::nothing_yet(texts.webhook_none_yet(), texts.webhook_none_yet_text());
    let sentence = texts.webhook_deliveries_count(page.total.shown, page.total.text(shell.locale));
    ListFrame {
        title: Some(texts.webhook_deliveries() + &texts.dash() + page.webhook.host()),
        bad: bad.map(|field| BadParameter::of_list(shell, field)),
        tabs: Some(Tabs { label: texts.status(), tabs: states.into_iter().map(tab).collect() }),
        empty: is_empty.then(empty),
        pager: Pager::around(&page.listed.deliveries, page.edges, link),
        ..ListFrame::new(texts.webhook_deliveries(), ListCount::sentence(page.total, sentence))
    }
}
