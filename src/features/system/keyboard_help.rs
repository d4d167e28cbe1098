//! `GET /help/keys`: the keyboard shortcuts, and the switch that turns them off in this browser (`static/app.js`).

use crate::web::request;
use crate::web::shell::Shell;
use askama::Template;

/// The list of shortcuts.
#[derive(Template)]
#[template(path = "web/keys.html")]
pub struct KeysPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
}

impl KeysPage<'_> {
    /// Returns each key and what it does.
    fn keys(&self) -> [(&'static str, String); 9] {
        let texts = self.shell.texts;
        [
            ("/", texts.keys_search()),
            ("Esc", texts.keys_escape()),
            ("j", texts.keys_down()),
            ("k", texts.keys_up()),
            ("o", texts.keys_open()),
            ("e", texts.keys_expand()),
            ("x", texts.keys_select()),
            ("b", texts.keys_bulk()),
            ("?", texts.keys_help()),
        ]
    }
}

/// Shows the page, also without a session.
pub async fn show(
    request: actix_web::HttpRequest,
    who: crate::auth::extractors::OptionalActor,
) -> crate::error::Result<actix_web::HttpResponse> {
    let shell = request::shell(&request, who.0.as_deref(), None)?;
    let body = KeysPage { shell: &shell }.render()?;
    Ok(actix_web::HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body))
}
