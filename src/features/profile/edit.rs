//! `GET` and `POST /profile`: the user's name, language, time zone and theme. Also shows the roles, and who can change
//! them.

use crate::auth::actor::colleagues;
use crate::auth::scope::OwnProfile;
use crate::auth::{Actor, Scope};
use crate::domain::Permission;
use crate::error::Result;
use crate::features::profile::queries;
use crate::features::profile::queries::Profile;
use crate::i18n::{Locale, labels, time_zone};
use crate::state::AppState;
use crate::urls;
use crate::web::appearance::Theme;
use crate::web::flash::{Flash, Message};
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The submitted form; an empty option means the default.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileForm {
    name: String,
    language: String,
    time_zone: String,
    theme: String,
}

#[derive(Template)]
#[template(path = "profile/show.html")]
struct ProfilePage<'a> {
    shell: &'a Shell,
    actor: &'a Actor,
    form: &'a ProfileForm,
    faults: &'a FieldErrors,
    /// Name and address of the users who can change roles.
    givers: Vec<(String, String)>,
}

impl ProfilePage<'_> {
    fn role_names(&self) -> String {
        labels::role_names(self.shell.texts, self.actor.roles)
    }

    fn languages(&self) -> Vec<(String, String)> {
        let own = Locale::ALL.map(|locale| (locale.tag().to_owned(), locale.own_name().to_owned()));
        [(String::new(), self.shell.texts.profile_language_auto())].into_iter().chain(own).collect()
    }

    fn zones(&self) -> Vec<(String, String)> {
        let usual = time_zone::partner_zone(&self.actor.partner).name();
        let usual = self.shell.locale.zone_city(usual);
        let auto = (String::new(), self.shell.texts.profile_zone_auto(usual));
        [auto]
            .into_iter()
            .chain(
                time_zone::choices(self.shell.locale)
                    .iter()
                    .map(|(name, label)| ((*name).to_owned(), label.clone())),
            )
            .collect()
    }

    fn themes(&self) -> Vec<(String, String)> {
        let texts = self.shell.texts;
        let own = Theme::ALL.map(|theme| (theme.as_str().to_owned(), theme.label(texts)));
        [(String::new(), texts.profile_theme_auto())].into_iter().chain(own).collect()
    }
}

impl ProfileForm {
    fn from_actor(actor: &Actor) -> Self {
        ProfileForm {
            name: actor.name.clone(),
            language: actor.language.clone().unwrap_or_default(),
            time_zone: actor.time_zone.clone().unwrap_or_default(),
            theme: actor.theme.clone().unwrap_or_default(),
        }
    }

    fn read(&self, shell: &Shell) -> std::result::Result<Profile, FieldErrors> {
        let (mut fields, texts) = (FormReader::new(shell.locale), shell.texts);
        let name = fields.text("name", &texts.user_name(), &self.name, 1..=100);
        let language = Locale::from_tag(&self.language).map(|locale| locale.tag().to_owned());
        if language.is_none() && !self.language.is_empty() {
            fields.add_error("language", texts.fault_choice(texts.language()));
        }
        let time_zone = time_zone::names().find(|zone| *zone == self.time_zone).map(str::to_owned);
        if time_zone.is_none() && !self.time_zone.is_empty() {
            fields.add_error("time_zone", texts.fault_choice(texts.zone_name()));
        }
        let theme = Theme::from_text(&self.theme).map(|theme| theme.as_str().to_owned());
        if theme.is_none() && !self.theme.is_empty() {
            fields.add_error("theme", texts.fault_choice(texts.appearance_theme()));
        }
        fields.done(Profile { name, language, time_zone, theme })
    }
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, &ProfileForm::from_actor(scope.actor()), &FieldErrors::default()).await
}

/// Saves the form.
pub async fn save(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    form: Form<ProfileForm>,
) -> Result<HttpResponse> {
    let read = form.read(&shell(&request, Some(scope.actor()), None)?);
    let profile = match read {
        Ok(profile) => profile,
        Err(faults) => return page(&request, &scope, &portal, &form, &faults).await,
    };
    let user = scope.actor().user;
    let save = portal.log.record(scope.author(), move |tx| Ok(((), queries::save(tx, user, &profile)?)));
    save.await?;
    Ok(see_other(&portal, &urls::profile(), Some(Flash::from(Message::ProfileSaved))))
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<OwnProfile>,
    portal: &AppState,
    form: &ProfileForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let actor = scope.actor();
    let partner = actor.partner.id;
    let people = portal.db.read(move |c| colleagues(c, partner)).await?;
    let gives = |person: &Actor| Permission::ManageUsers.allows(person.roles, &person.partner);
    let givers = people.into_iter().filter(|person| gives(person) && person.user != actor.user);
    let givers = givers.map(|person| (person.name, person.email)).collect();
    let shell = shell(request, Some(actor), None)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &ProfilePage { shell: &shell, actor, form, faults, givers })
}
