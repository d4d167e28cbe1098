//! `POST /language` and `POST /appearance`: switch language, theme and density. The choice is stored in cookies, so
//! that the first response already uses it.

use crate::auth::Actor;
use crate::auth::extractors::OptionalActor;
use crate::auth::scope::author;
use crate::error::{Error, Result};
use crate::features::profile::queries::{Profile, adjust};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::appearance::{Density, Theme};
use crate::web::flash::{Flash, Message};
use crate::web::form_extract::safe_return_path;
use crate::web::kept_forms::kept_form::{KeptForm, keep_for_switch};
use crate::web::kept_forms::pages::page_for;
use crate::web::response::{preference_cookie, see_other};
use crate::web::route_table::RouteTable;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameters of a switch.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SwitchQuery {
    return_to: Option<String>,
    /// The action of the page's main form, if its fields are submitted too.
    of: Option<String>,
}

/// The submitted fields: those of the switch, and those of the page's main form.
struct SwitchContext {
    own: Vec<(String, String)>,
    page: String,
    kept: KeptForm,
}

impl SwitchContext {
    /// Parses the request; `names` are the switch's own fields.
    ///
    /// # Errors
    /// [`Error::BadInput`] for unknown fields.
    fn read(
        table: &RouteTable,
        way: &SwitchQuery,
        fields: Vec<(String, String)>,
        names: &[&str],
    ) -> Result<Self> {
        let (own, typed): (Vec<_>, Vec<_>) = fields
            .into_iter()
            .partition(|(name, _)| names.contains(&name.as_str()) || way.of.is_none() && name == "return_to");
        if way.of.is_none() && !typed.is_empty() {
            return Err(Error::bad_input("form", "unknown field"));
        }
        let said = own.iter().find(|(name, _)| name == "return_to").map(|(_, path)| path.as_str());
        let page = page_for(table, &safe_return_path(way.return_to.as_deref().or(said)));
        let kept = KeptForm::new(&page, way.of.as_deref().unwrap_or_default(), typed, false);
        Ok(SwitchContext { own, page, kept })
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.own.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Redirects back to the page and keeps the input of its form.
    async fn back_to_page(
        &self,
        portal: &AppState,
        who: &OptionalActor,
        said: Option<Flash>,
    ) -> Result<HttpResponse> {
        let (page, cookie) = keep_for_switch(portal, who.0.as_deref(), &self.page, self.kept.clone()).await?;
        let mut response = see_other(portal, &page, said);
        if let Some(cookie) = cookie {
            response.add_cookie(&cookie).map_err(Error::internal)?;
        }
        Ok(response)
    }
}

/// Switches the language and returns to the page, keeping the input of its form.
///
/// If the profile has a language, it changes too; otherwise it would override the cookie.
pub async fn language(
    request: HttpRequest,
    who: OptionalActor,
    portal: Data<AppState>,
    way: Query<SwitchQuery>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let switched =
        SwitchContext::read(RouteTable::from_request(&request)?, &way, form.into_inner(), &["lang"])?;
    let locale = switched.value("lang").and_then(Locale::from_tag);
    let locale = locale.ok_or_else(|| Error::bad_input("lang", "en, ko, zh-TW"))?;
    if let Some(actor) = who.0.as_ref().filter(|actor| actor.language.is_some()) {
        let language = Some(locale.tag().to_owned());
        adjust_profile(&request, &portal, actor, move |profile| profile.language = language).await?;
    }
    let mut response = switched.back_to_page(&portal, &who, None).await?;
    response
        .add_cookie(&preference_cookie(&portal, "language", locale.tag().to_owned()))
        .map_err(Error::internal)?;
    Ok(response)
}

/// Changes theme or density and returns to the page, keeping the input of its form.
pub async fn appearance(
    request: HttpRequest,
    who: OptionalActor,
    portal: Data<AppState>,
    way: Query<SwitchQuery>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let switched = SwitchContext::read(
        RouteTable::from_request(&request)?,
        &way,
        form.into_inner(),
        &["theme", "density"],
    )?;
    let theme = switched
        .value("theme")
        .map(|word| Theme::from_text(word).ok_or_else(|| Error::bad_input("theme", "system, light, dark")));
    let density = switched.value("density").map(|word| {
        Density::from_text(word).ok_or_else(|| Error::bad_input("density", "comfortable, compact"))
    });
    let (theme, density) = (theme.transpose()?, density.transpose()?);
    if let (Some(theme), Some(actor)) = (theme, who.0.as_ref().filter(|actor| actor.theme.is_some())) {
        let word = Some(theme.as_str().to_owned());
        adjust_profile(&request, &portal, actor, move |profile| profile.theme = word).await?;
    }
    let mut response =
        switched.back_to_page(&portal, &who, Some(Flash::from(Message::AppearanceChanged))).await?;
    let chosen = [("theme", theme.map(Theme::as_str)), ("density", density.map(Density::as_str))];
    for (name, word) in chosen.into_iter().filter_map(|(name, word)| Some((name, word?))) {
        response.add_cookie(&preference_cookie(&portal, name, word.to_owned())).map_err(Error::internal)?;
    }
    Ok(response)
}

async fn adjust_profile(
    request: &HttpRequest,
    portal: &AppState,
    actor: &Actor,
    with: impl FnOnce(&mut Profile) + Send + 'static,
) -> Result<()> {
    let user = actor.user;
    portal
        .log
        .record(author(request, &portal.settings, actor), move |tx| Ok(((), adjust(tx, user, with)?)))
        .await
}
