//! `GET` and `POST /profile/notifications`: of which events the user is notified, and how.

use crate::auth::Scope;
use crate::auth::scope::OwnProfile;
use crate::domain::{NoticeEvent, NoticeLevel, TextEnum};
use crate::error::{Error, Result};
use crate::features::notices::settings;
use crate::features::notices::settings::{DigestRhythm, NoticeSettings};
use crate::features::notices::settings_page::SettingsPage;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::HashMap;

/// The fields of the form besides those of the events.
const FIELDS: &[&str] = &["digest", "digest_hour", "letters", "defaults"];

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, &HashMap::new(), &FieldErrors::default()).await
}

/// Saves the choices, or puts those of the roles back.
pub async fn save(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let typed: HashMap<String, String> = form.into_inner().into_iter().collect();
    if typed.keys().any(|name| !FIELDS.contains(&&**name) && NoticeEvent::from_text(name).is_err()) {
        return Err(Error::bad_input("form", "unknown field"));
    }
    if typed.contains_key("defaults") {
        store(&scope, &portal, NoticeSettings::default()).await?;
        return Ok(see_other(&portal, &urls::profile_notifications(), Some(Message::NoticeDefaults.into())));
    }
    let reader = scope.clone();
    let stored = portal.db.read(move |c| settings::load(&reader, c)).await?;
    match read(&scope, &shell(&request, Some(scope.actor()), None)?, stored, &typed) {
        Ok(settings) => {
            store(&scope, &portal, settings).await?;
            let saved = Some(Message::NoticeChoicesSaved.into());
            Ok(see_other(&portal, &urls::profile_notifications(), saved))
        }
        Err(faults) => page(&request, &scope, &portal, &typed, &faults).await,
    }
}

async fn store(scope: &Scope<OwnProfile>, portal: &AppState, settings: NoticeSettings) -> Result<()> {
    let author = scope.clone();
    let save = portal.log.record(scope.author(), move |tx| {
        settings::save(tx, &author, &settings)?;
        Ok(((), Vec::new()))
    });
    save.await
}

/// Parses the form. The levels of events that the user may not see stay as they are stored.
fn read(
    scope: &Scope<OwnProfile>,
    shell: &Shell,
    mut settings: NoticeSettings,
    typed: &HashMap<String, String>,
) -> std::result::Result<NoticeSettings, FieldErrors> {
    let (mut fields, texts) = (FormReader::new(shell.locale), shell.texts);
    let actor = scope.actor();
    for event in NoticeEvent::visible_to(actor.roles, &actor.partner).filter(|event| !event.is_security()) {
        match typed.get(event.as_str()).map(|word| NoticeLevel::from_text(word)) {
            Some(Ok(level)) => settings.choices.choose(event, level, actor.roles),
            Some(Err(_)) => fields.add_error(event.as_str(), texts.fault_choice(event.label(texts))),
            None => {}
        }
    }
    match typed.get("digest").map(|word| DigestRhythm::from_text(word)) {
        Some(Ok(digest)) => settings.digest = digest,
        Some(Err(_)) => fields.add_error("digest", texts.fault_choice(texts.digest_rhythm())),
        None => {}
    }
    match typed.get("digest_hour").map(|hour| hour.parse::<i32>().ok().filter(|hour| (0..24).contains(hour)))
    {
        Some(Some(hour)) => settings.digest_hour = hour,
        Some(None) => fields.add_error("digest_hour", texts.fault_choice(texts.digest_time())),
        None => {}
    }
    settings.has_letters = typed.get("letters").is_some_and(|word| word == "yes");
    fields.done(settings)
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<OwnProfile>,
    portal: &AppState,
    typed: &HashMap<String, String>,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let settings = portal.db.read(move |c| settings::load(&reader, c)).await?;
    let shell = shell(request, Some(scope.actor()), None)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SettingsPage {
        shell: &shell,
        actor: scope.actor(),
        typed,
        settings: &settings,
        faults,
        by_mail: portal.mail.is_some(),
    };
    response::page_as(status, &page)
}
