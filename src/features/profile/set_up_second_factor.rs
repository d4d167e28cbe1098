//! `GET` and `POST /profile/second-factor`: shows the second factor, or sets one up with a QR code and a first code as
//! confirmation. Until then, the seed is only in the form, encrypted, so that a GET request changes nothing.

use crate::auth::accounts::by_email;
use crate::auth::scope::SetUpSecondFactor;
use crate::auth::second_factor::queries::{codes_left, set_up};
use crate::auth::second_factor::totp::Seed;
use crate::auth::second_factor::{recovery_codes as second_factor_recovery_codes, seal};
use crate::auth::session::NewSession;
use crate::auth::{Actor, Scope, StepUp, session, session_store};
use crate::error::{Error, Result};
use crate::features::profile::recovery_codes;
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::urls;
use crate::web::form_extract::Next;
use crate::web::form_fields::FieldErrors;
use crate::web::page_action::PageAction;
use crate::web::request::shell;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;
use std::fmt::Write;

#[derive(Template)]
#[template(path = "profile/second_factor.html")]
struct FactorPage<'a> {
    shell: &'a Shell,
    codes_left: String,
    removal: PageAction,
}

#[derive(Template)]
#[template(path = "profile/second_factor_setup.html")]
struct SetUpPage<'a> {
    shell: &'a Shell,
    faults: &'a FieldErrors,
    demanded: bool,
    sealed: &'a str,
    next: &'a str,
    key: String,
    address: String,
    picture: QrImage,
}

/// The submitted form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUpForm {
    sealed: String,
    code: String,
    #[serde(default)]
    next: String,
}

/// Shows the second factor or the form to set one up.
pub async fn show(
    request: HttpRequest,
    scope: Scope<SetUpSecondFactor>,
    _: StepUp,
    portal: Data<AppState>,
    next: Query<Next>,
) -> Result<HttpResponse> {
    if scope.actor().has_second_factor {
        return standing(&request, &scope, &portal).await;
    }
    let seed = Seed::random()?;
    page(&request, &scope, &portal, (&seed, &next.next), &FieldErrors::default())
}

/// Verifies the first code and enables the second factor. All other sessions of the user end.
pub async fn confirm(
    request: HttpRequest,
    session: Session,
    scope: Scope<SetUpSecondFactor>,
    _: StepUp,
    portal: Data<AppState>,
    form: Form<SetUpForm>,
) -> Result<HttpResponse> {
    let user = scope.actor().user;
    if scope.actor().has_second_factor {
        return standing(&request, &scope, &portal).await;
    }
    let seed = seal::unseal(&portal.secrets, user, &form.sealed);
    let seed = seed.ok_or_else(|| Error::bad_input("sealed", "load the page again"))?;
    let typed: String = form.code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let Some(step) = seed.matching_step(&typed) else {
        let mut faults = FieldErrors::default();
        faults.add("code", shell(&request, Some(scope.actor()), None)?.texts.factor_first_code_wrong());
        return page(&request, &scope, &portal, (&seed, &form.next), &faults);
    };
    let (made, hashes) = recovery_codes::generate(&portal, user)?;
    let sealed = seal::seal(&portal.secrets, user, &seed)?;
    let notices = request::notices(&request, &portal, Some(scope.actor()));
    let set = portal.log.record(scope.author(), move |tx| {
        notices.send(tx, user, Notice::FactorSetUp)?;
        session_store::revoke_all(tx.c, user)?;
        Ok(((), vec![set_up(tx, user, &sealed, step, &hashes)?]))
    });
    set.await?;
    portal.mailer().deliver_soon();
    begin_again(&request, &session, &portal, scope.actor()).await?;
    // A user who had to set it up was on the way to another page.
    let demanded = portal.settings.portal_require_mfa.applies_to(scope.actor().roles);
    let next = if demanded && form.next.is_empty() { urls::start().to_string() } else { form.next.clone() };
    recovery_codes::page(&request, &scope, &made, &next)
}

/// Rotates the token of the current session, which continues.
pub async fn begin_again(
    request: &HttpRequest,
    session: &Session,
    portal: &AppState,
    actor: &Actor,
) -> Result<()> {
    let email = actor.email.clone();
    let person = portal.db.read(move |c| by_email(c, &email)).await?.ok_or(Error::SignInFirst)?;
    session::begin(session, &NewSession::after(actor, person.signed_in(), request, &portal.settings))
}

async fn standing(
    request: &HttpRequest,
    scope: &Scope<SetUpSecondFactor>,
    portal: &AppState,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let left = portal.db.read(move |c| codes_left(&reader, c)).await?;
    let shell = shell(request, Some(scope.actor()), None)?;
    let (left, all) =
        (u64::try_from(left).unwrap_or_default(), second_factor_recovery_codes::CODE_COUNT as u64);
    let codes_left = shell.texts.factor_codes_left(left, all);
    let demanded = portal.settings.portal_require_mfa.applies_to(scope.actor().roles);
    let label = shell.texts.factor_remove();
    let removal = PageAction::new("removal", label, urls::profile_second_factor_removal())
        .unless(demanded.then(|| shell.texts.factor_demanded()));
    response::page(&FactorPage { shell: &shell, codes_left, removal })
}

fn page(
    request: &HttpRequest,
    scope: &Scope<SetUpSecondFactor>,
    portal: &AppState,
    (seed, next): (&Seed, &str),
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let actor = scope.actor();
    let shell = shell(request, Some(actor), None)?;
    let address = seed.address(&shell.texts.portal(), &actor.email)?;
    let page = SetUpPage {
        faults,
        demanded: portal.settings.portal_require_mfa.applies_to(actor.roles),
        sealed: &seal::seal(&portal.secrets, actor.user, seed)?,
        next,
        key: seed.key(),
        picture: draw_qr_code(&address)?,
        address,
        shell: &shell,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}

/// A QR code.
#[derive(Debug, Clone)]
pub struct QrImage {
    /// The width and height in modules, including the quiet zone.
    pub side: usize,
    /// The dark modules, row by row, as the `d` attribute of an SVG path.
    pub path: String,
}

/// The width of the quiet zone in modules, as the standard requires.
const QUIET_ZONE: usize = 4;

/// Draws a text as QR code.
fn draw_qr_code(text: &str) -> Result<QrImage> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::internal)?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET_ZONE, y + QUIET_ZONE)
                    .map_err(Error::internal)?;
            }
            x += run.max(1);
        }
    }
    Ok(QrImage { side: width + 2 * QUIET_ZONE, path })
}
