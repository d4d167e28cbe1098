//! `GET` and `POST /account-settings/users/ID/tokens`: the API tokens of a user whom the acting user may change, and ending
//! one of them.

use crate::auth::api_tokens::store;
use crate::auth::scope::ManageUsers;
use crate::auth::{Scope, StepUp};
use crate::domain::{ApiTokenId, UserId};
use crate::error::Result;
use crate::features::api_tokens::queries;
use crate::features::api_tokens::token_line::TokenLine;
use crate::features::users::colleague::Colleague;
use crate::features::users::queries as staff;
use crate::features::users::rank::RankError;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "api_tokens/of_user.html")]
struct UserTokensPage<'a> {
    shell: &'a Shell,
    person: &'a Colleague,
    tokens: Vec<TokenLine>,
    refusal: Option<RankError>,
}

/// The submitted form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndTokenForm {
    /// The token to end.
    pub token: ApiTokenId,
}

/// Shows the tokens.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    path: Path<UserId>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner()).await
}

/// Ends one of the tokens.
pub async fn end(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    path: Path<UserId>,
    portal: Data<AppState>,
    form: Form<EndTokenForm>,
) -> Result<HttpResponse> {
    let (user, token, asker) = (path.into_inner(), form.token, scope.clone());
    let done = portal.log.record(scope.author(), move |tx| match staff::lock_colleague(tx, &asker, user)? {
        Ok(person) => Ok((true, vec![store::end(tx, (asker.partner(), person.id), token)?])),
        Err(_) => Ok((false, Vec::new())),
    });
    if !done.await? {
        return page(&request, &scope, &portal, user).await;
    }
    Ok(see_other(&portal, &urls::user_tokens(user), Some(Flash::from(Message::TokenEnded))))
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<ManageUsers>,
    portal: &AppState,
    user: UserId,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let (person, tokens) = portal.db.read(move |c| queries::tokens_of(&reader, user, c)).await?;
    let shell = shell(request, Some(scope.actor()), None)?;
    let (tokens, refusal) = match tokens {
        Ok(tokens) => (tokens, None),
        Err(refusal) => (Vec::new(), Some(refusal)),
    };
    let tokens = tokens.into_iter().map(|token| TokenLine::new(token, &shell)).collect();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    response::page_as(status, &UserTokensPage { shell: &shell, person: &person, tokens, refusal })
}
