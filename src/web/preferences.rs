//! `POST /language` and `POST /appearance`: what a reader chooses stays in cookies, so that the first paint is right.

use super::forms::own_path;
use super::page::{Density, Flash, Message, Theme};
use super::reader::{choice, see_other};
use crate::app::Portal;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use actix_web::HttpResponse;
use actix_web::web::{Data, Form};
use serde::Deserialize;

/// The switch of languages.
#[derive(Debug, Deserialize)]
pub struct LanguageForm {
    lang: String,
    return_to: Option<String>,
}

/// Switches the language and stays on the page.
pub async fn language(portal: Data<Portal>, form: Form<LanguageForm>) -> Result<HttpResponse> {
    let locale = Locale::from_tag(&form.lang).ok_or_else(|| Error::bad_input("lang", "en, ko, zh-TW"))?;
    let mut response = see_other(&portal, &own_path(form.return_to.as_deref()), None);
    response.add_cookie(&choice(&portal, "language", locale.tag().to_owned())).map_err(Error::internal)?;
    Ok(response)
}

/// Colours and rows; either may be left out.
#[derive(Debug, Deserialize)]
pub struct AppearanceForm {
    theme: Option<String>,
    density: Option<String>,
    return_to: Option<String>,
}

/// Changes colours or rows and stays on the page.
pub async fn appearance(portal: Data<Portal>, form: Form<AppearanceForm>) -> Result<HttpResponse> {
    let mut response = see_other(
        &portal,
        &own_path(form.return_to.as_deref()),
        Some(Flash::from(Message::AppearanceChanged)),
    );
    if let Some(word) = &form.theme {
        let theme = Theme::from_word(word).ok_or_else(|| Error::bad_input("theme", "system, light, dark"))?;
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
