//! The form of a webhook: `GET` and `POST /account-settings/webhooks/new`, and `…/{webhook}`. Both need the password again,
//! because a webhook takes data of the partner out of the portal.

use crate::auth::scope::ManageWebhooks;
use crate::auth::{Scope, StepUp};
use crate::domain::{WebhookEvent, WebhookId};
use crate::error::{Error, Result};
use crate::features::webhooks::changes::{create_webhook, update_webhook};
use crate::features::webhooks::form::{WebhookForm, sealed_address};
use crate::features::webhooks::model::{MAX_WEBHOOKS, Webhook};
use crate::features::webhooks::queries::find_webhook;
use crate::features::webhooks::secret_handlers::new_secret;
use crate::features::webhooks::secret_once;
use crate::state::AppState;
use crate::urls;
use crate::urls::PortalUrl;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// The events that are chosen when the form opens.
const USUAL: [WebhookEvent; 3] =
    [WebhookEvent::SubscriptionUpdated, WebhookEvent::RequestAccepted, WebhookEvent::OrderCreated];

#[derive(Template)]
#[template(path = "webhooks/edit.html")]
struct WebhookPage<'a> {
    shell: &'a Shell,
    /// The stored webhook; `None` for a new one.
    webhook: Option<&'a Webhook>,
    form: &'a WebhookForm,
    faults: &'a FieldErrors,
}

impl WebhookPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        if self.webhook.is_some() { texts.webhook_edit() } else { texts.webhook_new() }
    }

    fn address(&self) -> PortalUrl {
        address(self.webhook)
    }

    fn url_hint(&self) -> String {
        let texts = self.shell.texts;
        match self.webhook {
            Some(webhook) => texts.webhook_url_kept(&webhook.shown_url),
            None => texts.webhook_url_hint(),
        }
    }

    /// Returns the events, and whether each is chosen.
    fn events(&self) -> Vec<(WebhookEvent, bool)> {
        WebhookEvent::choices().map(|event| (event, self.form.events.contains(&event))).collect()
    }
}

fn address(webhook: Option<&Webhook>) -> PortalUrl {
    webhook.map_or_else(urls::new_webhook, |webhook| urls::webhook(webhook.id))
}

/// `GET /account-settings/webhooks/new`.
pub async fn show_new(request: HttpRequest, scope: Scope<ManageWebhooks>, _: StepUp) -> Result<HttpResponse> {
    let form = WebhookForm { events: USUAL.to_vec(), ..WebhookForm::default() };
    page(&request, &scope, None, &form, &FieldErrors::default())
}

/// `POST /account-settings/webhooks/new` shows the signing secret, once.
pub async fn create(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    _: StepUp,
    portal: Data<AppState>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let form = WebhookForm::from_fields(form.into_inner())?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let (events, url) = match form.read(locale, portal.outbound.allow(), None) {
        Ok(read) => read,
        Err(faults) => return page(&request, &scope, None, &form, &faults),
    };
    let url = url.ok_or_else(|| Error::internal("no address"))?;
    let address = sealed_address(&portal.secrets, scope.partner(), &url)?;
    let (secret, sealed) = new_secret(&portal, scope.partner())?;
    let (author, shown) = (scope.clone(), address.shown.clone());
    let created = portal
        .log
        .record(scope.author(), move |tx| create_webhook(tx, &author, &events, (&address, &sealed)));
    match created.await? {
        Ok(_) => secret_once::page(&request, scope.actor(), &shown, &secret),
        Err(_) => {
            let mut faults = FieldErrors::default();
            let most = locale.number(MAX_WEBHOOKS.unsigned_abs());
            faults.add("url", locale.texts().webhooks_full(most));
            page(&request, &scope, None, &form, &faults)
        }
    }
}

/// `GET /account-settings/webhooks/{webhook}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<WebhookId>,
) -> Result<HttpResponse> {
    let webhook = find(&portal, &scope, path.into_inner()).await?;
    page(&request, &scope, Some(&webhook), &WebhookForm::of_stored(&webhook), &FieldErrors::default())
}

/// `POST /account-settings/webhooks/{webhook}`. Without an address the webhook keeps its own.
pub async fn save(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<WebhookId>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let form = WebhookForm::from_fields(form.into_inner())?;
    let webhook = find(&portal, &scope, path.into_inner()).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let (events, url) = match form.read(locale, portal.outbound.allow(), Some(&webhook.chosen_events())) {
        Ok(read) => read,
        Err(faults) => return page(&request, &scope, Some(&webhook), &form, &faults),
    };
    let sealed = |url| sealed_address(&portal.secrets, scope.partner(), &url);
    let address = url.map(sealed).transpose()?;
    let (author, id) = (scope.clone(), webhook.id);
    let version = form.version.trim().parse().unwrap_or_default();
    let saved = portal.log.record(scope.author(), move |tx| {
        update_webhook(tx, &author, (id, Some(version)), &events, address.as_ref())
    });
    let message = match saved.await {
        Ok(true) => Message::WebhookSaved,
        Ok(false) => Message::NothingChanged,
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("url", locale.texts().webhook_stale());
            let webhook = find(&portal, &scope, id).await?;
            return page(&request, &scope, Some(&webhook), &form, &faults).map(response::conflict);
        }
        Err(error) => return Err(error),
    };
    Ok(see_other(&portal, &urls::webhooks(), Some(message.into())))
}

async fn find(portal: &AppState, scope: &Scope<ManageWebhooks>, id: WebhookId) -> Result<Webhook> {
    let reader = scope.clone();
    portal.db.read(move |c| find_webhook(&reader, id, c)).await
}

/// Shows the form. The version is always the stored one, so that a form that is sent again replaces what is stored now.
fn page(
    request: &HttpRequest,
    scope: &Scope<ManageWebhooks>,
    webhook: Option<&Webhook>,
    form: &WebhookForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = address(webhook).to_string();
    let version = webhook.map(|webhook| webhook.version.to_string()).unwrap_or_default();
    let form = WebhookForm { version, ..form.clone() };
    let page = WebhookPage { shell: &shell, webhook, form: &form, faults };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}
