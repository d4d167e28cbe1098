//! The public page behind the link of letters and digests. `GET` changes nothing, because mail scanners open links; `POST` stops
//! the mail, from the page or from a mail program (RFC 8058). It can be undone.

use crate::audit::{Author, Tx};
use crate::auth::actor::active_person;
use crate::auth::scope::OwnProfile;
use crate::auth::unsubscribe_link;
use crate::auth::unsubscribe_link::{StoppedMail, Unsubscription};
use crate::auth::{Actor, Scope};
use crate::domain::NoticeLevel;
use crate::error::{Error, Result};
use crate::features::notices::settings;
use crate::features::notices::settings::{DigestRhythm, NoticeSettings};
use crate::features::reports::recipients;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "notices/unsubscribe.html")]
struct UnsubscribePage<'a> {
    shell: &'a Shell,
    token: &'a str,
    mail: StoppedMail,
    is_stopped: bool,
}

impl UnsubscribePage<'_> {
    /// Returns which mail it is.
    fn what(&self) -> String {
        let texts = self.shell.texts;
        match self.mail {
            StoppedMail::Event(event) => event.label(texts),
            StoppedMail::Letters => texts.unsubscribe_letters(),
            StoppedMail::Digest => texts.unsubscribe_digest(),
            StoppedMail::Report(_) => texts.report_unsubscribe(),
        }
    }

    /// Whether this page can undo it.
    fn can_be_undone(&self) -> bool {
        !matches!(self.mail, StoppedMail::Report(_))
    }

    /// Returns what stopping the mail means.
    fn text(&self) -> String {
        let texts = self.shell.texts;
        match (self.mail, self.is_stopped) {
            (StoppedMail::Report(_), false) => texts.report_unsubscribe_text(),
            (StoppedMail::Report(_), true) => texts.report_unsubscribed_text(),
            (_, false) => texts.unsubscribe_text(),
            (_, true) => texts.unsubscribe_done_text(),
        }
    }
}

/// Shows which mail the link stops.
pub async fn show(request: HttpRequest, portal: Data<AppState>, token: Path<String>) -> Result<HttpResponse> {
    let what = unsubscription(&portal, &token)?;
    let user = what.user;
    let (person, is_stopped) = portal
        .db
        .read(move |c| {
            let scope = scope(active_person(c, user)?)?;
            let is_stopped = match what.mail {
                StoppedMail::Report(report) => !recipients::is_recipient(&scope, report, c)?,
                mail => is_stopped(mail, &settings::load(&scope, c)?, scope.actor()),
            };
            Ok((scope.actor().clone(), is_stopped))
        })
        .await?;
    page(&request, &token, &person, what.mail, is_stopped)
}

/// Stops the mail. The body of the request is not read.
pub async fn stop(request: HttpRequest, portal: Data<AppState>, token: Path<String>) -> Result<HttpResponse> {
    let what = unsubscription(&portal, &token)?;
    let person = change(&portal, what, true).await?;
    page(&request, &token, &person, what.mail, true)
}

/// Undoes it: the mail comes again, as it does by default. Only the owner of a report makes somebody a recipient.
pub async fn withdraw(
    request: HttpRequest,
    portal: Data<AppState>,
    token: Path<String>,
) -> Result<HttpResponse> {
    let what = unsubscription(&portal, &token)?;
    let person = change(&portal, what, false).await?;
    page(&request, &token, &person, what.mail, false)
}

fn unsubscription(portal: &AppState, token: &str) -> Result<Unsubscription> {
    unsubscribe_link::open(&portal.secrets, token).ok_or(Error::NotFound)
}

fn scope(person: Option<Actor>) -> Result<Scope<OwnProfile>> {
    let person = person.ok_or(Error::NotFound)?;
    let author = Author::system(person.partner.id);
    Scope::for_job(person, author).ok_or(Error::NotFound)
}

async fn change(portal: &AppState, what: Unsubscription, stops: bool) -> Result<Actor> {
    let change = portal.log.record(Author::operator(None), move |tx: &mut Tx<'_>| {
        let scope = scope(active_person(tx.c, what.user)?)?;
        if let StoppedMail::Report(report) = what.mail {
            if !stops {
                return Err(Error::NotFound);
            }
            recipients::leave(tx, &scope, report)?;
            return Ok((scope.actor().clone(), Vec::new()));
        }
        let mut settings = settings::load(&scope, tx.c)?;
        let roles = scope.actor().roles;
        match what.mail {
            StoppedMail::Event(event) => {
                let level = if stops { NoticeLevel::Portal } else { NoticeLevel::AtOnce };
                settings.choices.choose(event, level, roles);
            }
            StoppedMail::Letters => settings.has_letters = !stops,
            StoppedMail::Digest => {
                settings.digest = if stops { DigestRhythm::Off } else { DigestRhythm::Daily };
            }
            StoppedMail::Report(_) => return Err(Error::NotFound),
        }
        settings::save(tx, &scope, &settings)?;
        Ok((scope.actor().clone(), Vec::new()))
    });
    change.await
}

fn is_stopped(mail: StoppedMail, settings: &NoticeSettings, person: &Actor) -> bool {
    match mail {
        StoppedMail::Event(event) => {
            !settings.has_letters || settings.choices.level(event, person.roles) < NoticeLevel::AtOnce
        }
        StoppedMail::Letters => !settings.has_letters,
        StoppedMail::Digest => settings.digest == DigestRhythm::Off,
        // The report itself says who gets it.
        StoppedMail::Report(_) => false,
    }
}

/// Shows the page in the language of the user, like the message that led here.
fn page(
    request: &HttpRequest,
    token: &str,
    person: &Actor,
    mail: StoppedMail,
    is_stopped: bool,
) -> Result<HttpResponse> {
    let mut shell = shell(request, None, None)?;
    if let Some(locale) = person.language.as_deref().and_then(Locale::from_tag) {
        (shell.locale, shell.texts) = (locale, locale.texts());
    }
    response::page(&UnsubscribePage { shell: &shell, token, mail, is_stopped })
}
