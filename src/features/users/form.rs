//! The form of a user: name, address, one admin and one agent role, and a preview of what these roles allow. The pages
//! for new users and for changed roles share it.

use crate::auth::Scope;
use crate::auth::scope::ManageUsers;
use crate::domain::{AdminRole, AgentRole, Role, Roles};
use crate::error::Result;
use crate::features::users::abilities::Abilities;
use crate::features::users::rank::RankError;
use crate::features::users::{abilities, rank};
use crate::i18n::labels;
use crate::urls;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::request::{portal, shell};
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonForm {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) admin_role: String,
    pub(super) agent_role: String,
    /// How a new user first signs in: `password`, `link` or, if mail is configured, `mail`.
    pub(super) welcome: String,
    /// Not empty: only preview what the roles allow.
    pub(super) preview: String,
    /// The version that the form was opened with.
    pub(super) version: i32,
}

/// A user as entered in the form.
#[derive(Debug, Clone)]
pub struct PersonInput {
    /// The name.
    pub name: String,
    /// The email address; empty when an existing user is changed.
    pub email: String,
    /// The roles.
    pub roles: Roles,
}

impl PersonForm {
    /// Parses and validates the form; returns the errors by field if it is invalid.
    pub fn read(
        &self,
        shell: &Shell,
        is_new: bool,
        by_mail: bool,
    ) -> std::result::Result<PersonInput, FieldErrors> {
        let (mut fields, texts) = (FormReader::new(shell.locale), shell.texts);
        let name = fields.text("name", &texts.user_name(), &self.name, 1..=100);
        let email =
            if is_new { fields.email("email", &texts.email_address(), &self.email) } else { String::new() };
        let admin = role::<AdminRole>(&mut fields, "admin_role", texts.admin_role(), &self.admin_role);
        let agent = role::<AgentRole>(&mut fields, "agent_role", texts.agent_role(), &self.agent_role);
        let ways: &[&str] = if by_mail { &["password", "link", "mail"] } else { &["password", "link"] };
        if is_new && !ways.contains(&self.welcome.as_str()) {
            fields.add_error("welcome", texts.fault_choice(texts.user_welcome()));
        }
        fields.done(PersonInput { name, email, roles: Roles { admin, agent } })
    }

    /// Whether only the preview was requested.
    pub fn is_preview(&self) -> bool {
        !self.preview.is_empty()
    }
}

fn role<T: std::str::FromStr>(
    fields: &mut FormReader,
    field: &'static str,
    label: String,
    typed: &str,
) -> Option<T> {
    if typed == "none" { None } else { fields.choice(field, &label, typed) }
}

/// A role to select.
pub struct Choice {
    word: &'static str,
    label: String,
    summary: String,
    chosen: bool,
    /// Whether it ranks above the roles of the user who fills in the form.
    too_high: bool,
}

/// The page with the form.
#[derive(Template)]
#[template(path = "users/form.html")]
pub struct FormPage<'a> {
    shell: &'a Shell,
    form: &'a PersonForm,
    faults: &'a FieldErrors,
    is_new: bool,
    /// Whether mail is configured, so that a new user can get a link by mail.
    by_mail: bool,
    action: &'a str,
    back: &'a str,
    roles: Roles,
    asker: Roles,
    abilities: Abilities,
}

impl FormPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        let name = if self.form.name.is_empty() { &self.form.email } else { &self.form.name };
        if self.is_new { texts.add_user() } else { texts.change_roles_of(name) }
    }

    fn admin_choices(&self) -> Vec<Choice> {
        self.choices(&Role::ALL[..3], &self.form.admin_role)
    }

    fn agent_choices(&self) -> Vec<Choice> {
        self.choices(&Role::ALL[3..], &self.form.agent_role)
    }

    fn choices(&self, roles: &[Role], chosen: &str) -> Vec<Choice> {
        let texts = self.shell.texts;
        let choice = |role: &Role| Choice {
            word: role.as_str(),
            label: role.label(texts),
            summary: abilities::summary(*role, texts),
            chosen: role.as_str() == chosen,
            too_high: !rank::may_act_on(self.asker, Roles::parse(role.as_str()).unwrap_or_default()),
        };
        let none = Choice {
            word: "none",
            label: texts.no_role(),
            summary: String::new(),
            chosen: !roles.iter().any(|role| role.as_str() == chosen),
            too_high: false,
        };
        roles.iter().map(choice).chain([none]).collect()
    }

    fn preview_text(&self) -> String {
        self.shell.texts.user_preview_text(labels::role_names(self.shell.texts, self.roles))
    }

    fn outranked(&self) -> String {
        RankError::Outranked.text(self.shell.texts)
    }
}

/// Renders the form; status 422 if there are errors.
pub fn page(
    request: &HttpRequest,
    scope: &Scope<ManageUsers>,
    form: &PersonForm,
    faults: &FieldErrors,
    action: &str,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = action.to_owned();
    let roles = Roles { admin: form.admin_role.parse().ok(), agent: form.agent_role.parse().ok() };
    let is_new = *action == *urls::new_user();
    let page = FormPage {
        form,
        faults,
        is_new,
        by_mail: portal(request)?.mail.is_some(),
        action,
        back: action.rsplit_once('/').map_or("/account-settings/users", |(back, _)| back),
        roles,
        asker: scope.actor().roles,
        abilities: Abilities::new(roles, &scope.actor().partner, shell.texts),
        shell: &shell,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}
