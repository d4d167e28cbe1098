//! Edits the message of a request and sends it.

use crate::audit::Action;
use crate::auth::Scope;
use crate::auth::scope::ManageRequests;
use crate::domain::{PartnerId, RelationshipRequestId};
use crate::error::{Error, Result};
use crate::features::relationship_requests::change::{Draft, log_entry};
use crate::features::relationship_requests::form::DraftForm;
use crate::features::relationship_requests::manage_rights::ManageRights;
use crate::features::relationship_requests::message::Placeholders;
use crate::features::relationship_requests::model::{DeliveryMethod, RelationshipRequest};
use crate::features::relationship_requests::show::{MESSAGES, find, render};
use crate::features::relationship_requests::show_page::Message;
use crate::features::relationship_requests::{change, message};
use crate::mail::outbox;
use crate::mail::outbox::{MailKind, NewMail};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message as Said};
use crate::web::form_fields::FieldErrors;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

/// `POST /relationship-requests/{id}`: saves the message. `do=done` also marks it as sent by the user's own mail.
pub async fn edit(
    http: HttpRequest,
    scope: Scope<ManageRequests>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
    form: Form<DraftForm>,
) -> Result<HttpResponse> {
    let how = (form.act == "done").then_some(DeliveryMethod::OwnMail);
    save_message(&http, &scope, &portal, path.into_inner(), form.into_inner(), how).await
}

/// `POST /relationship-requests/{id}/delivery`: saves the message and sends it.
pub async fn deliver(
    http: HttpRequest,
    scope: Scope<ManageRequests>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
    form: Form<DraftForm>,
) -> Result<HttpResponse> {
    if portal.mail.is_none() {
        return Err(Error::bad_input("delivery", "this portal has no mail server; SMTP_URL names one"));
    }
    save_message(&http, &scope, &portal, path.into_inner(), form.into_inner(), Some(DeliveryMethod::Portal))
        .await
}

async fn save_message(
    http: &HttpRequest,
    scope: &Scope<ManageRequests>,
    portal: &AppState,
    id: RelationshipRequestId,
    form: DraftForm,
    how: Option<DeliveryMethod>,
) -> Result<HttpResponse> {
    let found = find(portal, scope, id).await?;
    let by = ManageRights::new(scope);
    if !by.may(&found.request) {
        // A provider may see its reseller's request, but not change it.
        return Err(if found.request.partner == by.partner {
            Error::Forbidden(by.missing_permission(found.request.kind))
        } else {
            Error::NotFound
        });
    }
    let typed = Message {
        recipient: form.recipient.clone(),
        subject: form.subject.clone(),
        body: form.body.clone(),
        is_typed: true,
    };
    if form.act == "put-back" {
        let body = message::with_link(&found.marks.to_stored(&form.body));
        let message = Message { body: found.marks.to_shown(&body), ..typed };
        return render(http, portal, scope, &found, message, &FieldErrors::default());
    }
    let reader = shell(http, Some(scope.actor()), None)?.locale;
    let draft = match form.read(reader, &found.marks, how == Some(DeliveryMethod::Portal)) {
        Ok(draft) => draft,
        Err(faults) => return render(http, portal, scope, &found, typed, &faults),
    };
    if !found.request.status.is_waiting() {
        return Ok(see_other(portal, &urls::relationship_request(id), Flash::from(Said::RequestOver)));
    }
    let version = form.version.trim().parse().unwrap_or(0);
    let change =
        MessageUpdate { by, id, version, draft, how, partner: scope.partner(), marks: found.marks.clone() };
    let asker = scope.clone();
    let made = portal.log.record(scope.author(), move |tx| {
        if change.how == Some(DeliveryMethod::Portal) {
            MESSAGES.consume(&asker, tx)?;
        }
        Ok(((), change.apply(tx)?))
    });
    match made.await {
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("body", reader.texts().request_stale(&found.request.changed_by));
            render(http, portal, scope, &find(portal, scope, id).await?, typed, &faults)
                .map(response::conflict)
        }
        Err(error) => Err(error),
        Ok(()) => {
            portal.mailer().deliver_soon();
            let page = urls::relationship_request(id).to_string();
            Ok(match how {
                None => see_other(portal, &page, Flash::from(Said::RequestSaved)),
                Some(DeliveryMethod::OwnMail) => {
                    see_other(portal, &urls::relationship_requests(), Said::RequestDone.about(id))
                }
                Some(DeliveryMethod::Portal) => {
                    see_other(portal, &urls::relationship_requests(), Said::RequestSent.about(id))
                }
            })
        }
    }
}

/// The change that a submitted form requests.
struct MessageUpdate {
    by: ManageRights,
    id: RelationshipRequestId,
    version: i32,
    draft: Draft,
    how: Option<DeliveryMethod>,
    partner: PartnerId,
    marks: Placeholders,
}

impl MessageUpdate {
    fn apply(&self, tx: &mut crate::audit::Tx<'_>) -> Result<Vec<crate::audit::Activity>> {
        let mut request = change::managed(tx, &self.by, self.id)?;
        if request.version != self.version || !request.status.is_waiting() {
            return Err(Error::Stale);
        }
        let mut told = json!({});
        let Draft { recipient, subject, body } = &self.draft;
        let is_changed = (&request.recipient, &request.subject, &request.body) != (recipient, subject, body);
        if is_changed {
            change::save(tx, &self.by, &request, &self.draft)?;
            told = json!({ "before": { "recipient": request.recipient, "subject": request.subject },
                           "after": { "recipient": recipient, "subject": subject } });
            request.version += 1;
        }
        let Some(how) = self.how else {
            let kept = is_changed.then(|| log_entry(Action::UpdateRequest, &request, told));
            return Ok(kept.into_iter().collect());
        };
        change::sent(tx, &self.by, &request, how)?;
        told["how"] = how.as_str().into();
        told["recipient"] = recipient.as_str().into();
        if how == DeliveryMethod::Portal {
            outbox::enqueue(tx, &self.mail(&request))?;
        }
        Ok(vec![log_entry(Action::SendRequest, &request, told)])
    }

    fn mail<'a>(&'a self, request: &'a RelationshipRequest) -> NewMail<'a> {
        NewMail {
            kind: MailKind::Request,
            partner: self.partner,
            request: Some(self.id),
            link_seq: Some(request.link_seq),
            recipient: &self.draft.recipient,
            reply_to: &request.created_email,
            language: request.language,
            subject: &self.draft.subject,
            body: self.marks.body(&self.draft.body),
            unsubscribe: None,
        }
    }
}
