//! `GET /profile/tokens` lists the user's API tokens; `POST` makes one, which is shown once; `POST …/{token}/end` ends one.

use crate::auth::api_tokens::store;
use crate::auth::scope::OwnProfile;
use crate::auth::{Scope, StepUp};
use crate::domain::ApiTokenId;
use crate::error::Result;
use crate::features::api_tokens::area_fields;
use crate::features::api_tokens::area_fields::{AccessQuery, AreaChoice};
use crate::features::api_tokens::form::{TokenForm, lifetimes, refused};
use crate::features::api_tokens::queries;
use crate::features::api_tokens::token_line::TokenLine;
use crate::mail::notices::Notice;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::form_fields::FieldErrors;
use crate::web::list::{EmptyState, ListCount, ListFrame};
use crate::web::page_action::PageAction;
use crate::web::request::{locale, notices, shell};
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "api_tokens/index.html")]
struct TokensPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    tokens: Vec<TokenLine>,
    form: &'a TokenForm,
    faults: &'a FieldErrors,
}

impl TokensPage<'_> {
    fn areas(&self) -> Vec<AreaChoice> {
        self.form.areas.choices()
    }

    fn with_all_read(&self) -> String {
        area_fields::with_all_read(&urls::profile_tokens())
    }

    fn lifetimes(&self) -> Vec<(String, String)> {
        lifetimes(self.shell.locale)
    }
}

#[derive(Template)]
#[template(path = "api_tokens/once.html")]
struct NewTokenPage<'a> {
    shell: &'a Shell,
    name: &'a str,
    token: &'a str,
    address: String,
}

/// Shows the list and the form of a new token.
pub async fn index(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    query: Query<AccessQuery>,
) -> Result<HttpResponse> {
    let (access, faults) = query.read(locale(&request, &portal, Some(scope.actor())));
    page(&request, &scope, &portal, &TokenForm::with_access(access), &faults).await
}

/// Makes a token and shows it, once.
pub async fn make(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    _: StepUp,
    portal: Data<AppState>,
    form: Form<TokenForm>,
) -> Result<HttpResponse> {
    let mut shell = shell(&request, Some(scope.actor()), None)?;
    let new = match form.read(shell.locale, scope.actor()) {
        Ok(new) => new,
        Err(faults) => return page(&request, &scope, &portal, &form, &faults).await,
    };
    let owner = (scope.partner(), scope.actor().user);
    let name = new.name.clone();
    let notices = notices(&request, &portal, Some(scope.actor()));
    let made = portal.log.record(scope.author(), move |tx| match store::create(tx, owner, &new)? {
        Ok((token, entry)) => {
            notices.send(tx, owner.1, Notice::TokenMade)?;
            Ok((Ok(token), vec![entry]))
        }
        Err(refusal) => Ok((Err(refusal), Vec::new())),
    });
    match made.await? {
        Ok(token) => {
            portal.mailer().deliver_soon();
            shell.return_to = urls::profile_tokens().to_string();
            let address = format!("{}{}", portal.settings.public_url(), urls::api_customers());
            response::page(&NewTokenPage { shell: &shell, name: &name, token: &token, address })
        }
        Err(refusal) => {
            let faults = refused(refusal, shell.locale);
            page(&request, &scope, &portal, &form, &faults).await
        }
    }
}

/// Ends a token of the user.
pub async fn end(
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    path: Path<ApiTokenId>,
) -> Result<HttpResponse> {
    let (owner, id) = ((scope.partner(), scope.actor().user), path.into_inner());
    let end = portal.log.record(scope.author(), move |tx| Ok(((), vec![store::end(tx, owner, id)?])));
    end.await?;
    Ok(see_other(&portal, &urls::profile_tokens(), Some(Flash::from(Message::TokenEnded))))
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<OwnProfile>,
    portal: &AppState,
    form: &TokenForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let tokens = portal.db.read(move |c| queries::own_tokens(&reader, c)).await?;
    let shell = shell(request, Some(scope.actor()), None)?;
    let tokens: Vec<TokenLine> = tokens.into_iter().map(|token| TokenLine::new(token, &shell)).collect();
    let frame = frame(&shell, tokens.len());
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &TokensPage { shell: &shell, frame, tokens, form, faults })
}

fn frame(shell: &Shell, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let empty = || EmptyState::nothing_yet(texts.tokens_none(), texts.tokens_none_text());
    ListFrame {
        empty: (count == 0).then(empty),
        actions: vec![PageAction::new("api-reference", texts.api_reference(), urls::api_reference())],
        ..ListFrame::new(texts.tokens(), ListCount::sentence(total, texts.tokens_count(total.shown)))
    }
}
