//! `GET` and `POST /account-settings/users/new`: adds a person, who gets in by a temporary password or by a link.

use super::acts::address;
use super::form::{self, PersonForm};
use super::links::{self, Purpose, letter};
use super::notices::Notices;
use super::once::{self, Secret};
use super::queries::{NewUser, add, email_key};
use super::staff::queries as staff;
use super::staff::ranks::Refusal;
use crate::app::Portal;
use crate::auth::scope::ManageUsers;
use crate::auth::{Scope, StepUp, credentials};
use crate::error::Result;
use crate::mail::worker;
use crate::web::fields::Faults;
use crate::web::page::{Flash, Message};
use crate::web::reader::{see_other, shell};
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

const ADDRESS: &str = "/account-settings/users/new";

/// The empty form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    portal: Data<Portal>,
) -> Result<HttpResponse> {
    let welcome = if portal.mail.is_some() { "mail" } else { "password" };
    let form = PersonForm {
        admin_role: "none".to_owned(),
        agent_role: "none".to_owned(),
        welcome: welcome.to_owned(),
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
    let person = match form.read(&shell, true, portal.mail.is_some()) {
        Ok(person) => person,
        Err(faults) => return form::page(&request, &scope, &form, &faults, ADDRESS),
    };
    let (by_link, by_mail) = (form.welcome == "link", form.welcome == "mail");
    let password = credentials::temporary()?;
    let (token, token_hash) = links::make()?;
    let new = NewUser {
        partner: scope.partner(),
        email: person.email.clone(),
        name: person.name.clone(),
        roles: person.roles,
        password_hash: portal.verifier.hash(password.clone()).await?,
        must_change_password: !by_link && !by_mail,
    };
    let (asker, secrets) = (scope.clone(), portal.secrets.clone());
    let notices = Notices::of(&portal, &request, Some(scope.actor()));
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
        if by_mail {
            letter::send(tx, &secrets, &notices, id.0, Purpose::SignUp)?;
        }
        Ok((Ok(id), vec![entry]))
    });
    match added.await? {
        Ok(id) if by_mail => {
            worker::nudge(&portal);
            Ok(see_other(&portal, &address(id), Some(Flash::from(Message::UserInvited))))
        }
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
