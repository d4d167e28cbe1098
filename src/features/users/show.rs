//! `GET /account-settings/users/ID`: a user, what the user can and cannot do, and the possible actions.

use crate::auth::Scope;
use crate::auth::scope::ViewUsers;
use crate::domain::{Permission, UserId};
use crate::error::Result;
use crate::features::users::abilities::Abilities;
use crate::features::users::actions::UserAction;
use crate::features::users::colleague::Colleague;
use crate::features::users::{queries, rank};
use crate::i18n::labels;
use crate::state::AppState;
use crate::urls;
use crate::web::page_action::PageAction;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "users/show.html")]
struct UserPage<'a> {
    shell: &'a Shell,
    person: &'a Colleague,
    abilities: Abilities,
    /// Why the acting user may not change this user; `None` if they may.
    why_not: Option<String>,
    acts: Vec<UserAction>,
    is_self: bool,
}

impl UserPage<'_> {
    fn role_names(&self) -> String {
        labels::role_names(self.shell.texts, self.person.roles)
    }

    fn last_sign_in(&self) -> String {
        self.person.last_sign_in_at.map_or_else(|| self.shell.texts.user_never(), |at| self.shell.moment(at))
    }

    fn role_change(&self) -> PageAction {
        let label = self.shell.texts.change_roles();
        PageAction::new("user", label, urls::user_roles(self.person.id))
            .primary()
            .unless(self.why_not.clone())
    }

    fn action(&self, act: &UserAction) -> PageAction {
        let address = urls::user_act(self.person.id, act.as_str());
        PageAction::new("user", act.label(self.shell.texts), address).unless(self.why_not.clone())
    }

    fn tokens(&self) -> PageAction {
        let label = self.shell.texts.tokens();
        PageAction::new("user", label, urls::user_tokens(self.person.id)).unless(self.why_not.clone())
    }

    fn since(&self) -> String {
        self.shell.day(self.person.created_at)
    }
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewUsers>,
    id: Path<UserId>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let (id, reader) = (id.into_inner(), scope.clone());
    let person = portal.db.read(move |c| queries::find(&reader, id, c)).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let texts = shell.texts;
    let actor = scope.actor();
    let why_not = if !scope.allows(Permission::ManageUsers) {
        Some(texts.users_may_manage(labels::list(texts, scope.roles_for(Permission::ManageUsers))))
    } else {
        rank::refusal(actor.roles, &person).map(|refusal| refusal.text(texts))
    };
    let is_self = person.id == actor.user;
    let acts = if is_self { Vec::new() } else { UserAction::available(&person) };
    let abilities = Abilities::new(person.roles, &actor.partner, texts);
    response::page(&UserPage { shell: &shell, person: &person, abilities, why_not, acts, is_self })
}
