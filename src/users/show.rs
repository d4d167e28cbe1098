//! `GET /account-settings/users/ID`: one person, what they can and cannot do, and what can be done about it.

use super::abilities::Abilities;
use super::acts::Act;
use super::model::UserId;
use super::staff::{Colleague, queries, ranks};
use super::words;
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::permissions::Permission;
use crate::auth::scope::ViewUsers;
use crate::error::{Error, Result};
use crate::web::answer;
use crate::web::page::Shell;
use crate::web::reader::shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "users/show.html")]
struct UserPage<'a> {
    shell: &'a Shell,
    person: &'a Colleague,
    abilities: Abilities,
    /// Why whoever looks may not change this person.
    why_not: Option<String>,
    acts: Vec<Act>,
    is_self: bool,
}

impl UserPage<'_> {
    fn held(&self) -> String {
        words::held(self.shell.texts, self.person.roles)
    }

    fn last_sign_in(&self) -> String {
        self.person.last_sign_in_at.map_or_else(|| self.shell.texts.user_never(), |at| self.shell.moment(at))
    }

    fn since(&self) -> String {
        self.shell.day(self.person.created_at)
    }
}

/// Reads the id of an address; what is none was never anybody's.
pub fn user_id(text: &str) -> Result<UserId> {
    text.parse().map(UserId).map_err(|_| Error::NotFound)
}

/// The page.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewUsers>,
    id: Path<String>,
    portal: Data<Portal>,
) -> Result<HttpResponse> {
    let (id, reader) = (user_id(&id)?, scope.clone());
    let person = portal.db.read(move |c| queries::find(&reader, id, c)).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let texts = shell.texts;
    let actor = scope.actor();
    let why_not = if !scope.allows(Permission::ManageUsers) {
        Some(texts.users_may_manage(words::list(texts, scope.roles_for(Permission::ManageUsers))))
    } else if !ranks::reaches(actor.roles, person.roles) {
        Some(ranks::Refusal::Outranked.text(texts))
    } else {
        None
    };
    let is_self = person.id == actor.user;
    let acts = if is_self { Vec::new() } else { Act::possible(&person) };
    let abilities = Abilities::of(person.roles, &actor.partner, texts);
    answer::page(&UserPage { shell: &shell, person: &person, abilities, why_not, acts, is_self })
}
