//! Properties of a request: its language, theme, time zone and flash message. [`shell`] combines them into
//! the [`Shell`] of a page.

use crate::auth::{Actor, csrf};
use crate::error::{Error, Result};
use crate::i18n::format::Clock;
use crate::i18n::time_zone::partner_zone;
use crate::i18n::{Locale, negotiate, time_zone};
use crate::mail::notices::NoticeSender;
use crate::state::AppState;
use crate::web::appearance::{Density, Theme};
use crate::web::flash::Flash;
use crate::web::nav;
use crate::web::nav::Nav;
use crate::web::shell::{Bell, Person, Shell};
use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Data;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::str::FromStr;

/// Returns the language of a request: from the profile, the language cookie or the browser, in this order;
/// otherwise English.
pub fn locale(request: &HttpRequest, portal: &AppState, actor: Option<&Actor>) -> Locale {
    let cookie = cookie(request, portal, "language");
    let browser = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    negotiate(actor.and_then(|actor| actor.language.as_deref()), cookie.as_deref(), browser)
}

/// Returns the sender of notices about a change that this request makes.
pub fn notices(request: &HttpRequest, portal: &AppState, actor: Option<&Actor>) -> NoticeSender {
    NoticeSender::new(&portal.settings, locale(request, portal, actor))
}

/// Returns the language that a visitor chose with the language switch.
pub fn switched_language(request: &HttpRequest, portal: &AppState) -> Option<Locale> {
    cookie(request, portal, "language").as_deref().and_then(Locale::from_tag)
}

/// Returns the clock in this user's time zone.
pub fn clock(actor: &Actor) -> Clock {
    Clock::in_zone(time_zone(actor))
}

/// Returns the time zone in which this user sees times: from the profile, otherwise that of the partner.
pub fn time_zone(actor: &Actor) -> Tz {
    let own = actor.time_zone.as_deref().and_then(|name| name.parse().ok());
    own.unwrap_or_else(|| partner_zone(&actor.partner))
}

/// Returns the current date in this user's time zone.
pub fn today(actor: &Actor) -> NaiveDate {
    time_zone::today(time_zone(actor))
}

/// Returns the page shell for this request.
pub fn shell(request: &HttpRequest, actor: Option<&Actor>, current: Option<Nav>) -> Result<Shell> {
    let portal = portal(request)?;
    let chosen = |name| cookie(request, portal, name).unwrap_or_default();
    let mut shell = Shell::new(locale(request, portal, actor));
    let theme = actor.and_then(|actor| actor.theme.clone()).unwrap_or_else(|| chosen("theme"));
    shell.theme = Theme::from_text(&theme).unwrap_or_default();
    shell.density = Density::from_text(&chosen("density")).unwrap_or_default();
    shell.flash = Flash::from_request(request, &portal.settings);
    shell.csrf = csrf::token(request, &portal.settings, &portal.secrets)?;
    shell.return_to = return_to(request);
    if let Some(actor) = actor {
        shell.zone = time_zone(actor);
        shell.bell = Bell::new(actor.unread_notices, shell.locale);
        shell.account_menu = nav::account_menu(actor, shell.texts);
    }
    shell.person = actor.map(|actor| shell_person(actor, &shell));
    shell.menu = actor.map(|actor| nav::menu(actor, current, shell.texts)).unwrap_or_default();
    Ok(shell)
}

/// Parses the id in a URL.
///
/// # Errors
/// [`Error::NotFound`] for an invalid id, as for an unknown one.
pub fn parse_id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::NotFound)
}

/// Returns the application state.
pub fn portal(request: &HttpRequest) -> Result<&AppState> {
    request
        .app_data::<Data<AppState>>()
        .map(|data| data.get_ref())
        .ok_or_else(|| Error::internal("no portal"))
}

fn cookie(request: &HttpRequest, portal: &AppState, name: &str) -> Option<String> {
    request.cookie(&portal.settings.cookie_name(name)).map(|cookie| cookie.value().to_owned())
}

/// Returns the URL of this page, for links that return to it.
fn return_to(request: &HttpRequest) -> String {
    request.uri().path_and_query().map_or_else(|| "/".to_owned(), |path| path.as_str().to_owned())
}

fn shell_person(actor: &Actor, shell: &Shell) -> Person {
    let roles: Vec<String> = actor.roles.iter().map(|role| role.label(shell.texts)).collect();
    Person {
        name: actor.name.clone(),
        roles: if roles.is_empty() { shell.texts.no_role() } else { roles.join(" · ") },
        partner: actor.partner.name.clone(),
        kind: actor.partner.kind.label(shell.texts),
        mpn_id: actor.partner.mpn_id.clone(),
        country: actor.partner.country.clone(),
    }
}
