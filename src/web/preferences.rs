//! `POST /language` and `POST /appearance`: what a reader chooses stays in cookies, so that the first paint is right.

use super::forms::own_path;
use super::page::{Density, Flash, Message, Theme};
use super::reader::{choice, see_other};
use crate::app::Portal;
use crate::auth::Actor;
use crate::auth::scope::{Visitor, author};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::profile::queries::{Profile, adjust};
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The switch of languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageForm {
    lang: String,
    return_to: Option<String>,
}

/// Switches the language and stays on the page.
///
/// Where the profile has a language, it changes with it: else the switch would do nothing.
pub async fn language(
    request: HttpRequest,
    who: Visitor,
    portal: Data<Portal>,
    form: Form<LanguageForm>,
) -> Result<HttpResponse> {
    let locale = Locale::from_tag(&form.lang).ok_or_else(|| Error::bad_input("lang", "en, ko, zh-TW"))?;
    if let Some(actor) = who.0.filter(|actor| actor.language.is_some()) {
        let language = Some(locale.tag().to_owned());
        adjust_profile(&request, &portal, &actor, move |profile| profile.language = language).await?;
    }
    let mut response = see_other(&portal, &own_path(form.return_to.as_deref()), None);
    response.add_cookie(&choice(&portal, "language", locale.tag().to_owned())).map_err(Error::internal)?;
    Ok(response)
}

/// Colours and rows; either may be left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppearanceForm {
    theme: Option<String>,
    density: Option<String>,
    return_to: Option<String>,
}

/// Changes colours or rows and stays on the page.
pub async fn appearance(
    request: HttpRequest,
    who: Visitor,
    portal: Data<Portal>,
    form: Form<AppearanceForm>,
) -> Result<HttpResponse> {
    let mut response = see_other(
        &portal,
        &own_path(form.return_to.as_deref()),
        Some(Flash::from(Message::AppearanceChanged)),
    );
    if let Some(word) = &form.theme {
        let theme = Theme::from_word(word).ok_or_else(|| Error::bad_input("theme", "system, light, dark"))?;
        if let Some(actor) = who.0.filter(|actor| actor.theme.is_some()) {
            let word = Some(theme.word().to_owned());
            adjust_profile(&request, &portal, &actor, move |profile| profile.theme = word).await?;
        }
        response.add_cookie(&choice(&portal, "theme", theme.word().to_owned())).map_err(Error::internal)?;
    }
    if let Some(word) = &form.density {
        let density =
            Density::from_word(word).ok_or_else(|| Error::bad_input("density", "comfortable, compact"))?;
        response
            .add_cookie(&choice(&portal, "density", density.word().to_owned()))
            .map_err(Error::internal)?;
    }
    Ok(response)
}

async fn adjust_profile(
    request: &HttpRequest,
    portal: &Portal,
    actor: &Actor,
    with: impl FnOnce(&mut Profile) + Send + 'static,
) -> Result<()> {
    let user = actor.user;
    portal.log.record(author(request, portal, actor), move |tx| Ok(((), adjust(tx, user, with)?))).await
}
