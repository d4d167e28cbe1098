//! `GET` and `POST /account-settings/users/new`: adds a user, who first signs in with a temporary password or a link.

use crate::auth::accounts::{NewUser, add, email_key};
use crate::auth::password_link::LinkPurpose;
use crate::auth::scope::ManageUsers;
use crate::auth::{Scope, StepUp, password, password_link};
use crate::error::Result;
use crate::features::users::colleague::address;
use crate::features::users::form::PersonForm;
use crate::features::users::one_time_secret::OneTimeSecret;
use crate::features::users::rank::RankError;
use crate::features::users::{form, one_time_secret, queries as staff};
use crate::mail::password_mail;
use crate::state::AppState;
use crate::web::flash::{Flash, Message};
use crate::web::form_fields::FieldErrors;
use crate::web::request;
use crate::web::request::shell;
use crate::web::response::see_other;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

const ADDRESS: &str = "/account-settings/users/new";

/// Shows the empty form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let welcome = if portal.mail.is_some() { "mail" } else { "password" };
    let form = PersonForm {
        admin_role: "none".to_owned(),
        agent_role: "none".to_owned(),
        welcome: welcome.to_owned(),
        ..PersonForm::default()
    };
    form::page(&request, &scope, &form, &FieldErrors::default(), ADDRESS)
}

/// Adds the user.
pub async fn create(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    portal: Data<AppState>,
    form: Form<PersonForm>,
) -> Result<HttpResponse> {
    if form.is_preview() {
        return form::page(&request, &scope, &form, &FieldErrors::default(), ADDRESS);
    }
    let shell = shell(&request, Some(scope.actor()), None)?;
    let person = match form.read(&shell, true, portal.mail.is_some()) {
        Ok(person) => person,
        Err(faults) => return form::page(&request, &scope, &form, &faults, ADDRESS),
    };
    let (by_link, by_mail) = (form.welcome == "link", form.welcome == "mail");
    let password = password::generate_temporary()?;
    let (token, token_hash) = password_link::generate()?;
    let new = NewUser {
        partner: scope.partner(),
        email: person.email.clone(),
        name: person.name.clone(),
        roles: person.roles,
        password_hash: portal.verifier.hash(password.clone()).await?,
        must_change_password: !by_link && !by_mail,
    };
    let (asker, secrets) = (scope.clone(), portal.secrets.clone());
    let notices = request::notices(&request, &portal, Some(scope.actor()));
    let added = portal.log.record(scope.author(), move |tx| {
        if !staff::may_grant(tx, &asker, new.roles)? {
            return Ok((Err(RankError::Outranked), Vec::new()));
        }
        if staff::is_taken(tx, &email_key(&new.email))? {
            return Ok((Err(RankError::AddressTaken), Vec::new()));
        }
        let entry = add(tx, &new)?;
        let id = staff::added(tx, &asker, &email_key(&new.email))?;
        if by_link {
            password_link::store(tx, id, &token_hash, LinkPurpose::SignUp)?;
        }
        if by_mail {
            password_mail::send(tx, &secrets, &notices, id, LinkPurpose::SignUp)?;
        }
        Ok((Ok(id), vec![entry]))
    });
    match added.await? {
        Ok(id) if by_mail => {
            portal.mailer().deliver_soon();
            Ok(see_other(&portal, &address(id), Some(Flash::from(Message::UserInvited))))
        }
        Ok(id) => {
            let link = format!("{}{}", portal.settings.public_url(), password_link::path(&token));
            let secret = if by_link { OneTimeSecret::Link(link) } else { OneTimeSecret::Password(password) };
            one_time_secret::page(&request, scope.actor(), &person.name, &person.email, id, &secret)
        }
        Err(refusal) => {
            let field = if refusal == RankError::AddressTaken { "email" } else { "admin_role" };
            let mut faults = FieldErrors::default();
            faults.add(field, refusal.text(shell.texts));
            form::page(&request, &scope, &form, &faults, ADDRESS)
        }
    }
}
