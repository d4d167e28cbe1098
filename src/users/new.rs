//! `GET` and `POST /account-settings/users/new`: adds a person, who gets in by a temporary password or by a link.

use super::form::{self, PersonForm};
use super::links::{self, Purpose};
use super::once::{self, Secret};
use super::queries::{NewUser, add, email_key};
use super::staff::queries as staff;
use super::staff::ranks::Refusal;
use crate::app::Portal;
use crate::auth::scope::ManageUsers;
use crate::auth::{Scope, StepUp, credentials};
use crate::error::Result;
use crate::web::fields::Faults;
use crate::web::reader::shell;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

const ADDRESS: &str = "/account-settings/users/new";

/// The empty form.
pub async fn show(request: HttpRequest, scope: Scope<ManageUsers>, _: StepUp) -> Result<HttpResponse> {
    let form = PersonForm {
        admin_role: "none".to_owned(),
        agent_role: "none".to_owned(),
        welcome: "password".to_owned(),
        ..PersonForm::default()
    };
    form::page(&request, &scope, &form, &Faults::default(), ADDRESS)
}

/// Adds the person.
pub async fn create(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    portal: Data<Portal>,
    form: Form<PersonForm>,
) -> Result<HttpResponse> {
    if form.is_preview() {
        return form::page(&request, &scope, &form, &Faults::default(), ADDRESS);
    }
    let shell = shell(&request, Some(scope.actor()), None)?;
    let person = match form.read(&shell, true) {
        Ok(person) => person,
        Err(faults) => return form::page(&request, &scope, &form, &faults, ADDRESS),
    };
    let by_link = form.welcome == "link";
    let password = credentials::temporary()?;
    let (token, token_hash) = links::make()?;
    let new = NewUser {
        partner: scope.partner(),
        email: person.email.clone(),
        name: person.name.clone(),
        roles: person.roles,
        password_hash: portal.verifier.hash(password.clone()).await?,
        must_change_password: !by_link,
    };
    let asker = scope.clone();
    let added = portal.log.record(scope.author(), move |tx| {
        if !staff::may_grant(tx, &asker, new.roles)? {
            return Ok((Err(Refusal::Outranked), Vec::new()));
        }
        if staff::is_taken(tx, &email_key(&new.email))? {
            return Ok((Err(Refusal::AddressTaken), Vec::new()));
        }
        let entry = add(tx, &new)?;
        let id = staff::added(tx, &asker, &email_key(&new.email))?;
        if by_link {
            links::queries::keep(tx, id.0, &token_hash, Purpose::SignUp)?;
        }
        Ok((Ok(id), vec![entry]))
    });
    match added.await? {
        Ok(id) => {
            let link = format!("{}{}", portal.settings.public_url(), links::path(&token));
            let secret = if by_link { Secret::Link(link) } else { Secret::Password(password) };
            once::page(&request, scope.actor(), &person.name, &person.email, id, &secret)
        }
        Err(refusal) => {
            let field = if refusal == Refusal::AddressTaken { "email" } else { "admin_role" };
            let mut faults = Faults::default();
            faults.add(field, refusal.text(shell.texts));
            form::page(&request, &scope, &form, &faults, ADDRESS)
        }
    }
}
