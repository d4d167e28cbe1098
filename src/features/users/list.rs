//! `GET /account-settings/users?q=&role=&page=`: the users of the partner. A partner has few users, so they are
//! filtered and sorted in memory.

use crate::auth::Scope;
use crate::auth::scope::ViewUsers;
use crate::domain::{Permission, Role, TextEnum};
use crate::error::{Error, Result};
use crate::features::users::colleague::Colleague;
use crate::features::users::{abilities, queries};
use crate::i18n::labels;
use crate::state::AppState;
use crate::text::sort_key;
use crate::urls;
use crate::web::pager::Pager;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

const ROWS: usize = 50;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
    role: String,
    page: usize,
}

#[derive(Template)]
#[template(path = "users/index.html")]
struct UsersPage<'a> {
    shell: &'a Shell,
    q: &'a str,
    role: Option<Role>,
    people: &'a [Colleague],
    total: usize,
    page: usize,
    may_manage: bool,
    managers: String,
    only_admin: Option<&'a Colleague>,
    partner: &'a str,
}

impl UsersPage<'_> {
    fn role_names(&self, person: &Colleague) -> String {
        labels::role_names(self.shell.texts, person.roles)
    }

    fn last_sign_in(&self, person: &Colleague) -> Option<String> {
        person.last_sign_in_at.map(|at| self.shell.moment(at))
    }

    fn count(&self) -> String {
        self.shell.texts.users_count(self.total as u64)
    }

    fn admin_roles(&self) -> Vec<(String, String)> {
        self.role_explanations(&Role::ALL[..3])
    }

    fn agent_roles(&self) -> Vec<(String, String)> {
        self.role_explanations(&Role::ALL[3..])
    }

    fn role_explanations(&self, roles: &[Role]) -> Vec<(String, String)> {
        let texts = self.shell.texts;
        roles.iter().map(|role| (role.label(texts), abilities::summary(*role, texts))).collect()
    }

    fn address(&self, page: usize) -> String {
        let role = self.role.map(Role::as_str).unwrap_or_default();
        let query = [("q", self.q), ("role", role), ("page", &page.to_string())];
        urls::users().with_query(serde_urlencoded::to_string(query).unwrap_or_default())
    }

    fn pager(&self) -> Pager {
        let has_next = (self.page + 1) * ROWS < self.total;
        Pager::new(
            (self.page > 0).then(|| self.address(self.page - 1)),
            has_next.then(|| self.address(self.page + 1)),
        )
    }

    fn is_chosen(&self, role: &Role) -> bool {
        self.role == Some(*role)
    }

    fn is_filtered(&self) -> bool {
        !self.q.is_empty() || self.role.is_some()
    }
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewUsers>,
    params: Query<Params>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let role = match params.role.as_str() {
        "" => None,
        word => Some(Role::from_text(word).map_err(|unknown| Error::bad_input("role", unknown.to_string()))?),
    };
    let reader = scope.clone();
    let mut people = portal.db.read(move |c| queries::all(&reader, c)).await?;
    let admins: Vec<_> = people.iter().filter(|person| person.is_acting_global_admin()).cloned().collect();
    let q = params.q.trim();
    people.retain(|person| {
        finds(q, person) && role.is_none_or(|role| person.roles.iter().any(|one| one == role))
    });
    people.sort_by_cached_key(|person| (!person.active, sort_key(&person.name), person.id));
    let (total, page) = (people.len(), params.page.min(people.len() / ROWS));
    let people: Vec<Colleague> = people.into_iter().skip(page * ROWS).take(ROWS).collect();
    let shell = shell(&request, Some(scope.actor()), None)?;
    let page = UsersPage {
        q,
        role,
        people: &people,
        total,
        page,
        may_manage: scope.allows(Permission::ManageUsers),
        managers: labels::list(shell.texts, scope.roles_for(Permission::ManageUsers)),
        only_admin: admins.first().filter(|_| admins.len() == 1),
        partner: &scope.actor().partner.name,
        shell: &shell,
    };
    response::page(&page)
}

fn finds(q: &str, person: &Colleague) -> bool {
    let q = q.to_lowercase();
    q.is_empty() || person.name.to_lowercase().contains(&q) || person.email.to_lowercase().contains(&q)
}
