//! One request: its page, its message, and sending it.

use super::change::Manager;
use super::change::queries::{self as change, Done, Draft, entry};
use super::draft::{self, Marks};
use super::form::DraftForm;
use super::link;
use super::model::{Request, RequestId, SentHow};
use super::queries::{self, Made};
use super::show::{Message, RequestPage};
use crate::activity::{Action, Hourly};
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::{Grants, ManageRequests, ViewCustomers};
use crate::error::{Error, Result};
use crate::mail::queries::{self as mail, Fate, LetterKind, NewLetter};
use crate::mail::worker;
use crate::partners::model::PartnerId;
use crate::web::fields::Faults;
use crate::web::page::{Message as Said, Nav};
use crate::web::reader::{see_other, shell};
use crate::web::{answer, page::Flash};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use std::collections::HashMap;

/// A person sends so many messages an hour.
const MESSAGES: Hourly = Hourly::new(Action::SendRequest, 200, 600);

/// The id in an address.
///
/// # Errors
/// [`Error::NotFound`] for what is none.
pub fn id(path: &Path<String>) -> Result<RequestId> {
    path.parse().map_err(|_| Error::NotFound)
}

/// A request with everything that its page says of it.
struct Found {
    request: Request,
    names: HashMap<i32, String>,
    made: Option<Made>,
    letters: Vec<Fate>,
    marks: Marks,
}

async fn find<P: Grants + Clone>(portal: &Portal, scope: &Scope<P>, id: RequestId) -> Result<Found> {
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        let (request, names, made) = queries::request(&asker, id, c)?;
        let own = request.partner == asker.partner().0;
        let letters = if own { mail::of_request(&asker, id, c)? } else { Vec::new() };
        Ok((request, names, made, letters))
    });
    let (request, names, made, letters) = found.await?;
    let marks = Marks::of(&request, link::address(portal, id, request.link_seq));
    Ok(Found { request, names, made, letters, marks })
}

fn render<P: Grants>(
    http: &HttpRequest,
    portal: &Portal,
    scope: &Scope<P>,
    found: &Found,
    message: Message,
    faults: &Faults,
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
        letters: &found.letters,
        may: manages && Manager::of(scope).may(&found.request),
        may_decide: manages && Manager::of(scope).may_decide(&found.request),
        ours: found.request.partner == scope.partner().0,
        link: &found.marks.link,
        can_send: portal.mail.is_some(),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer::page_as(status, &page)
}

/// `GET /relationship-requests/{id}`.
pub async fn show(
    http: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let found = find(&portal, &scope, id(&path)?).await?;
    let message = Message {
        recipient: found.request.recipient.clone(),
        subject: found.request.subject.clone(),
        body: found.marks.shown(&found.request.body),
    };
    render(&http, &portal, &scope, &found, message, &Faults::default())
}

/// `POST /relationship-requests/{id}`: keeps the message; `do=done` says that it was sent by other means.
pub async fn edit(
    http: HttpRequest,
    scope: Scope<ManageRequests>,
    portal: Data<Portal>,
    path: Path<String>,
    form: Form<DraftForm>,
) -> Result<HttpResponse> {
    let how = (form.act == "done").then_some(SentHow::OwnMail);
    keep(&http, &scope, &portal, id(&path)?, form.into_inner(), how).await
}

/// `POST /relationship-requests/{id}/delivery`: keeps the message and sends it.
pub async fn deliver(
    http: HttpRequest,
    scope: Scope<ManageRequests>,
    portal: Data<Portal>,
    path: Path<String>,
    form: Form<DraftForm>,
) -> Result<HttpResponse> {
    if portal.mail.is_none() {
        return Err(Error::bad_input("delivery", "this portal has no mail server; SMTP_URL names one"));
    }
    keep(&http, &scope, &portal, id(&path)?, form.into_inner(), Some(SentHow::Portal)).await
}

