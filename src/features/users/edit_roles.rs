//! `GET` and `POST /account-settings/users/ID/roles`: changes a user's name and roles.

use crate::auth::scope::ManageUsers;
use crate::auth::{Scope, StepUp};
use crate::domain::{AdminRole, UserId};
use crate::error::{Error, Result};
use crate::features::users::colleague::{Colleague, address};
use crate::features::users::form::PersonForm;
use crate::features::users::rank::RankError;
use crate::features::users::{form, queries as staff};
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::form_fields::FieldErrors;
use crate::web::request;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Shows the form with the stored name and roles.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    id: Path<UserId>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    let person = find(&portal, &scope, id).await?;
    form::page(&request, &scope, &as_form(&person), &FieldErrors::default(), &urls::user_roles(id))
}

/// Saves the name and the roles.
pub async fn change(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    id: Path<UserId>,
    portal: Data<AppState>,
    form: Form<PersonForm>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    let before = find(&portal, &scope, id).await?;
    let mut form = PersonForm { email: before.email.clone(), ..form.into_inner() };
    let here = urls::user_roles(id);
    if form.is_preview() {
        return form::page(&request, &scope, &form, &FieldErrors::default(), &here);
    }
    let shell = shell(&request, Some(scope.actor()), None)?;
    let described = match form.read(&shell, false, false) {
        Ok(described) => described,
        Err(faults) => return form::page(&request, &scope, &form, &faults, &here),
    };
    let (asker, version) = (scope.clone(), form.version);
    let notices = request::notices(&request, &portal, Some(scope.actor()));
    let changed = portal.log.record(scope.author(), move |tx| {
        let person = match staff::lock_colleague(tx, &asker, id)? {
            Ok(person) => person,
            Err(refusal) => return Ok((Err(refusal), Vec::new())),
        };
        if !staff::may_grant(tx, &asker, described.roles)? {
            return Ok((Err(RankError::Outranked), Vec::new()));
        }
        if person.version != version {
            return Err(Error::Stale);
        }
        if person.name == described.name && person.roles == described.roles {
            return Ok((Ok(()), Vec::new()));
        }
        let stays = described.roles.admin == Some(AdminRole::GlobalAdmin);
        if !stays && staff::is_last_global_admin(tx, &asker, &person)? {
            return Ok((Err(RankError::LastGlobalAdmin), Vec::new()));
        }
        if person.roles != described.roles {
            notices.send(tx, person.id, Notice::RolesChanged(described.roles))?;
        }
        Ok((Ok(()), vec![staff::update(tx, &person, &described.name, described.roles)?]))
    });
    let mut faults = FieldErrors::default();
    match changed.await {
        Err(Error::Stale) => {
            faults.add("admin_role", shell.texts.refused_stale());
            form.version = find(&portal, &scope, id).await?.version;
            form::page(&request, &scope, &form, &faults, &here).map(response::conflict)
        }
        Err(error) => Err(error),
        Ok(Ok(())) => {
            portal.mailer().deliver_soon();
            Ok(see_other(&portal, &address(id), Some(Flash::from(Message::UserChanged))))
        }
        Ok(Err(refusal)) => {
            faults.add("admin_role", refusal.text(shell.texts));
            form::page(&request, &scope, &form, &faults, &here)
        }
    }
}

async fn find(portal: &AppState, scope: &Scope<ManageUsers>, id: UserId) -> Result<Colleague> {
    let reader = scope.clone();
    portal.db.read(move |c| staff::find(&reader, id, c)).await
}

fn as_form(person: &Colleague) -> PersonForm {
    PersonForm {
        name: person.name.clone(),
        email: person.email.clone(),
        admin_role: person.roles.admin.map_or("none", |role| role.as_str()).to_owned(),
        agent_role: person.roles.agent.map_or("none", |role| role.as_str()).to_owned(),
        version: person.version,
        ..PersonForm::default()
    }
}