async fn keep(
    http: &HttpRequest,
    scope: &Scope<ManageRequests>,
    portal: &Portal,
    id: RequestId,
    form: DraftForm,
    how: Option<SentHow>,
) -> Result<HttpResponse> {
    let found = find(portal, scope, id).await?;
    let by = Manager::of(scope);
    if !by.may(&found.request) {
        // A provider sees the request of its reseller, and may not touch it.
        return Err(if found.request.partner == by.partner {
            Error::Forbidden(by.lacks(found.request.kind))
        } else {
            Error::NotFound
        });
    }
    let typed =
        Message { recipient: form.recipient.clone(), subject: form.subject.clone(), body: form.body.clone() };
    if form.act == "put-back" {
        let body = draft::with_link(&found.marks.stored(&form.body));
        let message = Message { body: found.marks.shown(&body), ..typed };
        return render(http, portal, scope, &found, message, &Faults::default());
    }
    let reader = shell(http, Some(scope.actor()), None)?.locale;
    let draft = match form.read(reader, &found.marks, how == Some(SentHow::Portal)) {
        Ok(draft) => draft,
        Err(faults) => return render(http, portal, scope, &found, typed, &faults),
    };
    if !found.request.status.is_waiting() {
        return Ok(see_other(
            portal,
            &format!("/relationship-requests/{id}"),
            Flash::from(Said::RequestOver),
        ));
    }
    let version = form.version.trim().parse().unwrap_or(0);
    let change =
        Keeping { by, id, version, draft, how, partner: scope.partner(), marks: found.marks.clone() };
    let asker = scope.clone();
    let made = portal.log.record(scope.author(), move |tx| {
        if change.how == Some(SentHow::Portal) {
            MESSAGES.take(&asker, tx)?;
        }
        change.make(tx)
    });
    match made.await? {
        Done::Stale => {
            let mut faults = Faults::default();
            faults.add("body", reader.texts().request_stale(&found.request.changed_by));
            render(http, portal, scope, &find(portal, scope, id).await?, typed, &faults)
        }
        Done::Made => {
            worker::nudge(portal);
            let page = format!("/relationship-requests/{id}");
            Ok(match how {
                None => see_other(portal, &page, Flash::from(Said::RequestSaved)),
                Some(SentHow::OwnMail) => {
                    see_other(portal, "/relationship-requests", Said::RequestDone.about(id))
                }
                Some(SentHow::Portal) => {
                    see_other(portal, "/relationship-requests", Said::RequestSent.about(id))
                }
            })
        }
    }
}

/// The change that a form asks for.
struct Keeping {
    by: Manager,
    id: RequestId,
    version: i32,
    draft: Draft,
    how: Option<SentHow>,
    partner: PartnerId,
    marks: Marks,
}

impl Keeping {
    fn make(&self, tx: &mut crate::activity::Tx<'_>) -> Result<(Done, Vec<crate::activity::Activity>)> {
        let mut request = change::managed(tx, &self.by, self.id)?;
        if request.version != self.version || !request.status.is_waiting() {
            return Ok((Done::Stale, Vec::new()));
        }
        let mut told = json!({});
        let Draft { recipient, subject, body } = &self.draft;
        let is_changed = (&request.recipient, &request.subject, &request.body) != (recipient, subject, body);
        if is_changed {
            if change::save(tx, &self.by, &request, &self.draft)? == Done::Stale {
                return Ok((Done::Stale, Vec::new()));
            }
            told = json!({ "before": { "to": request.recipient, "subject": request.subject },
                           "after": { "to": recipient, "subject": subject } });
            request.version += 1;
        }
        let Some(how) = self.how else {
            let kept = is_changed.then(|| entry(Action::UpdateRequest, &request, told));
            return Ok((Done::Made, kept.into_iter().collect()));
        };
        if change::sent(tx, &self.by, &request, how)? == Done::Stale {
            // What was saved above has locked the row, so nothing was.
            return Ok((Done::Stale, Vec::new()));
        }
        told["how"] = how.word().into();
        told["to"] = recipient.as_str().into();
        if how == SentHow::Portal {
            mail::write(tx, &self.letter(&request))?;
        }
        Ok((Done::Made, vec![entry(Action::SendRequest, &request, told)]))
    }

    fn letter<'a>(&'a self, request: &'a Request) -> NewLetter<'a> {
        NewLetter {
            kind: LetterKind::Request,
            partner: self.partner,
            request: Some(self.id),
            link_seq: Some(request.link_seq),
            recipient: &self.draft.recipient,
            reply_to: &request.created_email,
            language: request.language,
            subject: &self.draft.subject,
            body: self.marks.body(&self.draft.body),
        }
    }
}
